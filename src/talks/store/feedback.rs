//! What people say of a talk that is over: thanks, private answers, notes to oneself.

use super::super::types::FeedbackAnswers;
use crate::db::{Db, DbError, Transaction, execute, fetch_all, fetch_one, fetch_optional};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// What there is of a talk that one of its sides may read.
#[derive(Clone, Debug, Default, FromRow)]
pub struct SaidRow {
    /// The explorer's thanks.
    pub thanks: Option<String>,
    learned: Option<String>,
    attraction: Option<String>,
    recommends: Option<String>,
    /// The reader's own note.
    pub note: Option<String>,
}

impl SaidRow {
    /// The reader's own answers.
    #[must_use]
    pub fn answers(self) -> Option<FeedbackAnswers> {
        let (learned, attraction, recommends) = (self.learned?, self.attraction?, self.recommends?);
        Some(FeedbackAnswers { learned, attraction, recommends })
    }
}

/// What was said of a talk, as far as `reader` may read it: the thanks, and what is their own.
///
/// # Errors
/// [`DbError`].
pub async fn find_said(db: &Db, talk: Uuid, reader: Uuid) -> Result<Option<SaidRow>, DbError> {
    let sql = "select th.words as thanks, f.learned, f.attraction, f.recommends, n.words as note
               from talk t left join talk_thanks th on th.talk_id = t.id
               left join talk_feedback f on f.talk_id = t.id and f.author_id = $2
               left join professional_note n on n.talk_id = t.id and n.author_id = $2
               where t.id = $1";
    fetch_optional!(db, SaidRow, sql, talk, reader)
}

/// Keeps the thanks of a talk, in place of those before; tells whether they are the first, taken back or not.
///
/// # Errors
/// [`DbError`].
pub async fn save_thanks(
    transaction: &mut Transaction,
    talk: Uuid,
    author: Uuid,
    words: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let again = "update talk_thanks set words = $2, written_at = $3 where talk_id = $1";
    if execute!(&mut *transaction, again, talk, words, now)? > 0 {
        return Ok(false);
    }
    let first = "insert into talk_thanks (talk_id, author_id, words, written_at) values ($1, $2, $3, $4)";
    execute!(transaction, first, talk, author, words, now)?;
    Ok(true)
}

/// Forgets the words of a thanks.
///
/// # Errors
/// [`DbError`].
pub async fn take_thanks_back(transaction: &mut Transaction, talk: Uuid, author: Uuid) -> Result<(), DbError> {
    let sql = "update talk_thanks set words = null where talk_id = $1 and author_id = $2";
    execute!(transaction, sql, talk, author)?;
    Ok(())
}

/// Keeps an explorer's private answers about a talk, in place of those before.
///
/// # Errors
/// [`DbError`].
pub async fn save_answers(
    transaction: &mut Transaction,
    talk: Uuid,
    author: Uuid,
    answers: &FeedbackAnswers,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into talk_feedback (talk_id, author_id, learned, attraction, recommends, given_at)
               values ($1, $2, $3, $4, $5, $6)
               on conflict (talk_id) do update set learned = excluded.learned, attraction = excluded.attraction,
                   recommends = excluded.recommends, given_at = excluded.given_at";
    let FeedbackAnswers { learned, attraction, recommends } = answers;
    execute!(transaction, sql, talk, author, learned, attraction, recommends, now)?;
    Ok(())
}

/// Keeps a professional's note about a talk, in place of the one before; without words there is none.
///
/// # Errors
/// [`DbError`].
pub async fn save_professional_note(
    transaction: &mut Transaction,
    talk: Uuid,
    author: Uuid,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    if words.is_empty() {
        execute!(transaction, "delete from professional_note where talk_id = $1 and author_id = $2", talk, author)?;
        return Ok(());
    }
    let sql = "insert into professional_note (talk_id, author_id, words, written_at) values ($1, $2, $3, $4)
               on conflict (talk_id) do update set words = excluded.words, written_at = excluded.written_at";
    execute!(transaction, sql, talk, author, words, now)?;
    Ok(())
}

/// Thanks in a professional's list.
#[derive(Clone, Debug, FromRow)]
pub struct ThanksRow {
    /// Of which talk.
    pub talk_id: Uuid,
    /// What they say.
    pub words: String,
    /// Whose they are.
    pub explorer_name: String,
    /// When the talk was.
    pub starts_at: DateTime<Utc>,
}

/// How many thanks a person has for the talks they gave.
///
/// # Errors
/// [`DbError`].
pub async fn count_thanks(db: &Db, person: Uuid) -> Result<i64, DbError> {
    let sql = "select count(*) from talk t join talk_thanks th on th.talk_id = t.id
               where t.professional_id = (select id from professional where account_id = $1) and th.words is not null";
    let (count,) = fetch_one!(db, (i64,), sql, person)?;
    Ok(count)
}

/// The thanks that a person has for the talks they gave, of the latest talk first.
///
/// # Errors
/// [`DbError`].
pub async fn list_thanks(db: &Db, person: Uuid, offset: i64, limit: i64) -> Result<Vec<ThanksRow>, DbError> {
    let sql = "select th.talk_id, th.words, a.display_name as explorer_name, t.starts_at
               from talk t join talk_thanks th on th.talk_id = t.id join account a on a.id = th.author_id
               where t.professional_id = (select id from professional where account_id = $1) and th.words is not null
               order by t.starts_at desc, t.id limit $2 offset $3";
    fetch_all!(db, ThanksRow, sql, person, limit, offset)
}
