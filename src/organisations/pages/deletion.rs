//! Asks the only member of an organisation whether to delete it.

use super::crumbs;
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    organisations::{
        api::{DeleteOrganisation, organisation_team},
        form::DeletionForm,
        types::OrganisationPeople,
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

/// The end of an organisation, `/compte/organisations/:slug/supprimer`.
#[component]
pub fn OrganisationDeletionPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    loaded(Resource::new_blocking(move || slug.clone(), organisation_team), move |team| page(&team, l))
}

fn page(team: &OrganisationPeople, l: Locale) -> AnyView {
    let link = &team.details.link;
    let form = FormState::new(use_draft::<DeletionForm>());
    let title = td_string!(l, organisations.delete_title, organisation = link.name.as_str());
    let back = Route::OrganisationTeam(link.slug.clone()).path();
    let question = match team.is_alone() {
        false => notice(Tone::Info, td_string!(l, organisations.other_members)),
        true => view! {
            <p>{td_string!(l, organisations.delete_text)}</p>
            <form method="post" action=DeleteOrganisation::url()>
                {hidden("organisation", &link.slug)} {submit(Weight::Danger, td_string!(l, organisations.delete))}
            </form>
        }
        .into_any(),
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {crumbs(l)} {form_title(&title, form.is_refused())} {form.summary(&[])} {question}
            <p>
                <a href=back>{td_string!(l, organisations.delete_not)}</a>
            </p>
        </div>
    }
    .into_any()
}
