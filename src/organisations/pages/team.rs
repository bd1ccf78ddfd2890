//! Who is part of an organisation, and inviting others: for its members.

use super::{crumbs, labels, tabs};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    organisations::{
        api::{ChangeMemberRole, InviteToOrganisation, RemoveFromOrganisation, WithdrawInvitation, organisation_team},
        form::{InvitationForm, RemovalForm, RoleForm, WithdrawForm},
        types::{MemberRole, OpenInvitation, OrganisationPeople, Place, State, TeamMember},
    },
    routes::Route,
    ui::{
        choice::Choice,
        failure::current_path,
        field::Input,
        form::{FormState, Weight, hidden, submit},
        loaded::loaded,
        notice::{Tone, notice},
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_params_map};

/// Who is part of an organisation, `/compte/organisations/:slug/equipe`.
#[component]
pub fn OrganisationTeamPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    loaded(Resource::new_blocking(move || slug.clone(), organisation_team), move |team| page(&team, l))
}

fn page(team: &OrganisationPeople, l: Locale) -> AnyView {
    let inviting = FormState::new(use_draft::<InvitationForm>());
    let others = [
        FormState::new(use_draft::<RoleForm>()),
        FormState::new(use_draft::<RemovalForm>()),
        FormState::new(use_draft::<WithdrawForm>()),
    ];
    let is_refused = inviting.is_refused() || others.iter().any(FormState::is_refused);
    let role = td_string!(l, organisations.role);
    let summaries = others.iter().map(|form| form.summary(&[("role", role)])).collect_view();
    let title = td_string!(l, organisations.team_title, organisation = team.details.link.name.as_str());
    let (members, professionals): (Vec<_>, Vec<_>) =
        team.people.iter().partition(|person| person.place != Place::Professional);
    let invite = match team.details.state {
        State::Approved => invite(team, &inviting, l),
        _ => notice(Tone::Info, td_string!(l, organisations.invite_later)),
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {crumbs(l)} <div class="stack">{form_title(&title, is_refused)} {tabs(&team.details, l)}</div> {summaries}
            {people("membres", td_string!(l, organisations.members), &members, team, l)}
            {people("professionnels", td_string!(l, organisations.professionals), &professionals, team, l)}
            {(!team.invitations.is_empty()).then(|| invitations(team, l))} {invite}
            {team.is_alone().then(|| end(team, l))}
        </div>
    }
    .into_any()
}

fn people(
    id: &'static str,
    title: &'static str,
    people: &[&TeamMember],
    team: &OrganisationPeople,
    l: Locale,
) -> AnyView {
    let nobody = match team.details.state {
        State::Approved => td_string!(l, organisations.no_professional),
        _ => td_string!(l, organisations.no_professional_yet),
    };
    let list = match people.is_empty() {
        true => view! { <p class="muted">{nobody}</p> }.into_any(),
        false => {
            let items = people.iter().map(|one| person(one, team, l)).collect_view();
            view! { <ul class="log">{items}</ul> }.into_any()
        }
    };
    view! { <section class="stack" aria-labelledby=id><h2 id=id>{title}</h2>{list}</section> }.into_any()
}

/// The way out of an organisation that nobody else looks after.
fn end(team: &OrganisationPeople, l: Locale) -> AnyView {
    view! {
        <p>
            {td_string!(l, organisations.delete_alone)} " "
            <a href=Route::OrganisationDeletion(team.details.link.slug.clone()).path()>
                {td_string!(l, organisations.delete_link)}
            </a>
        </p>
    }
    .into_any()
}

fn person(one: &TeamMember, team: &OrganisationPeople, l: Locale) -> AnyView {
    let slug = &team.details.link.slug;
    let other_role = match one.place {
        Place::Member(MemberRole::Owner) => Some((MemberRole::Editor, td_string!(l, organisations.make_editor))),
        Place::Member(MemberRole::Editor) => Some((MemberRole::Owner, td_string!(l, organisations.make_owner))),
        Place::Professional => None,
    };
    let named = || view! { <span class="visually-hidden">", " {one.name.clone()}</span> };
    let change = other_role.filter(|_| team.role == MemberRole::Owner).map(|(role, text)| {
        view! {
            <form method="post" action=ChangeMemberRole::url()>
                {hidden("organisation", slug)} {hidden("account", &one.account)} {hidden("role", role.code())}
                <button class="button button--small" type="submit">{text} {named()}</button>
            </form>
        }
    });
    let end = (one.is_self || one.place.is_given_by(team.role)).then(|| {
        let text = match one.is_self {
            true => td_string!(l, organisations.leave),
            false => td_string!(l, organisations.remove),
        };
        view! {
            <form method="post" action=RemoveFromOrganisation::url()>
                {hidden("organisation", slug)} {hidden("account", &one.account)} {hidden("place", one.place.code())}
                <button class="button button--small" type="submit">{text} {named()}</button>
            </form>
        }
    });
    view! {
        <li class="log__line">
            <p>
                <strong>{one.name.clone()}</strong>
                ", "
                {labels::place(one.place, l)}
            </p>
            <div class="actions">{change} {end}</div>
        </li>
    }
    .into_any()
}

fn invitations(team: &OrganisationPeople, l: Locale) -> AnyView {
    let item = |one: &OpenInvitation| {
        let withdraw = one.place.is_given_by(team.role).then(|| {
            view! {
                <form method="post" action=WithdrawInvitation::url()>
                    {hidden("organisation", &team.details.link.slug)} {hidden("invitation", &one.id)}
                    <button class="button button--small" type="submit">
                        {td_string!(l, organisations.withdraw)}
                        <span class="visually-hidden">", " {one.email.clone()}</span>
                    </button>
                </form>
            }
        });
        view! {
            <li class="log__line">
                <p>
                    <strong>{one.email.clone()}</strong>
                    ", "
                    {labels::place(one.place, l)}
                </p>
                <p class="muted">{td_string!(l, organisations.open_until, day = one.until.as_str())}</p>
                {withdraw}
            </li>
        }
    };
    let items = team.invitations.iter().map(item).collect_view();
    view! {
        <section class="stack" aria-labelledby="invitations">
            <h2 id="invitations">{td_string!(l, organisations.invitations)}</h2>
            <ul class="log">{items}</ul>
        </section>
    }
    .into_any()
}

fn invite(team: &OrganisationPeople, form: &FormState, l: Locale) -> AnyView {
    let (email, place) = (td_string!(l, organisations.invite_email), td_string!(l, organisations.invite_place));
    let offered = Place::ALL.into_iter().filter(|place| place.is_given_by(team.role));
    let choices = offered.map(|place| {
        let text = match place {
            Place::Professional => td_string!(l, organisations.choice_professional),
            Place::Member(MemberRole::Editor) => td_string!(l, organisations.choice_editor),
            Place::Member(MemberRole::Owner) => td_string!(l, organisations.choice_owner),
        };
        Choice::new(place.code(), text)
    });
    view! {
        <section class="panel" aria-labelledby="inviter">
            <h2 class="panel__title" id="inviter">{td_string!(l, organisations.invite_title)}</h2>
            <form class="form" method="post" action=InviteToOrganisation::url() novalidate>
                {form.summary(&[("email", email), ("place", place)])}
                {hidden("organisation", &team.details.link.slug)}
                {form.field("email", email).hint(td_string!(l, organisations.invite_hint)).input(Input::Email)}
                {form.field("place", place).radios(choices.collect())}
                {submit(Weight::Primary, td_string!(l, organisations.invite))}
            </form>
        </section>
    }
    .into_any()
}
