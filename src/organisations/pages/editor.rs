//! What an organisation says, for its members to change.

use super::{crumbs, fields::fields, labels, tabs};
use crate::{
    accounts::visitor::{use_account, use_draft},
    form::Draft,
    i18n::*,
    locale::use_locale,
    organisations::{
        api::{SaveOrganisation, organisation_draft},
        form::OrganisationForm,
        types::{OrganisationText, State},
    },
    routes::Route,
    ui::{
        failure::current_path,
        form::{FormState, Weight, submit},
        loaded::loaded,
        notice::{Tone, notice, notice_of},
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_params_map};

/// What an organisation says, `/compte/organisations/:slug/page`.
#[component]
pub fn OrganisationEditorPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    loaded(Resource::new_blocking(move || slug.clone(), organisation_draft), move |draft| page(&draft, l))
}

fn page(draft: &OrganisationText, l: Locale) -> AnyView {
    let details = &draft.details;
    let again = if details.is_changing {
        Some(td_string!(l, organisations.change_waits))
    } else {
        (details.state == State::Approved).then(|| td_string!(l, organisations.looked_at_again))
    };
    let is_its = |draft: &Draft| draft.value("organisation") == Some(&details.link.slug);
    let form = FormState::new(use_draft::<OrganisationForm>().filter(is_its));
    let title = td_string!(l, organisations.editor_title, organisation = details.link.name.as_str());
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {crumbs(l)} <div class="stack">{form_title(&title, form.is_refused())} {tabs(details, l)}</div>
            {refused(draft, l)}
            <form class="form" method="post" action=SaveOrganisation::url() novalidate>
                {fields(&form, Some(details), l)}
                {again.map(|again| notice(Tone::Info, again))}
                {submit(Weight::Primary, td_string!(l, organisations.save))}
            </form>
        </div>
    }
    .into_any()
}

/// Why it was refused, and what to do.
fn refused(draft: &OrganisationText, l: Locale) -> Option<AnyView> {
    let why = draft.refusal.clone()?;
    let (title, text) = labels::refused(draft.details.state, l);
    let content = view! {
        <h2 class="notice__title">{title}</h2>
        <p class="verbatim">{why}</p>
        <p>{text}</p>
    };
    Some(notice_of(Tone::Warning, content.into_any()))
}
