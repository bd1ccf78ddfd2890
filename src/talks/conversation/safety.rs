//! Blocking and reporting the other side of a talk.

use super::{
    super::{
        form::{BlockForm, ReportForm},
        store::{self, NewReport},
        types::{ReportReason, Side},
        vetting_queue::region_of,
    },
    circumstances, own_conversation,
};
use crate::{
    accounts::{self, session::CurrentUser},
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    routes::Route,
};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Reports of one person that may wait for somebody to look at them.
const MOST_REPORTS: u8 = 5;
/// What is kept of a conversation when a person is reported and not one message.
const MESSAGES_KEPT: i64 = 20;
/// How long a report that is settled is kept, with the words in it.
pub const SETTLED_KEPT: Duration = Duration::days(365);

/// The other side of a talk of `user`, with the talk.
async fn other_of(app: &AppContext, user: &CurrentUser, talk: &str) -> Result<(Uuid, Uuid), AppError> {
    let (talk, side) = own_conversation(app, user, talk).await?;
    let other = talk.party(side.other()).ok_or(AppError::ConversationClosed)?;
    Ok((talk.id, other.account))
}

/// Blocks the other side of a talk of `user`: no more messages between the two, and no new talk: what waits is accepted no more. What is agreed stays
/// agreed, as somebody counts on it; it is called off on its own page. Gives the conversation's page.
///
/// # Errors
/// [`AppError::NotFound`] for a stranger, [`AppError::ConversationClosed`] when nobody is there to be blocked.
pub async fn block(
    app: &AppContext,
    user: &CurrentUser,
    form: &BlockForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (talk, other) = other_of(app, user, &form.talk).await?;
    app.db
        .write((user.id, other, now), |transaction, (user, other, now)| {
            Box::pin(async move { Ok(store::block(transaction, *user, *other, *now).await?) })
        })
        .await?;
    Ok(Route::Messages(talk.to_string()))
}

/// Blocks the other side of a talk of `user` no longer; gives the conversation's page.
///
/// # Errors
/// As [`block`].
pub async fn unblock(app: &AppContext, user: &CurrentUser, form: &BlockForm) -> Result<Route, AppError> {
    let (talk, other) = other_of(app, user, &form.talk).await?;
    app.db
        .write((user.id, other), |transaction, (user, other)| {
            Box::pin(async move { Ok(store::unblock(transaction, *user, *other).await?) })
        })
        .await?;
    Ok(Route::Messages(talk.to_string()))
}

struct Reporting {
    report: NewReport,
    message: Option<i32>,
    /// Whether the reporter may read what was written; else it is no evidence of theirs.
    reads: bool,
    now: DateTime<Utc>,
}

/// Reports the other side of a talk of `user`, or one message of theirs, whose words are kept as evidence; gives the
/// conversation's page.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::NotFound`] for a stranger and for a message that the other one did not write,
/// [`AppError::ConversationClosed`] when nobody is there to be reported.
pub async fn report(
    app: &AppContext,
    user: &CurrentUser,
    form: &ReportForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (talk, side) = own_conversation(app, user, &form.talk).await?;
    let reason: ReportReason = form.check()?;
    let (reporter, other) = (talk.party(side), talk.party(side.other()));
    let (Some(reporter), Some(other)) = (reporter, other) else { return Err(AppError::ConversationClosed) };
    let reads = circumstances(&app.db, &talk, &reporter).await?.may_read(side);
    let message = match form.message.as_str() {
        "" => None,
        number => Some(number.parse().map_err(|_| AppError::NotFound)?),
    };
    let note = form.note.trim();
    let report = NewReport {
        id: context::new_id(),
        talk_id: talk.id,
        message_id: None,
        evidence: None,
        reporter_id: user.id,
        reported_id: other.account,
        reason,
        note: (!note.is_empty()).then(|| note.to_owned()),
        // A relay looks after the professionals of their région. What an explorer wrote is no relay's to read.
        region: talk.commune_code().filter(|_| side == Side::Explorer).map(|commune| region_of(commune).to_owned()),
    };
    let reporting = Reporting { report, message, reads, now };
    app.db.write(reporting, |transaction, reporting| Box::pin(write_report(transaction, reporting))).await?;
    Ok(Route::Messages(talk.id.to_string()))
}

async fn write_report(transaction: &mut Transaction, reporting: &Reporting) -> Result<(), WriteError> {
    let Reporting { report, message, reads, now } = reporting;
    accounts::store::hold_account(&mut *transaction, report.reporter_id).await?;
    if store::count_open_reports(&mut *transaction, report.reporter_id).await? >= i64::from(MOST_REPORTS) {
        let problem = Problem::TooManyReports(MOST_REPORTS.into());
        return Err(WriteError::Answer(AppError::field("reason", problem)));
    }
    let written = match message {
        Some(number) => {
            let found = store::find_message(&mut *transaction, report.talk_id, *number).await?;
            let found = found.filter(|found| found.author_id == report.reported_id && *reads);
            vec![found.ok_or(AppError::NotFound)?]
        }
        None if *reads => {
            store::list_messages_of(&mut *transaction, report.talk_id, report.reported_id, MESSAGES_KEPT).await?
        }
        None => Vec::new(),
    };
    let message_id = written.first().filter(|_| message.is_some()).map(|message| message.id);
    let kept = written.into_iter().rev().map(|row| MessageKept { sent_at: row.sent_at, body: row.body });
    let kept: Vec<_> = kept.collect();
    let evidence = serde_json::to_string(&kept).map_err(|_| AppError::Internal)?;
    let evidence = (!kept.is_empty()).then_some(evidence);
    let report = NewReport { message_id, evidence, ..report.clone() };
    Ok(store::insert_report(transaction, &report, *now).await?)
}

/// A message as it is kept with a report of who wrote it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageKept {
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// What it says.
    pub body: String,
}

/// The messages that are kept with a report, in their order; nothing where it cannot be read.
#[must_use]
pub fn messages_kept(evidence: &str) -> Option<Vec<MessageKept>> {
    serde_json::from_str(evidence).ok()
}
