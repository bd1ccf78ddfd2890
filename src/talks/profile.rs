//! A professional's own profile: read into the editor's form, checked, saved.

use super::{
    answering,
    availability::Schedule,
    busy_calendars,
    form::{ProfessionalForm, ProfileEditor, RANGES_A_DAY, RangeInput},
    hours, mails, special_days,
    store::{self, NewProfile, ProfessionalRow},
    types::{Accommodation, LANGUAGES, OwnPage, OwnVetting, Vetting, Way},
    vetting::{Action, Actor, Saving},
    vetting_queue::region_of,
    views::{self, Telling},
    wanted::following::{self, Found},
};
use crate::{
    accounts::{service::resolve_commune, session::CurrentUser, store::hold_account},
    agenda::availability::Availability,
    contact_details,
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    form::Notice,
    geo::{self, public_holidays::PublicHolidays},
    locale::Locale,
    moderation::types::Reason,
    trades::catalogue,
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

/// Meanings of an ambiguous trade to choose from: more is no help.
const MEANINGS_SHOWN: usize = 12;
/// Free hours after the first that the editor tells: enough to see what the rules make of a week.
const NEXT_SHOWN: usize = 4;
/// Decisions of this time tell how long one waits,
const LATELY: Duration = Duration::days(30);
/// the latest of them, so many at most,
const WAITS_READ: i64 = 50;
/// and not fewer than these.
const WAITS_NEEDED: usize = 3;

/// The editor as it opens: the saved profile, or a fresh one that suggests what most people choose and is of
/// `trade`, if that is the code of one.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn load(
    app: &AppContext,
    user: &CurrentUser,
    trade: &str,
    now: DateTime<Utc>,
) -> Result<ProfileEditor, AppError> {
    let is_adult = user.is_adult_at(now);
    let Some(row) = store::find_professional_of(&app.db, user.id).await? else {
        return Ok(ProfileEditor {
            form: suggested(user, trade),
            is_adult,
            page: None,
            photo: None,
            vetting: None,
            calendars: None,
        });
    };
    let schedule = Schedule::load(&app.db, &row, now).await?;
    let page = row.published.then(|| own_page(&row, &schedule, user, now));
    let photo = views::photo_path(row.photo_id);
    let calendars = Some(busy_calendars::list(app, user, row.id, now).await?);
    let vetting = Some(own_vetting(app, &row, now).await?);
    Ok(ProfileEditor { form: saved(row, &schedule.rules, user.locale, now), is_adult, page, photo, vetting, calendars })
}

fn suggested(user: &CurrentUser, trade: &str) -> ProfessionalForm {
    ProfessionalForm {
        trade: catalogue::find(trade).map(|trade| trade.label.clone()).unwrap_or_default(),
        languages: vec!["fr".to_owned()],
        ways: vec![Way::Video.code().to_owned()],
        commune: views::place_label(&user.commune_code),
        time_zone: user.time_zone.name().to_owned(),
        notice_hours: "48".to_owned(),
        horizon_days: "60".to_owned(),
        buffer_before: "0".to_owned(),
        buffer_after: "0".to_owned(),
        maximum_per_week: "2".to_owned(),
        closed_on_holidays: "on".to_owned(),
        ranges: vec![RangeInput::default(); 7 * RANGES_A_DAY],
        published: "on".to_owned(),
        ..ProfessionalForm::default()
    }
}

