//! Mails that somebody does without: the page of choices, the link in each mail, the one click of a mail program, and
//! that no mail of a kind that is switched off is written.

use crate::{
    browser::{Browser, book, call},
    html,
    people::{self, Person},
    site::{Answer, Site},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use chrono::Duration;
use declic::{
    accounts::store as accounts,
    context,
    notifications::{
        mail::Mail,
        outbox,
        store::{self as mails, MailRow},
        types::MailKind,
    },
    talks::clock,
};

const OFF: &str = "select count(*) from mail_optout";

/// Writes a mail of each kind to somebody, as a domain does.
async fn write_each(site: &Site, person: &Person) {
    for kind in MailKind::ALL {
        outbox::send(&site.app, Mail::text(kind, &person.email, kind.code(), "Un texte.")).await.unwrap();
    }
}

/// The kinds of the mails to somebody, by their subjects.
async fn kinds(site: &Site, person: &Person) -> Vec<String> {
    site.mails_to(&person.email).await.into_iter().map(|mail| mail.subject).collect()
}

/// The path of the link that switches a mail's kind off.
fn path(mail: &MailRow) -> String {
    let url = mail.unsubscribe_url.as_deref().expect("a mail that can be switched off");
    url.strip_prefix("http://localhost:3000").expect("a link of this site").to_owned()
}

async fn mail_of(site: &Site, person: &Person, kind: MailKind) -> MailRow {
    outbox::send(&site.app, Mail::text(kind, &person.email, kind.code(), "Un texte.")).await.unwrap();
    site.mails_to(&person.email).await.pop().unwrap()
}

/// What a mail program sends (RFC 8058 §3.1): from elsewhere, without a cookie.
async fn one_click(site: &Site, path: &str, multipart: bool) -> Answer {
    let (kind, body) = match multipart {
        false => ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click".to_owned()),
        true => (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n".to_owned(),
        ),
    };
    let request = Request::post(path)
        .header(header::HOST, "localhost:3000")
        .header(header::ORIGIN, "https://mail.example")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, kind);
    site.answer(request.body(Body::from(body)).unwrap()).await
}

