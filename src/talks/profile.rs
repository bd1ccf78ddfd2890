//! A professional's own profile: read into the editor's form, checked, saved.

use super::{
    answering,
    availability::Schedule,
    busy_calendars,
    form::{ProfessionalForm, ProfileEditor, RANGES_A_DAY, RangeInput},
    hours, mails, special_days,
    store::{self, NewProfile, ProfessionalRow},
    types::{LANGUAGES, OwnPage, Way},
    views::{self, Telling},
    wanted::following,
};
use crate::{
    accounts::{service::resolve_commune, session::CurrentUser, store::hold_account},
    agenda::availability::Availability,
    contact_details,
    context::{self, AppContext},
    error::{AppError, Problem},
    form::Notice,
    geo::{self, public_holidays::PublicHolidays},
    locale::Locale,
    trades::catalogue,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Meanings of an ambiguous trade to choose from: more is no help.
const MEANINGS_SHOWN: usize = 12;
/// Free hours after the first that the editor tells: enough to see what the rules make of a week.
const NEXT_SHOWN: usize = 4;

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
        return Ok(ProfileEditor { form: suggested(user, trade), is_adult, page: None, photo: None, calendars: None });
    };
    let schedule = Schedule::load(&app.db, &row, now).await?;
    let page = row.published.then(|| own_page(&row, &schedule, user, now));
    let photo = views::photo_path(&row);
    let calendars = Some(busy_calendars::list(app, user, row.id, now).await?);
    Ok(ProfileEditor { form: saved(row, &schedule.rules, user.locale, now), is_adult, page, photo, calendars })
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
    let most = |maximum: Option<i32>| maximum.map(|maximum| maximum.to_string()).unwrap_or_default();
    let ticked = |holds: bool| if holds { "on".to_owned() } else { String::new() };
    ProfessionalForm {
        trade: mails::trade_label(&row.trade_code),
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
        copy: String::new(),
        copy_from: String::new(),
        copy_to: Vec::new(),
    }
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
    app.db
        .write((app.clone(), profile), move |transaction, (app, profile)| {
            Box::pin(async move {
                hold_account(&mut *transaction, profile.account_id).await?;
                let before = store::find_professional_of(&mut *transaction, profile.account_id).await?;
                store::save_profile(&mut *transaction, profile, now).await?;
                answering::call_off_unsuited(&mut *transaction, app, profile.account_id, now).await?;
                following::tell(transaction, app, before.as_ref(), profile, now).await
            })
        })
        .await?;
    Ok(notice)
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
    for (field, text) in [("headline", &form.headline), ("likes", &form.likes), ("dislikes", &form.dislikes)] {
        checks.note(contact_details::refuse(field, text))?;
    }
    let at = |field: &'static str| move |problem| AppError::field(field, problem);
    let trade = checks.note(resolve_trade(&form.trade).map_err(at("trade")))?;
    let commune = checks.note(resolve_commune(&form.commune))?;
    let zone = form.time_zone.parse::<Tz>().ok().filter(|zone| geo::zones::ALL.contains(zone));
    let zone = checks.note(zone.ok_or(Problem::NotAChoice).map_err(at("time_zone")))?;
    let weekly = hours::read_week(&form.ranges, &mut checks);
    let today = now.with_timezone(&zone.unwrap_or(user.time_zone)).date_naive();
    let exceptions = special_days::read(&form.exceptions, today, zone.unwrap_or(user.time_zone));
    let exceptions = checks.note(exceptions.map_err(at("exceptions")))?;
    checks.done()?;
    let (Some(trade_code), Some((commune_code, _)), Some(zone), Some(exceptions)) = (trade, commune, zone, exceptions)
    else {
        return Err(AppError::Internal);
    };
    let number = |text: &str| text.trim().parse::<i32>();
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let holidays = geo::communes::find(&commune_code).map(PublicHolidays::of);
    let languages = LANGUAGES.iter().filter(|code| form.languages.iter().any(|own| own == *code));
    Ok(NewProfile {
        id: context::new_id(),
        account_id: user.id,
        trade_code,
        headline: form.headline.trim().to_owned(),
        likes: form.likes.trim().to_owned(),
        dislikes: form.dislikes.trim().to_owned(),
        languages: languages.map(|code| (*code).to_owned()).collect(),
        commune_code,
        organisation: text(&form.organisation),
        meeting_place: text(&form.meeting_place),
        ways: form.ways.iter().filter_map(|code| Way::from_code(code)).collect(),
        availability: Availability {
            zone,
            weekly,
            exceptions,
            closed_on: holidays.filter(|_| form.closed_on_holidays == "on"),
            minimum_notice_minutes: number(&form.notice_hours).unwrap_or(0) * 60,
            horizon_days: number(&form.horizon_days).unwrap_or(1),
            buffer_before_minutes: number(&form.buffer_before).unwrap_or(0),
            buffer_after_minutes: number(&form.buffer_after).unwrap_or(0),
            maximum_per_day: number(&form.maximum_per_day).ok(),
            maximum_per_week: number(&form.maximum_per_week).ok(),
            maximum_per_month: number(&form.maximum_per_month).ok(),
        },
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
