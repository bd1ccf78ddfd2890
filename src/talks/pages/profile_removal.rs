//! Asks before one's own profile is taken away, and tells what goes with it.

use super::agenda::bookings;
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::{RemoveProfile, my_profile_removal},
        form::RemoveProfileForm,
        types::ProfileRemoval,
    },
    ui::{
        failure::current_path,
        form::{FormState, Weight, submit},
        icon::icon,
        loaded::loaded,
        page_title::page_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;
use std::collections::BTreeMap;

/// Takes one's own profile away, `/compte/metier/quitter`.
#[component]
pub fn ProfileRemovalPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let form = FormState::new(use_draft::<RemoveProfileForm>());
    let removal = Resource::new_blocking(|| (), |()| my_profile_removal());
    loaded(removal, move |removal| page(&removal, &form, l))
}

fn page(removal: &ProfileRemoval, form: &FormState, l: Locale) -> AnyView {
    let goes = match removal.is_saved {
        true => td_string!(l, onboarding.leave_goes),
        false => td_string!(l, onboarding.leave_draft_goes),
    };
    // Who only needs some rest may not know that there is another way.
    let pause = removal.is_saved.then(|| view! { <p>{td_string!(l, onboarding.leave_or_pause)}</p> });
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                <p class="crumbs">
                    <a href=Route::ProfessionalEditor.path()>{icon("chevron-left")}{td_string!(l, onboarding.back)}</a>
                </p>
                {page_title(td_string!(l, onboarding.leave_title))}
                <p class="lead">{goes}</p>
                <p>{td_string!(l, onboarding.leave_stays)}</p>
                {pause}
            </div>
            {removal.is_saved.then(|| called_off(removal, l))}
            <form class="form" method="post" action=RemoveProfile::url()>
                {form.summary(&[])}
                <p class="actions">
                    {submit(Weight::Danger, td_string!(l, onboarding.leave_confirm))}
                    <a class=Weight::Plain.class() href=Route::ProfessionalEditor.path()>{td_string!(l, onboarding.leave_keep)}</a>
                </p>
            </form>
        </div>
    }
    .into_any()
}

/// The talks that are called off.
fn called_off(removal: &ProfileRemoval, l: Locale) -> AnyView {
    let content = match removal.coming.is_empty() {
        true => view! { <p>{td_string!(l, onboarding.leave_no_talks)}</p> }.into_any(),
        false => view! {
            <p>{td_string!(l, onboarding.leave_talks_text)}</p>
            {bookings(&removal.coming, &BTreeMap::new(), false, l)}
        }
        .into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="annulees">
            <h2 id="annulees">{td_string!(l, onboarding.leave_talks)}</h2>
            {content}
        </section>
    }
    .into_any()
}
