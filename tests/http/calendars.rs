//! A professional's calendars elsewhere: read from a server beside the test, left out of what is offered, refused
//! with a reason.

use crate::{
    browser::{Browser, book, call},
    people::{self, Professional},
    site::{Engine, Site},
};
use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use chrono::{DateTime, Duration, Utc};
use declic::{context, talks::busy_calendars};
use futures::{StreamExt, stream};
use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::sync::Notify;

/// What the server beside the test knows.
#[derive(Default)]
struct Elsewhere {
    /// The calendar, or nothing while the server is out of order.
    calendar: Mutex<Option<String>>,
    asked: AtomicUsize,
    answered_whole: AtomicUsize,
    came: Notify,
    go_on: Notify,
}

/// A web server on this machine that keeps a calendar, and worse things.
pub struct Server {
    address: SocketAddr,
    state: Arc<Elsewhere>,
}

impl Server {
    pub async fn start() -> Self {
        let state = Arc::new(Elsewhere::default());
        let router = Router::new()
            .route("/private-5ecret/basic.ics", get(calendar))
            .route("/waits.ics", get(waits))
            .route("/bad/{what}", get(bad))
            .with_state(Arc::clone(&state));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, state }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The address of the calendar.
    fn secret(&self) -> String {
        self.url("/private-5ecret/basic.ics")
    }

    /// From now on the calendar holds these events.
    fn holds(&self, events: &[(DateTime<Utc>, DateTime<Utc>)]) {
        let utc = |at: &DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
        let event = |(start, end): &(DateTime<Utc>, DateTime<Utc>)| {
            format!(
                "BEGIN:VEVENT\r\nUID:{0}@a\r\nSUMMARY:Dentiste\r\nDTSTART:{0}\r\nDTEND:{1}\r\nEND:VEVENT\r\n",
                utc(start),
                utc(end)
            )
        };
        let events: String = events.iter().map(event).collect();
        *self.state.calendar.lock().unwrap() =
            Some(format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n"));
    }

    /// A site that may read from this server, and from no other that is not public.
    pub async fn site(&self, engine: Engine) -> Site {
        Site::with(engine, &["--development", "--local-calendars", &self.address.to_string()]).await
    }
}

/// Says by `ETag` whether it changed.
async fn calendar(State(state): State<Arc<Elsewhere>>, headers: HeaderMap) -> Response {
    state.asked.fetch_add(1, Ordering::SeqCst);
    let Some(text) = state.calendar.lock().unwrap().clone() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let tag = format!("\"{}-{}\"", text.len(), text.bytes().map(usize::from).sum::<usize>());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.to_str().unwrap() == tag) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    state.answered_whole.fetch_add(1, Ordering::SeqCst);
    ([(header::CONTENT_TYPE, "text/calendar"), (header::ETAG, tag.as_str())], text).into_response()
}

/// Answers once it is told to go on.
async fn waits(State(state): State<Arc<Elsewhere>>) -> Response {
    state.asked.fetch_add(1, Ordering::SeqCst);
    state.came.notify_one();
    state.go_on.notified().await;
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n".into_response()
}

