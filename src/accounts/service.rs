//! What accounts do, between the endpoint and the tables.

use super::{
    form::{
        ChangePasswordForm, DeleteAccountForm, ForgottenPasswordForm, ResetPasswordForm, SignInForm, SignUpForm,
        VerifyEmailForm,
    },
    mails,
    rate_limit::Limit,
    session::{self, CurrentUser, LOCALE_KEY, age_on, reader},
    session_store::hex,
    store::{self, AccountRow, LinkPurpose, NewLink},
    types::AccountView,
};
use crate::{
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    geo::{
        self,
        communes::{self, Area, Resolution},
    },
    locale::{self, Locale},
    notifications::outbox::{self, Mail},
    routes::{Route, local_path},
};
use chrono::{Duration, NaiveDate};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How long a link confirms an address.
const VERIFY_HOURS: i64 = 48;
/// How long a link sets a new password.
const RESET_MINUTES: i64 = 60;
/// Under this age an account needs a guardian (article 45 of the French data protection act).
const MINIMUM_AGE: i32 = 15;
/// Nobody is known to have lived longer.
const MAXIMUM_AGE: i32 = 122;

/// A link with its mail.
struct LinkMail {
    link: NewLink,
    mail: Mail,
}

async fn write_link(transaction: &mut Transaction, message: &LinkMail) -> Result<(), WriteError> {
    store::create_link(&mut *transaction, &message.link).await?;
    outbox::enqueue(transaction, &[&message.mail], context::now()).await?;
    Ok(())
}

fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

fn require_address(email: &str) -> Result<(), AppError> {
    let parsed = email.trim().parse::<lettre::Address>();
    parsed.map(drop).map_err(|_| AppError::field("email", Problem::NotAnEmail))
}

/// Opens an account, or tells the owner of a known mailbox that they have one.
pub async fn sign_up(app: &AppContext, form: &SignUpForm) -> Result<Route, AppError> {
    form.check()?;
    require_address(&form.email)?;
    let now = context::now();
    let birth_date = parse_birth_date(&form.birth_date, now.date_naive())?;
    let (commune_code, time_zone) = resolve_commune(&form.commune)?;
    app.limits.count(Limit::Mail, context::client_address(), &form.email)?;
    let password_hash = app.passwords.hash(form.password.0.clone()).await?;
    let reader = reader();
    let email = form.email.trim().to_owned();
    let known = store::find_account_by_email(&app.db, &email).await?;
    if let Some(owner) = known.as_ref().filter(|account| account.email_verified_at.is_some()) {
        let l = locale::from_code(&owner.locale).unwrap_or_default();
        let mail = mails::already_registered(app, l, &owner.email, &owner.display_name);
        outbox::send(&app.db, mail).await?;
        return Ok(Route::CheckMail);
    }
    let account = AccountRow {
        id: context::new_id(),
        email,
        password_hash: Some(password_hash),
        display_name: form.display_name.trim().to_owned(),
        birth_date,
        commune_code,
        time_zone: time_zone.name().to_owned(),
        locale: locale::code(reader.locale).to_owned(),
        email_verified_at: None,
        demonstration: false,
        created_at: now,
    };
    let message = verification(app, &account, local_path(&form.next))?;
    let unproved = known.map(|account| account.id);
    let opened = app
        .db
        .write((account, unproved, message), |transaction, (account, unproved, message)| {
            Box::pin(async move {
                if let Some(id) = unproved {
                    store::delete_unverified(&mut *transaction, *id).await?;
                }
                store::create_account(&mut *transaction, account).await?;
                write_link(transaction, message).await
            })
        })
        .await;
    match opened {
        // Somebody signed up with the same address in the same moment: same answer, their mail is on its way.
        Ok(()) | Err(AppError::JustTaken) => Ok(Route::CheckMail),
        Err(error) => Err(error),
    }
}

fn verification(app: &AppContext, account: &AccountRow, next: Option<&str>) -> Result<LinkMail, AppError> {
    let token = context::new_token()?;
    let l = locale::from_code(&account.locale).unwrap_or_default();
    Ok(LinkMail {
        link: NewLink {
            token_hash: token_hash(&token),
            account_id: account.id,
            purpose: LinkPurpose::Verify,
            next_path: next.map(str::to_owned),
            expires_at: context::now() + Duration::hours(VERIFY_HOURS),
        },
        mail: mails::verify_email(app, l, &account.email, &account.display_name, &token),
    })
}

