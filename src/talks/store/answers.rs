//! When professionals were asked, and when they answered.

use super::super::{
    answer_behaviour::Question,
    lifecycle::Guardian,
    types::{EndedBy, Stage},
};
use crate::db::{DbError, Source, Transaction, execute, select_in};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// What a professional was asked with a talk.
#[derive(Clone, Debug, FromRow)]
pub(super) struct QuestionRow {
    professional_id: Uuid,
    professional_asked_at: DateTime<Utc>,
    professional_answered_at: Option<DateTime<Utc>>,
    status: String,
    guardian: String,
    ended_by: Option<String>,
    ended_at: Option<DateTime<Utc>>,
}

impl QuestionRow {
    pub(super) fn question(&self) -> Question {
        Question {
            asked_at: self.professional_asked_at,
            answered_at: self.professional_answered_at,
            stage: Stage::from_code(&self.status).unwrap_or(Stage::Expired),
            guardian: Guardian::from_code(&self.guardian).unwrap_or(Guardian::Needed),
            ended_by: self.ended_by.as_deref().and_then(EndedBy::from_code),
            ended_at: self.ended_at,
        }
    }
}

/// Notes that the professional of a talk is asked, the first time.
///
/// # Errors
/// [`DbError`].
pub async fn note_asked(transaction: &mut Transaction, talk: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "update talk set professional_asked_at = $2 where id = $1 and professional_asked_at is null";
    execute!(transaction, sql, talk, now)?;
    Ok(())
}

/// Notes that the professional of a talk answers; tells whether it is the first time. Who answers before they were asked
/// answers at once.
///
/// # Errors
/// [`DbError`].
pub async fn note_answered(transaction: &mut Transaction, talk: Uuid, now: DateTime<Utc>) -> Result<bool, DbError> {
    // Who asked just before may have looked at the clock after.
    let sql = "update talk set professional_asked_at = coalesce(professional_asked_at, $2),
                   professional_answered_at = case when professional_asked_at > $2 then professional_asked_at else $2 end
               where id = $1 and professional_answered_at is null";
    Ok(execute!(transaction, sql, talk, now)? > 0)
}

/// What these professionals were asked after `since`, each with whom.
///
/// # Errors
/// [`DbError`].
pub async fn list_questions(
    source: impl Into<Source<'_>>,
    professionals: &[Uuid],
    since: DateTime<Utc>,
) -> Result<Vec<(Uuid, Question)>, DbError> {
    let rows: Vec<QuestionRow> = select_in!(
        source.into(),
        QuestionRow,
        "select professional_id, professional_asked_at, professional_answered_at, status, guardian, ended_by, ended_at
         from talk where professional_asked_at >",
        since,
        "and professional_id in",
        professionals
    )?;
    Ok(rows.iter().map(|row| (row.professional_id, row.question())).collect())
}
