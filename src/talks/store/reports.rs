//! What people report of each other.

use super::{
    super::types::{Outcome, ReportReason},
    vetting::listed,
};
use crate::db::{Db, DbError, Source, Transaction, execute, fetch_all, fetch_one, fetch_optional};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A report about to be made.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// Its id.
    pub id: Uuid,
    /// The talk that it is about.
    pub talk_id: Uuid,
    /// The message that is reported, if it is one.
    pub message_id: Option<Uuid>,
    /// What was written.
    pub evidence: Option<String>,
    /// Who reports.
    pub reporter_id: Uuid,
    /// Who is reported.
    pub reported_id: Uuid,
    /// Why.
    pub reason: ReportReason,
    /// In their own words.
    pub note: Option<String>,
    /// INSEE code of the région whose relays see it; administrators only without one.
    pub region: Option<String>,
}

/// Inserts a report.
///
/// # Errors
/// [`DbError`].
pub async fn insert_report(
    transaction: &mut Transaction,
    report: &NewReport,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into report (id, talk_id, message_id, evidence, reporter_id, reported_id, reason, note, region,
             reported_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    execute!(
        transaction,
        sql,
        report.id,
        report.talk_id,
        report.message_id,
        &report.evidence,
        report.reporter_id,
        report.reported_id,
        report.reason.code(),
        &report.note,
        &report.region,
        now
    )?;
    Ok(())
}

/// How many reports of a person nobody has settled yet. Only while the account is held it stays so.
///
/// # Errors
/// [`DbError`].
pub async fn count_open_reports(transaction: &mut Transaction, reporter: Uuid) -> Result<i64, DbError> {
    let sql = "select count(*) from report where reporter_id = $1 and settled_at is null";
    fetch_one!(transaction, (i64,), sql, reporter).map(|(count,)| count)
}

/// A report as who settles it is told of it.
#[derive(Clone, Debug, FromRow)]
pub struct ReportRow {
    /// Its id.
    pub id: Uuid,
    /// The talk that it is about; nothing once both left.
    pub talk_id: Option<Uuid>,
    /// Number of the message that is reported, if it is one and still there.
    pub message_number: Option<i32>,
    /// What was written.
    pub evidence: Option<String>,
    /// Who reports; nobody once they left.
    pub reporter_id: Option<Uuid>,
    /// Their name.
    pub reporter_name: Option<String>,
    /// Who is reported; nobody once they left.
    pub reported_id: Option<Uuid>,
    /// Their name.
    pub reported_name: Option<String>,
    reason: String,
    /// In the words of who reports.
    pub note: Option<String>,
    /// When it was made.
    pub reported_at: DateTime<Utc>,
    /// When it was settled.
    pub settled_at: Option<DateTime<Utc>>,
    outcome: Option<String>,
    /// INSEE code of the région whose relays see it.
    pub region: Option<String>,
    /// Whether the talk is one of a minor.
    pub concerns_minor: bool,
}

impl ReportRow {
    /// What whoever reports says that it is about.
    #[must_use]
    pub fn reason(&self) -> ReportReason {
        ReportReason::from_code(&self.reason).unwrap_or(ReportReason::Other)
    }

    /// Whether it was found to be right; nothing before it is settled.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.as_deref().and_then(Outcome::from_code)
    }
}

/// The columns of [`ReportRow`].
macro_rules! report {
    ($rest:literal) => {
        concat!(
            "select r.id, r.talk_id, m.number as message_number, r.evidence, r.reporter_id, a.display_name as reporter_name,
    r.reported_id, b.display_name as reported_name, r.reason, r.note, r.reported_at, r.settled_at, r.outcome, r.region,
    coalesce(t.guardian, 'not_needed') <> 'not_needed' as concerns_minor
    from report r left join message m on m.id = r.message_id left join account a on a.id = r.reporter_id
    left join account b on b.id = r.reported_id left join talk t on t.id = r.talk_id ",
            $rest
        )
    };
}

/// The report of this id.
///
/// # Errors
/// [`DbError`].
pub async fn find_report(source: impl Into<Source<'_>>, id: Uuid) -> Result<Option<ReportRow>, DbError> {
    fetch_optional!(source.into(), ReportRow, report!("where r.id = $1"), id)
}

/// Reports that wait in these régions (none named: everywhere, and those of no région), but for those that `reader` made or
/// is the subject of, the longest waiting first.
///
/// # Errors
/// [`DbError`].
pub async fn list_waiting_reports(
    db: &Db,
    regions: &[String],
    reader: Uuid,
    limit: i64,
    offset: i64,
) -> Result<Vec<ReportRow>, DbError> {
    let sql = report!(
        "where r.settled_at is null and ($1 = '' or $1 like '%,' || r.region || ',%')
             and (r.reporter_id is null or r.reporter_id <> $2) and (r.reported_id is null or r.reported_id <> $2)
         order by r.reported_at, r.id limit $3 offset $4"
    );
    fetch_all!(db, ReportRow, sql, listed(regions), reader, limit, offset)
}

/// How many there are in [`list_waiting_reports`].
///
/// # Errors
/// [`DbError`].
pub async fn count_waiting_reports(
    source: impl Into<Source<'_>>,
    regions: &[String],
    reader: Uuid,
) -> Result<i64, DbError> {
    let sql = "select count(*) from report
               where settled_at is null and ($1 = '' or $1 like '%,' || region || ',%')
                   and (reporter_id is null or reporter_id <> $2) and (reported_id is null or reported_id <> $2)";
    fetch_one!(source.into(), (i64,), sql, listed(regions), reader).map(|(count,)| count)
}

/// Reports that are settled, of the same people as [`list_waiting_reports`], the last settled first.
///
/// # Errors
/// [`DbError`].
pub async fn list_settled_reports(
    db: &Db,
    regions: &[String],
    reader: Uuid,
    limit: i64,
    offset: i64,
) -> Result<Vec<ReportRow>, DbError> {
    let sql = report!(
        "where r.settled_at is not null and ($1 = '' or $1 like '%,' || r.region || ',%')
             and (r.reporter_id is null or r.reporter_id <> $2) and (r.reported_id is null or r.reported_id <> $2)
         order by r.settled_at desc, r.id desc limit $3 offset $4"
    );
    fetch_all!(db, ReportRow, sql, listed(regions), reader, limit, offset)
}

/// How many there are in [`list_settled_reports`].
///
/// # Errors
/// [`DbError`].
pub async fn count_settled_reports(db: &Db, regions: &[String], reader: Uuid) -> Result<i64, DbError> {
    let sql = "select count(*) from report
               where settled_at is not null and ($1 = '' or $1 like '%,' || region || ',%')
                   and (reporter_id is null or reporter_id <> $2) and (reported_id is null or reported_id <> $2)";
    fetch_one!(db, (i64,), sql, listed(regions), reader).map(|(count,)| count)
}

/// Settles a report that nobody has settled yet; gives whether it was so.
///
/// # Errors
/// [`DbError`].
pub async fn settle_report(
    transaction: &mut Transaction,
    id: Uuid,
    outcome: Outcome,
    by: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "update report set outcome = $2, settled_by = $3, settled_at = $4 where id = $1 and settled_at is null";
    Ok(execute!(transaction, sql, id, outcome.code(), by, now)? > 0)
}

/// Deletes the reports that were settled before `before`, with the words that they kept.
///
/// # Errors
/// [`DbError`].
pub async fn delete_settled_reports(transaction: &mut Transaction, before: DateTime<Utc>) -> Result<(), DbError> {
    execute!(transaction, "delete from report where settled_at < $1", before)?;
    Ok(())
}
