//! An account of somebody under 15: nothing but a form that waits, until a guardian agrees by the link of a mail.

use crate::{
    browser::{Browser, call},
    people::{self, PASSWORD},
    search::{STATEMENTS, counted, counting},
    site::{BASE, Engine, Site, answer},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use declic::{accounts::service, context};
use std::sync::atomic::Ordering;

const CHILD: &str = "petite@exemple.fr";
const PARENT: &str = "parent@exemple.fr";

/// The day on which somebody who is so old today was born.
fn born(age: i32) -> String {
    let today = context::now().date_naive();
    NaiveDate::from_ymd_opt(today.year() - age, 1, 15).unwrap().to_string()
}

async fn sign_up(site: &Site, typed: &[(&str, &str)]) -> Browser {
    let birth_date = born(14);
    let mut fields = vec![
        ("email", CHILD),
        ("display_name", "Petite Ourse"),
        ("birth_date", &birth_date),
        ("commune", "Albi"),
        ("guardian_email", PARENT),
        ("password", PASSWORD),
    ];
    for (name, value) in typed {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    let mut browser = Browser::new(site);
    browser.open("/inscription").await;
    browser.submit("sign_up", &fields).await;
    browser
}

/// The newest link of this kind to an address, as a path.
async fn link(site: &Site, recipient: &str, kind: &str) -> String {
    let mails = site.mails_to(recipient).await;
    let body = mails.iter().rev().map(|mail| &mail.body).find(|body| body.contains(kind)).expect("a mail with a link");
    let link = body.split_whitespace().find(|word| word.starts_with(BASE) && word.contains(kind)).unwrap();
    link.trim_start_matches(BASE).to_owned()
}

const CONSENT: &str = "/inscription/accord/";

async fn consent_link(site: &Site) -> String {
    link(site, PARENT, CONSENT).await
}

fn token(link: &str) -> String {
    link.trim_start_matches(CONSENT).to_owned()
}

/// Signs up at fourteen and confirms the address; the browser ends where it was sent.
async fn waiting(site: &Site) -> Browser {
    let mut browser = sign_up(site, &[]).await;
    assert_eq!(browser.path, "/inscription/courriel");
    browser.open(&link(site, CHILD, "/inscription/confirmer/").await).await;
    browser.submit("verify_email", &[("password", PASSWORD)]).await;
    browser
}

fn cookie(browser: &Browser) -> String {
    format!("declic={}", browser.cookie("declic").expect("a session"))
}

async fn accounts(site: &Site) -> i64 {
    site.number("select count(*) from account where email_key = 'petite@exemple.fr'").await
}

async fn is_usable(site: &Site, browser: &Browser) -> bool {
    let answer = site.answer(call(&Method::GET, "my_account", Some(&cookie(browser)), &[])).await;
    answer.status == StatusCode::OK
}

async fn sweep_at(site: &Site, now: DateTime<Utc>) {
    service::sweep(&site.app, now).await.unwrap();
}

on_both_engines! {
    async fn a_guardian_opens_the_account(site) {
        let mut child = sign_up(site, &[]).await;
        // Nobody is asked on behalf of a mailbox that may be somebody else's.
        assert!(site.mails_to(PARENT).await.is_empty());
        child.open(&link(site, CHILD, "/inscription/confirmer/").await).await;
        child.submit("verify_email", &[("password", PASSWORD)]).await;
        assert_eq!(child.path, "/inscription/accord");
        assert!(child.says("Plus que l’accord d’un parent") && child.says(PARENT), "{}", child.text());

        // Nothing can be done with the account.
        assert!(!is_usable(site, &child).await);
        for page in ["/compte", "/agenda", "/mon-parcours"] {
            child.open(page).await;
            assert!(child.path.starts_with("/connexion"), "{page} led to {}", child.path);
        }
        let paul = people::professional(site, "Paul Fournier").await;
        let fields = [
            ("form[professional]", &*paul.id.to_string()),
            ("form[start]", &people::iso(0)),
            ("form[way]", "video"),
            ("form[question]", ""),
            ("form[guardian_email]", PARENT),
        ];
        let asked = site.answer(call(&Method::POST, "book_talk", Some(&cookie(&child)), &fields)).await;
        assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{}", asked.body);
        let saved = call(&Method::POST, "save_search", Some(&cookie(&child)), &[("form[search]", "q=boulanger")]);
        assert_eq!(site.answer(saved).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(site.number("select count(*) from talk").await, 0);
        // Signing in leads to where it says so, whatever was wanted.
        let mut elsewhere = Browser::new(site);
        elsewhere.open("/connexion?suite=%2Fagenda").await;
        elsewhere.submit("sign_in", &[("email", CHILD), ("password", PASSWORD)]).await;
        assert_eq!(elsewhere.path, "/inscription/accord");
        assert!(!is_usable(site, &elsewhere).await);
        // A language can be chosen all the same.
        elsewhere.submit("choose_language", &[("language", "en")]).await;
        assert!(elsewhere.says("Only a parent’s consent is missing"), "{}", elsewhere.text());

        // The guardian reads what it is; opening the link changes nothing.
        let asked = consent_link(site).await;
        let before = site.content().await;
        let mut parent = Browser::new(site);
        for _ in 0..3 {
            parent.open(&asked).await;
        }
        for text in ["Petite Ourse", "Ce qui est gardé", "Vos droits", "autorité parentale", "CNIL"] {
            assert!(parent.says(text), "{text}: {}", parent.text());
        }
        assert!(!parent.says(CHILD), "whoever gets a mail by mistake learns a name, no address");
        assert_eq!(site.content().await, before);

        parent.submit("agree_to_account", &[]).await;
        assert!(parent.says("Cochez cette case"), "{}", parent.text());
        assert!(!is_usable(site, &child).await);
        parent.submit("agree_to_account", &[("responsible", "on")]).await;
        assert!(parent.says("Votre accord est noté"), "{}", parent.text());
        assert!(is_usable(site, &child).await, "the session that waited goes on");
        let opened = site.mails_to(CHILD).await.pop().unwrap();
        assert!(opened.subject.contains("est ouvert"), "{}", opened.subject);
        child.open("/inscription/accord").await;
        assert_eq!(child.path, "/compte");
        // The link was used; the next mail has the one that takes it back.
        parent.open(&asked).await;
        assert_eq!(parent.page.status, StatusCode::GONE);
        assert!(parent.says("vous n’avez rien à faire"), "{}", parent.text());
        assert_ne!(consent_link(site).await, asked);
        // Time does nothing to it any more.
        sweep_at(site, context::now() + Duration::days(8)).await;
        assert_eq!(accounts(site).await, 1);

        // Who agreed to the account answers for each talk: nobody else can be named.
        child.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, declic::routes::encode(&people::iso(0)))).await;
        assert_eq!(child.field("book_talk", "guardian_email"), None, "{}", child.text());
        assert!(child.says(PARENT) && child.says("qui a donné le sien pour votre compte"), "{}", child.text());
        let fields = fields.map(|(name, value)| if name == "form[guardian_email]" { (name, "copain@exemple.fr") } else { (name, value) });
        let asked = site.answer(call(&Method::POST, "book_talk", Some(&cookie(&child)), &fields)).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        assert!(site.mails_to("copain@exemple.fr").await.is_empty());
        assert!(site.mails_to(PARENT).await.last().unwrap().body.contains("/accord/"));
        let talk = asked.location().trim_start_matches("/rendez-vous/").to_owned();
        child.open(asked.location()).await;
        assert!(child.says(PARENT) && child.field("correct_guardian", "guardian_email").is_none(), "{}", child.text());
        let other = [("form[talk]", &*talk), ("form[guardian_email]", "copain@exemple.fr")];
        let corrected = site.answer(call(&Method::POST, "correct_guardian", Some(&cookie(&child)), &other)).await;
        assert_eq!(corrected.status, StatusCode::FORBIDDEN);
        assert!(site.mails_to("copain@exemple.fr").await.is_empty());
    }

    async fn who_objects_deletes_the_account_at_once(site) {
        let child = waiting(site).await;
        // The question was sent, a reminder waits.
        site.execute("update outbox_mail set sent_at = created_at").await;
        sweep_at(site, context::now() + Duration::hours(85)).await;
        assert_eq!(site.mails_to(PARENT).await.len(), 2);
        let asked = consent_link(site).await;
        let mut parent = Browser::new(site);
        parent.open(&asked).await;
        parent.submit("object_to_account", &[]).await;
        assert!(parent.says("Le compte et ses données sont supprimés"), "{}", parent.text());
        assert_eq!((accounts(site).await, site.number("select count(*) from account_guardian").await), (0, 0));
        assert_eq!(site.number("select count(*) from session where account_id is not null").await, 0);
        assert!(!is_usable(site, &child).await);
        let told = site.mails_to(CHILD).await.pop().unwrap();
        assert!(told.body.contains("n’a pas donné son accord"), "{}", told.body);
        assert_eq!(site.mails_to(PARENT).await.len(), 0, "what they were sent, or would be, is forgotten, as promised");
        for function in ["agree_to_account", "object_to_account"] {
            let fields = [("form[token]", &*token(&asked)), ("form[responsible]", "on")];
            let again = site.answer(call(&Method::POST, function, None, &fields)).await;
            assert_eq!(again.status, StatusCode::GONE, "{function}: {}", again.body);
        }
    }

    async fn who_takes_the_consent_back_deletes_the_account_and_calls_its_talks_off(site) {
        let child = waiting(site).await;
        let fields = [("form[token]", &*token(&consent_link(site).await)), ("form[responsible]", "on")];
        let agreed = site.answer(call(&Method::POST, "agree_to_account", None, &fields)).await;
        assert_eq!(agreed.status, StatusCode::OK, "{}", agreed.body);
        let paul = people::professional(site, "Paul Fournier").await;
        let fields = [
            ("form[professional]", &*paul.id.to_string()),
            ("form[start]", &people::iso(0)),
            ("form[way]", "video"),
            ("form[question]", ""),
            ("form[guardian_email]", PARENT),
        ];
        let asked = site.answer(call(&Method::POST, "book_talk", Some(&cookie(&child)), &fields)).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        assert_eq!(site.number("select count(*) from talk where status = 'awaiting_guardian'").await, 1);

        let mails = site.mails_to(PARENT).await;
        let withdrawal = mails.iter().find(|mail| mail.subject.contains("accord est noté")).unwrap();
        let withdrawal = withdrawal.body.split_whitespace().find(|word| word.contains(CONSENT)).unwrap();
        let mut parent = Browser::new(site);
        parent.open(withdrawal.trim_start_matches(BASE)).await;
        assert!(parent.says("Retirer mon accord et supprimer le compte"), "{}", parent.text());
        parent.submit("object_to_account", &[]).await;
        assert_eq!((accounts(site).await, site.number("select count(*) from agenda_cell").await), (0, 0));
        assert_eq!(site.number("select count(*) from talk where status = 'cancelled'").await, 1);
        let told = site.mails_to(CHILD).await.pop().unwrap();
        assert!(told.body.contains("a retiré son accord"), "{}", told.body);
        let farewells = site.mails_to(CHILD).await.into_iter().filter(|mail| mail.subject.contains("est supprimé"));
        assert_eq!(farewells.count(), 1, "one mail says it, and why");
        let fields = [("form[token]", token(withdrawal.trim_start_matches(BASE)))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let again = site.answer(call(&Method::POST, "object_to_account", None, &fields)).await;
        assert_eq!(again.status, StatusCode::GONE);
    }

    async fn a_silent_guardian_ends_it_after_seven_days(site) {
        let mut child = waiting(site).await;
        sweep_at(site, context::now() + Duration::days(7) - Duration::hours(1)).await;
        assert_eq!(accounts(site).await, 1);
        let late = context::now() + Duration::days(7) + Duration::hours(1);
        sweep_at(site, late).await;
        sweep_at(site, late).await;
        assert_eq!((accounts(site).await, site.number("select count(*) from account_guardian").await), (0, 0));
        let told: Vec<_> = site.mails_to(CHILD).await.into_iter().filter(|mail| mail.subject.contains("n’a pas pu s’ouvrir")).collect();
        assert_eq!(told.len(), 1);
        child.open("/inscription/accord").await;
        assert!(child.path.starts_with("/connexion"), "{}", child.path);
    }

    /// Once for each time that they are asked, however many processes look, with a link that works until the same instant.
    async fn a_guardian_is_reminded_once(site) {
        let mut child = waiting(site).await;
        let first = consent_link(site).await;
        let now = context::now();
        sweep_at(site, now + Duration::hours(83)).await;
        assert_eq!(site.mails_to(PARENT).await.len(), 1);
        futures::future::join_all((0..4).map(|_| sweep_at(site, now + Duration::hours(85)))).await;
        sweep_at(site, now + Duration::days(6)).await;
        let mails = site.mails_to(PARENT).await;
        assert_eq!(mails.len(), 2);
        assert!(mails[1].subject.starts_with("Rappel") && mails[1].body.contains("Petite Ourse"), "{:?}", mails[1]);
        let mut parent = Browser::new(site);
        parent.open(&first).await;
        assert_eq!(parent.page.status, StatusCode::GONE, "the reminder has the link that works");
        // Asked anew, they have the whole time again, and another reminder; what waited with the link of before is taken back.
        child.open("/inscription/accord").await;
        child.submit("correct_account_guardian", &[("guardian_email", PARENT)]).await;
        sweep_at(site, now + Duration::hours(83)).await;
        assert_eq!(site.mails_to(PARENT).await.len(), 1);
        sweep_at(site, now + Duration::days(6)).await;
        assert_eq!(site.mails_to(PARENT).await.len(), 2);
        parent.open(&consent_link(site).await).await;
        parent.submit("agree_to_account", &[("responsible", "on")]).await;
        assert!(is_usable(site, &child).await);
        sweep_at(site, now + Duration::days(6)).await;
        assert_eq!(site.mails_to(PARENT).await.iter().filter(|mail| mail.subject.starts_with("Rappel")).count(), 1);
    }

    /// A question that still waits does not reach whoever has the mistyped address.
    async fn a_correction_takes_back_what_waits(site) {
        let mut child = waiting(site).await;
        assert_eq!(site.mails_to(PARENT).await.len(), 1);
        child.submit("correct_account_guardian", &[("guardian_email", "mere@exemple.fr")]).await;
        assert_eq!((site.mails_to(PARENT).await.len(), site.mails_to("mere@exemple.fr").await.len()), (0, 1));
    }

    async fn an_address_is_corrected_three_times_at_most(site) {
        let mut child = waiting(site).await;
        let mistyped = consent_link(site).await;
        for (typed, told) in [
            ("", "nécessaire"),
            ("parent", "Cette adresse n’est pas complète"),
            ("PETITE@exemple.fr", "C’est votre propre adresse"),
        ] {
            child.open("/inscription/accord").await;
            child.submit("correct_account_guardian", &[("guardian_email", typed)]).await;
            assert!(child.says(told), "{typed:?}: {}", child.text());
            assert_eq!(child.field("correct_account_guardian", "guardian_email").as_deref(), Some(typed));
        }
        assert_eq!(site.number("select cast(corrections as bigint) from account_guardian").await, 0);
        let mut parent = Browser::new(site);
        for number in 1..=3 {
            let email = format!("autre{number}@exemple.fr");
            child.submit("correct_account_guardian", &[("guardian_email", &email)]).await;
            assert!(child.says("Le message précédent ne sert plus") && child.says(&email), "{}", child.text());
            parent.open(&mistyped).await;
            assert_eq!(parent.page.status, StatusCode::GONE, "the first link has died");
            let fresh = link(site, &email, CONSENT).await;
            parent.open(&fresh).await;
            assert_eq!(parent.page.status, StatusCode::OK);
        }
        assert!(child.says("renvoyé trois fois"), "{}", child.text());
        let fields = [("form[guardian_email]", "encore@exemple.fr")];
        let more = site.answer(call(&Method::POST, "correct_account_guardian", Some(&cookie(&child)), &fields)).await;
        assert_eq!((more.status, more.body.contains("TooManyCorrections")), (StatusCode::UNPROCESSABLE_ENTITY, true));
        assert!(site.mails_to("encore@exemple.fr").await.is_empty());
        parent.submit("agree_to_account", &[("responsible", "on")]).await;
        assert!(is_usable(site, &child).await);
    }

    async fn what_is_wrong_at_sign_up_is_told_beside_its_field(site) {
        let (young, child, of_age) = (born(11), born(14), born(16));
        for (typed, told) in [
            (vec![("guardian_email", "")], "nécessaire"),
            (vec![("guardian_email", "parent")], "Cette adresse n’est pas complète"),
            (vec![("guardian_email", "Petite@Exemple.fr")], "C’est votre propre adresse"),
            (vec![("birth_date", &*young)], "à partir de 13 ans"),
        ] {
            let browser = sign_up(site, &typed).await;
            assert_eq!(browser.path, "/inscription");
            assert!(browser.says(told), "{typed:?}: {}", browser.text());
            assert_eq!(browser.field("sign_up", "display_name").as_deref(), Some("Petite Ourse"));
        }
        assert_eq!(accounts(site).await, 0);
        // From fifteen on nobody has to agree, and nothing is kept of whom one names.
        let browser = sign_up(site, &[("birth_date", &of_age), ("guardian_email", "n’importe quoi")]).await;
        assert_eq!(browser.path, "/inscription/courriel", "{}", browser.text());
        assert_eq!(site.number("select count(*) from account_guardian").await, 0);
        // The same answer for an address that has an account.
        people::with_password(site, "Max").await;
        let known = sign_up(site, &[("email", "max@exemple.fr"), ("birth_date", &child)]).await;
        assert_eq!((known.path.clone(), known.text()), (browser.path.clone(), browser.text()));
        assert!(site.mails_to(PARENT).await.is_empty());
    }

    async fn one_guardian_is_not_named_again_and_again(site) {
        let birth_date = born(14);
        for number in 0..=10 {
            let email = format!("petite{number}@exemple.fr");
            let fields = [
                ("form[email]", &*email),
                ("form[display_name]", "Petite Ourse"),
                ("form[birth_date]", &birth_date),
                ("form[commune]", "Albi"),
                ("form[guardian_email]", PARENT),
                ("form[password]", PASSWORD),
            ];
            let answer = site.answer(call(&Method::POST, "sign_up", None, &fields)).await;
            let expected = if number < 10 { StatusCode::OK } else { StatusCode::TOO_MANY_REQUESTS };
            assert_eq!(answer.status, expected, "{number}: {}", answer.body);
        }
        assert_eq!(site.number("select count(*) from account_guardian").await, 10);
    }

    /// A new password opens as little as the first one; before the address is proved there is none to be had, as the
    /// guardian that was named may be a stranger's.
    async fn a_new_password_opens_nothing_either(site) {
        sign_up(site, &[]).await;
        let ask = || async {
            let mut browser = Browser::new(site);
            browser.open("/mot-de-passe").await;
            browser.submit("ask_new_password", &[("email", CHILD)]).await;
            browser
        };
        ask().await;
        let mails = site.mails_arrived(CHILD, 2).await;
        assert!(mails.iter().all(|mail| !mail.body.contains("/mot-de-passe/")), "{mails:#?}");
        assert!(site.mails_to(PARENT).await.is_empty());
        let child = waiting(site).await;
        let mut browser = ask().await;
        site.mails_arrived(CHILD, 4).await;
        browser.open(&link(site, CHILD, "/mot-de-passe/").await).await;
        browser.submit("reset_password", &[("password", "cinq chevaux verts")]).await;
        assert_eq!(browser.path, "/inscription/accord");
        assert!(!is_usable(site, &browser).await && !is_usable(site, &child).await);
        assert_eq!(site.mails_to(PARENT).await.len(), 1);
    }

    async fn who_turns_fifteen_waits_no_longer(site) {
        let child = waiting(site).await;
        let asked = consent_link(site).await;
        site.execute(match site.engine {
            Engine::Sqlite => "update account set birth_date = date('now', '-15 years', '-2 days')",
            Engine::Postgres => "update account set birth_date = current_date - interval '15 years 2 days'",
        })
        .await;
        assert!(is_usable(site, &child).await);
        // Nobody decides for them any more.
        let fields = [("form[token]", &*token(&asked)), ("form[responsible]", "on")];
        let object = site.answer(call(&Method::POST, "object_to_account", None, &fields[..1])).await;
        assert_eq!(object.status, StatusCode::GONE);
        sweep_at(site, context::now() + Duration::days(8)).await;
        assert_eq!((accounts(site).await, site.number("select count(*) from account_guardian").await), (1, 0));
    }

    /// Whoever nobody ever asked is not proposed, and not kept: the address may be mistyped.
    async fn who_turns_fifteen_before_the_mailbox_is_proved_names_nobody(site) {
        let mut child = sign_up(site, &[]).await;
        site.execute(match site.engine {
            Engine::Sqlite => "update account set birth_date = date('now', '-15 years', '-2 days')",
            Engine::Postgres => "update account set birth_date = current_date - interval '15 years 2 days'",
        })
        .await;
        child.open(&link(site, CHILD, "/inscription/confirmer/").await).await;
        child.submit("verify_email", &[("password", PASSWORD)]).await;
        assert!(is_usable(site, &child).await);
        let paul = people::professional(site, "Paul Fournier").await;
        child.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, declic::routes::encode(&people::iso(0)))).await;
        assert_eq!(child.field("book_talk", "guardian_email").as_deref(), Some(""), "{}", child.text());
        sweep_at(site, context::now()).await;
        assert_eq!((accounts(site).await, site.number("select count(*) from account_guardian").await), (1, 0));
        assert!(site.mails_to(PARENT).await.is_empty());
    }

    /// The same day counts as for all that comes later: who is 15 at home is asked for nobody, who is not yet is.
    async fn the_age_at_sign_up_is_the_one_where_they_live(site) {
        let now = context::now();
        for (commune, zone) in [("Nouméa", Tz::Pacific__Noumea), ("Papeete", Tz::Pacific__Tahiti), ("Albi", Tz::Europe__Paris)] {
            let birthday = now.with_timezone(&zone).date_naive();
            let fifteen = birthday.checked_sub_months(Months::new(12 * 15)).unwrap();
            for (number, days) in [0, 1].into_iter().enumerate() {
                let born = (fifteen + Duration::days(days)).to_string();
                let email = format!("petite.{}{number}@exemple.fr", commune.len());
                let browser = sign_up(site, &[("email", &email), ("commune", commune), ("birth_date", &born), ("guardian_email", "")]).await;
                let asks = browser.path == "/inscription";
                assert_eq!(asks, days == 1, "{commune}, born {born}: {}", browser.text());
            }
        }
    }

    async fn the_pages_cost_few_statements(site) {
        let child = waiting(site).await;
        let asked = consent_link(site).await;
        let _turn = counting().await;
        let router = site.seen_through(counted(site.db()).await).await;
        for path in ["/inscription/accord", &asked] {
            let request = Request::get(path).header(header::ACCEPT, "text/html").header(header::COOKIE, cookie(&child));
            STATEMENTS.store(0, Ordering::SeqCst);
            let page = answer(router.clone(), request.body(Body::empty()).unwrap()).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let count = STATEMENTS.load(Ordering::SeqCst);
            assert!((2..=6).contains(&count), "{path} costs {count} statements");
        }
    }

    async fn many_answers_at_once_have_one_outcome(site) {
        waiting(site).await;
        let token = token(&consent_link(site).await);
        let answers = (0..20).map(|number| {
            let function = if number % 2 == 0 { "agree_to_account" } else { "object_to_account" };
            let fields = [("form[token]", &*token), ("form[responsible]", "on")];
            site.answer(call(&Method::POST, function, None, &fields))
        });
        let answers = futures::future::join_all(answers).await;
        let done = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
        assert_eq!(done, 1, "{:?}", answers.iter().map(|answer| (answer.status, &answer.body)).collect::<Vec<_>>());
        assert!(answers.iter().all(|answer| [StatusCode::OK, StatusCode::GONE].contains(&answer.status)));
        let noted = site.mails_to(PARENT).await.iter().filter(|mail| mail.subject.contains("noté")).count();
        assert_eq!(accounts(site).await, i64::try_from(noted).unwrap(), "agreed and told, or gone");
    }
}
