//! A profile as explorers see it, with what only its vetting needs, and the decision.

use super::{
    facts::{fact, facts},
    labels,
    photo::portrait,
    professional::{accessibility, outline, words},
    vetting_queue::waited,
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    moderation::{
        labels::{deed, doer, reason},
        pages::navigation,
        types::{AuditLine, Reason},
    },
    routes::Route,
    talks::{
        api::{DecideOnProfile, profile_to_vet},
        form::DecisionForm,
        types::{Decision, Difference, VettedField, Vetting, VettingCase},
    },
    ui::{
        choice::Choice,
        failure::current_path,
        form::{FormState, Weight, hidden, submit},
        loaded::loaded,
        notice::{Tone, notice},
        page_title::document_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_params_map};

/// A profile to decide on, `/moderation/profils/:id`.
#[component]
pub fn VettingCasePage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    loaded(Resource::new_blocking(move || id.clone(), profile_to_vet), move |case| page(&case, l))
}

fn page(case: &VettingCase, l: Locale) -> AnyView {
    let profile = &case.profile;
    let draft = use_draft::<DecisionForm>().filter(|draft| draft.value("profile") == Some(&profile.id));
    let approves = draft.as_ref().is_some_and(|draft| draft.value("decision") == Some(Decision::Approve.code()));
    let (approval, other) = if approves { (draft, None) } else { (None, draft) };
    let (approval, other) = (FormState::new(approval), FormState::new(other));
    let title = td_string!(l, talks.name_and_trade, name = profile.name.as_str(), trade = profile.trade.as_str());
    let is_refused = approval.is_refused() || other.is_refused();
    let tab = if is_refused { td_string!(l, common.title_refused, page = title.as_str()) } else { title };
    let queue = Route::Moderation { region: String::new(), page: 1 }.path();
    let french = labels::lang(labels::FRENCH, l);
    view! {
        {document_title(&tab)}
        <div class="wrap wrap--narrow page stack stack--l">
            {navigation(case.is_administrator, l)}
            <article class="stack stack--l">
                <header class="stack">
                    <p class="crumbs">
                        <a href=queue>{td_string!(l, moderation.back_to_queue)}</a>
                    </p>
                    {profile.photo.as_deref().map(|photo| portrait(photo, &profile.name, l))}
                    <h1 class="page-title">
                        <span class="profile__trade" lang=french>{profile.trade.clone()}</span>
                        " "
                        <span class="profile__name">{profile.name.clone()}</span>
                    </h1>
                    {outline(profile, l)}
                </header>
                {standing(case, l)}
                {words(profile, l)}
                {background(case, l)}
                {differences(&case.differences, l)}
            </article>
            {decision(case, &approval, &other, l)}
        </div>
    }
    .into_any()
}

/// Where it stands, and what was last decided.
fn standing(case: &VettingCase, l: Locale) -> AnyView {
    let state = match case.state {
        Vetting::Draft => td_string!(l, moderation.state_draft),
        Vetting::Submitted => td_string!(l, moderation.state_submitted),
        Vetting::Approved => td_string!(l, moderation.state_approved),
        Vetting::Changed => td_string!(l, moderation.state_changed),
        Vetting::ChangesAsked => td_string!(l, moderation.state_changes_asked),
        Vetting::Refused => td_string!(l, moderation.state_refused),
    };
    let since = case.since.as_ref().map(|since| {
        let since = labels::moment(since, l);
        td_string!(l, moderation.since, since = since, waited = waited(case.waited_hours, l))
    });
    let hidden = (!case.is_published).then(|| view! { <p>{td_string!(l, moderation.is_hidden)}</p> });
    view! {
        <section class="stack" aria-labelledby="etat">
            <h2 id="etat">{td_string!(l, moderation.state)}</h2>
            <p>{state} {since.map(|since| format!(" {since}"))}</p>
            {hidden}
            {case.last.as_ref().map(|last| last_decision(last, l))}
        </section>
    }
    .into_any()
}

fn last_decision(last: &AuditLine, l: Locale) -> AnyView {
    let (what, by) = (deed(&last.deed, l), doer(&last.by, l));
    let told = td_string!(l, moderation.last_decision, what = what, name = by, at = last.at.as_str());
    let why = last.reason.as_deref().and_then(Reason::from_code).map(|why| reason(why, l));
    view! {
        <p>{told}</p>
        {why.map(|why| view! { <p>{why}</p> })}
        {last.note.clone().map(|note| view! { <p class="log__note">{note}</p> })}
    }
    .into_any()
}

/// What a decision looks at besides the words.
fn background(case: &VettingCase, l: Locale) -> AnyView {
    let profile = &case.profile;
    let nothing = || td_string!(l, moderation.none).to_owned();
    let minors = match case.welcomes_minors {
        true => td_string!(l, moderation.minors_yes),
        false => td_string!(l, moderation.minors_no),
    };
    let known = vec![
        fact("user", td_string!(l, moderation.organisation), profile.organisation.clone().unwrap_or_else(nothing)),
        fact("pin", td_string!(l, moderation.meeting_place), case.meeting_place.clone().unwrap_or_else(nothing)),
        fact("globe", td_string!(l, talks.languages), labels::capital(&labels::languages(&profile.languages, l))),
        fact("check-circle", td_string!(l, moderation.minors), minors.to_owned()),
    ];
    view! {
        <section class="stack" aria-labelledby="contexte">
            <h2 id="contexte">{td_string!(l, moderation.background)}</h2>
            {facts(known.into_iter().chain(accessibility(profile, l)).collect())}
        </section>
    }
    .into_any()
}