fn saved(row: ProfessionalRow, rules: &Availability, l: Locale, now: DateTime<Utc>) -> ProfessionalForm {
    let mut others = mails::trade_labels(&row.other_trades()).into_iter();
    let most = |maximum: Option<i32>| maximum.map(|maximum| maximum.to_string()).unwrap_or_default();
    let ticked = |holds: bool| if holds { "on".to_owned() } else { String::new() };
    ProfessionalForm {
        trade: mails::trade_label(&row.trade_code),
        second_trade: others.next().unwrap_or_default(),
        third_trade: others.next().unwrap_or_default(),
        accessibility: row.accessibility().into_iter().map(|one| one.code().to_owned()).collect(),
        languages: row.languages(),
        commune: views::place_label(&row.commune_code),
        organisation: row.organisation.clone().unwrap_or_default(),
        ways: row.ways().into_iter().map(|way| way.code().to_owned()).collect(),
        meeting_place: row.meeting_place.clone().unwrap_or_default(),
        time_zone: row.time_zone.clone(),
        notice_hours: (row.minimum_notice_minutes / 60).to_string(),
        horizon_days: row.horizon_days.to_string(),
        buffer_before: row.buffer_before_minutes.to_string(),
        buffer_after: row.buffer_after_minutes.to_string(),
        maximum_per_day: most(row.maximum_per_day),
        maximum_per_week: most(row.maximum_per_week),
        maximum_per_month: most(row.maximum_per_month),
        closed_on_holidays: ticked(row.closed_on_holidays),
        ranges: hours::write_week(&rules.weekly),
        exceptions: special_days::write(&rules.exceptions, now.with_timezone(&rules.zone).date_naive(), l),
        welcomes_minors: ticked(row.charter_signed_at.is_some()),
        confirms_by_hand: ticked(!row.accepts_automatically),
        published: ticked(row.published),
        headline: row.headline,
        likes: row.likes,
        dislikes: row.dislikes,
        day: row.day,
        path: row.path,
        copy: String::new(),
        copy_from: String::new(),
        copy_to: Vec::new(),
        preview: None,
    }
}

/// Where the profile stands with those who look at it, for its owner.
async fn own_vetting(app: &AppContext, row: &ProfessionalRow, now: DateTime<Utc>) -> Result<OwnVetting, AppError> {
    let state = row.vetting();
    let usual_hours = match state {
        Vetting::Submitted => usual_hours(store::list_waits(&app.db, now - LATELY, WAITS_READ).await?),
        _ => None,
    };
    Ok(OwnVetting {
        state,
        welcomes_minors: row.charter_signed_at.is_some(),
        reason: row.vetting_reason.as_deref().and_then(Reason::from_code),
        note: row.vetting_note.clone(),
        usual_hours,
    })
}

/// Whole hours, at least one, within which half of these decisions came; nothing of too few.
fn usual_hours(mut waits: Vec<i32>) -> Option<u32> {
    if waits.len() < WAITS_NEEDED {
        return None;
    }
    waits.sort_unstable();
    let median = waits.get(waits.len() / 2).copied()?;
    u32::try_from(median).ok().map(|minutes| minutes.div_ceil(60).max(1))
}

fn own_page(row: &ProfessionalRow, schedule: &Schedule, user: &CurrentUser, now: DateTime<Utc>) -> OwnPage {
    let starts = schedule.free_starts(now);
    let telling = Telling { locale: user.locale, zone: user.time_zone, there: row.zone(), now };
    OwnPage {
        id: row.id.to_string(),
        free_starts: u32::try_from(starts.len()).unwrap_or(u32::MAX),
        next_free: starts.first().map(|start| telling.moment(*start)),
        then_free: starts.iter().skip(1).take(NEXT_SHOWN).map(|start| telling.moment(*start)).collect(),
    }
}

/// Checks and saves the profile; gives what to tell of it. Who waited for somebody of its trade is told.
///
/// # Errors
/// [`AppError::GuardianNeeded`]; [`AppError::Invalid`] with everything that is wrong.
pub async fn save(
    app: &AppContext,
    user: &CurrentUser,
    form: &ProfessionalForm,
    now: DateTime<Utc>,
) -> Result<Notice, AppError> {
    if !user.is_adult_at(now) {
        return Err(AppError::GuardianNeeded);
    }
    let profile = read(form, user, now)?;
    // What was typed is told field by field above; this is the gate of the rules themselves.
    profile.availability.validate().map_err(|error| {
        tracing::error!(%error, "hours that the form let through");
        AppError::Internal
    })?;
    let notice = notice(&profile, now);
    let begins_to_wait = app
        .db
        .write((app.clone(), profile), move |transaction, (app, profile)| {
            Box::pin(write(transaction, app, profile, now))
        })
        .await?;
    Ok(if begins_to_wait && notice == Notice::ProfileSaved { Notice::ProfileSubmitted } else { notice })
}

