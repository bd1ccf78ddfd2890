//! The steps of one's own profile as a professional: what explorers read, and when they may book.

use super::{
    busy_calendars, labels, own_page, photo,
    preview::preview,
    special_days,
    week::{Changed, FIELDS, week, weekdays},
};
use crate::{
    accounts::visitor::{use_account, use_draft, use_visitor},
    error::{AppError, FieldError},
    form::Draft,
    geo::api::CompleteCommunes,
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::{SaveProfile, profile_step},
        form::{BUFFERS, BusyCalendarForm, PhotoForm, ProfessionalForm, ProfileEditor, ProfileStep},
        types::{Accommodation, LANGUAGES, TIME_ZONES, Way},
    },
    trades::api::CompleteTrades,
    ui::{
        choice::Choice,
        completion::{completion_script, scripted_completion},
        failure::current_path,
        field::Input,
        form::{FormState, Weight, hidden, pressed_by_enter, submit},
        icon::icon,
        loaded::loaded,
        notice::{Tone, notice_of},
        page_title::form_title,
    },
};
use leptos::{nonce::use_nonce, prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_query_map};

/// The id of the form of a step, which `public/language.js` sends where the language changes.
const FORM_ID: &str = "etape";

/// What they do, `/compte/metier/presentation`.
#[component]
pub fn JobStepPage() -> impl IntoView {
    step_page(ProfileStep::Job)
}

/// Where and how to meet, `/compte/metier/rencontres`.
#[component]
pub fn MeetingStepPage() -> impl IntoView {
    step_page(ProfileStep::Meeting)
}

/// When, `/compte/metier/heures`.
#[component]
pub fn HoursStepPage() -> impl IntoView {
    step_page(ProfileStep::Hours)
}

/// Their photo, `/compte/metier/photo`.
#[component]
pub fn PhotoStepPage() -> impl IntoView {
    step_page(ProfileStep::Photo)
}

/// The charter, a preview and whether it is visible, `/compte/metier/publication`.
#[component]
pub fn PublicationStepPage() -> impl IntoView {
    step_page(ProfileStep::Publication)
}

fn step_page(step: ProfileStep) -> AnyView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    // Who comes from a wanted trade's page.
    let trade = use_query_map().get_untracked().get("metier").unwrap_or_default();
    let opened =
        Resource::new_blocking(move || trade.clone(), move |trade| profile_step(step.code().to_owned(), trade));
    let draft = draft_of(step);
    // Each has a form of its own, on the page of its step.
    let other = match step {
        ProfileStep::Hours => FormState::new(use_draft::<BusyCalendarForm>()),
        ProfileStep::Photo => FormState::new(use_draft::<PhotoForm>()),
        _ => FormState::default(),
    };
    let name = use_account().map(|account| account.display_name).unwrap_or_default();
    loaded(opened, move |editor: ProfileEditor| {
        if !editor.is_adult {
            return own_page::adults_only(l);
        }
        let form = FormState::new(draft.clone());
        let is_refused = form.is_refused() || other.is_refused();
        let content = match step {
            ProfileStep::Photo => photo_step(&editor, &name, &other, l),
            ProfileStep::Publication if !editor.left.is_empty() => left(&editor.left, l),
            _ => form_step(step, &editor, draft.as_ref(), &form, l),
        };
        let calendars = editor.calendars.as_ref().map(|calendars| busy_calendars::section(calendars, &other, l));
        page(step, editor.is_saved, is_refused, view! { {content} {calendars} }.into_any(), l)
    })
}

/// What was typed in `step`, if it is what this page has to show again.
fn draft_of(step: ProfileStep) -> Option<Draft> {
    let draft = use_visitor().draft?;
    (draft.value("step") == Some(step.code())).then(use_draft::<ProfessionalForm>).flatten()
}

/// What a step is called.
pub fn title(step: ProfileStep, l: Locale) -> &'static str {
    match step {
        ProfileStep::Job => td_string!(l, talks.profile_job),
        ProfileStep::Meeting => td_string!(l, talks.profile_meeting),
        ProfileStep::Hours => td_string!(l, onboarding.hours),
        ProfileStep::Photo => td_string!(l, onboarding.photo),
        ProfileStep::Publication => td_string!(l, onboarding.publication),
    }
}