on_both_engines! {
    async fn every_mail_that_can_be_switched_off_says_how(site) {
        let lea = people::explorer(site, "Lea").await;
        write_each(site, &lea).await;
        for mail in site.mails_to(&lea.email).await {
            let kind = MailKind::from_code(&mail.subject).unwrap();
            assert_eq!(mail.unsubscribe_url.is_some(), kind.is_switchable(), "{mail:?}");
            assert_eq!(mail.body.contains("/desabonnement/"), kind.is_switchable(), "{mail:?}");
            if let Some(url) = &mail.unsubscribe_url {
                let footer = mail.body.strip_prefix("Un texte.\n\n-- \n").expect("a signature");
                assert!(footer.contains(url.as_str()) && footer.contains("http://localhost:3000/compte/courriels"), "{footer}");
                assert!(url.starts_with(&format!("http://localhost:3000/desabonnement/{}.", kind.code())) && !url.contains(&lea.id.to_string()), "{url}");
            }
        }
        // In the reader's language, and to an address in any case.
        site.execute("update account set locale = 'en' where email_key = 'lea@exemple.fr'").await;
        let shouting = Mail::text(MailKind::AfterTalk, "LEA@exemple.FR", "x", "y");
        outbox::send(&site.app, shouting).await.unwrap();
        assert!(site.mails_to("LEA@exemple.FR").await[0].body.contains("Get no more of these"));
        // Nobody reads what goes to no account.
        outbox::send(&site.app, Mail::text(MailKind::AfterTalk, "personne@exemple.fr", "x", "y")).await.unwrap();
        assert_eq!(site.mails_to("personne@exemple.fr").await.len(), 0);
    }

    async fn a_kind_that_is_switched_off_is_silent(site) {
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let mut browser = Browser::of(site, &lea);
        browser.open("/compte/courriels").await;
        assert!(browser.says("lea@exemple.fr") && browser.says("Toujours envoyés"), "{}", browser.text());
        let boxes = |browser: &Browser| {
            let tags = html::tags(&browser.page.body).into_iter().filter(|tag| tag.get("type") == "checkbox");
            tags.map(|tag| (tag.get("value").to_owned(), tag.attributes.iter().any(|(name, _)| name == "checked"))).collect::<Vec<_>>()
        };
        assert!(boxes(&browser).len() == MailKind::switchable().count() && boxes(&browser).iter().all(|(_, checked)| *checked), "{:?}", boxes(&browser));
        let shown = ("form[shown]".to_owned(), browser.field("save_mail_choices", "shown").unwrap());
        let wanted = |kinds: &[&str]| {
            let kinds = kinds.iter().map(|kind| ("form[kinds][]".to_owned(), (*kind).to_owned()));
            kinds.chain([shown.clone()]).collect::<Vec<_>>()
        };
        browser.post("/api/save_mail_choices", &wanted(&["after_talk"])).await;
        assert!(browser.path == "/compte/courriels" && browser.says("Vos choix d’e-mails sont enregistrés"), "{}", browser.text());
        let ticked: Vec<String> = boxes(&browser).into_iter().filter(|(_, checked)| *checked).map(|(kind, _)| kind).collect();
        assert_eq!(ticked, ["after_talk"]);
        write_each(site, &lea).await;
        assert_eq!(kinds(site, &lea).await, ["account", "talk", "organisation", "after_talk"]);
        // What waits to be sent goes too; what others get does not.
        write_each(site, &max).await;
        browser.post("/api/save_mail_choices", &wanted(&[])).await;
        assert_eq!(kinds(site, &lea).await, ["account", "talk", "organisation"]);
        assert_eq!(kinds(site, &max).await.len(), MailKind::ALL.len());
        // And comes again once it is wanted.
        browser.post("/api/save_mail_choices", &wanted(&MailKind::switchable().map(MailKind::code).collect::<Vec<_>>())).await;
        assert_eq!(site.number(OFF).await, 0);
        write_each(site, &lea).await;
        assert_eq!(kinds(site, &lea).await.len(), 3 + MailKind::ALL.len());
    }

    /// Nobody is promised a mail of a kind that they stopped.
    async fn what_is_switched_off_is_not_promised(site) {
        let lea = people::explorer(site, "Lea").await;
        let mut browser = Browser::of(site, &lea);
        let wish = [("form[trade]", "K1706"), ("form[department]", "81"), ("form[follow]", "on"), ("form[on_trade_page]", "on")];
        let wish = wish.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let search = [("form[search]".to_owned(), "q=boulanger".to_owned())];
        browser.post("/api/ask_for_trade", &wish).await;
        assert!(browser.says("nous vous écrirons dès que"), "{}", browser.text());
        browser.post("/api/save_search", &search).await;
        assert!(browser.says("Nous vous écrirons le lundi") && !browser.says("aucun ne viendra"), "{}", browser.text());
        site.execute("insert into mail_optout (account_id, kind, created_at) select id, 'followed_trade', created_at from account").await;
        site.execute("insert into mail_optout (account_id, kind, created_at) select id, 'saved_search', created_at from account").await;
        browser.post("/api/ask_for_trade", &wish).await;
        assert!(browser.says("aucun ne viendra, à moins de les remettre") && !browser.says("nous vous écrirons"), "{}", browser.text());
        browser.post("/api/save_search", &search).await;
        assert!(browser.says("aucun ne viendra, à moins de les remettre") && !browser.says("Nous vous écrirons"), "{}", browser.text());
        assert!(browser.says("Vous avez arrêté les e-mails des métiers attendus"), "{}", browser.text());
    }

    async fn what_is_always_sent_cannot_be_chosen(site) {
        let lea = people::explorer(site, "Lea").await;
        for (field, value) in [
            ("form[shown]", "talk"), ("form[shown]", "account saved_search"), ("form[kinds][0]", "talk"), ("form[shown]", "lettre"),
            ("form[kinds][0]", "\0"), ("form[kinds][0]", "<script>"),
        ] {
            let answer = site.answer(call(&Method::POST, "save_mail_choices", Some(&lea.cookie), &[(field, value)])).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{field}={value}");
        }
        // A page that did not show a kind says nothing of it.
        let answer = site.answer(call(&Method::POST, "save_mail_choices", Some(&lea.cookie), &[("form[shown]", "saved_search")])).await;
        assert_eq!((answer.status, site.number(OFF).await), (StatusCode::OK, 1));
        let mut stranger = Browser::new(site);
        stranger.open("/compte/courriels").await;
        assert_eq!(stranger.path, "/connexion?suite=%2Fcompte%2Fcourriels");
    }

    async fn one_click_of_a_mail_program_is_enough(site) {
        let lea = people::explorer(site, "Lea").await;
        let before = site.content().await;
        let mail = mail_of(site, &lea, MailKind::SavedSearch).await;
        for multipart in [false, true, false] {
            let answer = one_click(site, &path(&mail), multipart).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            assert!(answer.headers.get(header::SET_COOKIE).is_none() && answer.headers.get(header::LOCATION).is_none());
            assert_eq!(site.number(OFF).await, 1);
        }
        write_each(site, &lea).await;
        assert!(!kinds(site, &lea).await.contains(&"saved_search".to_owned()));
        assert_eq!(kinds(site, &lea).await.len(), MailKind::ALL.len() - 1, "the other kinds come");
        assert_ne!(site.content().await, before);
    }

    /// Mail scanners open links, and browsers ask before they open them.
    async fn opening_the_link_changes_nothing(site) {
        let lea = people::explorer(site, "Lea").await;
        let mail = mail_of(site, &lea, MailKind::SavedSearch).await;
        let before = site.content().await;
        for method in [Method::GET, Method::HEAD] {
            let request = Request::builder().method(method).uri(path(&mail)).header(header::ACCEPT, "text/html");
            let answer = site.answer(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::OK);
        }
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            let request = Request::builder().method(method).uri(path(&mail));
            assert!(site.answer(request.body(Body::empty()).unwrap()).await.status.is_client_error());
        }
        assert_eq!(site.content().await, before);
        // A person confirms, without signing in.
        let mut browser = Browser::new(site);
        browser.open(&path(&mail)).await;
        assert!(browser.says("Les nouveautés de vos recherches gardées") && !browser.says("lea@exemple.fr"), "{}", browser.text());
        browser.submit("unsubscribe", &[]).await;
        assert!(browser.path == path(&mail) && browser.says("C’est fait. Vous ne recevez plus"), "{}", browser.text());
        assert_eq!(site.number(OFF).await, 1);
        assert!(!browser.page.body.contains("/api/unsubscribe"), "nothing is left to do");
        // It let nobody in.
        browser.open("/compte/courriels").await;
        assert!(browser.path.starts_with("/connexion"));
    }

    async fn a_forged_link_changes_nothing(site) {
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let good = path(&mail_of(site, &lea, MailKind::SavedSearch).await);
        let of_max = path(&mail_of(site, &max, MailKind::SavedSearch).await);
        let (kind, rest) = good.rsplit_once('.').unwrap();
        let (_, rest_of_max) = of_max.rsplit_once('.').unwrap();
        // Max's account with Lea's signature.
        let mixed = format!("{kind}.{}{}", &rest_of_max[..22], &rest[22..]);
        let before = site.content().await;
        let forged = [
            "/desabonnement/nothing".to_owned(), "/desabonnement/saved_search.".to_owned(), "/desabonnement/%00".to_owned(),
            format!("/desabonnement/talk.{rest}"), format!("/desabonnement/after_talk.{rest}"), mixed, format!("{good}A"),
            good[..good.len() - 1].to_owned(), format!("/desabonnement/saved_search.{}", "A".repeat(5_000)),
        ];
        for path in &forged {
            let answer = one_click(site, path, false).await;
            assert_eq!(answer.status, StatusCode::GONE, "{path}");
            let mut browser = Browser::new(site);
            browser.open(path).await;
            assert_eq!(browser.page.status, StatusCode::GONE, "{path}");
            assert!(browser.says("Ce lien n’est pas complet") && !browser.page.body.contains("/api/unsubscribe"), "{}", browser.text());
        }
        // Nothing that is not this very address is let through from elsewhere.
        for path in ["/api/unsubscribe", "/api/sign_out", "/compte/courriels", "/desabonnement"] {
            let status = one_click(site, path, false).await.status;
            assert!(matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED), "{path}: {status}");
        }
        assert_eq!(site.content().await, before);
    }

    async fn links_live_as_long_as_their_account(site) {
        let lea = people::explorer(site, "Lea").await;
        let link = path(&mail_of(site, &lea, MailKind::FollowedTrade).await);
        // The same key after a new start.
        let restarted = declic::notifications::unsubscribe::UnsubscribeKey::of_site(site.db()).await.unwrap();
        let token = link.trim_start_matches("/desabonnement/");
        assert_eq!(restarted.read(token), Some((lea.id, MailKind::FollowedTrade)));
        assert_eq!(site.number("select count(*) from site_secret").await, 1);
        one_click(site, &link, false).await;
        assert_eq!(site.number(OFF).await, 1);
        let waiting = mail_of(site, &lea, MailKind::AfterTalk).await;
        assert!(waiting.unsubscribe_url.is_some());
        let account = accounts::find_account(site.db(), lea.id).await.unwrap().unwrap();
        (site.app.delete_account)(site.app.clone(), account.into(), None).await.unwrap();
        assert_eq!(site.number(OFF).await, 0);
        assert_eq!(kinds(site, &lea).await, ["Votre compte Déclic est supprimé"], "what waited to be sent is gone");
        assert_eq!(one_click(site, &link, false).await.status, StatusCode::GONE);
    }

    /// What a worker holds is on its way; what waits for another attempt is not.
    async fn what_waits_is_taken_back(site) {
        let lea = people::explorer(site, "Lea").await;
        let link = path(&mail_of(site, &lea, MailKind::SavedSearch).await);
        mail_of(site, &lea, MailKind::SavedSearch).await;
        let held = mails::lease_due(site.db(), context::now() + Duration::seconds(1)).await.unwrap().unwrap();
        one_click(site, &link, false).await;
        let left = site.mails_to(&lea.email).await;
        assert!(left.len() == 1 && left[0].id == held.id, "{left:?}");
    }

    /// The mails of talks go by their kinds: reminders are silent, a cancellation is not.
    async fn reminders_can_be_done_without(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        assert_eq!(booked.status, StatusCode::OK);
        let fields = [("form[shown]", "talk_reminder after_talk")];
        let saved = site.answer(call(&Method::POST, "save_mail_choices", Some(&lea.cookie), &fields)).await;
        assert_eq!(saved.status, StatusCode::OK);
        for hours in [-24, -1, 1, 2] {
            clock::tick(&site.app, people::start(0) + Duration::hours(hours)).await.unwrap();
        }
        let subjects = kinds(site, &lea).await;
        assert!(subjects.len() == 1 && subjects[0].starts_with("Rencontre confirmée"), "{subjects:?}");
        let to_paul = site.mails_to(&paul.person.email).await;
        assert_eq!(to_paul.len(), 4, "he wants them: {to_paul:?}");
        assert_eq!(to_paul.iter().filter(|mail| mail.unsubscribe_url.is_some()).count(), 3, "{to_paul:?}");
    }
}
