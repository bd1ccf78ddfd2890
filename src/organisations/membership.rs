//! Who looks after an organisation's page: the gate of its members, their roles, and leaving. One owner always stays; who
//! is the only member may delete it.

use super::{
    form::{DeletionForm, RemovalForm, RoleForm},
    store::{self, OrganisationRow, PersonRow},
    types::{MemberRole, Place},
};
use crate::{
    accounts::session::CurrentUser,
    context::AppContext,
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    routes::Route,
};
use uuid::Uuid;

/// The organisation of this address, whose member `user` is, with their role.
///
/// # Errors
/// [`AppError::NotFound`] for anybody else.
pub async fn require(
    app: &AppContext,
    user: &CurrentUser,
    slug: &str,
) -> Result<(OrganisationRow, MemberRole), AppError> {
    let organisation = store::find(&app.db, slug, Some(user.id)).await?.ok_or(AppError::NotFound)?;
    let role = organisation.role().ok_or(AppError::NotFound)?;
    Ok((organisation, role))
}

/// The same in a transaction, until which ends nobody else changes who is part of the organisation.
///
/// # Errors
/// [`AppError::NotFound`] for who is a member no more.
pub async fn hold(
    transaction: &mut Transaction,
    organisation: Uuid,
    user: Uuid,
) -> Result<(OrganisationRow, MemberRole), WriteError> {
    let organisation = store::hold(transaction, organisation, Some(user)).await?.ok_or(AppError::NotFound)?;
    let role = organisation.role().ok_or(AppError::NotFound)?;
    Ok((organisation, role))
}

fn parse_account(text: &str) -> Result<Uuid, AppError> {
    Uuid::parse_str(text).map_err(|_| AppError::NotFound)
}

/// The member of this account.
fn member_of(people: &[PersonRow], account: Uuid) -> Result<&PersonRow, AppError> {
    let is_it = |person: &&PersonRow| person.account_id == account && person.place() != Place::Professional;
    people.iter().find(is_it).ok_or(AppError::NotFound)
}

/// Whether somebody else is an owner too, where `person` is one.
fn refuse_last_owner(people: &[PersonRow], person: &PersonRow) -> Result<(), AppError> {
    let owners = people.iter().filter(|person| person.is_owner()).count();
    if person.is_owner() && owners < 2 { Err(AppError::field("role", Problem::LastOwner)) } else { Ok(()) }
}

/// Gives a member another role; goes back to who is part of the organisation.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`] for who is no owner, [`AppError::Invalid`].
pub async fn set_role(app: &AppContext, user: &CurrentUser, form: &RoleForm) -> Result<Route, AppError> {
    let (organisation, _) = require(app, user, &form.organisation).await?;
    let change = (organisation.id, user.id, parse_account(&form.account)?, form.chosen()?);
    app.db
        .write(change, |transaction, change| {
            Box::pin(async move {
                let (organisation, by, account, role) = *change;
                if hold(&mut *transaction, organisation, by).await?.1 != MemberRole::Owner {
                    return Err(WriteError::Answer(AppError::Forbidden));
                }
                let people = store::list_people(&mut *transaction, organisation).await?;
                let person = member_of(&people, account)?;
                if role != MemberRole::Owner {
                    refuse_last_owner(&people, person)?;
                    store::delete_invitations_by(&mut *transaction, organisation, account).await?;
                }
                Ok(store::set_role(transaction, organisation, account, role.code()).await?)
            })
        })
        .await?;
    Ok(Route::OrganisationTeam(organisation.slug))
}

/// Who ends whose place.
struct Removal {
    organisation: Uuid,
    by: Uuid,
    account: Uuid,
    place: Place,
}

/// Ends somebody's place: their own, or, for who may give it, that of another.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Invalid`] for the last owner.
pub async fn remove(app: &AppContext, user: &CurrentUser, form: &RemovalForm) -> Result<Route, AppError> {
    let organisation = store::find(&app.db, &form.organisation, Some(user.id)).await?.ok_or(AppError::NotFound)?;
    let account = if form.account.is_empty() { user.id } else { parse_account(&form.account)? };
    let removal = Removal { organisation: organisation.id, by: user.id, account, place: form.chosen()? };
    app.db.write(removal, |transaction, removal| Box::pin(write_removal(transaction, removal))).await?;
    let is_self = account == user.id;
    Ok(if is_self { Route::OwnOrganisations } else { Route::OrganisationTeam(organisation.slug) })
}

async fn write_removal(transaction: &mut Transaction, removal: &Removal) -> Result<(), WriteError> {
    let Removal { organisation, by, account, place } = *removal;
    let held = store::hold(&mut *transaction, organisation, Some(by)).await?.ok_or(AppError::NotFound)?;
    if account != by {
        let role = held.role().ok_or(AppError::NotFound)?;
        if !place.is_given_by(role) {
            return Err(WriteError::Answer(AppError::Forbidden));
        }
    }
    if place == Place::Professional {
        return match store::delete_professional(transaction, organisation, account).await? {
            true => Ok(()),
            false => Err(WriteError::Answer(AppError::NotFound)),
        };
    }
    let people = store::list_people(&mut *transaction, organisation).await?;
    refuse_last_owner(&people, member_of(&people, account)?)?;
    store::delete_invitations_by(&mut *transaction, organisation, account).await?;
    Ok(store::delete_member(transaction, organisation, account).await?)
}

/// Deletes an organisation whose only member `user` is; goes back to their others.
///
/// # Errors
/// [`AppError::NotFound`] for who is no member, [`AppError::Invalid`] while somebody else is one too.
pub async fn delete(app: &AppContext, user: &CurrentUser, form: &DeletionForm) -> Result<Route, AppError> {
    let (organisation, _) = require(app, user, &form.organisation).await?;
    app.db
        .write((organisation.id, user.id), |transaction, input| {
            Box::pin(async move {
                let (organisation, by) = *input;
                hold(&mut *transaction, organisation, by).await?;
                let people = store::list_people(&mut *transaction, organisation).await?;
                if people.iter().any(|person| person.account_id != by && person.place() != Place::Professional) {
                    return Err(WriteError::Answer(AppError::field("organisation", Problem::OtherMembers)));
                }
                Ok(store::delete(transaction, organisation).await?)
            })
        })
        .await?;
    Ok(Route::OwnOrganisations)
}