fn page(step: ProfileStep, is_saved: bool, is_refused: bool, content: AnyView, l: Locale) -> AnyView {
    let number = ProfileStep::ALL.iter().position(|one| *one == step).unwrap_or_default() + 1;
    let position = td_string!(l, onboarding.position, number = number, all = ProfileStep::ALL.len());
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                <p class="crumbs">
                    <a href=Route::ProfessionalEditor.path()>{icon("chevron-left")}{td_string!(l, onboarding.back)}</a>
                </p>
                {form_title(title(step, l), is_refused)}
                {(!is_saved).then(|| view! { <p class="muted">{position}</p> })}
            </div>
            {content}
        </div>
    }
    .into_any()
}

/// A step that is a form.
fn form_step(step: ProfileStep, editor: &ProfileEditor, draft: Option<&Draft>, form: &FormState, l: Locale) -> AnyView {
    let typed = draft.map(|draft| editor.form.brought_back(step, draft));
    let profile = typed.as_ref().unwrap_or(&editor.form);
    let is_of_others = |errors: &[FieldError]| {
        errors.iter().all(|error| ProfileStep::of_field(&error.field).is_some_and(|other| other != step))
    };
    let knows = match form.error() {
        // The reader is told now: their next press means it.
        Some(AppError::SavedElsewhere) => true,
        // What was typed here is kept.
        Some(AppError::Invalid(errors)) => is_of_others(errors),
        _ => false,
    };
    let seen =
        typed.as_ref().map(|typed| &typed.seen).filter(|seen| !knows && !seen.is_empty()).unwrap_or(&editor.seen);
    let changed = Changed::of(&profile.copy).filter(|_| typed.is_some() && !form.is_refused());
    let fields = match step {
        ProfileStep::Job => job(profile, form, l),
        ProfileStep::Meeting => meeting(profile, form, l),
        ProfileStep::Hours => hours(profile, form, changed, l),
        ProfileStep::Photo => ().into_any(),
        ProfileStep::Publication => publication(profile, form, l),
    };
    let continues = !editor.is_saved && step != ProfileStep::Publication;
    let send = match (continues, editor.is_saved) {
        (true, _) => td_string!(l, onboarding.go_on),
        (false, false) => td_string!(l, onboarding.finish),
        (false, true) => td_string!(l, talks.profile_save),
    };
    let preview = editor.preview.as_ref().map(|details| preview(details, &editor.first_hours, editor.is_saved, l));
    view! {
        {preview}
        <form class="form" id=FORM_ID method="post" action=SaveProfile::url() novalidate>
            {pressed_by_enter()}
            {summary(step, form, l)}
            {elsewhere(step, form, l)}
            {hidden("step", step.code())}
            {hidden("seen", seen)}
            {fields}
            {continues.then(|| view! { <p class="muted">{td_string!(l, onboarding.stop_hint)}</p> })}
            <p class="actions">{submit(Weight::Primary, send)}</p>
        </form>
        <script src="/language.js" defer nonce=use_nonce() data-form=FORM_ID></script>
    }
    .into_any()
}

/// The other steps that have to be put right first.
fn elsewhere(step: ProfileStep, form: &FormState, l: Locale) -> Option<AnyView> {
    let Some(AppError::Invalid(errors)) = form.error() else { return None };
    let named: Vec<_> = errors.iter().filter_map(|error| ProfileStep::of_field(&error.field)).collect();
    let others: Vec<_> = ProfileStep::ALL.into_iter().filter(|other| *other != step && named.contains(other)).collect();
    let content = || view! { <p>{td_string!(l, onboarding.elsewhere)}</p> {links(&others, l)} };
    (!others.is_empty()).then(|| notice_of(Tone::Warning, content().into_any()))
}

/// What is missing before a profile can be published.
fn left(steps: &[ProfileStep], l: Locale) -> AnyView {
    let content = view! {
        <h2 class="notice__title">{td_string!(l, onboarding.left_title)}</h2>
        <p>{td_string!(l, onboarding.left_text)}</p>
        {links(steps, l)}
    };
    notice_of(Tone::Info, content.into_any())
}

