//! An hour that is held while its form is filled in: kept from others for ten minutes, one for each explorer, and nothing
//! of it stays if it is not asked for.

use crate::{
    browser::{Browser, book, call},
    people::{self, Person, Professional},
    site::{Answer, Site},
};
use axum::http::{Method, StatusCode};
use chrono::{Duration, NaiveDate};
use declic::{context, talks::clock};

async fn press(site: &Site, person: &Person, professional: &Professional, minutes: i64) -> Answer {
    let (id, start) = (professional.id.to_string(), people::iso(minutes));
    let fields = [("form[professional]", id.as_str()), ("form[start]", start.as_str()), ("form[zone]", "")];
    site.answer(call(&Method::POST, "hold_hour", Some(&person.cookie), &fields)).await
}

/// Whether the form of an hour offers it to this reader.
async fn offers(site: &Site, reader: Option<&Person>, professional: &Professional, minutes: i64) -> bool {
    let (id, start) = (professional.id.to_string(), people::iso(minutes));
    let fields = [("id", id.as_str()), ("start", start.as_str()), ("zone", "")];
    let cookie = reader.map(|reader| reader.cookie.as_str());
    site.answer(call(&Method::GET, "booking_page", cookie, &fields)).await.body.contains("\"state\":\"free\"")
}

/// Talks, cells and counted weeks.
async fn traces(site: &Site) -> (i64, i64, i64) {
    (
        site.number("select count(*) from talk").await,
        site.number("select count(*) from agenda_cell").await,
        site.number("select coalesce(sum(taken), 0) from talk_period where kind = 'week'").await,
    )
}

