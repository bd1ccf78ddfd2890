//! One's journey: what comes next, what is past and what one noted of it, the trades one met and waits for, the searches
//! one keeps.

use super::{
    form::NoteForm,
    mails, saved_searches,
    service::{own_talk, parse_id},
    store::{self, MetRow, TalkRow},
    types::{Journey, MetTrade, PastTalk, Stage},
    views::summary,
    wanted::following,
};
use crate::{
    accounts::session::CurrentUser, agenda::availability::TALK_MINUTES, context::AppContext, error::AppError,
    routes::Route,
};
use chrono::{DateTime, Duration, Utc};
use std::collections::HashMap;
use uuid::Uuid;

/// Talks to come that are shown: the agenda has the others.
const NEXT_SHOWN: usize = 3;
/// Past talks on a page.
const PAST_SHOWN: u32 = 10;
/// Pages beyond this one are not served.
const LAST_PAGE: u32 = 200;

/// The journey of `user`, with a page of their past talks (from 1).
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn page(app: &AppContext, user: &CurrentUser, page: u32, now: DateTime<Utc>) -> Result<Journey, AppError> {
    // A talk that has begun is still what one looks for.
    let begun = now - Duration::minutes(i64::from(TALK_MINUTES));
    let mut next = store::list_coming(&app.db, user.id, begun).await?;
    next.retain(|talk| talk.stage() != Stage::Held);
    next.truncate(NEXT_SHOWN);
    let page = page.clamp(1, LAST_PAGE);
    let (skipped, limit) = (i64::from((page - 1) * PAST_SHOWN), i64::from(PAST_SHOWN + 1));
    let mut past = store::list_past(&app.db, user.id, begun, skipped, limit).await?;
    let has_older = past.len() > PAST_SHOWN as usize && page < LAST_PAGE;
    past.truncate(PAST_SHOWN as usize);
    let mut notes = notes(app, user, &past).await?;
    let told = |talk: &TalkRow| Some(summary(talk, talk.party_of(user.id)?.side, user.locale, user.time_zone, now));
    let past = past.iter().filter_map(|talk| {
        let note = notes.remove(&talk.id).unwrap_or_default();
        Some(PastTalk { summary: told(talk)?, note })
    });
    Ok(Journey {
        past: past.collect(),
        next: next.iter().filter_map(told).collect(),
        page,
        has_older,
        met: store::list_met(&app.db, user.id).await?.into_iter().map(met).collect(),
        followed: following::list(app, user).await?,
        searches: saved_searches::list(app, user, now).await?,
    })
}

/// What `user` noted of these talks, which come latest first.
async fn notes(app: &AppContext, user: &CurrentUser, talks: &[TalkRow]) -> Result<HashMap<Uuid, String>, AppError> {
    let (Some(latest), Some(earliest)) = (talks.first(), talks.last()) else { return Ok(HashMap::new()) };
    let notes = store::list_notes(&app.db, user.id, earliest.starts_at, latest.starts_at).await?;
    Ok(notes.into_iter().collect())
}

fn met(row: MetRow) -> MetTrade {
    MetTrade {
        label: mails::trade_label(&row.trade_code),
        code: row.trade_code,
        talks: u32::try_from(row.talks).unwrap_or(u32::MAX),
    }
}

/// Writes what `user` notes of one of their talks; goes on to the page that it was on.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::NotFound`] for a stranger's talk too.
pub async fn save_note(
    app: &AppContext,
    user: &CurrentUser,
    form: &NoteForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    form.check()?;
    let talk = parse_id(&form.talk)?;
    own_talk(app, user, &form.talk).await?;
    app.db
        .write((user.id, talk, form.written()), move |transaction, (account, talk, note)| {
            Box::pin(async move {
                match note.is_empty() {
                    true => store::delete_note(transaction, *account, *talk).await?,
                    false => store::save_note(transaction, *account, *talk, note, now).await?,
                }
                Ok(())
            })
        })
        .await?;
    Ok(Route::Journey(form.page))
}
