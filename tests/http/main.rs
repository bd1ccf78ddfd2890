//! The whole server by HTTP, in this process, on SQLite and on PostgreSQL: what a browser, a program, a
//! calendar, a mail server and an attacker meet. `process` runs the real program.

#![allow(clippy::unwrap_used, clippy::expect_used)]

/// Runs each body once on SQLite and once on PostgreSQL, each time on a fresh database.
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($site:ident) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn body($site: &$crate::site::Site) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let site = $crate::site::Site::open($crate::site::Engine::Sqlite).await;
                body(&site).await;
                site.close().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let site = $crate::site::Site::open($crate::site::Engine::Postgres).await;
                body(&site).await;
                site.close().await;
            }
        }
    )+};
}

mod accounts;
mod after;
mod answers_at_once;
mod bad_input;
mod booking;
mod browser;
mod calendar;
mod calendars;
mod concurrency;
mod conversation;
mod failures;
mod guardians;
mod holding;
mod hours_preview;
mod html;
mod indexing;
mod journey;
mod leaving;
mod lifecycle;
mod limits;
mod mail;
mod migrations;
mod minors;
mod onboarding;
mod organisations;
mod pages;
mod peers;
mod people;
mod photos;
mod process;
mod profile;
mod reports;
mod search;
mod security;
mod sessions;
mod site;
mod statements;
mod told;
mod under_fifteen;
mod unsubscribe;
mod vetting;
mod walk;
mod wanted;
mod what_a_profile_tells;
