//! What the pages of one's own profile are told: how far it is, where it stands, and each of its steps.

use super::{
    availability::Schedule,
    busy_calendars,
    form::{ProfileEditor, ProfileStep},
    mails,
    profile::{self, Base, Kept},
    store::{self, NewProfile, ProfessionalRow},
    types::{
        AnswerHabit, Moment, OwnPage, OwnVetting, ProfessionalDetails, ProfileOverview, ProfileRemoval, Side, Stage,
        Vetting,
    },
    views::{self, Telling},
};
use crate::{
    accounts::session::CurrentUser,
    agenda::{availability::TALK_MINUTES, moment},
    context::AppContext,
    error::AppError,
    moderation::types::Reason,
    organisations::types::OrganisationLink,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// Free hours after the first that a page tells: enough to see what the rules make of a week.
const NEXT_SHOWN: usize = 4;
/// Decisions of this time tell how long one waits,
const LATELY: Duration = Duration::days(30);
/// the latest of them, so many at most,
const WAITS_READ: i64 = 50;
/// and not fewer than these.
const WAITS_NEEDED: usize = 3;

/// How far the profile of `user` is, and where it stands.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn overview(app: &AppContext, user: &CurrentUser, now: DateTime<Utc>) -> Result<ProfileOverview, AppError> {
    let mut overview = ProfileOverview {
        is_adult: user.is_adult_at(now),
        is_saved: false,
        done: Vec::new(),
        kept: None,
        page: None,
        vetting: None,
        is_paused: false,
        has_organisation: false,
    };
    let Some(row) = store::find_professional_of(&app.db, user.id).await? else {
        let kept = Kept::find(&app.db, user.id).await?;
        let photo = store::find_photo_of(&app.db, user.id).await?;
        // The last step is done once the profile is saved.
        overview.done = done(photo, |step| step != ProfileStep::Publication && kept.has(step));
        overview.kept = kept.at.map(|at| moment::whole(at, now, user.time_zone, user.locale));
        return Ok(overview);
    };
    if row.published {
        let schedule = Schedule::load(&app.db, &row, now).await?;
        overview.page = Some(own_page(&row, &schedule, user, now));
    }
    Ok(ProfileOverview {
        is_saved: true,
        done: done(row.photo_id, ProfileStep::is_needed),
        vetting: Some(own_vetting(app, &row, now).await?),
        is_paused: row.paused_at.is_some(),
        has_organisation: row.organisation.is_some(),
        ..overview
    })
}

/// What goes if `user` takes their own profile away.
///
/// # Errors
/// [`AppError::NotFound`] where nothing is kept of one; [`AppError`] of the reads.
pub async fn removal(app: &AppContext, user: &CurrentUser, now: DateTime<Utc>) -> Result<ProfileRemoval, AppError> {
    if store::find_professional_of(&app.db, user.id).await?.is_none() {
        let is_begun =
            Kept::find(&app.db, user.id).await?.at.is_some() || store::find_photo_of(&app.db, user.id).await?.is_some();
        return match is_begun {
            true => Ok(ProfileRemoval { is_saved: false, coming: Vec::new() }),
            false => Err(AppError::NotFound),
        };
    }
    let under_way = now - Duration::minutes(i64::from(TALK_MINUTES));
    let coming = store::list_coming(&app.db, user.id, under_way).await?;
    // Of an hour that somebody holds while they fill in a form nobody knows.
    let given = coming.iter().filter(|talk| talk.stage() != Stage::Held && !talk.is_explorer(user.id));
    let told = given.map(|talk| views::summary(talk, Side::Professional, user.locale, user.time_zone, now));
    Ok(ProfileRemoval { is_saved: true, coming: told.collect() })
}

fn done(photo: Option<Uuid>, is_done: impl Fn(ProfileStep) -> bool) -> Vec<ProfileStep> {
    let is_done = |step: &ProfileStep| match step {
        ProfileStep::Photo => photo.is_some(),
        step => is_done(*step),
    };
    ProfileStep::ALL.into_iter().filter(is_done).collect()
}