/// Saves the profile and settles where it stands then; gives whether it begins to wait, unlisted, for somebody to look
/// at it.
async fn write(
    transaction: &mut Transaction,
    app: &AppContext,
    profile: &NewProfile,
    now: DateTime<Utc>,
) -> Result<bool, WriteError> {
    hold_account(&mut *transaction, profile.account_id).await?;
    // A moderator may be deciding on it.
    store::hold_profile_of(&mut *transaction, profile.account_id).await?;
    let before = store::find_professional_of(&mut *transaction, profile.account_id).await?;
    store::save_profile(&mut *transaction, profile, now).await?;
    let begins_to_wait =
        reconsider(&mut *transaction, app, profile.account_id, before.as_ref(), profile.published, now).await?;
    answering::call_off_unsuited(transaction, app, profile.account_id, now).await?;
    Ok(begins_to_wait)
}

/// Settles where a profile stands that its owner has changed, who held it since it was as `before`; gives whether it begins to
/// wait, unlisted, for somebody to look at it.
///
/// # Errors
/// [`AppError`] of the reads and writes.
pub async fn reconsider(
    transaction: &mut Transaction,
    app: &AppContext,
    account: Uuid,
    before: Option<&ProfessionalRow>,
    publishes: bool,
    now: DateTime<Utc>,
) -> Result<bool, WriteError> {
    let after = store::find_professional_of(&mut *transaction, account).await?.ok_or(AppError::Internal)?;
    let approved = store::find_vetted(&mut *transaction, after.id).await?;
    let from = before.map_or(Vetting::Draft, ProfessionalRow::vetting);
    let saving = Saving {
        publishes,
        touched: before.is_none_or(|before| before.vetted() != after.vetted()),
        as_approved: approved.as_ref().is_some_and(|row| after.vetted().changes_since(&row.vetted()).is_empty()),
    };
    let state = from.step(Actor::Owner, Action::Save(saving)).map_err(|_| AppError::Internal)?.after;
    // Whoever waits already keeps their place.
    let since = before.and_then(|before| before.waits_since).unwrap_or(now);
    let waits = state.waits().then(|| (since, region_of(&after.commune_code)));
    store::set_vetting(&mut *transaction, after.id, state, waits).await?;
    // Where it stands decides whether it is listed.
    store::note_listing(&mut *transaction, after.id, now).await?;
    if state == Vetting::Approved && after.published {
        let known = match (from, before, &approved) {
            (Vetting::Approved, Some(before), _) if before.published => Some(Found::from(before)),
            (Vetting::Changed, Some(before), Some(row)) if before.published => {
                Some(Found { trades: row.trades(), commune: &row.commune_code })
            }
            _ => None,
        };
        following::tell(transaction, app, known, &after, now).await?;
    }
    Ok(state == Vetting::Submitted && from != Vetting::Submitted)
}

/// Hours on another clock than the commune's may be meant, or forgotten when somebody moved.
fn notice(profile: &NewProfile, now: DateTime<Utc>) -> Notice {
    let clock = |zone: Tz| now.with_timezone(&zone).naive_local();
    let commune = geo::communes::find(&profile.commune_code).map(geo::zones::zone_of);
    match commune {
        Some(zone) if clock(zone) != clock(profile.availability.zone) => Notice::ProfileSavedOnOtherClock,
        _ => Notice::ProfileSaved,
    }
}

