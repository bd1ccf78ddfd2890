//! Signs in.

use super::{choice_is_kept, email_field, email_label, next_path, password_field};
use crate::{
    accounts::{
        api::SignIn,
        form::SignInForm,
        visitor::{use_account, use_draft},
    },
    locale::use_locale,
    routes::Route,
    ui::{
        field::Input,
        form::{FormState, Weight, hidden, submit},
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;

/// The page that signs in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let next = next_path();
    if use_account().is_some() {
        return view! { <Redirect path=next.unwrap_or_else(|| Route::Account.path()) /> }.into_any();
    }
    let l = use_locale();
    let form = FormState::new(use_draft::<SignInForm>());
    let password = td_string!(l, accounts.password);
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {form_title(td_string!(l, accounts.sign_in_title), form.is_refused())}
            {choice_is_kept(next.as_deref())}
            {next.is_some().then(|| view! { <p class="lead">{td_string!(l, accounts.sign_in_needed)}</p> })}
            <form class="form" method="post" action=SignIn::url() novalidate>
                {form.summary(&[("email", email_label()), ("password", password)])}
                {email_field(&form).input(Input::Email)}
                {password_field(&form, "password", password)}
                {hidden("next", next.as_deref().unwrap_or_default())}
                <p class="actions">
                    {submit(Weight::Primary, td_string!(l, accounts.sign_in))}
                    <a href=Route::ForgottenPassword(next.clone()).path()>{td_string!(l, accounts.forgotten_password_link)}</a>
                </p>
            </form>
            <section class="stack" aria-labelledby="sans-compte">
                <h2 id="sans-compte">{td_string!(l, accounts.no_account)}</h2>
                <p class="actions">
                    <a class="button" href=Route::SignUp(next.clone()).path()>{td_string!(l, accounts.sign_up_link)}</a>
                </p>
            </section>
        </div>
    }
    .into_any()
}
