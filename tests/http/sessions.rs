//! Sessions: how long they live, what is written, and requests that run at the same time.

use crate::{
    browser::{Browser, call},
    people,
    site::{Engine, Site},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use declic::{
    accounts::{
        session::RENEWED_KEY,
        session_store::{ACCOUNT_KEY, DbSessionStore, id_hash},
        store::{self, SessionRow},
    },
    context,
};
use tower_sessions::{SessionStore, session::Id};

on_both_engines! {
    /// A page that is being made while its session ends must not bring the session back to life: else
    /// whoever stole a cookie keeps it through a change of password by asking for pages all the time.
    async fn an_ended_session_stays_ended(site) {
        let person = people::with_password(site, "Lea").await;
        let id: Id = person.cookie.trim_start_matches("declic=").parse().unwrap();
        let sessions = DbSessionStore::new(site.db().clone());
        let open = sessions.load(&id).await.unwrap().expect("an open session");
        let hash = site.app.passwords.hash("cinq chevaux verts".to_owned()).await.unwrap();
        site.db()
            .write((person.id, hash), |transaction, (id, hash)| {
                Box::pin(async move { Ok(store::set_password(transaction, *id, hash).await?) })
            })
            .await
            .unwrap();
        assert!(sessions.load(&id).await.unwrap().is_none());
        // The page that began before ends now, and keeps its session.
        let _ = sessions.save(&open).await;
        assert!(sessions.load(&id).await.unwrap().is_none(), "the ended session lives again");
    }

    /// Signed out in another tab, or by a new password: what was typed here is there again after signing in.
    async fn what_was_typed_outlives_the_session(site) {
        let lea = people::with_password(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let mut booking = Browser::of(site, &lea);
        booking.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, people::iso(0))).await;
        let mut editing = Browser::of(site, &lea);
        editing.open("/compte/metier/presentation").await;
        site.execute("delete from session").await;

        booking.submit("book_talk", &[("way", "video"), ("question", "Et le froid ?")]).await;
        assert!(booking.says("Votre session est terminée"), "{}", booking.text());
        // By the header's link, which leads home afterwards.
        booking.open("/connexion").await;
        booking.submit("sign_in", &[("email", &lea.email), ("password", people::PASSWORD)]).await;
        booking.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, people::iso(0))).await;
        assert_eq!(booking.field("book_talk", "question").as_deref(), Some("Et le froid ?"), "{}", booking.text());
        assert!(booking.says("rien n’a été enregistré"), "{}", booking.text());
        booking.submit("book_talk", &[("way", "video")]).await;
        assert!(booking.path.starts_with("/rendez-vous/"), "{} {}", booking.path, booking.text());

        editing.submit("save_profile", &[("headline", "Je compte les nuages.")]).await;
        assert!(editing.path.starts_with("/connexion"), "{}", editing.path);
        assert!(editing.says("Votre session est terminée"), "{}", editing.text());
        editing.submit("sign_in", &[("email", &lea.email), ("password", "pas le bon mot de passe")]).await;
        editing.submit("sign_in", &[("email", &lea.email), ("password", people::PASSWORD)]).await;
        assert_eq!(editing.path, "/compte/metier/presentation");
        assert!(editing.page.body.contains("Je compte les nuages."), "{}", editing.text());
        assert!(editing.says("rien n’a été enregistré"), "{}", editing.text());
    }

    /// On a computer that several people use: what one typed is there again for them, and for nobody else.
    async fn what_was_typed_waits_for_its_author(site) {
        let (lea, max) = (people::with_password(site, "Lea").await, people::with_password(site, "Max").await);
        let paul = people::professional(site, "Paul").await;
        let page = format!("/rencontres/{}/reserver?debut={}", paul.id, people::iso(0));
        for (reader, shown) in [(&max, ""), (&lea, "Et le froid ?")] {
            let mut tab = Browser::new(site);
            tab.sign_in(&lea.email, people::PASSWORD).await;
            tab.open(&page).await;
            let mut other = Browser::new(site);
            other.set_cookie("declic", tab.cookie("declic").unwrap());
            other.open("/compte").await;
            other.submit("sign_out", &[]).await;
            // Both tabs are of one browser, with one session.
            tab.set_cookie("declic", other.cookie("declic").unwrap());
            tab.submit("book_talk", &[("way", "video"), ("question", "Et le froid ?")]).await;
            assert!(tab.says("Votre session est terminée"), "{}", tab.text());
            tab.sign_in(&reader.email, people::PASSWORD).await;
            tab.open(&page).await;
            assert_eq!(tab.field("book_talk", "question").as_deref(), Some(shown), "{}", tab.text());
        }
    }

    async fn looking_at_pages_changes_nothing(site) {
        let person = people::explorer(site, "Lea").await;
        let before = site.content().await;
        for path in ["/", "/rencontres", "/agenda", "/compte"] {
            let request = Request::get(path).header(header::ACCEPT, "text/html").header(header::COOKIE, &person.cookie);
            let answer = site.answer(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
        }
        assert_eq!(site.content().await, before);
    }

    /// A visit puts the end of a session off, once a day.
    async fn a_visit_a_day_keeps_a_session(site) {
        let person = people::explorer(site, "Lea").await;
        let visit = |cookie: &str| {
            let request = Request::get("/compte").header(header::ACCEPT, "text/html").header(header::COOKIE, cookie);
            site.answer(request.body(Body::empty()).unwrap())
        };
        let ends = || site.number(match site.engine {
            Engine::Sqlite => "select cast(strftime('%s', expires_at) as integer) from session",
            Engine::Postgres => "select extract(epoch from expires_at)::bigint from session",
        });
        let first = ends().await;
        assert!(visit(&person.cookie).await.headers.get(header::SET_COOKIE).is_none());
        assert_eq!(ends().await, first, "renewed a moment ago");
        let (yesterday, now) = (context::now() - chrono::Duration::hours(25), context::now());
        let written = |id: &Id| SessionRow {
            id_hash: id_hash(id),
            account_id: Some(person.id),
            data: serde_json::json!({ ACCOUNT_KEY: person.id, RENEWED_KEY: yesterday.timestamp() }).to_string(),
            expires_at: now + chrono::Duration::days(29),
        };
        let id: Id = person.cookie.trim_start_matches("declic=").parse().unwrap();
        store::update_session(site.db(), written(&id)).await.unwrap();
        let cookie = visit(&person.cookie).await.header("set-cookie").to_owned();
        assert!(cookie.contains("Max-Age=2592000"), "{cookie}");
        assert!(ends().await >= now.timestamp() + 30 * 86_400 - 1);
        let renewed = site.content().await;
        assert_eq!(visit(&person.cookie).await.status, StatusCode::OK);
        assert_eq!(site.content().await, renewed, "and not again the same day");
    }

    /// What a stranger typed is kept for its page, not for a month.
    async fn a_strangers_session_is_short(site) {
        let left = || site.number("select count(*) from session");
        let mut browser = Browser::new(site);
        browser.open("/connexion").await;
        browser.sign_in("lea@exemple.fr", "faux et archifaux").await;
        assert!(browser.posted().header("set-cookie").contains("Max-Age=3600"), "{}", browser.posted().header("set-cookie"));
        assert_eq!(left().await, 1);
        store::delete_expired(site.db(), context::now() + chrono::Duration::minutes(61), context::now()).await.unwrap();
        assert_eq!(left().await, 0);
        // Once its page was shown and left, nothing stays, neither here nor in the browser.
        browser.sign_in("lea@exemple.fr", "faux et archifaux").await;
        assert_eq!(left().await, 1);
        browser.open("/").await;
        assert_eq!((left().await, browser.cookie("declic")), (0, None));
        // A language stays.
        browser.submit("choose_language", &[("language", "en")]).await;
        assert!(browser.posted().header("set-cookie").contains("Max-Age=2592000"));
        browser.sign_in("lea@exemple.fr", "faux et archifaux").await;
        browser.open("/").await;
        assert_eq!(left().await, 1);
        assert!(browser.says("Sign in"), "{}", browser.text());
        assert!(!site.content().await.contains("lea@exemple.fr"), "what was typed is kept");
    }

    async fn an_expired_session_is_none(site) {
        let person = people::explorer(site, "Lea").await;
        let signed_in = || async {
            site.answer(call(&Method::GET, "my_account", Some(&person.cookie), &[])).await.status
        };
        assert_eq!(signed_in().await, StatusCode::OK);
        store::delete_expired(site.db(), context::now(), context::now()).await.unwrap();
        assert_eq!(signed_in().await, StatusCode::OK, "only what has expired is swept");
        store::delete_expired(site.db(), context::now() + chrono::Duration::days(2), context::now()).await.unwrap();
        assert_eq!(signed_in().await, StatusCode::UNAUTHORIZED);
    }

    async fn an_unknown_cookie_is_nobodys(site) {
        for cookie in ["declic=AAAAAAAAAAAAAAAAAAAAAA", "declic=", "declic=%00", "declic=zzz", "other=1"] {
            let answer = site.answer(call(&Method::GET, "my_account", Some(cookie), &[])).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{cookie}");
        }
    }
}

/// Whoever lets forms be refused on purpose cannot fill the table.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_make_only_so_many_sessions() {
    let site = Site::open(Engine::Sqlite).await;
    let mut refused = 0;
    for _ in 0..340 {
        let mut browser = Browser::new(&site).at_address([203, 0, 113, 7]);
        let answer = browser.send_form("/api/sign_up", &[("form[email]".to_owned(), "lea@".to_owned())]).await;
        match answer.status {
            StatusCode::FOUND => {}
            StatusCode::TOO_MANY_REQUESTS => {
                refused += 1;
                assert!(answer.body.contains("Réessayez dans 1 min"), "{}", answer.body);
                assert!(answer.headers.get(header::SET_COOKIE).is_none());
            }
            status => panic!("{status}"),
        }
    }
    assert!(refused > 0);
    assert_eq!(site.number("select count(*) from session").await, 340 - refused);
    let mut elsewhere = Browser::new(&site).at_address([203, 0, 113, 8]);
    elsewhere.open("/inscription").await;
    elsewhere.submit("sign_up", &[]).await;
    assert!(elsewhere.says("nécessaire"), "{}", elsewhere.text());
    site.close().await;
}
