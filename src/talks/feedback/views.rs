//! What the pages after a talk are told.

use super::{
    super::{
        store::{self, TalkRow, ThanksRow},
        types::{AfterTalk, Side, Thanks, ThanksPage},
        views::{Telling, telling},
    },
    explorer_may_say, is_over, open_until,
};
use crate::{accounts::session::CurrentUser, context::AppContext, error::AppError};
use chrono::{DateTime, Utc};

/// Thanks on a page.
const PAGE_SIZE: i64 = 20;

/// What `user`, on `side` of a talk, can say of it and has said; nothing before it is over.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn after_talk(
    app: &AppContext,
    user: &CurrentUser,
    (talk, side): (&TalkRow, Side),
    now: DateTime<Utc>,
) -> Result<Option<AfterTalk>, AppError> {
    let standing = talk.standing();
    if !is_over(&standing, now) {
        return Ok(None);
    }
    let said = store::find_said(&app.db, talk.id, user.id).await?.unwrap_or_default();
    Ok(Some(match side {
        Side::Explorer => {
            let may_say = explorer_may_say(&standing, now).is_ok();
            AfterTalk::Explorer {
                thanks: said.thanks.clone(),
                can_thank: may_say && talk.party(Side::Professional).is_some(),
                answers: said.answers(),
                can_answer: may_say,
                until: Box::new(telling(talk, user.locale, user.time_zone, now).moment(open_until(&standing))),
            }
        }
        Side::Professional => AfterTalk::Professional { thanks: said.thanks, note: said.note },
    }))
}

/// A page of the thanks that `user` got; a page beyond the last is the last.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn thanks_page(
    app: &AppContext,
    user: &CurrentUser,
    page: u32,
    now: DateTime<Utc>,
) -> Result<ThanksPage, AppError> {
    let total = store::count_thanks(&app.db, user.id).await?;
    let pages = ((total + PAGE_SIZE - 1) / PAGE_SIZE).max(1);
    let page = i64::from(page).clamp(1, pages);
    let rows = store::list_thanks(&app.db, user.id, (page - 1) * PAGE_SIZE, PAGE_SIZE).await?;
    let zone = user.time_zone;
    let telling = Telling { locale: user.locale, zone, there: zone, now };
    let thanks = |row: ThanksRow| Thanks {
        talk: row.talk_id.to_string(),
        explorer: row.explorer_name,
        moment: telling.moment(row.starts_at),
        words: row.words,
    };
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(ThanksPage {
        total: number(total),
        thanks: rows.into_iter().map(thanks).collect(),
        page: number(page),
        pages: number(pages),
    })
}
