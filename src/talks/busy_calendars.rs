//! A professional's calendars elsewhere: added, read again and again, removed. When they are busy there, they are not
//! free here.
//!
//! The address of such a calendar is a secret: it is in no log, and shown to nobody whole again, not even to its owner, who
//! is told its host and last letters.

use super::{
    form::{BusyCalendarForm, ProfileStep, RemoveCalendarForm},
    mails,
    service::parse_id,
    store::{self, FeedRow, MAXIMUM_FEEDS, ProfessionalRow, Reading},
    types::BusyCalendar,
};
use crate::{
    accounts::{rate_limit::Limit, session::CurrentUser},
    agenda::{
        busy_calendar::{self, Scope},
        calendar_client::{Found, Version},
        moment,
    },
    context::{self, AppContext},
    error::{AppError, CalendarProblem, Problem},
    notifications::outbox,
    routes::Route,
};
use chrono::{DateTime, Duration, Utc};
use url::Url;
use uuid::Uuid;

/// A calendar is read again after this long.
const EVERY: Duration = Duration::hours(1);
/// Hours until it is tried again after the first, second, … failure. With the last of them, fifteen hours after the first, its
/// owner is told, once: a server that rests for a night is back by then.
const PAUSES: [i64; 5] = [1, 2, 4, 8, 24];
/// An unchanged calendar is read whole again after this long: the horizon has moved on.
const WHOLE_EVERY: Duration = Duration::days(1);
/// Days beyond the horizon that are read, so that it can move on until then.
const BEYOND: i64 = 2;
/// What a file says is waited for so long: longer than its rules take at most, and no other file waits for it.
const UNDERSTOOD_WITHIN: std::time::Duration = std::time::Duration::from_secs(15);
/// Last characters of an address that are shown.
const SHOWN: usize = 6;

/// The calendars of a professional as the editor shows them to `user`, whose they are.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn list(
    app: &AppContext,
    user: &CurrentUser,
    professional: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<BusyCalendar>, AppError> {
    let rows = store::list_feeds(&app.db, professional, now).await?;
    let told = |row: store::FeedStateRow| BusyCalendar {
        id: row.id.to_string(),
        name: name(&row.url),
        spans: u32::try_from(row.spans).unwrap_or(u32::MAX),
        read: row.fetched_at.map(|at| moment::whole(at, now, user.time_zone, user.locale)),
        problem: row.error.as_deref().and_then(CalendarProblem::from_code),
    };
    Ok(rows.into_iter().map(told).collect())
}

/// `calendar.google.com … ic.ics`: the host and the last characters, too few to find the calendar by.
fn name(url: &str) -> String {
    let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let length = url.chars().count();
    let end: String = url.chars().skip(length.saturating_sub(SHOWN)).collect();
    format!("{host} … {end}")
}

/// Reads a calendar and, if that works, keeps it.
///
/// # Errors
/// [`AppError::GuardianNeeded`], [`AppError::NotFound`] without a profile, [`AppError::Invalid`] with what is wrong with
/// the address or what is there, [`AppError::TooManyAttempts`].
pub async fn add(
    app: &AppContext,
    user: &CurrentUser,
    form: &BusyCalendarForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    if !user.is_adult_at(now) {
        return Err(AppError::GuardianNeeded);
    }
    form.check()?;
    let wrong = |problem| AppError::field("url", problem);
    let url = app.calendars.address(&form.url).ok_or_else(|| wrong(Problem::NotACalendarAddress))?;
    let professional = store::find_professional_of(&app.db, user.id).await?.ok_or(AppError::NotFound)?;
    // The schema decides below; this keeps us from reading for nothing.
    let others = store::list_feeds(&app.db, professional.id, now).await?;
    if others.iter().any(|other| other.url == url.as_str()) {
        return Err(wrong(Problem::SameCalendar));
    }
    if others.len() >= usize::try_from(MAXIMUM_FEEDS).unwrap_or_default() {
        return Err(wrong(Problem::TooManyCalendars(MAXIMUM_FEEDS)));
    }
    app.limits.count(Limit::Calendar, context::client_address(), &user.id.to_string())?;
    let reading = read(app, &professional, &url, &Version::default(), now).await;
    let reading = reading.and_then(|reading| reading.ok_or(CalendarProblem::Unreachable));
    let reading = reading.map_err(|problem| wrong(Problem::Calendar(problem)))?;
    let feed = FeedRow {
        id: context::new_id(),
        professional_id: professional.id,
        url: url.into(),
        read_at: None,
        etag: None,
        last_modified: None,
        failures: 0,
        leased_until: None,
    };
    app.db
        .write((feed, reading), move |transaction, (feed, reading)| {
            Box::pin(async move {
                store::insert_feed(&mut *transaction, feed, reading, (now, now + EVERY)).await?;
                Ok(store::note_change(transaction, feed.professional_id, now).await?)
            })
        })
        .await?;
    Ok(Route::ProfileStep(ProfileStep::Hours.code()))
}

