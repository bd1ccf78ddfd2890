//! What accounts do, between the endpoint and the tables.

use super::{
    birth_date, carried,
    form::{
        ChangePasswordForm, DeleteAccountForm, ForgottenPasswordForm, ResetPasswordForm, SignInForm, SignUpForm,
        VerifyEmailForm,
    },
    guardian, mails,
    rate_limit::Limit,
    session::{self, CurrentUser, LOCALE_KEY, reader},
    session_store::hex,
    store::{self, AccountRow, LinkPurpose, NewLink},
    types::AccountView,
};
use crate::{
    agenda::moment,
    contact_details,
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    form::Checks,
    form::Notice,
    geo::{
        self,
        communes::{self, Area, Resolution},
    },
    locale::{self, Locale},
    moderation::roles,
    notifications::{mail::Mail, outbox},
    routes::{Route, local_path},
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Bytes of a typed place that is looked for.
const LONGEST_PLACE: usize = 500;
/// How long a link confirms an address.
const VERIFY_HOURS: i64 = 48;
/// How long a link sets a new password.
const RESET_MINUTES: i64 = 60;
/// How long an account waits for its address to be confirmed: a lost link can be asked for again until then.
const UNPROVED_DAYS: i64 = 7;
/// A link with its mail.
struct LinkMail {
    link: NewLink,
    mail: Mail,
}

async fn write_link(transaction: &mut Transaction, app: &AppContext, message: &LinkMail) -> Result<(), WriteError> {
    store::create_link(&mut *transaction, &message.link).await?;
    outbox::enqueue(transaction, app, &[&message.mail], context::now()).await?;
    Ok(())
}

/// The same of a mail that carries no link of its own.
fn write_later(app: &AppContext, mail: Mail) {
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = outbox::send(&app, mail).await {
            tracing::error!(%error, "a mail that was asked for");
        }
    });
}

/// Writes a link and its mail after the answer: the time of an answer must not tell whether there was one to
/// write. A link lost to a failure or a stop is asked for again.
fn write_link_later(app: &AppContext, message: LinkMail) {
    let app = app.clone();
    tokio::spawn(async move {
        let input = (app.clone(), message);
        let written =
            app.db.write(input, |transaction, (app, message)| Box::pin(write_link(transaction, app, message))).await;
        if let Err(error) = written {
            tracing::error!(%error, "a link that was asked for");
        }
    });
}

/// Opens a session for whoever knew the password of `account` when it was read. A password that was changed
/// since has ended the sessions before this one: it ends this one too.
async fn open_session(app: &AppContext, account: &AccountRow) -> Result<(), AppError> {
    session::sign_in(account.id).await?;
    let current = store::find_account(&app.db, account.id).await?;
    if current.is_some_and(|current| current.password_hash == account.password_hash) {
        return Ok(());
    }
    session::sign_out().await?;
    Err(AppError::WrongCredentials)
}

/// What is stored of a link's token: a copy of the database opens no link.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

fn require_address(email: &str) -> Result<(), AppError> {
    let parsed = email.trim().parse::<lettre::Address>();
    parsed.map(drop).map_err(|_| AppError::field("email", Problem::NotAnEmail))
}

