//! Confirming an hour. The choice comes first and signing in after: nobody opens an account to look.

use super::{
    away::away_or_failure,
    facts::{fact, facts, when},
    labels,
    slot_picker::Shown,
    zone::ask_for_zone,
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
        form::BookingForm,
        types::{BookingOffer, GuardianAsk, HourState, Moment, TalkSummary, Way},
    },
    ui::{
        choice::Choice,
        demonstration::demonstration_banner,
        empty::{WayOn, ways_on},
        field::Input,
        form::{FormState, Weight, hidden, submit},
        icon::icon,
        loaded::loaded_or,
        notice::{Tone, notice, notice_of},
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{
    components::Redirect,
    hooks::{use_params_map, use_query_map},
};

/// The page that asks to confirm an hour, `/rencontres/:id/reserver?debut=…&fuseau=…`.
#[component]
pub fn BookPage() -> impl IntoView {
    let l = use_locale();
    let (parameters, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let asked = |name: &str| query.with(|query| query.get(name).unwrap_or_default());
        let id = parameters.with(|parameters| parameters.get("id").unwrap_or_default());
        (id, asked("debut"), asked("fuseau"))
    });
    let (id, start, _) = asked.get_untracked();
    if start.is_empty() {
        // Nothing is chosen yet.
        return view! { <Redirect path=Route::Professional(id).path() /> }.into_any();
    }
    let offer = Resource::new_blocking(move || asked.get(), |(id, start, zone)| booking_page(id, start, zone));
    let draft = use_draft::<BookingForm>();
    let is_signed_in = use_account().is_some();
    loaded_or(
        offer,
        move |offer| {
            let (id, _, zone) = asked.get_untracked();
            let draft = draft.clone().filter(|draft| is_for(draft, &offer));
            let page = Page {
                shown: Shown { id, zone, ..Shown::default() },
                offer: &offer,
                form: FormState::new(draft),
                is_signed_in,
                l,
            };
            page.view()
        },
        away_or_failure,
    )
}

/// What the parts of the page have in common.
struct Page<'p> {
    offer: &'p BookingOffer,
    /// The professional's page, on the same clock.
    shown: Shown,
    form: FormState,
    is_signed_in: bool,
    l: Locale,
}