fn field_name(field: VettedField, l: Locale) -> &'static str {
    match field {
        VettedField::Trade => td_string!(l, trades.label),
        VettedField::OtherTrades => td_string!(l, moderation.other_trades),
        VettedField::Headline => td_string!(l, moderation.headline),
        VettedField::Likes => td_string!(l, talks.likes),
        VettedField::Dislikes => td_string!(l, talks.dislikes),
        VettedField::Day => td_string!(l, talks.day),
        VettedField::Path => td_string!(l, talks.path),
        VettedField::Organisation => td_string!(l, moderation.organisation),
        VettedField::MeetingPlace => td_string!(l, moderation.meeting_place),
        VettedField::Commune => td_string!(l, geo.commune),
        VettedField::Photo => td_string!(l, moderation.photo),
        VettedField::Minors => td_string!(l, moderation.minors),
    }
}

/// What has changed since it was approved, before and after.
fn differences(differences: &[Difference], l: Locale) -> AnyView {
    if differences.is_empty() {
        return ().into_any();
    }
    let items = differences.iter().map(|difference| {
        let changed = match difference.field {
            VettedField::Photo => view! { <dd>{td_string!(l, moderation.photo_new)}</dd> }.into_any(),
            VettedField::Minors => view! { <dd>{td_string!(l, moderation.minors_new)}</dd> }.into_any(),
            _ => view! {
                <dd>
                    <span class="change__label">{td_string!(l, moderation.before)}</span>
                    {said(&difference.before, l)}
                </dd>
                <dd>
                    <span class="change__label">{td_string!(l, moderation.now)}</span>
                    {said(&difference.now, l)}
                </dd>
            }
            .into_any(),
        };
        view! { <div class="change"><dt>{field_name(difference.field, l)}</dt>{changed}</div> }
    });
    view! {
        <section class="stack" aria-labelledby="changements">
            <h2 id="changements">{td_string!(l, moderation.changes)}</h2>
            <dl class="changes">{items.collect_view()}</dl>
        </section>
    }
    .into_any()
}

fn said(text: &str, l: Locale) -> AnyView {
    match text {
        "" => view! { <span class="muted">{td_string!(l, moderation.none)}</span> }.into_any(),
        text => view! { <span class="change__text">{text.to_owned()}</span> }.into_any(),
    }
}

/// The forms to decide by; or why there is nothing to decide.
fn decision(case: &VettingCase, approval: &FormState, other: &FormState, l: Locale) -> AnyView {
    if case.is_own {
        return notice(Tone::Info, td_string!(l, moderation.own_profile));
    }
    if case.decisions.is_empty() {
        // Somebody else was quicker: what they decided is told above.
        return view! { {approval.summary(&[])} {other.summary(&[])} }.into_any();
    }
    let approve = match case.decisions.contains(&Decision::Approve) {
        true => approve(case, approval, l),
        false => approval.summary(&[]),
    };
    view! {
        {approve}
        {send_back(case, other, l)}
    }
    .into_any()
}

fn approve(case: &VettingCase, form: &FormState, l: Locale) -> AnyView {
    let text = match case.state {
        Vetting::Changed => td_string!(l, moderation.approve_changes_text),
        _ => td_string!(l, moderation.approve_text),
    };
    view! {
        <section class="panel" aria-labelledby="approuver">
            <h2 class="panel__title" id="approuver">{td_string!(l, moderation.approve_title)}</h2>
            <p>{text}</p>
            <form class="form" method="post" action=DecideOnProfile::url() novalidate>
                {form.summary(&[])}
                {about(case)}
                {hidden("decision", Decision::Approve.code())}
                {submit(Weight::Primary, td_string!(l, moderation.approve))}
            </form>
        </section>
    }
    .into_any()
}

fn send_back(case: &VettingCase, form: &FormState, l: Locale) -> AnyView {
    let (what, why) = (td_string!(l, moderation.what), td_string!(l, moderation.why));
    let note = td_string!(l, moderation.note);
    let decisions = vec![
        Choice::new(Decision::AskChanges.code(), td_string!(l, moderation.ask_changes)),
        Choice::new(Decision::Refuse.code(), td_string!(l, moderation.refuse)),
    ];
    let reasons = Reason::ALL.map(|known| Choice::new(known.code(), reason(known, l)));
    view! {
        <section class="panel" aria-labelledby="renvoyer">
            <h2 class="panel__title" id="renvoyer">{td_string!(l, moderation.send_back_title)}</h2>
            <p>{td_string!(l, moderation.send_back_text)}</p>
            <form class="form" method="post" action=DecideOnProfile::url() novalidate>
                {form.summary(&[("decision", what), ("reason", why), ("note", note)])}
                {about(case)}
                {form.field("decision", what).radios(decisions)}
                {form.field("reason", why).hint(td_string!(l, moderation.why_hint)).radios(reasons.to_vec())}
                {form.field("note", note).not_required().hint(td_string!(l, moderation.note_hint)).textarea(4)}
                {submit(Weight::Danger, td_string!(l, moderation.send_back))}
            </form>
        </section>
    }
    .into_any()
}

/// Which profile, and as what it was seen.
fn about(case: &VettingCase) -> AnyView {
    view! { {hidden("profile", &case.profile.id)} {hidden("seen", &case.seen)} }.into_any()
}
