//! Deleting an account: what goes, what stays with others, and who is told.

use crate::{
    accounts::signed_in,
    browser::{Browser, book, call},
    organisations,
    people::{self, PASSWORD, Person},
    photos, profile,
    site::{Engine, Site},
};
use axum::http::{Method, StatusCode};
use declic::{
    accounts::store as accounts,
    agenda, context,
    error::AppError,
    routes::Route,
    talks::{
        form::{ProfessionalForm, ProfileStep},
        leaving, profile as own_profile,
    },
};

async fn leave(site: &Site, person: &Person) {
    let account = accounts::find_account(site.db(), person.id).await.unwrap().unwrap();
    (site.app.delete_account)(site.app.clone(), account.into(), None).await.unwrap();
}

on_both_engines! {
    async fn who_leaves_cancels_what_is_coming(site) {
        let lea = people::with_password(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        assert_eq!(booked.status, StatusCode::OK);
        site.execute("update outbox_mail set sent_at = created_at").await;
        let mut browser = Browser::of(site, &lea);
        browser.open("/compte").await;
        browser.submit("delete_account", &[("current", "faux et archifaux")]).await;
        assert!(browser.says("pas le bon mot de passe"), "{}", browser.text());
        browser.submit("delete_account", &[("current", PASSWORD)]).await;
        assert_eq!(browser.path, "/");
        assert!(browser.says("Votre compte et ses données sont supprimés"), "{}", browser.text());
        assert!(!signed_in(site, &browser).await);
        let mails = site.mails_to(&paul.person.email).await;
        assert_eq!(mails.len(), 2);
        assert_eq!(mails[1].calendar_method.as_deref(), Some("CANCEL"));
        assert_eq!(site.mails_to(&lea.email).await.len(), 1, "what was sent is forgotten, the goodbye goes out");
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        assert_eq!(site.number("select coalesce(sum(taken), 0) from talk_period where kind = 'week'").await, 0);
        assert_eq!(site.number("select count(*) from account where email_key = 'lea@exemple.fr'").await, 0);
        assert_eq!(site.number("select count(*) from session where account_id is not null").await, 1, "only Paul's");
        // Paul keeps the talk, without her name and words.
        let mut keeper = Browser::of(site, &paul.person);
        keeper.open("/agenda").await;
        assert!(keeper.says("Une personne qui a quitté Déclic"), "{}", keeper.text());
        let (talk,): (uuid::Uuid,) = site.rows("select id from talk").await.remove(0);
        keeper.open(&format!("/rendez-vous/{talk}")).await;
        assert!(keeper.says("Rencontre avec une personne qui a quitté Déclic"), "{}", keeper.text());
        assert!(keeper.says("Compte supprimé"), "{}", keeper.text());
        assert!(!keeper.says("Léa") && !keeper.says("Lea"), "{}", keeper.text());
        assert_eq!(site.number("select count(*) from talk where explorer_id is null and question is null").await, 1);
        // A professional who leaves cancels too, and cannot be found any more.
        let max = people::explorer(site, "Max").await;
        assert_eq!(site.answer(book(&max, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
        site.index().await;
        let hash = site.app.passwords.hash(PASSWORD.to_owned()).await.unwrap();
        site.db()
            .write((paul.person.id, hash), |transaction, (id, hash)| {
                Box::pin(async move { Ok(accounts::set_password(transaction, *id, hash).await?) })
            })
            .await
            .unwrap();
        let mut professional = Browser::new(site);
        professional.sign_in(&paul.person.email, PASSWORD).await;
        professional.open("/compte").await;
        professional.submit("delete_account", &[("current", PASSWORD)]).await;
        let mails = site.mails_to(&max.email).await;
        assert_eq!(mails.len(), 2);
        assert_eq!(mails[1].calendar_method.as_deref(), Some("CANCEL"));
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        let mut keeper = Browser::of(site, &max);
        keeper.open("/agenda").await;
        assert!(keeper.says("Une personne qui a quitté Déclic"), "{}", keeper.text());
        assert!(!keeper.says("Paul"), "{}", keeper.text());
        // Lea's talk with Paul is nobody's any more; Max's goes with him.
        assert_eq!(site.number("select count(*) from talk").await, 1);
        let leaving = accounts::find_account(site.db(), max.id).await.unwrap().unwrap();
        (site.app.delete_account)(site.app.clone(), leaving.into(), None).await.unwrap();
        assert_eq!(site.number("select count(*) from talk").await, 0);
        site.index().await;
        let found = site.answer(call(&Method::GET, "search_talks", None, &[("query[text]", "boulanger")])).await;
        assert!(found.body.contains("\"total\":0"), "{}", found.body);
    }

    /// A closed tab, at whatever moment: the account and all of its talks are there, or none of it.
    async fn who_hangs_up_while_leaving_leaves_nothing_half_done(site) {
        let paul = people::professional(site, "Paul").await;
        let explorers = people::explorers(site.db(), "lea", 12).await;
        for (number, person) in (0..).zip(&explorers) {
            let booked = site.answer(book(person, &paul.id.to_string(), &people::iso(60 * number))).await;
            assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
        }
        let account = accounts::find_account(site.db(), paul.person.id).await.unwrap().unwrap();
        let mut leaving = Box::pin((site.app.delete_account)(site.app.clone(), account.into(), None));
        assert!(futures::poll!(leaving.as_mut()).is_pending());
        drop(leaving);
        site.reaches("select count(*) from account where email_key = 'paul@exemple.fr'", 0).await;
        assert_eq!(site.number("select count(*) from talk where status = 'cancelled' and professional_id is null").await, 12);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        for person in &explorers {
            assert_eq!(site.mails_to(&person.email).await.len(), 2);
        }
    }

    /// One mail, whatever there was; nothing of theirs stays in the outbox.
    async fn who_leaves_gets_one_goodbye(site) {
        let paul = people::professional(site, "Paul").await;
        let lea = people::explorer(site, "Lea").await;
        for number in 0..3 {
            assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(120 * number))).await.status, StatusCode::OK);
        }
        site.execute("update outbox_mail set sent_at = created_at where recipient = 'paul@exemple.fr'").await;
        site.execute("update outbox_mail set dead_at = created_at where recipient = 'lea@exemple.fr'").await;
        leave(site, &lea).await;
        let goodbye = site.mails_to(&lea.email).await;
        assert_eq!(goodbye.len(), 1);
        assert_eq!(goodbye[0].subject, "Votre compte Déclic est supprimé");
        assert!(!goodbye[0].body.contains("http"), "{}", goodbye[0].body);
        let told = site.mails_to(&paul.person.email).await;
        assert_eq!(told.len(), 6);
        assert!(told[5].body.contains("la suppression de son compte"), "{}", told[5].body);
    }

    /// Mails to guardians name a child. A sibling's guardian loses nothing that still has to go out.
    async fn guardians_go_with_the_account(site) {
        let paul = people::professional(site, "Paul").await;
        let born = context::now().date_naive() - chrono::Duration::days(16 * 365);
        let ask = async |name: &str, minutes: i64, guardian: &str| {
            let minor = people::born(site, name, born).await;
            let fields = [
                ("form[professional]", &*paul.id.to_string()), ("form[start]", &people::iso(minutes)), ("form[way]", "video"),
                ("form[guardian_email]", guardian),
            ];
            let asked = site.answer(call(&Method::POST, "book_talk", Some(&minor.cookie), &fields)).await;
            assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
            (minor, asked.location().rsplit('/').next().unwrap().to_owned())
        };
        let (petite, talk) = ask("Petite", 0, "mere@exemple.fr").await;
        site.execute("update outbox_mail set sent_at = created_at").await;
        // Mistyped: what the stranger was sent goes at once.
        let corrected = [("form[talk]", &*talk), ("form[guardian_email]", "parent@exemple.fr")];
        let corrected = site.answer(call(&Method::POST, "correct_guardian", Some(&petite.cookie), &corrected)).await;
        assert_eq!(corrected.status, StatusCode::OK, "{}", corrected.body);
        assert_eq!(site.mails_to("mere@exemple.fr").await.len(), 0);
        site.execute("update outbox_mail set sent_at = created_at").await;
        ask("Grande", 120, "parent@exemple.fr").await;
        assert_eq!(site.mails_to("parent@exemple.fr").await.len(), 2);
        leave(site, &petite).await;
        let kept = site.mails_to("parent@exemple.fr").await;
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert!(kept[0].body.contains("Grande") && !kept[0].body.contains("Petite"), "{}", kept[0].body);
    }

    /// A mail that waits for its server reaches nobody whom it is no longer for, and nobody else loses one.
    async fn what_waits_is_taken_back(site) {
        let paul = people::professional(site, "Paul").await;
        let born = context::now().date_naive() - chrono::Duration::days(16 * 365);
        let ask = async |minor: &Person, minutes: i64, guardian: &str| {
            let fields = [
                ("form[professional]", &*paul.id.to_string()), ("form[start]", &people::iso(minutes)), ("form[way]", "video"),
                ("form[guardian_email]", guardian),
            ];
            let asked = site.answer(call(&Method::POST, "book_talk", Some(&minor.cookie), &fields)).await;
            assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
            asked.location().rsplit('/').next().unwrap().to_owned()
        };
        let correct = async |minor: &Person, talk: &str, guardian: &str| {
            let fields = [("form[talk]", talk), ("form[guardian_email]", guardian)];
            let corrected = site.answer(call(&Method::POST, "correct_guardian", Some(&minor.cookie), &fields)).await;
            assert_eq!(corrected.status, StatusCode::OK, "{}", corrected.body);
        };
        let waits = async |address: &str| site.mails_to(address).await.len();
        // The guardian of one child has an account, and is asked for another one as well.
        let mere = people::explorer(site, "Mere").await;
        let (petite, grande) = (people::born(site, "Petite", born).await, people::born(site, "Grande", born).await);
        let talks = [ask(&petite, 0, "pere@exemple.fr").await, ask(&petite, 120, "pere@exemple.fr").await];
        ask(&grande, 240, "pere@exemple.fr").await;
        ask(&grande, 360, &mere.email).await;
        assert_eq!((waits("pere@exemple.fr").await, waits(&mere.email).await), (3, 1));
        // They are still to answer for the other talk.
        correct(&petite, &talks[0], &mere.email).await;
        assert_eq!((waits("pere@exemple.fr").await, waits(&mere.email).await), (3, 2));
        correct(&petite, &talks[1], &mere.email).await;
        assert_eq!((waits("pere@exemple.fr").await, waits(&mere.email).await), (1, 3));
        assert!(site.mails_to("pere@exemple.fr").await[0].body.contains("Grande"));

        // Who agreed is told that it is off, and nothing else goes out of who leaves.
        let asked = site.mails_to(&mere.email).await.pop().unwrap().body;
        let token = asked[asked.find("/accord/").unwrap() + 8..].split_whitespace().next().unwrap().to_owned();
        let fields = [("form[token]", &*token), ("form[scope]", "talk"), ("form[responsible]", "on")];
        let agreed = site.answer(call(&Method::POST, "give_consent", None, &fields)).await;
        assert_eq!(agreed.status, StatusCode::OK, "{}", agreed.body);
        assert!(waits(&petite.email).await > 1);
        leave(site, &petite).await;
        let of_petite: Vec<String> =
            site.mails_to(&mere.email).await.into_iter().map(|mail| mail.subject).filter(|subject| subject.contains("Petite")).collect();
        assert!(of_petite.len() == 1 && of_petite[0].contains("n’aura pas lieu"), "{of_petite:?}");
        assert_eq!((waits(&petite.email).await, waits("pere@exemple.fr").await), (1, 1));
        // Who leaves is still asked for a child of theirs.
        leave(site, &mere).await;
        let mails = site.mails_to(&mere.email).await;
        assert!(mails.iter().any(|mail| mail.body.contains("Grande") && mail.body.contains("/accord/")), "{mails:?}");
    }

    /// An hour that has begun is called off like one to come.
    async fn who_waits_in_a_talk_is_told(site) {
        let paul = people::professional(site, "Paul").await;
        let lea = people::explorer(site, "Lea").await;
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
        let begun = match site.engine {
            Engine::Sqlite => "update talk set starts_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-10 minutes')",
            Engine::Postgres => "update talk set starts_at = now() - interval '10 minutes'",
        };
        site.execute(begun).await;
        leave(site, &paul.person).await;
        assert_eq!(site.number("select count(*) from talk where status = 'cancelled'").await, 1);
        assert_eq!(site.mails_to(&lea.email).await.len(), 2);
    }

    /// What was an address of somebody who left is no empty line in a calendar.
    async fn a_past_talk_on_site_has_no_place_any_more(site) {
        let paul = people::professional(site, "Paul").await;
        let lea = people::explorer(site, "Lea").await;
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
        let past = match site.engine {
            Engine::Sqlite => "update talk set starts_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-2 days'), way = 'onsite', meeting_place = '1 rue du Four'",
            Engine::Postgres => "update talk set starts_at = now() - interval '2 days', way = 'onsite', meeting_place = '1 rue du Four'",
        };
        site.execute(past).await;
        leave(site, &paul.person).await;
        let mut browser = Browser::of(site, &lea);
        browser.open("/agenda").await;
        browser.submit("renew_feed", &[]).await;
        let (token,): (String,) = site.rows("select token from agenda_feed").await.remove(0);
        let feed = site.get(&Route::AgendaFeed(token).path()).await;
        assert!(feed.body.contains("une personne qui"), "{}", feed.body);
        assert!(!feed.body.contains("LOCATION") && !feed.body.contains("Adresse"), "{}", feed.body);
    }

    /// Their talks are called off, what is theirs goes, and the account stays with what it did as an explorer.
    async fn who_gives_no_more_time_leaves_with_their_profile(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        let anne = people::professional(site, "Anne").await;
        let lea = people::explorer(site, "Lea").await;
        let slug = organisations::open(site, &paul.person, "Fournil des Cordeliers").await;
        organisations::approve(site, &slug).await;
        site.execute("insert into organisation_professional (account_id, organisation_id, joined_at)
            select account_id, organisation_id, joined_at from organisation_member").await;
        photos::send_picture(site, &paul.person).await;
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await.status, StatusCode::OK);
        let write = [("form[talk]", "{talk}"), ("form[body]", "À très bientôt au fournil.")];
        let (past,): (uuid::Uuid,) = site.rows("select id from talk").await.remove(0);
        let past = past.to_string();
        let write = write.map(|(name, value)| (name, if value == "{talk}" { past.as_str() } else { value }));
        let written = site.answer(call(&Method::POST, "send_message", Some(&paul.person.cookie), &write)).await;
        assert_eq!(written.status, StatusCode::OK, "{}", written.body);
        let begun = match site.engine {
            Engine::Sqlite => "update talk set starts_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-2 hours')",
            Engine::Postgres => "update talk set starts_at = now() - interval '2 hours'",
        };
        site.execute(begun).await;
        let thanks = [("form[talk]", past.as_str()), ("form[words]", "Merci pour tout.")];
        let thanked = site.answer(call(&Method::POST, "thank_professional", Some(&lea.cookie), &thanks)).await;
        assert_eq!(thanked.status, StatusCode::OK, "{}", thanked.body);
        // One that he is to give, and one that he asked for.
        assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(120))).await.status, StatusCode::OK);
        assert_eq!(site.answer(book(&paul.person, &anne.id.to_string(), &people::iso(240))).await.status, StatusCode::OK);
        site.index().await;

        let mut browser = Browser::of(site, &paul.person);
        browser.open("/compte/metier").await;
        assert!(browser.links().contains(&"/compte/metier/quitter".to_owned()), "{}", browser.text());
        let before = site.content().await;
        browser.open("/compte/metier/quitter").await;
        assert!(browser.says("Lea") && !browser.says("Anne"), "which talks are called off: {}", browser.text());
        assert_eq!(site.content().await, before, "opening the page changes nothing");
        browser.submit("remove_profile", &[]).await;
        assert_eq!(browser.path, "/compte");
        assert!(browser.says("Votre profil est supprimé"), "{}", browser.text());

        assert_eq!(site.number("select count(*) from professional where commune_code = '81004'").await, 1, "Anne's");
        assert_eq!(site.number("select (select count(*) from professional_photo) + (select count(*) from organisation_professional)
            + (select count(*) from message)").await, 0);
        assert_eq!(site.number("select count(*) from organisation_member").await, 1, "he still looks after its page");
        let reason = "select count(*) from talk where status = 'cancelled' and end_reason = 'profile_deleted' and ended_by = 'professional'
                          and professional_id is null";
        assert_eq!(site.number(reason).await, 1);
        assert_eq!(site.number("select count(*) from talk where status = 'confirmed' and professional_id is not null").await, 1, "he asked for it");
        assert_eq!(site.number("select count(*) from talk_thanks where words is not null").await, 1, "what Lea says is hers");
        assert_eq!(site.number("select coalesce(sum(taken), 0) from talk_period where kind = 'week'").await, 1, "Anne's week");
        let told = site.mails_to(&lea.email).await;
        let told = told.last().unwrap();
        assert_eq!(told.calendar_method.as_deref(), Some("CANCEL"));
        assert!(told.body.contains("cette personne ne donne plus d’heures sur Déclic"), "{}", told.body);
        let mut explorer = Browser::of(site, &lea);
        explorer.open(&format!("/rendez-vous/{past}")).await;
        assert!(explorer.says("Merci pour tout.") && !explorer.says("Paul"), "{}", explorer.text());
        browser.open(&format!("/rendez-vous/{past}")).await;
        assert_eq!(browser.page.status, StatusCode::NOT_FOUND);
        browser.open("/agenda").await;
        assert!(browser.says("Anne"), "{}", browser.text());
        site.index().await;
        let found = site.answer(call(&Method::GET, "search_talks", None, &[("query[text]", "boulanger")])).await;
        assert!(found.body.contains("\"total\":1"), "{}", found.body);

        // There is nothing more to take away, and nothing in the way of beginning anew.
        browser.open("/compte/metier/quitter").await;
        assert_eq!(browser.page.status, StatusCode::NOT_FOUND);
        let again = site.answer(call(&Method::POST, "remove_profile", Some(&paul.person.cookie), &[])).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.body);
        profile::save(&mut browser, &profile::GOOD).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
    }

    /// More than one statement reads of them, and those that are only held; one transaction for all.
    async fn a_professional_who_leaves_calls_off_everything_or_nothing(site) {
        let paul = people::professional(site, "Paul").await;
        let explorers = people::explorers(site.db(), "lea", 12).await;
        for (number, person) in (0..).zip(&explorers) {
            let booked = site.answer(book(person, &paul.id.to_string(), &people::iso(60 * number))).await;
            assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
        }
        let hold = [("form[professional]", &*paul.id.to_string()), ("form[start]", &people::iso(60 * 13)), ("form[zone]", "")];
        site.answer(call(&Method::POST, "hold_hour", Some(&explorers[0].cookie), &hold)).await;
        assert_eq!(site.number("select count(*) from talk where status = 'held'").await, 1);
        let mut browser = Browser::of(site, &paul.person);
        browser.open("/compte/metier/quitter").await;
        assert_eq!(browser.page.body.matches("class=\"booking\"").count(), 12, "nobody knows of the one that is held");
        let account = accounts::find_account(site.db(), paul.person.id).await.unwrap().unwrap().into();
        let mut leaving = Box::pin(leaving::remove_profile(&site.app, &account, context::now()));
        assert!(futures::poll!(leaving.as_mut()).is_pending());
        drop(leaving);
        site.reaches("select count(*) from professional", 0).await;
        assert_eq!(site.number("select count(*) from talk where end_reason = 'profile_deleted' and professional_id is null").await, 12);
        assert_eq!(site.number("select count(*) from talk").await, 12);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        for person in &explorers {
            assert_eq!(site.mails_to(&person.email).await.len(), 2);
        }
    }

    async fn an_unfinished_profile_can_be_taken_away(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = Browser::of(site, &anne);
        browser.open("/compte/metier").await;
        assert!(!browser.links().contains(&"/compte/metier/quitter".to_owned()), "there is nothing yet");
        browser.open("/compte/metier/presentation").await;
        let job: Vec<_> = profile::GOOD.into_iter().filter(|(name, _)| profile::step_of(name) == ProfileStep::Job).collect();
        browser.submit("save_profile", &job).await;
        photos::send_picture(site, &anne).await;
        browser.open("/compte/metier").await;
        assert!(browser.links().contains(&"/compte/metier/quitter".to_owned()), "{}", browser.text());
        browser.open("/compte/metier/quitter").await;
        browser.submit("remove_profile", &[]).await;
        assert_eq!(site.number("select (select count(*) from profile_draft) + (select count(*) from professional_photo)").await, 0);
        assert_eq!(site.number("select count(*) from account").await, 1);
    }

    /// A form that was under way when the account went.
    async fn nothing_is_written_for_an_account_that_is_gone(site) {
        let lea = people::explorer(site, "Lea").await;
        let account = accounts::find_account(site.db(), lea.id).await.unwrap().unwrap();
        leave(site, &lea).await;
        let text = "Le silence du fournil à quatre heures du matin.".to_owned();
        let form = ProfessionalForm {
            step: "presentation".to_owned(),
            trade: "D1102".to_owned(),
            headline: text.clone(),
            likes: text.clone(),
            dislikes: text,
            ..ProfessionalForm::default()
        };
        let saved = own_profile::save_step(&site.app, &account.into(), &form, context::now()).await;
        assert_eq!(saved.err(), Some(AppError::SignInRequired));
        let feed = agenda::store::set_feed(site.db(), lea.id, Some("x".to_owned()), context::now()).await;
        assert_eq!(feed.err(), Some(AppError::SignInRequired));
    }
}
