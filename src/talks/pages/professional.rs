//! A professional's page: who they are, what they say of their job, and their free hours.

use super::{
    answers::habit,
    away::away_or_failure,
    card::{meta, ways},
    facts::{fact, fact_of, facts, hint},
    labels,
    photo::portrait,
    slot_picker::{PICKER_ID, Shown, slot_picker},
    zone::ask_for_zone,
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    error::AppError,
    i18n::*,
    locale::{error_message, use_locale},
    organisations::types::OrganisationLink,
    routes::Route,
    talks::{
        api::professional,
        form::HoldForm,
        query::TalkQuery,
        types::{Accommodation, ProfessionalDetails},
    },
    ui::{
        demonstration::demonstration_banner,
        empty::{WayOn, empty},
        form::{FormState, Weight},
        icon::icon,
        loaded::loaded_or,
        notice::{Tone, notice_of},
        page_title::document_title,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A professional's page, `/rencontres/:id`.
#[component]
pub fn ProfessionalPage() -> impl IntoView {
    let l = use_locale();
    let parameters = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    let asked = |name: &str| query.get(name).unwrap_or_default();
    let shown = Shown {
        id: parameters.get("id").unwrap_or_default(),
        from: asked("depuis"),
        day: asked("jour"),
        zone: asked("fuseau"),
        search: asked("recherche"),
        holds: use_account().is_some(),
    };
    let question = shown.clone();
    let details =
        Resource::new_blocking(move || question.clone(), |Shown { id, from, zone, .. }| professional(id, from, zone));
    let draft = use_draft::<HoldForm>();
    loaded_or(
        details,
        move |details| {
            let own = draft.clone().filter(|draft| draft.value("professional") == Some(&details.id));
            page(&details, &FormState::new(own), &shown, l)
        },
        away_or_failure,
    )
}

fn page(details: &ProfessionalDetails, pressed: &FormState, shown: &Shown, l: Locale) -> AnyView {
    let title = td_string!(l, talks.name_and_trade, name = details.name.as_str(), trade = details.trade.as_str());
    let french = labels::lang(labels::FRENCH, l);
    let back = match shown.search.is_empty() {
        true => td_string!(l, talks.back_to_search),
        false => td_string!(l, talks.back_to_results),
    };
    let jump = (!details.is_self && !details.days.is_empty()).then(|| {
        view! {
            <p class="actions profile__jump">
                <a class=Weight::Primary.class() href=format!("#{PICKER_ID}") rel="external">
                    {td_string!(l, talks.choose_hour)}
                </a>
            </p>
        }
    });
    view! {
        {document_title(&title)}
        {ask_for_zone(&details.zone, details.zone_is_readers)}
        {details.demonstration.then(demonstration_banner)}
        <div class="wrap page">
            <p class="crumbs">
                <a href=Route::Talks(shown.search.clone()).path()>{icon("chevron-left")}{back}</a>
            </p>
            {refused(pressed, details, l)}
            <div class="columns">
                <article class="stack stack--l">
                    <header class="stack">
                        {details.photo.as_deref().map(|photo| portrait(photo, &details.name, l))}
                        <h1 class="page-title">
                            <span class="profile__trade" lang=french>{details.trade.clone()}</span>
                            " "
                            <span class="profile__name">{details.name.clone()}</span>
                        </h1>
                        {outline(details, l)}
                        {jump}
                    </header>
                    {words(details, l)}
                    {in_practice(details, l)}
                </article>
                {aside(details, shown, l)}
            </div>
        </div>
    }
    .into_any()
}

/// Why no hour that was pressed can be had.
fn refused(pressed: &FormState, details: &ProfessionalDetails, l: Locale) -> Option<AnyView> {
    let error = pressed.error()?;
    let next = match error {
        AppError::Blocked | AppError::TooManyRequests => {
            view! { <a href=Route::Agenda.path()>{td_string!(l, talks.see_agenda)}</a> }.into_any()
        }
        _ => {
            let similar = TalkQuery { trade: details.trade_code.clone(), ..TalkQuery::default() };
            let href = Route::Talks(similar.to_query_string()).path();
            view! { <a href=href>{td_string!(l, talks.similar_people, trade = details.trade.as_str())}</a> }.into_any()
        }
    };
    let text = match error {
        AppError::Forbidden => td_string!(l, talks.not_with_you).to_owned(),
        error => error_message(error, l),
    };
    Some(notice_of(Tone::Warning, view! { <p>{text}</p> <p>{next}</p> }.into_any()))
}

/// What else they do, where they are, where they work for, and how they meet.
pub fn outline(details: &ProfessionalDetails, l: Locale) -> AnyView {
    let others = (!details.other_trades.is_empty()).then(|| {
        let french = labels::lang(labels::FRENCH, l);
        view! { <p>{td_string!(l, talks.also)} " " <span lang=french>{details.other_trades.join(", ")}</span></p> }
    });
    view! {
        {others}
        <ul class="meta">
            {meta("pin", &details.place)}
            {details.organisation.as_deref().map(|organisation| meta("user", organisation))}
            {details.partner.as_ref().map(|partner| in_the_name_of(partner, l))}
            {ways(&details.ways, l)}
            {details.demonstration.then(|| meta("info", td_string!(l, talks.demonstration_profile)))}
        </ul>
    }
    .into_any()
}

/// The organisation in whose name they give time.
fn in_the_name_of(partner: &OrganisationLink, l: Locale) -> AnyView {
    let href = Route::Organisation { slug: partner.slug.clone(), page: 1 }.path();
    let text = td_string!(l, organisations.in_the_name_of, organisation = partner.name.as_str());
    view! { <li>{icon("building")}<a href=href>{text}</a></li> }.into_any()
}

/// What they say of their job.
pub fn words(details: &ProfessionalDetails, l: Locale) -> AnyView {
    let french = labels::lang(labels::FRENCH, l);
    view! {
        <blockquote class="quote" lang=french>
            <p>{details.headline.clone()}</p>
        </blockquote>
        <div class="likes">
            {opinions(td_string!(l, talks.likes), "check", &details.likes, french)}
            {opinions(td_string!(l, talks.dislikes), "close", &details.dislikes, french)}
        </div>
        {story(td_string!(l, talks.day), &details.day, french)}
        {story(td_string!(l, talks.path), &details.path, french)}
    }
    .into_any()
}

/// One point for each line that was written.
fn opinions(title: &'static str, name: &'static str, text: &str, lang: Option<&'static str>) -> AnyView {
    let points = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let points = points.map(|point| view! { <li>{icon(name)}<span>{point.to_owned()}</span></li> });
    view! {
        <section>
            <h2 class="likes__title">{title}</h2>
            <ul lang=lang>{points.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// A paragraph for each line that was written; nothing where there is none.
fn story(title: &'static str, text: &str, lang: Option<&'static str>) -> AnyView {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let paragraphs = lines.map(|line| view! { <p lang=lang>{line.to_owned()}</p> }).collect_view();
    if paragraphs.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack">
            <h2 class="likes__title">{title}</h2>
            {paragraphs}
        </section>
    }
    .into_any()
}

/// What an hour with them is like: how, how long, in which languages.
pub fn in_practice(details: &ProfessionalDetails, l: Locale) -> AnyView {
    let known = vec![
        how(details, l),
        fact("clock", td_string!(l, talks.duration), td_string!(l, talks.one_hour).to_owned()),
        fact("globe", td_string!(l, talks.languages), labels::capital(&labels::languages(&details.languages, l))),
        habit(details.answers, l),
        fact("check-circle", td_string!(l, talks.price), td_string!(l, talks.free).to_owned()),
    ];
    let facts = facts(known.into_iter().chain(accessibility(details, l)).collect());
    view! {
        <section class="stack" aria-labelledby="pratique">
            <h2 id="pratique">{td_string!(l, talks.in_practice)}</h2>
            {facts}
        </section>
    }
    .into_any()
}

/// How they meet; on site, whether their place can be entered in a wheelchair.
fn how(details: &ProfessionalDetails, l: Locale) -> AnyView {
    let access = details
        .accessibility
        .contains(&Accommodation::Wheelchair)
        .then(|| hint(labels::capital(labels::accommodation(Accommodation::Wheelchair, l))));
    let ways = labels::capital(&labels::ways(&details.ways, l));
    fact_of("talk", td_string!(l, talks.how), view! { {ways} {access} }.into_any())
}

/// What makes a talk with them possible for everybody; nothing where they named nothing.
pub fn accessibility(details: &ProfessionalDetails, l: Locale) -> Option<AnyView> {
    let named =
        details.accessibility.iter().map(|one| view! { <li>{labels::capital(labels::accommodation(*one, l))}</li> });
    let list = view! { <ul>{named.collect_view()}</ul> };
    let term = td_string!(l, talks.accessibility);
    (!details.accessibility.is_empty()).then(|| fact_of("user", term, list.into_any()))
}

/// The free hours; or, on one's own page, the way to set them; or, without any, people who do the same.
fn aside(details: &ProfessionalDetails, shown: &Shown, l: Locale) -> AnyView {
    if details.is_self {
        let text = match details.is_listed {
            true => td_string!(l, talks.own_page_text),
            false => td_string!(l, moderation.preview_text),
        };
        return view! {
            <section class="panel" aria-labelledby="soi">
                <h2 class="panel__title" id="soi">{td_string!(l, talks.own_page)}</h2>
                <p>{text}</p>
                <p>
                    <a class=Weight::Primary.class() href=Route::ProfessionalEditor.path()>
                        {td_string!(l, talks.edit_profile)}
                    </a>
                </p>
            </section>
        }
        .into_any();
    }
    if details.days.is_empty() {
        let similar = TalkQuery { trade: details.trade_code.clone(), ..TalkQuery::default() };
        let way = WayOn {
            icon: "search",
            text: td_string!(l, talks.similar_people, trade = details.trade.as_str()),
            href: Route::Talks(similar.to_query_string()).path(),
        };
        return view! {
            <section class="panel" aria-labelledby="heures" id=PICKER_ID>
                <h2 class="panel__title" id="heures">{td_string!(l, talks.choose_hour)}</h2>
                {empty(td_string!(l, talks.no_hour_at_all), vec![way])}
            </section>
        }
        .into_any();
    }
    slot_picker(details, shown, l)
}
