//! What moderators see and decide of organisations before they are listed: somebody could pretend to be a company.

use super::{
    form::ReviewForm,
    mails,
    store::{self, OrganisationRow, OwnerRow},
    types::{OrganisationQueue, State, WaitingOrganisation},
    views::details,
};
use crate::{
    agenda::moment,
    contact_details,
    context::AppContext,
    db::{Transaction, WriteError},
    error::AppError,
    moderation::{
        audit::{self, By, Entry},
        roles::Moderator,
        types::{Deed, Role},
    },
    notifications::outbox,
    routes::Route,
};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use uuid::Uuid;

/// Organisations that the page shows: the others come up once these are decided on.
const SHOWN: i64 = 20;

/// What a decision is about: another one once the organisation says something else.
fn seen(organisation: &OrganisationRow) -> String {
    organisation.changed_at.timestamp_millis().to_string()
}

/// The organisations that wait for `moderator`.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn queue(app: &AppContext, moderator: &Moderator, now: DateTime<Utc>) -> Result<OrganisationQueue, AppError> {
    let (regions, user) = (moderator.reach.regions(), &moderator.user);
    let total = store::count_waiting(&app.db, regions).await?;
    let rows = store::list_waiting(&app.db, regions, user.id, SHOWN).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut owners: HashMap<Uuid, OwnerRow> = HashMap::new();
    for owner in store::list_owners(&app.db, &ids).await? {
        match owners.get(&owner.organisation_id) {
            Some(first) if first.joined_at <= owner.joined_at => {}
            _ => drop(owners.insert(owner.organisation_id, owner)),
        }
    }
    let waiting = |row: OrganisationRow| WaitingOrganisation {
        id: row.id.to_string(),
        owner: owners.get(&row.id).map(|owner| owner.display_name.clone()).unwrap_or_default(),
        since: moment::whole(row.waits_since.unwrap_or(now), now, user.time_zone, user.locale),
        seen: seen(&row),
        is_own: row.role().is_some(),
        details: details(&row),
    };
    Ok(OrganisationQueue {
        organisations: rows.into_iter().map(waiting).collect(),
        total: u32::try_from(total).unwrap_or(u32::MAX),
        is_administrator: moderator.reach.role() == Role::Administrator,
    })
}

/// A decision as it goes through the transaction.
struct Deciding {
    app: AppContext,
    moderator: Moderator,
    organisation: Uuid,
    seen: String,
    refusal: Option<String>,
    now: DateTime<Utc>,
}

/// Decides on an organisation; goes on to the others that wait.
///
/// # Errors
/// [`AppError::NotFound`] for one of another région too; [`AppError::Forbidden`] on one's own;
/// [`AppError::AlreadyDecided`] when somebody else was quicker, [`AppError::ChangedMeanwhile`] when a member was;
/// [`AppError::Invalid`].
pub async fn decide(
    app: &AppContext,
    moderator: &Moderator,
    form: &ReviewForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let id = Uuid::parse_str(&form.organisation).map_err(|_| AppError::NotFound)?;
    // A stranger to it learns nothing of what is wrong with the form.
    let organisation = store::find_by_id(&app.db, id, Some(moderator.user.id)).await?.ok_or(AppError::NotFound)?;
    if !moderator.reach.covers(&organisation.region_code) {
        return Err(AppError::NotFound);
    }
    if organisation.role().is_some() {
        return Err(AppError::Forbidden);
    }
    let refusal = form.refusal()?;
    contact_details::refuse("note", refusal.as_deref().unwrap_or_default())?;
    let deciding = Deciding {
        app: app.clone(),
        moderator: moderator.clone(),
        organisation: id,
        seen: form.seen.clone(),
        refusal,
        now,
    };
    app.db.write(deciding, |transaction, deciding| Box::pin(write(transaction, deciding))).await?;
    Ok(Route::ModeratedOrganisations)
}

async fn write(transaction: &mut Transaction, deciding: &Deciding) -> Result<(), WriteError> {
    let Deciding { app, moderator, organisation, refusal, now, .. } = deciding;
    let held =
        store::hold(&mut *transaction, *organisation, Some(moderator.user.id)).await?.ok_or(AppError::NotFound)?;
    let is_decided = match deciding.seen == seen(&held) {
        true => store::decide(&mut *transaction, held.id, held.changed_at, refusal.as_deref()).await?,
        false => false,
    };
    if !is_decided {
        let outdated =
            if held.state() == State::Waiting { AppError::ChangedMeanwhile } else { AppError::AlreadyDecided };
        return Err(WriteError::Answer(outdated));
    }
    let mut owners = store::list_people(&mut *transaction, held.id).await?;
    owners.retain(store::PersonRow::is_owner);
    let entry = Entry {
        at: *now,
        by: By::Moderator(moderator),
        deed: if refusal.is_some() { Deed::OrganisationRefused } else { Deed::OrganisationApproved },
        subject: held.id,
        account: owners.first().map_or(held.id, |owner| owner.account_id),
        // Which one it was, where people have several.
        reason: Some(&held.slug),
        note: refusal.as_deref(),
    };
    audit::record(&mut *transaction, &entry).await?;
    let mails: Vec<_> = owners.iter().map(|owner| mails::decided(app, owner, &held, refusal.as_deref())).collect();
    outbox::enqueue(transaction, app, &mails.iter().collect::<Vec<_>>(), *now).await?;
    Ok(())
}
