//! What a professional limits, and the rules of the editor behind it: buffers, talks in a day, week and month, public
//! holidays, clock changes, hours copied from day to day.

use crate::{
    browser::{Browser, book, call},
    people::{self, Person},
    profile::{self, GOOD},
    site::{Answer, Engine, Site, answer},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use declic::{
    agenda::availability::Availability,
    context,
    talks::{form::RANGES_A_DAY, store},
};
use futures::future::join_all;
use std::sync::Arc;
use tokio::sync::Notify;

/// Sends everything at once; gives how many won.
async fn all_at_once(site: &Site, requests: Vec<Request<Body>>) -> usize {
    let sent: Vec<_> = requests.into_iter().map(|request| tokio::spawn(answer(site.router(), request))).collect();
    let answers: Vec<Answer> = join_all(sent).await.into_iter().map(Result::unwrap).collect();
    for answer in &answers {
        let settled = answer.status == StatusCode::OK || answer.status == StatusCode::CONFLICT;
        assert!(settled, "{} {}", answer.status, answer.body);
    }
    answers.iter().filter(|answer| answer.status == StatusCode::OK).count()
}

async fn starts(site: &Site) -> Vec<DateTime<Utc>> {
    let rows: Vec<(DateTime<Utc>,)> =
        site.rows("select starts_at from talk where status = 'confirmed' order by starts_at").await;
    rows.into_iter().map(|(start,)| start).collect()
}

fn editor(site: &Site, person: &Person) -> Browser {
    Browser::of(site, person)
}

/// [`GOOD`], and some fields more.
fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    GOOD.into_iter()
        .filter(|(name, _)| !more.iter().any(|(other, _)| other == name))
        .chain(more.iter().copied())
        .collect()
}

/// The last Sunday of March or October to come, on which the clocks change in Paris.
pub fn next_change(month: u32) -> NaiveDate {
    let today = context::now().date_naive();
    let last_sunday = |year| {
        let last = NaiveDate::from_ymd_opt(year, month, 31).unwrap();
        last - Duration::days(last.weekday().num_days_from_sunday().into())
    };
    let this_year = last_sunday(today.year());
    if this_year > today { this_year } else { last_sunday(today.year() + 1) }
}