/// The profile that the form tells, or everything that is wrong with it.
fn read(form: &ProfessionalForm, user: &CurrentUser, now: DateTime<Utc>) -> Result<NewProfile, AppError> {
    let mut checks = form.checks();
    let texts = [
        ("headline", &form.headline),
        ("likes", &form.likes),
        ("dislikes", &form.dislikes),
        ("day", &form.day),
        ("path", &form.path),
    ];
    for (field, text) in texts {
        checks.note(contact_details::refuse(field, text))?;
    }
    let at = |field: &'static str| move |problem| AppError::field(field, problem);
    let trade = checks.note(resolve_trade(&form.trade).map_err(at("trade")))?;
    let mut other_trades: Vec<String> = Vec::new();
    for (field, typed) in [("second_trade", &form.second_trade), ("third_trade", &form.third_trade)] {
        if typed.trim().is_empty() {
            continue;
        }
        let Some(other) = checks.note(resolve_trade(typed).map_err(at(field)))? else { continue };
        let is_new = trade.as_ref() != Some(&other) && !other_trades.contains(&other);
        checks.require(field, is_new, Problem::SameTrade);
        other_trades.push(other);
    }
    let commune = checks.note(resolve_commune(&form.commune))?;
    let zone = checks.note(hours::zone(&form.time_zone).map_err(at("time_zone")))?;
    let weekly = hours::read_week(&form.ranges, &mut checks);
    let today = now.with_timezone(&zone.unwrap_or(user.time_zone)).date_naive();
    let exceptions = special_days::read(&form.exceptions, today, zone.unwrap_or(user.time_zone));
    let exceptions = checks.note(exceptions.map_err(at("exceptions")))?;
    checks.done()?;
    let (Some(trade_code), Some((commune_code, _)), Some(zone), Some(exceptions)) = (trade, commune, zone, exceptions)
    else {
        return Err(AppError::Internal);
    };
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let holidays = geo::communes::find(&commune_code).map(PublicHolidays::of);
    let languages = LANGUAGES.iter().filter(|code| form.languages.iter().any(|own| own == *code));
    Ok(NewProfile {
        id: context::new_id(),
        account_id: user.id,
        trade_code,
        other_trades,
        headline: form.headline.trim().to_owned(),
        likes: form.likes.trim().to_owned(),
        dislikes: form.dislikes.trim().to_owned(),
        day: form.day.trim().to_owned(),
        path: form.path.trim().to_owned(),
        accessibility: Accommodation::ALL
            .into_iter()
            .filter(|known| form.accessibility.iter().any(|code| code == known.code()))
            .collect(),
        languages: languages.map(|code| (*code).to_owned()).collect(),
        commune_code,
        organisation: text(&form.organisation),
        meeting_place: text(&form.meeting_place),
        ways: form.ways.iter().filter_map(|code| Way::from_code(code)).collect(),
        availability: hours::rules(form, zone, weekly, exceptions, holidays),
        charter_signed_at: (form.welcomes_minors == "on").then_some(now),
        accepts_automatically: form.confirms_by_hand != "on",
        published: form.published == "on",
    })
}

fn resolve_trade(text: &str) -> Result<String, Problem> {
    match catalogue::resolve(text) {
        catalogue::Resolution::One(trade) => Ok(trade.code.to_string()),
        catalogue::Resolution::Several(several) => {
            let labels = several.into_iter().take(MEANINGS_SHOWN).map(|trade| trade.label.clone());
            Err(Problem::AmbiguousTrade(labels.collect()))
        }
        catalogue::Resolution::None => Err(Problem::UnknownTrade),
    }
}

#[cfg(test)]
mod tests {
    use super::usual_hours;

    #[test]
    fn the_usual_wait_is_told_once_enough_is_known() {
        assert_eq!(usual_hours(vec![60, 60]), None);
        assert_eq!(usual_hours(vec![5, 3000, 61]), Some(2));
        assert_eq!(usual_hours(vec![0, 0, 0]), Some(1));
        assert_eq!(usual_hours(vec![24 * 60; 4]), Some(24));
    }
}