/// Removes a calendar of `user`, with all that it told.
///
/// # Errors
/// [`AppError::NotFound`] for somebody else's too.
pub async fn remove(
    app: &AppContext,
    user: &CurrentUser,
    form: &RemoveCalendarForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let input = (parse_id(&form.calendar)?, user.id);
    app.db
        .write(input, move |transaction, (feed, account)| {
            Box::pin(async move {
                let professional = store::delete_feed(&mut *transaction, *feed, *account).await?;
                let professional = professional.ok_or(AppError::NotFound)?;
                Ok(store::note_change(transaction, professional, now).await?)
            })
        })
        .await?;
    Ok(Route::ProfileStep(ProfileStep::Hours.code()))
}

/// Reads the next calendar that is due at `now`; gives whether there was one.
///
/// # Errors
/// [`AppError`] of the database.
pub async fn read_next(app: &AppContext, now: DateTime<Utc>) -> Result<bool, AppError> {
    let Some(feed) = store::lease_due_feed(&app.db, now).await? else { return Ok(false) };
    let Some(professional) = store::find_professional(&app.db, feed.professional_id).await? else { return Ok(true) };
    let is_fresh = feed.read_at.is_some_and(|read| now - read < WHOLE_EVERY);
    let known = Version { etag: feed.etag.clone(), last_modified: feed.last_modified.clone() };
    let known = if is_fresh { known } else { Version::default() };
    let outcome = match app.calendars.address(&feed.url) {
        Some(url) => read(app, &professional, &url, &known, now).await,
        None => Err(CalendarProblem::Unreachable),
    };
    let failures = usize::try_from(feed.failures).unwrap_or_default();
    let pause = PAUSES.get(failures).copied().unwrap_or(24);
    let news = (failures + 1 == PAUSES.len()).then(|| mails::calendar_unread(app, &professional, &name(&feed.url)));
    if let Err(problem) = &outcome {
        tracing::info!(calendar = %feed.id, problem = problem.code(), "a calendar could not be read");
    }
    app.db
        .write((app.clone(), feed, professional.id, outcome, news), move |transaction, input| {
            Box::pin(async move {
                let (app, feed, professional, outcome, news) = input;
                match outcome {
                    Ok(reading) => {
                        let times = (now, now + EVERY);
                        if store::settle_feed(&mut *transaction, feed, reading.as_ref(), times).await? {
                            store::note_change(transaction, *professional, now).await?;
                        }
                    }
                    Err(problem) => {
                        let again_at = now + Duration::hours(pause);
                        if store::fail_feed(&mut *transaction, feed, problem.code(), again_at).await? {
                            outbox::enqueue(transaction, app, &news.iter().collect::<Vec<_>>(), now).await?;
                        }
                    }
                }
                Ok(())
            })
        })
        .await?;
    Ok(true)
}

/// What a calendar says from now to the professional's horizon; nothing if it is still the version that is `known`.
async fn read(
    app: &AppContext,
    professional: &ProfessionalRow,
    url: &Url,
    known: &Version,
    now: DateTime<Utc>,
) -> Result<Option<Reading>, CalendarProblem> {
    let (text, version) = match app.calendars.fetch(url, known).await? {
        Found::Unchanged => return Ok(None),
        Found::Text(text, version) => (text, version),
    };
    let scope = Scope {
        zone: professional.zone(),
        from: now,
        until: now + Duration::days(i64::from(professional.horizon_days) + BEYOND),
    };
    let busy = tokio::task::spawn_blocking(move || busy_calendar::read(&text, &scope));
    let busy = tokio::time::timeout(UNDERSTOOD_WITHIN, busy).await.map_err(|_| CalendarProblem::TooManyEvents)?;
    // A panic of a library on somebody's file is a file that cannot be read.
    let busy = busy.unwrap_or(Err(CalendarProblem::NotACalendar))?;
    Ok(Some(Reading { busy, etag: version.etag, last_modified: version.last_modified }))
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn an_address_is_never_shown_whole() {
        let url = "https://calendar.google.com/calendar/ical/me%40exemple.fr/private-0123456789abcdef/basic.ics";
        assert_eq!(name(url), "calendar.google.com … ic.ics");
        assert_eq!(name("https://me:secret@exemple.fr/é.ics"), "exemple.fr … /é.ics");
    }
}
