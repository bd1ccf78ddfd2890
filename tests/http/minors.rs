//! Whom somebody under age is shown, and told of: only who can meet them, and how.

use crate::{
    browser::{Browser, call},
    journey::keep_due,
    people::{self, Person, Professional},
    site::{Engine, Site},
    wanted::{follow, publish},
};
use axum::http::{Method, StatusCode};
use chrono::{Datelike, Duration, NaiveDate};
use declic::{context, talks::saved_searches::news};

/// Somebody of sixteen.
async fn minor(site: &Site, name: &str) -> Person {
    let today = context::now().date_naive();
    people::born(site, name, NaiveDate::from_ymd_opt(today.year() - 16, 1, 15).unwrap()).await
}

/// Paul meets minors; Anne has not signed the charter; Zoe has, and her profile has changes to be looked at.
async fn bakers(site: &Site) -> [Professional; 3] {
    let [paul, anne, zoe] = ["Paul Fournier", "Anne Roche", "Zoe Blanc"].map(|name| people::professional(site, name));
    let bakers = [paul.await, anne.await, zoe.await];
    site.execute(
        "update professional set charter_signed_at = null
             where account_id in (select id from account where display_name = 'Anne Roche');
         update professional set vetting = 'changed', waits_since = created_at, waits_in = '76'
             where account_id in (select id from account where display_name = 'Zoe Blanc');",
    )
    .await;
    site.index().await;
    bakers
}

/// Who is on the page that somebody sees at this search.
async fn shown(site: &Site, reader: Option<&Person>, search: &str) -> (Vec<&'static str>, Browser) {
    let mut browser = reader.map_or_else(|| Browser::new(site), |reader| Browser::of(site, reader));
    browser.open(&format!("/rencontres{search}")).await;
    let names = ["Paul Fournier", "Anne Roche", "Zoe Blanc"];
    (names.into_iter().filter(|name| browser.says(name)).collect(), browser)
}

const ALL: [&str; 3] = ["Paul Fournier", "Anne Roche", "Zoe Blanc"];
const WHY: &str = "Vous avez moins de 18 ans";

