//! What becomes of the organisations of somebody who deletes their account, or gives no more time.

use super::{
    store,
    types::{MemberRole, Place},
};
use crate::db::{Transaction, WriteError};
use uuid::Uuid;

/// Takes `account` out of every organisation, as part of `transaction`. Where nobody else is an owner, the member who is
/// there longest becomes one; where there is no other member, the organisation goes.
///
/// # Errors
/// [`WriteError`] of the write.
pub async fn settle(transaction: &mut Transaction, account: Uuid) -> Result<(), WriteError> {
    for organisation in store::list_of(&mut *transaction, account).await? {
        store::hold(&mut *transaction, organisation.id, None).await?;
        let mut people = store::list_people(&mut *transaction, organisation.id).await?;
        people.retain(|person| person.account_id != account && person.place() != Place::Professional);
        let Some(next) = people.first() else {
            store::delete(&mut *transaction, organisation.id).await?;
            continue;
        };
        // Owners come first.
        if !next.is_owner() {
            let role = MemberRole::Owner.code();
            store::set_role(&mut *transaction, organisation.id, next.account_id, role).await?;
        }
        store::delete_member(&mut *transaction, organisation.id, account).await?;
    }
    Ok(())
}

/// Takes `account` off those who give time in the name of an organisation, as part of `transaction`. Who looks after its
/// page goes on doing so.
///
/// # Errors
/// [`WriteError`] of the write.
pub async fn give_no_more_time(transaction: &mut Transaction, account: Uuid) -> Result<(), WriteError> {
    if let Some(organisation) = store::find_of_professional(&mut *transaction, account).await? {
        store::hold(&mut *transaction, organisation.id, None).await?;
        store::delete_professional(transaction, organisation.id, account).await?;
    }
    Ok(())
}