/// Opens an account, or tells the owner of a known mailbox that they have one.
pub async fn sign_up(app: &AppContext, form: &SignUpForm) -> Result<Route, AppError> {
    app.limits.count_sign_up(context::client_address())?;
    let now = context::now();
    // Everything that is wrong is told at once: each round costs the password.
    let mut checks = Checks::new();
    checks.note(form.check())?;
    checks.note(require_address(&form.email))?;
    let home = resolve_commune(&form.commune);
    let today = birth_date::today_in(now, home.as_ref().ok().map(|(_, zone)| *zone));
    let birth_date = checks.note(birth_date::parse(&form.birth_date, today))?;
    let is_too_young = birth_date.is_some_and(|born| birth_date::needs_guardian(born, today));
    let guardian_email = match is_too_young {
        true => checks.note(guardian::read_address(&form.guardian_email, &form.email))?,
        false => None,
    };
    let home = checks.note(home)?;
    checks.note(contact_details::refuse("display_name", &form.display_name))?;
    checks.note(app.passwords.refuse_easy(form.password.0.clone(), [&form.email, &form.display_name]).await)?;
    checks.done()?;
    let (Some(birth_date), Some((commune_code, time_zone))) = (birth_date, home) else {
        return Err(AppError::Internal);
    };
    app.limits.count_mail(context::client_address(), &form.email)?;
    if let Some(guardian) = &guardian_email {
        // They are asked later, and once for all: whoever signs up again and again asks as often.
        app.limits.count_mail(context::client_address(), guardian)?;
    }
    let password_hash = app.passwords.hash(form.password.0.clone()).await?;
    let reader = reader();
    let email = form.email.trim().to_owned();
    let known = store::find_account_by_email(&app.db, &email).await?;
    if let Some(owner) = known.as_ref().filter(|account| account.email_verified_at.is_some()) {
        let l = locale::from_code(&owner.locale).unwrap_or_default();
        let mail = mails::already_registered(app, l, &owner.email, &owner.display_name);
        outbox::send(app, mail).await?;
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
    let opening = Opening { app: app.clone(), account, guardian_email, unproved, message };
    let opened = app.db.write(opening, |transaction, opening| Box::pin(write_opening(transaction, opening))).await;
    match opened {
        // Somebody signed up with the same address in the same moment: same answer, their mail is on its way.
        Ok(()) | Err(AppError::JustTaken) => Ok(Route::CheckMail),
        Err(error) => Err(error),
    }
}

/// An account as it goes through the transaction.
struct Opening {
    app: AppContext,
    account: AccountRow,
    guardian_email: Option<String>,
    /// One of the same address that nobody has confirmed.
    unproved: Option<Uuid>,
    message: LinkMail,
}

async fn write_opening(transaction: &mut Transaction, opening: &Opening) -> Result<(), WriteError> {
    let Opening { app, account, guardian_email, unproved, message } = opening;
    if let Some(id) = unproved {
        store::delete_unverified(&mut *transaction, *id).await?;
    }
    store::create_account(&mut *transaction, account).await?;
    if let Some(email) = guardian_email {
        store::insert_guardian(&mut *transaction, account.id, email).await?;
    }
    write_link(transaction, app, message).await
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
        mail: mails::verify_email(app, l, &account.email, &token),
    })
}

/// The commune typed in a form: its code and time zone.
///
/// # Errors
/// [`AppError::Invalid`] at `commune` when it is unknown or ambiguous.
pub fn resolve_commune(text: &str) -> Result<(String, Tz), AppError> {
    let refuse = |problem| Err(AppError::field("commune", problem));
    // No name is as long, and looking for one takes as long as it is.
    if text.len() > LONGEST_PLACE {
        return refuse(Problem::UnknownPlace);
    }
    match communes::resolve(text) {
        Resolution::One(Area::Commune(commune)) => Ok((commune.code.to_string(), geo::zones::zone_of(commune))),
        Resolution::Several(several) => {
            let only_communes = several.into_iter().filter(|area| matches!(area, Area::Commune(_)));
            refuse(Problem::AmbiguousPlace(only_communes.map(|area| area.label()).collect()))
        }
        Resolution::One(_) | Resolution::None => refuse(Problem::UnknownPlace),
    }
}

/// The address whose link this is, if it still works.
pub async fn linked_address(app: &AppContext, token: &str, resets_password: bool) -> Result<Option<String>, AppError> {
    let purpose = if resets_password { LinkPurpose::Reset } else { LinkPurpose::Verify };
    let account = store::find_linked_account(&app.db, &token_hash(token), purpose, context::now()).await?;
    Ok(account.map(|account| account.email))
}

/// Confirms an address and signs in; gives the path to go on to. The link proves who owns the mailbox, the
/// password that they are who opened the account: else whoever signs up with somebody's address would know
/// the password of an account that its owner confirms.
pub async fn verify_email(app: &AppContext, form: &VerifyEmailForm) -> Result<String, AppError> {
    form.check()?;
    let token = token_hash(&form.token.0);
    let account = store::find_linked_account(&app.db, &token, LinkPurpose::Verify, context::now()).await?;
    let account = account.ok_or(AppError::LinkExpired)?;
    app.limits.count_guess(context::client_address(), &account.email)?;
    if !app.passwords.verify(form.password.0.clone(), account.password_hash.clone()).await? {
        return Err(AppError::field("password", Problem::WrongPassword));
    }
    let used = app
        .db
        .write((app.clone(), token, account.clone()), |transaction, (app, token, account)| {
            Box::pin(async move {
                let now = context::now();
                let used = store::use_link(&mut *transaction, token, LinkPurpose::Verify, now).await?;
                store::mark_verified(&mut *transaction, used.account_id, now).await?;
                guardian::ask_first(transaction, app, account, now).await?;
                Ok(used)
            })
        })
        .await?;
    open_session(app, &account).await?;
    let landing = guardian::landing(app, &account, used.next_path.unwrap_or_else(|| Route::Home.path())).await?;
    // Whose guardian is asked is not welcome yet, and that page says what is confirmed.
    if landing != Route::AwaitGuardian.path() {
        context::notify(Notice::AddressConfirmed).await?;
    }
    Ok(landing)
}

