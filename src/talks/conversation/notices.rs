//! The mail that says that a message waits: nothing of what it says, nobody's name, and no other one until it was read.

use super::super::{mails, store, types::Side};
use crate::{
    context::AppContext,
    db::{Transaction, WriteError},
    error::AppError,
    notifications::outbox,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// How long a message may wait to be read on the page before a mail tells of it: two people who write to each other
/// live get none.
pub const PATIENCE: Duration = Duration::minutes(2);
/// Mails that are written in one round.
const AT_ONCE: i64 = 100;

/// Writes the mails that are due. However many processes look, each goes out once.
///
/// # Errors
/// [`AppError`] of the reads and writes.
pub async fn send_due(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    for (account, talk) in store::list_notices_due(&app.db, now, AT_ONCE).await? {
        app.db
            .write((app.clone(), account, talk, now), |transaction, (app, account, talk, now)| {
                Box::pin(write_notice(transaction, app, *account, *talk, *now))
            })
            .await?;
    }
    Ok(())
}

async fn write_notice(
    transaction: &mut Transaction,
    app: &AppContext,
    account: Uuid,
    talk: Uuid,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    if !store::take_notice(&mut *transaction, account, talk, now).await? {
        return Ok(());
    }
    let Some(talk) = store::find_talk(&mut *transaction, talk).await? else { return Ok(()) };
    let Some(reader) = talk.party_of(account) else { return Ok(()) };
    // The invented read no mail; who must not read waits for the guardian; where a moderator came between them, nobody is
    // called back.
    let invented = reader.side == Side::Professional && talk.is_demonstration();
    let closed = talk.messages_closed_at.is_some();
    let reads = super::circumstances(&mut *transaction, &talk, &reader).await?.may_read(reader.side);
    if invented || closed || !reads {
        return Ok(());
    }
    let mail = mails::message_waits(app, &talk, &reader, now);
    Ok(outbox::enqueue(transaction, app, &[&mail], now).await?)
}
