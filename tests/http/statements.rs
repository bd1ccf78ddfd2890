//! What pages ask of the database: little, and not more where there is more to show.

use crate::{
    browser::{Browser, book, call},
    people::{self, Person},
    profile,
    search::{STATEMENTS, counted, counting},
    site::{Engine, Site, answer},
};
use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use chrono::{Datelike, Duration, NaiveDate};
use declic::{
    context,
    notifications::types::MailKind,
    routes::encode,
    talks::{clock, store},
};
use std::sync::atomic::Ordering;

/// The most that a page may ask.
const MOST: usize = 8;

async fn post(site: &Site, person: Option<&Person>, function: &str, fields: &[(&str, &str)]) -> String {
    let cookie = person.map(|person| person.cookie.as_str());
    let answer = site.answer(call(&Method::POST, function, cookie, fields)).await;
    assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.body);
    answer.location().to_owned()
}

/// The path that begins so in the newest mail that holds one.
async fn link(site: &Site, beginning: &str) -> String {
    let mails = site.mails().await;
    let path = |body: &str| body[body.find(beginning)?..].split_whitespace().next().map(str::to_owned);
    mails.iter().rev().find_map(|mail| path(&mail.body)).unwrap_or_else(|| panic!("no {beginning}"))
}

async fn statements(router: &Router, path: &str, reader: &Person) -> usize {
    let mut fewest = usize::MAX;
    // A connection that opens meanwhile has statements of its own.
    for _ in 0..3 {
        let request = Request::get(path).header(header::ACCEPT, "text/html").header(header::COOKIE, &reader.cookie);
        STATEMENTS.store(0, Ordering::SeqCst);
        let page = answer(router.clone(), request.body(Body::empty()).unwrap()).await;
        assert!(matches!(page.status, StatusCode::OK | StatusCode::GONE), "{path}: {}", page.status);
        fewest = fewest.min(STATEMENTS.load(Ordering::SeqCst));
    }
    fewest
}

/// What every page asks of the database, none more than [`MOST`].
async fn count(site: &Site, pages: &[(String, &Person)]) -> Vec<usize> {
    let _turn = counting().await;
    let router = site.seen_through(counted(site.db()).await).await;
    let mut counts = Vec::new();
    for (path, reader) in pages {
        counts.push(statements(&router, path, reader).await);
    }
    let told: Vec<_> = pages.iter().map(|(path, _)| path.as_str()).zip(&counts).collect();
    println!("{:?}: {told:#?}", site.engine);
    assert!(counts.iter().all(|count| *count <= MOST), "{told:#?}");
    counts
}

/// Requests, talks with notes and words, trades followed, searches kept, roles given: `from` the first of each to the
/// last before `to`.
async fn live(site: &Site, lea: &Person, paul: &people::Professional, talk: &str, (from, to): (i64, i64)) {
    for number in from..to {
        let max = people::explorer(site, &format!("Max {number}")).await;
        post(site, Some(&max), "book_talk", &request(paul, 60 * (number + 10), "")).await;
        let other = people::professional(site, &format!("Boulanger {number}")).await;
        let booked = site.answer(book(lea, &other.id.to_string(), &people::iso(60 * number + 1440))).await;
        let booked = booked.location().trim_start_matches("/rendez-vous/").to_owned();
        post(
            site,
            Some(lea),
            "cancel_talk",
            &[("form[talk]", &booked), ("form[reason]", "mistake"), ("form[note]", "")],
        )
        .await;
        post(site, Some(lea), "save_note", &[("form[talk]", &booked), ("form[note]", "Vu."), ("form[page]", "1")])
            .await;
        let trade = ["D1102", "K1706", "A1504", "D1101", "D1103", "D1104", "D1105", "D1106"][number as usize % 8];
        let follow = [("form[trade]", trade), ("form[department]", "81"), ("form[follow]", "on")];
        post(site, Some(lea), "ask_for_trade", &follow).await;
        post(site, Some(lea), "save_search", &[("form[search]", &format!("q=boulanger{number}"))]).await;
        let message = format!("Une question numéro {number}");
        post(site, Some(lea), "send_message", &[("form[talk]", talk), ("form[body]", &message)]).await;
        people::moderator(site, &format!("Zoe {number}"), "76").await;
    }
}

