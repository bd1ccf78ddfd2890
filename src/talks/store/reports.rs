//! What people report of each other.

use super::super::types::ReportReason;
use crate::db::{DbError, Transaction, execute, fetch_one};
use chrono::{DateTime, Utc};
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
    let sql =
        "insert into report (id, talk_id, message_id, evidence, reporter_id, reported_id, reason, note, reported_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
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

/// Deletes the reports that were settled before `before`, with the words that they kept.
///
/// # Errors
/// [`DbError`].
pub async fn delete_settled_reports(transaction: &mut Transaction, before: DateTime<Utc>) -> Result<(), DbError> {
    execute!(transaction, "delete from report where settled_at < $1", before)?;
    Ok(())
}
