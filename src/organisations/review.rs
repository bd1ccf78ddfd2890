//! What moderators see and decide of organisations before they are listed, and of those that are: somebody could pretend to
//! be a company.

use super::{
    form::ReviewForm,
    mails,
    store::{self, OrganisationRow, OwnerRow},
    types::{Decision, OrganisationCase, OrganisationLink, OrganisationQueue, WaitingOrganisation},
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

/// The organisations that wait for `moderator`: not their own, which they do not decide on.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn queue(app: &AppContext, moderator: &Moderator, now: DateTime<Utc>) -> Result<OrganisationQueue, AppError> {
    let (regions, user) = (moderator.reach.regions(), &moderator.user);
    let total = store::count_waiting(&app.db, regions, user.id).await?;
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
        shown: row.is_approved().then(|| OrganisationLink { slug: row.slug.clone(), name: row.shown_name.clone() }),
        details: details(&row),
    };
    Ok(OrganisationQueue {
        organisations: rows.into_iter().map(waiting).collect(),
        total: u32::try_from(total).unwrap_or(u32::MAX),
        is_administrator: moderator.reach.role() == Role::Administrator,
    })
}

/// An organisation that `moderator` may take down, or see that it is not online.
///
/// # Errors
/// [`AppError::NotFound`] for one of another région too.
pub async fn case(app: &AppContext, moderator: &Moderator, slug: &str) -> Result<OrganisationCase, AppError> {
    let organisation = store::find(&app.db, slug, Some(moderator.user.id)).await?;
    let organisation = organisation.filter(|row| moderator.reach.covers(&row.region_code)).ok_or(AppError::NotFound)?;
    Ok(OrganisationCase {
        id: organisation.id.to_string(),
        seen: seen(&organisation),
        details: details(&organisation),
        is_administrator: moderator.reach.role() == Role::Administrator,
    })
}

/// What came of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everybody sees what its members wrote.
    Approved,
    /// Only its members see it.
    Refused,
    /// Everybody sees it as before, without the change.
    ChangeRefused,
    /// Only its members see any more what everybody saw.
    TakenDown,
}

impl Outcome {
    fn deed(self) -> Deed {
        match self {
            Self::Approved => Deed::OrganisationApproved,
            Self::Refused => Deed::OrganisationRefused,
            Self::ChangeRefused => Deed::OrganisationChangeRefused,
            Self::TakenDown => Deed::OrganisationTakenDown,
        }
    }
}

/// A decision as it goes through the transaction.
struct Deciding {
    app: AppContext,
    moderator: Moderator,
    organisation: Uuid,
    seen: String,
    decision: Decision,
    why: Option<String>,
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
    let reader = Some(moderator.user.id);
    let organisation = match Decision::from_code(&form.decision) {
        Some(Decision::TakeDown) => store::find_by_id(&app.db, id, reader).await?,
        _ => store::find_written(&app.db, id, reader).await?,
    };
    let organisation = organisation.ok_or(AppError::NotFound)?;
    if !moderator.reach.covers(&organisation.region_code) {
        return Err(AppError::NotFound);
    }
    if organisation.role().is_some() {
        return Err(AppError::Forbidden);
    }
    let (decision, why) = form.read()?;
    contact_details::refuse("note", why.as_deref().unwrap_or_default())?;
    let deciding = Deciding {
        app: app.clone(),
        moderator: moderator.clone(),
        organisation: id,
        seen: form.seen.clone(),
        decision,
        why,
        now,
    };
    app.db.write(deciding, |transaction, deciding| Box::pin(write(transaction, deciding))).await?;
    Ok(Route::ModeratedOrganisations)
}

async fn write(transaction: &mut Transaction, deciding: &Deciding) -> Result<(), WriteError> {
    let Deciding { app, moderator, organisation, why, now, .. } = deciding;
    let reader = Some(moderator.user.id);
    let shown = store::hold(&mut *transaction, *organisation, reader).await?.ok_or(AppError::NotFound)?;
    let written = store::find_written(&mut *transaction, shown.id, reader).await?.ok_or(AppError::NotFound)?;
    let is_open = match deciding.decision {
        Decision::Approve | Decision::Refuse => written.waits(),
        Decision::TakeDown => written.is_approved(),
    };
    if !is_open {
        return Err(WriteError::Answer(AppError::AlreadyDecided));
    }
    if deciding.seen != seen(&written) {
        return Err(WriteError::Answer(AppError::ChangedMeanwhile));
    }
    let outcome = carry_out(&mut *transaction, deciding, &written).await?;
    let mut owners = store::list_people(&mut *transaction, shown.id).await?;
    owners.retain(store::PersonRow::is_owner);
    let entry = Entry {
        at: *now,
        by: By::Moderator(moderator),
        deed: outcome.deed(),
        subject: shown.id,
        account: owners.first().map_or(shown.id, |owner| owner.account_id),
        // Which one it was, where people have several.
        reason: Some(&shown.slug),
        note: why.as_deref(),
    };
    audit::record(&mut *transaction, &entry).await?;
    // By the name that its page had, or has now.
    let named = if outcome == Outcome::Approved { &written } else { &shown };
    let why = why.as_deref().unwrap_or_default();
    let mails: Vec<_> = owners.iter().map(|owner| mails::decided(app, owner, named, outcome, why)).collect();
    outbox::enqueue(transaction, app, &mails.iter().collect::<Vec<_>>(), *now).await?;
    Ok(())
}

/// Writes what was decided; gives what came of it.
async fn carry_out(
    transaction: &mut Transaction,
    deciding: &Deciding,
    written: &OrganisationRow,
) -> Result<Outcome, WriteError> {
    let why = deciding.why.as_deref().unwrap_or_default();
    match deciding.decision {
        Decision::Approve => {
            store::decide(&mut *transaction, written, None).await?;
            if written.name != written.shown_name {
                store::delete_interests(transaction, written.id).await?;
            }
            Ok(Outcome::Approved)
        }
        Decision::Refuse if written.is_approved() => {
            store::refuse_change(transaction, written.id, why).await?;
            Ok(Outcome::ChangeRefused)
        }
        Decision::Refuse | Decision::TakeDown => {
            store::decide(&mut *transaction, written, Some(why)).await?;
            store::delete_invitations(&mut *transaction, written.id).await?;
            store::delete_interests(transaction, written.id).await?;
            Ok(if written.is_approved() { Outcome::TakenDown } else { Outcome::Refused })
        }
    }
}
