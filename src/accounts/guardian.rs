//! Who answers for somebody under 15 (article 45 of the French data protection act, article 8 of the GDPR): the minor
//! names them at sign-up, they are asked once the minor's mailbox is proved, and agree on the page of a link. Until then
//! the account is a form that waits: its session opens nothing but the page that says so. Without an answer in seven
//! days, with one reminder, or with a no, the account is deleted; who agreed may take it back by the link of a later mail,
//! which deletes it too.

use super::{
    birth_date::{CONSENT_AGE, decides_alone_born_by},
    form::{AccountConsentForm, CorrectGuardianForm, looks_like_an_email},
    mailbox, mails,
    service::token_hash,
    session::{CurrentUser, Reader, reader},
    store::{self, AccountRow, GuardianRow},
    types::{AccountConsent, GuardianAwaited},
};
use crate::{
    agenda::moment,
    context::{self, AppContext, new_token},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    locale::Locale,
    notifications::{mail::Mail, outbox},
    routes::Route,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// How long a guardian has to agree to an account.
const ANSWER_TIME: Duration = Duration::days(7);
/// How often the address of a guardian may be corrected: each time a stranger may get the mail.
pub const MOST_CORRECTIONS: u8 = 3;

/// The address of a guardian as it was typed by a minor whose own is `own`; whether to talks or to an account.
///
/// # Errors
/// [`AppError::Invalid`] at `guardian_email`.
pub fn read_address(typed: &str, own: &str) -> Result<String, AppError> {
    let email = typed.trim();
    let problem = if email.is_empty() {
        Problem::Required
    } else if !looks_like_an_email(email) || email.parse::<lettre::Address>().is_err() {
        Problem::NotAnEmail
    } else if mailbox::is_same(email, own) {
        Problem::OwnEmail
    } else {
        return Ok(email.to_owned());
    };
    Err(AppError::field("guardian_email", problem))
}

/// That one more correction of an address is refused.
#[must_use]
pub fn corrected_too_often() -> AppError {
    AppError::field("guardian_email", Problem::TooManyCorrections(MOST_CORRECTIONS.into()))
}

/// Whether the account is one that a guardian has to agree to.
fn is_too_young(account: &AccountRow, now: DateTime<Utc>) -> bool {
    CurrentUser::from(account.clone()).age_at(now) < CONSENT_AGE
}

/// Sorts out what a session's account may be: a reader like any other, or one who waits for their guardian.
#[must_use]
pub fn admit(row: store::ReaderRow, now: DateTime<Utc>) -> Reader {
    let waits = row.awaits_guardian && is_too_young(&row.account, now);
    let user = Some(CurrentUser::from(row.account));
    if waits { Reader { waiting: user, ..Reader::default() } } else { Reader { user, ..Reader::default() } }
}

/// The page that somebody who has just signed in goes on to: `wanted`, unless their guardian has to agree first.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn landing(app: &AppContext, account: &AccountRow, wanted: String) -> Result<String, AppError> {
    let guardian = store::find_guardian(&app.db, account.id).await?;
    let waits = guardian.is_some_and(|guardian| guardian.agreed_at.is_none()) && is_too_young(account, context::now());
    Ok(if waits { Route::AwaitGuardian.path() } else { wanted })
}

/// Asks the guardian of an account whose mailbox has just been proved, once.
///
/// # Errors
/// [`AppError`] of the reads and writes.
pub async fn ask_first(
    transaction: &mut Transaction,
    app: &AppContext,
    account: &AccountRow,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let guardian = store::find_guardian(&mut *transaction, account.id).await?;
    match guardian.filter(|guardian| guardian.answer_by.is_none() && is_too_young(account, now)) {
        Some(guardian) => ask(transaction, app, &CurrentUser::from(account.clone()), &guardian.email, now).await,
        None => Ok(()),
    }
}

async fn ask(
    transaction: &mut Transaction,
    app: &AppContext,
    minor: &CurrentUser,
    guardian: &str,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let (token, answer_by) = (new_token()?, now + ANSWER_TIME);
    store::ask_guardian(&mut *transaction, minor.id, &token_hash(&token), answer_by).await?;
    let until = moment::whole(answer_by, now, minor.time_zone, minor.locale);
    let mail = mails::guardian_asked(app, minor, guardian, &token, &until);
    Ok(outbox::enqueue(transaction, app, &[&mail], now).await?)
}

