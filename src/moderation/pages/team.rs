//! Who moderates, and naming relays: for administrators.

use super::navigation;
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    moderation::{
        api::{DismissRelay, NameRelay, moderation_team},
        form::{DismissRelayForm, NameRelayForm},
        labels::role,
        types::{Role, Team, TeamMember},
    },
    routes::Route,
    ui::{
        choice::Choice,
        failure::current_path,
        field::Input,
        form::{FormState, Weight, hidden, submit},
        loaded::loaded,
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;

/// Who moderates, `/moderation/equipe`.
#[component]
pub fn TeamPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    loaded(Resource::new_blocking(|| (), |()| moderation_team()), move |team| page(&team, l))
}

fn page(team: &Team, l: Locale) -> AnyView {
    let naming = FormState::new(use_draft::<NameRelayForm>());
    let dismissal = FormState::new(use_draft::<DismissRelayForm>());
    let members = team.members.iter().map(|member| item(member, l)).collect_view();
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                {form_title(td_string!(l, moderation.team_title), naming.is_refused() || dismissal.is_refused())}
                <p class="lead">{td_string!(l, moderation.team_lead)}</p>
                {navigation(true, l)}
            </div>
            {dismissal.summary(&[])}
            <ul class="log">{members}</ul>
            {name_relay(team, &naming, l)}
        </div>
    }
    .into_any()
}

fn item(member: &TeamMember, l: Locale) -> AnyView {
    let place = member.region.as_ref().map(|region| format!(" ({})", region.name));
    let dismiss = (member.role == Role::Relay).then(|| {
        let region = member.region.as_ref().map(|region| region.code.clone()).unwrap_or_default();
        view! {
            <form method="post" action=DismissRelay::url()>
                {hidden("account", &member.account)}
                {hidden("region", &region)}
                <button class=Weight::Plain.class() type="submit">
                    {td_string!(l, moderation.dismiss)}
                    <span class="visually-hidden">", " {member.name.clone()} {place.clone()}</span>
                </button>
            </form>
        }
    });
    view! {
        <li class="log__line">
            <p>
                <strong>{member.name.clone()}</strong>
                ", "
                {role(member.role, l)}
                {place}
            </p>
            <p class="muted">{member.email.clone()}</p>
            {dismiss}
        </li>
    }
    .into_any()
}

fn name_relay(team: &Team, form: &FormState, l: Locale) -> AnyView {
    let (email, region) = (td_string!(l, moderation.relay_email), td_string!(l, moderation.region));
    let mut choices = vec![Choice::new("", td_string!(l, moderation.choose_region))];
    choices.extend(team.regions.iter().map(|region| Choice::new(&region.code, &region.name)));
    view! {
        <section class="panel" aria-labelledby="nommer">
            <h2 class="panel__title" id="nommer">{td_string!(l, moderation.name_title)}</h2>
            <form class="form" method="post" action=NameRelay::url() novalidate>
                {form.summary(&[("email", email), ("region", region)])}
                {form.field("email", email).hint(td_string!(l, moderation.relay_email_hint)).input(Input::Email)}
                {form.field("region", region).select(choices)}
                {submit(Weight::Primary, td_string!(l, moderation.name))}
            </form>
        </section>
    }
    .into_any()
}
