//! One's own profile as a professional: what explorers read, and when they may book.

use super::{
    busy_calendars, labels, own_page, photo,
    week::{Copied, FIELDS, week, weekdays},
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    form::Draft,
    geo::api::complete_communes,
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::{SaveProfile, my_profile},
        form::{BUFFERS, BusyCalendarForm, COPY_MONDAY, PhotoForm, ProfessionalForm, ProfileEditor},
        types::{Accommodation, LANGUAGES, TIME_ZONES, Way},
    },
    trades::api::complete_trades,
    ui::{
        choice::Choice,
        completion::completion,
        failure::current_path,
        field::Input,
        form::{FormState, Weight, pressed_by_enter, submit},
        loaded::loaded,
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_query_map};

/// The editor of one's own profile, `/compte/metier`.
#[component]
pub fn EditProfilePage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    // Who comes from a wanted trade's page.
    let trade = use_query_map().get_untracked().get("metier").unwrap_or_default();
    let saved = Resource::new_blocking(move || trade.clone(), my_profile);
    let draft = use_draft::<ProfessionalForm>();
    let typed = draft.as_ref().map(typed);
    let form = FormState::new(draft);
    let calendar = FormState::new(use_draft::<BusyCalendarForm>());
    let photo = FormState::new(use_draft::<PhotoForm>());
    let name = use_account().map(|account| account.display_name).unwrap_or_default();
    loaded(saved, move |editor: ProfileEditor| {
        if !editor.is_adult {
            return own_page::adults_only(l);
        }
        let profile = typed.as_ref().unwrap_or(&editor.form);
        let state = match &typed {
            None => own_page::state(&editor, l),
            Some(_) => ().into_any(),
        };
        let copied = (typed.is_some() && !form.is_refused()).then(|| match profile.copy == COPY_MONDAY {
            true => Copied::Monday,
            false => Copied::Day,
        });
        let calendars = editor.calendars.as_ref().map(|calendars| busy_calendars::section(calendars, &calendar, l));
        // Both go with a profile that was saved once.
        let photo_section =
            editor.calendars.is_some().then(|| photo::section(editor.photo.as_deref(), &name, &photo, l));
        let is_refused = form.is_refused() || calendar.is_refused() || photo.is_refused();
        page(profile, &form, is_refused, Around { state, copied, calendars, photo: photo_section }, l)
    })
}

fn typed(draft: &Draft) -> ProfessionalForm {
    ProfessionalForm::from_kept(|name| draft.value(name).map(str::to_owned))
}

/// What stands around the fields.
struct Around {
    state: AnyView,
    copied: Option<Copied>,
    calendars: Option<AnyView>,
    photo: Option<AnyView>,
}

fn page(profile: &ProfessionalForm, form: &FormState, is_refused: bool, around: Around, l: Locale) -> AnyView {
    let Around { state, copied, calendars, photo } = around;
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                {form_title(td_string!(l, talks.profile_title), is_refused)}
                <p class="lead">{td_string!(l, talks.profile_lead)}</p>
            </div>
            {state}
            <form class="form" method="post" action=SaveProfile::url() novalidate>
                {pressed_by_enter()}
                {summary(form, l)}
                <h2>{td_string!(l, talks.profile_job)}</h2>
                {job(profile, form, l)}
                <h2>{td_string!(l, talks.profile_meeting)}</h2>
                {meeting(profile, form, l)}
                <h2>{td_string!(l, agenda.weekly_hours)}</h2>
                <p>{td_string!(l, agenda.weekly_hours_text)}</p>
                {week(profile, form, copied, l)}
                {limits(profile, form, l)}
                {form
                    .field("confirms_by_hand", td_string!(l, talks.profile_by_hand))
                    .not_required()
                    .value(&profile.confirms_by_hand)
                    .hint(td_string!(l, talks.profile_by_hand_hint))
                    .checkbox("on")}
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
                <p class="actions">{submit(Weight::Primary, td_string!(l, talks.profile_save))}</p>
            </form>
            {photo}
            {calendars}
        </div>
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

fn summary(form: &FormState, l: Locale) -> AnyView {
    let days = weekdays(l);
    let before = [
        ("trade", td_string!(l, trades.label)),
        ("second_trade", td_string!(l, talks.profile_second_trade)),
        ("third_trade", td_string!(l, talks.profile_third_trade)),
        ("headline", td_string!(l, talks.profile_headline)),
        ("likes", td_string!(l, talks.likes)),
        ("dislikes", td_string!(l, talks.dislikes)),
        ("day", td_string!(l, talks.profile_day)),
        ("path", td_string!(l, talks.profile_path)),
        ("organisation", td_string!(l, talks.profile_organisation)),
        ("commune", td_string!(l, geo.commune)),
        ("languages", td_string!(l, talks.languages)),
        ("ways", td_string!(l, talks.profile_ways)),
        ("meeting_place", td_string!(l, talks.profile_meeting_place)),
        ("accessibility", td_string!(l, talks.accessibility)),
        ("time_zone", td_string!(l, geo.time_zone)),
    ];
    let after = [
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
    ];
    let days = FIELDS.into_iter().zip(days.iter().map(String::as_str));
    form.summary(&before.into_iter().chain(days).chain(after).collect::<Vec<_>>())
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
        {completion(trade, Input::Text, |text| Box::pin(complete_trades(text)))}
        {completion(second, Input::Text, |text| Box::pin(complete_trades(text)))}
        {completion(third, Input::Text, |text| Box::pin(complete_trades(text)))}
        {headline.textarea(2)}
        {likes.textarea(4)}
        {dislikes.textarea(4)}
        {day.textarea(4)}
        {path.textarea(4)}
        {organisation.input(Input::Text)}
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
    let zones = TIME_ZONES.map(|zone| Choice::new(zone, &labels::capital(labels::time_zone(zone, l))));
    view! {
        {completion(commune, Input::Text, |text| Box::pin(complete_communes(text)))}
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
        {form
            .field("time_zone", td_string!(l, geo.time_zone))
            .value(&profile.time_zone)
            .hint(td_string!(l, geo.time_zone_hint))
            .select(zones.to_vec())}
    }
    .into_any()
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
    let exceptions = form
        .field("exceptions", td_string!(l, agenda.exceptions))
        .optional()
        .value(&profile.exceptions)
        .hint(td_string!(l, agenda.exceptions_hint));
    view! {
        {notice.input(Input::Number)}
        {horizon.input(Input::Number)}
        {buffer("buffer_before", td_string!(l, agenda.buffer_before), &profile.buffer_before)}
        {buffer("buffer_after", td_string!(l, agenda.buffer_after), &profile.buffer_after)}
        {maximum("maximum_per_day", td_string!(l, agenda.maximum_per_day), &profile.maximum_per_day, "12")}
        {maximum("maximum_per_week", td_string!(l, agenda.maximum_per_week), &profile.maximum_per_week, "40")}
        {maximum("maximum_per_month", td_string!(l, agenda.maximum_per_month), &profile.maximum_per_month, "100")}
        {holidays.checkbox("on")}
        {exceptions.textarea(4)}
    }
    .into_any()
}
