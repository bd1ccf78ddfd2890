//! The organisations that wait for a relay or an administrator, each with its decision.

use super::{about, outline};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::{is_singular, use_locale},
    moderation::pages::navigation,
    organisations::{
        api::{DecideOnOrganisation, organisations_to_review},
        form::ReviewForm,
        types::{Decision, OrganisationLink, OrganisationQueue, WaitingOrganisation},
    },
    routes::Route,
    ui::{
        choice::Choice,
        empty::empty,
        failure::current_path,
        form::{FormState, Weight, hidden},
        loaded::loaded,
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;

/// The queue, `/moderation/organisations`.
#[component]
pub fn OrganisationReviewPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    loaded(Resource::new_blocking(|| (), |()| organisations_to_review()), move |queue| page(&queue, l))
}

fn page(queue: &OrganisationQueue, l: Locale) -> AnyView {
    let draft = use_draft::<ReviewForm>();
    let refused = draft.as_ref().and_then(|draft| draft.value("organisation")).map(str::to_owned);
    let is_shown = queue.organisations.iter().any(|one| Some(&one.id) == refused.as_ref());
    // What was decided on by somebody else is in the list no more.
    let elsewhere = FormState::new(draft.clone().filter(|_| !is_shown));
    let items = if queue.organisations.is_empty() {
        empty(td_string!(l, organisations.queue_empty), Vec::new())
    } else {
        let items = queue.organisations.iter().map(|one| {
            let own = draft.clone().filter(|_| Some(&one.id) == refused.as_ref());
            item(one, &FormState::new(own).id_prefix(format!("{}-", one.id)), l)
        });
        view! { <ul class="stack stack--l">{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                {form_title(td_string!(l, organisations.queue_title), draft.is_some())}
                <p class="lead">{count(queue.total, l)}</p>
                {navigation(queue.is_administrator, l)}
            </div>
            {elsewhere.summary(&[])}
            {items}
        </div>
    }
    .into_any()
}

fn count(total: u32, l: Locale) -> String {
    if is_singular(l, u64::from(total)) {
        td_string!(l, organisations.queue_count_one, count = total)
    } else {
        td_string!(l, organisations.queue_count, count = total)
    }
}

fn item(one: &WaitingOrganisation, form: &FormState, l: Locale) -> AnyView {
    let since = td_string!(l, organisations.waits_since, name = one.owner.as_str(), since = one.since.as_str());
    view! {
        <li class="panel stack">
            <h2 class="panel__title">{one.details.link.name.clone()}</h2>
            <p class="muted">{since}</p>
            {one.shown.as_ref().map(|shown| change_of(shown, l))}
            {outline(&one.details, l)}
            {about(&one.details, l)}
            {decide(one, form, l)}
        </li>
    }
    .into_any()
}

/// Of what it is a change.
fn change_of(shown: &OrganisationLink, l: Locale) -> AnyView {
    view! {
        <p>
            {td_string!(l, organisations.is_change)} " "
            <a href=Route::Organisation { slug: shown.slug.clone(), page: 1 }.path()>{shown.name.clone()}</a>
        </p>
    }
    .into_any()
}

fn decide(one: &WaitingOrganisation, form: &FormState, l: Locale) -> AnyView {
    let (decision, note) = (td_string!(l, organisations.decision), td_string!(l, organisations.refusal_note));
    let refuse = match one.shown {
        Some(_) => td_string!(l, organisations.refuse_change),
        None => td_string!(l, organisations.refuse),
    };
    let choices = vec![
        Choice::new(Decision::Approve.code(), td_string!(l, organisations.approve)),
        Choice::new(Decision::Refuse.code(), refuse),
    ];
    view! {
        <form class="form" method="post" action=DecideOnOrganisation::url() novalidate>
            {form.summary(&[("decision", decision), ("note", note)])}
            {hidden("organisation", &one.id)}
            {hidden("seen", &one.seen)}
            {form.field("decision", decision).radios(choices)}
            {form.field("note", note).not_required().hint(td_string!(l, organisations.refusal_hint)).textarea(3)}
            <button class=Weight::Plain.class() type="submit">
                {td_string!(l, organisations.decide)}
                <span class="visually-hidden">", " {one.details.link.name.clone()}</span>
            </button>
        </form>
    }
    .into_any()
}