/// The reader who waits for their guardian.
///
/// # Errors
/// [`AppError::SignInRequired`]; [`AppError::NotFound`] for who waits for nobody.
pub fn require_waiting() -> Result<CurrentUser, AppError> {
    let reader = reader();
    let nobody = if reader.user.is_some() { AppError::NotFound } else { AppError::SignInRequired };
    reader.waiting.ok_or_else(|| context::fail(nobody))
}

/// Whom the reader waits for, and until when.
///
/// # Errors
/// [`AppError::NotFound`] once nobody is waited for.
pub async fn awaited(app: &AppContext, minor: &CurrentUser, now: DateTime<Utc>) -> Result<GuardianAwaited, AppError> {
    let guardian = store::find_guardian(&app.db, minor.id).await?.ok_or(AppError::NotFound)?;
    let until = guardian.answer_by.unwrap_or(now);
    Ok(GuardianAwaited {
        email: guardian.email,
        until: moment::whole(until, now, minor.time_zone, minor.locale),
        may_correct: guardian.corrections < i32::from(MOST_CORRECTIONS),
    })
}

/// A correction as it goes through the transaction.
struct Correction {
    app: AppContext,
    minor: CurrentUser,
    email: String,
    now: DateTime<Utc>,
}

/// Asks at another address, or at the same one once more; the link that was sent before ends, and the time to answer
/// begins anew.
///
/// # Errors
/// [`AppError::Invalid`] at `guardian_email`, [`AppError::TooManyAttempts`].
pub async fn correct(
    app: &AppContext,
    minor: &CurrentUser,
    form: &CorrectGuardianForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let email = read_address(&form.guardian_email, &minor.email)?;
    app.limits.count_mail(context::client_address(), &email)?;
    let correction = Correction { app: app.clone(), minor: minor.clone(), email, now };
    app.db.write(correction, |transaction, correction| Box::pin(write_correction(transaction, correction))).await?;
    Ok(Route::AwaitGuardian)
}

async fn write_correction(transaction: &mut Transaction, correction: &Correction) -> Result<(), WriteError> {
    let Correction { app, minor, email, now } = correction;
    store::hold_account(&mut *transaction, minor.id).await?;
    let before = store::find_guardian(&mut *transaction, minor.id).await?;
    let before = before.filter(|guardian| guardian.agreed_at.is_none()).ok_or(AppError::TooLate)?;
    if !store::correct_guardian(&mut *transaction, minor.id, email, MOST_CORRECTIONS.into()).await? {
        return Err(WriteError::Answer(corrected_too_often()));
    }
    // Once it is corrected nothing else knows that the mistyped one was written to.
    outbox::forget_guardian(&mut *transaction, minor.id, &before.email).await?;
    ask(transaction, app, minor, email, *now).await
}

/// What the link of a mail asks a guardian, or what they agreed to. Opening it changes nothing.
///
/// # Errors
/// [`AppError::LinkExpired`].
pub async fn consent_page(
    app: &AppContext,
    token: &str,
    l: Locale,
    now: DateTime<Utc>,
) -> Result<AccountConsent, AppError> {
    let (guardian, account) = linked(app, token, now).await?;
    let minor = CurrentUser::from(account);
    let until = guardian.answer_by.unwrap_or(now);
    Ok(AccountConsent {
        agreed: guardian.agreed_at.is_some(),
        until: moment::whole(until, now, minor.time_zone, l),
        name: minor.display_name,
    })
}

/// The guardian of a link, and whom they answer for; nobody any more for who has come of the age to decide alone.
async fn linked(app: &AppContext, token: &str, now: DateTime<Utc>) -> Result<(GuardianRow, AccountRow), AppError> {
    let guardian = store::find_linked_guardian(&app.db, &token_hash(token), now).await?;
    let guardian = guardian.ok_or(AppError::LinkExpired)?;
    let account = store::find_account(&app.db, guardian.account_id).await?;
    let account = account.filter(|account| is_too_young(account, now)).ok_or(AppError::LinkExpired)?;
    Ok((guardian, account))
}