fn links(steps: &[ProfileStep], l: Locale) -> AnyView {
    let items = steps.iter().map(|step| {
        view! { <li><a href=Route::ProfileStep(step.code()).path()>{title(*step, l)}</a></li> }
    });
    view! { <ul class="points">{items.collect_view()}</ul> }.into_any()
}

fn photo_step(editor: &ProfileEditor, name: &str, form: &FormState, l: Locale) -> AnyView {
    let on = (!editor.is_saved).then(|| {
        let (weight, text) = match editor.photo {
            Some(_) => (Weight::Primary, td_string!(l, onboarding.photo_next)),
            None => (Weight::Plain, td_string!(l, onboarding.photo_skip)),
        };
        let next = Route::ProfileStep(ProfileStep::Publication.code()).path();
        view! { <p class="actions"><a class=weight.class() href=next>{text}</a></p> }
    });
    view! { {photo::section(editor.photo.as_deref(), name, form, l)} {on} }.into_any()
}

fn hours(profile: &ProfessionalForm, form: &FormState, changed: Option<Changed>, l: Locale) -> AnyView {
    view! {
        {zone(profile, form, l)}
        <h2>{td_string!(l, agenda.weekly_hours)}</h2>
        <p>{td_string!(l, agenda.weekly_hours_text)}</p>
        {week(profile, form, changed, l)}
        {limits(profile, form, l)}
        {special_days::section(profile, form, changed, l)}
        {form
            .field("confirms_by_hand", td_string!(l, talks.profile_by_hand))
            .not_required()
            .value(&profile.confirms_by_hand)
            .hint(td_string!(l, talks.profile_by_hand_hint))
            .checkbox("on")}
    }
    .into_any()
}

fn publication(profile: &ProfessionalForm, form: &FormState, l: Locale) -> AnyView {
    view! {
        <h2>{td_string!(l, talks.charter_title)}</h2>
        <p>{td_string!(l, talks.charter_text)}</p>
        {charter(l)}
        {form
            .field("welcomes_minors", td_string!(l, talks.charter_sign))
            .not_required()
            .value(&profile.welcomes_minors)
            .hint(td_string!(l, talks.charter_hint))
            .checkbox("on")}
        <h2>{td_string!(l, talks.profile_published_title)}</h2>
        <p>{td_string!(l, moderation.before_listing)}</p>
        {form
            .field("published", td_string!(l, talks.profile_published))
            .not_required()
            .value(&profile.published)
            .hint(td_string!(l, talks.profile_published_hint))
            .checkbox("on")}
    }
    .into_any()
}

/// What who meets minors undertakes.
fn charter(l: Locale) -> AnyView {
    let articles = [
        td_string!(l, talks.charter_here),
        td_string!(l, talks.charter_contact),
        td_string!(l, talks.charter_respect),
        td_string!(l, talks.charter_alone),
        td_string!(l, talks.charter_report),
    ];
    let articles = articles.into_iter().map(|article| view! { <li>{article}</li> }).collect_view();
    view! { <ul class="points">{articles}</ul> }.into_any()
}

fn summary(step: ProfileStep, form: &FormState, l: Locale) -> AnyView {
    let labels = labels_of(step, l);
    form.summary(&labels.iter().map(|(field, label)| (*field, label.as_str())).collect::<Vec<_>>())
}

