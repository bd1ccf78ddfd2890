//! What the talks cannot take, typed by somebody who reads English: each is told at its place, and nothing is written. Each has
//! tests of its own in French; a message of a megabyte is told in both languages in `conversation`.

use crate::{browser::Browser, calendars::Server, limits::next_change, people, photos, profile::path, site::Site};
use axum::http::StatusCode;
use declic::{
    routes::{Route, encode},
    talks::form::ProfileStep,
};

/// An account's language goes before the browser's.
async fn everybody_reads_english(site: &Site) {
    site.execute("update account set locale = 'en'").await;
}

/// Everything that is kept, but for the sessions, which hold what was typed.
async fn kept(site: &Site) -> String {
    site.content().await.split("\nsession\n").next().unwrap().to_owned()
}

on_both_engines! {
    async fn hours_that_cannot_be(site) {
        let anne = people::explorer(site, "Anne").await;
        everybody_reads_english(site).await;
        let mut browser = Browser::of(site, &anne);
        let before = kept(site).await;
        let nights = format!("{} 02:30-05:00\n{} 02:30-05:00", next_change(3).format("%d/%m/%Y"), next_change(10).format("%d/%m/%Y"));
        let typed = [
            ("ranges][0][starts", "09:00"), ("ranges][0][ends", "12:00"), ("ranges][1][starts", "11:00"), ("ranges][1][ends", "14:00"),
            ("ranges][3][starts", "14:00"), ("ranges][3][ends", "10:00"), ("time_zone", "Europe/Atlantis"), ("exceptions", &nights),
        ];
        browser.open(&path(ProfileStep::Hours)).await;
        browser.submit("save_profile", &typed).await;
        assert_eq!(browser.path, path(ProfileStep::Hours));
        for (field, told) in [
            ("ranges_0", "This range overlaps another one."),
            ("ranges_1", "The end must come after the start."),
            ("time_zone", "Choose one of the answers offered."),
            ("exceptions", "Line 1: The clocks go forward that night and this hour does not exist."),
            ("exceptions", "Line 2: The clocks go back that night and this hour comes twice."),
        ] {
            assert!(beside(&browser, field).contains(told), "{field}: {}", browser.text());
        }
        for (name, value) in typed.iter().filter(|(name, _)| *name != "time_zone") {
            assert_eq!(browser.field("save_profile", name).as_deref(), Some(*value), "{name} is kept");
        }
        assert_eq!(kept(site).await, before);
    }

    async fn files_that_harm(site) {
        let server = Server::start().await;
        let site = server.site(site.engine).await;
        let paul = people::professional(&site, "Paul").await;
        everybody_reads_english(&site).await;
        let mut browser = Browser::of(&site, &paul.person);
        let before = kept(&site).await;
        browser.open(&path(ProfileStep::Hours)).await;
        for (what, told) in [
            ("50-megabytes", "This calendar is too big: 5 MB at most."),
            ("recurrences", "This calendar has too many events: 5,000 at most."),
            ("to-this-machine", "This address is not on the public web."),
            ("to-metadata", "This address is not on the public web."),
        ] {
            let typed = server.url(&format!("/bad/{what}"));
            browser.submit("add_calendar", &[("url", &typed)]).await;
            assert!(beside(&browser, "url").contains(told), "{what}: {}", browser.text());
            assert_eq!(browser.field("add_calendar", "url"), Some(typed), "what was typed is kept");
        }
        photos::send(&site, &paul.person, &photos::announcing(60_000, 60_000)).await;
        browser.open(&path(ProfileStep::Photo)).await;
        assert!(browser.says("This picture is too large: ") && browser.says("million pixels at most."), "{}", browser.text());
        assert_eq!(kept(&site).await, before);
        site.close().await;
    }

    async fn links_and_hours_of_the_past(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        everybody_reads_english(site).await;
        let before = kept(site).await;
        let mut browser = Browser::of(site, &lea);
        let past = Route::Book { professional: paul.id.to_string(), start: people::iso(-5 * 24 * 60), zone: String::new() };
        browser.open(&past.path()).await;
        assert!(browser.says("This hour is no longer offered. Here are others."), "{}", browser.text());
        // A page that was open for days.
        browser.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, encode(&people::iso(0)))).await;
        browser.submit("book_talk", &[("start", &people::iso(-5 * 24 * 60)), ("way", "video"), ("question", "How do you begin?")]).await;
        assert!(browser.says("This hour is no longer offered. Here are others."), "{}", browser.text());
assert_eq!(browser.field("book_talk", "question").as_deref(), Some("How do you begin?"), "what was typed is kept");
        // Forged, of every kind that a mail holds.
        let mut stranger = Browser::new(site).speaking("en-GB");
        for (link, told) in [
            ("/reponse/forged", "This link"),
            ("/accord/forged", "This link"),
            ("/retour/forged", "back"),
            ("/invitation/forged", "This link has been used"),
            ("/inscription/accord/forged", "This link"),
        ] {
            stranger.open(link).await;
            assert!(stranger.says(told) && stranger.page.body.contains("<html lang=\"en\""), "{link}: {}", stranger.text());
        }
        assert_eq!(kept(site).await, before);
    }

    async fn an_answer_that_is_replayed(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        site.execute("update professional set accepts_automatically = not accepts_automatically").await;
        everybody_reads_english(site).await;
        let mut explorer = Browser::of(site, &lea);
        explorer.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, encode(&people::iso(0)))).await;
        explorer.submit("book_talk", &[("way", "video")]).await;
        let mails = site.mails_to(&paul.person.email).await;
        let body = &mails.last().unwrap().body;
        let link = body[body.find("/reponse/").unwrap()..].split_whitespace().next().unwrap();
        let (mut first, mut second) = (Browser::new(site).speaking("en-GB"), Browser::new(site).speaking("en-GB"));
        for browser in [&mut first, &mut second] {
            browser.open(link).await;
        }
        first.submit("accept_talk", &[]).await;
        let before = kept(site).await;
        second.submit("accept_talk", &[]).await;
        assert_eq!(second.page.status, StatusCode::GONE, "{}", second.text());
        assert!(second.says("This link has been used"), "{}", second.text());
        assert_eq!(kept(site).await, before);
    }
}

/// What is said beside a field.
fn beside(browser: &Browser, field: &str) -> String {
    let beginning = format!("id=\"{field}-error\"");
    let body = &browser.page.body;
    let from = body.find(&beginning).unwrap_or_else(|| panic!("nothing beside {field}: {}", browser.text()));
    let rest = &body[from + beginning.len() + 1..];
    crate::html::text(&rest[..rest.find("</p>").unwrap_or(rest.len())])
}
