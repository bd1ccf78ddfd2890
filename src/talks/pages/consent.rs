//! What a guardian is asked before a minor's talk: what it is, who, when, how, their rights; and taking it back.

use super::{
    facts::{fact, fact_of, facts, when},
    labels,
};
use crate::{
    accounts::visitor::use_draft,
    error::AppError,
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::{GiveConsent, ObjectToTalk, consent_by_link},
        form::{CONSENT_SIX_MONTHS, CONSENT_TALK, ConsentForm, ObjectForm},
        types::{ConsentRequest, CoveredTalk},
    },
    ui::{
        choice::Choice,
        demonstration::demonstration_banner,
        failure::failure_page,
        form::{FormState, Weight, hidden, submit},
        notice::{Tone, notice},
        page_title::{form_title, page_title},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::use_params_map;

/// What a guardian is asked, `/accord/:token`.
#[component]
pub fn ConsentPage() -> impl IntoView {
    let l = use_locale();
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    let asked = token.clone();
    let request = Resource::new_blocking(move || asked.clone(), consent_by_link);
    let page = move || {
        request.get().map(|request| match request {
            Ok(request) => page(&request, &token, l),
            Err(AppError::LinkExpired) => used(l),
            Err(error) => failure_page(&error),
        })
    };
    view! { <Suspense>{page}</Suspense> }
}

/// What a link says that was used, or whose request is over: to somebody without an account.
fn used(l: Locale) -> AnyView {
    view! {
        <div class="wrap wrap--narrow page stack">
            {page_title(td_string!(l, talks.consent_title))}
            {notice(Tone::Warning, td_string!(l, talks.consent_link_ended))}
            <p>{td_string!(l, talks.consent_used_text)}</p>
            <p class="actions">
                <a class="button" href=Route::Home.path()>{td_string!(l, talks.answered_home)}</a>
            </p>
        </div>
    }
    .into_any()
}

fn page(request: &ConsentRequest, token: &str, l: Locale) -> AnyView {
    let form = FormState::new(use_draft::<ConsentForm>());
    let rights = [
        td_string!(l, talks.consent_right_contact),
        td_string!(l, talks.consent_right_charter),
        td_string!(l, talks.consent_right_withdraw),
        td_string!(l, talks.consent_right_data),
        td_string!(l, guardians.rights_access),
        td_string!(l, guardians.rights_complain),
    ];
    let rights = rights.into_iter().map(|right| view! { <li>{right}</li> }).collect_view();
    let title = match request.covers_until {
        Some(_) => td_string!(l, talks.consent_title_covered),
        None => td_string!(l, talks.consent_title),
    };
    let lead = match &request.covers_until {
        Some(until) => {
            td_string!(l, talks.consent_lead_covered, explorer = request.explorer.as_str(), until = until.as_str())
        }
        None if request.agreed => td_string!(l, talks.consent_lead_agreed, explorer = request.explorer.as_str()),
        None => td_string!(l, talks.consent_lead, explorer = request.explorer.as_str()),
    };
    let decision = match request.agreed {
        true => notice(Tone::Success, td_string!(l, talks.consent_is_given)),
        false => agree(&form, &request.explorer, token, l),
    };
    view! {
        {request.demonstration.then(demonstration_banner)}
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                {form_title(title, form.is_refused())}
                <p class="lead">{lead}</p>
            </div>
            // Who agreed to every talk did not agree to one.
            {request.covers_until.is_none().then(|| facts(what(request, l)))}
            {(!request.covered.is_empty()).then(|| covered(&request.covered, l))}
            <section class="stack" aria-labelledby="droits">
                <h2 id="droits">{td_string!(l, talks.consent_rights)}</h2>
                <ul class="points">{rights}</ul>
            </section>
            {decision}
            {object(request, token, l)}
        </div>
    }
    .into_any()
}

/// The talks that fall with an agreement to all of them.
fn covered(talks: &[CoveredTalk], l: Locale) -> AnyView {
    let talks = talks.iter().map(|talk| {
        let who = td_string!(l, talks.name_and_trade, name = talk.professional.as_str(), trade = talk.trade.as_str());
        view! { <li><time datetime=talk.moment.iso.clone()>{labels::moment(&talk.moment, l)}</time> " · " {who}</li> }
    });
    view! {
        <section class="stack" aria-labelledby="prevues">
            <h2 id="prevues">{td_string!(l, talks.consent_covered_title)}</h2>
            <ul class="points">{talks.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn what(request: &ConsentRequest, l: Locale) -> Vec<AnyView> {
    let mut what = Vec::new();
    if let (Some(name), Some(trade)) = (&request.professional, &request.trade) {
        let text = td_string!(l, talks.name_and_trade, name = name.as_str(), trade = trade.as_str());
        let who = match request.professional_id.clone().map(|id| Route::Professional(id).path()) {
            Some(href) => view! { <a href=href>{text}</a> }.into_any(),
            None => text.into_any(),
        };
        what.push(fact_of("user", td_string!(l, talks.with), who));
    }
    what.extend(request.moment.as_ref().map(|moment| when(moment, l)));
    what.extend(
        request
            .way
            .map(|way| fact(labels::way_icon(way), td_string!(l, talks.how), labels::capital(labels::way(way, l)))),
    );
    what.extend(request.place.clone().map(|place| fact("pin", td_string!(l, guardians.place), place)));
    what.extend(request.question.clone().map(|question| fact("quote", td_string!(l, talks.question_asked), question)));
    what
}

fn agree(form: &FormState, explorer: &str, token: &str, l: Locale) -> AnyView {
    let label = td_string!(l, talks.consent_scope);
    let responsible = td_string!(l, guardians.responsible, name = explorer);
    let choices = vec![
        Choice::new(CONSENT_TALK, td_string!(l, talks.consent_talk)),
        Choice::new(CONSENT_SIX_MONTHS, td_string!(l, talks.consent_six_months)),
    ];
    view! {
        <section class="panel" aria-labelledby="accord">
            <h2 class="panel__title" id="accord">{td_string!(l, talks.consent_give_title)}</h2>
            <form class="form" method="post" action=GiveConsent::url() novalidate>
                {form.summary(&[("scope", label), ("responsible", &responsible)])}
                {hidden("token", token)}
                {form.field("scope", label).radios(choices)}
                {form.field("responsible", &responsible).checkbox("on")}
                {submit(Weight::Primary, td_string!(l, talks.consent_give))}
            </form>
        </section>
    }
    .into_any()
}

fn object(request: &ConsentRequest, token: &str, l: Locale) -> AnyView {
    let (title, text, button) = match request.agreed {
        true => (
            td_string!(l, talks.consent_withdraw_title),
            match (&request.covers_until, request.is_over) {
                (Some(_), _) => td_string!(l, talks.consent_withdraw_all_text),
                (None, false) => td_string!(l, talks.consent_withdraw_text),
                (None, true) => td_string!(l, talks.consent_withdraw_over_text),
            },
            td_string!(l, talks.consent_withdraw),
        ),
        false => (
            td_string!(l, talks.consent_refuse_title),
            td_string!(l, talks.consent_refuse_text),
            td_string!(l, talks.consent_refuse),
        ),
    };
    view! {
        <section class="panel panel--danger" aria-labelledby="refus">
            <h2 class="panel__title" id="refus">{title}</h2>
            <p>{text}</p>
            {FormState::new(use_draft::<ObjectForm>()).summary(&[])}
            <form method="post" action=ObjectToTalk::url()>
                {hidden("token", token)} {submit(Weight::Danger, button)}
            </form>
        </section>
    }
    .into_any()
}
