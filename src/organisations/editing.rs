//! What an organisation says: opened by an adult, written by its members, and looked at again after each change. One that is
//! online goes on being shown as it was approved until then.

use super::{
    form::OrganisationForm,
    membership, siret, slug,
    store::{self, Said},
    types::MemberRole,
    website,
};
use crate::{
    accounts::{service::resolve_commune, session::CurrentUser, store::hold_account},
    contact_details,
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    form::{Checks, Notice},
    geo::communes,
    routes::Route,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Organisations that one person may own: who looks after more has others do it.
const MOST_OWNED: u32 = 5;
/// Addresses that are tried for one name.
const CANDIDATES: usize = 200;

/// Everything that the form says, checked; what is wrong is told at once.
fn read(form: &OrganisationForm) -> Result<Said, AppError> {
    let mut checks = Checks::new();
    let kind = checks.note(form.check())?;
    let commune = checks.note(resolve_commune(&form.commune))?;
    for (field, text) in [("name", &form.name), ("about", &form.about)] {
        checks.note(contact_details::refuse(field, text))?;
    }
    let given = |text: &str| !text.trim().is_empty();
    let website = given(&form.website).then(|| website::read(&form.website));
    checks.require("website", website != Some(None), Problem::NotAWebsite);
    let siret = given(&form.siret).then(|| siret::read(&form.siret));
    checks.require("siret", siret != Some(None), Problem::NotASiret).done()?;
    let (Some(kind), Some((commune_code, _))) = (kind, commune) else { return Err(AppError::Internal) };
    let region = communes::find(&commune_code).map(|commune| commune.department.region.code.clone());
    Ok(Said {
        name: form.name.trim().to_owned(),
        kind: kind.code(),
        commune_code,
        region_code: region.unwrap_or_default(),
        about: form.written(),
        website: website.flatten(),
        siret: siret.flatten(),
    })
}

/// Opens an organisation, which waits for somebody to look at it; its first owner is `user`.
///
/// # Errors
/// [`AppError::Forbidden`] under 18, [`AppError::Invalid`].
pub async fn create(
    app: &AppContext,
    user: &CurrentUser,
    form: &OrganisationForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    if !user.is_adult_at(now) {
        return Err(AppError::Forbidden);
    }
    let input = (context::new_id(), user.id, read(form)?);
    let address = app
        .db
        .write(input, move |transaction, (id, owner, said)| Box::pin(write_new(transaction, *id, *owner, said, now)))
        .await?;
    Ok(Route::OrganisationSpace(address))
}

async fn write_new(
    transaction: &mut Transaction,
    id: Uuid,
    owner: Uuid,
    said: &Said,
    now: DateTime<Utc>,
) -> Result<String, WriteError> {
    hold_account(&mut *transaction, owner).await?;
    let own = store::list_of(&mut *transaction, owner).await?;
    let owned = own.iter().filter(|organisation| organisation.role() == Some(MemberRole::Owner)).count();
    if u32::try_from(owned).unwrap_or(u32::MAX) >= MOST_OWNED {
        return Err(WriteError::Answer(AppError::field("name", Problem::TooManyOrganisations(MOST_OWNED))));
    }
    for address in slug::candidates(&said.name).take(CANDIDATES) {
        if store::insert(&mut *transaction, id, &address, said, now).await? {
            store::insert_member(transaction, id, owner, MemberRole::Owner.code(), now).await?;
            return Ok(address);
        }
    }
    Err(WriteError::Answer(AppError::field("name", Problem::NotAName)))
}

/// Keeps what a member wrote. What has changed waits for somebody to look at it, and is not shown before; gives what to
/// tell.
///
/// # Errors
/// [`AppError::NotFound`] for who is no member, [`AppError::Invalid`].
pub async fn save(
    app: &AppContext,
    user: &CurrentUser,
    form: &OrganisationForm,
    now: DateTime<Utc>,
) -> Result<(Route, Notice), AppError> {
    let (organisation, _) = membership::require(app, user, &form.organisation).await?;
    let input = (organisation.id, user.id, read(form)?);
    let notice = app
        .db
        .write(input, move |transaction, (id, user, said)| Box::pin(write(transaction, *id, *user, said, now)))
        .await?;
    Ok((Route::OrganisationSpace(organisation.slug), notice))
}

async fn write(
    transaction: &mut Transaction,
    id: Uuid,
    user: Uuid,
    said: &Said,
    now: DateTime<Utc>,
) -> Result<Notice, WriteError> {
    let (shown, _) = membership::hold(&mut *transaction, id, user).await?;
    let written = store::find_written(&mut *transaction, id, Some(user)).await?.ok_or(AppError::NotFound)?;
    if written.said() == *said {
        return Ok(Notice::OrganisationUnchanged);
    }
    if !shown.is_approved() {
        store::update(transaction, id, said, now).await?;
        return Ok(Notice::OrganisationSubmitted);
    }
    if shown.said() == *said {
        store::delete_change(transaction, id).await?;
        return Ok(Notice::OrganisationChangeWithdrawn);
    }
    store::save_change(transaction, id, said, now).await?;
    Ok(Notice::OrganisationChangeSubmitted)
}