/// Signs in; gives the path to go on to.
pub async fn sign_in(app: &AppContext, form: &SignInForm) -> Result<String, AppError> {
    form.check()?;
    app.limits.count_guess(context::client_address(), &form.email)?;
    let account = store::find_account_by_email(&app.db, &form.email).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = app.passwords.verify(form.password.0.clone(), hash).await?;
    let Some(account) = account.filter(|_| right) else { return Err(AppError::WrongCredentials) };
    let next = local_path(&form.next);
    if account.email_verified_at.is_none() {
        // Only the mailbox is told: whoever signs up with an address and then signs in would learn from any
        // other answer whether it has an account already.
        if app.limits.count(Limit::Confirmation, context::client_address(), &form.email).is_ok() {
            write_link_later(app, verification(app, &account, next)?);
        }
        return Err(AppError::WrongCredentials);
    }
    open_session(app, &account).await?;
    guardian::landing(app, &account, next.map_or_else(|| Route::Home.path(), str::to_owned)).await
}

/// Signs out.
pub async fn sign_out() -> Result<Route, AppError> {
    session::sign_out().await?;
    if let Some(user) = session::current_user() {
        carried::note_signed_out(&context::session()?, user.id).await?;
    }
    context::notify(Notice::SignedOut).await?;
    Ok(Route::Home)
}

/// Sends a link for a new password to a known address. Of an account whose address nobody has proved the mailbox's owner
/// takes nothing over: its name, birth date and guardian may be a stranger's words. They are led to begin anew.
pub async fn ask_new_password(app: &AppContext, form: &ForgottenPasswordForm) -> Result<Route, AppError> {
    form.check()?;
    app.limits.count_mail(context::client_address(), &form.email)?;
    let account = store::find_account_by_email(&app.db, &form.email).await?;
    let Some(account) = account.filter(|account| !account.demonstration) else {
        return Ok(Route::CheckMailForPassword);
    };
    if account.email_verified_at.is_none() {
        let next = local_path(&form.next).map(str::to_owned);
        write_later(app, mails::begin_anew(app, reader().locale, &account.email, next));
    } else {
        let token = context::new_token()?;
        let l = locale::from_code(&account.locale).unwrap_or_default();
        let message = LinkMail {
            link: NewLink {
                token_hash: token_hash(&token),
                account_id: account.id,
                purpose: LinkPurpose::Reset,
                next_path: local_path(&form.next).map(str::to_owned),
                expires_at: context::now() + Duration::minutes(RESET_MINUTES),
            },
            mail: mails::reset_password(app, l, &account.email, &token),
        };
        write_link_later(app, message);
    }
    Ok(Route::CheckMailForPassword)
}

/// Sets a new password by a link. Gives the path to go on to.
pub async fn reset_password(app: &AppContext, form: &ResetPasswordForm) -> Result<String, AppError> {
    form.check()?;
    let token = token_hash(&form.token.0);
    app.limits.count(Limit::Password, context::client_address(), &token)?;
    let account = store::find_linked_account(&app.db, &token, LinkPurpose::Reset, context::now()).await?;
    let account = account.filter(|account| account.email_verified_at.is_some()).ok_or(AppError::LinkExpired)?;
    app.passwords.refuse_easy(form.password.0.clone(), [&account.email, &account.display_name]).await?;
    let password_hash = app.passwords.hash(form.password.0.clone()).await?;
    let l = locale::from_code(&account.locale).unwrap_or_default();
    let mail = mails::password_changed(app, l, &account.email, &account.display_name);
    let input = (app.clone(), token, password_hash, mail);
    let used = app
        .db
        .write(input, |transaction, (app, token, password, mail)| {
            Box::pin(async move {
                let now = context::now();
                let used = store::use_link(&mut *transaction, token, LinkPurpose::Reset, now).await?;
                store::set_password(&mut *transaction, used.account_id, password).await?;
                outbox::enqueue(transaction, app, &[mail], now).await?;
                Ok(used)
            })
        })
        .await?;
    // The link has proved the mailbox, and tries at the password may be used up: nobody has to sign in as well.
    session::sign_out().await?;
    session::sign_in(account.id).await?;
    context::notify(Notice::PasswordReset).await?;
    guardian::landing(app, &account, used.next_path.unwrap_or_else(|| Route::Home.path())).await
}

