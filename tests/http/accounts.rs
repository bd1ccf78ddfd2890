//! Accounts as people live them: opening, confirming, signing in, forgetting, changing, leaving.

use crate::{
    browser::{Browser, call},
    html,
    people::{self, PASSWORD},
    site::{BASE, Engine, Site},
};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use chrono::Months;
use chrono_tz::Tz;
use declic::{accounts::service, context};
use std::net::SocketAddr;

const LEA: [(&str, &str); 5] = [
    ("email", "Lea@Exemple.fr"),
    ("display_name", "Léa Martin"),
    ("birth_date", "1999-05-31"),
    ("commune", "Albi"),
    ("password", PASSWORD),
];

/// The first address in a mail's text, as a path of the site.
fn link_in(body: &str) -> String {
    let link =
        body.split_whitespace().find(|word| word.starts_with(BASE)).unwrap_or_else(|| panic!("no link in {body}"));
    link.trim_start_matches(BASE).to_owned()
}

pub async fn signed_in(site: &Site, browser: &Browser) -> bool {
    let cookie = browser.cookie("declic").map(|value| format!("declic={value}"));
    let answer = site.answer(call(&Method::GET, "my_account", cookie.as_deref(), &[])).await;
    answer.status == StatusCode::OK
}

on_both_engines! {
    async fn an_account_is_opened(site) {
        let mut browser = Browser::new(site);
        browser.open("/inscription?suite=%2Fagenda").await;
        browser.submit("sign_up", &LEA).await;
        assert_eq!(browser.posted().status, StatusCode::FOUND);
        assert_eq!(browser.path, "/inscription/courriel");
        assert!(!signed_in(site, &browser).await, "the address is not proved yet");

        let mails = site.mails_to("Lea@Exemple.fr").await;
        assert_eq!(mails.len(), 1);
        let link = link_in(&mails[0].body);
        assert!(link.starts_with("/inscription/confirmer/"), "{link}");

        // Opening the link changes nothing: mail programs do it on their own.
        let before = site.content().await;
        for _ in 0..3 {
            let mut mail_program = Browser::new(site);
            mail_program.open(&link).await;
            assert_eq!(mail_program.page.status, StatusCode::OK);
        }
        assert_eq!(site.content().await, before);

        // Until then the password opens nothing, and a new link is on its way.
        let mut early = Browser::new(site);
        early.sign_in("lea@exemple.fr", PASSWORD).await;
        assert_eq!(early.path, "/connexion");
        assert!(!signed_in(site, &early).await);
        let mails = site.mails_arrived("Lea@Exemple.fr", 2).await;
        assert_eq!(mails.len(), 2);
        let link = link_in(&mails[1].body);
        browser.open(&link).await;
        assert!(browser.says("Lea@Exemple.fr"), "which address: {}", browser.text());
        browser.submit("verify_email", &[("password", PASSWORD)]).await;
        assert!(signed_in(site, &browser).await);
        assert!(browser.says("Votre adresse est confirmée"), "{}", browser.text());
        browser.open("/compte").await;
        assert!(browser.says("Léa Martin") && browser.says("Albi (81)") && browser.says("31/05/1999"), "{}", browser.text());

        // The link has served.
        let mut again = Browser::new(site);
        again.open(&link).await;
        assert!(html::form(&again.page.body, "/api/verify_email").is_none());
        let token = link.rsplit('/').next().unwrap().to_owned();
        let fields = [("form[token]", &*token), ("form[password]", PASSWORD)];
        let forced = site.answer(call(&Method::POST, "verify_email", None, &fields)).await;
        assert_eq!(forced.status, StatusCode::GONE);

        browser.open("/compte").await;
        browser.submit("sign_out", &[]).await;
        assert_eq!(browser.path, "/");
        assert!(!signed_in(site, &browser).await);
        assert!(browser.says("Vous avez quitté votre compte"), "{}", browser.text());
        browser.open("/").await;
        assert!(!browser.says("Vous avez quitté votre compte"), "told once");
    }

    /// Whoever signs up with somebody's address knows the password, not the mailbox; its owner the mailbox, not
    /// the password. Neither gets in with half of it, and the owner has a way out.
    async fn nobody_opens_an_account_for_somebody_else(site) {
        let theirs = "celui du voleur 42";
        let mut thief = Browser::new(site);
        thief.open("/inscription").await;
        let typed = LEA.map(|(name, right)| (name, match name { "password" => theirs, "display_name" => "Gagnez un voyage", _ => right }));
        thief.submit("sign_up", &typed).await;
        let mail = site.mails_to("Lea@Exemple.fr").await.remove(0);
        assert!(!mail.body.contains("voyage") && !mail.subject.contains("voyage"), "anybody's words: {}", mail.body);
        let link = link_in(&mail.body);

        // The owner does not know the password; the link is not used up by trying.
        let mut lea = Browser::new(site);
        for wrong in ["", "quatre chevaux bleus", "Celui du voleur 42"] {
            lea.open(&link).await;
            lea.submit("verify_email", &[("password", wrong)]).await;
            assert_eq!(lea.path, link);
            assert!(lea.says(if wrong.is_empty() { "nécessaire" } else { "pas le bon mot de passe" }), "{}", lea.text());
            assert_eq!(lea.field("verify_email", "password").as_deref(), Some(""));
            assert!(!signed_in(site, &lea).await);
        }
        assert_eq!(site.number("select count(*) from account where email_verified_at is not null").await, 0);
        assert!(lea.links().contains(&"/mot-de-passe".to_owned()), "a way out");

        // By the way out they take nothing over: they begin anew, and what the thief wrote is gone.
        lea.open("/mot-de-passe").await;
        lea.submit("ask_new_password", &[("email", "lea@exemple.fr")]).await;
        assert_eq!(lea.path, "/mot-de-passe/courriel", "the answer is everybody's");
        let mail = site.mails_arrived("Lea@Exemple.fr", 2).await.pop().unwrap();
        assert!(!mail.body.contains("voyage"), "anybody's words: {}", mail.body);
        assert!(mail.subject.contains("n’était pas confirmé") && mail.body.contains("/inscription"), "{mail:?}");
        lea.open("/inscription").await;
        lea.submit("sign_up", &LEA).await;
        let mail = site.mails_arrived("Lea@Exemple.fr", 3).await.pop().unwrap();
        lea.open(&link_in(&mail.body)).await;
        lea.submit("verify_email", &[("password", PASSWORD)]).await;
        assert!(signed_in(site, &lea).await);
        let names: Vec<(String,)> = site.rows("select display_name from account").await;
        assert_eq!(names, [("Léa Martin".to_owned(),)]);
        thief.sign_in("lea@exemple.fr", theirs).await;
        assert!(!signed_in(site, &thief).await);
        let token = link.rsplit('/').next().unwrap();
        let fields = [("form[token]", token), ("form[password]", theirs)];
        let late = site.answer(call(&Method::POST, "verify_email", None, &fields)).await;
        assert_eq!(late.status, StatusCode::GONE, "{}", late.body);
    }

    /// Two people sign up with one address that nobody has confirmed: the later replaces the earlier, and what
    /// both are answered is what they would be answered about any address.
    async fn a_second_sign_up_tells_nothing_of_the_first(site) {
        people::with_password(site, "Max").await;
        let mut told = Vec::new();
        for email in ["lea@exemple.fr", "max@exemple.fr"] {
            let typed = |password| LEA.map(|(name, right)| (name, match name { "email" => email, "password" => password, _ => right }));
            let (mut first, mut second) = (Browser::new(site), Browser::new(site));
            for (browser, password) in [(&mut first, "premier arrivé 123"), (&mut second, "second arrivé 456")] {
                browser.open("/inscription").await;
                browser.submit("sign_up", &typed(password)).await;
                told.push((email, browser.path.clone(), browser.text()));
            }
            for (browser, password) in [(&mut first, "premier arrivé 123"), (&mut second, "second arrivé 456")] {
                browser.sign_in(email, password).await;
                told.push((email, browser.path.clone(), browser.text()));
                assert!(!signed_in(site, browser).await);
            }
        }
        let about = |address: &str| told.iter().filter(|(email, ..)| *email == address).map(|(_, path, text)| (path.clone(), text.clone())).collect::<Vec<_>>();
        assert_eq!(about("lea@exemple.fr"), about("max@exemple.fr"), "an account of Max's, none of Léa's");
        // The first link has died with the first account; the newest leads to the second.
        let mails = site.mails_arrived("lea@exemple.fr", 3).await;
        let mut browser = Browser::new(site);
        browser.open(&link_in(&mails[0].body)).await;
        assert!(html::form(&browser.page.body, "/api/verify_email").is_none());
        browser.open(&link_in(&mails.last().unwrap().body)).await;
        browser.submit("verify_email", &[("password", "premier arrivé 123")]).await;
        assert!(!signed_in(site, &browser).await);
        browser.submit("verify_email", &[("password", "second arrivé 456")]).await;
        assert!(signed_in(site, &browser).await);
    }

    async fn an_account_that_nobody_confirms_goes(site) {
        let lea = people::with_password(site, "Max").await;
        let mut browser = Browser::new(site);
        browser.open("/inscription").await;
        browser.submit("sign_up", &LEA).await;
        let accounts = || site.number("select count(*) from account");
        service::sweep(&site.app, context::now() + chrono::Duration::days(6)).await.unwrap();
        assert_eq!(accounts().await, 2);
        service::sweep(&site.app, context::now() + chrono::Duration::days(8)).await.unwrap();
        assert_eq!(accounts().await, 1, "only the one whose address is confirmed");
        assert_eq!(site.number("select count(*) from account where email_verified_at is not null").await, 1, "{}", lea.id);
    }

    /// Who signs in too early gets another link; the one that came first works as well, until one is used.
    async fn an_earlier_confirmation_still_works(site) {
        let mut browser = Browser::new(site);
        browser.open("/inscription").await;
        browser.submit("sign_up", &LEA).await;
        browser.sign_in("Lea@Exemple.fr", PASSWORD).await;
        let links: Vec<String> = site.mails_arrived("Lea@Exemple.fr", 2).await.iter().map(|mail| link_in(&mail.body)).collect();
        assert_ne!(links[0], links[1]);
        browser.open(&links[0]).await;
        browser.submit("verify_email", &[("password", PASSWORD)]).await;
        assert!(signed_in(site, &browser).await, "{}", browser.text());
        let mut other = Browser::new(site);
        other.open(&links[1]).await;
        assert!(html::form(&other.page.body, "/api/verify_email").is_none(), "{}", other.text());
    }

    async fn the_way_on_survives_opening_an_account(site) {
        let professional = people::professional(site, "Paul").await;
        let book = format!("/rencontres/{}/reserver?debut={}", professional.id, declic::routes::encode(&people::iso(0)));
        let mut browser = Browser::new(site);
        browser.open(&book).await;
        let sign_up = browser.links().into_iter().find(|link| link.starts_with("/inscription?suite=")).expect("a way to sign up");
        browser.open(&sign_up).await;
        browser.submit("sign_up", &LEA).await;
        let link = link_in(&site.mails_to("Lea@Exemple.fr").await[0].body);
        // The mail is opened in another browser.
        let mut phone = Browser::new(site);
        phone.open(&link).await;
        phone.submit("verify_email", &[("password", "pas le bon du tout")]).await;
        phone.submit("verify_email", &[("password", PASSWORD)]).await;
        assert_eq!(phone.path.replace("%3A", ":"), book.replace("%3A", ":"));
        phone.submit("book_talk", &[("way", "video")]).await;
        assert!(phone.path.starts_with("/rendez-vous/"), "{} {}", phone.path, phone.text());
    }

    async fn the_way_on_survives_signing_in(site) {
        people::with_password(site, "Lea").await;
        let mut browser = Browser::new(site);
        browser.open("/agenda").await;
        assert_eq!(browser.path, "/connexion?suite=%2Fagenda");
        browser.submit("sign_in", &[("email", "lea@exemple.fr"), ("password", PASSWORD)]).await;
        assert_eq!(browser.path, "/agenda");
        assert_eq!(browser.page.status, StatusCode::OK);
    }

    /// Whoever asks for a page that needs an account, in whatever way, is sent to sign in.
    async fn every_caller_is_sent_to_sign_in(site) {
        for accept in ["text/html", "*/*", "application/json", ""] {
            for (path, suite) in [("/agenda", "%2Fagenda"), ("/compte", "%2Fcompte"), ("/compte/metier", "%2Fcompte%2Fmetier")] {
                let request = Request::get(path).header(header::ACCEPT, accept).body(Body::empty()).unwrap();
                let answer = site.answer(request).await;
                assert!(answer.status.is_redirection(), "{path} for {accept:?}: {}", answer.status);
                assert_eq!(answer.location(), format!("/connexion?suite={suite}"));
            }
        }
    }

    async fn nobody_learns_who_has_an_account(site) {
        people::with_password(site, "Lea").await;
        let told = |browser: &Browser| (browser.posted().status, browser.posted().location().to_owned(), browser.path.clone(), browser.text());
        let mut answers = Vec::new();
        for email in ["lea@exemple.fr", "personne@exemple.fr"] {
            let mut browser = Browser::new(site);
            browser.open("/inscription").await;
            let mut typed = LEA;
            typed[0].1 = email;
            browser.submit("sign_up", &typed).await;
            let mut answer = vec![told(&browser)];
            browser.open("/mot-de-passe").await;
            browser.submit("ask_new_password", &[("email", email)]).await;
            answer.push(told(&browser));
            browser.sign_in(email, "cinq chevaux verts").await;
            answer.push(told(&browser));
            answers.push(answer);
        }
        let (known, unknown) = (&answers[0], &answers[1]);
        assert_eq!(known, unknown);
        // The owner is told by mail.
        let subjects: Vec<String> = site.mails_arrived("lea@exemple.fr", 2).await.into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects.len(), 2, "{subjects:?}");
        assert_eq!(site.number("select count(*) from account where email_key = 'lea@exemple.fr'").await, 1);
        // And programs too get the same answer.
        let fields = |email| LEA.map(|(name, value)| (format!("form[{name}]"), if name == "email" { email } else { value }));
        for email in ["lea@exemple.fr", "autre@exemple.fr"] {
            let fields = fields(email);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
            let answer = site.answer(call(&Method::POST, "sign_up", None, &fields)).await;
            assert_eq!((answer.status, answer.location(), answer.body.as_str()), (StatusCode::OK, "/inscription/courriel", "null"), "{email}");
        }
    }

    async fn a_wrong_password_opens_nothing(site) {
        people::with_password(site, "Lea").await;
        people::explorer(site, "Sans Mot de Passe").await;
        for (email, password) in [
            ("lea@exemple.fr", "quatre chevaux verts"),
            ("lea@exemple.fr", "Quatre chevaux bleus"),
            ("personne@exemple.fr", PASSWORD),
            ("sans.mot.de.passe@exemple.fr", PASSWORD),
            ("sans.mot.de.passe@exemple.fr", "nobody has this password"),
        ] {
            let mut browser = Browser::new(site);
            browser.sign_in(email, password).await;
            assert_eq!(browser.path, "/connexion");
            assert!(browser.says("ne vont pas ensemble"), "{}", browser.text());
            assert_eq!(browser.field("sign_in", "email").as_deref(), Some(email), "what was typed is kept");
            assert!(!browser.page.body.contains(password), "a password is in the page");
            assert!(!signed_in(site, &browser).await);
            // Shown once.
            browser.open("/connexion").await;
            assert!(!browser.says("ne vont pas ensemble"));
        }
        let kept = site.content().await;
        assert!(!kept.contains("chevaux"), "a password is kept in clear");
    }

    async fn signing_in_gives_a_new_session(site) {
        let lea = people::with_password(site, "Lea").await;
        // An attacker plants a session of their own.
        let mut browser = Browser::new(site);
        browser.open("/").await;
        browser.submit("choose_language", &[("language", "fr")]).await;
        let planted = browser.cookie("declic").unwrap().to_owned();
        browser.sign_in(&lea.email, PASSWORD).await;
        assert!(signed_in(site, &browser).await);
        assert_ne!(browser.cookie("declic").unwrap(), planted);
        let mut attacker = Browser::new(site);
        attacker.set_cookie("declic", &planted);
        assert!(!signed_in(site, &attacker).await);
        // An id that the server never gave is not taken over.
        let invented = "AAAAAAAAAAAAAAAAAAAAAA";
        let mut victim = Browser::new(site);
        victim.set_cookie("declic", invented);
        victim.sign_in(&lea.email, PASSWORD).await;
        assert_ne!(victim.cookie("declic"), Some(invented));
        // Signing out ends the session itself, not only the cookie.
        let cookie = browser.cookie("declic").unwrap().to_owned();
        browser.open("/compte").await;
        browser.submit("sign_out", &[]).await;
        attacker.set_cookie("declic", &cookie);
        assert!(!signed_in(site, &attacker).await);
    }

    async fn a_forgotten_password_is_set_anew(site) {
        let lea = people::with_password(site, "Lea").await;
        let mut browser = Browser::new(site);
        // From where an hour was chosen.
        browser.open("/connexion?suite=%2Frencontres%3Fq%3Dboulanger").await;
        assert!(browser.page.body.contains("/mot-de-passe?suite=%2Frencontres%3Fq%3Dboulanger"));
        browser.open("/mot-de-passe?suite=%2Frencontres%3Fq%3Dboulanger").await;
        browser.submit("ask_new_password", &[("email", "LEA@exemple.fr ")]).await;
        assert_eq!(browser.path, "/mot-de-passe/courriel");
        assert!(browser.says("Demander un autre lien"), "{}", browser.text());
        let link = link_in(&site.mails_arrived(&lea.email, 1).await[0].body);
        assert!(link.starts_with("/mot-de-passe/"), "{link}");
        browser.open(&link).await;
        browser.submit("reset_password", &[("password", "court")]).await;
        assert!(browser.says("au moins 10 caractères"), "{}", browser.text());
        assert_eq!(browser.path, link);
        browser.submit("reset_password", &[("password", "azertyuiop12")]).await;
        assert!(browser.says("trop facile"), "{}", browser.text());
        browser.submit("reset_password", &[("password", "cinq chevaux verts")]).await;
        assert_eq!(browser.path, "/rencontres?q=boulanger");
        assert!(browser.says("Votre nouveau mot de passe est enregistré"), "{}", browser.text());
        assert!(signed_in(site, &browser).await, "tries at the password may be used up");
        // Whoever was in is out.
        let thief = Browser::of(site, &lea);
        assert!(!signed_in(site, &thief).await);
        let mut browser = Browser::new(site);
        browser.sign_in(&lea.email, PASSWORD).await;
        assert!(!signed_in(site, &browser).await);
        browser.sign_in(&lea.email, "cinq chevaux verts").await;
        assert!(signed_in(site, &browser).await);
        // Told by mail, and the link has served.
        assert_eq!(site.mails_to(&lea.email).await.len(), 2);
        let mut again = Browser::new(site);
        again.open(&link).await;
        assert!(html::form(&again.page.body, "/api/reset_password").is_none(), "{}", again.text());
    }

    /// Whoever asks for links in somebody's place takes theirs away from nobody; once one is used, none works.
    async fn a_newer_reset_link_leaves_the_older_one_alone(site) {
        let lea = people::with_password(site, "Lea").await;
        let ask = || site.answer(call(&Method::POST, "ask_new_password", None, &[("form[email]", &*lea.email)]));
        for count in 1..=3 {
            assert_eq!(ask().await.status, StatusCode::OK);
            site.mails_arrived(&lea.email, count).await;
        }
        let mails = site.mails_to(&lea.email).await;
        let links: Vec<String> = mails.iter().map(|mail| link_in(&mail.body)).collect();
        let mut browser = Browser::new(site);
        browser.open(&links[0]).await;
        browser.submit("reset_password", &[("password", "cinq chevaux verts")]).await;
        assert_eq!(browser.path, "/", "{}", browser.text());
        assert_eq!(site.mails_to(&lea.email).await.len(), 4, "told with the change");
        for link in &links {
            browser.open(link).await;
            assert!(html::form(&browser.page.body, "/api/reset_password").is_none(), "{}", browser.text());
        }
    }

    /// A stranger who tries passwords stands in nobody's way: neither at the door nor inside.
    async fn a_stranger_locks_nobody_out(site) {
        let lea = people::with_password(site, "Lea").await;
        let mut stranger = Browser::new(site).at_address([203, 0, 113, 7]);
        for _ in 0..12 {
            stranger.sign_in(&lea.email, "faux et archifaux").await;
        }
        assert!(stranger.says("Trop d’essais"), "{}", stranger.text());
        let mut owner = Browser::new(site).at_address([198, 51, 100, 7]);
        owner.sign_in(&lea.email, PASSWORD).await;
        assert!(signed_in(site, &owner).await, "{}", owner.text());
        // Even from where the stranger is, who is in stays able to change the password.
        let mut inside = Browser::of(site, &lea).at_address([203, 0, 113, 7]);
        inside.open("/compte").await;
        inside.submit("change_password", &[("current", PASSWORD), ("password", "cinq chevaux verts")]).await;
        assert!(inside.says("Votre mot de passe a changé"), "{}", inside.text());
    }

    async fn a_changed_password_ends_other_sessions(site) {
        let lea = people::with_password(site, "Lea").await;
        let other = Browser::of(site, &lea);
        let mut browser = Browser::new(site);
        browser.sign_in(&lea.email, PASSWORD).await;
        browser.open("/compte").await;
        browser.submit("change_password", &[("current", "faux et archifaux"), ("password", "cinq chevaux verts")]).await;
        assert!(browser.says("pas le bon mot de passe"), "{}", browser.text());
        assert!(signed_in(site, &other).await);
        browser.submit("change_password", &[("current", PASSWORD), ("password", "cinq chevaux verts")]).await;
        assert_eq!(browser.path, "/compte");
        assert_eq!(browser.page.status, StatusCode::OK);
        assert!(browser.says("Votre mot de passe a changé"), "{}", browser.text());
        assert!(signed_in(site, &browser).await, "the one who changed it stays");
        assert!(!signed_in(site, &other).await);
        assert_eq!(site.mails_to(&lea.email).await.len(), 1);
        let mut again = Browser::new(site);
        again.sign_in(&lea.email, "cinq chevaux verts").await;
        assert!(signed_in(site, &again).await);
    }

    async fn what_cannot_be_accepted_is_said_at_its_field(site) {
        // Fifteen tomorrow, on the calendar of where Léa lives.
        let today = context::now().with_timezone(&Tz::Europe__Paris).date_naive();
        let fourteen = today.checked_sub_months(Months::new(12 * 15)).unwrap() + chrono::Duration::days(1);
        let fourteen = fourteen.to_string();
        for (field, value, says) in [
            ("email", "lea@exemple", "n’est pas complète"),
            ("email", "", "nécessaire"),
            ("display_name", "L", "au moins 2"),
            ("display_name", "Léa 06 12 34 56 78", "ressemble à une coordonnée"),
            ("display_name", "\u{200b}\u{200b}\u{200b}", "nécessaire"),
            ("display_name", "🙂🙂🙂", "avec des lettres"),
            ("display_name", "Léa\u{202e}Martin", "signes invisibles"),
            ("birth_date", "1999-02-30", "n’existe pas"),
            ("birth_date", "1850-01-01", "n’existe pas"),
            ("birth_date", "2999-01-01", "n’existe pas"),
            ("birth_date", "31/02/1999", "Exemple : 31/05/2008"),
            ("birth_date", &*fourteen, "Avant 15 ans"),
            ("commune", "Nulle-Part-sur-Rien", "ne trouvons pas ce lieu"),
            ("commune", "Saint-Martin", "Plusieurs lieux"),
            ("password", "court", "au moins 10"),
            ("password", "motdepasse123", "trop facile"),
        ] {
            let mut browser = Browser::new(site);
            browser.open("/inscription").await;
            let typed = LEA.map(|(name, right)| (name, if name == field { value } else { right }));
            browser.submit("sign_up", &typed).await;
            assert_eq!(browser.posted().status, StatusCode::FOUND);
            assert_eq!(browser.path, "/inscription", "{field} {value}");
            assert!(browser.says(says), "{field} {value}: {}", browser.text());
            for (name, right) in typed {
                let kept = browser.field("sign_up", name);
                match name {
                    "password" => assert_eq!(kept.as_deref(), Some(""), "a password is never kept"),
                    // Its input is now a choice of communes.
                    "commune" if value == "Saint-Martin" => assert!(html::form(&browser.page.body, "/api/sign_up").unwrap().1.iter().filter(|name| *name == "form[commune]").count() > 2),
                    _ => assert_eq!(kept.as_deref(), Some(right), "{name} after {field} {value}"),
                }
            }
            assert!(!browser.page.body.contains(if field == "password" { value } else { PASSWORD }), "a password is in the page");
            assert_eq!(site.number("select count(*) from account").await, 0);
        }
        // All at once.
        let mut browser = Browser::new(site);
        browser.open("/inscription").await;
        browser.submit("sign_up", &[]).await;
        assert!(browser.text().matches("nécessaire").count() >= 5, "{}", browser.text());
        assert!(!site.content().await.contains("chevaux"), "a password is kept in clear");
        // Choosing one of the communes is enough; and a date may be typed as people write it.
        let typed = LEA.map(|(name, right)| (name, match name { "commune" => "Saint-Martin", "birth_date" => "31/05/1999", _ => right }));
        browser.open("/inscription").await;
        browser.submit("sign_up", &typed).await;
        let choice = html::tags(&browser.page.body).into_iter().find(|tag| tag.get("name") == "form[commune]").unwrap().get("value").to_owned();
        browser.submit("sign_up", &[("commune", &choice), ("password", PASSWORD)]).await;
        assert_eq!(browser.path, "/inscription/courriel", "{choice}: {}", browser.text());
        assert_eq!(site.number("select count(*) from account where birth_date = '1999-05-31'").await, 1);
    }

    async fn a_refused_form_outlives_a_change_of_language(site) {
        let mut browser = Browser::new(site);
        browser.open("/inscription?suite=%2Fagenda").await;
        browser.submit("sign_up", &[("display_name", "Léa Martin"), ("email", "lea@")]).await;
        assert!(browser.says("n’est pas complète"), "{}", browser.text());
        for (language, says) in [("en", "not complete"), ("fr", "n’est pas complète")] {
            browser.submit("choose_language", &[("language", language)]).await;
            assert_eq!(browser.posted().location(), "/inscription?suite=%2Fagenda");
            assert!(browser.says(says), "{}", browser.text());
            assert_eq!(browser.field("sign_up", "display_name").as_deref(), Some("Léa Martin"));
            assert_eq!(browser.field("sign_up", "email").as_deref(), Some("lea@"));
        }
        // Any other way to the page begins afresh.
        browser.open("/inscription").await;
        assert_eq!(browser.field("sign_up", "email").as_deref(), Some(""));
        browser.submit("choose_language", &[("language", "en")]).await;
        assert_eq!(browser.posted().location(), "/inscription");
        assert_eq!(browser.field("sign_up", "email").as_deref(), Some(""));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trying_to_confirm_is_slowed_down() {
    let site = Site::open(Engine::Sqlite).await;
    let mut browser = Browser::new(&site);
    browser.open("/inscription").await;
    browser.submit("sign_up", &LEA).await;
    let link = link_in(&site.mails().await[0].body);
    let token = link.rsplit('/').next().unwrap();
    let attempt = |password: &'static str| {
        site.answer(call(&Method::POST, "verify_email", None, &[("form[token]", token), ("form[password]", password)]))
    };
    for _ in 0..10 {
        assert_eq!(attempt("faux et archifaux").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(attempt(PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS, "the right one too");
    site.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trying_passwords_is_slowed_down() {
    let site = Site::open(Engine::Sqlite).await;
    let lea = people::with_password(&site, "Lea").await;
    let attempt = |password: &'static str| {
        site.answer(call(&Method::POST, "sign_in", None, &[("form[email]", &*lea.email), ("form[password]", password)]))
    };
    for _ in 0..10 {
        assert_eq!(attempt("faux et archifaux").await.status, StatusCode::UNAUTHORIZED);
    }
    let refused = attempt(PASSWORD).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "the right one too");
    assert!(refused.body.contains("TooManyAttempts"), "{}", refused.body);
    // A person reads how long.
    let mut browser = Browser::new(&site);
    browser.sign_in(&lea.email, PASSWORD).await;
    assert!(browser.says("Trop d’essais. Réessayez dans 1 min"), "{}", browser.text());
    site.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_to_strangers_is_slowed_down() {
    let site = Site::open(Engine::Sqlite).await;
    people::with_password(&site, "Lea").await;
    for _ in 0..10 {
        let asked =
            site.answer(call(&Method::POST, "ask_new_password", None, &[("form[email]", "lea@exemple.fr")])).await;
        assert_eq!(asked.status, StatusCode::OK);
    }
    let refused =
        site.answer(call(&Method::POST, "ask_new_password", None, &[("form[email]", "lea@exemple.fr")])).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(site.mails_arrived("lea@exemple.fr", 10).await.len(), 10);
    site.close().await;
}

/// Signing up with somebody's address and signing in again and again sends links only where the address had no
/// account; how soon mail is refused must not tell which it was.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_mail_limit_does_not_tell_who_has_an_account() {
    let site = Site::open(Engine::Sqlite).await;
    people::with_password(&site, "Max").await;
    let mut told = Vec::new();
    for email in ["max@exemple.fr", "lea@exemple.fr"] {
        let password = "celui du voleur 42";
        let typed = LEA.map(|(name, right)| {
            (
                format!("form[{name}]"),
                match name {
                    "email" => email,
                    "password" => password,
                    _ => right,
                },
            )
        });
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let mut statuses = vec![site.answer(call(&Method::POST, "sign_up", None, &typed)).await.status];
        let credentials = [("form[email]", email), ("form[password]", password)];
        for _ in 0..9 {
            statuses.push(site.answer(call(&Method::POST, "sign_in", None, &credentials)).await.status);
        }
        for _ in 0..11 {
            statuses.push(site.answer(call(&Method::POST, "ask_new_password", None, &credentials[..1])).await.status);
        }
        told.push(statuses);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0][10], StatusCode::OK, "the first question");
    assert_eq!(told[0][20], StatusCode::TOO_MANY_REQUESTS, "the last one");
    site.close().await;
}

/// Looking at a form to sign up costs time even where it is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_sign_ups_are_slowed_down() {
    let site = Site::open(Engine::Sqlite).await;
    let typed =
        LEA.map(|(name, right)| (format!("form[{name}]"), if name == "birth_date" { "1850-01-01" } else { right }));
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let sign_up = |last: u8| {
        let mut request = call(&Method::POST, "sign_up", None, &typed);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, last], 5000))));
        site.answer(request)
    };
    for _ in 0..150 {
        assert_eq!(sign_up(7).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(sign_up(7).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(sign_up(8).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_cannot_try_everybody() {
    let site = Site::open(Engine::Sqlite).await;
    let mut statuses = Vec::new();
    for number in 0..62 {
        let mut browser = Browser::new(&site).at_address([203, 0, 113, 7]);
        browser.open("/mot-de-passe").await;
        browser.submit("ask_new_password", &[("email", &format!("personne{number}@exemple.fr"))]).await;
        statuses.push(browser.path.clone());
    }
    assert_eq!(statuses.iter().filter(|path| *path == "/mot-de-passe/courriel").count(), 60);
    let mut elsewhere = Browser::new(&site).at_address([203, 0, 113, 8]);
    elsewhere.open("/mot-de-passe").await;
    elsewhere.submit("ask_new_password", &[("email", "personne@exemple.fr")]).await;
    assert_eq!(elsewhere.path, "/mot-de-passe/courriel");
    site.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_speaks_the_readers_language() {
    let site = Site::open(Engine::Sqlite).await;
    let is_in = |browser: &Browser, code: &str| browser.page.body.contains(&format!("<html lang=\"{code}\""));
    for (accepted, code) in
        [("en-GB,en;q=0.9,fr;q=0.8", "en"), ("fr", "fr"), ("de,fr;q=0.5,en;q=0.4", "fr"), ("de", "fr"), ("", "fr")]
    {
        let mut browser = Browser::new(&site).speaking(accepted);
        browser.open("/").await;
        assert!(is_in(&browser, code), "{accepted:?}");
    }
    // Chosen, it stays, on the same page.
    let mut browser = Browser::new(&site).speaking("fr");
    browser.open("/rencontres?q=boulanger").await;
    browser.submit("choose_language", &[("language", "en")]).await;
    assert_eq!(browser.posted().location(), "/rencontres?q=boulanger");
    assert!(is_in(&browser, "en"));
    browser.open("/connexion").await;
    assert!(is_in(&browser, "en") && browser.says("Sign in"), "{}", browser.text());
    // Of an account it is kept with the account, for mails too.
    let lea = people::with_password(&site, "Lea").await;
    let mut browser = Browser::of(&site, &lea);
    browser.open("/compte").await;
    assert!(is_in(&browser, "fr"));
    browser.submit("choose_language", &[("language", "en")]).await;
    assert!(is_in(&browser, "en"));
    let mut elsewhere = Browser::new(&site).speaking("fr");
    elsewhere.open("/mot-de-passe").await;
    elsewhere.submit("ask_new_password", &[("email", &lea.email)]).await;
    let mail = site.mails_arrived(&lea.email, 1).await.remove(0);
    assert!(mail.body.starts_with("Hello"), "{}", mail.body);
    let wrong = site.answer(call(&Method::POST, "choose_language", None, &[("language", "xx")])).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    // A browser stays where it is, and its address says nothing of it.
    browser.open("/compte").await;
    browser.submit("choose_language", &[("language", "xx")]).await;
    assert_eq!(browser.posted().location(), "/compte");
    site.close().await;
}
