//! An organisation that was approved, for who moderates to take it down.

use super::{about, outline};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    moderation::pages::navigation,
    organisations::{
        api::{DecideOnOrganisation, moderated_organisation},
        form::ReviewForm,
        types::{Decision, OrganisationCase, State},
    },
    routes::Route,
    ui::{
        failure::current_path,
        form::{FormState, Weight, hidden, submit},
        loaded::loaded,
        notice::{Tone, notice},
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_params_map};

/// An organisation to take down, `/moderation/organisations/:slug`.
#[component]
pub fn OrganisationCasePage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    loaded(Resource::new_blocking(move || slug.clone(), moderated_organisation), move |case| page(&case, l))
}

fn page(case: &OrganisationCase, l: Locale) -> AnyView {
    let details = &case.details;
    let form =
        FormState::new(use_draft::<ReviewForm>().filter(|draft| draft.value("organisation") == Some(case.id.as_str())));
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {navigation(case.is_administrator, l)}
            <div class="stack">
                <p class="crumbs">
                    <a href=Route::ModeratedOrganisations.path()>{td_string!(l, organisations.queue_title)}</a>
                </p>
                {form_title(&details.link.name, form.is_refused())} {outline(details, l)} {about(details, l)}
            </div>
            {decision(case, &form, l)}
        </div>
    }
    .into_any()
}

/// The form to decide by; or why there is nothing to decide.
fn decision(case: &OrganisationCase, form: &FormState, l: Locale) -> AnyView {
    if case.details.role.is_some() {
        return notice(Tone::Info, td_string!(l, organisations.own_organisation));
    }
    if case.details.state != State::Approved {
        // Somebody else may have been quicker.
        return view! {
            {form.summary(&[])}
            {notice(Tone::Info, td_string!(l, organisations.not_online))}
            <p>
                <a href=Route::ModeratedOrganisations.path()>{td_string!(l, organisations.to_queue)}</a>
            </p>
        }
        .into_any();
    }
    let note = td_string!(l, organisations.take_down_note);
    view! {
        <section class="panel" aria-labelledby="retirer">
            <h2 class="panel__title" id="retirer">{td_string!(l, organisations.take_down_title)}</h2>
            <p>{td_string!(l, organisations.take_down_text)}</p>
            <form class="form" method="post" action=DecideOnOrganisation::url() novalidate>
                {form.summary(&[("note", note)])}
                {hidden("organisation", &case.id)}
                {hidden("seen", &case.seen)}
                {hidden("decision", Decision::TakeDown.code())}
                {form.field("note", note).hint(td_string!(l, organisations.take_down_hint)).textarea(4)}
                {submit(Weight::Danger, td_string!(l, organisations.take_down))}
            </form>
        </section>
    }
    .into_any()
}
