//! An hour from its choice to its cancellation, as both sides see it.

use crate::{
    browser::{Browser, book, call},
    html,
    people::{self, Person, always},
    profile,
    site::{Engine, Site},
};
use axum::http::{Method, StatusCode};
use chrono::{Datelike, Duration, NaiveDate};
use declic::{
    agenda::{
        availability::{Availability, WeeklyRange},
        moment,
    },
    context,
};

/// The page that asks to confirm the hour `minutes` after the first one.
fn booking_page(professional: uuid::Uuid, minutes: i64) -> String {
    format!("/rencontres/{professional}/reserver?debut={}", declic::routes::encode(&people::iso(minutes)))
}

/// The hours offered instead of one that cannot be had.
fn hours_to_choose(browser: &Browser) -> Vec<String> {
    let tags = html::tags(&browser.page.body).into_iter();
    tags.filter(|tag| tag.get("name") == "form[start]").map(|tag| tag.get("value").to_owned()).collect()
}

on_both_engines! {
    async fn an_hour_is_booked_and_cancelled(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let mut browser = Browser::of(site, &lea);

        // From the professional's page to the form.
        browser.open(&format!("/rencontres/{}", paul.id)).await;
        let hours = hours_to_choose(&browser);
        assert!(!hours.is_empty(), "{}", browser.text());
        browser.submit("hold_hour", &[("start", &hours[0])]).await;
        assert!(browser.path.contains("/reserver?debut=") && browser.says("Paul Fournier"), "{}", browser.text());

        browser.open(&booking_page(paul.id, 0)).await;
        browser.submit("book_talk", &[("way", "video"), ("question", "Faut-il aimer la nuit ?")]).await;
        assert_eq!(browser.posted().status, StatusCode::FOUND);
        assert!(browser.path.starts_with("/rendez-vous/") && browser.says("C’est réservé"), "{}", browser.text());
        let talk = browser.path.clone();
        assert!(browser.says("Paul Fournier") && browser.says("Faut-il aimer la nuit ?"), "{}", browser.text());
        let room = browser.links().into_iter().find(|link| link.starts_with("https://meet.jit.si/declic-")).expect("a room");
        assert!(room.len() > 60, "a room's name cannot be guessed: {room}");

        // Truth in the tables.
        assert_eq!(site.number("select count(*) from agenda_cell").await, 8);
        assert_eq!(site.number("select count(distinct person_id) from agenda_cell").await, 2);
        assert_eq!(site.number("select count(distinct starts_at) from agenda_cell").await, 4);
        assert_eq!(site.number("select sum(taken) from talk_period where kind = 'week'").await, 1);

        // Both are told, each with an invitation, neither with the other's address.
        let (to_lea, to_paul) = (site.mails_to(&lea.email).await, site.mails_to(&paul.person.email).await);
        assert_eq!((to_lea.len(), to_paul.len()), (1, 1));
        for (mail, other) in [(&to_lea[0], &paul.person), (&to_paul[0], &lea)] {
            let file = mail.calendar.clone().unwrap();
            assert_eq!(mail.calendar_method.as_deref(), Some("REQUEST"));
            assert!(file.contains("METHOD:REQUEST") && file.contains("SEQUENCE:0"), "{file}");
            assert!(!mail.body.contains(&other.email) && !file.contains(&other.email), "an address is given away");
            assert!(mail.body.contains(&other.name) && mail.body.contains(&room) && mail.body.contains(&talk), "{}", mail.body);
        }
        assert!(to_paul[0].body.contains("Faut-il aimer la nuit ?"));

        // The professional sees it too.
        let mut professional = Browser::of(site, &paul.person);
        professional.open("/agenda").await;
        assert!(professional.links().contains(&talk));
        professional.open(&talk).await;
        assert!(professional.says("Lea") && professional.says("Faut-il aimer la nuit ?"), "{}", professional.text());

        // The hour and those that overlap it are gone, its neighbours are not.
        let offered = |minutes: i64| async move {
            let answer = site.answer(call(&Method::GET, "booking_page", None, &[("id", &*paul.id.to_string()), ("start", &people::iso(minutes)), ("zone", "")])).await;
            answer.body.contains("\"state\":\"free\"")
        };
        for (minutes, free) in [(-60, true), (-30, false), (0, false), (30, false), (60, true)] {
            assert_eq!(offered(minutes).await, free, "{minutes}");
        }

        // Cancelling needs a reason, and "another one" needs words.
        browser.open(&talk).await;
        browser.submit("cancel_talk", &[]).await;
        assert!(browser.says("Choisissez une réponse"), "{}", browser.text());
        browser.submit("cancel_talk", &[("reason", "other")]).await;
        assert!(browser.says("nécessaire"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from agenda_cell").await, 8);
        browser.submit("cancel_talk", &[("reason", "other"), ("note", "Je suis malade")]).await;
        assert_eq!(browser.path, talk);
        assert!(browser.says("Je suis malade") && !browser.page.body.contains(&room), "{}", browser.text());
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        assert_eq!(site.number("select sum(taken) from talk_period where kind = 'week'").await, 0);
        assert!(offered(0).await);
        let (to_lea, to_paul) = (site.mails_to(&lea.email).await, site.mails_to(&paul.person.email).await);
        assert_eq!((to_lea.len(), to_paul.len()), (2, 2));
        for mail in [&to_lea[1], &to_paul[1]] {
            let file = mail.calendar.clone().unwrap();
            assert_eq!(mail.calendar_method.as_deref(), Some("CANCEL"));
            assert!(file.contains("METHOD:CANCEL") && file.contains("SEQUENCE:1") && file.contains("STATUS:CANCELLED"), "{file}");
        }
        assert!(to_paul[1].body.contains("Je suis malade"));

        // Not twice, and by nobody else.
        let id = talk.rsplit('/').next().unwrap();
        let again = [("form[talk]", id), ("form[reason]", "emergency")];
        assert_eq!(site.answer(call(&Method::POST, "cancel_talk", Some(&paul.person.cookie), &again)).await.status, StatusCode::CONFLICT);
        assert_eq!(site.mails().await.len(), 4);
        // The agenda keeps it among what is past.
        browser.open("/agenda").await;
        assert!(browser.links().contains(&talk));
        // And the hour can be booked again, by the same person too.
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
    }

    async fn the_professional_cancels(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        let talk = booked.location().split('?').next().unwrap().to_owned();
        let mut browser = Browser::of(site, &paul.person);
        browser.open(&talk).await;
        browser.submit("cancel_talk", &[("reason", "emergency")]).await;
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        let mail = site.mails_to(&lea.email).await.remove(1);
        assert!(mail.body.contains("Paul") && mail.subject.contains("annul"), "{}\n{}", mail.subject, mail.body);
    }

    async fn an_hour_just_taken_shows_the_nearest_ones(site) {
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let paul = people::professional(site, "Paul").await;
        let mut slow = Browser::of(site, &max);
        slow.open(&booking_page(paul.id, 0)).await;
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
        slow.submit("book_talk", &[("way", "video"), ("question", "Une longue question")]).await;
        assert!(slow.says("vient d’être prise"), "{}", slow.text());
        let others = hours_to_choose(&slow);
        assert!(others.len() >= 4, "{others:?}");
        assert!(others.contains(&people::iso(60)) && !others.contains(&people::iso(30)), "{others:?}");
        // What was typed is kept for the hour that is chosen instead.
        assert_eq!(slow.field("book_talk", "question").as_deref(), Some("Une longue question"));
        slow.submit("book_talk", &[("start", &people::iso(60))]).await;
        assert!(slow.path.starts_with("/rendez-vous/") && slow.says("Une longue question"), "{}", slow.text());
        // A program is told in codes.
        let refused = site.answer(book(&max, &paul.id.to_string(), &people::iso(0))).await;
        assert_eq!((refused.status, refused.body.contains("JustTaken")), (StatusCode::CONFLICT, true), "{}", refused.body);
    }

    async fn an_explorer_is_in_one_place_at_a_time(site) {
        let lea = people::explorer(site, "Lea").await;
        let (paul, anne) = (people::professional(site, "Paul").await, people::professional(site, "Anne").await);
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
        for minutes in [-30, 0, 30] {
            let refused = site.answer(book(&lea, &anne.id.to_string(), &people::iso(minutes))).await;
            assert_eq!((refused.status, refused.body.contains("OwnAgendaTaken")), (StatusCode::CONFLICT, true), "{}", refused.body);
        }
        // What was refused left nothing behind.
        assert_eq!(site.number("select count(*) from talk").await, 1);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 8);
        assert_eq!(site.number("select coalesce(sum(taken), 0) from talk_period where kind = 'week'").await, 1);
        assert_eq!(site.mails().await.len(), 2);
        assert_eq!(site.answer(book(&lea, &anne.id.to_string(), &people::iso(60))).await.status, StatusCode::OK);
        // A professional is busy while somebody visits, as an explorer too.
        let refused = site.answer(book(&paul.person, &anne.id.to_string(), &people::iso(0))).await;
        assert!(refused.body.contains("OwnAgendaTaken"), "{}", refused.body);
    }

    async fn what_is_not_offered_cannot_be_booked(site) {
        let lea = people::explorer(site, "Lea").await;
        let rules = Availability { minimum_notice_minutes: 24 * 60, horizon_days: 10, ..always() };
        let paul = people::professional_with(site, "Paul", &rules).await;
        let id = paul.id.to_string();
        let now = context::now();
        let refused = |start: String| {
            let (lea, id) = (lea.clone(), id.clone());
            async move { site.answer(book(&lea, &id, &start)).await }
        };
        for (what, start) in [
            ("past", moment::iso(people::start(-5 * 24 * 60))),
            ("within the notice", moment::iso(people::start(-24 * 60 - 16 * 60).max(now))),
            ("beyond the horizon", moment::iso(people::start(20 * 24 * 60))),
            ("off the half hour", people::iso(15)),
            ("off the minute", people::iso(1)),
            ("no time", "demain".to_owned()),
            ("far away", "9999-12-31T23:00:00Z".to_owned()),
        ] {
            let answer = refused(start.clone()).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{what} {start}: {}", answer.body);
            assert!(answer.body.contains("NotOffered"), "{what}: {}", answer.body);
        }
        for (what, professional, way, status) in [
            ("nobody", uuid::Uuid::nil().to_string(), "video", StatusCode::NOT_FOUND),
            ("no id", "x".to_owned(), "video", StatusCode::NOT_FOUND),
            ("no way", id.clone(), "", StatusCode::UNPROCESSABLE_ENTITY),
            ("an unknown way", id.clone(), "pigeon", StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            let fields = [("form[professional]", professional.as_str()), ("form[start]", &people::iso(0)), ("form[way]", way)];
            let answer = site.answer(call(&Method::POST, "book_talk", Some(&lea.cookie), &fields)).await;
            assert_eq!(answer.status, status, "{what}: {}", answer.body);
        }
        assert_eq!(site.answer(book(&lea, &id, "")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "no hour");
        // An hour that is past is told on a page, with others to choose from.
        let mut browser = Browser::of(site, &lea);
        let past = moment::iso(people::start(-5 * 24 * 60));
        browser.open(&format!("/rencontres/{id}/reserver?debut={}", declic::routes::encode(&past))).await;
        assert!(browser.says("Cette heure n’est plus proposée"), "{}", browser.text());
        // Oneself.
        assert_eq!(site.answer(book(&paul.person, &id, &people::iso(0))).await.status, StatusCode::FORBIDDEN);
        // Somebody who does not show themselves.
        site.execute("update professional set published = not published").await;
        assert_eq!(site.answer(book(&lea, &id, &people::iso(0))).await.status, StatusCode::NOT_FOUND);
        assert_eq!(site.get(&format!("/rencontres/{id}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(site.number("select count(*) from talk").await, 0);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        assert_eq!(site.mails().await.len(), 0);
    }

    async fn confirming_twice_is_booking_once(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let first = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        let second = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        assert_eq!((first.status, first.location()), (second.status, second.location()));
        assert_eq!(site.number("select count(*) from talk").await, 1);
        assert_eq!(site.mails().await.len(), 2);
    }

    /// What waits for an answer is not said to be settled.
    async fn an_hour_that_is_asked_for_is_not_said_to_be_booked(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        site.execute("update professional set accepts_automatically = not accepts_automatically").await;
        let talk = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.location().to_owned();
        let mut browser = Browser::of(site, &lea);
        browser.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, declic::routes::encode(&people::iso(0)))).await;
        assert!(browser.says("Vous avez déjà demandé cette heure") && !browser.says("Tout est prêt"), "{}", browser.text());
        assert!(browser.links().contains(&talk), "{:?}", browser.links());
    }

    /// Coming back to an hour of one's own shows the way to it, not a refusal.
    async fn an_hour_of_ones_own_leads_to_its_talk(site) {
        let lea = people::explorer(site, "Lea").await;
        let (paul, anne) = (people::professional(site, "Paul").await, people::professional(site, "Anne").await);
        let mut browser = Browser::of(site, &lea);
        browser.open(&booking_page(paul.id, 0)).await;
        browser.submit("book_talk", &[("way", "video")]).await;
        let talk = browser.path.clone();
        browser.open(&booking_page(paul.id, 0)).await;
        assert!(browser.says("Vous avez déjà réservé cette heure"), "{}", browser.text());
        assert!(browser.links().contains(&talk));
        assert!(html::form(&browser.page.body, "/api/book_talk").is_none(), "nothing to send");
        // Elsewhere at that time: said before the last click, with the way to the other talk and to other hours.
        for (professional, minutes) in [(paul.id, 30), (anne.id, 0), (anne.id, -30)] {
            browser.open(&booking_page(professional, minutes)).await;
            assert!(browser.says("Vous avez déjà une rencontre à ce moment-là"), "{}", browser.text());
            assert!(browser.links().contains(&talk));
            let others = hours_to_choose(&browser);
            assert!(others.contains(&people::iso(60)) && !others.iter().any(|hour| [-30, 0, 30].map(people::iso).contains(hour)), "{others:?}");
        }
        browser.submit("book_talk", &[("way", "video"), ("start", &people::iso(60))]).await;
        assert!(browser.says("C’est réservé"), "{}", browser.text());
        // For others the hour is simply gone.
        let mut stranger = Browser::new(site);
        stranger.open(&booking_page(paul.id, 0)).await;
        assert!(stranger.says("n’est plus proposée") && !stranger.links().contains(&talk), "{}", stranger.text());
        // The professional is busy then, too.
        let mut busy = Browser::of(site, &paul.person);
        busy.open(&booking_page(anne.id, 0)).await;
        assert!(busy.says("Rencontre avec Lea") && busy.links().contains(&talk), "{}", busy.text());
    }

    /// What two people agreed on outlives every change of the profile.
    async fn a_talk_keeps_what_was_agreed(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let mut browser = Browser::of(site, &lea);
        // Sunday evening in UTC, where the professional lives; Monday already where they go.
        let to_sunday = 6 - i64::from(people::start(0).weekday().num_days_from_monday());
        let sunday = (to_sunday * 24 + 12) * 60;
        browser.open(&booking_page(paul.id, sunday)).await;
        browser.submit("book_talk", &[("way", "onsite")]).await;
        let talk = browser.path.clone();
        let place = "1 place Sainte-Cécile, Albi";
        assert!(browser.says(place) && browser.says("oulanger"), "{}", browser.text());
        let week = "select count(*) from talk_period w join talk t on t.professional_id = w.professional_id and t.monday = w.starts_on where w.kind = 'week' and w.taken = 1";
        assert_eq!(site.number(week).await, 1);
        let profile = format!("/rencontres/{}", paul.id);
        assert!(browser.links().contains(&profile));

        site.execute(
            "update professional set time_zone = 'Pacific/Noumea', meeting_place = '9 rue Ailleurs, Lyon', trade_code = 'K1706',
                 maximum_per_week = 1, published = not published;
             update professional set on_site = by_video where on_site <> by_video;
             delete from availability_range",
        )
        .await;
        browser.open(&talk).await;
        assert!(browser.says(place) && browser.says("oulanger") && !browser.says("Ailleurs"), "{}", browser.text());
        assert!(!browser.links().contains(&profile), "no way to a page that nobody may see");
        let file = Browser::of(site, &lea).open(&format!("{talk}/invitation.ics")).await.body.clone();
        assert!(file.replace("\r\n ", "").contains("1 place Sainte-Cécile\\, Albi") && !file.contains("Ailleurs"), "{file}");
        let mut professional = Browser::of(site, &paul.person);
        professional.open("/agenda").await;
        assert!(professional.links().contains(&talk), "still theirs to hold");

        browser.open(&talk).await;
        browser.submit("cancel_talk", &[("reason", "mistake")]).await;
        assert!(browser.says("Vous avez annulé"), "{}", browser.text());
        assert_eq!(site.number("select sum(taken) from talk_period where kind = 'week'").await, 0, "taken out of the week that it was counted in");
        assert_eq!(site.number("select count(*) from talk_period where kind = 'week'").await, 1);
    }

    /// The schema itself keeps a talk on site from having no place, and a week from starting on another day.
    async fn a_talk_without_its_place_or_week_cannot_be_stored(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
        for (refused, sql) in [
            (true, "update talk set way = 'onsite'"),
            (true, "update talk set meeting_place = 'Albi'"),
            (false, "update talk set way = 'onsite', meeting_place = 'Albi'"),
            (true, "update talk set monday = '2026-11-24'"),
            (false, "update talk set monday = '2026-11-23'"),
        ] {
            assert_eq!(site.refuses(sql).await, refused, "{sql}");
        }
    }

    async fn what_is_missing_is_asked_for_beside_its_field(site) {
        let lea = people::explorer(site, "Lea").await;
        let (paul, max) = (people::professional(site, "Paul").await, people::explorer(site, "Max").await);
        let mut browser = Browser::of(site, &lea);
        browser.open(&booking_page(paul.id, 0)).await;
        browser.submit("book_talk", &[("question", "Pourquoi ?")]).await;
        assert!(browser.page.body.contains("id=\"way-error\""), "{}", browser.text());
        assert_eq!(browser.field("book_talk", "question").as_deref(), Some("Pourquoi ?"));
        // No hour: the nearest ones to choose from.
        browser.submit("book_talk", &[("way", "video"), ("start", "")]).await;
        assert!(browser.page.body.contains("id=\"start-error\"") && !hours_to_choose(&browser).is_empty(), "{}", browser.text());
        browser.submit("book_talk", &[("start", &people::iso(60))]).await;
        assert!(browser.says("C’est réservé") && browser.says("Pourquoi ?"), "{}", browser.text());
        // The same where the hour is gone: pressing the button without having chosen another one.
        assert_eq!(site.answer(book(&max, &paul.id.to_string(), &people::iso(180))).await.status, StatusCode::OK);
        browser.open(&booking_page(paul.id, 180)).await;
        browser.submit("book_talk", &[("way", "video")]).await;
        assert!(browser.page.body.contains("id=\"start-error\""), "{}", browser.text());
        // Without any hour in the address there is nothing to confirm yet.
        browser.open(&format!("/rencontres/{}/reserver", paul.id)).await;
        assert_eq!(browser.path, format!("/rencontres/{}", paul.id));
    }

    /// Who has no account sees the hour they chose on the clock they chose it on, and is told which one.
    async fn an_hour_is_confirmed_on_the_clock_it_was_chosen_on(site) {
        let paul = people::professional(site, "Paul").await;
        let mut browser = Browser::new(site);
        browser.open(&format!("/rencontres/{}?fuseau=Indian%2FReunion", paul.id)).await;
        let hour = browser.links().into_iter().find(|link| link.contains("/reserver?debut=")).expect("a free hour");
        assert!(hour.ends_with("&fuseau=Indian%2FReunion"), "{hour}");
        browser.open(&booking_page(paul.id, 0)).await;
        assert!(browser.says("8 h 00") && browser.page.body.contains("/zone.js"), "{}", browser.text());
        browser.open(&format!("{}&fuseau=Indian%2FReunion", booking_page(paul.id, 0))).await;
        assert!(browser.says("12 h 00 (heure de La Réunion)") && !browser.page.body.contains("/zone.js"), "{}", browser.text());
        assert!(browser.links().iter().any(|link| link.starts_with("/connexion?suite=") && link.contains("fuseau%3DIndian%252FReunion")));
        // An hour that is gone: the others are on the same clock; without one, each names its zone.
        browser.open(&format!("{}&fuseau=Indian%2FReunion", booking_page(paul.id, 15))).await;
        assert!(browser.links().iter().any(|link| link.contains("debut=") && link.ends_with("&fuseau=Indian%2FReunion")));
        browser.open(&booking_page(paul.id, 15)).await;
        assert!(browser.says("8 h 30 (heure locale"), "{}", browser.text());
    }

    async fn a_closed_day_is_not_a_full_one(site) {
        let lea = people::explorer(site, "Lea").await;
        let day = people::start(0).weekday();
        let at_ten = |weekday| WeeklyRange { weekday, starts_minute: 600, ends_minute: 660 };
        let rules = Availability { weekly: vec![at_ten(day), at_ten(day.succ())], ..always() };
        let paul = people::professional_with(site, "Paul", &rules).await;
        let mut page = Browser::new(site);
        page.open(&format!("/rencontres/{}?fuseau=UTC", paul.id)).await;
        let count = |page: &Browser, text: &str| page.text().matches(text).count();
        assert_eq!((count(&page, "pas d’heure ce jour-là"), count(&page, "complet")), (5, 0), "{}", page.text());
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(24 * 60 + 120))).await.status, StatusCode::OK);
        page.open(&format!("/rencontres/{}?fuseau=UTC", paul.id)).await;
        assert_eq!((count(&page, "pas d’heure ce jour-là"), count(&page, "complet")), (5, 1), "{}", page.text());
    }

    async fn nobody_empties_an_agenda(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        for number in 0..20 {
            let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(60 * number))).await;
            assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
        }
        let refused = site.answer(book(&lea, &paul.id.to_string(), &people::iso(60 * 20))).await;
        assert_eq!((refused.status, refused.body.as_str()), (StatusCode::CONFLICT, "\"TooManyTalks\""));
    }

    async fn nobody_books_and_cancels_again_and_again(site) {
        let lea = people::explorer(site, "Lea").await;
        let (paul, zoe) = (people::professional(site, "Paul").await, people::professional(site, "Zoe").await);
        for _ in 0..3 {
            let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
            assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
            let talk = booked.location().trim_start_matches("/rendez-vous/").split('?').next().unwrap().to_owned();
            let fields = [("form[talk]", talk.as_str()), ("form[reason]", "mistake")];
            let cancelled = site.answer(call(&Method::POST, "cancel_talk", Some(&lea.cookie), &fields)).await;
            assert_eq!(cancelled.status, StatusCode::OK, "{}", cancelled.body);
        }
        let refused = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        assert_eq!((refused.status, refused.body.as_str()), (StatusCode::CONFLICT, "\"CancelledOften\""));
        assert_eq!(site.mails_to(&paul.person.email).await.len(), 6);
        assert_eq!(site.answer(book(&lea, &zoe.id.to_string(), &people::iso(0))).await.status, StatusCode::OK, "others are not concerned");
        // Another day it is fine again.
        let yesterday = match site.engine {
            Engine::Sqlite => "update talk set ended_at = '2026-01-01T00:00:00.000+00:00' where ended_at is not null",
            Engine::Postgres => "update talk set ended_at = ended_at - interval '1 day' where ended_at is not null",
        };
        site.execute(yesterday).await;
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(120))).await.status, StatusCode::OK);
    }

    async fn a_minor_needs_a_guardian(site) {
        let paul = people::professional(site, "Paul").await;
        let day = people::start(0).date_naive();
        let eighteen = NaiveDate::from_ymd_opt(day.year() - 18, day.month(), day.day().min(28)).unwrap();
        // Of age on the day of the talk, or a day too young: the age at the hour of the talk counts.
        let grown = people::born(site, "Grande", eighteen).await;
        let minor = people::born(site, "Petite", eighteen + Duration::days(4)).await;
        let mut browser = Browser::of(site, &minor);
        // Asked for before anything is filled in.
        browser.open(&booking_page(paul.id, 0)).await;
        assert!(browser.field("book_talk", "guardian_email").is_some(), "{}", browser.text());
        browser.open(&booking_page(paul.id, 14 * 24 * 60)).await;
        assert!(browser.field("book_talk", "guardian_email").is_none(), "of age by then");
        let refused = site.answer(book(&minor, &paul.id.to_string(), &people::iso(0))).await;
        assert_eq!((refused.status, refused.body.contains("guardian_email")), (StatusCode::UNPROCESSABLE_ENTITY, true));
        // Who has not signed the charter meets adults only.
        site.execute("update professional set charter_signed_at = null").await;
        browser.open(&booking_page(paul.id, 0)).await;
        assert!(browser.says("ne rencontre que des adultes"), "{}", browser.text());
        assert!(html::form(&browser.page.body, "/api/book_talk").is_none(), "nothing to send");
        let guarded = [("form[professional]", &*paul.id.to_string()), ("form[start]", &people::iso(0)), ("form[way]", "video"), ("form[question]", ""), ("form[guardian_email]", "parent@exemple.fr")];
        let refused = site.answer(call(&Method::POST, "book_talk", Some(&minor.cookie), &guarded)).await;
        assert_eq!((refused.status, refused.body.contains("GuardianNeeded")), (StatusCode::FORBIDDEN, true));
        assert_eq!(site.answer(book(&minor, &paul.id.to_string(), &people::iso(14 * 24 * 60))).await.status, StatusCode::OK, "of age by then");
        assert_eq!(site.answer(book(&grown, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
    }

    async fn invented_people_get_no_mail(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        match site.engine {
            Engine::Sqlite => site.execute("update account set demonstration = 1 where display_name = 'Paul'").await,
            Engine::Postgres => site.execute("update account set demonstration = true where display_name = 'Paul'").await,
        }
        let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        let talk = booked.location().trim_start_matches("/rendez-vous/").split('?').next().unwrap().to_owned();
        let cancel = [("form[talk]", talk.as_str()), ("form[reason]", "mistake")];
        assert_eq!(site.answer(call(&Method::POST, "cancel_talk", Some(&lea.cookie), &cancel)).await.status, StatusCode::OK);
        let recipients: Vec<String> = site.mails().await.into_iter().map(|mail| mail.recipient).collect();
        assert_eq!(recipients, [lea.email.clone(), lea.email.clone()]);
        let page = site.get(&format!("/rencontres/{}", paul.id)).await;
        assert!(crate::html::text(&page.body).contains("nvent"), "a page of somebody invented says so");
    }

    /// Who goes there needs the hour of the place, and the town that the address leaves out.
    async fn a_talk_on_site_tells_the_clock_and_the_town_of_the_place(site) {
        let mut lea = Browser::of(site, &people::explorer(site, "Lea").await);
        let far = Availability { zone: chrono_tz::America::Cayenne, ..people::always() };
        let paul = people::professional_with(site, "Paul", &far).await;
        site.execute("update professional set meeting_place = '3 rue des Palmistes', commune_code = '97302'").await;
        lea.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, people::iso(180))).await;
        lea.submit("book_talk", &[("way", "onsite")]).await;
        assert!(lea.says("3 rue des Palmistes, Cayenne"), "{}", lea.text());
        let mail = &site.mails_to("lea@exemple.fr").await[0];
        let body = mail.body.replace(['\u{a0}', '\u{202f}'], " ");
        let there = body.find("8 h 00 (heure de la Guyane), soit chez vous").unwrap_or_else(|| panic!("{body}"));
        assert!(body[there..].contains("h 00 (heure de Paris)"), "{body}");
        let file = mail.calendar.clone().unwrap();
        assert!(file.replace("\\,", ",").contains("LOCATION:3 rue des Palmistes, Cayenne"), "{file}");
        lea.open("/agenda").await;
        assert!(lea.says("8 h 00 (heure de la Guyane)"), "{}", lea.text());
        let mut paul = Browser::of(site, &paul.person);
        paul.open("/agenda").await;
        let talk = paul.links().into_iter().find(|link| link.starts_with("/rendez-vous/")).unwrap();
        paul.open(&talk).await;
        assert!(paul.says("Quelqu’un d’autre pourra la réserver"), "{}", paul.text());
    }

    /// Nobody gives their number, and the question is kept for whoever takes it out.
    async fn contact_details_are_held_back(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let mut browser = Browser::of(site, &lea);
        browser.open(&booking_page(paul.id, 0)).await;
        browser.submit("book_talk", &[("way", "video"), ("question", "Rappelez-moi au 06 12 34 56 78 ?")]).await;
        assert!(browser.says("« 06 12 34 56 78 » ressemble à une coordonnée"), "{}", browser.text());
        assert!(browser.page.body.contains("Rappelez-moi au 06 12 34 56 78 ?"), "{}", browser.page.body);
        assert_eq!(site.number("select count(*) from talk").await, 0);
        browser.submit("book_talk", &[("way", "video"), ("question", "Comment avez-vous commencé ?")]).await;
        assert!(browser.path.starts_with("/rendez-vous/"), "{}", browser.text());
        browser.submit("cancel_talk", &[("reason", "other"), ("note", "plutôt par lea arobase exemple point fr")]).await;
        assert!(browser.says("« lea arobase exemple » ressemble"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from talk where status = 'cancelled'").await, 0);
    }

    async fn only_an_explorer_books_by_mistake(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        let talk = booked.location().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        for reason in ["mistake", "account_deleted", "nonsense", ""] {
            let fields = [("form[talk]", talk.as_str()), ("form[reason]", reason)];
            let answer = site.answer(call(&Method::POST, "cancel_talk", Some(&paul.person.cookie), &fields)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{reason}: {}", answer.body);
        }
        assert!(site.refuses("update talk set end_reason = 'nonsense', ended_by = 'explorer'").await);
        assert!(site.refuses("update talk set status = 'cancelled', ended_at = created_at, due_at = null").await);
    }

    async fn a_talk_that_has_begun_cannot_be_cancelled(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        let talk = booked.location().split('?').next().unwrap().to_owned();
        match site.engine {
            Engine::Sqlite => site.execute("update talk set starts_at = '2020-01-01T09:00:00+00:00'").await,
            Engine::Postgres => site.execute("update talk set starts_at = '2020-01-01T09:00:00Z'").await,
        }
        let fields = [("form[talk]", talk.rsplit('/').next().unwrap()), ("form[reason]", "mistake")];
        assert_eq!(site.answer(call(&Method::POST, "cancel_talk", Some(&lea.cookie), &fields)).await.status, StatusCode::CONFLICT);
        let mut browser = Browser::of(site, &lea);
        browser.open(&talk).await;
        assert!(crate::html::form(&browser.page.body, "/api/cancel_talk").is_none());
        assert_eq!(browser.page.status, StatusCode::OK);
    }

    async fn a_professional_presents_themselves(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = Browser::of(site, &anne);
        let typed = crate::profile::GOOD;
        profile::save(&mut browser, &typed.map(|(name, value)| (name, if name == "headline" { "court" } else { value }))).await;
        assert!(browser.says("au moins 20"), "{}", browser.text());
        assert_eq!(profile::held(&mut browser, "headline").await.as_deref(), Some("court"), "what was typed is kept");
        profile::save(&mut browser, &typed).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
        people::approve(site, &anne).await;
        site.index().await;
        let found = site.answer(call(&Method::GET, "search_talks", None, &[("query[text]", "boulanger"), ("query[place]", "Albi")])).await;
        assert!(found.body.contains("Anne"), "{}", found.body);
        let ranges: Vec<(i32, i32, i32)> = site.rows("select weekday, starts_minute, ends_minute from availability_range").await;
        assert_eq!(ranges, [(1, 540, 720)], "Mondays, nine to noon");
        let zones: Vec<(String,)> = site.rows("select time_zone from professional").await;
        assert_eq!(zones, [("Europe/Paris".to_owned(),)]);
    }
}

/// A week has room for so many, whoever comes at once.
async fn a_week_fills_up(site: &Site) {
    let rules = Availability { maximum_per_week: Some(3), ..always() };
    let paul = people::professional_with(site, "Paul", &rules).await;
    let people = people::explorers(site.db(), "lea", 14).await;
    let requests = people.iter().enumerate().map(|(number, person): (usize, &Person)| {
        let (router, request) =
            (site.router(), book(person, &paul.id.to_string(), &people::iso(60 * i64::try_from(number).unwrap())));
        tokio::spawn(crate::site::answer(router, request))
    });
    let answers = futures::future::join_all(requests.collect::<Vec<_>>()).await;
    let mut won = 0;
    for answer in answers {
        let answer = answer.unwrap();
        match answer.status {
            StatusCode::OK => won += 1,
            StatusCode::CONFLICT => {
                assert!(answer.body.contains("NotOffered") || answer.body.contains("JustTaken"), "{}", answer.body)
            }
            status => panic!("{status} {}", answer.body),
        }
    }
    assert_eq!(won, 3);
    assert_eq!(site.number("select count(*) from talk").await, 3);
    assert_eq!(site.number("select count(*) from agenda_cell").await, 24);
    assert_eq!(site.number("select sum(taken) from talk_period where kind = 'week'").await, 3);
    // Cancelling gives the place back, once.
    let talks: Vec<(uuid::Uuid, uuid::Uuid)> = site.rows("select id, explorer_id from talk").await;
    let explorer = people.iter().find(|person| person.id == talks[0].1).unwrap();
    let cancel = |talk: uuid::Uuid| {
        let talk = talk.to_string();
        call(
            &Method::POST,
            "cancel_talk",
            Some(&explorer.cookie),
            &[("form[talk]", &talk), ("form[reason]", "mistake")],
        )
    };
    let twice = [cancel(talks[0].0), cancel(talks[0].0)]
        .map(|request| tokio::spawn(crate::site::answer(site.router(), request)));
    let [one, other] = twice;
    let mut statuses = [one.await.unwrap().status, other.await.unwrap().status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT]);
    assert_eq!(site.number("select sum(taken) from talk_period where kind = 'week'").await, 2);
}

on_both_engines! {
    async fn a_week_has_room_for_so_many(site) {
        a_week_fills_up(site).await;
    }
}