/// The fields of a step as a refusal names them, in the page's order.
fn labels_of(step: ProfileStep, l: Locale) -> Vec<(&'static str, String)> {
    let named = |labels: &[(&'static str, &'static str)]| -> Vec<(&'static str, String)> {
        labels.iter().map(|(field, label)| (*field, (*label).to_owned())).collect()
    };
    match step {
        ProfileStep::Job => named(&[
            ("trade", td_string!(l, trades.label)),
            ("second_trade", td_string!(l, talks.profile_second_trade)),
            ("third_trade", td_string!(l, talks.profile_third_trade)),
            ("headline", td_string!(l, talks.profile_headline)),
            ("likes", td_string!(l, talks.likes)),
            ("dislikes", td_string!(l, talks.dislikes)),
            ("day", td_string!(l, talks.profile_day)),
            ("path", td_string!(l, talks.profile_path)),
            ("organisation", td_string!(l, talks.profile_organisation)),
        ]),
        ProfileStep::Meeting => named(&[
            ("commune", td_string!(l, geo.commune)),
            ("languages", td_string!(l, talks.languages)),
            ("ways", td_string!(l, talks.profile_ways)),
            ("meeting_place", td_string!(l, talks.profile_meeting_place)),
            ("accessibility", td_string!(l, talks.accessibility)),
        ]),
        ProfileStep::Hours => {
            let zone = named(&[("time_zone", td_string!(l, geo.time_zone))]);
            let after = named(&[
                ("copy_from", td_string!(l, agenda.copy_from)),
                ("copy_to", td_string!(l, agenda.copy_to)),
                ("notice_hours", td_string!(l, agenda.notice_hours)),
                ("horizon_days", td_string!(l, agenda.horizon_days)),
                ("buffer_before", td_string!(l, agenda.buffer_before)),
                ("buffer_after", td_string!(l, agenda.buffer_after)),
                ("maximum_per_day", td_string!(l, agenda.maximum_per_day)),
                ("maximum_per_week", td_string!(l, agenda.maximum_per_week)),
                ("maximum_per_month", td_string!(l, agenda.maximum_per_month)),
                ("exceptions", td_string!(l, agenda.exceptions)),
                ("closed_from", td_string!(l, agenda.close_from)),
                ("closed_until", td_string!(l, agenda.close_until)),
            ]);
            zone.into_iter().chain(FIELDS.into_iter().zip(weekdays(l))).chain(after).collect()
        }
        ProfileStep::Photo | ProfileStep::Publication => Vec::new(),
    }
}

fn job(profile: &ProfessionalForm, form: &FormState, l: Locale) -> AnyView {
    let trade = form.field("trade", td_string!(l, trades.label)).value(&profile.trade).hint(td_string!(l, trades.hint));
    let second = form
        .field("second_trade", td_string!(l, talks.profile_second_trade))
        .optional()
        .value(&profile.second_trade)
        .hint(td_string!(l, talks.profile_second_trade_hint));
    let third =
        form.field("third_trade", td_string!(l, talks.profile_third_trade)).optional().value(&profile.third_trade);
    let headline = form
        .field("headline", td_string!(l, talks.profile_headline))
        .value(&profile.headline)
        .hint(td_string!(l, talks.profile_headline_hint));
    let likes = form
        .field("likes", td_string!(l, talks.likes))
        .value(&profile.likes)
        .hint(td_string!(l, talks.profile_likes_hint));
    let dislikes = form
        .field("dislikes", td_string!(l, talks.dislikes))
        .value(&profile.dislikes)
        .hint(td_string!(l, talks.profile_dislikes_hint));
    let day = form
        .field("day", td_string!(l, talks.profile_day))
        .optional()
        .value(&profile.day)
        .hint(td_string!(l, talks.profile_day_hint));
    let path = form
        .field("path", td_string!(l, talks.profile_path))
        .optional()
        .value(&profile.path)
        .hint(td_string!(l, talks.profile_path_hint));
    let organisation = form
        .field("organisation", td_string!(l, talks.profile_organisation))
        .optional()
        .value(&profile.organisation)
        .autocomplete("organization");
    view! {
        {scripted_completion(trade, CompleteTrades::url())}
        {scripted_completion(second, CompleteTrades::url())}
        {scripted_completion(third, CompleteTrades::url())}
        {headline.textarea(2)}
        {likes.textarea(4)}
        {dislikes.textarea(4)}
        {day.textarea(4)}
        {path.textarea(4)}
        {organisation.input(Input::Text)}
        {completion_script()}
    }
    .into_any()
}

