//! The pages of an account, one file each.

mod account;
mod account_consent;
mod await_guardian;
mod check_mail;
mod forgotten_password;
mod reset_password;
mod sign_in;
mod sign_up;
mod verify_email;

pub use account::AccountPage;
pub use account_consent::AccountConsentPage;
pub use await_guardian::AwaitGuardianPage;
pub use check_mail::{CheckMailForPasswordPage, CheckMailPage};
pub use forgotten_password::ForgottenPasswordPage;
pub use reset_password::ResetPasswordPage;
pub use sign_in::SignInPage;
pub use sign_up::SignUpPage;
pub use verify_email::VerifyEmailPage;

use super::form::PASSWORD_LENGTH;
use crate::{
    locale::use_locale,
    routes::{Route, local_path},
    ui::{
        field::{Field, Input},
        form::FormState,
        notice::{Tone, notice},
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The path of this site that the reader wanted to go on to (`?suite=`).
fn next_path() -> Option<String> {
    let next = use_query_map().read_untracked().get("suite")?;
    local_path(&next).map(str::to_owned)
}

/// The token in this page's address.
fn token() -> String {
    use_params_map().read_untracked().get("token").unwrap_or_default()
}

/// Tells that the hour chosen before is not lost, when `next` leads back to it.
fn choice_is_kept(next: Option<&str>) -> Option<AnyView> {
    let booking = next.is_some_and(|next| next.starts_with("/rencontres/") && next.contains("/reserver?"));
    booking.then(|| notice(Tone::Info, td_string!(use_locale(), accounts.choice_is_kept)))
}

fn email_label() -> &'static str {
    td_string!(use_locale(), accounts.email)
}

fn email_field(form: &FormState) -> Field {
    form.field("email", email_label()).autocomplete("email")
}

fn password_field(form: &FormState, name: &str, label: &str) -> AnyView {
    form.field(name, label).autocomplete("current-password").input(Input::Password)
}

fn new_password_field(form: &FormState, label: &str) -> AnyView {
    let l = use_locale();
    let hint = if form.is_refused() {
        td_string!(l, accounts.password_again_hint, count = PASSWORD_LENGTH.0)
    } else {
        td_string!(l, accounts.new_password_hint, count = PASSWORD_LENGTH.0)
    };
    form.field("password", label).hint(&hint).autocomplete("new-password").input(Input::Password)
}

/// What a used or old link leads to instead.
fn link_expired(next: Route, next_text: &'static str) -> AnyView {
    let l = use_locale();
    view! {
        {notice(Tone::Warning, td_string!(l, accounts.link_expired))}
        <p class="actions"><a class="button button--primary" href=next.path()>{next_text}</a></p>
    }
    .into_any()
}