impl Page<'_> {
    fn view(&self) -> AnyView {
        let (offer, l) = (self.offer, self.l);
        let (title, next) = match &offer.state {
            HourState::Booked(talk) => {
                (td_string!(l, talks.hour_is_booked), self.already(talk, td_string!(l, talks.hour_is_booked_text)))
            }
            HourState::Asked(talk) => {
                (td_string!(l, talks.hour_is_asked), self.already(talk, td_string!(l, talks.hour_is_asked_text)))
            }
            HourState::AdultsOnly => {
                (td_string!(l, talks.adults_only_title), self.adults_only(td_string!(l, talks.adults_only_text)))
            }
            HourState::MinorsLater => {
                (td_string!(l, moderation.minors_later), self.adults_only(td_string!(l, moderation.minors_later_text)))
            }
            HourState::Busy(talk) => (td_string!(l, talks.choose_other_hour), self.busy(talk)),
            HourState::Gone => (td_string!(l, talks.choose_other_hour), self.gone()),
            HourState::Free if self.form.error().is_some_and(is_about_the_hour) => {
                (td_string!(l, talks.choose_other_hour), self.gone())
            }
            HourState::Free if self.is_signed_in => {
                let title = match offer.confirms_by_hand {
                    true => td_string!(l, talks.ask_title),
                    false => td_string!(l, talks.book_title),
                };
                (title, self.confirm(hidden("start", &offer.moment.iso)))
            }
            HourState::Free => (td_string!(l, talks.book_title), self.sign_in()),
        };
        let is_readers = matches!(offer.state, HourState::Free | HourState::Booked(_) | HourState::Asked(_));
        let hour = if is_readers { td_string!(l, talks.your_hour) } else { td_string!(l, talks.hour_asked) };
        let recap = facts(vec![
            fact("user", td_string!(l, talks.with), name_and_trade(offer, l)),
            when(&offer.moment, l),
            fact("clock", td_string!(l, talks.duration), td_string!(l, talks.one_hour).to_owned()),
        ]);
        view! {
            {ask_for_zone(&offer.zone, offer.zone_is_readers)}
            {offer.card.demonstration.then(demonstration_banner)}
            <div class="wrap page">
                <p class="crumbs">
                    <a href=self.shown.path()>{icon("chevron-left")}{td_string!(l, talks.back_to_profile)}</a>
                </p>
                // In the order of a phone: which hour it is stands before the button.
                <div class="columns confirm">
                    {form_title(title, self.form.is_refused())}
                    <aside class="panel confirm__recap" aria-labelledby="recap">
                        <h2 class="panel__title" id="recap">{hour}</h2>
                        {recap}
                    </aside>
                    <div>{next}</div>
                </div>
            </div>
        }
        .into_any()
    }

    /// The form; `start` carries the hour, or asks for another one.
    fn confirm(&self, start: AnyView) -> AnyView {
        let (offer, form, l) = (self.offer, &self.form, self.l);
        let (how, question) = (td_string!(l, talks.how_to_meet), td_string!(l, talks.question));
        let guardian = td_string!(l, talks.guardian_email);
        let hour = td_string!(l, talks.nearest_hours);
        let choices = offer.ways.iter().map(|way| {
            let label = labels::capital(labels::way(*way, l));
            let label = match *way {
                Way::Onsite => td_string!(l, talks.way_at, way = label, place = offer.card.place.as_str()),
                Way::Video | Way::Phone => label,
            };
            let label = match *way {
                Way::Onsite if offer.wheelchair => td_string!(l, talks.way_by_wheelchair, way = label),
                _ => label,
            };
            Choice::new(way.code(), &label).icon(labels::way_icon(*way))
        });
        let mut way = form.field("way", how);
        if let [only] = offer.ways.as_slice() {
            way = way.value(only.code());
        }
        let held =
            offer.held_until.as_deref().map(|until| notice(Tone::Info, &td_string!(l, talks.held_until, time = until)));
        let is_full = matches!(form.error(), Some(AppError::TooManyRequests | AppError::TooManyTalks));
        let asked = form.field("question", question).optional().hint(td_string!(l, talks.question_hint));
        view! {
            <form class="form" method="post" action=BookTalk::url() novalidate>
                {held}
                {form.summary(&[("start", hour), ("way", how), ("question", question), ("guardian_email", guardian)])}
                {is_full.then(|| view! { <p><a href=Route::Agenda.path()>{td_string!(l, talks.see_agenda)}</a></p> })}
                {hidden("professional", &offer.card.id)}
                {start}
                {way.radios(choices.collect())}
                {asked.textarea(4)}
                {self.guardian()}
                {offer.confirms_by_hand.then(|| view! { <p>{td_string!(l, talks.ask_text, name = offer.card.name.as_str())}</p> })}
                <p class="muted">{td_string!(l, talks.promise)}</p>
                <p class="actions">
                    {submit(Weight::Primary, if offer.confirms_by_hand { td_string!(l, talks.ask) } else { td_string!(l, talks.confirm) })}
                    <a class="button button--link" href=self.shown.path()>{td_string!(l, talks.all_hours)}</a>
                </p>
            </form>
        }
        .into_any()
    }

    fn sign_in(&self) -> AnyView {
        let l = self.l;
        let here = || Some(self.shown.booking(&self.offer.moment));
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

    /// The reader comes back to what they have booked or asked for: the way to it, and nothing to send.
    fn already(&self, talk: &str, text: &'static str) -> AnyView {
        let l = self.l;
        view! {
            <div class="stack">
                <p class="lead">{text}</p>
                <p class="actions">
                    <a class=Weight::Primary.class() href=Route::Talk(talk.to_owned()).path()>{td_string!(l, talks.see_talk)}</a>
                    <a class="button button--link" href=self.shown.path()>{td_string!(l, talks.all_hours)}</a>
                </p>
            </div>
        }
        .into_any()
    }

    /// Under age: who has to agree.
    fn guardian(&self) -> AnyView {
        let l = self.l;
        match &self.offer.guardian {
            GuardianAsk::NotNeeded => ().into_any(),
            GuardianAsk::Known(email) => {
                notice(Tone::Info, &td_string!(l, talks.guardian_of_account, email = email.as_str()))
            }
            GuardianAsk::Covered => notice(Tone::Info, td_string!(l, talks.guardian_covered)),
            GuardianAsk::Needed => self
                .form
                .field("guardian_email", td_string!(l, talks.guardian_email))
                .value(self.offer.known_guardian.as_deref().unwrap_or_default())
                .hint(td_string!(l, talks.guardian_email_hint))
                .autocomplete("off")
                .input(Input::Email),
        }
    }

    /// Under age: the professional meets adults only.
    fn adults_only(&self, why: &'static str) -> AnyView {
        let l = self.l;
        let ways = vec![
            WayOn { icon: "quote", text: td_string!(l, talks.guardian_read).to_owned(), href: self.shown.path() },
            WayOn {
                icon: "search",
                text: td_string!(l, talks.guardian_search).to_owned(),
                href: Route::Talks(String::new()).path(),
            },
        ];
        view! {
            <div class="stack">
                <p class="lead">{why}</p>
                {ways_on(ways)}
            </div>
        }
        .into_any()
    }

    /// The reader is elsewhere at that time.
    fn busy(&self, talk: &TalkSummary) -> AnyView {
        let l = self.l;
        let with = td_string!(l, talks.talk_with, other = labels::other(talk.other.as_deref(), l));
        let content = view! {
            <p class="notice__title">{td_string!(l, talks.busy_then)}</p>
            <p>
                <a href=Route::Talk(talk.id.clone()).path()>{with}</a>
                <br />
                {labels::moment(&talk.moment, l)}
            </p>
        };
        self.other_hours(Some(notice_of(Tone::Warning, content.into_any())))
    }

    fn gone(&self) -> AnyView {
        let why = || notice(Tone::Warning, &error_message(&AppError::NotOffered, self.l));
        self.other_hours((!self.form.is_refused()).then(why))
    }

    /// Why the hour cannot be had, and the free ones nearest to it, in the same form so that nothing typed is
    /// lost.
    fn other_hours(&self, why: Option<AnyView>) -> AnyView {
        let (offer, form, l) = (self.offer, &self.form, self.l);
        let all_hours = || {
            view! {
                <p>
                    <a href=self.shown.path()>{td_string!(l, talks.all_hours)}</a>
                </p>
            }
        };
        let nearest = match (offer.nearest.is_empty(), self.is_signed_in) {
            (true, _) => view! { {form.summary(&[])} {all_hours()} }.into_any(),
            (false, true) => {
                let choices = offer.nearest.iter().map(|hour| Choice::new(&hour.iso, &self.told(hour)));
                self.confirm(form.field("start", td_string!(l, talks.nearest_hours)).radios(choices.collect()))
            }
            (false, false) => {
                let ways = offer.nearest.iter().map(|hour| WayOn {
                    icon: "clock",
                    text: self.told(hour),
                    href: self.shown.booking(hour),
                });
                view! {
                    <h2>{td_string!(l, talks.nearest_hours)}</h2>
                    {ways_on(ways.collect())}
                    {all_hours()}
                }
                .into_any()
            }
        };
        view! { <div class="stack">{why} {nearest}</div> }.into_any()
    }

    /// An hour, with its zone where that may not be the reader's.
    fn told(&self, hour: &Moment) -> String {
        match self.offer.zone_is_readers {
            true => labels::moment(hour, self.l),
            false => labels::moment_in_zone(&hour.day, &hour.time, &hour.zone, self.l),
        }
    }
}

fn name_and_trade(offer: &BookingOffer, l: Locale) -> String {
    td_string!(l, talks.name_and_trade, name = offer.card.name.as_str(), trade = offer.card.trade.as_str())
}

/// Whether the draft is of this professional's form: the reader may have moved on since.
fn is_for(draft: &Draft, offer: &BookingOffer) -> bool {
    draft.value("professional") == Some(&offer.card.id)
}

/// Whether another hour has to be chosen.
fn is_about_the_hour(error: &AppError) -> bool {
    matches!(error, AppError::JustTaken | AppError::OwnAgendaTaken | AppError::NotOffered)
        || error.problem("start").is_some()
}
