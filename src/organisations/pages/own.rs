//! One's own organisations, and opening one.

use super::{fields::fields, labels};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    organisations::{
        api::{CreateOrganisation, RemoveFromOrganisation, my_organisations},
        form::{OrganisationForm, RemovalForm},
        types::{OrganisationDetails, OrganisationLink, OwnOrganisations, Place},
    },
    routes::Route,
    ui::{
        failure::current_path,
        form::{FormState, Weight, hidden, submit},
        icon::icon,
        loaded::loaded,
        page_title::form_title,
        tag::tag,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;

/// One's own organisations, `/compte/organisations`.
#[component]
pub fn OwnOrganisationsPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    loaded(Resource::new_blocking(|| (), |()| my_organisations()), move |own| page(&own, l))
}

fn page(own: &OwnOrganisations, l: Locale) -> AnyView {
    let opening =
        FormState::new(use_draft::<OrganisationForm>().filter(|draft| draft.value("organisation") == Some("")));
    let leaving = FormState::new(use_draft::<RemovalForm>());
    let is_refused = opening.is_refused() || leaving.is_refused();
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <p class="crumbs">
                <a href=Route::Account.path()>{icon("chevron-left")}{td_string!(l, accounts.account_title)}</a>
            </p>
            <div class="stack">
                {form_title(td_string!(l, organisations.own_title), is_refused)}
                <p class="lead">{td_string!(l, organisations.own_lead)}</p>
            </div>
            {leaving.summary(&[("role", td_string!(l, organisations.role))])}
            {(!own.organisations.is_empty()).then(|| members_of(&own.organisations, l))}
            {own.professional_of.as_ref().map(|organisation| professional_of(organisation, l))}
            {match own.is_adult {
                true => open(&opening, l),
                false => view! { <p>{td_string!(l, organisations.adults_only)}</p> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

fn members_of(organisations: &[OrganisationDetails], l: Locale) -> AnyView {
    let items = organisations.iter().map(|one| {
        let role = one.role.map(|role| labels::role(role, l));
        view! {
            <li class="card">
                <h3 class="card__title">
                    <a href=Route::OrganisationSpace(one.link.slug.clone()).path()>{one.link.name.clone()}</a>
                </h3>
                <p class="tags">{tag(labels::state(one.state, l))} {role.map(tag)}</p>
            </li>
        }
    });
    view! {
        <section class="stack" aria-labelledby="miennes">
            <h2 id="miennes">{td_string!(l, organisations.member_title)}</h2>
            <ul class="cards">{items.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn professional_of(organisation: &OrganisationLink, l: Locale) -> AnyView {
    let name = organisation.name.as_str();
    view! {
        <section class="panel stack" aria-labelledby="au-nom-de">
            <h2 class="panel__title" id="au-nom-de">
                {td_string!(l, organisations.professional_title, organisation = name)}
            </h2>
            <p>{td_string!(l, organisations.professional_text, organisation = name)}</p>
            <p>
                <a href=Route::ProfessionalEditor.path()>{td_string!(l, organisations.professional_profile)}</a>
            </p>
            <form method="post" action=RemoveFromOrganisation::url()>
                {hidden("organisation", &organisation.slug)} {hidden("account", "")}
                {hidden("place", Place::Professional.code())}
                {submit(Weight::Plain, &td_string!(l, organisations.professional_leave, organisation = name))}
            </form>
        </section>
    }
    .into_any()
}

fn open(form: &FormState, l: Locale) -> AnyView {
    view! {
        <section class="panel" aria-labelledby="ouvrir">
            <h2 class="panel__title" id="ouvrir">{td_string!(l, organisations.open_title)}</h2>
            <p>{td_string!(l, organisations.open_text)}</p>
            <form class="form" method="post" action=CreateOrganisation::url() novalidate>
                {fields(form, None, l)}
                {submit(Weight::Primary, td_string!(l, organisations.open))}
            </form>
        </section>
    }
    .into_any()
}
