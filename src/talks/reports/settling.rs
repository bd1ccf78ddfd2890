//! Carrying out what a moderator decides on a report: its outcome, the log, what follows, the mails, in one transaction.

use super::{
    super::{
        form::{SettleReportForm, Settlement},
        intervention,
        service::parse_id,
        store::{self, ReportRow, TalkRow},
        types::{Consequence, Outcome},
        vetting_decision,
    },
    cases::consequences,
    mails, reachable,
};
use crate::{
    accounts::store as accounts,
    contact_details,
    context::AppContext,
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    moderation::{
        audit::{self, By, Entry},
        roles::Moderator,
        types::Deed,
    },
    notifications::outbox,
    routes::Route,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A decision as it goes through the transaction.
struct Settling {
    app: AppContext,
    moderator: Moderator,
    report: ReportRow,
    talk: Option<TalkRow>,
    settlement: Settlement,
}

/// Settles a report; goes on to the others that wait.
///
/// # Errors
/// [`AppError::NotFound`] for a report that is not for `moderator`; [`AppError::AlreadyDecided`] when somebody else was
/// quicker; [`AppError::Invalid`].
pub async fn settle(
    app: &AppContext,
    moderator: &Moderator,
    form: &SettleReportForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    // A stranger to this report learns nothing of what is wrong with the form.
    let report = reachable(app, moderator, parse_id(&form.report)?).await?;
    let settlement = form.read()?;
    if report.settled_at.is_some() {
        return Err(AppError::AlreadyDecided);
    }
    let talk = match report.talk_id {
        Some(talk) => store::find_talk(&app.db, talk).await?,
        None => None,
    };
    if let Some(chosen) = settlement.consequence {
        if !consequences(moderator, &report, talk.as_ref()).contains(&chosen) {
            return Err(AppError::field("consequence", Problem::NotAChoice));
        }
        // Who is reported reads it.
        contact_details::refuse("note", settlement.note.as_deref().unwrap_or_default())?;
    }
    let settling = Settling { app: app.clone(), moderator: moderator.clone(), report, talk, settlement };
    app.db.write(settling, move |transaction, settling| Box::pin(write(transaction, settling, now))).await?;
    Ok(Route::Reports(1))
}

async fn write(transaction: &mut Transaction, settling: &Settling, now: DateTime<Utc>) -> Result<(), WriteError> {
    let Settling { moderator, report, settlement, .. } = settling;
    if !store::settle_report(&mut *transaction, report.id, settlement.outcome(), moderator.user.id, now).await? {
        return Err(WriteError::Answer(AppError::AlreadyDecided));
    }
    let deed = match settlement.outcome() {
        Outcome::Upheld => Deed::ReportUpheld,
        Outcome::Dismissed => Deed::ReportDismissed,
    };
    record(&mut *transaction, settling, deed, report.id, now).await?;
    if let Some(consequence) = settlement.consequence {
        follow(&mut *transaction, settling, consequence, now).await?;
    }
    tell(transaction, settling, now).await
}

/// What follows for who is reported, but for the mail that everybody gets.
async fn follow(
    transaction: &mut Transaction,
    settling: &Settling,
    consequence: Consequence,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let Settling { app, moderator, talk, settlement, .. } = settling;
    let Some(talk) = talk.as_ref().filter(|_| consequence != Consequence::Warn) else { return Ok(()) };
    // The profile first: it takes all talks of its owner in the one order, this one among them.
    if let Some(professional) = talk.professional_id.filter(|_| consequence == Consequence::RefuseProfile) {
        let why = (settlement.finding, settlement.note.as_deref());
        vetting_decision::refuse_reported(&mut *transaction, app, moderator, professional, why, now).await?;
    }
    intervention::separate(&mut *transaction, app, talk.id, now).await?;
    record(transaction, settling, Deed::TalkStopped, talk.id, now).await
}

async fn record(
    transaction: &mut Transaction,
    settling: &Settling,
    deed: Deed,
    subject: Uuid,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let Settling { moderator, report, settlement, .. } = settling;
    let entry = Entry {
        at: now,
        by: By::Moderator(moderator),
        deed,
        subject,
        // An id that leads nowhere, where they left.
        account: report.reported_id.unwrap_or(report.id),
        reason: Some(settlement.finding.code()),
        // Once is enough: what stopped a talk is the report.
        note: settlement.note.as_deref().filter(|_| deed != Deed::TalkStopped),
    };
    Ok(audit::record(transaction, &entry).await?)
}

/// Tells who reported that it is settled, and, where it is right, who is reported; nobody who is gone or invented.
async fn tell(transaction: &mut Transaction, settling: &Settling, now: DateTime<Utc>) -> Result<(), WriteError> {
    let Settling { app, report, settlement, .. } = settling;
    let mut letters = Vec::new();
    if let Some(reporter) = report.reporter_id {
        let reporter = accounts::find_account(&mut *transaction, reporter).await?;
        letters.extend(reporter.map(|reporter| mails::settled(&reporter, settlement.outcome())));
    }
    if let (Some(reported), Some(consequence)) = (report.reported_id, settlement.consequence) {
        let reported = accounts::find_account(&mut *transaction, reported).await?;
        let reported = reported.filter(|reported| !reported.demonstration);
        letters.extend(reported.map(|reported| mails::warned(&reported, report, settlement, consequence)));
    }
    outbox::enqueue(transaction, app, &letters.iter().collect::<Vec<_>>(), now).await?;
    Ok(())
}
