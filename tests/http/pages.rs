//! Every page, again and again, many at once: each answers, and in time.

use crate::{
    browser::{book, call},
    people,
    site::{Engine, Site, answer},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use std::time::{Duration, Instant};

/// Enough for what happens once in a thousand to happen in some run.
const ROUNDS: usize = 12;
/// The site itself gives up after 20 s.
const PATIENCE: Duration = Duration::from_secs(15);

/// Pages that show everybody's mail must be asked for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_development_pages_are_there_only_on_demand() {
    for (flags, status) in [(&[][..], StatusCode::NOT_FOUND), (&["--development"], StatusCode::OK)] {
        let site = Site::with(Engine::Sqlite, flags).await;
        for path in ["/dev/mail", "/dev/ui"] {
            assert_eq!(site.get(path).await.status, status, "{path} with {flags:?}");
        }
        let mails = call(&Method::GET, "development_mails", None, &[]);
        assert_eq!(site.answer(mails).await.status, status, "{flags:?}");
        assert_eq!(site.get("/").await.body.contains("/dev/mail"), status == StatusCode::OK, "{flags:?}");
        site.close().await;
    }
}

/// What is installed speaks the language of the page that it was installed from.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_installed_app_speaks_the_language_of_its_page() {
    let site = Site::open(Engine::Sqlite).await;
    for (language, description) in [("fr", "Rencontrez une personne"), ("en", "Meet a person")] {
        let home = Request::get("/").header(header::ACCEPT, "text/html").header(header::ACCEPT_LANGUAGE, language);
        let path = format!("/{language}.webmanifest");
        assert!(site.answer(home.body(Body::empty()).unwrap()).await.body.contains(&path), "{language}");
        let manifest = site.get(&path).await;
        assert_eq!((manifest.status, manifest.header("content-type")), (StatusCode::OK, "application/manifest+json"));
        let manifest: serde_json::Value = serde_json::from_str(&manifest.body).unwrap();
        assert_eq!(manifest["lang"], language);
        assert!(manifest["description"].as_str().unwrap().starts_with(description), "{manifest}");
        for icon in manifest["icons"].as_array().unwrap() {
            let file = format!("public{}", icon["src"].as_str().unwrap());
            assert!(std::path::Path::new(&file).is_file(), "{file}");
        }
    }
    site.close().await;
}

on_both_engines! {
    async fn every_page_answers_whole_and_in_time(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        let talk = booked.location().split('?').next().unwrap().to_owned();
        site.index().await;
        let professional = format!("/rencontres/{}", paul.id);
        let confirm = format!("{professional}/reserver?debut={}", declic::routes::encode(&people::iso(120)));
        let pages = [
            "/", "/rencontres", "/rencontres?q=boulanger", &professional, &confirm, &talk, "/agenda", "/compte", "/compte/metier",
            "/compte/metier/presentation", "/compte/metier/rencontres", "/compte/metier/heures", "/compte/metier/photo", "/compte/metier/publication", "/compte/metier/quitter",
            "/connexion", "/inscription", "/mot-de-passe", "/mot-de-passe/x", "/inscription/confirmer/x", "/nulle-part",
            "/metiers-recherches", "/metiers-recherches?departement=81", "/metiers-recherches/K1706?departement=974",
            "/organisations", "/organisations/x", "/compte/organisations", "/compte/organisations/x", "/invitation/x",
            "/mon-parcours", "/compte/courriels", "/desabonnement/x",
        ];
        for _ in 0..ROUNDS {
            let requests = pages.iter().flat_map(|page| [(page, ""), (page, &*lea.cookie)]).map(|(page, cookie)| {
                let request = Request::get(*page).header(header::ACCEPT, "text/html").header(header::COOKIE, cookie);
                let (router, request, page) = (site.router(), request.body(Body::empty()).unwrap(), (*page).to_owned());
                tokio::spawn(async move {
                    let begun = Instant::now();
                    (page, answer(router, request).await, begun.elapsed())
                })
            });
            for request in futures::future::join_all(requests.collect::<Vec<_>>()).await {
                let (page, answer, took) = request.unwrap();
                let status = answer.status;
                assert!(!status.is_server_error() && took < PATIENCE, "{page}: {status} after {took:?}");
                // What is made after a wait is made for the same reader.
                assert!(status.is_redirection() || answer.body.contains(" · Déclic</title>"), "{page} has no title");
            }
        }
    }
}