on_both_engines! {
    async fn a_minor_finds_who_meets_minors(site) {
        bakers(site).await;
        let (petite, lea) = (minor(site, "Petite Ourse").await, people::explorer(site, "Lea").await);
        for search in ["", "?q=boulanger", "?q=boulanger&lieu=Albi", "?tri=date"] {
            let (names, page) = shown(site, Some(&petite), search).await;
            assert_eq!(names, ["Paul Fournier"], "{search}: {}", page.text());
            assert!(page.says(WHY) && page.says("1 personne"), "{search}: {}", page.text());
            for reader in [None, Some(&lea)] {
                let (names, page) = shown(site, reader, search).await;
                assert_eq!(names, ALL, "{search}: {}", page.text());
                assert!(!page.says(WHY), "{search}: {}", page.text());
            }
        }
        // Cards and filters tell the ways that are open to them.
        let (_, page) = shown(site, Some(&petite), "").await;
        assert!(page.says("en vidéo") && !page.says("sur place") && !page.says("Sur place"), "{}", page.text());
        assert!(!page.says("Rencontre aussi des moins de 18 ans"), "no choice of theirs: {}", page.text());
        let (names, page) = shown(site, Some(&petite), "?maniere=onsite").await;
        assert!(page.says("Personne ne correspond") && page.says(WHY), "{}", page.text());
        assert_eq!(names, ["Paul Fournier"], "the way out: {}", page.text());

        // Parents and teachers may look for the same.
        for reader in [None, Some(&lea)] {
            let (names, page) = shown(site, reader, "?mineurs=oui").await;
            assert_eq!(names, ["Paul Fournier"], "{}", page.text());
            assert!(page.says("Rencontre aussi des moins de 18 ans") && !page.says("sur place"), "{}", page.text());
            let (names, page) = shown(site, reader, "?maniere=onsite&mineurs=oui").await;
            assert!(page.links().iter().any(|link| link == "/rencontres?maniere=onsite"), "{:?}", page.links());
            assert!(!names.is_empty(), "a way out: {}", page.text());
        }
        let nonsense = Browser::new(site).open("/rencontres?mineurs=non").await.status;
        assert_eq!(nonsense, StatusCode::OK);

        // Who withdrew the charter a moment ago is not shown, whatever the index says.
        site.execute("update professional set charter_signed_at = null").await;
        assert!(shown(site, Some(&petite), "").await.0.is_empty());
    }

    async fn a_birthday_opens_the_search(site) {
        bakers(site).await;
        let today = context::now().date_naive();
        for (days, names) in [(2, 1), (-2, 3)] {
            let birthday = today - chrono::Months::new(12 * 18) + Duration::days(days);
            let person = people::born(site, &format!("Presque {days}"), birthday).await;
            assert_eq!(shown(site, Some(&person), "").await.0.len(), names, "{birthday}");
        }
    }

    async fn alternatives_are_people_who_meet_minors(site) {
        let [paul, _, _] = bakers(site).await;
        people::professional(site, "Eve Martin").await;
        site.execute(match site.engine {
            Engine::Sqlite => "update professional set accepts_automatically = 0",
            Engine::Postgres => "update professional set accepts_automatically = false",
        })
        .await;
        site.index().await;
        let petite = minor(site, "Petite Ourse").await;
        let fields = [
            ("form[professional]", &*paul.id.to_string()),
            ("form[start]", &people::iso(40 * 24 * 60)),
            ("form[way]", "video"),
            ("form[question]", ""),
            ("form[guardian_email]", "parent@exemple.fr"),
        ];
        let asked = site.answer(call(&Method::POST, "book_talk", Some(&petite.cookie), &fields)).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        let talk = asked.location().trim_start_matches("/rendez-vous/").to_owned();
        let fields = [("form[talk]", &*talk), ("form[token]", ""), ("form[reason]", "unavailable"), ("form[note]", "")];
        let declined = site.answer(call(&Method::POST, "decline_talk", Some(&paul.person.cookie), &fields)).await;
        assert_eq!(declined.status, StatusCode::OK, "{}", declined.body);
        let told = site.mails_to(&petite.email).await.pop().unwrap().body;
        assert!(told.contains("Eve Martin"), "{told}");
        assert!(!told.contains("Anne Roche") && !told.contains("Zoe Blanc"), "{told}");
    }

    async fn saved_searches_tell_minors_of_whom_they_can_meet(site) {
        let (petite, lea) = (minor(site, "Petite Ourse").await, people::explorer(site, "Lea").await);
        keep_due(site, &[petite.clone(), lea.clone()]).await;
        bakers(site).await;
        news::tell(&site.app, context::now() + Duration::minutes(10)).await.unwrap();
        let body = site.mails_to(&lea.email).await.pop().unwrap().body;
        assert!(ALL.iter().all(|name| body.contains(name)), "{body}");
        let mails = site.mails_to(&petite.email).await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].body.contains("Paul Fournier"), "{}", mails[0].body);
        assert!(!mails[0].body.contains("Anne Roche") && !mails[0].body.contains("Zoe Blanc"), "{}", mails[0].body);
    }

    async fn followers_under_age_wait_for_whom_they_can_meet(site) {
        let (petite, lea) = (minor(site, "Petite Ourse").await, people::explorer(site, "Lea").await);
        for person in [&petite, &lea] {
            follow(site, person, "D1102", "81").await;
        }
        let anne = people::explorer(site, "Anne Roche").await;
        publish(site, &anne, &[]).await;
        let told = async || [site.mails_to(&lea.email).await.len(), site.mails_to(&petite.email).await.len()];
        assert_eq!(told().await, [1, 0]);
        assert_eq!(site.number("select count(*) from trade_follow").await, 1, "still waiting");
        let paul = people::explorer(site, "Paul Fournier").await;
        publish(site, &paul, &[("welcomes_minors", "on")]).await;
        assert_eq!(told().await, [1, 1]);
        let mail = site.mails_to(&petite.email).await.remove(0);
        assert!(mail.body.contains("Paul Fournier"), "{}", mail.body);
        assert_eq!(site.number("select count(*) from trade_follow").await, 0);
    }
}
