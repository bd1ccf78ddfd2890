//! Asks for a link that sets a new password.

use super::{email_field, email_label, next_path};
use crate::{
    accounts::{api::AskNewPassword, form::ForgottenPasswordForm, visitor::use_draft},
    locale::use_locale,
    ui::{
        field::Input,
        form::{FormState, Weight, hidden, submit},
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// The page that asks for a new password.
#[component]
pub fn ForgottenPasswordPage() -> impl IntoView {
    let l = use_locale();
    let form = FormState::new(use_draft::<ForgottenPasswordForm>());
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {form_title(td_string!(l, accounts.forgotten_title), form.is_refused())}
            <p class="lead">{td_string!(l, accounts.forgotten_text)}</p>
            <form class="form" method="post" action=AskNewPassword::url() novalidate>
                {form.summary(&[("email", email_label())])}
                {email_field(&form).input(Input::Email)}
                {hidden("next", next_path().as_deref().unwrap_or_default())}
                <p class="actions">{submit(Weight::Primary, td_string!(l, accounts.forgotten_submit))}</p>
            </form>
        </div>
    }
    .into_any()
}
