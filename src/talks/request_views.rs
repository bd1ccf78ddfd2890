//! What the pages about requests are told: those of a professional, other hours for a talk, and what the link of a mail
//! asks.

use super::{
    answer_behaviour::{self, AnswerBehaviour},
    answering::schedule_without,
    conversation, links,
    service::own_talk,
    store::{self, TalkRow},
    types::{LinkedRequest, Moment, OtherHours, OwnAnswers, RequestsOverview, Side, Stage, TalkRequest},
    views::{answers_of, summary, telling},
};
use crate::{
    accounts::session::CurrentUser,
    agenda::{
        self,
        availability::{TALK_MINUTES, cells},
    },
    context::AppContext,
    error::AppError,
    locale::Locale,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;

/// Further ahead than anybody may book.
const HORIZON: Duration = Duration::days(200);
/// Hours that are shown at once.
const HOURS_SHOWN: usize = 24;

fn request(talk: &TalkRow, side: Side, l: Locale, zone: Tz, now: DateTime<Utc>) -> TalkRequest {
    TalkRequest {
        summary: summary(talk, side, l, zone, now),
        question: talk.question_for(side).map(str::to_owned),
        answer_by: talk.standing().answer_by.map(|end| telling(talk, l, zone, now).moment(end)),
    }
}

/// The requests of `user`, on either side.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn requests_page(
    app: &AppContext,
    user: &CurrentUser,
    now: DateTime<Utc>,
) -> Result<RequestsOverview, AppError> {
    let mut talks = store::list_coming(&app.db, user.id, now).await?;
    talks.retain(|talk| matches!(talk.stage(), Stage::Requested | Stage::AwaitingGuardian));
    talks.sort_by_key(|talk| (talk.standing().answer_by, talk.id));
    let (mut to_answer, mut waiting) = (Vec::new(), Vec::new());
    for talk in &talks {
        let Some(side) = talk.party_of(user.id).map(|party| party.side) else { continue };
        let list = if talk.standing().awaits == Some(side) { &mut to_answer } else { &mut waiting };
        list.push(request(talk, side, user.locale, user.time_zone, now));
    }
    let profile = store::find_professional_of(&app.db, user.id).await?;
    let answers = match &profile {
        Some(profile) => Some(own_answers(&answers_of(app, profile.id, now).await?)),
        None => None,
    };
    let is_paused = profile.is_some_and(|profile| profile.paused_at.is_some());
    let unread = conversation::views::unread(app, user).await?;
    Ok(RequestsOverview { to_answer, waiting, is_paused, unread, answers })
}

fn own_answers(behaviour: &AnswerBehaviour) -> OwnAnswers {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    OwnAnswers {
        asked: number(behaviour.asked()),
        answered: number(behaviour.answered()),
        percent: behaviour.percent().map(number),
        pace: behaviour.median().map(answer_behaviour::pace),
        fair_days: u32::try_from(answer_behaviour::FAIR_TIME.num_days()).unwrap_or_default(),
        credited: number(answer_behaviour::CREDITED),
        shown_from: number(answer_behaviour::SHOWN_FROM),
        habit: behaviour.habit(),
    }
}

/// The hours that a talk of `user` can move to, from the day `from` on.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::TooLate`].
pub async fn other_hours(
    app: &AppContext,
    user: &CurrentUser,
    id: &str,
    from: &str,
    now: DateTime<Utc>,
) -> Result<OtherHours, AppError> {
    let (talk, side) = own_talk(app, user, id).await?;
    if !talk.stage().is_open() || talk.starts_at <= now {
        return Err(AppError::TooLate);
    }
    let (hours, later) = free_hours(app, &talk, side, (user.locale, user.time_zone), from, now).await?;
    Ok(OtherHours {
        talk: summary(&talk, side, user.locale, user.time_zone, now),
        hours,
        later,
        confirms_at_once: side == Side::Explorer && talk.accepts_automatically(),
    })
}

/// The professional's free hours from the day `from` on, in `zone`, and the day after the last one that is shown; for the
/// explorer those at which they are free too.
async fn free_hours(
    app: &AppContext,
    talk: &TalkRow,
    side: Side,
    (l, zone): (Locale, Tz),
    from: &str,
    now: DateTime<Utc>,
) -> Result<(Vec<Moment>, Option<String>), AppError> {
    let from = from.parse::<NaiveDate>().ok();
    let day = |start: &DateTime<Utc>| start.with_timezone(&zone).date_naive();
    let mut starts = schedule_without(app, talk, now).await?.free_starts(now);
    if let (Side::Explorer, Some(explorer)) = (side, talk.party(Side::Explorer)) {
        let own = agenda::store::taken_cells(&app.db, explorer.account, now, now + HORIZON).await?;
        let old = cells(talk.starts_at, TALK_MINUTES);
        let is_taken = |cell| own.contains(&cell) && !old.contains(&cell);
        starts.retain(|start| !cells(*start, TALK_MINUTES).into_iter().any(is_taken));
    }
    starts.retain(|start| *start != talk.starts_at && from.is_none_or(|from| day(start) >= from));
    // Whole days, at least one; the first that does not fit begins the next page.
    let first = starts.first().map(day);
    let cut = starts.get(HOURS_SHOWN).map(day);
    let later = starts.iter().map(day).find(|day| Some(*day) > first && cut.is_some_and(|cut| *day >= cut));
    starts.retain(|start| later.is_none_or(|later| day(start) < later));
    let telling = telling(talk, l, zone, now);
    let hours = starts.into_iter().map(|start| telling.moment(start)).collect();
    Ok((hours, later.map(|later| later.to_string())))
}

/// What the link with `token` asks, with the hours to propose from the day `from` on.
///
/// # Errors
/// [`AppError::LinkExpired`].
pub async fn linked_request(
    app: &AppContext,
    token: &str,
    from: &str,
    l: Locale,
    now: DateTime<Utc>,
) -> Result<LinkedRequest, AppError> {
    let (talk, side) = links::talk(app, token, now).await?;
    if talk.standing().awaits != Some(side) || talk.starts_at <= now {
        return Err(AppError::LinkExpired);
    }
    let party = talk.party(side).ok_or(AppError::LinkExpired)?;
    let zone = party.zone.parse().unwrap_or(Tz::Europe__Paris);
    let (hours, later) = free_hours(app, &talk, side, (l, zone), from, now).await?;
    Ok(LinkedRequest { request: request(&talk, side, l, zone, now), hours, later })
}