fn meeting(profile: &ProfessionalForm, form: &FormState, l: Locale) -> AnyView {
    let commune =
        form.field("commune", td_string!(l, geo.commune)).value(&profile.commune).hint(td_string!(l, geo.commune_hint));
    let languages = LANGUAGES.map(|code| Choice::new(code, &labels::capital(&labels::language(code, l))));
    let ways =
        Way::ALL.map(|way| Choice::new(way.code(), &labels::capital(labels::way(way, l))).icon(labels::way_icon(way)));
    let place = form
        .field("meeting_place", td_string!(l, talks.profile_meeting_place))
        .not_required()
        .value(&profile.meeting_place)
        .hint(td_string!(l, talks.profile_meeting_place_hint));
    let accommodations =
        Accommodation::ALL.map(|one| Choice::new(one.code(), &labels::capital(labels::accommodation(one, l))));
    view! {
        {scripted_completion(commune, CompleteCommunes::url())}
        {form
            .field("languages", td_string!(l, talks.languages))
            .value(&profile.languages.join(" "))
            .checkboxes(languages.to_vec())}
        {form
            .field("ways", td_string!(l, talks.profile_ways))
            .value(&profile.ways.join(" "))
            .hint(td_string!(l, talks.profile_ways_hint))
            .checkboxes(ways.to_vec())}
        {place.input(Input::Text)}
        {form
            .field("accessibility", td_string!(l, talks.accessibility))
            .optional()
            .value(&profile.accessibility.join(" "))
            .hint(td_string!(l, talks.accessibility_hint))
            .checkboxes(accommodations.to_vec())}
        {completion_script()}
    }
    .into_any()
}

fn zone(profile: &ProfessionalForm, form: &FormState, l: Locale) -> AnyView {
    let zones = TIME_ZONES.map(|zone| Choice::new(zone, &labels::capital(labels::time_zone(zone, l))));
    form.field("time_zone", td_string!(l, geo.time_zone))
        .value(&profile.time_zone)
        .hint(td_string!(l, geo.time_zone_hint))
        .select(zones.to_vec())
}

fn limits(profile: &ProfessionalForm, form: &FormState, l: Locale) -> AnyView {
    let notice = form
        .field("notice_hours", td_string!(l, agenda.notice_hours))
        .value(&profile.notice_hours)
        .hint(td_string!(l, agenda.notice_hours_hint))
        .bounds("0", "720");
    let horizon = form
        .field("horizon_days", td_string!(l, agenda.horizon_days))
        .value(&profile.horizon_days)
        .hint(td_string!(l, agenda.horizon_days_hint))
        .bounds("1", "180");
    let maximum = |name: &str, label: &str, value: &str, most: &str| {
        let field = form.field(name, label).optional().value(value).hint(td_string!(l, agenda.maximum_per_week_hint));
        field.bounds("1", most).input(Input::Number)
    };
    let buffer = |name: &str, label: &str, value: &str| {
        let minutes = BUFFERS.map(|minutes| match minutes {
            "0" => Choice::new("0", td_string!(l, agenda.no_buffer)),
            minutes => Choice::new(minutes, &td_string!(l, agenda.buffer_minutes, minutes = minutes)),
        });
        let field = form.field(name, label).not_required().value(value).hint(td_string!(l, agenda.buffer_hint));
        field.select(minutes.to_vec())
    };
    let holidays = form
        .field("closed_on_holidays", td_string!(l, agenda.closed_on_holidays))
        .not_required()
        .value(&profile.closed_on_holidays)
        .hint(td_string!(l, agenda.closed_on_holidays_hint));
    view! {
        {notice.input(Input::Number)}
        {horizon.input(Input::Number)}
        {buffer("buffer_before", td_string!(l, agenda.buffer_before), &profile.buffer_before)}
        {buffer("buffer_after", td_string!(l, agenda.buffer_after), &profile.buffer_after)}
        {maximum("maximum_per_day", td_string!(l, agenda.maximum_per_day), &profile.maximum_per_day, "12")}
        {maximum("maximum_per_week", td_string!(l, agenda.maximum_per_week), &profile.maximum_per_week, "40")}
        {maximum("maximum_per_month", td_string!(l, agenda.maximum_per_month), &profile.maximum_per_month, "100")}
        {holidays.checkbox("on")}
    }
    .into_any()
}
