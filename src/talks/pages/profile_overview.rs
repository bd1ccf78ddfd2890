//! One's own profile as a professional: where it stands, how far it is, and the way to each of its steps.

use super::{edit_profile::title, own_page, requests::paused};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::{ChooseVisibility, my_profile},
        form::{ProfileStep, VisibilityForm},
        types::ProfileOverview,
    },
    ui::{
        failure::current_path,
        form::{FormState, Weight, hidden, submit},
        loaded::loaded,
        notice::{Tone, notice_of},
        page_title::page_title,
        tag::{strong_tag, tag},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_query_map};

/// One's own profile, `/compte/metier`.
#[component]
pub fn ProfileOverviewPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    // Who comes from a wanted trade's page.
    let trade = use_query_map().get_untracked().get("metier").unwrap_or_default();
    let form = FormState::new(use_draft::<VisibilityForm>());
    let overview = Resource::new_blocking(|| (), |()| my_profile());
    loaded(overview, move |overview| match overview.is_adult {
        true => page(&overview, &trade, &form, l),
        false => own_page::adults_only(l),
    })
}

fn page(overview: &ProfileOverview, trade: &str, form: &FormState, l: Locale) -> AnyView {
    let lead = match overview.is_saved {
        true => td_string!(l, talks.profile_lead),
        false => td_string!(l, onboarding.lead),
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">{page_title(td_string!(l, talks.profile_title))} <p class="lead">{lead}</p></div>
            {overview.is_paused.then(|| paused(l))}
            {own_page::state(overview, l)}
            {overview.kept.as_deref().map(|kept| welcome_back(kept, l))}
            {steps(overview, trade, l)}
            {helps(overview, l)}
            {(overview.is_saved && !overview.is_paused).then(|| visibility(overview.page.is_some(), form, l))}
            {(overview.is_saved || overview.kept.is_some()).then(|| removal(l))}
        </div>
    }
    .into_any()
}

fn welcome_back(kept: &str, l: Locale) -> AnyView {
    let content = view! {
        <p>{td_string!(l, onboarding.welcome_back)}</p>
        <p>{td_string!(l, onboarding.kept, moment = kept)}</p>
    };
    notice_of(Tone::Info, content.into_any())
}

fn steps(overview: &ProfileOverview, trade: &str, l: Locale) -> AnyView {
    let (done, all) = overview.progress();
    let address = |step: ProfileStep| {
        // Only the first step asks for a trade.
        let trade = if step == ProfileStep::Job { trade.to_owned() } else { String::new() };
        Route::ProfileStepOf { step: step.code(), trade }.path()
    };
    let items = ProfileStep::ALL.into_iter().map(|step| item(step, overview.done.contains(&step), address(step), l));
    let onward = overview.next().map(|next| {
        let text = match overview.kept {
            Some(_) => td_string!(l, onboarding.resume, step = title(next, l)),
            None => td_string!(l, onboarding.begin).to_owned(),
        };
        view! { <p class="actions"><a class=Weight::Primary.class() href=address(next)>{text}</a></p> }
    });
    view! {
        <section class="stack" aria-labelledby="etapes">
            <h2 id="etapes">{td_string!(l, onboarding.steps_title)}</h2>
            <div>
                <p id="avancement">{td_string!(l, onboarding.progress, done = done, all = all)}</p>
                <progress class="progress" max=all.to_string() value=done.to_string() aria-labelledby="avancement"></progress>
            </div>
            <ol class="profile-steps">{items.collect_view()}</ol>
            {onward}
        </section>
    }
    .into_any()
}

fn item(step: ProfileStep, is_done: bool, address: String, l: Locale) -> AnyView {
    let text = match step {
        ProfileStep::Job => td_string!(l, onboarding.job_text),
        ProfileStep::Meeting => td_string!(l, onboarding.meeting_text),
        ProfileStep::Hours => td_string!(l, onboarding.hours_text),
        ProfileStep::Photo => td_string!(l, onboarding.photo_text),
        ProfileStep::Publication => td_string!(l, onboarding.publication_text),
    };
    let state = match (is_done, step.is_needed()) {
        (true, _) => strong_tag(td_string!(l, onboarding.done)),
        (false, true) => tag(td_string!(l, onboarding.to_do)),
        (false, false) => tag(td_string!(l, onboarding.optional)),
    };
    view! {
        <li class="profile-steps__item">
            <a class="profile-steps__link" href=address>{title(step, l)}</a>
            {state}
            <p class="profile-steps__text muted">{text}</p>
        </li>
    }
    .into_any()
}

/// What is not needed, and helps to be chosen.
fn helps(overview: &ProfileOverview, l: Locale) -> AnyView {
    let photo = (ProfileStep::Photo, td_string!(l, onboarding.help_photo));
    let organisation = (ProfileStep::Job, td_string!(l, onboarding.help_organisation));
    let has_photo = overview.done.contains(&ProfileStep::Photo);
    let helps: Vec<_> = [(!has_photo).then_some(photo), (!overview.has_organisation).then_some(organisation)]
        .into_iter()
        .flatten()
        .map(|(step, text)| view! { <li><a href=Route::ProfileStep(step.code()).path()>{text}</a></li> })
        .collect();
    if !overview.is_saved || helps.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack" aria-labelledby="plus-loin">
            <h2 id="plus-loin">{td_string!(l, onboarding.helps_title)}</h2>
            <p>{td_string!(l, onboarding.helps_text)}</p>
            <ul class="points">{helps}</ul>
        </section>
    }
    .into_any()
}

/// A break and its end, in one press.
fn visibility(is_published: bool, form: &FormState, l: Locale) -> AnyView {
    let (title, text, button) = match is_published {
        true => (
            td_string!(l, onboarding.pause_title),
            td_string!(l, onboarding.pause_text),
            td_string!(l, onboarding.pause),
        ),
        false => (
            td_string!(l, onboarding.publish_title),
            td_string!(l, onboarding.publish_text),
            td_string!(l, onboarding.publish),
        ),
    };
    view! {
        <section class="panel" aria-labelledby="visibilite">
            <h2 class="panel__title" id="visibilite">{title}</h2>
            <p>{text}</p>
            <form class="form" method="post" action=ChooseVisibility::url()>
                {form.summary(&[])}
                {hidden("published", if is_published { "" } else { "on" })}
                <p class="actions">{submit(Weight::Plain, button)}</p>
            </form>
        </section>
    }
    .into_any()
}

/// The way out, which a page of its own asks about first.
fn removal(l: Locale) -> AnyView {
    view! {
        <section class="panel" aria-labelledby="quitter">
            <h2 class="panel__title" id="quitter">{td_string!(l, onboarding.leave_title)}</h2>
            <p>{td_string!(l, onboarding.leave_text)}</p>
            <p class="actions">
                <a class=Weight::Plain.class() href=Route::ProfileRemoval.path()>{td_string!(l, onboarding.leave)}</a>
            </p>
        </section>
    }
    .into_any()
}
