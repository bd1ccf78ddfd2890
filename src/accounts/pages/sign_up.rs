//! Opens an account.

use super::{choice_is_kept, email_field, email_label, new_password_field, next_path};
use crate::{
    accounts::{
        api::SignUp,
        form::SignUpForm,
        visitor::{use_account, use_draft},
    },
    geo::api::complete_communes,
    locale::use_locale,
    routes::Route,
    ui::{
        completion::completion,
        field::Input,
        form::{FormState, Weight, hidden, submit},
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;

/// The page that opens an account.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let next = next_path();
    if use_account().is_some() {
        return view! { <Redirect path=next.unwrap_or_else(|| Route::Account.path()) /> }.into_any();
    }
    let l = use_locale();
    let form = FormState::new(use_draft::<SignUpForm>());
    let (name, birth_date) = (td_string!(l, accounts.display_name), td_string!(l, accounts.birth_date));
    let (commune, password) = (td_string!(l, accounts.commune), td_string!(l, accounts.password));
    let labels = [
        ("display_name", name),
        ("email", email_label()),
        ("birth_date", birth_date),
        ("commune", commune),
        ("guardian_email", td_string!(l, guardians.email)),
        ("password", password),
    ];
    let commune =
        form.field("commune", commune).hint(td_string!(l, accounts.commune_hint)).autocomplete("address-level2");
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {form_title(td_string!(l, accounts.sign_up_title), form.is_refused())}
            {choice_is_kept(next.as_deref())}
            <form class="form" method="post" action=SignUp::url() novalidate>
                {form.summary(&labels)}
                {form
                    .field("display_name", name)
                    .hint(td_string!(l, accounts.display_name_hint))
                    .autocomplete("name")
                    .input(Input::Text)}
                {email_field(&form).hint(td_string!(l, accounts.email_hint)).input(Input::Email)}
                {form
                    .field("birth_date", birth_date)
                    .hint(td_string!(l, accounts.birth_date_hint))
                    .autocomplete("bday")
                    .input(Input::Date)}
                {completion(commune, Input::Text, |text| Box::pin(complete_communes(text)))}
                {guardian(&form)}
                {new_password_field(&form, password)}
                {hidden("next", next.as_deref().unwrap_or_default())}
                <p class="actions">{submit(Weight::Primary, td_string!(l, accounts.sign_up))}</p>
            </form>
            <p>
                {td_string!(l, accounts.have_an_account)}
                " "
                <a rel="external" href=Route::SignIn(next.clone()).path()>{td_string!(l, accounts.sign_in)}</a>
            </p>
        </div>
    }
    .into_any()
}

/// Who agrees to the account of somebody under 15: folded away, as few have to answer it, unless it came back.
fn guardian(form: &FormState) -> AnyView {
    let l = use_locale();
    let is_asked = form.typed("guardian_email").is_some_and(|typed| !typed.is_empty())
        || form.error().is_some_and(|error| error.problem("guardian_email").is_some());
    view! {
        <details class="panel" open=is_asked>
            <summary>{td_string!(l, guardians.under_fifteen)}</summary>
            {form
                .field("guardian_email", td_string!(l, guardians.email))
                .not_required()
                .hint(td_string!(l, guardians.sign_up_hint))
                .autocomplete("off")
                .input(Input::Email)}
        </details>
    }
    .into_any()
}
