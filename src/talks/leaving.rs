//! What becomes of talks when one side deletes their account.

use super::{store, transitions};
use crate::{
    accounts::{self, mails, session::CurrentUser},
    agenda::availability::TALK_MINUTES,
    context::AppContext,
    db::{Transaction, WriteError},
    error::AppError,
    moderation::audit,
    notifications::{mail::Mail, outbox},
    organisations,
};
use chrono::{DateTime, Duration, Utc};

/// Deletes the account of a person who leaves, and cancels what is coming or under way: whoever counts on them
/// gets a cancelled talk and a mail, not a talk that is gone. `farewell` is the last mail to who leaves, where the usual one
/// does not say why. All of it is written, or nothing.
///
/// # Errors
/// [`AppError`] of the write; [`AppError::SignInRequired`] when the account is gone already.
pub async fn delete_account(
    app: &AppContext,
    user: &CurrentUser,
    farewell: Option<Mail>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let farewell = farewell.unwrap_or_else(|| mails::account_deleted(user));
    let input = (app.clone(), user.clone(), farewell, now);
    app.db
        .write(input, |transaction, (app, user, farewell, now)| {
            Box::pin(write_leaving(transaction, app, user, farewell, *now))
        })
        .await
}

async fn write_leaving(
    transaction: &mut Transaction,
    app: &AppContext,
    user: &CurrentUser,
    farewell: &Mail,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    accounts::store::hold_account(&mut *transaction, user.id).await?;
    let begun = now - Duration::minutes(i64::from(TALK_MINUTES));
    // Talks before the professional, in one order, as everybody takes them: else each would wait for the other.
    store::hold_open_talks(&mut *transaction, user.id).await?;
    // After this nobody books with them, nor they with anybody, and bookings that were under way can be seen.
    store::set_published(&mut *transaction, user.id, false).await?;
    store::note_change_of(&mut *transaction, user.id, now).await?;
    loop {
        let coming = store::list_coming(&mut *transaction, user.id, begun).await?;
        if coming.is_empty() {
            break;
        }
        for talk in &coming {
            let by = talk.party_of(user.id).ok_or(AppError::Internal)?.side;
            match transitions::leave(&mut *transaction, app, talk, by, now).await {
                // It came to its end in the meantime; an hour that was only held leaves nothing.
                Ok(()) | Err(WriteError::Answer(AppError::TooLate | AppError::NotFound)) => {}
                Err(error) => return Err(error),
            }
        }
    }
    store::leave_talks(&mut *transaction, user.id).await?;
    organisations::leaving::settle(&mut *transaction, user.id).await?;
    audit::forget(&mut *transaction, user.id).await?;
    // What was sent to guardians names the child. They were promised that it goes with the account.
    for guardian in store::list_guardians(&mut *transaction, user.id).await? {
        outbox::forget(&mut *transaction, &guardian).await?;
    }
    outbox::forget(&mut *transaction, &user.email).await?;
    outbox::enqueue(&mut *transaction, app, &[farewell], now).await?;
    accounts::store::delete_account(transaction, user.id).await?;
    Ok(())
}
