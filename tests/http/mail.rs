//! The outbox and a real mail server: what is written goes out, once, whatever happens in between.

use crate::{
    browser::book,
    peers::{MailServer, free_port, read_calendar},
    people,
    site::Site,
};
use axum::http::StatusCode;
use chrono::{DateTime, Duration, Utc};
use declic::{
    context,
    db::Db,
    notifications::{dead_letters, delivery::Mailer, mail::Mail, outbox, store, types::MailKind},
};
use std::collections::BTreeSet;

fn mailer(port: u16) -> Mailer {
    let sender = "Déclic <ne-pas-repondre@declic.example>".parse().unwrap();
    Mailer::new(&format!("smtp://127.0.0.1:{port}"), sender, "declic.example").unwrap()
}

/// Sends every mail that is due at `now`, as the program's job does; gives how many were taken up.
async fn deliver_due(mailer: &Mailer, db: &Db, now: DateTime<Utc>) -> usize {
    let mut taken = 0;
    while mailer.deliver_next(db, now).await.unwrap() {
        taken += 1;
    }
    taken
}

async fn write(site: &Site, recipient: &str) {
    outbox::send(
        &site.app,
        Mail::text(MailKind::Talk, recipient, "Bonjour à tous", "Un texte accentué : été, œuf, 10 €.\n.\nFin."),
    )
    .await
    .unwrap();
}

/// `(waiting, sent, dead)`.
async fn states(site: &Site) -> (usize, usize, usize) {
    let mails = site.mails().await;
    let sent = mails.iter().filter(|mail| mail.sent_at.is_some()).count();
    let dead = mails.iter().filter(|mail| mail.dead_at.is_some()).count();
    (mails.len() - sent - dead, sent, dead)
}

/// A moment after everything written so far is due.
fn soon() -> DateTime<Utc> {
    context::now() + Duration::seconds(1)
}