on_both_engines! {
    /// Talks that start every half hour, wished for by everybody at once: the buffer lies between any two.
    async fn buffers_hold_whoever_books_at_once(site) {
        let rules = Availability { buffer_before_minutes: 15, buffer_after_minutes: 30, ..people::always() };
        let paul = people::professional_with(site, "Paul", &rules).await;
        let explorers = people::explorers(site.db(), "lea", 60).await;
        let wish = |(number, lea): (usize, &Person)| {
            book(lea, &paul.id.to_string(), &people::iso(i64::try_from(number * 7 % 20).unwrap() * 30))
        };
        let won = all_at_once(site, explorers.iter().enumerate().map(wish).collect()).await;
        let starts = starts(site).await;
        assert_eq!(starts.len(), won);
        assert!(won >= 2);
        for pair in starts.windows(2) {
            assert!((pair[1] - pair[0]).num_minutes() >= 90, "{} after {}", pair[1], pair[0]);
        }
    }

    /// A booking that reads the agenda while another one is being written waits for it.
    async fn a_booking_waits_for_the_one_before_it(site) {
        let rules = Availability { buffer_after_minutes: 60, ..people::always() };
        let paul = people::professional_with(site, "Paul", &rules).await;
        let lea = people::explorer(site, "Lea").await;
        let (held, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (db, input) = (site.db().clone(), (paul.id, Arc::clone(&held), Arc::clone(&go_on)));
        let first = tokio::spawn(async move {
            db.write(input, |transaction, (professional, held, go_on)| {
                Box::pin(async move {
                    store::hold_listed(&mut *transaction, *professional).await?;
                    held.notify_one();
                    go_on.notified().await;
                    Ok(())
                })
            })
            .await
        });
        held.notified().await;
        let booking = tokio::spawn(answer(site.router(), book(&lea, &paul.id.to_string(), &people::iso(0))));
        let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while site.engine == Engine::Postgres && site.number(waiting).await == 0 {
            assert!(!booking.is_finished(), "it does not wait");
            tokio::task::yield_now().await;
        }
        assert!(!booking.is_finished());
        go_on.notify_one();
        first.await.unwrap().unwrap();
        assert_eq!(booking.await.unwrap().status, StatusCode::OK);
    }

    async fn a_day_and_a_month_have_room_for_so_many(site) {
        let rules = Availability { maximum_per_day: Some(2), maximum_per_month: Some(5), ..people::always() };
        let paul = people::professional_with(site, "Paul", &rules).await;
        let explorers = people::explorers(site.db(), "lea", 40).await;
        let wish = |(number, lea): (usize, &Person)| {
            // Four a day, on ten days.
            let (day, hour) = (i64::try_from(number / 4).unwrap(), i64::try_from(number % 4).unwrap());
            book(lea, &paul.id.to_string(), &people::iso(day * 24 * 60 + hour * 60))
        };
        let won = all_at_once(site, explorers.iter().enumerate().map(wish).collect()).await;
        let starts = starts(site).await;
        assert_eq!(starts.len(), won);
        let most = |format: &str| {
            let name = |start: &DateTime<Utc>| start.format(format).to_string();
            starts.iter().map(|start| starts.iter().filter(|other| name(other) == name(start)).count()).max().unwrap()
        };
        assert_eq!(most("%F"), 2);
        assert_eq!(most("%Y-%m"), 5, "{starts:?}");
        for kind in ["day", "week", "month"] {
            let counted: Vec<(String, i64)> = site.rows("select kind, sum(taken) from talk_period group by kind").await;
            let (_, sum) = counted.into_iter().find(|(name, _)| name == kind).unwrap();
            assert_eq!(usize::try_from(sum).unwrap(), won, "{kind}");
        }
        // What is cancelled gives its place back in all three.
        let talks: Vec<(uuid::Uuid, uuid::Uuid)> = site.rows("select id, explorer_id from talk").await;
        for (talk, explorer) in talks {
            let lea = explorers.iter().find(|person| person.id == explorer).unwrap();
            let fields = [("form[talk]", &*talk.to_string()), ("form[reason]", "mistake")];
            let cancelled = site.answer(call(&Method::POST, "cancel_talk", Some(&lea.cookie), &fields)).await;
            assert_eq!(cancelled.status, StatusCode::OK, "{}", cancelled.body);
        }
        assert_eq!(site.number("select sum(taken) from talk_period").await, 0);
    }

    async fn the_editor_keeps_every_limit(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        let typed = [
            ("buffer_before", "30"), ("buffer_after", "120"), ("maximum_per_day", "2"), ("maximum_per_week", "5"),
            ("maximum_per_month", "12"), ("closed_on_holidays", "on"),
        ];
        profile::save(&mut browser, &with(&typed)).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
        // What the rules offer is told.
        assert!(browser.says("Et ensuite"), "{}", browser.text());
        for (name, value) in typed {
            assert_eq!(profile::held(&mut browser, name).await.as_deref(), Some(value), "{name}");
        }
        profile::save(&mut browser, &with(&[("buffer_before", "0"), ("maximum_per_day", ""), ("closed_on_holidays", "")])).await;
        for (name, value) in [("buffer_before", Some("0")), ("maximum_per_day", Some("")), ("closed_on_holidays", None)] {
            assert_eq!(profile::held(&mut browser, name).await.as_deref(), value, "{name}");
        }
    }

    async fn limits_that_cannot_be_are_told(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        let typed = [
            ("buffer_before", "20"), ("buffer_after", "-15"), ("maximum_per_day", "13"), ("maximum_per_week", "0"),
            ("maximum_per_month", "beaucoup"),
        ];
        profile::save(&mut browser, &with(&typed)).await;
        for (name, _) in typed {
            assert!(browser.page.body.contains(&format!("id=\"{name}-error\"")), "nothing beside {name}");
        }
        assert!(browser.says("Indiquez un nombre entre 1 et 12.") && browser.says("Indiquez un nombre entre 1 et 100."), "{}", browser.text());
        assert_eq!(site.number("select count(*) from professional").await, 0);
    }

    async fn a_night_without_that_hour_is_told(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        let day = |month| next_change(month).format("%d/%m/%Y").to_string();
        let written = format!("{} 02:30-05:00\n{} 02:30-05:00", day(3), day(10));
        profile::save(&mut browser, &with(&[("exceptions", &written)])).await;
        for told in [
            "Ligne 1\u{a0}: Cette nuit-là, les horloges avancent et cette heure n’existe pas.",
            "Ligne 2\u{a0}: Cette nuit-là, les horloges reculent et cette heure revient deux fois.",
        ] {
            assert!(browser.page.body.contains(told), "{told}: {}", browser.text());
        }
        assert_eq!(profile::held(&mut browser, "exceptions").await, Some(written.clone()));
        assert_eq!(site.number("select count(*) from professional").await, 0);
        // Where the clocks do not change, it is an hour like any other.
        let there = [("commune", "Cayenne"), ("time_zone", "America/Cayenne"), ("exceptions", written.as_str())];
        profile::save(&mut browser, &with(&there)).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
    }

    async fn a_day_is_copied_to_others_without_saving(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        browser.open("/compte/metier/heures").await;
        let typed = [("ranges][0][starts", "09:00"), ("ranges][0][ends", "12:00"), ("copy", "day"), ("copy_from", "0")];
        browser.submit("save_profile", &typed).await;
        assert!(browser.says("Choisissez au moins une réponse."), "{}", browser.text());
        assert_eq!(browser.field("save_profile", "ranges][0][starts").as_deref(), Some("09:00"), "what was typed is kept");
        let (mut fields, _) = crate::html::form(&browser.page.body, "/api/save_profile").unwrap();
        fields.retain(|(name, _)| !name.starts_with("form[copy"));
        for (name, value) in [("form[copy]", "day"), ("form[copy_from]", "0"), ("form[copy_to][]", "3"), ("form[copy_to][]", "6")] {
            fields.push((name.to_owned(), value.to_owned()));
        }
        browser.post("/api/save_profile", &fields).await;
        assert!(browser.says("Les heures sont copiées. Rien n’est encore enregistré."), "{}", browser.text());
        let starts: Vec<Option<String>> = (0..7).map(|day| browser.field("save_profile", &format!("ranges][{}][starts", day * RANGES_A_DAY))).collect();
        let expected = ["09:00", "", "", "09:00", "", "", "09:00"].map(|start| Some(start.to_owned()));
        assert_eq!(starts, expected);
        assert_eq!(site.number("select count(*) from profile_draft").await, 0);
    }
}
