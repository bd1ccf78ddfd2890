//! The people of organisations: who looks after their pages, and who gives time in their name.

use crate::{
    db::{Db, DbError, Source, Transaction, execute, fetch_all, fetch_one, select_in},
    organisations::types::{MemberRole, Place},
};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// Somebody of an organisation.
#[derive(Clone, Debug, FromRow)]
pub struct PersonRow {
    /// Their account.
    pub account_id: Uuid,
    /// Their name.
    pub display_name: String,
    /// Their address, for mails.
    pub email: String,
    /// Code of their language.
    pub locale: String,
    place: String,
}

impl PersonRow {
    /// What they are there.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::from_code(&self.place).unwrap_or(Place::Professional)
    }

    /// Whether they are an owner.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.place() == Place::Member(MemberRole::Owner)
    }
}

/// An owner of an organisation.
#[derive(Clone, Debug, FromRow)]
pub struct OwnerRow {
    /// Of which.
    pub organisation_id: Uuid,
    /// Their name.
    pub display_name: String,
    /// Since when they are a member.
    pub joined_at: DateTime<Utc>,
}

/// The members, owners first, the longest there first; then the professionals.
///
/// # Errors
/// [`DbError`].
pub async fn list_people(source: impl Into<Source<'_>>, organisation: Uuid) -> Result<Vec<PersonRow>, DbError> {
    let sql = "select a.id as account_id, a.display_name, a.email, a.locale, p.place
               from (select account_id, role as place, joined_at, case role when 'owner' then 1 else 2 end as standing
                     from organisation_member where organisation_id = $1
                     union all
                     select account_id, 'professional', joined_at, 3
                     from organisation_professional where organisation_id = $1) p
               join account a on a.id = p.account_id order by p.standing, p.joined_at, a.id";
    fetch_all!(source.into(), PersonRow, sql, organisation)
}

/// The owners of these organisations, in no order.
///
/// # Errors
/// [`DbError`].
pub async fn list_owners(db: &Db, organisations: &[Uuid]) -> Result<Vec<OwnerRow>, DbError> {
    select_in!(
        db,
        OwnerRow,
        "select m.organisation_id, a.display_name, m.joined_at
         from organisation_member m join account a on a.id = m.account_id
         where m.role = 'owner' and m.organisation_id in",
        organisations
    )
}

/// Makes somebody a member; who is one already keeps the higher of the two roles.
///
/// # Errors
/// [`DbError`].
pub async fn insert_member(
    transaction: &mut Transaction,
    organisation: Uuid,
    account: Uuid,
    role: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into organisation_member (organisation_id, account_id, role, joined_at) values ($1, $2, $3, $4)
               on conflict (organisation_id, account_id) do update set role = excluded.role where excluded.role = 'owner'";
    execute!(transaction, sql, organisation, account, role, now)?;
    Ok(())
}

/// Gives a member another role.
///
/// # Errors
/// [`DbError`].
pub async fn set_role(
    transaction: &mut Transaction,
    organisation: Uuid,
    account: Uuid,
    role: &str,
) -> Result<(), DbError> {
    let sql = "update organisation_member set role = $3 where organisation_id = $1 and account_id = $2";
    execute!(transaction, sql, organisation, account, role)?;
    Ok(())
}

/// Removes a member.
///
/// # Errors
/// [`DbError`].
pub async fn delete_member(transaction: &mut Transaction, organisation: Uuid, account: Uuid) -> Result<(), DbError> {
    let sql = "delete from organisation_member where organisation_id = $1 and account_id = $2";
    execute!(transaction, sql, organisation, account)?;
    Ok(())
}

/// Has somebody give time in the name of an organisation; gives whose name it is then, as who gives it in another one's
/// goes on doing so.
///
/// # Errors
/// [`DbError`].
pub async fn insert_professional(
    transaction: &mut Transaction,
    organisation: Uuid,
    account: Uuid,
    now: DateTime<Utc>,
) -> Result<Uuid, DbError> {
    let sql = "insert into organisation_professional (account_id, organisation_id, joined_at) values ($1, $2, $3)
               on conflict (account_id) do nothing";
    execute!(&mut *transaction, sql, account, organisation, now)?;
    let sql = "select organisation_id from organisation_professional where account_id = $1";
    fetch_one!(transaction, (Uuid,), sql, account).map(|(organisation,)| organisation)
}

/// Has somebody give time in the name of an organisation no more; tells whether they did.
///
/// # Errors
/// [`DbError`].
pub async fn delete_professional(
    transaction: &mut Transaction,
    organisation: Uuid,
    account: Uuid,
) -> Result<bool, DbError> {
    let sql = "delete from organisation_professional where organisation_id = $1 and account_id = $2";
    Ok(execute!(transaction, sql, organisation, account)? > 0)
}