on_both_engines! {
    async fn mails_arrive_with_their_invitation(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
        let port = free_port();
        let server = MailServer::start(port, &site.folder().join("mails"));
        assert_eq!(deliver_due(&mailer(port), site.db(), soon()).await, 2);
        assert_eq!(deliver_due(&mailer(port), site.db(), soon()).await, 0);
        assert_eq!(states(site).await, (0, 2, 0));
        // What they said is kept no longer: a link in a mail may still work.
        let kept = site.mails().await;
        assert!(kept.iter().all(|mail| mail.body.is_empty() && mail.calendar.is_none() && !mail.subject.is_empty()), "{kept:?}");
        let mails = server.mails();
        assert_eq!(mails.len(), 2);
        let to_lea = mails.iter().find(|mail| mail["to"][0] == lea.email.as_str()).expect("a mail to Lea");
        assert_eq!(to_lea["from"], "ne-pas-repondre@declic.example");
        assert_eq!(to_lea["defects"], serde_json::json!([]));
        assert!(to_lea["subject"].as_str().unwrap().starts_with("Rencontre confirmée"), "{}", to_lea["subject"]);
        assert!(to_lea["message_id"].as_str().unwrap().ends_with("@declic.example>"));
        let parts = to_lea["parts"].as_array().unwrap();
        let kinds: Vec<(&str, Option<&str>)> = parts.iter().map(|part| (part["type"].as_str().unwrap(), part["method"].as_str())).collect();
        assert_eq!(kinds, [("text/plain", None), ("text/calendar", Some("REQUEST")), ("application/ics", None)]);
        assert_eq!(parts[2]["file"], "declic.ics");
        for part in &parts[1..] {
            let calendar = read_calendar(part["text"].as_str().unwrap());
            assert_eq!(calendar["events"][0]["attendees"].as_array().unwrap().len(), 1);
        }
    }

    /// RFC 8058: one click in the mail program, for what can be switched off only.
    async fn mails_that_can_be_switched_off_have_the_headers(site) {
        let lea = people::explorer(site, "Lea").await;
        for kind in [MailKind::SavedSearch, MailKind::Talk] {
            outbox::send(&site.app, Mail::text(kind, &lea.email, kind.code(), "Un texte.")).await.unwrap();
        }
        let url = site.mails().await.into_iter().find_map(|mail| mail.unsubscribe_url).expect("a mail that can be switched off");
        let port = free_port();
        let server = MailServer::start(port, &site.folder().join("mails"));
        assert_eq!(deliver_due(&mailer(port), site.db(), soon()).await, 2);
        let mails = server.mails();
        let headers = |subject: &str| {
            let mail = mails.iter().find(|mail| mail["subject"] == subject).expect("both arrive");
            assert_eq!(mail["defects"], serde_json::json!([]));
            (mail["list_unsubscribe"].clone(), mail["list_unsubscribe_post"].clone())
        };
        assert_eq!(headers("saved_search"), (serde_json::json!(format!("<{url}>")), serde_json::json!("List-Unsubscribe=One-Click")));
        assert_eq!(headers("talk"), (serde_json::Value::Null, serde_json::Value::Null));
        let kept = site.mails().await;
        assert!(kept.iter().all(|mail| mail.unsubscribe_url.is_none() && mail.body.is_empty()), "{kept:?}");
    }

    async fn nothing_is_lost_while_the_mail_server_is_down(site) {
        let port = free_port();
        let mailer = mailer(port);
        for number in 0..5 {
            write(site, &format!("personne{number}@exemple.fr")).await;
        }
        // Down for an hour and a half.
        let start = soon();
        let mut taken = Vec::new();
        for minute in 0..90 {
            taken.push(deliver_due(&mailer, site.db(), start + Duration::minutes(minute)).await);
        }
        assert_eq!(states(site).await, (5, 0, 0));
        let attempts: usize = taken.iter().sum::<usize>() / 5;
        assert!((4..=8).contains(&attempts), "tried {attempts} times, at growing distances: {taken:?}");
        // Back again: each arrives, once.
        let server = MailServer::start(port, &site.folder().join("mails"));
        for hour in 2..30 {
            deliver_due(&mailer, site.db(), start + Duration::hours(hour)).await;
        }
        assert_eq!(states(site).await, (0, 5, 0));
        let mails = server.mails();
        let recipients: BTreeSet<String> = mails.iter().map(|mail| mail["to"][0].as_str().unwrap().to_owned()).collect();
        assert_eq!((mails.len(), recipients.len()), (5, 5));
        let text = mails[0]["parts"][0]["text"].as_str().unwrap().replace("\r\n", "\n");
        assert!(text.contains("Un texte accentué : été, œuf, 10 €.\n.\nFin."), "{text}");
    }

    async fn what_cannot_be_delivered_becomes_a_dead_letter(site) {
        let port = free_port();
        write(site, "refuse.moi@exemple.fr").await;
        write(site, "later@exemple.fr").await;
        write(site, "pas une adresse").await;
        write(site, "lea@exemple.fr").await;
        let server = MailServer::start(port, &site.folder().join("mails"));
        let start = soon();
        deliver_due(&mailer(port), site.db(), start).await;
        assert_eq!(states(site).await, (1, 1, 2), "what is refused for good is not tried again");
        // "Later" is tried for days, then given up, and stays to be seen.
        for hour in 0..80 {
            deliver_due(&mailer(port), site.db(), start + Duration::hours(hour)).await;
        }
        assert_eq!(states(site).await, (0, 1, 3));
        assert_eq!(server.mails().len(), 1);
        let errors: Vec<(String, String, i32)> = site.rows("select recipient, last_error, attempts from outbox_mail where dead_at is not null order by recipient").await;
        assert!(errors[0].0.starts_with("later") && errors[0].1.contains("451") && errors[0].2 == 11, "{errors:?}");
        assert!(errors[2].1.contains("550") && errors[2].2 == 1, "{errors:?}");
    }

    async fn dead_letters_are_listed_put_back_and_not_kept_for_ever(site) {
        let port = free_port();
        for recipient in ["refuse.moi@exemple.fr", "pas une adresse", "lea@exemple.fr"] {
            write(site, recipient).await;
        }
        let server = MailServer::start(port, &site.folder().join("mails"));
        let start = soon();
        deliver_due(&mailer(port), site.db(), start).await;
        assert_eq!(states(site).await, (0, 1, 2));
        let lines: Vec<String> = dead_letters::list(site.db()).await.unwrap().iter().map(ToString::to_string).collect();
        let refused = lines.iter().find(|line| line.contains("to r…@exemple.fr")).expect("the refused one");
        assert!(refused.contains("\"Bonjour à tous\" attempts: 1 error: permanent error (550)"), "{refused}");
        assert!(lines.len() == 2 && lines.iter().all(|line| !line.contains("refuse.moi") && !line.contains('\n')), "{lines:?}");
        // Back in line they are tried again, and given up again for the same reasons.
        assert_eq!(dead_letters::retry(site.db(), start).await.unwrap(), 2);
        assert_eq!(states(site).await, (2, 1, 0));
        assert_eq!(deliver_due(&mailer(port), site.db(), start).await, 2);
        assert_eq!(states(site).await, (0, 1, 2));
        assert_eq!(server.mails().len(), 1, "what was sent is not sent again");
        // Each kind is kept for its own time, and what still waits for ever.
        write(site, "lea@exemple.fr").await;
        let later = context::now() + Duration::days(1);
        store::delete_old(site.db(), start - Duration::days(1), start - Duration::days(1)).await.unwrap();
        assert_eq!(states(site).await, (1, 1, 2));
        store::delete_old(site.db(), later, start - Duration::days(1)).await.unwrap();
        assert_eq!(states(site).await, (1, 0, 2));
        store::delete_old(site.db(), later, later).await.unwrap();
        assert_eq!(states(site).await, (1, 0, 0));
    }

    /// What our settings ask of the mail server and it cannot do is for somebody to mend: no mail is lost over
    /// it, and none goes out without it.
    async fn a_mail_server_without_what_we_ask_for_gets_nothing(site) {
        let port = free_port();
        let server = MailServer::start(port, &site.folder().join("mails"));
        write(site, "lea@exemple.fr").await;
        let asking = |url: String| Mailer::new(&url, "a@declic.example".parse().unwrap(), "declic.example").unwrap();
        let start = soon();
        let urls = [
            format!("smtp://127.0.0.1:{port}?tls=required"),
            format!("smtps://127.0.0.1:{port}"),
            format!("smtp://me:geheim@127.0.0.1:{port}"),
        ];
        for (hour, url) in (0..).zip(urls) {
            assert_eq!(deliver_due(&asking(url), site.db(), start + Duration::hours(hour)).await, 1);
        }
        assert_eq!((states(site).await, server.mails().len()), ((1, 0, 0), 0));
        assert_eq!(deliver_due(&mailer(port), site.db(), start + Duration::hours(9)).await, 1);
        assert_eq!((states(site).await, server.mails().len()), ((0, 1, 0), 1));
    }

    async fn two_workers_send_each_mail_once(site) {
        let port = free_port();
        let server = MailServer::start(port, &site.folder().join("mails"));
        for number in 0..40 {
            write(site, &format!("personne{number}@exemple.fr")).await;
        }
        let now = soon();
        let worker = || {
            let (mailer, db) = (mailer(port), site.db().clone());
            // A worker ends its round when another one was quicker; the next round takes up the rest.
            tokio::spawn(async move {
                let mut taken = 0;
                for _ in 0..20 {
                    taken += deliver_due(&mailer, &db, now).await;
                }
                taken
            })
        };
        let (one, other) = (worker(), worker());
        let (one, other) = (one.await.unwrap(), other.await.unwrap());
        assert_eq!(one + other, 40, "{one} and {other}");
        assert_eq!(states(site).await, (0, 40, 0));
        let mails = server.mails();
        let ids: BTreeSet<&str> = mails.iter().map(|mail| mail["message_id"].as_str().unwrap()).collect();
        assert_eq!((mails.len(), ids.len()), (40, 40));
    }

    /// A worker that dies with a mail in its hands gives it back after a while; the message keeps its name,
    /// so that a mailbox recognises a copy.
    async fn a_worker_that_dies_loses_nothing(site) {
        write(site, "lea@exemple.fr").await;
        let now = soon();
        let mail = store::lease_due(site.db(), now).await.unwrap().expect("a mail");
        assert!(store::lease_due(site.db(), now + Duration::seconds(60)).await.unwrap().is_none(), "it is in somebody's hands");
        let port = free_port();
        let server = MailServer::start(port, &site.folder().join("mails"));
        assert_eq!(deliver_due(&mailer(port), site.db(), now + Duration::seconds(60)).await, 0);
        assert_eq!(deliver_due(&mailer(port), site.db(), now + Duration::seconds(121)).await, 1);
        assert_eq!(server.mails()[0]["message_id"], format!("<{}@declic.example>", mail.id));
    }

    /// A mail leaves with what caused it, or not at all.
    async fn a_refused_booking_sends_no_mail(site) {
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let paul = people::professional(site, "Paul").await;
        for person in [&lea, &max] {
            site.answer(book(person, &paul.id.to_string(), &people::iso(0))).await;
        }
        assert_eq!(site.mails().await.len(), 2);
        assert!(site.mails_to(&max.email).await.is_empty());
    }
}
