//! What somebody under 15 is shown until their guardian has agreed: whom they wait for, and a way to correct the address.

use crate::{
    accounts::{
        api::{CorrectAccountGuardian, SignOut, awaited_guardian},
        form::CorrectGuardianForm,
        types::GuardianAwaited,
        visitor::{use_account, use_draft, use_visitor},
    },
    locale::use_locale,
    routes::Route,
    ui::{
        field::Input,
        form::{FormState, Weight, submit},
        loaded::loaded,
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;

/// The page that says whose agreement is waited for.
#[component]
pub fn AwaitGuardianPage() -> impl IntoView {
    if use_account().is_some() {
        return view! { <Redirect path=Route::Account.path() /> }.into_any();
    }
    if !use_visitor().awaits_guardian {
        return view! { <Redirect path=Route::SignIn(Some(Route::AwaitGuardian.path())).path() /> }.into_any();
    }
    loaded(Resource::new_blocking(|| (), |()| awaited_guardian()), |awaited| page(&awaited))
}

fn page(awaited: &GuardianAwaited) -> AnyView {
    let l = use_locale();
    let form = FormState::new(use_draft::<CorrectGuardianForm>());
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                {form_title(td_string!(l, guardians.await_title), form.is_refused())}
                <p class="lead">{td_string!(l, guardians.await_lead)}</p>
                <p>{td_string!(l, guardians.await_sent)} " " <strong>{awaited.email.clone()}</strong></p>
                <p>{td_string!(l, guardians.await_until, until = awaited.until.as_str())}</p>
            </div>
            {correct(awaited, &form)}
            <form method="post" action=SignOut::url()>
                {submit(Weight::Plain, td_string!(l, accounts.sign_out))}
            </form>
        </div>
    }
    .into_any()
}

fn correct(awaited: &GuardianAwaited, form: &FormState) -> AnyView {
    let l = use_locale();
    let label = td_string!(l, guardians.email);
    let content = match awaited.may_correct {
        true => view! {
            <p>{td_string!(l, guardians.correct_text)}</p>
            <form class="form" method="post" action=CorrectAccountGuardian::url() novalidate>
                {form.summary(&[("guardian_email", label)])}
                {form.field("guardian_email", label).value(&awaited.email).autocomplete("off").input(Input::Email)}
                <p class="actions">{submit(Weight::Primary, td_string!(l, guardians.correct))}</p>
            </form>
        }
        .into_any(),
        false => view! {
            {form.summary(&[("guardian_email", label)])}
            <p>{td_string!(l, guardians.no_more_corrections)}</p>
        }
        .into_any(),
    };
    view! {
        <section class="panel stack" aria-labelledby="corriger">
            <h2 class="panel__title" id="corriger">{td_string!(l, guardians.correct_title)}</h2>
            {content}
        </section>
    }
    .into_any()
}
