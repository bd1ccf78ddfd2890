//! What guardians are asked, and answered.

use crate::{
    accounts::{birth_date, mailbox},
    db::{DbError, Source, Transaction, WriteError, execute, fetch_all, fetch_one, fetch_optional},
    error::AppError,
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// What a guardian was asked for a talk.
#[derive(Clone, Debug, FromRow)]
pub struct ConsentRow {
    /// Its id.
    pub id: Uuid,
    /// The minor's account.
    pub explorer_id: Uuid,
    /// The talk; none once it is gone.
    pub talk_id: Option<Uuid>,
    /// The guardian's address.
    pub email: String,
    /// When they agreed.
    pub agreed_at: Option<DateTime<Utc>>,
    /// Until when they agree to every talk; none: to this one only.
    pub covers_until: Option<DateTime<Utc>>,
    /// How often the minor corrected the address.
    pub corrections: i32,
}

/// Notes whom to ask for a talk; the link is made when the mail is written.
///
/// # Errors
/// [`DbError`].
pub async fn insert_consent(
    transaction: &mut Transaction,
    id: Uuid,
    explorer: Uuid,
    talk: Uuid,
    email: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into guardian_consent (id, explorer_id, talk_id, email, token_hash, asked_at)
               values ($1, $2, $3, $4, $5, $6)";
    // No token has this hash: it is none.
    execute!(transaction, sql, id, explorer, talk, email, id.to_string(), now)?;
    Ok(())
}

/// What a link asks, while it does.
///
/// # Errors
/// [`DbError`].
pub async fn find_consent(source: impl Into<Source<'_>>, token_hash: &str) -> Result<Option<ConsentRow>, DbError> {
    let sql = "select id, explorer_id, talk_id, email, agreed_at, covers_until, corrections from guardian_consent
               where token_hash = $1 and ended_at is null";
    fetch_optional!(source.into(), ConsentRow, sql, token_hash)
}

/// What was asked for a talk, and for it alone.
///
/// # Errors
/// [`DbError`].
pub async fn find_consent_of(source: impl Into<Source<'_>>, talk: Uuid) -> Result<Option<ConsentRow>, DbError> {
    let sql = "select id, explorer_id, talk_id, email, agreed_at, covers_until, corrections from guardian_consent
               where talk_id = $1 and ended_at is null and covers_until is null order by asked_at desc limit 1";
    fetch_optional!(source.into(), ConsentRow, sql, talk)
}

/// Who is known to answer for an explorer, by their addresses.
#[derive(Clone, Debug, FromRow)]
pub struct KnownGuardians {
    birth_date: NaiveDate,
    time_zone: String,
    agreed_to_account: Option<String>,
    last: Option<String>,
}

impl KnownGuardians {
    /// Who agreed to the account, while it needs them: nobody else answers for its talks.
    #[must_use]
    pub fn of_account(&self, now: DateTime<Utc>) -> Option<&str> {
        let today = birth_date::today_in(now, self.time_zone.parse().ok());
        self.agreed_to_account.as_deref().filter(|_| birth_date::needs_guardian(self.birth_date, today))
    }

    /// Whom to ask, or to propose where somebody may be named.
    #[must_use]
    pub fn to_ask(&self, now: DateTime<Utc>) -> Option<&str> {
        self.of_account(now).or(self.last.as_deref()).or(self.agreed_to_account.as_deref())
    }
}

/// Who is known to answer for an explorer.
///
/// # Errors
/// [`AppError::NotFound`] once the account is gone.
pub async fn find_known_guardians(source: impl Into<Source<'_>>, explorer: Uuid) -> Result<KnownGuardians, WriteError> {
    let sql = "select a.birth_date, a.time_zone,
                   (select email from account_guardian where account_id = a.id and agreed_at is not null) as agreed_to_account,
                   (select email from guardian_consent where explorer_id = a.id order by asked_at desc limit 1) as last
               from account a where a.id = $1";
    let known = fetch_optional!(source.into(), KnownGuardians, sql, explorer)?;
    known.ok_or(WriteError::Answer(AppError::NotFound))
}

/// The consent that stands for an explorer's talk with this professional at this instant, as for every other, the last if
/// there are several; nobody agrees to those with themselves.
///
/// # Errors
/// [`DbError`].
pub async fn find_covering_consent(
    source: impl Into<Source<'_>>,
    explorer: Uuid,
    professional: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<Option<ConsentRow>, DbError> {
    let sql = "select g.id, g.explorer_id, g.talk_id, g.email, g.agreed_at, g.covers_until, g.corrections,
            (select a.email from professional p join account a on a.id = p.account_id where p.id = $2) as met
        from guardian_consent g where g.explorer_id = $1 and g.ended_at is null and g.covers_until > $3
        order by g.agreed_at desc, g.id";
    let agreed = fetch_all!(source.into(), CoveringRow, sql, explorer, professional, at)?;
    let others = |row: &CoveringRow| row.met.as_deref().is_none_or(|met| !mailbox::is_same(&row.consent.email, met));
    Ok(agreed.into_iter().find(others).map(|row| row.consent))
}

/// A consent to every talk, with the address of whom one of them is with.
#[derive(FromRow)]
struct CoveringRow {
    #[sqlx(flatten)]
    consent: ConsentRow,
    met: Option<String>,
}

/// The addresses of everybody who was asked for an explorer, for a talk or for the account.
///
/// # Errors
/// [`DbError`].
pub async fn list_guardians(source: impl Into<Source<'_>>, explorer: Uuid) -> Result<Vec<String>, DbError> {
    let sql = "select email from guardian_consent where explorer_id = $1
               union select email from account_guardian where account_id = $1";
    let rows: Vec<(String,)> = fetch_all!(source.into(), (String,), sql, explorer)?;
    Ok(rows.into_iter().map(|(email,)| email).collect())
}

/// Whether somebody was asked at this address for an explorer's talk that is open.
///
/// # Errors
/// [`DbError`].
pub async fn is_asked(transaction: &mut Transaction, explorer: Uuid, email: &str) -> Result<bool, DbError> {
    let sql = "select count(*) from guardian_consent g join talk t on t.id = g.talk_id
               where g.explorer_id = $1 and g.email = $2 and g.ended_at is null and t.ended_at is null";
    fetch_one!(transaction, (i64,), sql, explorer, email).map(|(count,)| count > 0)
}

/// Corrects the address of who has not agreed yet, `most` times at most; gives whether it did.
///
/// # Errors
/// [`DbError`].
pub async fn correct_consent(transaction: &mut Transaction, id: Uuid, email: &str, most: i32) -> Result<bool, DbError> {
    let sql = "update guardian_consent set email = $2, corrections = corrections + 1
               where id = $1 and agreed_at is null and ended_at is null and corrections < $3";
    Ok(execute!(transaction, sql, id, email, most)? > 0)
}

/// Gives what is asked a new link, which ends the one before; what was agreed is asked anew.
///
/// # Errors
/// [`DbError`].
pub async fn ask_anew(transaction: &mut Transaction, id: Uuid, token_hash: &str) -> Result<(), DbError> {
    let sql = "update guardian_consent set token_hash = $2, agreed_at = null, covers_until = null where id = $1";
    execute!(transaction, sql, id, token_hash)?;
    Ok(())
}

/// Notes that a guardian agrees; `token_hash` is of the link that withdraws.
///
/// # Errors
/// [`DbError`].
pub async fn agree(
    transaction: &mut Transaction,
    id: Uuid,
    token_hash: &str,
    covers_until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "update guardian_consent set token_hash = $2, covers_until = $3, agreed_at = $4 where id = $1";
    execute!(transaction, sql, id, token_hash, covers_until, now)?;
    Ok(())
}

/// Notes that a guardian does not agree, or no longer.
///
/// # Errors
/// [`DbError`].
pub async fn end_consent(transaction: &mut Transaction, id: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    execute!(transaction, "update guardian_consent set ended_at = $2 where id = $1", id, now)?;
    Ok(())
}

/// The open talks of an explorer to come, by their ids, each with the address of whom they meet.
///
/// # Errors
/// [`DbError`].
pub async fn list_open_talks(
    transaction: &mut Transaction,
    explorer: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, Option<String>)>, DbError> {
    let sql = "select t.id, a.email from talk t left join professional p on p.id = t.professional_id
                   left join account a on a.id = p.account_id
               where t.explorer_id = $1 and t.ended_at is null and t.status <> 'held' and t.starts_at > $2
               order by t.id";
    fetch_all!(transaction, (Uuid, Option<String>), sql, explorer, now)
}
