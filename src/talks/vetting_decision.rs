//! Carrying out what a moderator decides on a profile: its state, the log, the mails, the search, in one transaction.

use super::{
    form::DecisionForm,
    intervention,
    service::parse_id,
    store::{self, ProfessionalRow, Verdict},
    types::{Decision, Vetting},
    vetting::{Action, Actor, Refusal},
    vetting_mails,
    vetting_queue::{reachable, seen},
    wanted::following::{self, Found},
};
use crate::{
    contact_details,
    context::AppContext,
    db::{Transaction, WriteError},
    error::AppError,
    locale,
    moderation::{
        audit::{self, By, Entry},
        labels,
        roles::Moderator,
        types::{Deed, Finding, Reason},
    },
    notifications::outbox,
    routes::Route,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A decision as it goes through the transaction.
struct Deciding {
    app: AppContext,
    moderator: Moderator,
    professional: Uuid,
    owner: Uuid,
    seen: String,
    decision: Decision,
    reason: Option<Reason>,
    note: Option<String>,
}

impl Deciding {
    fn deed(&self) -> Deed {
        match self.decision {
            Decision::Approve => Deed::ProfileApproved,
            Decision::AskChanges => Deed::ProfileChangesAsked,
            Decision::Refuse => Deed::ProfileRefused,
        }
    }
}

/// Decides on a profile; goes on to the others that wait.
///
/// # Errors
/// [`AppError::NotFound`] for a profile of another région too; [`AppError::Forbidden`] on one's own;
/// [`AppError::AlreadyDecided`] when somebody else was quicker, [`AppError::ChangedMeanwhile`] when its owner was;
/// [`AppError::Invalid`].
pub async fn decide(
    app: &AppContext,
    moderator: &Moderator,
    form: &DecisionForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    // A stranger to this profile learns nothing of what is wrong with the form.
    let professional = reachable(app, moderator, parse_id(&form.profile)?).await?;
    let (decision, reason, note) = form.read()?;
    contact_details::refuse("note", note.as_deref().unwrap_or_default())?;
    let deciding = Deciding {
        app: app.clone(),
        moderator: moderator.clone(),
        professional: professional.id,
        owner: professional.account_id,
        seen: form.seen.clone(),
        decision,
        reason,
        note,
    };
    app.db.write(deciding, move |transaction, deciding| Box::pin(write(transaction, deciding, now))).await?;
    Ok(Route::Moderation { region: String::new(), page: 1 })
}

async fn write(transaction: &mut Transaction, deciding: &Deciding, now: DateTime<Utc>) -> Result<(), WriteError> {
    // So that what is read here holds until all is written: its owner may be saving it. Talks that may be called off first.
    store::hold_open_talks(&mut *transaction, deciding.owner).await?;
    store::hold_professional(&mut *transaction, deciding.professional).await?;
    let professional = store::find_professional(&mut *transaction, deciding.professional).await?;
    let professional = professional.ok_or(AppError::NotFound)?;
    if deciding.seen != seen(&professional) {
        let outdated =
            if professional.vetting().waits() { AppError::ChangedMeanwhile } else { AppError::AlreadyDecided };
        return Err(WriteError::Answer(outdated));
    }
    carry_out(transaction, deciding, Action::Decide(deciding.decision), &professional, now).await
}

/// Refuses a profile after a report of its owner, as part of the transaction that settles the report, wherever it stands
/// once it is held. Of one that somebody else has refused meanwhile nothing is left to decide.
///
/// # Errors
/// [`AppError::Forbidden`] on one's own; [`AppError`] of the writes.
pub async fn refuse_reported(
    transaction: &mut Transaction,
    app: &AppContext,
    moderator: &Moderator,
    professional: Uuid,
    (finding, note): (Finding, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let Some(owner) = store::find_professional(&mut *transaction, professional).await? else { return Ok(()) };
    store::hold_open_talks(&mut *transaction, owner.account_id).await?;
    store::hold_professional(&mut *transaction, professional).await?;
    let Some(professional) = store::find_professional(&mut *transaction, professional).await? else { return Ok(()) };
    if !professional.vetting().is_refused_by_report() {
        return Ok(());
    }
    let deciding = Deciding {
        app: app.clone(),
        moderator: moderator.clone(),
        professional: professional.id,
        owner: professional.account_id,
        seen: seen(&professional),
        decision: Decision::Refuse,
        reason: Some(finding.reason()),
        note: explained(finding, note, &professional.locale),
    };
    carry_out(transaction, &deciding, Action::RefuseReported, &professional, now).await
}

/// What a refusal after a report says beside its reason: the finding too, where no reason of a refusal says as much.
fn explained(finding: Finding, note: Option<&str>, locale: &str) -> Option<String> {
    let is_unsaid = finding.reason() == Reason::Other && finding != Finding::Other;
    let l = locale::from_code(locale).unwrap_or_default();
    let words = is_unsaid.then(|| labels::finding(finding, l));
    let words: Vec<&str> = words.into_iter().chain(note).collect();
    (!words.is_empty()).then(|| words.join("\n\n"))
}

/// Carries out a decision on a profile that is held.
async fn carry_out(
    transaction: &mut Transaction,
    deciding: &Deciding,
    action: Action,
    professional: &ProfessionalRow,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let Deciding { app, moderator, reason, note, .. } = deciding;
    let from = professional.vetting();
    let actor = if professional.account_id == moderator.user.id { Actor::Owner } else { Actor::Moderator };
    let step = from.step(actor, action).map_err(|refusal| match refusal {
        Refusal::NotYours => AppError::Forbidden,
        Refusal::NothingToDecide => AppError::AlreadyDecided,
    })?;
    let known = match from {
        Vetting::Changed => store::find_vetted(&mut *transaction, professional.id).await?,
        _ => None,
    };
    let waited = professional.waits_since.map(|since| (now - since).num_minutes().max(0));
    let verdict = Verdict {
        after: step.after,
        reason: reason.map(Reason::code),
        note: note.as_deref(),
        waited_minutes: waited.map(|minutes| i32::try_from(minutes).unwrap_or(i32::MAX)),
    };
    if !store::decide(&mut *transaction, professional.id, from, &verdict, now).await? {
        return Err(WriteError::Answer(AppError::AlreadyDecided));
    }
    record(&mut *transaction, deciding, professional, now).await?;
    if let Some(letter) = step.letter {
        let mail = vetting_mails::decided(app, professional, letter, *reason, note.as_deref());
        outbox::enqueue(&mut *transaction, app, &[&mail], now).await?;
    }
    if step.after == Vetting::Approved && professional.can_be_met() {
        let known = known.as_ref().map(|known| Found {
            trades: known.trades(),
            commune: &known.commune_code,
            meets_minors: known.welcomes_minors,
        });
        following::tell(&mut *transaction, app, known, professional, now).await?;
    }
    let is_unsafe = reason.is_some_and(Reason::concerns_safety);
    if step.after == Vetting::Refused || (step.after == Vetting::ChangesAsked && is_unsafe) {
        intervention::separate_minors(&mut *transaction, app, professional.id, now).await?;
    }
    Ok(store::note_change(transaction, professional.id, now).await?)
}

async fn record(
    transaction: &mut Transaction,
    deciding: &Deciding,
    professional: &ProfessionalRow,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let entry = Entry {
        at: now,
        by: By::Moderator(&deciding.moderator),
        deed: deciding.deed(),
        subject: professional.id,
        account: professional.account_id,
        reason: deciding.reason.map(Reason::code),
        note: deciding.note.as_deref(),
    };
    Ok(audit::record(transaction, &entry).await?)
}
