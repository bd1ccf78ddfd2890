//! Confirms an address, with the password chosen at sign-up. Opening the page changes nothing, as mail programs
//! open links on their own: the button does.

use super::{link_expired, password_field, token};
use crate::{
    accounts::{
        api::{VerifyEmail, linked_address},
        form::VerifyEmailForm,
        visitor::{use_account, use_draft},
    },
    locale::use_locale,
    routes::Route,
    ui::{
        form::{FormState, Weight, hidden, submit},
        loaded::loaded,
        notice::{Tone, notice},
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// The page of the link that confirms an address.
#[component]
pub fn VerifyEmailPage() -> impl IntoView {
    loaded(Resource::new_blocking(token, |token| linked_address(token, false)), page)
}

fn page(address: Option<String>) -> AnyView {
    let l = use_locale();
    let form = FormState::new(use_draft::<VerifyEmailForm>());
    let password = td_string!(l, accounts.password);
    let content = if use_account().is_some() && address.is_none() {
        view! {
            {notice(Tone::Success, td_string!(l, accounts.verified_already))}
            <p class="actions">
                <a class="button button--primary" href=Route::Account.path()>{td_string!(l, accounts.account_title)}</a>
            </p>
        }
        .into_any()
    } else if let Some(address) = address {
        view! {
            <p class="lead">{td_string!(l, accounts.verify_address)} " " <strong>{address}</strong></p>
            <p>{td_string!(l, accounts.verify_text)}</p>
            <form class="form" method="post" action=VerifyEmail::url() novalidate>
                {form.summary(&[("password", password)])}
                {hidden("token", &token())}
                {password_field(&form, "password", password)}
                <p class="actions">
                    {submit(Weight::Primary, td_string!(l, accounts.verify))}
                    <a href=Route::ForgottenPassword(None).path()>{td_string!(l, accounts.forgotten_password_link)}</a>
                </p>
            </form>
            <p>{td_string!(l, accounts.verify_not_you)}</p>
        }
        .into_any()
    } else {
        view! {
            {link_expired(Route::SignIn(None), td_string!(l, accounts.sign_in))}
            <p>{td_string!(l, accounts.verify_expired_text)}</p>
        }
        .into_any()
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {form_title(td_string!(l, accounts.verify_title), form.is_refused())} {content}
        </div>
    }
    .into_any()
}
