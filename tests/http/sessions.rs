//! Sessions between requests that run at the same time.

use crate::people;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use declic::{
    accounts::{session_store::DbSessionStore, store},
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

    async fn looking_at_pages_changes_nothing(site) {
        let person = people::explorer(site, "Lea").await;
        let before = site.content().await;
        for path in ["/", "/rencontres", "/agenda", "/compte"] {
            let request = Request::get(path).header(header::ACCEPT, "text/html").header(header::COOKIE, &person.cookie);
            let answer = site.answer(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
        }
        // When a session ends may move, and nothing else.
        let without_times = |content: &str| content.lines().filter(|line| !line.contains(&person.id.simple().to_string().to_uppercase()) && !line.contains(&person.id.to_string())).collect::<Vec<_>>().join("\n");
        assert_eq!(without_times(&site.content().await), without_times(&before));
    }

    async fn an_expired_session_is_none(site) {
        let person = people::explorer(site, "Lea").await;
        let signed_in = || async {
            site.answer(crate::browser::call(&Method::GET, "my_account", Some(&person.cookie), &[])).await.status
        };
        assert_eq!(signed_in().await, StatusCode::OK);
        store::delete_expired(site.db(), context::now()).await.unwrap();
        assert_eq!(signed_in().await, StatusCode::OK, "only what has expired is swept");
        store::delete_expired(site.db(), context::now() + chrono::Duration::days(2)).await.unwrap();
        assert_eq!(signed_in().await, StatusCode::UNAUTHORIZED);
    }

    async fn an_unknown_cookie_is_nobodys(site) {
        for cookie in ["declic=AAAAAAAAAAAAAAAAAAAAAA", "declic=", "declic=%00", "declic=zzz", "other=1"] {
            let answer = site.answer(crate::browser::call(&Method::GET, "my_account", Some(cookie), &[])).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{cookie}");
        }
    }
}