fn parse_birth_date(text: &str, today: NaiveDate) -> Result<NaiveDate, AppError> {
    let refuse = |problem| AppError::field("birth_date", problem);
    let birth_date: NaiveDate = text.trim().parse().map_err(|_| refuse(Problem::NotADate))?;
    match age_on(birth_date, today) {
        age if birth_date > today || age > MAXIMUM_AGE => Err(refuse(Problem::NotADate)),
        age if age < MINIMUM_AGE => Err(refuse(Problem::TooYoung)),
        _ => Ok(birth_date),
    }
}

/// The commune typed in a form: its code and time zone.
///
/// # Errors
/// [`AppError::Invalid`] at `commune` when it is unknown or ambiguous.
pub fn resolve_commune(text: &str) -> Result<(String, Tz), AppError> {
    let refuse = |problem| Err(AppError::field("commune", problem));
    match communes::resolve(text) {
        Resolution::One(Area::Commune(commune)) => Ok((commune.code.to_string(), geo::zones::zone_of(commune))),
        Resolution::Several(several) => {
            let only_communes = several.into_iter().filter(|area| matches!(area, Area::Commune(_)));
            refuse(Problem::AmbiguousPlace(only_communes.map(|area| area.label()).collect()))
        }
        Resolution::One(_) | Resolution::None => refuse(Problem::UnknownPlace),
    }
}

/// Whether a link still works.
pub async fn link_works(app: &AppContext, token: &str, resets_password: bool) -> Result<bool, AppError> {
    let purpose = if resets_password { LinkPurpose::Reset } else { LinkPurpose::Verify };
    Ok(store::link_works(&app.db, &token_hash(token), purpose, context::now()).await?)
}

/// Confirms an address and signs in; gives the path to go on to.
pub async fn verify_email(app: &AppContext, form: &VerifyEmailForm) -> Result<String, AppError> {
    let used = app
        .db
        .write(token_hash(&form.token.0), |transaction, hash| {
            Box::pin(async move {
                let now = context::now();
                let used = store::use_link(&mut *transaction, hash, LinkPurpose::Verify, now).await?;
                store::mark_verified(transaction, used.account_id, now).await?;
                Ok(used)
            })
        })
        .await?;
    session::sign_in(used.account_id).await?;
    Ok(used.next_path.unwrap_or_else(|| Route::Home.path()))
}

/// Signs in; gives the path to go on to.
pub async fn sign_in(app: &AppContext, form: &SignInForm) -> Result<String, AppError> {
    form.check()?;
    app.limits.count(Limit::Password, context::client_address(), &form.email)?;
    let account = store::find_account_by_email(&app.db, &form.email).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = app.passwords.verify(form.password.0.clone(), hash).await?;
    let Some(account) = account.filter(|_| right) else { return Err(AppError::WrongCredentials) };
    let next = local_path(&form.next);
    if account.email_verified_at.is_none() {
        // Only someone who knows the password learns that the address waits for its confirmation.
        app.limits.count(Limit::Mail, context::client_address(), &form.email)?;
        let message = verification(app, &account, next)?;
        app.db.write(message, |transaction, message| Box::pin(write_link(transaction, message))).await?;
        return Ok(Route::CheckMail.path());
    }
    session::sign_in(account.id).await?;
    Ok(next.map_or_else(|| Route::Home.path(), str::to_owned))
}

/// Sends a link for a new password to a known address.
pub async fn ask_new_password(app: &AppContext, form: &ForgottenPasswordForm) -> Result<Route, AppError> {
    form.check()?;
    app.limits.count(Limit::Mail, context::client_address(), &form.email)?;
    let account = store::find_account_by_email(&app.db, &form.email).await?;
    if let Some(account) = account.filter(|account| !account.demonstration) {
        let token = context::new_token()?;
        let l = locale::from_code(&account.locale).unwrap_or_default();
        let message = LinkMail {
            link: NewLink {
                token_hash: token_hash(&token),
                account_id: account.id,
                purpose: LinkPurpose::Reset,
                next_path: None,
                expires_at: context::now() + Duration::minutes(RESET_MINUTES),
            },
            mail: mails::reset_password(app, l, &account.email, &account.display_name, &token),
        };
        app.db.write(message, |transaction, message| Box::pin(write_link(transaction, message))).await?;
    }
    Ok(Route::CheckMail)
}

