//! Who is invited to an organisation.

use crate::{
    db::{DbError, Source, Transaction, execute, fetch_all, fetch_optional},
    organisations::types::Place,
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// An invitation.
#[derive(Clone, Debug, FromRow)]
pub struct InvitationRow {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// Code of the place.
    pub place: String,
    /// Where the mail went.
    pub email: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

impl InvitationRow {
    /// To what.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::from_code(&self.place).unwrap_or(Place::Professional)
    }
}

/// Keeps an invitation by `inviter` with the hash of its link's token.
///
/// # Errors
/// [`DbError`].
pub async fn insert_invitation(
    transaction: &mut Transaction,
    invitation: &InvitationRow,
    inviter: Uuid,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql =
        "insert into organisation_invitation (id, token_hash, organisation_id, place, email, invited_by, created_at,
                   expires_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let InvitationRow { id, organisation_id, place, email, expires_at } = invitation;
    execute!(transaction, sql, id, token_hash, organisation_id, place, email, inviter, now, expires_at)?;
    Ok(())
}

/// Counts an invitation of `day`; tells whether the organisation had sent fewer than `most` on it.
///
/// # Errors
/// [`DbError`].
pub async fn count_invitation(
    transaction: &mut Transaction,
    organisation: Uuid,
    day: NaiveDate,
    most: u32,
) -> Result<bool, DbError> {
    let sql = "update organisation set invited = case when invited_on = $2 then invited + 1 else 1 end, invited_on = $2
               where id = $1 and (invited_on is null or invited_on <> $2 or invited < $3)";
    Ok(execute!(transaction, sql, organisation, day, i64::from(most))? > 0)
}

/// Ends what somebody has invited to: who loses a place comes back by no link of their own.
///
/// # Errors
/// [`DbError`].
pub async fn delete_invitations_by(
    transaction: &mut Transaction,
    organisation: Uuid,
    inviter: Uuid,
) -> Result<(), DbError> {
    let sql = "delete from organisation_invitation where organisation_id = $1 and invited_by = $2";
    execute!(transaction, sql, organisation, inviter)?;
    Ok(())
}

/// The invitations that wait for an answer, the latest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_invitations(
    source: impl Into<Source<'_>>,
    organisation: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<InvitationRow>, DbError> {
    let sql = "select id, organisation_id, place, email, expires_at from organisation_invitation
               where organisation_id = $1 and expires_at > $2 order by created_at desc, id";
    fetch_all!(source.into(), InvitationRow, sql, organisation, now)
}

/// The invitation of a link, while it works.
///
/// # Errors
/// [`DbError`].
pub async fn find_invitation(
    source: impl Into<Source<'_>>,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<InvitationRow>, DbError> {
    let sql = "select id, organisation_id, place, email, expires_at from organisation_invitation
               where token_hash = $1 and expires_at > $2";
    fetch_optional!(source.into(), InvitationRow, sql, token_hash, now)
}

/// Ends an invitation: it is answered, or taken back; tells whether it was there.
///
/// # Errors
/// [`DbError`].
pub async fn delete_invitation(transaction: &mut Transaction, id: Uuid) -> Result<bool, DbError> {
    Ok(execute!(transaction, "delete from organisation_invitation where id = $1", id)? > 0)
}

/// Forgets the invitations that nobody answered in time.
///
/// # Errors
/// [`DbError`].
pub async fn delete_expired_invitations(transaction: &mut Transaction, now: DateTime<Utc>) -> Result<(), DbError> {
    execute!(transaction, "delete from organisation_invitation where expires_at <= $1", now)?;
    Ok(())
}

/// Ends what was begun in the name of an organisation that may not be online: its invitations work no more.
///
/// # Errors
/// [`DbError`].
pub async fn delete_invitations(transaction: &mut Transaction, organisation: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from organisation_invitation where organisation_id = $1", organisation)?;
    Ok(())
}
