//! A report with just enough of the conversation to judge by, and the decision.

use super::{
    facts::{fact, facts},
    labels,
    vetting_queue::waited,
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    moderation::{
        labels::{deed, doer, finding},
        pages::navigation,
        types::{AuditLine, Finding},
    },
    routes::Route,
    talks::{
        api::{SettleReport, report_to_settle},
        form::SettleReportForm,
        types::{Consequence, Outcome, ReportCase, ReportedMessage, Side},
    },
    ui::{
        choice::Choice,
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

/// A report to settle, `/moderation/signalements/:id`.
#[component]
pub fn ReportPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    loaded(Resource::new_blocking(move || id.clone(), report_to_settle), move |case| page(&case, l))
}

fn page(case: &ReportCase, l: Locale) -> AnyView {
    let draft = use_draft::<SettleReportForm>().filter(|draft| draft.value("report") == Some(&case.id));
    let dismisses = draft.as_ref().is_some_and(|draft| draft.value("outcome") == Some(Outcome::Dismissed.code()));
    let (upheld, dismissed) = if dismisses { (None, draft) } else { (draft, None) };
    let upheld = FormState::new(upheld).id_prefix("upheld-");
    let dismissed = FormState::new(dismissed).id_prefix("dismissed-");
    let title = td_string!(l, reports.case_title, reason = labels::report_reason(case.reason, l));
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {navigation(case.is_administrator, l)}
            <div class="stack">
                <p class="crumbs">
                    <a href=Route::Reports(1).path()>{td_string!(l, reports.back)}</a>
                </p>
                {form_title(&title, upheld.is_refused() || dismissed.is_refused())}
            </div>
            {about(case, l)}
            {words(case, l)}
            {decision(case, &upheld, &dismissed, l)}
        </div>
    }
    .into_any()
}

/// Who, about whom, of which talk.
fn about(case: &ReportCase, l: Locale) -> AnyView {
    let mut known = vec![
        fact("user", td_string!(l, reports.reported), reported(case, l)),
        fact("user", td_string!(l, reports.reporter), labels::other_first(case.reporter.as_deref(), l)),
    ];
    if let Some(talk) = &case.talk {
        let when = td_string!(
            l,
            reports.talk_and_stage,
            trade = talk.trade.as_str(),
            moment = labels::moment(&talk.moment, l),
            stage = labels::stage(talk.stage, l)
        );
        known.push(fact("calendar", td_string!(l, reports.talk), when));
    }
    let since = td_string!(
        l,
        reports.since,
        moment = labels::moment(&case.reported_at, l),
        waited = waited(case.waited_hours, l)
    );
    let since = if case.is_settled { labels::moment(&case.reported_at, l) } else { since };
    known.push(fact("clock", td_string!(l, reports.reported_at), since));
    let minor = case.talk.as_ref().is_some_and(|talk| talk.concerns_minor);
    view! {
        <section class="stack" aria-labelledby="quoi">
            <h2 id="quoi">{td_string!(l, reports.about)}</h2>
            {facts(known)}
            {minor.then(|| notice(Tone::Warning, td_string!(l, reports.minor_text)))}
            {case.note.clone().map(|note| {
                view! {
                    <p>{td_string!(l, reports.note_of_reporter)}</p>
                    <blockquote class="log__note">{note}</blockquote>
                }
            })}
        </section>
    }
    .into_any()
}

/// The name of who is reported, with what they are in the talk.
fn reported(case: &ReportCase, l: Locale) -> String {
    let name = labels::other_first(case.reported.as_deref(), l);
    match case.talk.as_ref().map(|talk| talk.reported) {
        Some(Side::Professional) => td_string!(l, reports.is_professional, name = name),
        Some(Side::Explorer) => td_string!(l, reports.is_explorer, name = name),
        None => name,
    }
}

/// What was written.
fn words(case: &ReportCase, l: Locale) -> AnyView {
    let nothing = |text: &'static str| view! { <p class="muted">{text}</p> }.into_any();
    let written = match (case.messages.is_empty(), case.is_settled) {
        (true, true) => nothing(td_string!(l, reports.no_more_words)),
        (true, false) => nothing(td_string!(l, reports.no_words)),
        (false, _) => {
            let told = if case.are_kept { td_string!(l, reports.evidence) } else { td_string!(l, reports.context) };
            let messages = case.messages.iter().map(|message| item(message, l));
            view! {
                <p class="muted">{told}</p>
                <ol class="messages">{messages.collect_view()}</ol>
            }
            .into_any()
        }
    };
    view! {
        <section class="stack" aria-labelledby="ecrit">
            <h2 id="ecrit">{td_string!(l, reports.written)}</h2>
            {written}
        </section>
    }
    .into_any()
}