async fn bad(Path(what): Path<String>) -> Response {
    let one_event = |more: &str| {
        format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a@b\nDTSTART:20200101T000000Z\nDURATION:PT1M\n{more}\nEND:VEVENT\nEND:VCALENDAR\n"
        )
    };
    match what.as_str() {
        // Without an end, and without saying so: far beyond 50 MB.
        "endless" => {
            let line = "X-COMMENT:0123456789\r\n".repeat(4_000);
            let lines = stream::iter(std::iter::once("BEGIN:VCALENDAR\r\n".to_owned()).chain(std::iter::repeat(line)));
            Body::from_stream(lines.map(Ok::<_, std::io::Error>)).into_response()
        }
        "50-megabytes" => vec![b'A'; 50 * 1024 * 1024].into_response(),
        "recurrences" => {
            let today = context::now().format("%Y%m%dT000000Z");
            let series = one_event("RRULE:FREQ=MINUTELY;COUNT=100000");
            series.replace("20200101T000000Z", &today.to_string()).into_response()
        }
        "to-this-machine" => Redirect::to("http://127.0.0.1:1/").into_response(),
        "to-metadata" => Redirect::to("https://169.254.169.254/latest/meta-data/").into_response(),
        "to-ipv6" => Redirect::to("https://[::1]/").into_response(),
        "to-itself" => Redirect::to("/bad/to-itself").into_response(),
        "page" => "<!doctype html><title>Mon calendrier</title>".into_response(),
        "slow" => {
            let beginning = stream::iter([Ok::<_, std::io::Error>("BEGIN:VCALENDAR\r\n")]);
            Body::from_stream(beginning.chain(stream::pending())).into_response()
        }
        "forbidden" => StatusCode::FORBIDDEN.into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn editor(site: &Site, paul: &Professional) -> Browser {
    let mut browser = Browser::of(site, &paul.person);
    browser.open("/compte/metier/heures").await;
    browser
}

/// One's profile with a calendar that was just added.
async fn with_calendar(site: &Site, server: &Server) -> (Professional, Browser) {
    let paul = people::professional(site, "Paul").await;
    let mut browser = editor(site, &paul).await;
    browser.submit("add_calendar", &[("url", &server.secret())]).await;
    assert!(browser.says("Votre calendrier est lu et ajouté"), "{}", browser.text());
    (paul, browser)
}

/// From the first hour of tests, minutes that are taken elsewhere.
fn taken(from: i64, until: i64) -> (DateTime<Utc>, DateTime<Utc>) {
    (people::start(from), people::start(until))
}

const SPANS: &str = "select count(*) from busy_span";
const CHANGES: &str = "select count(*) from search_change";

/// Whether Léa gets an hour of Paul's.
async fn can_book(site: &Site, name: &str, paul: &Professional, minutes: i64) -> bool {
    let lea = people::explorer(site, name).await;
    site.answer(book(&lea, &paul.id.to_string(), &people::iso(minutes))).await.status == StatusCode::OK
}

on_both_engines! {
    async fn busy_hours_are_not_offered(site) {
        let server = Server::start().await;
        let site = server.site(site.engine).await;
        server.holds(&[taken(30, 90), taken(240, 250), (people::start(0) + Duration::days(300), people::start(60) + Duration::days(300))]);
        let (paul, browser) = with_calendar(&site, &server).await;
        assert!(browser.says("2 moments occupés dans les jours à venir. Lu pour la dernière fois"), "{}", browser.text());
        // Of the address only what it is known by, and of the events only when they are.
        assert!(browser.says("127.0.0.1 … ic.ics") && !browser.page.body.contains("5ecret"), "{}", browser.text());
        assert!(!site.content().await.contains("Dentiste"));
        assert_eq!(site.number(SPANS).await, 2, "up to the horizon");
        for (number, (minutes, free)) in [(0, false), (30, false), (60, false), (240, false), (300, true), (90, true), (120, false)].into_iter().enumerate() {
            assert_eq!(can_book(&site, &format!("Lea{number}"), &paul, minutes).await, free, "{minutes}");
        }
        // Its page and the search know it too.
        site.index().await;
        let mut lea = Browser::new(&site);
        lea.open(&format!("/rencontres/{0}?depuis={1}&jour={1}", paul.id, people::start(0).date_naive())).await;
        let offered = |minutes: i64| lea.links().iter().any(|link| link.contains(&declic::routes::encode(&people::iso(minutes))));
        assert!(offered(-60) && !offered(30) && !offered(60), "{:?}", lea.links());
        site.close().await;
    }

    async fn the_next_free_hour_of_the_search_is_told_when_a_calendar_changes(site) {
        let server = Server::start().await;
        let site = server.site(site.engine).await;
        server.holds(&[]);
        let before = site.number(CHANGES).await;
        let (_, browser) = with_calendar(&site, &server).await;
        assert!(browser.says("Rien d’occupé dans les jours à venir"), "{}", browser.text());
        let added = site.number(CHANGES).await;
        assert!(added > before);
        let later = |hours| context::now() + Duration::hours(hours);
        // Unchanged: the server says so, nothing is written but when.
        assert!(busy_calendars::read_next(&site.app, later(2)).await.unwrap());
        assert_eq!((site.number(CHANGES).await, server.state.answered_whole.load(Ordering::SeqCst)), (added, 1));
        assert!(!busy_calendars::read_next(&site.app, later(2)).await.unwrap(), "an hour later at the soonest");
        server.holds(&[taken(24 * 60, 24 * 60 + 60)]);
        assert!(busy_calendars::read_next(&site.app, later(4)).await.unwrap());
        assert_eq!((site.number(CHANGES).await, site.number(SPANS).await), (added + 1, 1));
        // A day later it is read whole, as the horizon has moved on, though it did not change.
        assert!(busy_calendars::read_next(&site.app, later(30)).await.unwrap());
        assert_eq!((site.number(CHANGES).await, server.state.answered_whole.load(Ordering::SeqCst)), (added + 1, 3));
        site.close().await;
    }

    async fn a_calendar_that_fails_keeps_what_it_said(site) {
        let server = Server::start().await;
        let site = server.site(site.engine).await;
        server.holds(&[taken(5 * 24 * 60, 5 * 24 * 60 + 60)]);
        let (paul, mut browser) = with_calendar(&site, &server).await;
        *server.state.calendar.lock().unwrap() = None;
        let first = context::now() + Duration::hours(2);
        assert!(busy_calendars::read_next(&site.app, first).await.unwrap());
        browser.open("/compte/metier/heures").await;
        assert!(browser.says("Ce calendrier ne répond pas.") && browser.says("Lu pour la dernière fois"), "{}", browser.text());
        assert_eq!(site.number(SPANS).await, 1);
        assert!(!can_book(&site, "Lea", &paul, 5 * 24 * 60).await, "better busy than double");
        // Tried again ever later: after an hour, then after two.
        for (hours, is_due) in [(0, false), (1, true), (2, false), (3, true), (6, false), (7, true)] {
            let due = busy_calendars::read_next(&site.app, first + Duration::hours(hours)).await.unwrap();
            assert_eq!(due, is_due, "after {hours} hours");
        }
        // Its owner is told once that nothing new is seen.
        let told = async |hours| {
            assert!(busy_calendars::read_next(&site.app, first + Duration::hours(hours)).await.unwrap());
            let mails = site.mails_to(&paul.person.email).await;
            mails.iter().filter(|mail| mail.body.contains("ce calendrier ne peut plus être lu")).count()
        };
        assert_eq!(site.mails_to(&paul.person.email).await.len(), 0);
        assert_eq!((told(15).await, told(39).await), (1, 1));
        server.holds(&[]);
        assert!(busy_calendars::read_next(&site.app, first + Duration::hours(63)).await.unwrap());
        browser.open("/compte/metier/heures").await;
        assert!(!browser.says("Ce calendrier ne répond pas."), "{}", browser.text());
        assert_eq!(site.number(SPANS).await, 0);
        site.close().await;
    }

    async fn what_cannot_be_read_is_told_and_not_kept(site) {
        let server = Server::start().await;
        let site = server.site(site.engine).await;
        let paul = people::professional(&site, "Paul").await;
        let mut browser = editor(&site, &paul).await;
        for (typed, told) in [
            ("", "Ce champ est nécessaire."),
            ("mon calendrier", "Collez l’adresse complète du calendrier."),
            ("http://exemple.fr/a.ics", "Collez l’adresse complète du calendrier."),
            ("file:///etc/passwd", "Collez l’adresse complète du calendrier."),
            ("https://10.0.0.1/a.ics", "Cette adresse n’est pas sur le web public."),
            ("https://localhost/a.ics", "Cette adresse n’est pas sur le web public."),
        ] {
            browser.submit("add_calendar", &[("url", typed)]).await;
            assert!(browser.says(told), "{typed}: {}", browser.text());
            assert_eq!(browser.field("add_calendar", "url").as_deref(), Some(typed), "what was typed is kept");
        }
        let other = people::professional(&site, "Anne").await;
        let mut browser = editor(&site, &other).await;
        for (what, told) in [
            ("endless", "Ce calendrier est trop gros"),
            ("50-megabytes", "Ce calendrier est trop gros"),
            ("recurrences", "Ce calendrier compte trop d’événements"),
            ("to-this-machine", "Cette adresse n’est pas sur le web public."),
            ("to-metadata", "Cette adresse n’est pas sur le web public."),
            ("to-ipv6", "Cette adresse n’est pas sur le web public."),
            ("to-itself", "Cette adresse renvoie trop de fois vers une autre."),
            ("page", "Ce n’est pas un calendrier."),
            ("nothing", "Il n’y a rien à cette adresse."),
            ("forbidden", "Ce calendrier demande une autorisation."),
            // Ten in a row, then one a minute.
            ("page", "Trop d’essais."),
        ] {
            let typed = server.url(&format!("/bad/{what}"));
            browser.submit("add_calendar", &[("url", &typed)]).await;
            assert!(browser.says(told), "{what}: {}", browser.text());
            assert_eq!(browser.field("add_calendar", "url"), Some(typed), "what was typed is kept");
        }
        assert_eq!((site.number("select count(*) from busy_feed").await, site.number(SPANS).await), (0, 0));
        site.close().await;
    }

    async fn three_calendars_each_of_its_own(site) {
        let server = Server::start().await;
        let site = server.site(site.engine).await;
        server.holds(&[taken(0, 60)]);
        let (paul, mut browser) = with_calendar(&site, &server).await;
        browser.submit("add_calendar", &[("url", &server.secret())]).await;
        assert!(browser.says("Ce calendrier est déjà dans votre liste."), "{}", browser.text());
        for more in ["?b", "?c"] {
            browser.submit("add_calendar", &[("url", &format!("{}{more}", server.secret()))]).await;
            assert!(browser.says("Votre calendrier est lu et ajouté"), "{}", browser.text());
        }
        browser.submit("add_calendar", &[("url", &format!("{}?d", server.secret()))]).await;
        assert!(browser.says("Vous avez déjà 3 calendriers"), "{}", browser.text());
        assert!(site.refuses("update busy_feed set place = 4").await && site.refuses("update busy_feed set place = 1").await);
        assert!(site.refuses("update busy_feed set url = 'https://exemple.fr'").await);
        // A stranger removes none of them.
        let max = people::professional(&site, "Max").await;
        let ids: Vec<(uuid::Uuid,)> = site.rows("select id from busy_feed").await;
        let id = ids[0].0.to_string();
        let strange = call(&Method::POST, "remove_calendar", Some(&max.person.cookie), &[("form[calendar]", &id)]);
        assert_eq!(site.answer(strange).await.status, StatusCode::NOT_FOUND);
        assert!(!can_book(&site, "Lea", &paul, 0).await);
        for left in [2, 1, 0] {
            browser.open("/compte/metier/heures").await;
            browser.submit("remove_calendar", &[]).await;
            assert!(browser.says("Le calendrier est retiré"), "{}", browser.text());
            assert_eq!(site.number(SPANS).await, left);
        }
        assert!(can_book(&site, "Marie", &paul, 0).await);
        site.close().await;
    }

    /// Several processes share a database: one of them reads.
    async fn a_calendar_is_read_by_one_at_a_time(site) {
        let server = Server::start().await;
        let site = server.site(site.engine).await;
        let paul = people::professional(&site, "Paul").await;
        server.state.go_on.notify_one();
        let mut browser = editor(&site, &paul).await;
        browser.submit("add_calendar", &[("url", &server.url("/waits.ics"))]).await;
        server.state.came.notified().await;
        let later = context::now() + Duration::hours(2);
        let app = site.app.clone();
        let reading = tokio::spawn(async move { busy_calendars::read_next(&app, later).await });
        server.state.came.notified().await;
        assert!(!busy_calendars::read_next(&site.app, later).await.unwrap(), "somebody is at it");
        server.state.go_on.notify_one();
        assert!(reading.await.unwrap().unwrap());
        assert_eq!(server.state.asked.load(Ordering::SeqCst), 2);
        site.close().await;
    }

    async fn a_saved_profile_has_its_calendars_read_again(site) {
        let server = Server::start().await;
        let site = server.site(site.engine).await;
        server.holds(&[taken(0, 60)]);
        let (_, mut browser) = with_calendar(&site, &server).await;
        assert!(!busy_calendars::read_next(&site.app, context::now()).await.unwrap());
        browser.submit("save_profile", &[("horizon_days", "1"), ("time_zone", "Europe/Paris")]).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
        assert!(busy_calendars::read_next(&site.app, context::now()).await.unwrap());
        assert_eq!(server.state.answered_whole.load(Ordering::SeqCst), 2, "whole");
        site.close().await;
    }

    /// What was read by the hours of before says nothing of the new ones.
    async fn a_reading_that_a_saved_profile_overtakes_does_not_count(site) {
        let server = Server::start().await;
        let site = server.site(site.engine).await;
        let paul = people::professional(&site, "Paul").await;
        server.state.go_on.notify_one();
        let mut browser = editor(&site, &paul).await;
        browser.submit("add_calendar", &[("url", &server.url("/waits.ics"))]).await;
        server.state.came.notified().await;
        let later = context::now() + Duration::hours(2);
        let app = site.app.clone();
        let reading = tokio::spawn(async move { busy_calendars::read_next(&app, later).await });
        server.state.came.notified().await;
        browser.open("/compte/metier/heures").await;
        browser.submit("save_profile", &[("horizon_days", "1"), ("time_zone", "Europe/Paris")]).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
        server.state.go_on.notify_one();
        assert!(reading.await.unwrap().unwrap());
        // It is still to be read, and nobody has it.
        server.state.go_on.notify_one();
        assert!(busy_calendars::read_next(&site.app, context::now()).await.unwrap());
        assert_eq!(server.state.asked.load(Ordering::SeqCst), 3);
        assert!(!busy_calendars::read_next(&site.app, context::now()).await.unwrap());
        site.close().await;
    }

    /// Whoever leaves takes the addresses along.
    async fn an_account_takes_its_calendars_along(site) {
        let server = Server::start().await;
        let site = server.site(site.engine).await;
        server.holds(&[taken(0, 60)]);
        with_calendar(&site, &server).await;
        site.execute("delete from account").await;
        assert_eq!((site.number("select count(*) from busy_feed").await, site.number(SPANS).await), (0, 0));
        site.close().await;
    }
}

/// Once: it takes the ten seconds that a calendar may take.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_calendar_that_never_ends_is_given_up() {
    let server = Server::start().await;
    let site = server.site(Engine::Sqlite).await;
    let paul = people::professional(&site, "Paul").await;
    let mut browser = editor(&site, &paul).await;
    browser.submit("add_calendar", &[("url", &server.url("/bad/slow"))]).await;
    assert!(browser.says("Ce calendrier met trop de temps à répondre."), "{}", browser.text());
    site.close().await;
}

/// Nothing on this machine is read unless it is asked for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn this_machine_is_not_read_by_default() {
    let server = Server::start().await;
    server.holds(&[]);
    let site = Site::open(Engine::Sqlite).await;
    let paul = people::professional(&site, "Paul").await;
    let mut browser = editor(&site, &paul).await;
    browser.submit("add_calendar", &[("url", &server.secret())]).await;
    assert!(browser.says("Collez l’adresse complète du calendrier."), "{}", browser.text());
    browser.submit("add_calendar", &[("url", &server.secret().replace("http:", "https:"))]).await;
    assert!(browser.says("Cette adresse n’est pas sur le web public."), "{}", browser.text());
    assert_eq!(server.state.asked.load(Ordering::SeqCst), 0);
    site.close().await;
}
