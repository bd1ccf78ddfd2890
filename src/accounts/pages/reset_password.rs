//! Sets a new password by the link sent to the mailbox.

use super::{link_expired, new_password_field, token};
use crate::{
    accounts::{
        api::{ResetPassword, linked_address},
        form::ResetPasswordForm,
        visitor::use_draft,
    },
    locale::use_locale,
    routes::Route,
    ui::{
        form::{FormState, Weight, hidden, submit},
        loaded::loaded,
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// The page of the link that sets a new password.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    loaded(Resource::new_blocking(token, |token| linked_address(token, true)), page)
}

fn page(address: Option<String>) -> AnyView {
    let l = use_locale();
    let form = FormState::new(use_draft::<ResetPasswordForm>());
    let label = td_string!(l, accounts.new_password);
    let content = if let Some(address) = address {
        view! {
            <p class="lead">{td_string!(l, accounts.reset_address)} " " <strong>{address}</strong></p>
            <p>{td_string!(l, accounts.reset_text)}</p>
            <form class="form" method="post" action=ResetPassword::url() novalidate>
                {form.summary(&[("password", label)])}
                {hidden("token", &token())}
                {new_password_field(&form, label)}
                <p class="actions">{submit(Weight::Primary, td_string!(l, accounts.reset_submit))}</p>
            </form>
        }
        .into_any()
    } else {
        link_expired(Route::ForgottenPassword(None), td_string!(l, accounts.ask_another_link))
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {form_title(td_string!(l, accounts.reset_title), form.is_refused())} {content}
        </div>
    }
    .into_any()
}
