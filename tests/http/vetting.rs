//! Profiles that somebody looks at before they are listed: who may, what they see, what they decide, and what is kept of
//! it.

use crate::{
    browser::{Browser, book, call},
    html, peers,
    people::{self, Person},
    profile::{self, GOOD},
    site::{Engine, Site, answer},
};
use axum::http::{Method, StatusCode};
use chrono::{DateTime, Duration, Utc};
use declic::{
    accounts::session::CurrentUser,
    agenda::moment,
    context,
    moderation::{
        audit::By,
        roles::{self, Assignment},
        types::Role,
    },
    talks::{store, types::Vetting, vetting_digest},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use uuid::Uuid;

/// Where people of these tests live.
const OCCITANIE: &str = "76";

/// Saves the profile of a baker of Albi, or what `other` fields say.
async fn save(site: &Site, person: &Person, other: &[(&'static str, &'static str)]) -> Browser {
    let mut browser = Browser::of(site, person);
    let kept = GOOD.into_iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
    let fields: Vec<_> = kept.chain(other.iter().copied()).collect();
    profile::save(&mut browser, &fields).await;
    assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
    browser
}

/// Somebody whose profile waits; gives its id.
async fn waiting(site: &Site, name: &str) -> (Person, Uuid) {
    let person = people::explorer(site, name).await;
    save(site, &person, &[]).await;
    let id = profile_of(site, &person).await;
    (person, id)
}

async fn profile_of(site: &Site, person: &Person) -> Uuid {
    store::find_professional_of(site.db(), person.id).await.unwrap().unwrap().id
}

async fn state_of(site: &Site, id: Uuid) -> Vetting {
    store::find_professional(site.db(), id).await.unwrap().unwrap().vetting()
}

fn case(id: Uuid) -> String {
    format!("/moderation/profils/{id}")
}

/// Somebody who moderates, with a profile's page open.
async fn looking_at(site: &Site, person: &Person, id: Uuid) -> Browser {
    let mut browser = Browser::of(site, person);
    browser.open(&case(id)).await;
    assert_eq!(browser.page.status, StatusCode::OK, "{}", browser.text());
    browser
}

/// Sends the decision of a page that is open.
async fn decide(browser: &mut Browser, decision: &str, reason: &str, note: &str) {
    let kept = |name: &str| browser.field("decide_on_profile", name).unwrap_or_default();
    let fields = [
        ("form[profile]", kept("profile")),
        ("form[seen]", kept("seen")),
        ("form[decision]", decision.to_owned()),
        ("form[reason]", reason.to_owned()),
        ("form[note]", note.to_owned()),
    ];
    browser.post("/api/decide_on_profile", &fields.map(|(name, value)| (name.to_owned(), value))).await;
}

async fn is_found(site: &Site, name: &str) -> bool {
    site.index().await;
    let query = [("query[text]", "boulanger"), ("query[place]", "Albi")];
    site.answer(call(&Method::GET, "search_talks", None, &query)).await.body.contains(name)
}

async fn status_for(site: &Site, person: &Person, path: &str) -> StatusCode {
    let mut browser = Browser::of(site, person);
    browser.open(path).await.status
}

/// The subjects of what was sent to somebody.
async fn subjects(site: &Site, person: &Person) -> Vec<String> {
    site.mails_to(&person.email).await.into_iter().map(|mail| mail.subject).collect()
}

on_both_engines! {
    async fn only_who_moderates_finds_anything(site) {
        let (paul, id) = waiting(site, "Paul Fournier").await;
        let lea = people::explorer(site, "Lea").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let elsewhere = people::moderator(site, "Max", "84").await;
        let administrator = people::moderator(site, "Anne", "").await;
        let case = case(id);
        for path in ["/moderation", &case, "/moderation/journal", "/moderation/equipe"] {
            let expected = format!("/connexion?suite={}", declic::routes::encode(path));
            assert_eq!(site.get(path).await.location(), expected);
            for person in [&lea, &paul] {
                assert_eq!(status_for(site, person, path).await, StatusCode::NOT_FOUND, "{path} for {}", person.name);
            }
            assert_eq!(status_for(site, &administrator, path).await, StatusCode::OK, "{path}");
        }
        for path in ["/moderation/journal", "/moderation/equipe"] {
            assert_eq!(status_for(site, &relay, path).await, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(status_for(site, &relay, &case).await, StatusCode::OK);
        // A relay of another région does not learn that there is one.
        assert_eq!(status_for(site, &elsewhere, &case).await, StatusCode::NOT_FOUND);
        for region in ["", OCCITANIE, "84", "00", "%00"] {
            let mut browser = Browser::of(site, &elsewhere);
            browser.open(&format!("/moderation?region={region}")).await;
            assert!(browser.page.status == StatusCode::OK && !browser.says("Paul Fournier"), "{}", browser.text());
        }
        // Nor can anybody else decide.
        let page = looking_at(site, &relay, id).await;
        let seen = page.field("decide_on_profile", "seen").unwrap();
        let fields = [("form[profile]", id.to_string()), ("form[seen]", seen), ("form[decision]", "approve".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for person in [&lea, &paul, &elsewhere] {
            let answer = site.answer(call(&Method::POST, "decide_on_profile", Some(&person.cookie), &fields)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}: {}", person.name, answer.body);
        }
        let named = [("form[email]", lea.email.as_str()), ("form[region]", OCCITANIE)];
        let answer = site.answer(call(&Method::POST, "name_relay", Some(&relay.cookie), &named)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.body);
        assert_eq!(state_of(site, id).await, Vetting::Submitted);
        assert_eq!(site.number("select count(*) from audit_entry where action like 'profile%'").await, 0);
        // The page tells no address of its owner.
        assert!(!page.page.body.contains(&paul.email), "{}", page.text());
    }

    async fn a_role_that_is_taken_back_is_gone_at_once(site) {
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        assert_eq!(status_for(site, &relay, "/moderation").await, StatusCode::OK);
        let mut account = Browser::of(site, &relay);
        account.open("/compte").await;
        assert!(account.links().contains(&"/moderation".to_owned()), "{:?}", account.links());
        let assignment = Assignment { account: relay.id, role: Role::Relay, region: OCCITANIE.to_owned() };
        assert!(roles::revoke(site.db(), By::Operator, &assignment, context::now()).await.unwrap());
        assert!(!roles::revoke(site.db(), By::Operator, &assignment, context::now()).await.unwrap());
        assert_eq!(status_for(site, &relay, "/moderation").await, StatusCode::NOT_FOUND);
        account.open("/compte").await;
        assert!(!account.links().contains(&"/moderation".to_owned()));
        assert_eq!(site.number("select count(*) from audit_entry where action = 'role_revoked'").await, 1);
    }

    async fn a_profile_waits_before_it_is_listed(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::explorer(site, "Paul Fournier").await;
        let editor = save(site, &paul, &[]).await;
        let id = profile_of(site, &paul).await;
        assert!(editor.says("Votre profil attend une relecture") && editor.says("Dès que votre profil sera visible"), "{}", editor.text());
        let page = format!("/rencontres/{id}");
        assert!(editor.links().contains(&page), "a preview: {:?}", editor.links());

        assert!(!is_found(site, "Paul Fournier").await);
        assert_eq!(site.get(&page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(status_for(site, &lea, &page).await, StatusCode::NOT_FOUND);
        let start = moment::iso(soonest(site, id).await);
        let hour = format!("{page}/reserver?debut={}", declic::routes::encode(&start));
        assert_eq!(status_for(site, &lea, &hour).await, StatusCode::NOT_FOUND);
        assert_eq!(site.answer(book(&lea, &id.to_string(), &start)).await.status, StatusCode::NOT_FOUND);
        let mut preview = Browser::of(site, &paul);
        preview.open(&page).await;
        assert!(preview.page.status == StatusCode::OK && preview.says("Ceci est un aperçu"), "{}", preview.text());

        // Editing goes on, and keeps the place.
        let since: Vec<(DateTime<Utc>,)> = site.rows("select waits_since from professional").await;
        let editor = save(site, &paul, &[("headline", "Je pétris et je cuis du pain depuis vingt ans.")]).await;
        assert!(editor.says("Votre profil attend une relecture"), "{}", editor.text());
        let kept: Vec<(DateTime<Utc>,)> = site.rows("select waits_since from professional").await;
        assert_eq!(since, kept);

        let anne = people::moderator(site, "Anne", "").await;
        let mut browser = looking_at(site, &anne, id).await;
        assert!(browser.says("Je pétris et je cuis du pain") && browser.says("À relire"), "{}", browser.text());
        decide(&mut browser, "approve", "", "").await;
        assert_eq!(browser.path, "/moderation");
        assert!(browser.says("C’est noté") && browser.says("Rien n’attend votre relecture"), "{}", browser.text());
        assert!(is_found(site, "Paul Fournier").await);
        assert_eq!(status_for(site, &lea, &page).await, StatusCode::OK);
        assert_eq!(site.answer(book(&lea, &id.to_string(), &start)).await.status, StatusCode::OK);
        let mail = site.mails_to(&paul.email).await.remove(0);
        assert_eq!(mail.subject, "Votre profil est en ligne");
        assert!(mail.body.contains(&format!("http://localhost:3000{page}")), "{}", mail.body);
        preview.open("/compte/metier").await;
        assert!(!preview.says("relecture"), "{}", preview.text());
    }

    async fn who_hides_it_waits_for_nobody(site) {
        let paul = people::explorer(site, "Paul").await;
        let editor = save(site, &paul, &[("published", "")]).await;
        assert!(editor.says("Il n’est pas visible") && !editor.says("relecture"), "{}", editor.text());
        assert_eq!(state_of(site, profile_of(site, &paul).await).await, Vetting::Draft);
        save(site, &paul, &[("published", "on")]).await;
        assert_eq!(state_of(site, profile_of(site, &paul).await).await, Vetting::Submitted);
        save(site, &paul, &[("published", "")]).await;
        assert_eq!(site.number("select count(*) from professional where waits_since is not null").await, 0);
    }

    async fn the_longest_waiting_comes_first(site) {
        let (paul, _) = waiting(site, "Paul Fournier").await;
        let (eve, _) = waiting(site, "Eve Martin").await;
        let (ines, _) = waiting(site, "Ines Petit").await;
        save(site, &ines, &[("commune", "Lyon")]).await;
        for sql in [
            "update professional set waits_since = '2026-01-03T00:00:00+00:00'",
            "update professional set waits_since = '2026-01-01T00:00:00+00:00' where account_id in (select id from account where email_key = 'eve.martin@exemple.fr')",
        ] {
            site.execute(sql).await;
        }
        let anne = people::moderator(site, "Anne", "").await;
        let mut browser = Browser::of(site, &anne);
        browser.open("/moderation").await;
        let text = browser.text();
        let at = |name: &str| text.find(name).unwrap_or_else(|| panic!("{name} is missing: {text}"));
        assert!(at(&eve.name) < at(&paul.name) && at(&eve.name) < at(&ines.name), "{text}");
        assert!(browser.says("3 profils attendent") && browser.says("attend depuis") && browser.says("Auvergne-Rhône-Alpes"), "{text}");
        browser.open("/moderation?region=84").await;
        assert!(browser.says(&ines.name) && !browser.says(&paul.name) && browser.says("1 profil attend"), "{}", browser.text());
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let mut browser = Browser::of(site, &relay);
        browser.open("/moderation").await;
        assert!(browser.says(&paul.name) && !browser.says(&ines.name), "{}", browser.text());
        assert!(html::form(&browser.page.body, "/moderation").is_none(), "one région: nothing to choose");
        // A page beyond the last is the last.
        browser.open("/moderation?page=99").await;
        assert!(browser.says(&eve.name), "{}", browser.text());
    }

    async fn what_is_sent_back_says_why_and_waits_again_once_it_changed(site) {
        let (paul, id) = waiting(site, "Paul Fournier").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let mut browser = looking_at(site, &relay, id).await;
        // Every bad input, beside its field.
        for (decision, reason, note, says) in [
            ("", "vague", "", "Choisissez une réponse"),
            ("burn", "vague", "", "Choisissez une des réponses"),
            ("refuse", "", "", "Choisissez une réponse"),
            ("refuse", "because", "", "Choisissez une des réponses"),
            ("ask_changes", "other", " ", "Ce champ est nécessaire"),
            ("ask_changes", "vague", "Écrivez-moi à zoe@exemple.fr", "« zoe@exemple.fr » ressemble"),
        ] {
            decide(&mut browser, decision, reason, note).await;
            assert!(browser.path == case(id) && browser.says(says), "{decision} {reason} {note}: {}", browser.text());
        }
        assert!(browser.says("Écrivez-moi à zoe@exemple.fr"), "what was typed is kept");
        let long = "a ".repeat(600);
        decide(&mut browser, "refuse", "vague", &long).await;
        assert!(browser.says("1000 caractères"), "{}", browser.text());
        assert_eq!(state_of(site, id).await, Vetting::Submitted);
        assert_eq!(subjects(site, &paul).await.len(), 0);

        decide(&mut browser, "ask_changes", "vague", "Racontez une journée.").await;
        assert!(browser.path == "/moderation" && browser.says("C’est noté"), "{}", browser.text());
        let mail = site.mails_to(&paul.email).await.remove(0);
        assert!(mail.subject.contains("changements à faire") && mail.body.contains("trop vaguement") && mail.body.contains("Racontez une journée."), "{mail:?}");
        assert!(mail.body.contains("http://localhost:3000/compte/metier") && !mail.body.contains(&relay.email) && !mail.body.contains("Zoe"), "{mail:?}");
        let mut editor = Browser::of(site, &paul);
        editor.open("/compte/metier").await;
        assert!(editor.says("des changements sont demandés") && editor.says("trop vaguement") && editor.says("Racontez une journée."), "{}", editor.text());
        assert!(!is_found(site, "Paul Fournier").await);

        // Hours are saved without asking again; words ask again.
        profile::save(&mut editor, &[("notice_hours", "24")]).await;
        assert!(editor.says("Votre profil est enregistré") && editor.says("des changements sont demandés"), "{}", editor.text());
        assert_eq!(state_of(site, id).await, Vetting::ChangesAsked);
        profile::save(&mut editor, &[("likes", "Une journée : pétrir à trois heures, cuire, puis dormir.")]).await;
        assert!(editor.says("attend une relecture") && !editor.says("Racontez une journée."), "{}", editor.text());

        let mut browser = looking_at(site, &relay, id).await;
        assert!(browser.says("Dernière décision") && browser.says("Changements demandés, par Zoe") && browser.says("Racontez une journée."), "{}", browser.text());
        decide(&mut browser, "refuse", "other", "Ce n’est pas un métier.").await;
        let mails = site.mails_to(&paul.email).await;
        assert!(mails.len() == 2 && mails[1].subject.contains("n’a pas été accepté") && mails[1].body.contains("Ce n’est pas un métier."), "{mails:?}");
        assert!(!mails[1].body.contains("Un autre motif"), "the note says it");
        editor.open("/compte/metier").await;
        assert!(editor.says("Votre profil n’a pas été accepté") && editor.says("Ce n’est pas un métier."), "{}", editor.text());
        profile::save(&mut editor, &[("headline", "Je suis boulanger, et j’en vis depuis vingt ans.")]).await;
        assert_eq!(state_of(site, id).await, Vetting::Submitted);
        let deeds: Vec<(String, String, String)> = site
            .rows("select action, reason, coalesce(note, '-') from audit_entry where action like 'profile%' order by at, id")
            .await;
        let deed = |action: &str, reason: &str, note: &str| (action.to_owned(), reason.to_owned(), note.to_owned());
        assert_eq!(deeds, [
            deed("profile_changes_asked", "vague", "Racontez une journée."),
            deed("profile_refused", "other", "Ce n’est pas un métier."),
        ]);
    }

    async fn the_second_of_two_is_told_what_the_first_decided(site) {
        let (paul, id) = waiting(site, "Paul Fournier").await;
        let anne = people::moderator(site, "Anne", "").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let (mut first, mut second) = (looking_at(site, &anne, id).await, looking_at(site, &relay, id).await);
        decide(&mut first, "approve", "", "").await;
        decide(&mut second, "refuse", "vague", "").await;
        assert!(second.says("Quelqu’un a décidé avant vous") && second.says("Profil approuvé, par Anne"), "{}", second.text());
        assert_eq!(state_of(site, id).await, Vetting::Approved);
        assert_eq!(subjects(site, &paul).await, ["Votre profil est en ligne"]);

        // Many at once.
        let (eve, id) = waiting(site, "Eve").await;
        let page = looking_at(site, &anne, id).await;
        let seen = page.field("decide_on_profile", "seen").unwrap();
        let decisions = (0..8).map(|number| {
            let (cookie, decision) = if number % 2 == 0 { (&anne.cookie, "approve") } else { (&relay.cookie, "refuse") };
            let fields = [
                ("form[profile]", id.to_string()), ("form[seen]", seen.clone()), ("form[decision]", decision.to_owned()),
                ("form[reason]", "vague".to_owned()),
            ];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            tokio::spawn(answer(site.router(), call(&Method::POST, "decide_on_profile", Some(cookie), &fields)))
        });
        let mut won = 0;
        for answer in futures::future::join_all(decisions.collect::<Vec<_>>()).await {
            let answer = answer.unwrap();
            match answer.status {
                StatusCode::OK => won += 1,
                StatusCode::CONFLICT => assert_eq!(answer.body, "\"AlreadyDecided\""),
                other => panic!("{other}: {}", answer.body),
            }
        }
        assert_eq!(won, 1);
        assert_eq!(subjects(site, &eve).await.len(), 1);
        assert_eq!(site.number("select count(*) from audit_entry where action like 'profile%'").await, 2);
    }

    async fn nobody_decides_on_what_they_have_not_read(site) {
        let (paul, id) = waiting(site, "Paul Fournier").await;
        let anne = people::moderator(site, "Anne", "").await;
        let mut browser = looking_at(site, &anne, id).await;
        save(site, &paul, &[("headline", "Je vends des assurances, appelez donc vite.")]).await;
        decide(&mut browser, "refuse", "vague", "Dites-en plus.").await;
        assert!(browser.says("a changé pendant votre lecture") && browser.says("Je vends des assurances"), "{}", browser.text());
        assert!(browser.says("Dites-en plus."), "what was typed is kept: {}", browser.text());
        decide(&mut browser, "approve", "", "").await;
        assert_eq!(state_of(site, id).await, Vetting::Approved, "the page shows what there is now");
        // Hours are nobody's to look at.
        save(site, &paul, &[("headline", "Je vends des assurances, et je pétris le dimanche.")]).await;
        let mut browser = looking_at(site, &anne, id).await;
        save(site, &paul, &[("headline", "Je vends des assurances, et je pétris le dimanche."), ("notice_hours", "12")]).await;
        decide(&mut browser, "approve", "", "").await;
        assert_eq!(state_of(site, id).await, Vetting::Approved);
    }

    async fn nobody_vets_their_own_profile(site) {
        let anne = people::moderator(site, "Anne", "").await;
        save(site, &anne, &[]).await;
        let id = profile_of(site, &anne).await;
        let mut browser = Browser::of(site, &anne);
        browser.open("/moderation").await;
        assert!(browser.says("Rien n’attend votre relecture"), "{}", browser.text());
        browser.open(&case(id)).await;
        assert!(browser.says("quelqu’un d’autre doit le relire") && html::form(&browser.page.body, "/api/decide_on_profile").is_none(), "{}", browser.text());
        let other = people::moderator(site, "Zoe", OCCITANIE).await;
        let seen = looking_at(site, &other, id).await.field("decide_on_profile", "seen").unwrap();
        let fields = [("form[profile]", id.to_string()), ("form[seen]", seen), ("form[decision]", "approve".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = site.answer(call(&Method::POST, "decide_on_profile", Some(&anne.cookie), &fields)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
        assert_eq!(state_of(site, id).await, Vetting::Submitted);
    }

    /// What was approved stays listed when it changes, and minors wait until somebody has looked.
    async fn what_changes_is_looked_at_again(site) {
        let (paul, id) = waiting(site, "Paul Fournier").await;
        save(site, &paul, &[("welcomes_minors", "on"), ("maximum_per_week", "")]).await;
        people::approve(site, &paul).await;
        let minor = people::born(site, "Petite", context::now().date_naive() - Duration::days(16 * 365)).await;
        let lea = people::explorer(site, "Lea").await;
        let start = soonest(site, id).await;
        let asked = ask_as_minor(site, &minor, id, start).await;
        assert_eq!(asked.0, StatusCode::OK, "{}", asked.1);

        let editor = save(site, &paul, &[("welcomes_minors", "on"), ("headline", "Je pétris, je façonne et je chante."), ("organisation", "Le Fournil")]).await;
        assert!(editor.says("Vos changements vont être relus") && editor.says("moins de 18 ans ne peuvent pas réserver"), "{}", editor.text());
        assert_eq!(state_of(site, id).await, Vetting::Changed);
        assert!(is_found(site, "Paul Fournier").await, "it stays listed");
        let refused = ask_as_minor(site, &minor, id, start + Duration::hours(1)).await;
        assert_eq!(refused.0, StatusCode::FORBIDDEN, "{}", refused.1);
        let hour = declic::routes::encode(&moment::iso(start + Duration::hours(1)));
        let mut told = Browser::of(site, &minor);
        told.open(&format!("/rencontres/{id}/reserver?debut={hour}")).await;
        assert!(told.says("Pas encore de rencontre avant 18 ans") && told.says("Revenez dans quelques jours"), "{}", told.text());
        let booked = site.answer(book(&lea, &id.to_string(), &moment::iso(start + Duration::hours(1)))).await;
        assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);

        let anne = people::moderator(site, "Anne", "").await;
        let mut queue = Browser::of(site, &anne);
        queue.open("/moderation").await;
        assert!(queue.says("déjà visible, a changé") && queue.says("veut rencontrer des moins de 18 ans"), "{}", queue.text());
        let mut browser = looking_at(site, &anne, id).await;
        for told in ["Ce qui a changé depuis l’approbation", "Je fais du pain au levain depuis vingt ans.", "Je pétris, je façonne et je chante.", "Le Fournil"] {
            assert!(browser.says(told), "{told}: {}", browser.text());
        }
        decide(&mut browser, "approve", "", "").await;
        assert_eq!(subjects(site, &paul).await.last().map(String::as_str), Some("Vos changements sont relus"));
        let again = ask_as_minor(site, &minor, id, start + Duration::hours(2)).await;
        assert_eq!(again.0, StatusCode::OK, "{}", again.1);

        // The words that were approved need nobody to look.
        save(site, &paul, &[("headline", "Un mot de trop, que je retire aussitôt.")]).await;
        assert_eq!(state_of(site, id).await, Vetting::Changed);
        save(site, &paul, &[("headline", "Je pétris, je façonne et je chante."), ("organisation", "Le Fournil")]).await;
        assert_eq!(state_of(site, id).await, Vetting::Approved);
        // Nor does it to take the charter back, and to sign it again as it was approved.
        for charter in ["", "on"] {
            save(site, &paul, &[("headline", "Je pétris, je façonne et je chante."), ("welcomes_minors", charter)]).await;
            assert_eq!(state_of(site, id).await, Vetting::Approved);
        }

        // Whoever is refused cannot begin with a minor what was asked for before.
        let mut browser = looking_at(site, &anne, id).await;
        assert!(!browser.says("Approuver ce profil"), "it is already: {}", browser.text());
        decide(&mut browser, "refuse", "unsafe_place", "").await;
        assert_eq!(state_of(site, id).await, Vetting::Refused);
        assert!(!is_found(site, "Paul Fournier").await);
        assert_eq!(status_for(site, &lea, &format!("/rencontres/{id}")).await, StatusCode::NOT_FOUND);
        let talks: Vec<(String,)> = site.rows("select status from talk where guardian = 'needed'").await;
        assert!(!talks.is_empty());
        let token = guardian_token(site).await;
        let fields = [("form[token]", token.as_str()), ("form[scope]", "talk"), ("form[responsible]", "on")];
        let consent = site.answer(call(&Method::POST, "give_consent", None, &fields)).await;
        assert_eq!(consent.status, StatusCode::FORBIDDEN, "{}", consent.body);
    }

    /// Whom a minor has met does not go on writing to them once the profile is refused, or sent back for what may not be
    /// safe; an adult sees for themselves.
    async fn a_refusal_closes_the_conversations_of_minors(site) {
        let anne = people::moderator(site, "Anne", "").await;
        for (number, decision, reason, is_closed) in [
            (0, "refuse", "vague", true),
            (1, "ask_changes", "unsafe_place", true),
            (2, "ask_changes", "vague", false),
        ] {
            site.execute("delete from talk").await;
            let paul = people::professional(site, &format!("Paul {number}")).await;
            let lea = people::explorer(site, &format!("Lea {number}")).await;
            let minor = people::born(site, &format!("Petite {number}"), context::now().date_naive() - Duration::days(16 * 366)).await;
            let asked = site.answer(book(&lea, &paul.id.to_string(), &moment::iso(people::start(0)))).await;
            assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
            assert_eq!(ask_as_minor(site, &minor, paul.id, people::start(60)).await.0, StatusCode::OK);
            let token = guardian_token(site).await;
            let fields = [("form[token]", token.as_str()), ("form[scope]", "talk"), ("form[responsible]", "on")];
            assert_eq!(site.answer(call(&Method::POST, "give_consent", None, &fields)).await.status, StatusCode::OK);
            site.execute("delete from agenda_cell;
                          update talk set status = 'done', ended_at = created_at, due_at = null, starts_at = created_at").await;
            let talks: Vec<(Uuid, String)> = site.rows("select id, guardian from talk order by guardian desc").await;
            let [(adults, _), (minors, _)] = talks.as_slice() else { panic!("{talks:?}") };
            let say = async |person: &Person, talk: &Uuid, body: &str| {
                let fields = [("form[talk]", &*talk.to_string()), ("form[body]", body)];
                site.answer(call(&Method::POST, "send_message", Some(&person.cookie), &fields)).await.status
            };
            let both = async |talk: &Uuid, explorer: &Person, body: &str| [say(&paul.person, talk, body).await, say(explorer, talk, body).await];
            assert_eq!(both(minors, &minor, "Merci de votre temps.").await, [StatusCode::OK; 2]);

            let mut browser = looking_at(site, &anne, paul.id).await;
            decide(&mut browser, decision, reason, "").await;
            assert!(browser.says("C’est noté"), "{}", browser.text());
            let status = if is_closed { StatusCode::CONFLICT } else { StatusCode::OK };
            assert_eq!(both(minors, &minor, "Merci encore !").await, [status; 2], "{decision} {reason}");
            assert_eq!(both(adults, &lea, "Merci encore !").await, [StatusCode::OK; 2]);
        }
    }

    /// An address on site is in a commune: the same street elsewhere is another place.
    async fn another_commune_is_looked_at_again(site) {
        let (paul, id) = waiting(site, "Paul Fournier").await;
        save(site, &paul, &[("welcomes_minors", "on"), ("maximum_per_week", "")]).await;
        people::approve(site, &paul).await;
        let minor = people::born(site, "Petite", context::now().date_naive() - Duration::days(16 * 365)).await;
        let start = soonest(site, id).await;
        let anne = people::moderator(site, "Anne", "").await;
        let mut outdated = looking_at(site, &anne, id).await;

        let editor = save(site, &paul, &[("commune", "Gaillac (81)")]).await;
        assert!(editor.says("Vos changements vont être relus"), "{}", editor.text());
        assert_eq!(state_of(site, id).await, Vetting::Changed);
        assert_eq!(ask_as_minor(site, &minor, id, start).await.0, StatusCode::FORBIDDEN);
        decide(&mut outdated, "refuse", "vague", "").await;
        assert!(outdated.says("a changé pendant votre lecture"), "{}", outdated.text());
        let mut browser = looking_at(site, &anne, id).await;
        for told in ["Ce qui a changé depuis l’approbation", "Commune", "Albi (81)", "Gaillac (81)"] {
            assert!(browser.says(told), "{told}: {}", browser.text());
        }
        decide(&mut browser, "approve", "", "").await;
        let asked = ask_as_minor(site, &minor, id, start).await;
        assert_eq!(asked.0, StatusCode::OK, "{}", asked.1);
    }

    /// With who is refused, or sent back for what may not be safe, no minor's talk goes on; adults' talks do.
    async fn a_refusal_calls_off_what_minors_agreed_on(site) {
        let anne = people::moderator(site, "Anne", "").await;
        for (number, decision, reason, is_off) in [
            (0, "refuse", "vague", true),
            (1, "ask_changes", "unsafe_place", true),
            (2, "ask_changes", "vague", false),
        ] {
            site.execute("delete from talk").await;
            let paul = people::professional(site, &format!("Paul {number}")).await;
            let lea = people::explorer(site, &format!("Lea {number}")).await;
            let mut minors = Vec::new();
            for age in 15..18 {
                let born = context::now().date_naive() - Duration::days(age * 366);
                minors.push(people::born(site, &format!("Petite {number} {age}"), born).await);
            }
            let start = |hour: i64| people::start(60 * hour);
            let asked = site.answer(book(&lea, &paul.id.to_string(), &moment::iso(start(0)))).await;
            assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
            // Confirmed, waiting for the guardian, and asked of the professional.
            let agree = || async {
                let token = guardian_token(site).await;
                let fields = [("form[token]", token.as_str()), ("form[scope]", "talk"), ("form[responsible]", "on")];
                assert_eq!(site.answer(call(&Method::POST, "give_consent", None, &fields)).await.status, StatusCode::OK);
            };
            assert_eq!(ask_as_minor(site, &minors[0], paul.id, start(1)).await.0, StatusCode::OK);
            agree().await;
            assert_eq!(ask_as_minor(site, &minors[1], paul.id, start(2)).await.0, StatusCode::OK);
            site.execute(match site.engine {
                Engine::Sqlite => "update professional set accepts_automatically = 0",
                Engine::Postgres => "update professional set accepts_automatically = false",
            }).await;
            assert_eq!(ask_as_minor(site, &minors[2], paul.id, start(3)).await.0, StatusCode::OK);
            agree().await;
            let stages = || async {
                let rows: Vec<(String,)> = site.rows("select status from talk order by starts_at").await;
                rows.into_iter().map(|(stage,)| stage).collect::<Vec<_>>()
            };
            assert_eq!(stages().await, ["confirmed", "confirmed", "awaiting_guardian", "requested"]);
            let parent = site.mails_to("parent@exemple.fr").await.len();

            let mut browser = looking_at(site, &anne, paul.id).await;
            decide(&mut browser, decision, reason, "").await;
            assert!(browser.says("C’est noté"), "{}", browser.text());
            if !is_off {
                assert_eq!(stages().await, ["confirmed", "confirmed", "awaiting_guardian", "requested"]);
                // Nor does doing what was asked for: nothing of it concerns anybody's safety.
                let mut editor = Browser::of(site, &paul.person);
                profile::save(&mut editor, &[("time_zone", "Europe/Paris")]).await;
                assert!(editor.says("Votre profil est enregistré"), "{}", editor.text());
                assert_eq!(stages().await, ["confirmed", "confirmed", "awaiting_guardian", "requested"]);
                let likes = "Une journée : pétrir à trois heures, cuire, puis dormir.";
                for (published, state) in [("on", Vetting::Submitted), ("", Vetting::Draft)] {
                    let mut editor = Browser::of(site, &paul.person);
                    profile::save(&mut editor, &[("likes", likes), ("published", published)]).await;
                    assert_eq!(state_of(site, paul.id).await, state, "{}", editor.text());
                    assert_eq!(stages().await, ["confirmed", "confirmed", "awaiting_guardian", "requested"]);
                }
                // To withdraw the charter calls them off, listed or not.
                let mut editor = Browser::of(site, &paul.person);
                profile::save(&mut editor, &[("welcomes_minors", "")]).await;
                assert_eq!(stages().await, ["confirmed", "cancelled", "cancelled", "declined"], "{}", editor.text());
                continue;
            }
            assert_eq!(stages().await, ["confirmed", "cancelled", "cancelled", "cancelled"]);
            assert_eq!(site.number("select count(*) from talk where ended_by = 'moderator' and end_reason = 'moderation'").await, 3);
            assert_eq!(site.number("select count(*) from agenda_cell").await, 8, "the adult's hour alone");
            assert_eq!(site.number("select count(*) from talk_link where talk_id is not null").await, 0);
            for minor in &minors {
                let mail = site.mails_to(&minor.email).await.pop().unwrap();
                assert!(mail.body.contains("L’équipe Déclic, qui veille à ce que chacun soit en sécurité"), "{}", mail.body);
                let is_confirmed = minor.id == minors[0].id;
                assert_eq!(mail.calendar_method.as_deref(), is_confirmed.then_some("CANCEL"), "{}", mail.subject);
            }
            let mails = site.mails_to(&paul.person.email).await;
            let off = mails.iter().filter(|mail| mail.body.contains("L’équipe Déclic, qui veille")).collect::<Vec<_>>();
            assert_eq!(off.len(), 3, "{mails:?}");
            assert_eq!(off.iter().filter(|mail| mail.calendar_method.as_deref() == Some("CANCEL")).count(), 1);
            // Of the three guardians two had agreed, and were told when it takes place.
            let told = site.mails_to("parent@exemple.fr").await.split_off(parent);
            assert_eq!(told.iter().filter(|mail| mail.subject.contains("n’aura pas lieu")).count(), 2, "{told:?}");
            assert!(!subjects(site, &lea).await.iter().any(|subject| subject.contains("annul")), "hers stays");
            let page: Vec<(Uuid,)> = site.rows("select id from talk where status = 'cancelled' order by starts_at").await;
            let mut talk = Browser::of(site, &minors[0]);
            talk.open(&format!("/rendez-vous/{}", page[0].0)).await;
            assert!(talk.says("L’équipe Déclic a annulé cette rencontre") && talk.says("en sécurité"), "{}", talk.text());
            talk.open(&format!("/rendez-vous/{}/messages", page[0].0)).await;
            assert!(!talk.page.body.contains("/api/send_message"), "nobody writes on: {}", talk.text());
        }
    }

    async fn who_opens_to_minors_is_looked_at_first(site) {
        let (paul, id) = waiting(site, "Paul").await;
        people::approve(site, &paul).await;
        save(site, &paul, &[("welcomes_minors", "on")]).await;
        assert_eq!(state_of(site, id).await, Vetting::Changed);
        let anne = people::moderator(site, "Anne", "").await;
        let browser = looking_at(site, &anne, id).await;
        assert!(browser.says("A signé la charte depuis l’approbation"), "{}", browser.text());
        let minor = people::born(site, "Petite", context::now().date_naive() - Duration::days(16 * 365)).await;
        let asked = ask_as_minor(site, &minor, id, soonest(site, id).await).await;
        assert_eq!(asked.0, StatusCode::FORBIDDEN, "{}", asked.1);
    }

    async fn the_log_can_only_grow(site) {
        let (paul, id) = waiting(site, "Paul Fournier").await;
        let anne = people::moderator(site, "Anne", "").await;
        let mut browser = looking_at(site, &anne, id).await;
        decide(&mut browser, "refuse", "other", "Pas un métier.").await;
        for sql in [
            "delete from audit_entry",
            "update audit_entry set action = 'profile_approved'",
            "update audit_entry set reason = null",
            "update audit_entry set note = 'Autre chose.'",
            "update audit_entry set actor_id = null, actor_role = 'operator' where actor_id is not null",
            "update audit_entry set at = '2020-01-01T00:00:00+00:00', note = null",
        ] {
            assert!(site.refuses(sql).await, "{sql}");
        }
        people::moderator(site, "Zoe Relais", OCCITANIE).await;
        let mut journal = Browser::of(site, &anne);
        journal.open("/moderation/journal").await;
        for told in ["relais (Occitanie)", "Profil refusé", "Paul Fournier", "Pas un métier.", "Par Anne", "Rôle donné", "la ligne de commande"] {
            assert!(journal.says(told), "{told}: {}", journal.text());
        }
        assert!(journal.links().contains(&case(id)), "{:?}", journal.links());
        // Who leaves takes the words about them along, and their name.
        let account = declic::accounts::store::find_account(site.db(), paul.id).await.unwrap().unwrap();
        (site.app.delete_account)(site.app.clone(), CurrentUser::from(account), None).await.unwrap();
        journal.open("/moderation/journal").await;
        assert!(journal.says("Profil refusé · un compte supprimé") && !journal.says("Paul") && !journal.says("Pas un métier."), "{}", journal.text());
        assert_eq!(site.number("select count(*) from audit_entry where action = 'profile_refused'").await, 1);
        // And who did it, theirs.
        let account = declic::accounts::store::find_account(site.db(), anne.id).await.unwrap().unwrap();
        let zoe = people::moderator(site, "Zoe", "").await;
        (site.app.delete_account)(site.app.clone(), CurrentUser::from(account), None).await.unwrap();
        let mut journal = Browser::of(site, &zoe);
        journal.open("/moderation/journal").await;
        assert!(journal.says("Par un compte supprimé") && !journal.says("Anne"), "{}", journal.text());
    }

    async fn the_log_has_pages(site) {
        let anne = people::moderator(site, "Anne", "").await;
        let lea = people::explorer(site, "Lea").await;
        let assignment = Assignment { account: lea.id, role: Role::Relay, region: OCCITANIE.to_owned() };
        for _ in 0..30 {
            roles::grant(site.db(), By::Operator, &assignment, context::now()).await.unwrap();
            roles::revoke(site.db(), By::Operator, &assignment, context::now()).await.unwrap();
        }
        let mut browser = Browser::of(site, &anne);
        let lines = |browser: &Browser| html::tags(&browser.page.body).iter().filter(|tag| tag.get("class") == "log__line").count();
        browser.open("/moderation/journal").await;
        assert_eq!(lines(&browser), 50);
        assert!(browser.links().contains(&"/moderation/journal?page=2".to_owned()), "{:?}", browser.links());
        for last in ["2", "99"] {
            browser.open(&format!("/moderation/journal?page={last}")).await;
            assert_eq!(lines(&browser), 11, "page {last}");
        }
        browser.open("/moderation/journal?page=abc").await;
        assert_eq!(lines(&browser), 50);
    }

    async fn moderators_are_told_once_a_day(site) {
        let now = context::now();
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let elsewhere = people::moderator(site, "Max", "84").await;
        let administrator = people::moderator(site, "Anne", "").await;
        // Both roles, one mail.
        let assignment = Assignment { account: administrator.id, role: Role::Relay, region: OCCITANIE.to_owned() };
        roles::grant(site.db(), By::Operator, &assignment, now).await.unwrap();
        let told = || async {
            [subjects(site, &relay).await, subjects(site, &elsewhere).await, subjects(site, &administrator).await]
                .map(|subjects| subjects.len())
        };
        vetting_digest::tell(&site.app, now).await.unwrap();
        assert_eq!(told().await, [0, 0, 0], "nothing waits");
        waiting(site, "Paul").await;
        // However many processes look.
        let rounds = (0..4).map(|_| vetting_digest::tell(&site.app, now));
        futures::future::try_join_all(rounds).await.unwrap();
        assert_eq!(told().await, [1, 0, 1]);
        let mail = site.mails_to(&relay.email).await.remove(0);
        assert!(mail.subject.contains("Un profil attend") && mail.body.contains("http://localhost:3000/moderation\n"), "{mail:?}");
        waiting(site, "Eve").await;
        vetting_digest::tell(&site.app, now + Duration::hours(23)).await.unwrap();
        assert_eq!(told().await, [1, 0, 1]);
        vetting_digest::tell(&site.app, now + Duration::hours(24)).await.unwrap();
        assert_eq!(told().await, [2, 0, 2]);
        assert!(subjects(site, &relay).await[1].contains("2 profils attendent"));
        // One's own is for others to look at.
        save(site, &elsewhere, &[("commune", "Lyon")]).await;
        vetting_digest::tell(&site.app, now + Duration::hours(48)).await.unwrap();
        assert_eq!(told().await, [3, 0, 3]);
    }

    async fn administrators_name_relays(site) {
        let anne = people::moderator(site, "Anne", "").await;
        let lea = people::explorer(site, "Lea").await;
        let minor = people::born(site, "Petite", context::now().date_naive() - Duration::days(16 * 365)).await;
        let mut browser = Browser::of(site, &anne);
        browser.open("/moderation/equipe").await;
        for (email, region, says) in [
            ("", OCCITANIE, "Ce champ est nécessaire"),
            ("personne@exemple.fr", OCCITANIE, "Aucun compte confirmé"),
            (minor.email.as_str(), OCCITANIE, "moins de 18 ans"),
            (lea.email.as_str(), "", "Choisissez une réponse"),
            (lea.email.as_str(), "00", "Choisissez une des réponses"),
        ] {
            browser.submit("name_relay", &[("email", email), ("region", region)]).await;
            assert!(browser.says(says), "{email} {region}: {}", browser.text());
            assert_eq!(browser.field("name_relay", "email").as_deref(), Some(email));
        }
        browser.submit("name_relay", &[("email", "LEA@exemple.fr"), ("region", OCCITANIE)]).await;
        assert!(browser.says("cette personne est relais") && browser.says("Lea , relais (Occitanie)"), "{}", browser.text());
        assert_eq!(status_for(site, &lea, "/moderation").await, StatusCode::OK);
        browser.submit("dismiss_relay", &[]).await;
        assert!(browser.says("n’est plus relais"), "{}", browser.text());
        assert_eq!(status_for(site, &lea, "/moderation").await, StatusCode::NOT_FOUND);
        let actors: Vec<(String, i64)> = site
            .rows("select action, count(*) from audit_entry where actor_role = 'administrator' group by action order by action")
            .await;
        assert_eq!(actors, [("role_granted".to_owned(), 1), ("role_revoked".to_owned(), 1)]);
    }

    async fn the_schema_keeps_states_whole(site) {
        let (_, _) = waiting(site, "Paul").await;
        for sql in [
            "update professional set vetting = 'approved'",
            "update professional set vetting = 'nonsense'",
            "update professional set waits_in = null",
            "update professional set vetting = 'refused', waits_since = null, waits_in = null",
            "update professional set vetting_note = 'Un mot'",
            "insert into account_role (account_id, role, region, granted_at) select id, 'relay', '', created_at from account",
            "insert into account_role (account_id, role, region, granted_at) select id, 'administrator', '76', created_at from account",
            "insert into account_role (account_id, role, region, granted_at) select id, 'emperor', '', created_at from account",
        ] {
            assert!(site.refuses(sql).await, "{sql}");
        }
    }

    async fn the_demonstration_is_approved(site) {
        declic::server::seed::load(site.db(), context::now()).await.unwrap();
        let all = site.number("select count(*) from professional").await;
        assert_eq!(site.number("select count(*) from professional where vetting = 'approved' and listed").await, all);
        assert_eq!(site.number("select count(*) from vetted_profile").await, all);
    }
}

/// The first free start of a profile that has two free hours after it.
async fn soonest(site: &Site, id: Uuid) -> DateTime<Utc> {
    let professional = store::find_professional(site.db(), id).await.unwrap().unwrap();
    let schedule = declic::talks::availability::Schedule::load(site.db(), &professional, context::now()).await.unwrap();
    let starts = schedule.free_starts(context::now());
    *starts.iter().find(|start| starts.contains(&(**start + Duration::hours(2)))).unwrap()
}

async fn ask_as_minor(site: &Site, minor: &Person, id: Uuid, start: DateTime<Utc>) -> (StatusCode, String) {
    let fields = [
        ("form[professional]", id.to_string()),
        ("form[start]", moment::iso(start)),
        ("form[way]", "video".to_owned()),
        ("form[guardian_email]", "parent@exemple.fr".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = site.answer(call(&Method::POST, "book_talk", Some(&minor.cookie), &fields)).await;
    (answer.status, answer.body)
}

/// Of the last link that a guardian was sent.
async fn guardian_token(site: &Site) -> String {
    let mail = site.mails_to("parent@exemple.fr").await.pop().unwrap();
    let after = mail.body.split("/accord/").nth(1).unwrap();
    after.split_whitespace().next().unwrap().to_owned()
}

/// A published profile and a hidden one, from before profiles were looked at.
const BEFORE: &str = "
    insert into account (id, email, email_key, display_name, birth_date, commune_code, time_zone, locale, created_at)
    values ({one}, 'paul@exemple.fr', 'paul@exemple.fr', 'Paul', '1990-05-31', '81004', 'Europe/Paris', 'fr', '2026-01-01T00:00:00+00:00'),
           ({two}, 'lea@exemple.fr', 'lea@exemple.fr', 'Lea', '1990-05-31', '81004', 'Europe/Paris', 'fr', '2026-01-01T00:00:00+00:00');
    insert into professional (id, account_id, trade_code, headline, likes, dislikes, languages, commune_code,
        by_video, by_phone, on_site, time_zone, minimum_notice_minutes, horizon_days, published, created_at, updated_at)
    values ({one}, {one}, 'D1102', 'Paul', '-', '-', 'fr', '81004', {yes}, {no}, {no}, 'Europe/Paris', 0, 60, {yes},
            '2026-01-01T00:00:00+00:00', '2026-01-02T00:00:00+00:00'),
           ({two}, {two}, 'D1102', 'Lea', '-', '-', 'fr', '81004', {yes}, {no}, {no}, 'Europe/Paris', 0, 60, {no},
            '2026-01-01T00:00:00+00:00', '2026-01-02T00:00:00+00:00')";

const AFTER: &str = "select p.headline, p.vetting, p.listed, p.vetted_at is not null, count(v.professional_id)
    from professional p left join vetted_profile v on v.professional_id = p.id
    group by p.headline, p.vetting, p.listed, p.vetted_at order by p.headline desc";

type Row = (String, String, bool, bool, i64);

fn expected() -> Vec<Row> {
    vec![
        ("Paul".to_owned(), "approved".to_owned(), true, true, 1),
        ("Lea".to_owned(), "draft".to_owned(), false, false, 0),
    ]
}

#[tokio::test]
async fn what_was_published_before_is_taken_as_approved_sqlite() {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    for migration in [
        include_str!("../../migrations/sqlite/0001_ground_floor.sql"),
        include_str!("../../migrations/sqlite/0002_talks_as_agreed.sql"),
        include_str!("../../migrations/sqlite/0003_talks_outlive_accounts.sql"),
        include_str!("../../migrations/sqlite/0004_lifecycle.sql"),
        include_str!("../../migrations/sqlite/0006_availability.sql"),
    ] {
        sqlx::raw_sql(migration).execute(&mut connection).await.unwrap();
    }
    let rows = BEFORE.replace("{one}", "x'01'").replace("{two}", "x'02'").replace("{yes}", "1").replace("{no}", "0");
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut connection).await.unwrap();
    let migration = include_str!("../../migrations/sqlite/0009_vetting.sql");
    sqlx::raw_sql(migration).execute(&mut connection).await.unwrap();
    // What came later lets both stand.
    let migration = include_str!("../../migrations/sqlite/0018_what_a_profile_tells.sql");
    sqlx::raw_sql(migration).execute(&mut connection).await.unwrap();
    let after: Vec<Row> = sqlx::query_as(AFTER).fetch_all(&mut connection).await.unwrap();
    assert_eq!(after, expected());
}

#[tokio::test]
async fn what_was_published_before_is_taken_as_approved_postgres() {
    // In a schema of its own, which ends with the connection.
    let mut connection = PgConnection::connect(peers::postgres()).await.unwrap();
    let mut run = connection.begin().await.unwrap();
    sqlx::raw_sql("create schema before_vetting; set local search_path to before_vetting")
        .execute(&mut *run)
        .await
        .unwrap();
    for migration in [
        include_str!("../../migrations/postgres/0001_ground_floor.sql"),
        include_str!("../../migrations/postgres/0002_talks_as_agreed.sql"),
        include_str!("../../migrations/postgres/0003_talks_outlive_accounts.sql"),
        include_str!("../../migrations/postgres/0004_lifecycle.sql"),
        include_str!("../../migrations/postgres/0006_availability.sql"),
    ] {
        sqlx::raw_sql(migration).execute(&mut *run).await.unwrap();
    }
    let (one, two) = ("'00000000-0000-0000-0000-000000000001'", "'00000000-0000-0000-0000-000000000002'");
    let rows = BEFORE.replace("{one}", one).replace("{two}", two).replace("{yes}", "true").replace("{no}", "false");
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut *run).await.unwrap();
    let migration = include_str!("../../migrations/postgres/0009_vetting.sql");
    sqlx::raw_sql(migration).execute(&mut *run).await.unwrap();
    // What came later lets both stand.
    let migration = include_str!("../../migrations/postgres/0018_what_a_profile_tells.sql");
    sqlx::raw_sql(migration).execute(&mut *run).await.unwrap();
    let after: Vec<Row> = sqlx::query_as(AFTER).fetch_all(&mut *run).await.unwrap();
    assert_eq!(after, expected());
    run.rollback().await.unwrap();
}