/// A step of the profile of `user` as it opens; a fresh profile is of `trade`, if that is the code of one.
///
/// # Errors
/// [`AppError::NotFound`] for a step that does not exist; [`AppError`] of the reads.
pub async fn editor(
    app: &AppContext,
    user: &CurrentUser,
    step: &str,
    trade: &str,
    now: DateTime<Utc>,
) -> Result<ProfileEditor, AppError> {
    let step = ProfileStep::from_code(step).ok_or(AppError::NotFound)?;
    let base = profile::base(&app.db, user, trade, now).await?;
    let seen = base.seen(step);
    let Base { form, row, kept, .. } = base;
    let photo = match (&row, step) {
        (Some(row), _) => row.photo_id,
        (None, ProfileStep::Photo | ProfileStep::Publication) => store::find_photo_of(&app.db, user.id).await?,
        (None, _) => None,
    };
    let calendars = match (&row, step) {
        (Some(row), ProfileStep::Hours) => Some(busy_calendars::list(app, user, row.id, now).await?),
        _ => None,
    };
    let is_saved = row.is_some();
    let partner = row.as_ref().and_then(ProfessionalRow::partner);
    let left = if is_saved { Vec::new() } else { kept.left() };
    // Where a step is missing, or no longer right, there is nothing to show yet.
    let whole = match step {
        ProfileStep::Publication if left.is_empty() => profile::read(&form, user, now).ok(),
        _ => None,
    };
    let first_hours = match &whole {
        Some(profile) if !is_saved => first_hours(app, profile, user, now).await?,
        _ => Vec::new(),
    };
    Ok(ProfileEditor {
        is_adult: user.is_adult_at(now),
        is_saved,
        photo: views::photo_path(photo),
        calendars,
        left,
        seen,
        first_hours,
        preview: whole.map(|profile| preview(profile, user, photo, partner)),
        form,
    })
}

/// The first hours that a profile which was never saved will offer.
async fn first_hours(
    app: &AppContext,
    profile: &NewProfile,
    user: &CurrentUser,
    now: DateTime<Utc>,
) -> Result<Vec<Moment>, AppError> {
    let rules = (profile.availability.clone(), profile.accepts_automatically);
    let schedule = Schedule::if_saved(&app.db, user.id, None, rules, now).await?;
    let telling = Telling { locale: user.locale, zone: user.time_zone, there: schedule.rules.zone, now };
    let starts = schedule.free_starts(now);
    Ok(starts.into_iter().take(1 + NEXT_SHOWN).map(|start| telling.moment(start)).collect())
}

/// A profile as others will see it.
fn preview(
    profile: NewProfile,
    user: &CurrentUser,
    photo: Option<Uuid>,
    partner: Option<OrganisationLink>,
) -> ProfessionalDetails {
    let there = profile.availability.zone;
    ProfessionalDetails {
        id: String::new(),
        name: user.display_name.clone(),
        photo: views::photo_path(photo),
        trade: mails::trade_label(&profile.trade_code),
        other_trades: mails::trade_labels(&profile.other_trades),
        trade_code: profile.trade_code,
        headline: profile.headline,
        likes: profile.likes,
        dislikes: profile.dislikes,
        day: profile.day,
        path: profile.path,
        organisation: profile.organisation,
        partner,
        place: views::place_label(&profile.commune_code),
        ways: profile.ways,
        languages: profile.languages,
        accessibility: profile.accessibility,
        days: Vec::new(),
        span: String::new(),
        later: None,
        earlier: None,
        zone: user.time_zone.name().to_owned(),
        zone_is_readers: true,
        zone_there: moment::zone_name(there, user.locale),
        answers: AnswerHabit::New,
        is_self: true,
        is_listed: false,
        demonstration: false,
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
