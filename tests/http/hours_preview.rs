//! What hours would offer, told before they are saved: as it will be once they are, over what is taken already, with what is
//! wrong in words, and without writing anything.

use crate::{
    browser::{Browser, book, call},
    people::{self, Person, Professional},
    profile::{self, GOOD},
    search::{STATEMENTS, counted, counting},
    site::{Answer, Site, answer},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use chrono::{Datelike, Duration, Months};
use declic::{
    agenda::busy::BusySpans,
    context,
    talks::{
        form::{ProfileStep, RANGES_A_DAY},
        store::{self, FeedRow, Reading},
        types::HoursPreview,
    },
};
use std::sync::atomic::Ordering;

/// The form's fields that decide about hours: every day from midnight to midnight, or (empty) never, but for `other`.
fn every_day(midnight: &str, other: &[(&str, &str)]) -> Vec<(String, String)> {
    let range = |index: usize| {
        let hours = if index.is_multiple_of(RANGES_A_DAY) { midnight } else { "" };
        ["starts", "ends"].map(|end| (format!("form[ranges][{index}][{end}]"), hours.to_owned()))
    };
    let rules = [("time_zone", "Europe/Paris"), ("notice_hours", "0"), ("horizon_days", "60")];
    let rules = rules.map(|(name, value)| (format!("form[{name}]"), value.to_owned()));
    let mut fields: Vec<(String, String)> = (0..7 * RANGES_A_DAY).flat_map(range).chain(rules).collect();
    for (name, value) in other {
        let name = format!("form[{name}]");
        match fields.iter_mut().find(|(known, _)| *known == name) {
            // Ranges are read in the order in which they come.
            Some((_, typed)) => (*value).clone_into(typed),
            None => fields.push((name, (*value).to_owned())),
        }
    }
    fields
}

/// Free all day long, from now on, but for what is typed otherwise.
fn always_but(other: &[(&str, &str)]) -> Vec<(String, String)> {
    every_day("00:00", other)
}

fn request(method: &Method, cookie: Option<&str>, fields: &[(String, String)]) -> Request<Body> {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    call(method, "preview_hours", cookie, &fields)
}

async fn ask(site: &Site, person: &Person, fields: &[(String, String)]) -> Answer {
    site.answer(request(&Method::POST, Some(&person.cookie), fields)).await
}

async fn preview(site: &Site, person: &Person, fields: &[(String, String)]) -> HoursPreview {
    let answer = ask(site, person, fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// The number that a text begins with.
fn number(text: &str) -> u32 {
    text.split_whitespace().next().unwrap().parse().unwrap_or_else(|_| panic!("no number first: {text}"))
}

/// How many hours are not offered as they are taken.
fn left_out(preview: &HoursPreview) -> u32 {
    preview.summary.split_once("à venir. ").map_or(0, |(_, rest)| number(rest))
}

/// A calendar of Paul's that says he is busy.
async fn add_busy(site: &Site, paul: &Professional, from: i64, until: i64) {
    let feed = FeedRow {
        id: context::new_id(),
        professional_id: paul.id,
        url: "https://exemple.fr/private/basic.ics".to_owned(),
        read_at: None,
        etag: None,
        last_modified: None,
        failures: 0,
        leased_until: None,
    };
    let busy = BusySpans::new([(people::start(from), people::start(until))]);
    let reading = Reading { busy, etag: None, last_modified: None };
    let now = context::now();
    let written = site.db().write((feed, reading), move |transaction, (feed, reading)| {
        Box::pin(async move { store::insert_feed(transaction, feed, reading, (now, now)).await })
    });
    written.await.unwrap();
}

on_both_engines! {
    /// The same rules decide before and after.
    async fn it_tells_what_is_offered_once_it_is_saved(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = Browser::of(site, &anne);
        for by_hand in ["", "on"] {
            let typed = [("ranges][6][starts", "14:15"), ("ranges][6][ends", "17:00"), ("notice_hours", "12"), ("confirms_by_hand", by_hand)];
            let fields: Vec<(&str, &str)> = GOOD.into_iter().chain(typed).collect();
            browser.open(&profile::path(ProfileStep::Hours)).await;
            let hours = fields.iter().copied().filter(|(name, _)| profile::step_of(name) == ProfileStep::Hours);
            let asked: Vec<(&str, &str)> = hours.chain([("copy", "preview")]).collect();
            browser.submit("save_profile", &asked).await;
            let text = browser.text();
            let (before, _) = text.split_once(" horaires seront proposés").unwrap_or_else(|| panic!("{text}"));
            let previewed = before.rsplit(' ').next().unwrap().to_owned();
            profile::save(&mut browser, &fields).await;
            assert!(browser.says(&format!("{previewed} horaires peuvent être choisis")), "{previewed}: {}", browser.text());
        }
    }

    async fn days_are_told_on_the_clock_of_the_hours(site) {
        let anne = people::explorer(site, "Anne").await;
        let wednesday = [("ranges][6][starts", "14:15"), ("ranges][6][ends", "17:00")];
        let zoned = |zone: &'static str| every_day("", &[&wednesday[..], &[("time_zone", zone)]].concat());
        let told = preview(site, &anne, &zoned("Indian/Reunion")).await;
        assert!(told.caption.contains("heure de La Réunion"), "{}", told.caption);
        assert_eq!(told.days.len(), 2, "two weeks: {:?}", told.days);
        for day in &told.days {
            assert!(day.day.starts_with("mercredi "), "{}", day.day);
        }
        assert_eq!(told.days[1].starts, "de 14\u{a0}h\u{a0}15 à 15\u{a0}h\u{a0}45");
        // A zone that the form leaves out is the account's.
        let told = preview(site, &anne, &zoned("")).await;
        assert!(told.caption.contains("heure de Paris"), "{}", told.caption);
    }

    async fn what_is_taken_is_left_out(site) {
        let paul = people::professional(site, "Paul").await;
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        assert_eq!(left_out(&preview(site, &paul.person, &always_but(&[])).await), 0);
        let late = 50 * 24 * 60;
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(late))).await.status, StatusCode::OK);
        // The hour itself, and those that begin half an hour before and after it.
        assert_eq!(left_out(&preview(site, &paul.person, &always_but(&[])).await), 3);
        assert_eq!(left_out(&preview(site, &lea, &always_but(&[])).await), 3, "an explorer's own talk takes their time as well");
        assert_eq!(left_out(&preview(site, &max, &always_but(&[])).await), 0, "nothing is told of somebody else's");
        // What is typed reaches further than what was saved.
        site.execute("update professional set horizon_days = 5").await;
        assert_eq!(left_out(&preview(site, &paul.person, &always_but(&[])).await), 3);
        assert_eq!(left_out(&preview(site, &paul.person, &always_but(&[("horizon_days", "5")])).await), 0);
        assert_eq!(left_out(&preview(site, &paul.person, &always_but(&[("buffer_after", "30")])).await), 5);
        assert!(left_out(&preview(site, &paul.person, &always_but(&[("maximum_per_day", "1")])).await) > 40);
        // Busy elsewhere for an hour.
        add_busy(site, &paul, 0, 60).await;
        assert_eq!(left_out(&preview(site, &paul.person, &always_but(&[])).await), 6);
    }

    async fn public_holidays_are_left_out(site) {
        let anne = people::explorer(site, "Anne").await;
        // No half of a year is without one.
        let long = [("horizon_days", "180"), ("closed_on_holidays", "on")];
        let open = number(&preview(site, &anne, &always_but(&long[..1])).await.summary);
        let closed = number(&preview(site, &anne, &always_but(&long)).await.summary);
        assert!(closed < open, "{closed} of {open}");
    }

    async fn everything_wrong_is_told_and_nothing_written(site) {
        let anne = people::explorer(site, "Anne").await;
        let before = site.content().await;
        let night = format!("{}/03/{} 02:30-05:00", last_sunday_of_march(), context::now().year() + 1);
        for (typed, told) in [
            (&[("ranges][1][starts", "10:00"), ("ranges][1][ends", "11:00")][..], "Lundi\u{a0}: Cette plage en recouvre une autre."),
            (&[("ranges][6][starts", "12:00"), ("ranges][6][ends", "09:00")], "Mercredi\u{a0}: La fin doit venir après le début."),
            (&[("ranges][6][ends", "")], "Mercredi\u{a0}: Il faut un début et une fin"),
            (&[("ranges][6][starts", "25:00")], "Mercredi\u{a0}: Il faut un début et une fin"),
            (&[("ranges][6][ends", "00:45")], "Mercredi\u{a0}: Une rencontre dure une heure"),
            (&[("ranges][6][ends", "12:10")], "Mercredi\u{a0}: "),
            (&[("time_zone", "Europe/Atlantis")], "Fuseau horaire\u{a0}: "),
            (&[("notice_hours", "beaucoup")], "Délai avant une rencontre, en heures\u{a0}: "),
            (&[("horizon_days", "999")], "Réservations ouvertes, en jours\u{a0}: Indiquez un nombre entre 1 et 180."),
            (&[("horizon_days", "")], "Réservations ouvertes, en jours\u{a0}: Ce champ est nécessaire"),
            (&[("buffer_before", "20")], "Temps libre avant une rencontre\u{a0}: "),
            (&[("buffer_after", "-15")], "Temps libre après une rencontre\u{a0}: "),
            (&[("maximum_per_day", "13")], "Rencontres par jour, au plus\u{a0}: "),
            (&[("maximum_per_week", "0")], "Rencontres par semaine, au plus\u{a0}: "),
            (&[("maximum_per_month", "beaucoup")], "Rencontres par mois, au plus\u{a0}: "),
            (&[("exceptions", "Noël")], "Jours particuliers\u{a0}: "),
            (&[("exceptions", night.as_str())], "Jours particuliers\u{a0}: "),
        ] {
            // The form lacks a trade and much more, which says nothing of the hours.
            let preview = preview(site, &anne, &always_but(typed)).await;
            assert_eq!(preview.problems.len(), 1, "{typed:?}: {:?}", preview.problems);
            assert!(preview.problems[0].starts_with(told), "{typed:?}: {:?}", preview.problems);
            assert!(preview.days.is_empty() && preview.caption.is_empty(), "{typed:?}");
            assert!(preview.summary.starts_with("L’aperçu attend"), "{}", preview.summary);
        }
        let all = [("ranges][6][ends", "00:45"), ("notice_hours", "-1"), ("exceptions", "Noël")];
        assert_eq!(preview(site, &anne, &always_but(&all)).await.problems.len(), 3);
        let nothing = every_day("", &[("notice_hours", ""), ("horizon_days", "")]);
        assert_eq!(preview(site, &anne, &nothing).await.problems.len(), 2);
        preview(site, &anne, &always_but(&[])).await;
        assert_eq!(site.content().await, before);
    }

    async fn only_adults_who_are_signed_in_are_told(site) {
        let nobody = site.answer(request(&Method::POST, None, &always_but(&[]))).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{}", nobody.body);
        let birth = context::now().date_naive().checked_sub_months(Months::new(16 * 12)).unwrap();
        let minor = people::born(site, "Petite", birth - Duration::days(3)).await;
        let refused = ask(site, &minor, &always_but(&[])).await;
        assert_eq!((refused.status, refused.body.as_str()), (StatusCode::FORBIDDEN, "\"GuardianNeeded\""));
        let anne = people::explorer(site, "Anne").await;
        let read = site.answer(request(&Method::GET, Some(&anne.cookie), &always_but(&[]))).await;
        assert!(read.status.is_client_error(), "{}", read.status);
        let endless = "x".repeat(300 * 1024);
        for refused in [("exceptions", endless.as_str()), ("ranges][x][starts", "09:00")] {
            let refused = ask(site, &anne, &every_day("", &[refused])).await;
            assert_eq!((refused.status, refused.body.as_str()), (StatusCode::BAD_REQUEST, "\"Malformed\""));
        }
    }

    async fn it_is_told_so_often_and_no_more(site) {
        let (anne, max) = (people::explorer(site, "Anne").await, people::explorer(site, "Max").await);
        let mut told = 0;
        let refused = loop {
            let answer = ask(site, &anne, &always_but(&[])).await;
            if answer.status != StatusCode::OK {
                break answer;
            }
            told += 1;
            assert!(told < 200, "no end");
        };
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{}", refused.body);
        assert!(told >= 60, "{told}");
        assert_eq!(ask(site, &max, &always_but(&[])).await.status, StatusCode::OK, "everybody for themselves");
    }

    async fn without_scripts_a_button_tells_and_saves_nothing(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = Browser::of(site, &anne);
        browser.open(&profile::path(ProfileStep::Hours)).await;
        assert!(!browser.says("horaires seront proposés"), "nothing was asked: {}", browser.text());
        let typed = [("horizon_days", "60"), ("ranges][0][starts", "09:00"), ("ranges][0][ends", "12:00"), ("notice_hours", "0"), ("copy", "preview")];
        browser.submit("save_profile", &typed).await;
        assert_eq!(browser.path, profile::path(ProfileStep::Hours));
        assert!(browser.says("horaires seront proposés dans les 60 jours à venir.") && browser.says("de 9 h 00 à 11 h 00"), "{}", browser.text());
        assert!(!browser.page.body.contains("role=\"alert\"") && !browser.says("copiées"), "{}", browser.text());
        for (name, value) in &typed[..4] {
            assert_eq!(browser.field("save_profile", name).as_deref(), Some(*value), "{name} is kept");
        }
        assert_eq!(site.number("select count(*) from professional").await, 0);

        browser.submit("save_profile", &[("ranges][0][ends", "08:00"), ("copy", "preview")]).await;
        assert!(browser.says("Lundi : La fin doit venir après le début.") && !browser.says("horaires seront proposés"), "{}", browser.text());
        assert!(!browser.page.body.contains("id=\"ranges_0-error\""), "nothing is refused yet");
        assert_eq!(browser.field("save_profile", "ranges][0][ends").as_deref(), Some("08:00"));

        // What it tells is the server's own.
        let forged = [("step", "heures"), ("copy", "preview"), ("preview", "forged")].map(|(name, value)| (format!("form[{name}]"), value.to_owned()));
        browser.post("/api/save_profile", &forged).await;
        assert!(browser.says("L’aperçu attend") && !browser.page.body.contains("forged"), "{}", browser.text());

        browser.open(&profile::path(ProfileStep::Hours)).await;
        assert!(!browser.says("L’aperçu attend"), "a preview is shown once");
        assert_eq!(browser.field("save_profile", "ranges][0][ends").as_deref(), Some(""));
        for script in ["/week-grid.js", "/hours-preview.js"] {
            assert!(browser.page.body.contains(script), "{script}");
        }
    }

    async fn a_preview_costs_few_statements(site) {
        let paul = people::professional(site, "Paul").await;
        add_busy(site, &paul, 0, 60).await;
        let lea = people::explorers(site.db(), "lea", 12).await;
        let _turn = counting().await;
        let router = site.seen_through(counted(site.db()).await).await;
        let mut counts = Vec::new();
        for talks in [0, 12] {
            for (day, lea) in (1..).zip(&lea[..talks]) {
                let booked = site.answer(book(lea, &paul.id.to_string(), &people::iso(day * 24 * 60))).await;
                assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
            }
            let mut fewest = usize::MAX;
            // A connection that opens meanwhile has statements of its own.
            for _ in 0..5 {
                let request = request(&Method::POST, Some(&paul.person.cookie), &always_but(&[]));
                STATEMENTS.store(0, Ordering::SeqCst);
                assert_eq!(answer(router.clone(), request).await.status, StatusCode::OK);
                fewest = fewest.min(STATEMENTS.load(Ordering::SeqCst));
            }
            counts.push(fewest);
        }
        println!("{:?}: {counts:?} statements a preview", site.engine);
        assert!((3..=8).contains(&counts[0]) && counts[0] == counts[1], "{counts:?}");
    }
}

/// The day of next year's March on which the clocks go forward in Paris.
fn last_sunday_of_march() -> u32 {
    let last = context::now().date_naive().with_month(1).unwrap().with_day(31).unwrap();
    let last = last.with_year(last.year() + 1).unwrap().with_month(3).unwrap();
    31 - last.weekday().num_days_from_sunday()
}
