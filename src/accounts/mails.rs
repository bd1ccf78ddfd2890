//! What accounts say by mail.

use super::session::CurrentUser;
use crate::{
    context::AppContext,
    i18n::*,
    notifications::{mail::Mail, types::MailKind},
    routes::Route,
};
use leptos_i18n::td_string;

/// "Confirm your address." Without a name: anybody can sign up with anybody's address, and what they typed as
/// a name would reach its owner.
#[must_use]
pub fn verify_email(app: &AppContext, l: Locale, recipient: &str, token: &str) -> Mail {
    let link = app.link(&Route::VerifyEmail(token.to_owned()));
    Mail::text(
        MailKind::Account,
        recipient,
        td_string!(l, mail.verify_subject),
        td_string!(l, mail.verify_body, link = link),
    )
}

/// "You already have an account": the answer to a sign-up with a known address.
#[must_use]
pub fn already_registered(app: &AppContext, l: Locale, recipient: &str, name: &str) -> Mail {
    let (sign_in, forgotten) = (app.link(&Route::SignIn(None)), app.link(&Route::ForgottenPassword(None)));
    Mail::text(
        MailKind::Account,
        recipient,
        td_string!(l, mail.known_subject),
        td_string!(l, mail.known_body, name = name, sign_in = sign_in, forgotten = forgotten),
    )
}

/// "Begin anew": to the mailbox of an account that nobody has confirmed, whose words may be a stranger's.
#[must_use]
pub fn begin_anew(app: &AppContext, l: Locale, recipient: &str, next: Option<String>) -> Mail {
    let link = app.link(&Route::SignUp(next));
    Mail::text(
        MailKind::Account,
        recipient,
        td_string!(l, mail.begin_anew_subject),
        td_string!(l, mail.begin_anew_body, link = link),
    )
}

/// "Set a new password."
#[must_use]
pub fn reset_password(app: &AppContext, l: Locale, recipient: &str, token: &str) -> Mail {
    let link = app.link(&Route::ResetPassword(token.to_owned()));
    Mail::text(
        MailKind::Account,
        recipient,
        td_string!(l, mail.reset_subject),
        td_string!(l, mail.reset_body, link = link),
    )
}

/// "Your account is deleted", the last mail to somebody who leaves.
#[must_use]
pub fn account_deleted(user: &CurrentUser) -> Mail {
    let l = user.locale;
    let body = td_string!(l, mail.deleted_body, name = user.display_name.as_str());
    Mail::text(MailKind::Account, &user.email, td_string!(l, mail.deleted_subject), body)
}

/// "Your password has changed."
#[must_use]
pub fn password_changed(app: &AppContext, l: Locale, recipient: &str, name: &str) -> Mail {
    let link = app.link(&Route::ForgottenPassword(None));
    Mail::text(
        MailKind::Account,
        recipient,
        td_string!(l, mail.changed_subject),
        td_string!(l, mail.changed_body, name = name, link = link),
    )
}

/// "May your child have an account?", to the guardian of somebody under 15, in the minor's language.
#[must_use]
pub fn guardian_asked(app: &AppContext, minor: &CurrentUser, guardian: &str, token: &str, until: &str) -> Mail {
    let (l, name) = (minor.locale, minor.display_name.as_str());
    let link = app.link(&Route::AccountConsent(token.to_owned()));
    let body = td_string!(l, guardians.asked_body, name = name, until = until, link = link);
    Mail::text(MailKind::Account, guardian, td_string!(l, guardians.asked_subject, name = name), body)
        .of_minor(minor.id)
}

/// "Your consent is still awaited", to a guardian who was asked, with a link in place of the first.
#[must_use]
pub fn guardian_reminded(app: &AppContext, minor: &CurrentUser, guardian: &str, token: &str, until: &str) -> Mail {
    let (l, name) = (minor.locale, minor.display_name.as_str());
    let link = app.link(&Route::AccountConsent(token.to_owned()));
    let body = td_string!(l, guardians.reminded_body, name = name, until = until, link = link);
    Mail::text(MailKind::Account, guardian, td_string!(l, guardians.reminded_subject, name = name), body)
        .of_minor(minor.id)
}

/// "Your agreement is noted", to a guardian, with the link that takes it back.
#[must_use]
pub fn guardian_agreed(app: &AppContext, minor: &CurrentUser, guardian: &str, token: &str) -> Mail {
    let (l, name) = (minor.locale, minor.display_name.as_str());
    let link = app.link(&Route::AccountConsent(token.to_owned()));
    let body = td_string!(l, guardians.agreed_body, name = name, link = link);
    Mail::text(MailKind::Account, guardian, td_string!(l, guardians.agreed_subject, name = name), body)
        .of_minor(minor.id)
}

/// "Your account is open", to a minor whose guardian has agreed.
#[must_use]
pub fn account_opened(app: &AppContext, minor: &CurrentUser) -> Mail {
    let l = minor.locale;
    let link = app.link(&Route::SignIn(None));
    let body = td_string!(l, guardians.opened_body, name = minor.display_name.as_str(), link = link);
    Mail::text(MailKind::Account, &minor.email, td_string!(l, guardians.opened_subject), body)
}

/// "Your guardian does not agree", or no longer: the last mail to a minor.
#[must_use]
pub fn guardian_objected(minor: &CurrentUser, had_agreed: bool) -> Mail {
    let (l, name) = (minor.locale, minor.display_name.as_str());
    let body = match had_agreed {
        true => td_string!(l, guardians.withdrawn_body, name = name),
        false => td_string!(l, guardians.objected_body, name = name),
    };
    Mail::text(MailKind::Account, &minor.email, td_string!(l, guardians.objected_subject), body)
}

/// "Nobody answered in time": the last mail to a minor.
#[must_use]
pub fn guardian_silent(app: &AppContext, minor: &CurrentUser) -> Mail {
    let l = minor.locale;
    let link = app.link(&Route::SignUp(None));
    let body = td_string!(l, guardians.silent_body, name = minor.display_name.as_str(), link = link);
    Mail::text(MailKind::Account, &minor.email, td_string!(l, guardians.silent_subject), body)
}