on_both_engines! {
    /// The fourth request could not be sent: its hour is nobody's, and who pressed it learns so before they write.
    async fn no_hour_is_held_that_cannot_be_asked_for(site) {
        let lea = people::explorer(site, "Lea").await;
        let (paul, marie) = (people::professional(site, "Paul").await, people::professional(site, "Marie").await);
        site.execute("update professional set accepts_automatically = (account_id = (select id from account where display_name = 'Marie'))").await;
        for minutes in [0, 60, 120] {
            assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(minutes))).await.status, StatusCode::OK);
        }
        let mut browser = Browser::of(site, &lea);
        browser.open(&format!("/rencontres/{}", paul.id)).await;
        browser.submit("hold_hour", &[("start", &people::iso(180))]).await;
        assert_eq!(browser.path, format!("/rencontres/{}", paul.id));
        assert!(browser.says("Trois de vos demandes attendent déjà une réponse") && browser.links().contains(&"/agenda".to_owned()), "{}", browser.text());
        assert_eq!(traces(site).await.0, 3);
        // Who accepts at once can be met all the same.
        assert_eq!(press(site, &lea, &marie, 240).await.status, StatusCode::OK);
        assert_eq!(traces(site).await.0, 4);
        // Told beside the button too, for who came without pressing.
        browser.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, declic::routes::encode(&people::iso(180)))).await;
        browser.submit("book_talk", &[("way", "video"), ("question", "Quand dormez-vous ?")]).await;
        assert!(browser.says("Trois de vos demandes attendent déjà une réponse") && browser.page.body.contains("<p><a href=\"/agenda\""), "{}", browser.page.body);
        assert_eq!(browser.field("book_talk", "question").as_deref(), Some("Quand dormez-vous ?"));
    }

    async fn hours_are_not_pressed_without_end(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let mut statuses = Vec::new();
        for number in 0..=20 {
            statuses.push(press(site, &lea, &paul, 60 * (number % 2)).await.status);
        }
        let (last, others) = statuses.split_last().unwrap();
        assert!(others.iter().all(|status| *status == StatusCode::OK), "{statuses:?}");
        assert_eq!(*last, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(site.number("select count(*) from talk").await, 1);
    }

    async fn an_hour_that_is_pressed_is_kept_until_its_form_is_sent(site) {
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let paul = people::professional(site, "Paul").await;
        let form = format!("/rencontres/{}/reserver?debut={}", paul.id, declic::routes::encode(&people::iso(0)));
        let mut browser = Browser::of(site, &lea);
        // To look holds nothing.
        browser.open(&form).await;
        assert_eq!(traces(site).await, (0, 0, 0));
        browser.open(&format!("/rencontres/{}", paul.id)).await;
        browser.submit("hold_hour", &[("start", &people::iso(0))]).await;
        assert_eq!(browser.path, form);
        assert!(browser.says("Cette heure vous est gardée jusqu’à"), "{}", browser.text());
        assert_eq!(traces(site).await, (1, 8, 1));
        assert!(site.mails().await.is_empty());
        // Nobody else can have it, nor what overlaps it; who holds it sees it still.
        for minutes in [-30, 0, 30] {
            assert!(!offers(site, Some(&max), &paul, minutes).await && !offers(site, None, &paul, minutes).await, "{minutes}");
            assert!(offers(site, Some(&lea), &paul, minutes).await, "{minutes}");
        }
        browser.open(&format!("/rencontres/{}?jour={}", paul.id, people::start(0).date_naive())).await;
        assert!(browser.page.body.contains(&format!("value=\"{}\"", people::iso(0))));
        assert!(site.answer(book(&max, &paul.id.to_string(), &people::iso(0))).await.body.contains("JustTaken"));
        // Nobody is told of it.
        for person in [&lea, &paul.person] {
            let mut browser = Browser::of(site, person);
            for page in ["/agenda", "/demandes"] {
                browser.open(page).await;
                assert!(!browser.links().iter().any(|link| link.starts_with("/rendez-vous/")), "{page}");
            }
        }
        // A second press changes nothing; the form turns it into the talk.
        assert_eq!(press(site, &lea, &paul, 0).await.status, StatusCode::OK);
        assert_eq!(traces(site).await, (1, 8, 1));
        assert_eq!(site.number("select count(*) from talk where status = 'held'").await, 1);
        browser.open(&form).await;
        browser.submit("book_talk", &[("way", "onsite"), ("question", "Fait-il chaud ?")]).await;
        assert!(browser.path.starts_with("/rendez-vous/") && browser.says("C’est réservé"), "{}", browser.text());
        assert!(browser.says("1 place Sainte-Cécile") && browser.says("Fait-il chaud ?"), "{}", browser.text());
        assert_eq!(traces(site).await, (1, 8, 1));
        assert_eq!((site.mails_to(&lea.email).await.len(), site.mails_to(&paul.person.email).await.len()), (1, 1));
        // Sent twice, it is one booking.
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
        assert_eq!(traces(site).await, (1, 8, 1));
    }

    async fn who_holds_another_hour_lets_go_of_the_first(site) {
        let lea = people::explorer(site, "Lea").await;
        let (paul, jade) = (people::professional(site, "Paul").await, people::professional(site, "Jade").await);
        press(site, &lea, &paul, 0).await;
        press(site, &lea, &paul, 30).await;
        assert!(!offers(site, None, &paul, 0).await && offers(site, None, &paul, -30).await);
        press(site, &lea, &jade, 30).await;
        assert!(offers(site, None, &paul, 0).await && !offers(site, None, &jade, 30).await);
        assert_eq!(traces(site).await, (1, 8, 1));
        // So does who books another.
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(30))).await.status, StatusCode::OK);
        assert!(offers(site, None, &jade, 30).await);
        assert_eq!(traces(site).await, (1, 8, 1));
        // What cannot be held changes nothing: she is with Paul at that time.
        press(site, &lea, &jade, 120).await;
        assert_eq!(press(site, &lea, &jade, 30).await.status, StatusCode::OK);
        assert!(offers(site, None, &jade, 30).await && !offers(site, None, &jade, 120).await);
        assert_eq!(traces(site).await, (2, 16, 2));
    }

    async fn after_ten_minutes_nothing_is_left_of_it(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        press(site, &lea, &paul, 0).await;
        clock::tick(&site.app, context::now() + Duration::minutes(9)).await.unwrap();
        assert_eq!(traces(site).await, (1, 8, 1));
        clock::tick(&site.app, context::now() + Duration::minutes(11)).await.unwrap();
        assert_eq!(traces(site).await, (0, 0, 0));
        assert!(site.mails().await.is_empty());
        // The form is still good, as long as nobody took the hour.
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
        assert_eq!(traces(site).await, (1, 8, 1));
    }

    async fn of_many_who_press_at_once_one_holds(site) {
        let paul = people::professional(site, "Paul").await;
        let crowd = people::explorers(site.db(), "Foule", 30).await;
        let presses = crowd.iter().enumerate().map(|(number, person)| {
            let minutes = 30 * i64::try_from(number % 2).unwrap();
            press(site, person, &paul, minutes)
        });
        for answer in futures::future::join_all(presses).await {
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        }
        assert_eq!(traces(site).await, (1, 8, 1));
        // And of one person's many presses the last one counts.
        site.execute("delete from talk").await;
        site.execute("update talk_period set taken = 0").await;
        let presses = (0..12).map(|number| press(site, &crowd[0], &paul, 120 * number));
        futures::future::join_all(presses).await;
        assert_eq!(traces(site).await, (1, 8, 1));
        press(site, &crowd[1], &paul, -120).await;
        let another = "update talk set explorer_id = (select max(explorer_id) from talk) where status = 'held'";
        assert!(site.refuses(another).await, "two held hours of one explorer");
    }

    async fn what_cannot_be_held_leads_to_the_form_that_says_why(site) {
        let minor = people::born(site, "Nino", context::now().date_naive() - Duration::days(16 * 365)).await;
        let paul = people::professional(site, "Paul").await;
        // A minor holds like anybody, and names their guardian in the form.
        press(site, &minor, &paul, 0).await;
        assert_eq!(traces(site).await, (1, 8, 1));
        let mut browser = Browser::of(site, &minor);
        browser.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, declic::routes::encode(&people::iso(0)))).await;
        browser.submit("book_talk", &[("way", "video"), ("guardian_email", "maman@exemple.fr")]).await;
        assert!(browser.path.starts_with("/rendez-vous/"), "{}", browser.text());
        assert_eq!(site.mails_to("maman@exemple.fr").await.len(), 1);
        assert_eq!(traces(site).await, (1, 8, 1));
        // One's own hour, an hour that is none, somebody who is none.
        press(site, &paul.person, &paul, 120).await;
        assert_eq!(press(site, &minor, &paul, -60 * 24 * 30).await.status, StatusCode::OK);
        assert_eq!(traces(site).await, (1, 8, 1));
        for (professional, start) in [("1", people::iso(0)), (&*paul.id.to_string(), "demain".to_owned())] {
            let fields = [("form[professional]", professional), ("form[start]", &start), ("form[zone]", "")];
            let answer = site.answer(call(&Method::POST, "hold_hour", Some(&minor.cookie), &fields)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{start}");
        }
        // An adult only: nothing is held of who meets no minors.
        site.execute("update professional set charter_signed_at = null").await;
        let other = people::born(site, "Zoe", NaiveDate::from_ymd_opt(2011, 1, 1).unwrap()).await;
        press(site, &other, &paul, 240).await;
        assert_eq!(traces(site).await, (1, 8, 1));
    }
}