fn item(message: &ReportedMessage, l: Locale) -> AnyView {
    let class = if message.is_reported { "message message--reported" } else { "message" };
    let reported = message.is_reported.then(|| {
        view! { <p class="message__mark">{td_string!(l, reports.this_message)}</p> }
    });
    view! {
        <li class=class>
            {reported}
            <p class="message__head">
                <span class="message__author">{labels::other_first(message.author.as_deref(), l)}</span>
                <time datetime=message.moment.iso.clone()>{labels::moment(&message.moment, l)}</time>
            </p>
            <p class="message__body">{message.body.clone()}</p>
        </li>
    }
    .into_any()
}

/// The forms to decide by; or how it was settled.
fn decision(case: &ReportCase, upheld: &FormState, dismissed: &FormState, l: Locale) -> AnyView {
    if case.is_settled {
        // Somebody else was quicker: what they decided is told below.
        return view! {
            {upheld.summary(&[])}
            {dismissed.summary(&[])}
            {case.last.as_ref().map(|last| settled(last, l))}
        }
        .into_any();
    }
    let uphold = match case.consequences.is_empty() {
        true => view! { {upheld.summary(&[])} {notice(Tone::Info, td_string!(l, reports.nobody_there))} }.into_any(),
        false => uphold(case, upheld, l),
    };
    view! {
        {uphold}
        {dismiss(case, dismissed, l)}
    }
    .into_any()
}

fn settled(last: &AuditLine, l: Locale) -> AnyView {
    let (what, by) = (deed(&last.deed, l), doer(&last.by, l));
    let told = td_string!(l, reports.settled, what = what, name = by, at = last.at.as_str());
    let why = last.reason.as_deref().and_then(Finding::from_code).map(|why| finding(why, l));
    view! {
        <section class="stack" aria-labelledby="decision">
            <h2 id="decision">{td_string!(l, reports.decision)}</h2>
            <p>{told}</p>
            {why.map(|why| view! { <p>{why}</p> })}
            {last.note.clone().map(|note| view! { <p class="log__note">{note}</p> })}
        </section>
    }
    .into_any()
}

fn uphold(case: &ReportCase, form: &FormState, l: Locale) -> AnyView {
    let (what, then) = (td_string!(l, reports.finding), td_string!(l, reports.consequence));
    let note = td_string!(l, reports.note);
    let findings = Finding::BREACHES.map(|known| Choice::new(known.code(), finding(known, l)));
    let consequences = case.consequences.iter().map(|known| Choice::new(known.code(), consequence(*known, l)));
    view! {
        <section class="panel" aria-labelledby="retenir">
            <h2 class="panel__title" id="retenir">{td_string!(l, reports.uphold_title)}</h2>
            <p>{td_string!(l, reports.uphold_text)}</p>
            <form class="form" method="post" action=SettleReport::url() novalidate>
                {form.summary(&[("finding", what), ("consequence", then), ("note", note)])}
                {hidden("report", &case.id)}
                {hidden("outcome", Outcome::Upheld.code())}
                {form.field("finding", what).radios(findings.to_vec())}
                {form.field("consequence", then).radios(consequences.collect())}
                {form.field("note", note).not_required().hint(td_string!(l, reports.note_hint)).textarea(4)}
                {submit(Weight::Danger, td_string!(l, reports.uphold))}
            </form>
        </section>
    }
    .into_any()
}

fn dismiss(case: &ReportCase, form: &FormState, l: Locale) -> AnyView {
    let (why, note) = (td_string!(l, reports.dismiss_why), td_string!(l, reports.dismiss_note));
    let findings = Finding::OF_NOTHING.map(|known| Choice::new(known.code(), finding(known, l)));
    view! {
        <section class="panel" aria-labelledby="classer">
            <h2 class="panel__title" id="classer">{td_string!(l, reports.dismiss_title)}</h2>
            <p>{td_string!(l, reports.dismiss_text)}</p>
            <form class="form" method="post" action=SettleReport::url() novalidate>
                {form.summary(&[("finding", why), ("note", note)])}
                {hidden("report", &case.id)}
                {hidden("outcome", Outcome::Dismissed.code())}
                {form.field("finding", why).radios(findings.to_vec())}
                {form.field("note", note).not_required().hint(td_string!(l, reports.dismiss_note_hint)).textarea(3)}
                {submit(Weight::Plain, td_string!(l, reports.dismiss))}
            </form>
        </section>
    }
    .into_any()
}

fn consequence(consequence: Consequence, l: Locale) -> &'static str {
    match consequence {
        Consequence::Warn => td_string!(l, reports.consequence_warn),
        Consequence::Separate => td_string!(l, reports.consequence_separate),
        Consequence::RefuseProfile => td_string!(l, reports.consequence_refuse_profile),
    }
}
