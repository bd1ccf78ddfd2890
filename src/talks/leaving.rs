//! What becomes of talks when one side deletes their account, or a professional gives no more time.

use super::{
    store, transitions,
    types::{EndReason, Side},
};
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
use uuid::Uuid;

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
    // What guardians are told names the child. They were promised that it goes with the account. First of all, as what is
    // called off now is told to whoever agreed to it.
    let guardians = store::list_guardians(&mut *transaction, user.id).await?;
    outbox::forget_leaving(&mut *transaction, user.id, &user.email, &guardians).await?;
    call_off(&mut *transaction, app, user.id, &Side::BOTH, EndReason::AccountDeleted, now).await?;
    store::leave_asked_talks(&mut *transaction, user.id).await?;
    store::leave_given_talks(&mut *transaction, user.id).await?;
    organisations::leaving::settle(&mut *transaction, user.id).await?;
    audit::forget(&mut *transaction, user.id).await?;
    outbox::enqueue(&mut *transaction, app, &[farewell], now).await?;
    accounts::store::delete_account(transaction, user.id).await?;
    Ok(())
}

/// Takes the profile of a professional away who gives no more time, with their hours, calendars, photo and what they kept of
/// an unfinished one, and cancels the talks that they were to give, as above. Their account stays, and what they do with it as
/// an explorer.
///
/// # Errors
/// [`AppError`] of the write; [`AppError::SignInRequired`] when the account is gone already.
pub async fn remove_profile(app: &AppContext, user: &CurrentUser, now: DateTime<Utc>) -> Result<(), AppError> {
    let input = (app.clone(), user.id);
    app.db
        .write(input, move |transaction, (app, account)| Box::pin(write_removal(transaction, app, *account, now)))
        .await
}

async fn write_removal(
    transaction: &mut Transaction,
    app: &AppContext,
    account: Uuid,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    accounts::store::hold_account(&mut *transaction, account).await?;
    call_off(&mut *transaction, app, account, &[Side::Professional], EndReason::ProfileDeleted, now).await?;
    store::delete_words_as_professional(&mut *transaction, account).await?;
    store::leave_given_talks(&mut *transaction, account).await?;
    organisations::leaving::give_no_more_time(&mut *transaction, account).await?;
    store::delete_photo(&mut *transaction, account).await?;
    store::delete_profile_draft(&mut *transaction, account).await?;
    store::delete_return_links(&mut *transaction, account).await?;
    store::delete_profile(transaction, account).await?;
    Ok(())
}

/// Hides the profile of `person`, whose account is held, and cancels what is coming or under way for them on `sides`.
async fn call_off(
    transaction: &mut Transaction,
    app: &AppContext,
    person: Uuid,
    sides: &[Side],
    reason: EndReason,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let begun = now - Duration::minutes(i64::from(TALK_MINUTES));
    // Talks before the professional, in one order, as everybody takes them: else each would wait for the other.
    store::hold_open_talks(&mut *transaction, person).await?;
    // After this nobody books with them, nor they with anybody, and bookings that were under way can be seen.
    store::set_published(&mut *transaction, person, false).await?;
    store::note_change_of(&mut *transaction, person, now).await?;
    loop {
        // One call gives more than a person may have to come as an explorer, so it never holds that side only.
        let coming = store::list_coming(&mut *transaction, person, begun).await?;
        let theirs = coming.iter().filter_map(|talk| Some((talk, talk.party_of(person)?.side)));
        let theirs: Vec<_> = theirs.filter(|(_, side)| sides.contains(side)).collect();
        if theirs.is_empty() {
            return Ok(());
        }
        for (talk, side) in theirs {
            match transitions::leave(&mut *transaction, app, talk, side, reason, now).await {
                // It came to its end in the meantime; an hour that was only held leaves nothing.
                Ok(()) | Err(WriteError::Answer(AppError::TooLate | AppError::NotFound)) => {}
                Err(error) => return Err(error),
            }
        }
    }
}
