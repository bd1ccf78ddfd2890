//! What a browser may ask of accounts. Every function is a public endpoint.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use super::{
    form::{
        AccountConsentForm, AccountObjectionForm, ChangePasswordForm, CorrectGuardianForm, DeleteAccountForm,
        ForgottenPasswordForm, ResetPasswordForm, SignInForm, SignUpForm, VerifyEmailForm,
    },
    types::{AccountConsent, AccountView, GuardianAwaited},
};
use crate::error::AppError;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Opens an account and sends a link to confirm its address. Says the same whether or not the address is
/// known. Public; limited by address.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "sign_up")]
pub async fn sign_up(form: SignUpForm) -> Result<(), AppError> {
    use crate::{accounts::service, context};
    let outcome = service::sign_up(&context::app(), &form).await;
    context::answer(&form, outcome).await
}

/// Confirms an address by the link's token and the password chosen at sign-up, and signs in. Public: these are
/// the proof; limited by address and account.
///
/// # Errors
/// [`AppError::LinkExpired`], [`AppError::Invalid`], [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "verify_email")]
pub async fn verify_email(form: VerifyEmailForm) -> Result<(), AppError> {
    use crate::{accounts::service, context};
    let outcome = service::verify_email(&context::app(), &form).await;
    context::answer_path(&form, outcome).await
}

/// Signs in. Public; limited by address and account.
///
/// # Errors
/// [`AppError::WrongCredentials`], [`AppError::Invalid`], [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "sign_in")]
pub async fn sign_in(form: SignInForm) -> Result<(), AppError> {
    use crate::{accounts::service, context};
    let outcome = service::sign_in(&context::app(), &form).await;
    context::answer_path(&form, outcome).await
}

/// Signs out. Public: without a session nothing happens.
///
/// # Errors
/// [`AppError::Internal`].
#[server(prefix = "/api", endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), AppError> {
    use crate::{
        accounts::{form::SignOutForm, service},
        context,
    };
    context::answer(&SignOutForm, service::sign_out().await).await
}

/// Sends a link that sets a new password, if the address is known; says the same if it is not. Public;
/// limited by address.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "ask_new_password")]
pub async fn ask_new_password(form: ForgottenPasswordForm) -> Result<(), AppError> {
    use crate::{accounts::service, context};
    let outcome = service::ask_new_password(&context::app(), &form).await;
    context::answer(&form, outcome).await
}

/// Sets a new password by the link's token and ends every session. Public: the token is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`], [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "reset_password")]
pub async fn reset_password(form: ResetPasswordForm) -> Result<(), AppError> {
    use crate::{accounts::service, context};
    let outcome = service::reset_password(&context::app(), &form).await;
    context::answer_path(&form, outcome).await
}

/// The address that a link was sent to, if it still works; looking does not use it up. Public: the token is
/// known to the mailbox alone.
///
/// # Errors
/// [`AppError::Internal`].
#[server(prefix = "/api", endpoint = "linked_address", input = GetUrl)]
pub async fn linked_address(token: String, resets_password: bool) -> Result<Option<String>, AppError> {
    use crate::{accounts::service, context};
    service::linked_address(&context::app(), &token, resets_password).await
}

/// One's own account.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_account", input = GetUrl)]
pub async fn my_account() -> Result<AccountView, AppError> {
    use crate::{
        accounts::{service, session},
        context,
    };
    service::view(&context::app(), &session::require_user()?, context::now()).await.map_err(context::fail)
}

/// Whom the reader, who is under 15, waits for.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for who waits for nobody.
#[server(prefix = "/api", endpoint = "awaited_guardian", input = GetUrl)]
pub async fn awaited_guardian() -> Result<GuardianAwaited, AppError> {
    use crate::{accounts::guardian, context};
    let minor = guardian::require_waiting()?;
    guardian::awaited(&context::app(), &minor, context::now()).await.map_err(context::fail)
}

/// Asks the guardian whom the reader waits for at another address, or once more.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Invalid`], [`AppError::TooManyAttempts`],
/// [`AppError::TooLate`].
#[server(prefix = "/api", endpoint = "correct_account_guardian")]
pub async fn correct_account_guardian(form: CorrectGuardianForm) -> Result<(), AppError> {
    use crate::{accounts::guardian, context, form::Notice};
    let outcome = match guardian::require_waiting() {
        Ok(minor) => guardian::correct(&context::app(), &minor, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::GuardianAsked).await
}

/// What the link of a mail asks a guardian about an account. Opening it changes nothing. Public: the token is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "account_consent_by_link", input = GetUrl)]
pub async fn account_consent_by_link(token: String) -> Result<AccountConsent, AppError> {
    use crate::{
        accounts::{guardian, session},
        context,
    };
    let l = session::reader().locale;
    guardian::consent_page(&context::app(), &token, l, context::now()).await.map_err(context::fail)
}

/// A guardian agrees to the account of somebody under 15. Public: the token is the proof.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "agree_to_account")]
pub async fn agree_to_account(form: AccountConsentForm) -> Result<(), AppError> {
    use crate::{accounts::guardian, context, form::Notice, routes::Route};
    let outcome = guardian::agree(&context::app(), &form, context::now()).await.map(|()| Route::Answered);
    context::answer_and_tell(&form, outcome, Notice::AccountAgreed).await
}

/// A guardian does not agree to an account, or no longer: it is deleted. Public: the token is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "object_to_account")]
pub async fn object_to_account(form: AccountObjectionForm) -> Result<(), AppError> {
    use crate::{accounts::guardian, context, form::Notice, routes::Route};
    let outcome = guardian::object(&context::app(), &form.token.0, context::now()).await.map(|()| Route::Answered);
    context::answer_and_tell(&form, outcome, Notice::AccountRefused).await
}

/// Changes one's own password; other sessions end.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::Invalid`], [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "change_password")]
pub async fn change_password(form: ChangePasswordForm) -> Result<(), AppError> {
    use crate::{
        accounts::{service, session},
        context,
    };
    let outcome = match session::require_user() {
        Ok(user) => service::change_password(&context::app(), &user, &form).await,
        Err(error) => Err(error),
    };
    context::answer(&form, outcome).await
}

/// Deletes one's own account; coming talks are cancelled.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::Invalid`], [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "delete_account")]
pub async fn delete_account(form: DeleteAccountForm) -> Result<(), AppError> {
    use crate::{
        accounts::{service, session},
        context,
    };
    let outcome = match session::require_user() {
        Ok(user) => service::delete_account(&context::app(), &user, &form).await,
        Err(error) => Err(error),
    };
    context::answer(&form, outcome).await
}

/// Remembers the reader's language and shows the page again in it. Public: it is the visitor's own.
///
/// # Errors
/// [`AppError::Malformed`] for a language that Déclic does not speak.
#[server(prefix = "/api", endpoint = "choose_language")]
pub async fn choose_language(language: String) -> Result<(), AppError> {
    use crate::{
        accounts::{form::LanguageForm, service},
        context,
    };
    match service::choose_language(&context::app(), &language).await {
        Ok(()) => context::go_back(),
        Err(error) => context::answer(&LanguageForm, Err(error)).await?,
    }
    Ok(())
}
