//! Every page, again and again, many at once: each answers, and in time.

use crate::{
    browser::book,
    people,
    site::{Site, answer},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use std::time::{Duration, Instant};

async fn every_page_many_times(site: &Site) {
    let lea = people::explorer(site, "Lea").await;
    let paul = people::professional(site, "Paul").await;
    let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
    let talk = booked.location().split('?').next().unwrap().to_owned();
    site.index().await;
    let professional = format!("/rencontres/{}", paul.id);
    let confirm = format!("{professional}/reserver?debut={}", declic::routes::encode(&people::iso(120)));
    let pages = [
        "/",
        "/rencontres",
        "/rencontres?q=boulanger",
        &professional,
        &confirm,
        &talk,
        "/agenda",
        "/compte",
        "/compte/metier",
        "/connexion",
        "/inscription",
        "/mot-de-passe",
        "/mot-de-passe/x",
        "/inscription/confirmer/x",
        "/nulle-part",
    ];
    let mut slow = Vec::new();
    let rounds = std::env::var("DECLIC_TEST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(10);
    for _ in 0..rounds {
        let requests = pages.iter().flat_map(|page| [(page, None), (page, Some(&lea.cookie))]).map(|(page, cookie)| {
            let mut request = Request::get(*page).header(header::ACCEPT, "text/html");
            if let Some(cookie) = cookie {
                request = request.header(header::COOKIE, cookie);
            }
            let (router, request, page) = (site.router(), request.body(Body::empty()).unwrap(), (*page).to_owned());
            tokio::spawn(async move {
                let begun = Instant::now();
                let answer = answer(router, request).await;
                (page, answer.status, begun.elapsed())
            })
        });
        for request in futures::future::join_all(requests.collect::<Vec<_>>()).await {
            let (page, status, took) = request.unwrap();
            if status == StatusCode::SERVICE_UNAVAILABLE || took > Duration::from_secs(15) {
                slow.push((page, status, took));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}

on_both_engines! {
    async fn every_page_answers_in_time(site) {
        every_page_many_times(site).await;
    }
}