/// Makes what is decided of one account come one after the other; gives whether it is still there.
async fn hold(transaction: &mut Transaction, account: Uuid) -> Result<bool, WriteError> {
    match store::hold_account(transaction, account).await {
        Ok(()) => Ok(true),
        Err(WriteError::Answer(AppError::SignInRequired)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// An agreement as it goes through the transaction.
struct Agreement {
    app: AppContext,
    account: Uuid,
    token_hash: String,
    mails: [Mail; 2],
    withdrawal_hash: String,
    now: DateTime<Utc>,
}

/// Notes that a guardian agrees: the account can be used from now on.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::LinkExpired`].
pub async fn agree(app: &AppContext, form: &AccountConsentForm, now: DateTime<Utc>) -> Result<(), AppError> {
    form.check()?;
    let (guardian, account) = linked(app, &form.token.0, now).await?;
    let minor = CurrentUser::from(account);
    let withdrawal = new_token()?;
    let agreement = Agreement {
        app: app.clone(),
        account: minor.id,
        token_hash: token_hash(&form.token.0),
        mails: [mails::guardian_agreed(app, &minor, &guardian.email, &withdrawal), mails::account_opened(app, &minor)],
        withdrawal_hash: token_hash(&withdrawal),
        now,
    };
    app.db.write(agreement, |transaction, agreement| Box::pin(write_agreement(transaction, agreement))).await
}

async fn write_agreement(transaction: &mut Transaction, agreement: &Agreement) -> Result<(), WriteError> {
    let Agreement { app, account, token_hash, mails, withdrawal_hash, now } = agreement;
    let agrees = hold(&mut *transaction, *account).await?
        && store::agree(&mut *transaction, token_hash, withdrawal_hash, *now).await?;
    if !agrees {
        return Err(WriteError::Answer(AppError::LinkExpired));
    }
    Ok(outbox::enqueue(transaction, app, &mails.iter().collect::<Vec<_>>(), *now).await?)
}

/// Notes that a guardian does not agree, or no longer: the account is deleted with all that is its own, and what others
/// count on is called off.
///
/// # Errors
/// [`AppError::LinkExpired`].
pub async fn object(app: &AppContext, token: &str, now: DateTime<Utc>) -> Result<(), AppError> {
    let (guardian, account) = linked(app, token, now).await?;
    let minor = CurrentUser::from(account);
    let why = mails::guardian_objected(&minor, guardian.agreed_at.is_some());
    if guardian.agreed_at.is_none() {
        let is_deleted = delete_waiting(app, &guardian, &minor, why, now).await?;
        return if is_deleted { Ok(()) } else { Err(AppError::LinkExpired) };
    }
    // Gone already: the same button was pressed twice.
    let gone = |error| if error == AppError::SignInRequired { AppError::LinkExpired } else { error };
    (app.delete_account)(app.clone(), minor, Some(why)).await.map_err(gone)
}

/// Deletes an account that waits, with a last mail that says why; gives whether it still waited.
async fn delete_waiting(
    app: &AppContext,
    guardian: &GuardianRow,
    minor: &CurrentUser,
    why: Mail,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let input = (app.clone(), guardian.clone(), minor.email.clone(), why);
    app.db
        .write(input, move |transaction, (app, guardian, email, why)| {
            Box::pin(async move {
                let account = guardian.account_id;
                if !hold(&mut *transaction, account).await? {
                    return Ok(false);
                }
                let current = store::find_guardian(&mut *transaction, account).await?;
                let is_as_read = |now: &GuardianRow| now.agreed_at.is_none() && now.answer_by == guardian.answer_by;
                if !current.as_ref().is_some_and(is_as_read) {
                    return Ok(false);
                }
                let guardians = current.into_iter().map(|guardian| guardian.email).collect::<Vec<_>>();
                outbox::forget_leaving(&mut *transaction, account, email, &guardians).await?;
                store::delete_account(&mut *transaction, account).await?;
                outbox::enqueue(transaction, app, &[why], now).await?;
                Ok(true)
            })
        })
        .await
}

/// Deletes the accounts whose guardians have not answered in time, reminds those who have half of it left, and forgets the
/// guardians of who is old enough meanwhile to decide alone.
///
/// # Errors
/// [`AppError`] of the reads and writes.
pub async fn sweep(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    // The day before: it is their birthday wherever they live.
    let born_by = decides_alone_born_by(now.date_naive() - Duration::days(1));
    app.db
        .write(born_by, |transaction, born_by| {
            Box::pin(async move { Ok(store::delete_needless_guardians(transaction, *born_by).await?) })
        })
        .await?;
    for guardian in store::list_silent_guardians(&app.db, now).await? {
        let account = store::find_account(&app.db, guardian.account_id).await?;
        let Some(account) = account.filter(|account| is_too_young(account, now)) else { continue };
        let minor = CurrentUser::from(account);
        let why = mails::guardian_silent(app, &minor);
        delete_waiting(app, &guardian, &minor, why, now).await?;
    }
    for guardian in store::list_guardians_to_remind(&app.db, now, now + ANSWER_TIME / 2).await? {
        let account = store::find_account(&app.db, guardian.account_id).await?;
        let Some(account) = account.filter(|account| is_too_young(account, now)) else { continue };
        app.db
            .write((app.clone(), guardian, CurrentUser::from(account)), move |transaction, (app, guardian, minor)| {
                Box::pin(remind(transaction, app, guardian, minor, now))
            })
            .await?;
    }
    Ok(())
}

/// Asks once more, until the same instant. The link is a new one: what is stored of the first opens none.
async fn remind(
    transaction: &mut Transaction,
    app: &AppContext,
    guardian: &GuardianRow,
    minor: &CurrentUser,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let token = new_token()?;
    // Another process may have, or the address was corrected.
    if !store::remind_guardian(&mut *transaction, guardian, &token_hash(&token), now).await? {
        return Ok(());
    }
    let until = moment::whole(guardian.answer_by.unwrap_or(now), now, minor.time_zone, minor.locale);
    let mail = mails::guardian_reminded(app, minor, &guardian.email, &token, &until);
    Ok(outbox::enqueue(transaction, app, &[&mail], now).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use store::ReaderRow;

    #[test]
    fn a_guardian_has_an_address_of_their_own() {
        let own = "petite@exemple.fr";
        assert_eq!(read_address(" parent@exemple.fr ", own), Ok("parent@exemple.fr".to_owned()));
        for (typed, problem) in [
            ("", Problem::Required),
            (" ", Problem::Required),
            ("parent", Problem::NotAnEmail),
            ("parent@exemple", Problem::NotAnEmail),
            ("un parent@exemple.fr", Problem::NotAnEmail),
            (own, Problem::OwnEmail),
            (" PETITE@Exemple.fr ", Problem::OwnEmail),
            ("petite+maman@exemple.fr", Problem::OwnEmail),
        ] {
            assert_eq!(read_address(typed, own), Err(AppError::field("guardian_email", problem)), "{typed:?}");
        }
    }

    fn account(birth_date: NaiveDate, now: DateTime<Utc>) -> AccountRow {
        AccountRow {
            id: Uuid::nil(),
            email: "petite@exemple.fr".into(),
            password_hash: None,
            display_name: "Petite".into(),
            birth_date,
            commune_code: "81004".into(),
            time_zone: "Europe/Paris".into(),
            locale: "fr".into(),
            email_verified_at: Some(now),
            demonstration: false,
            created_at: now,
        }
    }

    proptest! {
        /// Whoever a session belongs to is one or the other, and under fifteen a reader only by agreement.
        #[test]
        fn nobody_under_fifteen_reads_before_the_guardian_agrees(days in 0..40_000_u64, awaits_guardian: bool) {
            let now = "2026-11-22T12:00:00Z".parse::<DateTime<Utc>>().unwrap();
            let birth_date = now.date_naive() - chrono::Days::new(days);
            let reader = admit(ReaderRow { account: account(birth_date, now), awaits_guardian }, now);
            let is_young = crate::accounts::birth_date::needs_guardian(birth_date, now.date_naive());
            prop_assert_eq!(reader.waiting.is_some(), is_young && awaits_guardian);
            prop_assert_eq!(reader.user.is_some(), reader.waiting.is_none());
        }
    }
}