/// Sets a new password by a link; it also proves the mailbox.
pub async fn reset_password(app: &AppContext, form: &ResetPasswordForm) -> Result<Route, AppError> {
    form.check()?;
    app.limits.count(Limit::Password, context::client_address(), &form.token.0)?;
    let password_hash = app.passwords.hash(form.password.0.clone()).await?;
    let used = app
        .db
        .write((token_hash(&form.token.0), password_hash), |transaction, (token, password)| {
            Box::pin(async move {
                let now = context::now();
                let used = store::use_link(&mut *transaction, token, LinkPurpose::Reset, now).await?;
                store::mark_verified(&mut *transaction, used.account_id, now).await?;
                store::set_password(transaction, used.account_id, password).await?;
                Ok(used)
            })
        })
        .await?;
    tell_password_changed(app, used.account_id).await?;
    session::sign_out().await?;
    Ok(Route::SignIn(None))
}

async fn tell_password_changed(app: &AppContext, account: Uuid) -> Result<(), AppError> {
    if let Some(account) = store::find_account(&app.db, account).await? {
        let l = locale::from_code(&account.locale).unwrap_or_default();
        outbox::send(&app.db, mails::password_changed(app, l, &account.email, &account.display_name)).await?;
    }
    Ok(())
}

async fn require_password(app: &AppContext, user: &CurrentUser, password: &str) -> Result<(), AppError> {
    app.limits.count(Limit::Password, context::client_address(), &user.email)?;
    let account = store::find_account(&app.db, user.id).await?.ok_or(AppError::SignInRequired)?;
    let right = app.passwords.verify(password.to_owned(), account.password_hash).await?;
    if right { Ok(()) } else { Err(AppError::field("current", Problem::WrongPassword)) }
}

/// Changes the password and ends every other session.
pub async fn change_password(
    app: &AppContext,
    user: &CurrentUser,
    form: &ChangePasswordForm,
) -> Result<Route, AppError> {
    form.check()?;
    require_password(app, user, &form.current.0).await?;
    let password_hash = app.passwords.hash(form.password.0.clone()).await?;
    app.db
        .write((user.id, password_hash), |transaction, (id, hash)| {
            Box::pin(async move { Ok(store::set_password(transaction, *id, hash).await?) })
        })
        .await?;
    session::sign_in(user.id).await?;
    tell_password_changed(app, user.id).await?;
    Ok(Route::Account)
}

/// Cancels what others count on, then deletes the account.
pub async fn delete_account(app: &AppContext, user: &CurrentUser, form: &DeleteAccountForm) -> Result<Route, AppError> {
    form.check()?;
    require_password(app, user, &form.current.0).await?;
    (app.before_account_deletion)(app.clone(), user.id).await?;
    app.db
        .write(user.id, |transaction, id| Box::pin(async move { Ok(store::delete_account(transaction, *id).await?) }))
        .await?;
    session::sign_out().await?;
    Ok(Route::Home)
}

/// One's own account page.
#[must_use]
pub fn view(user: &CurrentUser) -> AccountView {
    let commune = communes::find(&user.commune_code).map_or_else(String::new, communes::Commune::label);
    AccountView {
        email: user.email.clone(),
        display_name: user.display_name.clone(),
        commune,
        time_zone: user.time_zone.name().to_owned(),
        birth_date: user.birth_date.to_string(),
    }
}

/// Remembers a language: in the account of a signed-in person, in the session of anybody else.
pub async fn choose_language(app: &AppContext, language: &str) -> Result<(), AppError> {
    let chosen: Locale = match language {
        "fr" | "en" => locale::from_code(language).unwrap_or_default(),
        _ => return Err(AppError::Malformed),
    };
    match session::current_user() {
        Some(user) => {
            app.db
                .write((user.id, chosen), |transaction, (id, chosen)| {
                    Box::pin(async move { Ok(store::set_locale(transaction, *id, locale::code(*chosen)).await?) })
                })
                .await
        }
        None => context::session()?.insert(LOCALE_KEY, locale::code(chosen)).await.map_err(context::session_failed),
    }
}
