//! Confirming an hour. The choice comes first and signing in after: nobody opens an account to look.

use super::{
    facts::{fact, facts, when},
    labels,
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    error::AppError,
    form::Draft,
    i18n::*,
    locale::{error_message, use_locale},
    routes::Route,
    talks::{
        api::{BookTalk, booking_page},
        form::{BookingForm, QUESTION_LENGTH},
        types::{BookingOffer, Way},
    },
    ui::{
        choice::Choice,
        demonstration::demonstration_banner,
        empty::{WayOn, ways_on},
        form::{FormState, Weight, hidden, submit},
        icon::icon,
        loaded::loaded,
        notice::{Tone, notice},
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page that asks to confirm an hour, `/rencontres/:id/reserver?debut=…`.
#[component]
pub fn BookPage() -> impl IntoView {
    let l = use_locale();
    let (parameters, query) = (use_params_map(), use_query_map());
    let hour = Memo::new(move |_| {
        let id = parameters.with(|parameters| parameters.get("id").unwrap_or_default());
        (id, query.with(|query| query.get("debut").unwrap_or_default()))
    });
    let offer = Resource::new_blocking(move || hour.get(), |(id, start)| booking_page(id, start));
    let draft = use_draft::<BookingForm>();
    let is_signed_in = use_account().is_some();
    loaded(offer, move |offer| page(&offer, draft.as_ref(), is_signed_in, l))
}

fn page(offer: &BookingOffer, draft: Option<&Draft>, is_signed_in: bool, l: Locale) -> AnyView {
    let form = &FormState::new(draft.filter(|draft| is_for(draft, offer)).cloned());
    let professional = Route::Professional(offer.card.id.clone()).path();
    let is_gone = !offer.is_free || form.error().is_some_and(is_about_the_hour);
    let next = match (is_gone, is_signed_in) {
        (true, _) => other_hours(offer, form, is_signed_in, l),
        (false, true) => confirm(offer, form, hidden("start", &offer.moment.iso), l),
        (false, false) => sign_in(offer, l),
    };
    let recap = facts(vec![
        fact("user", td_string!(l, talks.with), name_and_trade(offer, l)),
        when(&offer.moment, l),
        fact("clock", td_string!(l, talks.duration), td_string!(l, talks.one_hour).to_owned()),
    ]);
    view! {
        {offer.card.demonstration.then(demonstration_banner)}
        <div class="wrap page">
            <p class="crumbs">
                <a href=professional>{icon("chevron-left")}{td_string!(l, talks.choose_other_hour)}</a>
            </p>
            <div class="columns">
                <div class="stack stack--l">{form_title(td_string!(l, talks.book_title), form.is_refused())} {next}</div>
                <aside class="panel" aria-labelledby="recap">
                    <h2 class="panel__title" id="recap">{td_string!(l, talks.your_hour)}</h2>
                    {recap}
                </aside>
            </div>
        </div>
    }
    .into_any()
}

fn name_and_trade(offer: &BookingOffer, l: Locale) -> String {
    td_string!(l, talks.name_and_trade, name = offer.card.name.as_str(), trade = offer.card.trade.as_str())
}

/// Whether the draft is of this professional's form: the reader may have moved on since.
fn is_for(draft: &Draft, offer: &BookingOffer) -> bool {
    draft.value("professional") == Some(&offer.card.id)
}

fn is_about_the_hour(error: &AppError) -> bool {
    matches!(error, AppError::JustTaken | AppError::OwnAgendaTaken | AppError::NotOffered)
}

/// The form; `start` carries the hour, or asks for another one.
fn confirm(offer: &BookingOffer, form: &FormState, start: AnyView, l: Locale) -> AnyView {
    let (how, question) = (td_string!(l, talks.how_to_meet), td_string!(l, talks.question));
    let hour = td_string!(l, talks.nearest_hours);
    let choices = offer.card.ways.iter().map(|way| {
        let label = labels::capital(labels::way(*way, l));
        let label = if *way == Way::Onsite {
            td_string!(l, talks.way_at, way = label, place = offer.card.place.as_str())
        } else {
            label
        };
        Choice::new(way.code(), &label).icon(labels::way_icon(*way))
    });
    let mut way = form.field("way", how);
    if let [only] = offer.card.ways.as_slice() {
        way = way.value(only.code());
    }
    let asked =
        form.field("question", question).optional().hint(td_string!(l, talks.question_hint)).maxlength(QUESTION_LENGTH);
    view! {
        <form class="form" method="post" action=BookTalk::url() novalidate>
            {form.summary(&[("start", hour), ("way", how), ("question", question)])}
            {hidden("professional", &offer.card.id)}
            {start}
            {way.radios(choices.collect())}
            {asked.textarea(4)}
            <p class="muted">{td_string!(l, talks.promise)}</p>
            <p class="actions">
                {submit(Weight::Primary, td_string!(l, talks.confirm))}
                <a class="button button--link" href=Route::Professional(offer.card.id.clone()).path()>
                    {td_string!(l, talks.go_back)}
                </a>
            </p>
        </form>
    }
    .into_any()
}

fn sign_in(offer: &BookingOffer, l: Locale) -> AnyView {
    let here = || Some(Route::Book(offer.card.id.clone(), offer.moment.iso.clone()).path());
    view! {
        <div class="stack">
            <p class="lead">{td_string!(l, talks.sign_in_to_book)}</p>
            <p>{td_string!(l, talks.choice_is_kept)}</p>
            <p class="actions">
                <a class=Weight::Primary.class() href=Route::SignUp(here()).path()>{td_string!(l, talks.sign_up)}</a>
                <a class=Weight::Plain.class() href=Route::SignIn(here()).path()>{td_string!(l, common.sign_in)}</a>
            </p>
        </div>
    }
    .into_any()
}

/// The hour is gone: why, and the free ones nearest to it, in the same form so that nothing typed is lost.
fn other_hours(offer: &BookingOffer, form: &FormState, is_signed_in: bool, l: Locale) -> AnyView {
    let why = (!form.is_refused()).then(|| notice(Tone::Warning, &error_message(&AppError::NotOffered, l)));
    let nearest = match (offer.nearest.is_empty(), is_signed_in) {
        (true, _) => form.summary(&[]),
        (false, true) => {
            let choices = offer.nearest.iter().map(|hour| Choice::new(&hour.iso, &labels::moment(hour, l)));
            let start = form.field("start", td_string!(l, talks.nearest_hours)).radios(choices.collect());
            confirm(offer, form, start, l)
        }
        (false, false) => {
            let ways = offer.nearest.iter().map(|hour| WayOn {
                icon: "clock",
                text: labels::moment(hour, l),
                href: Route::Book(offer.card.id.clone(), hour.iso.clone()).path(),
            });
            view! {
                <h2>{td_string!(l, talks.nearest_hours)}</h2>
                {ways_on(ways.collect())}
            }
            .into_any()
        }
    };
    view! {
        <div class="stack">
            {why}
            {nearest}
            <p>
                <a href=Route::Professional(offer.card.id.clone()).path()>{td_string!(l, talks.all_hours)}</a>
            </p>
        </div>
    }
    .into_any()
}