/// Gives the hash that the password was right for.
async fn require_password(app: &AppContext, user: &CurrentUser, password: &str) -> Result<Option<String>, AppError> {
    app.limits.count(Limit::OwnPassword, context::client_address(), &user.id.to_string())?;
    let account = store::find_account(&app.db, user.id).await?.ok_or(AppError::SignInRequired)?;
    let right = app.passwords.verify(password.to_owned(), account.password_hash.clone()).await?;
    if right { Ok(account.password_hash) } else { Err(wrong_password()) }
}

fn wrong_password() -> AppError {
    AppError::field("current", Problem::WrongPassword)
}

/// Changes the password and ends every other session.
pub async fn change_password(
    app: &AppContext,
    user: &CurrentUser,
    form: &ChangePasswordForm,
) -> Result<Route, AppError> {
    form.check()?;
    let known = require_password(app, user, &form.current.0).await?;
    app.passwords.refuse_easy(form.password.0.clone(), [&user.email, &user.display_name]).await?;
    let password_hash = app.passwords.hash(form.password.0.clone()).await?;
    let mail = mails::password_changed(app, user.locale, &user.email, &user.display_name);
    app.db
        .write((app.clone(), user.id, known, password_hash, mail), |transaction, (app, id, known, hash, mail)| {
            Box::pin(async move {
                store::replace_password(&mut *transaction, *id, known.as_deref(), hash).await?;
                Ok(outbox::enqueue(transaction, app, &[mail], context::now()).await?)
            })
        })
        .await
        .map_err(|error| if error == AppError::WrongCredentials { wrong_password() } else { error })?;
    session::sign_in(user.id).await?;
    context::notify(Notice::PasswordChanged).await?;
    Ok(Route::Account)
}

/// Cancels what others count on, then deletes the account.
pub async fn delete_account(app: &AppContext, user: &CurrentUser, form: &DeleteAccountForm) -> Result<Route, AppError> {
    form.check()?;
    require_password(app, user, &form.current.0).await?;
    (app.delete_account)(app.clone(), user.clone(), None).await?;
    session::sign_out().await?;
    context::notify(Notice::AccountDeleted).await?;
    Ok(Route::Home)
}

/// One's own account page.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn view(app: &AppContext, user: &CurrentUser, now: DateTime<Utc>) -> Result<AccountView, AppError> {
    let commune = communes::find(&user.commune_code).map_or_else(String::new, communes::Commune::label);
    Ok(AccountView {
        email: user.email.clone(),
        display_name: user.display_name.clone(),
        commune,
        time_zone: moment::zone_name(user.time_zone, user.locale),
        birth_date: user.birth_date.to_string(),
        is_adult: user.is_adult_at(now),
        moderates: roles::reach_of(&app.db, user.id).await?.is_some(),
    })
}

/// Remembers a language: in the account of a signed-in person, in the session of anybody else.
pub async fn choose_language(app: &AppContext, language: &str) -> Result<(), AppError> {
    let chosen: Locale = match language {
        "fr" | "en" => locale::from_code(language).unwrap_or_default(),
        _ => return Err(AppError::Malformed),
    };
    let session = context::session()?;
    carried::show_again(&session).await?;
    match session::current_user() {
        Some(user) => {
            app.db
                .write((user.id, chosen), |transaction, (id, chosen)| {
                    Box::pin(async move { Ok(store::set_locale(transaction, *id, locale::code(*chosen)).await?) })
                })
                .await
        }
        None => session.insert(LOCALE_KEY, locale::code(chosen)).await.map_err(context::session_failed),
    }
}

/// Removes what has had its time.
pub async fn sweep(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    store::delete_expired(&app.db, now, now - Duration::days(UNPROVED_DAYS)).await?;
    guardian::sweep(app, now).await
}
