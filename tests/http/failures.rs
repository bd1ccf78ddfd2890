//! When something breaks: a handler that panics, a database that is gone. The answer says so, in a page for
//! whoever reads pages, and nothing else breaks.

use crate::{
    browser::call,
    html, people,
    site::{Answer, Engine, Site, answer},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use declic::{context::AppContext, db::Transaction};
use futures::FutureExt;
use sqlx::AssertSqlSafe;
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

fn as_browser(mut request: Request<Body>, language: &'static str) -> Request<Body> {
    request.headers_mut().insert(header::ACCEPT, "text/html".parse().unwrap());
    request.headers_mut().insert(header::ACCEPT_LANGUAGE, language.parse().unwrap());
    request
}

/// Reads one answer, whose length is told, and leaves the connection open.
async fn read_answer(connection: &mut TcpStream) -> String {
    let mut text = String::new();
    loop {
        let mut piece = [0; 4096];
        let length = connection.read(&mut piece).await.unwrap();
        assert!(length > 0, "the connection was closed after {text:?}");
        text.push_str(&String::from_utf8_lossy(&piece[..length]));
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let told = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
        if body.len() >= told.parse().unwrap() {
            return text;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_breaks_one_answer_and_nothing_else() {
    let site = Site::open(Engine::Sqlite).await;
    let lea = people::with_password(&site, "Lea").await;
    let broken =
        AppContext { delete_account: |_, _, _| async { panic!("as the test wants") }.boxed(), ..site.app.clone() };
    let router = site.made_of(broken).await;
    let leave = || call(&Method::POST, "delete_account", Some(&lea.cookie), &[("form[current]", people::PASSWORD)]);
    for (language, says) in [("fr", "Quelque chose n’a pas fonctionné"), ("en-GB", "Something went wrong")] {
        let failed = answer(router.clone(), as_browser(leave(), language)).await;
        assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(html::text(&failed.body).contains(says), "{}", failed.body);
        assert!(failed.body.contains(&format!("lang=\"{}\"", &language[..2])), "{}", failed.body);
        assert!(!failed.body.contains("as the test wants") && !failed.header("content-security-policy").is_empty());
    }
    let program = answer(router.clone(), leave()).await;
    assert_eq!((program.status, program.body.as_str()), (StatusCode::INTERNAL_SERVER_ERROR, ""));
    // The connection goes on, and so does the process.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let mut connection = TcpStream::connect(address).await.unwrap();
    let body = format!("form[current]={}", people::PASSWORD.replace(' ', "+"));
    let head = format!(
        "POST /api/delete_account HTTP/1.1\r\nhost: localhost:3000\r\nsec-fetch-site: same-origin\r\ncookie: {}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        lea.cookie,
        body.len()
    );
    connection.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    assert!(read_answer(&mut connection).await.starts_with("HTTP/1.1 500"));
    connection.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost:3000\r\n\r\n").await.unwrap();
    assert!(read_answer(&mut connection).await.starts_with("HTTP/1.1 200"));
    serving.abort();
    site.close().await;
}

/// The second is a mistake of the server's own, met as one of two writers is rolled back: see `db::constraint`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_postgres_gives_up_because_of_another_is_tried_again() {
    let site = Site::open(Engine::Postgres).await;
    let both_update = "new multixact has more than one updating member: 0 2[7 (nokeyupd), 9 (nokeyupd)]";
    for (code, message) in [("40P01", "deadlock detected"), ("XX000", both_update)] {
        let attempts = Arc::new(AtomicU32::new(0));
        let lost = format!("do $$ begin raise exception using errcode = '{code}', message = '{message}'; end $$");
        let outcome = site.db().write((attempts.clone(), lost), |transaction, (attempts, lost)| {
            Box::pin(async move {
                let Transaction::Postgres(open) = transaction else { panic!("another engine") };
                if attempts.fetch_add(1, Ordering::Relaxed) < 2 {
                    sqlx::raw_sql(AssertSqlSafe(lost.clone())).execute(&mut **open).await?;
                }
                Ok(())
            })
        });
        assert_eq!((outcome.await, attempts.load(Ordering::Relaxed)), (Ok(()), 3), "{code}");
    }
    site.close().await;
}

fn assert_unavailable(path: &str, answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {}", answer.body);
    assert_eq!(answer.header("retry-after"), "5", "{path}");
}

on_both_engines! {
    async fn without_its_database_it_says_try_again(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        site.index().await;
        site.db().close().await;
        let professional = format!("/rencontres/{}", paul.id);
        for path in ["/rencontres", &professional, "/agenda"] {
            for cookie in ["", &lea.cookie] {
                let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
                let page = site.answer(as_browser(request, "fr")).await;
                if path == "/agenda" && cookie.is_empty() {
                    assert!(page.status.is_redirection(), "that much is known without it");
                    continue;
                }
                assert_unavailable(path, &page);
                assert!(html::text(&page.body).contains("Réessayez dans un instant"), "{path}: {}", page.body);
            }
        }
        let id = paul.id.to_string();
        let program = site.answer(call(&Method::GET, "professional", None, &[("id", &id), ("from", ""), ("zone", "")])).await;
        assert_unavailable("professional", &program);
        assert_eq!(program.body, "\"Unavailable\"");
        assert_unavailable("/readyz", &site.get("/readyz").await);
        assert_eq!(site.get("/healthz").await.status, StatusCode::OK);
    }
}
