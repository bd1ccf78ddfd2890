//! The talks that people give in the name of an organisation, from when they do; and who lets it know.

use super::{super::answer_behaviour::Question, answers::QuestionRow};
use crate::db::{Db, DbError, Source, Transaction, execute, fetch_all, fetch_one, fetch_optional};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// What is counted of an organisation's talks.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct PartnerCounts {
    /// Talks.
    pub talks: i64,
    /// Different trades among them.
    pub trades: i64,
}

/// An explorer who let an organisation know.
#[derive(Clone, Debug, FromRow)]
pub struct InterestedRow {
    /// Their name.
    pub explorer_name: String,
    /// ROME code of the trade that they met.
    pub trade_code: String,
    /// When.
    pub starts_at: DateTime<Utc>,
    /// The professional's zone when it was booked, IANA name.
    pub time_zone: String,
    /// Whom they met; nobody once they left.
    pub professional_name: Option<String>,
}

/// The organisation that the explorer of a talk can let know, or has.
#[derive(Clone, Debug, FromRow)]
pub struct InterestRow {
    /// Its id.
    pub organisation_id: Uuid,
    /// Its name.
    pub name: String,
    /// The same id, where it knows.
    pub told_to: Option<Uuid>,
}

/// The ids of those who give time in the name of an organisation and can be found.
///
/// # Errors
/// [`DbError`].
pub async fn list_listed_of(db: &Db, organisation: Uuid) -> Result<Vec<Uuid>, DbError> {
    let sql = "select p.id from organisation_professional o join professional p on p.account_id = o.account_id
               where o.organisation_id = $1 and p.listed order by p.id";
    let rows: Vec<(Uuid,)> = fetch_all!(db, (Uuid,), sql, organisation)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The talks given in the name of an organisation that began after `since` and before `until`, and that took place as far
/// as anybody says.
///
/// # Errors
/// [`DbError`].
pub async fn count_given(
    db: &Db,
    organisation: Uuid,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<PartnerCounts, DbError> {
    let sql = "select count(*) as talks, count(distinct t.trade_code) as trades
               from organisation_professional o join professional p on p.account_id = o.account_id
               join talk t on t.professional_id = p.id
               where o.organisation_id = $1 and t.status in ('confirmed', 'done')
                   and t.starts_at >= o.joined_at and t.starts_at > $2 and t.starts_at <= $3";
    fetch_one!(db, PartnerCounts, sql, organisation, since, until)
}

/// What those who give time in the name of an organisation were asked after `since`, since they do.
///
/// # Errors
/// [`DbError`].
pub async fn list_questions_to(db: &Db, organisation: Uuid, since: DateTime<Utc>) -> Result<Vec<Question>, DbError> {
    let sql = "select t.professional_id, t.professional_asked_at, t.professional_answered_at, t.status, t.guardian, t.ended_by,
                   t.ended_at
               from organisation_professional o join professional p on p.account_id = o.account_id
               join talk t on t.professional_id = p.id
               where o.organisation_id = $1 and t.professional_asked_at > $2 and t.professional_asked_at >= o.joined_at";
    let rows: Vec<QuestionRow> = fetch_all!(db, QuestionRow, sql, organisation, since)?;
    Ok(rows.iter().map(QuestionRow::question).collect())
}

/// Who let an organisation know, the latest first; not of a talk that was called off.
///
/// # Errors
/// [`DbError`].
pub async fn list_interested(db: &Db, organisation: Uuid, limit: i64) -> Result<Vec<InterestedRow>, DbError> {
    let sql = "select e.display_name as explorer_name, t.trade_code, t.starts_at, t.time_zone,
                   a.display_name as professional_name
               from organisation_interest i join talk t on t.id = i.talk_id join account e on e.id = i.explorer_id
               left join professional p on p.id = t.professional_id left join account a on a.id = p.account_id
               where i.organisation_id = $1 and t.status in ('confirmed', 'done')
               order by i.told_at desc, i.talk_id limit $2";
    fetch_all!(db, InterestedRow, sql, organisation, limit)
}

/// The organisation that `explorer` let know from their talk, else the one that they can: that of the professional, once
/// somebody has looked at it.
///
/// # Errors
/// [`DbError`].
pub async fn find_interest(
    source: impl Into<Source<'_>>,
    talk: Uuid,
    explorer: Uuid,
) -> Result<Option<InterestRow>, DbError> {
    let sql = "select o.id as organisation_id, o.name, i.organisation_id as told_to
               from talk t left join organisation_interest i on i.talk_id = t.id and i.explorer_id = $2
               left join professional p on p.id = t.professional_id
               left join organisation_professional n on n.account_id = p.account_id
               join organisation o on o.id = coalesce(i.organisation_id, n.organisation_id)
               where t.id = $1 and t.explorer_id = $2 and (i.talk_id is not null or o.state = 'approved')";
    fetch_optional!(source.into(), InterestRow, sql, talk, explorer)
}

/// Notes that the explorer of a talk lets an organisation know; once is enough.
///
/// # Errors
/// [`DbError`].
pub async fn insert_interest(
    transaction: &mut Transaction,
    talk: Uuid,
    organisation: Uuid,
    explorer: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql =
        "insert into organisation_interest (talk_id, organisation_id, explorer_id, told_at) values ($1, $2, $3, $4)
               on conflict (talk_id) do nothing";
    execute!(transaction, sql, talk, organisation, explorer, now)?;
    Ok(())
}

/// Forgets it.
///
/// # Errors
/// [`DbError`].
pub async fn delete_interest(transaction: &mut Transaction, talk: Uuid, explorer: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from organisation_interest where talk_id = $1 and explorer_id = $2", talk, explorer)?;
    Ok(())
}
