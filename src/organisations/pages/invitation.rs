//! An invitation to an organisation, by the link of a mail. Opening it changes nothing.

use super::{about, labels, outline};
use crate::{
    accounts::visitor::{use_account, use_draft},
    error::AppError,
    i18n::*,
    locale::use_locale,
    organisations::{
        api::{AcceptInvitation, DeclineInvitation, invitation_by_link},
        form::{AcceptInvitationForm, DeclineInvitationForm},
        types::{InvitationDetails, MemberRole, Place},
    },
    routes::Route,
    ui::{
        failure::{current_path, failure_page},
        form::{FormState, Weight, hidden, submit},
        notice::{Tone, notice},
        page_title::{form_title, page_title},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::use_params_map;

/// An invitation, `/invitation/:token`.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let l = use_locale();
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    let asked = token.clone();
    let invitation = Resource::new_blocking(move || asked.clone(), invitation_by_link);
    let page = move || {
        invitation.get().map(|invitation| match invitation {
            Ok(invitation) => page(&invitation, &token, l),
            Err(AppError::LinkExpired) => used(l),
            Err(error) => failure_page(&error),
        })
    };
    view! { <Suspense>{page}</Suspense> }
}

fn used(l: Locale) -> AnyView {
    view! {
        <div class="wrap wrap--narrow page stack">
            {page_title(td_string!(l, organisations.invitation_used_title))}
            {notice(Tone::Warning, td_string!(l, organisations.invitation_used))}
            <p>
                <a href=Route::OwnOrganisations.path()>{td_string!(l, organisations.own_title)}</a>
            </p>
        </div>
    }
    .into_any()
}

fn page(invitation: &InvitationDetails, token: &str, l: Locale) -> AnyView {
    let form = FormState::new(use_draft::<AcceptInvitationForm>());
    let details = &invitation.organisation;
    let name = details.link.name.as_str();
    let title = td_string!(l, organisations.invitation_title, organisation = name);
    let lead = td_string!(
        l,
        organisations.invitation_lead,
        organisation = name,
        what = labels::invited_to(invitation.place, l)
    );
    let means = match invitation.place {
        Place::Professional => td_string!(l, organisations.means_professional),
        Place::Member(MemberRole::Editor) => td_string!(l, organisations.means_editor),
        Place::Member(MemberRole::Owner) => td_string!(l, organisations.means_owner),
    };
    let answer = match use_account() {
        Some(_) if invitation.is_too_young => notice(Tone::Info, td_string!(l, organisations.invitation_adults_only)),
        Some(account) => accept(&form, token, &account.display_name, l),
        None => sign_in(l),
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">{form_title(&title, form.is_refused())} <p class="lead">{lead}</p> <p>{means}</p></div>
            <section class="stack" aria-labelledby="organisation">
                <h2 id="organisation">{details.link.name.clone()}</h2>
                {outline(details, l)}
                {about(details, l)}
            </section>
            {answer}
            {decline(token, l)}
        </div>
    }
    .into_any()
}

/// A device may be shared: whose account it is stands beside the button.
fn accept(form: &FormState, token: &str, name: &str, l: Locale) -> AnyView {
    view! {
        <section class="panel" aria-labelledby="accepter">
            <h2 class="panel__title" id="accepter">{td_string!(l, organisations.accept_title)}</h2>
            <p>{td_string!(l, organisations.accept_text, name = name)}</p>
            <form class="form" method="post" action=AcceptInvitation::url()>
                {form.summary(&[("token", td_string!(l, organisations.invitation))])}
                {hidden("token", token)}
                {submit(Weight::Primary, td_string!(l, organisations.accept))}
            </form>
        </section>
    }
    .into_any()
}

/// Whoever has the link may decline, with or without an account.
fn decline(token: &str, l: Locale) -> AnyView {
    let form = FormState::new(use_draft::<DeclineInvitationForm>());
    view! {
        <form class="stack" method="post" action=DeclineInvitation::url()>
            {form.summary(&[])} {hidden("token", token)}
            <p class="muted">{td_string!(l, organisations.decline_text)}</p>
            <p class="actions">{submit(Weight::Plain, td_string!(l, organisations.decline))}</p>
        </form>
    }
    .into_any()
}

/// Whoever accepts has an account; the way leads back here.
fn sign_in(l: Locale) -> AnyView {
    let here = current_path();
    view! {
        <section class="panel" aria-labelledby="accepter">
            <h2 class="panel__title" id="accepter">{td_string!(l, organisations.accept_title)}</h2>
            <p>{td_string!(l, organisations.accept_sign_in)}</p>
            <p class="actions">
                <a class=Weight::Primary.class() href=Route::SignIn(Some(here.clone())).path()>
                    {td_string!(l, common.sign_in)}
                </a>
                <a class=Weight::Plain.class() href=Route::SignUp(Some(here)).path()>
                    {td_string!(l, organisations.accept_sign_up)}
                </a>
            </p>
        </section>
    }
    .into_any()
}