fn request<'f>(paul: &people::Professional, minutes: i64, guardian: &'f str) -> [(&'static str, &'f str); 5] {
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    [
        ("form[professional]", leak(paul.id.to_string())),
        ("form[start]", leak(people::iso(minutes))),
        ("form[way]", "video"),
        ("form[question]", ""),
        ("form[guardian_email]", guardian),
    ]
}

on_both_engines! {
    async fn a_page_asks_no_more_where_there_is_more_to_show(site) {
        let lea = people::with_password(site, "Lea").await;
        let (paul, marie) = (people::professional(site, "Paul Fournier").await, people::professional(site, "Marie").await);
        // Whose talks are counted, too: a page is not to ask more for it.
        site.execute("update professional set accepts_automatically = false, maximum_per_week = 30 where id = (select id from professional order by id limit 1)").await;
        let anne = people::moderator(site, "Anne", "").await;
        let sixteen = NaiveDate::from_ymd_opt(context::now().year() - 16, 1, 15).unwrap();
        let petite = people::born(site, "Petite Ourse", sixteen).await;
        let waiting = post(site, Some(&petite), "book_talk", &request(&paul, 60, "parent@exemple.fr")).await;
        let consent = link(site, "/accord/").await;
        let unsubscribing = format!("/desabonnement/{}", site.app.unsubscribing.token(lea.id, MailKind::SavedSearch));
        let asked = post(site, Some(&lea), "book_talk", &request(&paul, 0, "")).await;
        let answering = link(site, "/reponse/").await;
        let talk = site.answer(book(&lea, &marie.id.to_string(), &people::iso(240))).await.location().to_owned();
        let id = talk.trim_start_matches("/rendez-vous/").to_owned();
        post(site, None, "ask_new_password", &[("form[email]", &lea.email)]).await;
        site.mails_arrived(&lea.email, 3).await;
        let password = link(site, "/mot-de-passe/").await;
        live(site, &lea, &paul, &id, (0, 1)).await;
        site.index().await;

        let nobody = Person { cookie: String::new(), ..lea.clone() };
        let professional = format!("/rencontres/{}", paul.id);
        let pages = [
            (professional.clone(), &lea),
            (format!("{professional}/reserver?debut={}", encode(&people::iso(1200))), &lea),
            (professional.clone(), &petite),
            (format!("{professional}/reserver?debut={}", encode(&people::iso(1200))), &petite),
            (waiting.clone(), &petite),
            (format!("{waiting}/deplacer"), &petite),
            (talk.clone(), &lea),
            (format!("{talk}/messages"), &lea),
            (format!("{talk}/deplacer"), &lea),
            (format!("{asked}/deplacer"), &paul.person),
            ("/demandes".to_owned(), &paul.person),
            ("/demandes".to_owned(), &lea),
            ("/agenda".to_owned(), &paul.person),
            ("/agenda".to_owned(), &lea),
            ("/mon-parcours".to_owned(), &lea),
            ("/compte".to_owned(), &lea),
            ("/compte/courriels".to_owned(), &lea),
            ("/compte/metier".to_owned(), &paul.person),
            ("/compte/metier/presentation".to_owned(), &paul.person),
            ("/compte/metier/rencontres".to_owned(), &paul.person),
            ("/compte/metier/heures".to_owned(), &paul.person),
            ("/compte/metier/photo".to_owned(), &paul.person),
            ("/compte/metier/quitter".to_owned(), &paul.person),
            ("/compte/metier/publication".to_owned(), &paul.person),
            ("/moderation".to_owned(), &anne),
            (format!("/moderation/profils/{}", paul.id), &anne),
            ("/moderation/journal".to_owned(), &anne),
            ("/moderation/equipe".to_owned(), &anne),
            ("/metiers-recherches".to_owned(), &lea),
            ("/metiers-recherches/D1102".to_owned(), &lea),
            (answering, &paul.person),
            (consent, &lea),
            (unsubscribing, &nobody),
            ("/retour/inconnu".to_owned(), &lea),
            ("/merci".to_owned(), &lea),
            ("/inscription".to_owned(), &nobody),
            ("/inscription/courriel".to_owned(), &nobody),
            ("/inscription/confirmer/inconnu".to_owned(), &nobody),
            ("/mot-de-passe".to_owned(), &nobody),
            ("/mot-de-passe/courriel".to_owned(), &nobody),
            (password, &nobody),
        ];
        let few = count(site, &pages).await;
        live(site, &lea, &paul, &id, (1, 6)).await;
        site.index().await;
        assert_eq!(few, count(site, &pages).await, "they grow with the number of rows");
    }

    /// Pages that time or somebody else brings about: an agreement that stands, a talk after its hour, words that changed.
    async fn a_page_that_something_leads_to_asks_no_more_either(site) {
        let (lea, anne) = (people::explorer(site, "Lea").await, people::moderator(site, "Anne", "").await);
        let nobody = Person { cookie: String::new(), ..lea.clone() };
        let (paul, marie) = (people::professional(site, "Paul Fournier").await, people::professional(site, "Marie").await);

        let sixteen = NaiveDate::from_ymd_opt(context::now().year() - 16, 1, 15).unwrap();
        let petite = people::born(site, "Petite Ourse", sixteen).await;
        post(site, Some(&petite), "book_talk", &request(&paul, 0, "parent@exemple.fr")).await;
        let asked = link(site, "/accord/").await;
        let token = asked.trim_start_matches("/accord/");
        let agreement = [("form[token]", token), ("form[scope]", "six_months"), ("form[responsible]", "on")];
        post(site, None, "give_consent", &agreement).await;
        let agreed = link(site, "/accord/").await;
        assert_ne!(asked, agreed, "the mail that confirms it leads to the agreement");

        let olga = people::explorer(site, "Olga").await;
        let mut editor = Browser::of(site, &olga);
        profile::save(&mut editor, &profile::GOOD).await;
        people::approve(site, &olga).await;
        profile::save(&mut editor, &[("headline", "Je pétris la nuit et je dors le jour.")]).await;
        let changed = store::find_professional_of(site.db(), olga.id).await.unwrap().unwrap().id;

        let mut newcomer = Browser::new(site);
        newcomer.open("/inscription").await;
        let typed = [("email", "tom@exemple.fr"), ("display_name", "Tom"), ("birth_date", "1990-05-31"), ("commune", "Albi"), ("password", people::PASSWORD)];
        newcomer.submit("sign_up", &typed).await;
        let confirmation = link(site, "/inscription/confirmer/").await;

        let jean = people::professional(site, "Jean").await;
        site.execute("update professional set accepts_automatically = false where account_id = (select id from account where display_name = 'Jean')").await;
        for number in 0..5 {
            let explorer = people::explorer(site, &format!("Explorer {number}")).await;
            post(site, Some(&explorer), "book_talk", &request(&jean, 60 * number + 60 * 24 * 30, "")).await;
        }
        clock::tick(&site.app, context::now() + Duration::days(16)).await.unwrap();
        let back = link(site, "/retour/").await;

        let past = post(site, Some(&lea), "book_talk", &request(&marie, 0, "")).await;
        let id = past.trim_start_matches("/rendez-vous/").to_owned();
        site.execute(match site.engine {
            Engine::Sqlite => "update talk set starts_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-2 hours')
                where explorer_id = (select id from account where display_name = 'Lea')",
            Engine::Postgres => "update talk set starts_at = now() - interval '2 hours'
                where explorer_id = (select id from account where display_name = 'Lea')",
        }).await;

        let pages = [
            (agreed, &nobody),
            (past.clone(), &lea),
            (past, &marie.person),
            (format!("/moderation/profils/{changed}"), &anne),
            (confirmation, &nobody),
            (back, &nobody),
            ("/metiers-recherches/D1102?departement=81".to_owned(), &nobody),
        ];
        let few = count(site, &pages).await;
        for number in 1..6 {
            post(site, Some(&petite), "book_talk", &request(&paul, 60 * number, "")).await;
            let message = format!("Merci pour cette heure, {number} fois");
            post(site, Some(&lea), "send_message", &[("form[talk]", &id), ("form[body]", &message)]).await;
            profile::save(&mut editor, &[("day", ["Lever à 2 h.", "Lever à 3 h.", "Lever à 4 h.", "Lever à 5 h.", "Lever à 6 h."][number as usize - 1])]).await;
        }
        assert_eq!(few, count(site, &pages).await, "they grow with the number of rows");
    }
}
