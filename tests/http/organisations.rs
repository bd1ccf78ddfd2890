//! Organisations: who opens them and looks at them, who is part of them, what their members learn, and what an explorer
//! lets them know.

use crate::{
    browser::{Browser, book, call},
    people::{self, PASSWORD, Person, Professional},
    search::{STATEMENTS, counted, counting},
    site::{Answer, Engine, Site, answer},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use chrono::{Duration, NaiveDate};
use declic::{
    context,
    moderation::roles::{Moderator, Reach},
    organisations::{form::ReviewForm, invitations, review, store},
    talks::vetting_digest,
};
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// Where people of these tests live.
const OCCITANIE: &str = "76";
const ABOUT: &str = "Six boulangers, un moulin, et du temps pour raconter le pain.";
/// What every organisation of these tests says, but for its name.
const GOOD: [(&str, &str); 5] = [
    ("kind", "company"),
    ("commune", "Albi (81)"),
    ("about", ABOUT),
    ("website", "www.exemple.fr"),
    ("siret", "732 829 320 00074"),
];

/// Opens an organisation through its page; gives its name in its address.
pub async fn open(site: &Site, owner: &Person, name: &str) -> String {
    let mut browser = Browser::of(site, owner);
    browser.open("/compte/organisations").await;
    let fields: Vec<_> = GOOD.into_iter().chain([("name", name)]).collect();
    browser.submit("create_organisation", &fields).await;
    assert!(browser.says("relit l’organisation avant qu’elle soit visible"), "{}", browser.text());
    browser.path.strip_prefix("/compte/organisations/").unwrap().to_owned()
}

/// Approves an organisation as an administrator would who looks at it.
pub async fn approve(site: &Site, slug: &str) {
    let row = store::find(site.db(), slug, None).await.unwrap().unwrap();
    let moderator = Moderator { user: people::account("Relectrice").into(), reach: Reach::Everywhere };
    let form = ReviewForm {
        organisation: row.id.to_string(),
        seen: row.changed_at.timestamp_millis().to_string(),
        decision: "approve".to_owned(),
        note: String::new(),
    };
    review::decide(&site.app, &moderator, &form, context::now()).await.unwrap();
}

async fn approved(site: &Site, owner: &Person, name: &str) -> String {
    let slug = open(site, owner, name).await;
    approve(site, &slug).await;
    slug
}

async fn post(site: &Site, person: &Person, function: &str, fields: &[(&str, &str)]) -> Answer {
    let fields: Vec<(String, &str)> = fields.iter().map(|(name, value)| (format!("form[{name}]"), *value)).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    site.answer(call(&Method::POST, function, Some(&person.cookie), &fields)).await
}

async fn get(site: &Site, person: &Person, function: &str, slug: &str) -> Answer {
    let fields: &[(&str, &str)] = match function {
        "organisation" => &[("slug", slug), ("page", "1")],
        _ => &[("slug", slug)],
    };
    site.answer(call(&Method::GET, function, Some(&person.cookie), fields)).await
}

/// Invites an address; gives the token of the link in its mail.
async fn invite(site: &Site, by: &Person, slug: &str, email: &str, place: &str) -> String {
    let fields = [("organisation", slug), ("email", email), ("place", place)];
    let answer = post(site, by, "invite_to_organisation", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let mail = site.mails_to(email).await.pop().unwrap();
    let rest = mail.body.split_once("/invitation/").unwrap().1;
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn accept(site: &Site, person: &Person, token: &str) -> Answer {
    post(site, person, "accept_invitation", &[("token", token)]).await
}

/// Has somebody take a place in an organisation.
pub async fn join(site: &Site, by: &Person, slug: &str, person: &Person, place: &str) {
    let token = invite(site, by, slug, &person.email, place).await;
    let answer = accept(site, person, &token).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}

async fn status_for(site: &Site, person: &Person, path: &str) -> StatusCode {
    let mut browser = Browser::of(site, person);
    browser.open(path).await.status
}

/// The members, each with their role, by their names.
async fn members(site: &Site) -> Vec<(String, String)> {
    site.rows(
        "select a.display_name, m.role from organisation_member m join account a on a.id = m.account_id order by 1",
    )
    .await
}

fn pair(name: &str, role: &str) -> (String, String) {
    (name.to_owned(), role.to_owned())
}

/// A confirmed talk of these two; gives its id.
async fn confirmed(site: &Site, explorer: &Person, professional: &Professional) -> String {
    // Whatever was booked before keeps its cells.
    let minutes = 60 * site.number("select count(*) from talk").await;
    let answer = site.answer(book(explorer, &professional.id.to_string(), &people::iso(minutes))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.location().trim_start_matches("/rendez-vous/").to_owned()
}

/// Two hours ago every talk began, and everybody has been there for long.
async fn let_the_hour_pass(site: &Site) {
    site.execute(match site.engine {
        Engine::Sqlite => "update talk set starts_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-2 hours')",
        Engine::Postgres => "update talk set starts_at = now() - interval '2 hours'",
    })
    .await;
    site.execute("update organisation_professional set joined_at = '2020-01-01T00:00:00+00:00'").await;
}

/// A baker who gives time in the name of Anne's organisation, which is approved: its name in its address.
async fn bakery(site: &Site) -> (Person, Professional, String) {
    let anne = people::explorer(site, "Anne Duval").await;
    let paul = people::professional(site, "Paul Fournier").await;
    let slug = approved(site, &anne, "Fournil de l’Écluse").await;
    join(site, &anne, &slug, &paul.person, "professional").await;
    (anne, paul, slug)
}

on_both_engines! {
    async fn an_organisation_waits_before_it_is_seen(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let lea = people::explorer(site, "Lea").await;
        let slug = open(site, &anne, "Fournil de l’Écluse").await;
        assert_eq!(slug, "fournil-de-l-ecluse");
        let page = format!("/organisations/{slug}");
        assert_eq!(site.get(&page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(status_for(site, &lea, &page).await, StatusCode::NOT_FOUND);
        assert!(!site.get("/organisations").await.body.contains("Fournil"));
        let mut owner = Browser::of(site, &anne);
        owner.open(&page).await;
        assert!(owner.says("Ceci est un aperçu") && owner.says(ABOUT), "{}", owner.text());

        // Who looks after another région does not learn of it.
        let elsewhere = people::moderator(site, "Max", "84").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let mut browser = Browser::of(site, &elsewhere);
        browser.open("/moderation/organisations").await;
        assert!(browser.says("Aucune organisation n’attend"), "{}", browser.text());
        for person in [&lea, &anne] {
            assert_eq!(status_for(site, person, "/moderation/organisations").await, StatusCode::NOT_FOUND);
        }
        let mut browser = Browser::of(site, &relay);
        browser.open("/moderation").await;
        assert!(browser.links().contains(&"/moderation/organisations".to_owned()), "{:?}", browser.links());
        browser.open("/moderation/organisations").await;
        assert!(browser.says("1 organisation attend") && browser.says("Proposée par Anne Duval"), "{}", browser.text());
        assert!(browser.says("732\u{a0}829\u{a0}320\u{a0}00074") || browser.says("732 829 320 00074"), "{}", browser.text());
        assert!(!browser.page.body.contains(&anne.email));
        let (organisation, seen) = (
            browser.field("decide_on_organisation", "organisation").unwrap(),
            browser.field("decide_on_organisation", "seen").unwrap(),
        );
        let approve = [("organisation", &*organisation), ("seen", &*seen), ("decision", "approve"), ("note", "")];
        for (person, status) in [(&elsewhere, StatusCode::NOT_FOUND), (&lea, StatusCode::NOT_FOUND), (&anne, StatusCode::NOT_FOUND)] {
            assert_eq!(post(site, person, "decide_on_organisation", &approve).await.status, status);
        }
        browser.submit("decide_on_organisation", &[("decision", "approve")]).await;
        assert!(browser.says("C’est noté") && browser.says("Aucune organisation n’attend"), "{}", browser.text());

        let seen = site.get(&page).await;
        assert!(seen.status == StatusCode::OK && seen.body.contains("https://www.exemple.fr/"), "{}", seen.body);
        assert!(seen.body.contains("nofollow"), "{}", seen.body);
        assert!(site.get("/organisations").await.body.contains("Fournil de l’Écluse"));
        let mail = site.mails_to(&anne.email).await.pop().unwrap();
        assert_eq!(mail.subject, "Fournil de l’Écluse est en ligne");
        assert!(mail.body.contains(&format!("http://localhost:3000{page}")), "{}", mail.body);
        let deeds: Vec<(String, String)> = site
            .rows("select action, reason from audit_entry where action like 'organisation%'").await;
        assert_eq!(deeds, [pair("organisation_approved", &slug)]);
        let administrator = people::moderator(site, "Ines", "").await;
        let mut journal = Browser::of(site, &administrator);
        journal.open("/moderation/journal").await;
        assert!(journal.says("Organisation approuvée · Anne Duval") && journal.says(&slug), "{}", journal.text());

        // What is saved as it was stays; what has changed waits.
        owner.open(&format!("/compte/organisations/{slug}/page")).await;
        owner.submit("save_organisation", &[]).await;
        assert!(owner.says("Rien n’a changé"), "{}", owner.text());
        assert_eq!(site.get(&page).await.status, StatusCode::OK);
        owner.open(&format!("/compte/organisations/{slug}/page")).await;
        assert!(owner.says("Ce que vous changez est relu"), "{}", owner.text());
        owner.submit("save_organisation", &[("name", "Mairie de Paris")]).await;
        assert!(owner.says("la page reste comme elle est") && owner.path == format!("/compte/organisations/{slug}"), "{}", owner.text());
        assert_eq!(site.get(&page).await.status, StatusCode::OK);
        assert!(!site.get("/organisations").await.body.contains("Mairie de Paris"));
    }

    async fn a_change_waits_while_what_was_approved_stays(site) {
        let (anne, paul, slug) = bakery(site).await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let (page, editor) = (format!("/organisations/{slug}"), format!("/compte/organisations/{slug}/page"));
        let mut owner = Browser::of(site, &anne);
        owner.open(&editor).await;
        let another = "Un moulin et six boulangers qui racontent le pain.";
        owner.submit("save_organisation", &[("name", "Mairie de Paris"), ("about", another), ("website", ""), ("siret", "")]).await;
        assert!(owner.says("Quelqu’un de l’équipe Déclic relit ce que vous avez changé"), "{}", owner.text());

        // Everywhere it is what was approved, to its members too; they go on inviting in that name.
        let seen = site.get(&page).await;
        assert!(seen.status == StatusCode::OK && seen.body.contains(ABOUT) && seen.body.contains("www.exemple.fr"), "{}", seen.body);
        for body in [seen.body, site.get("/organisations").await.body, site.get(&format!("/rencontres/{}", paul.id)).await.body] {
            assert!(body.contains("Fournil de l’Écluse") && !body.contains("Mairie de Paris"), "{body}");
        }
        invite(site, &anne, &slug, "travail@exemple.fr", "editor").await;
        assert_eq!(site.mails_to("travail@exemple.fr").await[0].subject, "Fournil de l’Écluse vous invite sur Déclic");
        // The editor goes on from what was written last, with what was emptied.
        owner.open(&editor).await;
        let written = |name: &str| owner.field("save_organisation", name).unwrap();
        assert_eq!((&*written("name"), &*written("about"), &*written("website"), &*written("siret")), ("Mairie de Paris", another, "", ""));

        // Who decides sees of what it is a change.
        let mut moderator = Browser::of(site, &relay);
        moderator.open("/moderation/organisations").await;
        assert!(moderator.says("Changement d’une organisation en ligne") && moderator.says("Mairie de Paris"), "{}", moderator.text());
        assert!(moderator.says("Fournil de l’Écluse") && moderator.links().contains(&page), "{}", moderator.text());
        let why = "Rien ne montre que vous parlez au nom de la mairie.";
        moderator.submit("decide_on_organisation", &[("decision", "refuse"), ("note", why)]).await;
        assert!(moderator.says("Aucune organisation n’attend"), "{}", moderator.text());
        let mail = site.mails_to(&anne.email).await.pop().unwrap();
        assert!(mail.subject.starts_with("Fournil de l’Écluse : votre changement") && mail.body.contains(why), "{mail:?}");
        assert!(site.get(&page).await.body.contains("Fournil de l’Écluse"));
        owner.open(&editor).await;
        assert!(owner.says("Ce que vous avez changé n’a pas été accepté") && owner.says(why), "{}", owner.text());
        assert_eq!(owner.field("save_organisation", "name").as_deref(), Some("Mairie de Paris"), "what was typed is kept");

        // Another one, changed while it is read, and approved.
        owner.submit("save_organisation", &[("name", "Fournil d’Albi")]).await;
        moderator.open("/moderation/organisations").await;
        owner.open(&editor).await;
        owner.submit("save_organisation", &[("name", "Fournil du Tarn")]).await;
        moderator.submit("decide_on_organisation", &[("decision", "approve")]).await;
        assert!(moderator.says("Ce que vous lisiez a changé") && moderator.says("Fournil du Tarn"), "{}", moderator.text());
        moderator.submit("decide_on_organisation", &[("decision", "approve")]).await;
        let seen = site.get(&page).await.body;
        assert!(seen.contains("Fournil du Tarn") && seen.contains(another) && !seen.contains("www.exemple.fr"), "{seen}");
        assert_eq!(site.number("select count(*) from organisation_change").await, 0);

        // What is put back as it is online waits for nobody.
        owner.open(&editor).await;
        owner.submit("save_organisation", &[("name", "Fournil")]).await;
        owner.open(&editor).await;
        owner.submit("save_organisation", &[("name", "Fournil du Tarn")]).await;
        assert!(owner.says("il n’y a rien à relire"), "{}", owner.text());
        moderator.open("/moderation/organisations").await;
        assert!(moderator.says("Aucune organisation n’attend"), "{}", moderator.text());
        let deeds: Vec<(String,)> = site.rows("select action from audit_entry where action like 'organisation%' order by at, id").await;
        let deeds: Vec<&str> = deeds.iter().map(|(deed,)| &**deed).collect();
        assert_eq!(deeds, ["organisation_approved", "organisation_change_refused", "organisation_approved"]);
    }

    async fn what_was_approved_is_taken_down(site) {
        let (anne, paul, slug) = bakery(site).await;
        let page = format!("/organisations/{slug}");
        let token = invite(site, &anne, &slug, "travail@exemple.fr", "editor").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let administrator = people::moderator(site, "Ines", "").await;
        let elsewhere = people::moderator(site, "Max", "84").await;
        let lea = people::explorer(site, "Lea").await;
        join(site, &anne, &slug, &administrator, "editor").await;
        // Only who looks after its région, and is not part of it, is led there; only they find it.
        let case = format!("/moderation/organisations/{slug}");
        for (person, is_led, status) in [
            (&relay, true, StatusCode::OK), (&administrator, false, StatusCode::OK),
            (&elsewhere, false, StatusCode::NOT_FOUND), (&lea, false, StatusCode::NOT_FOUND), (&anne, false, StatusCode::NOT_FOUND),
        ] {
            let mut browser = Browser::of(site, person);
            browser.open(&page).await;
            assert_eq!(browser.links().contains(&case), is_led, "{}", person.name);
            assert_eq!(browser.open(&case).await.status, status, "{}", person.name);
        }
        let mut own = Browser::of(site, &administrator);
        own.open(&case).await;
        assert!(own.says("quelqu’un d’autre doit décider"), "{}", own.text());
        let mut browser = Browser::of(site, &relay);
        browser.open(&case).await;
        let field = |name: &str| browser.field("decide_on_organisation", name).unwrap();
        let (id, seen) = (field("organisation"), field("seen"));
        let why = "Cette page n’est pas celle du Fournil, qui nous a écrit.";
        let fields = [("organisation", &*id), ("seen", &*seen), ("decision", "take_down"), ("note", why)];
        for (person, status) in [
            (&administrator, StatusCode::FORBIDDEN), (&elsewhere, StatusCode::NOT_FOUND), (&lea, StatusCode::NOT_FOUND), (&anne, StatusCode::NOT_FOUND),
        ] {
            assert_eq!(post(site, person, "decide_on_organisation", &fields).await.status, status, "{}", person.name);
        }
        // Nothing of it waits: there is nothing else to decide.
        for decision in ["approve", "refuse"] {
            let fields = [("organisation", &*id), ("seen", &*seen), ("decision", decision), ("note", why)];
            assert_eq!(post(site, &relay, "decide_on_organisation", &fields).await.status, StatusCode::CONFLICT, "{decision}");
        }
        for (note, says) in [
            ("", "Ce champ est nécessaire"), ("Non.", "au moins 10 caractères"),
            ("Appelez-moi au 06 12 34 56 78 pour en parler.", "ressemble à une coordonnée"),
        ] {
            browser.submit("decide_on_organisation", &[("note", note)]).await;
            assert!(browser.says(says) && browser.path == case, "{note}: {}", browser.text());
        }
        assert_eq!(site.get(&page).await.status, StatusCode::OK);
        browser.submit("decide_on_organisation", &[("note", why)]).await;
        assert!(browser.says("C’est noté"), "{}", browser.text());

        // Nobody sees it but its members, nobody joins it, and it is named nowhere.
        assert_eq!(site.get(&page).await.status, StatusCode::NOT_FOUND);
        assert!(!site.get("/organisations").await.body.contains("Fournil"));
        assert!(!site.get(&format!("/rencontres/{}", paul.id)).await.body.contains("Fournil"));
        assert_eq!(accept(site, &lea, &token).await.status, StatusCode::GONE);
        let early = [("organisation", &*slug), ("email", "a@exemple.fr"), ("place", "editor")];
        assert_eq!(post(site, &anne, "invite_to_organisation", &early).await.status, StatusCode::FORBIDDEN);
        let mail = site.mails_to(&anne.email).await.pop().unwrap();
        assert!(mail.subject == "Fournil de l’Écluse n’est plus en ligne" && mail.body.contains(why), "{mail:?}");
        let deeds: Vec<(String, String, String)> = site
            .rows("select action, reason, note from audit_entry where action = 'organisation_taken_down'").await;
        assert_eq!(deeds, [("organisation_taken_down".to_owned(), slug.clone(), why.to_owned())]);
        // The second of two is told.
        assert_eq!(post(site, &relay, "decide_on_organisation", &fields).await.status, StatusCode::CONFLICT);
        browser.open(&case).await;
        assert!(browser.says("Cette organisation n’est pas en ligne"), "{}", browser.text());

        // It comes back as any other, without the invitations of before.
        let mut owner = Browser::of(site, &anne);
        owner.open(&format!("/compte/organisations/{slug}/page")).await;
        assert!(owner.says(why), "{}", owner.text());
        owner.submit("save_organisation", &[("website", "fournil.exemple.fr")]).await;
        approve(site, &slug).await;
        assert_eq!(site.get(&page).await.status, StatusCode::OK);
        assert_eq!(accept(site, &lea, &token).await.status, StatusCode::GONE);
    }

    async fn moderators_are_told_that_one_waits(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let elsewhere = people::moderator(site, "Max", "84").await;
        open(site, &anne, "Fournil").await;
        for _ in 0..2 {
            vetting_digest::tell(&site.app, context::now()).await.unwrap();
        }
        let mails = site.mails_to(&relay.email).await;
        assert!(mails.len() == 1 && mails[0].body.contains("/moderation/organisations"), "{mails:?}");
        assert_eq!(site.mails_to(&elsewhere.email).await.len(), 0);
        // Nobody is told of their own, on which they decide nothing.
        open(site, &elsewhere, "Chez Max").await;
        site.execute("update organisation set region_code = '84' where slug = 'chez-max'").await;
        vetting_digest::tell(&site.app, context::now()).await.unwrap();
        assert_eq!(site.mails_to(&elsewhere.email).await.len(), 0);
        let mut browser = Browser::of(site, &elsewhere);
        browser.open("/moderation/organisations").await;
        assert!(browser.says("Aucune organisation n’attend") && browser.says("0 organisation"), "{}", browser.text());
    }

    async fn what_is_wrong_is_told_beside_its_field(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let mut browser = Browser::of(site, &anne);
        let long = "a".repeat(121);
        let longest = "mot ".repeat(301);
        for (field, typed, says) in [
            ("name", "", "Ce champ est nécessaire"),
            ("name", "!", "au moins 2 caractères"),
            ("name", &*long, "120 caractères au plus"),
            ("name", "Fournil, 06 12 34 56 78", "ressemble à une coordonnée"),
            ("kind", "gang", "Choisissez une des réponses"),
            ("commune", "", "Ce champ est nécessaire"),
            ("commune", "Nulle-Part", "Nous ne trouvons pas ce lieu"),
            ("commune", "Saint-Martin", "Plusieurs lieux portent ce nom"),
            ("about", "", "Ce champ est nécessaire"),
            ("about", "Court.", "au moins 20 caractères"),
            ("about", &*longest, "1200 caractères au plus"),
            ("about", "Écrivez-nous à anne@exemple.fr pour en savoir plus.", "ressemble à une coordonnée"),
            ("website", "javascript:alert(1)", "pas l’adresse d’un site"),
            ("website", "https://127.0.0.1/", "pas l’adresse d’un site"),
            ("siret", "732 829 320 00075", "Ce numéro n’est pas un SIRET"),
            ("siret", "732829320", "Ce numéro n’est pas un SIRET"),
        ] {
            browser.open("/compte/organisations").await;
            let fields: Vec<_> = GOOD.into_iter().chain([("name", "Fournil")]).filter(|(name, _)| *name != field).chain([(field, typed)]).collect();
            browser.submit("create_organisation", &fields).await;
            assert!(browser.says(says), "{field} {typed}: {}", browser.text());
            assert!(browser.path == "/compte/organisations" && browser.page.body.contains(ABOUT) || field == "about", "what was typed is kept");
        }
        assert_eq!(site.number("select count(*) from organisation").await, 0);
        // Without what is optional, and under a name that another one has.
        for (name, slug) in [("Fournil", "fournil"), ("FOURNIL !", "fournil-2"), ("日本の店", "organisation")] {
            let fields = [("name", name), ("kind", "other"), ("commune", "Albi (81)"), ("about", ABOUT)];
            let answer = post(site, &anne, "create_organisation", &fields).await;
            assert_eq!(answer.location(), format!("/compte/organisations/{slug}"), "{}", answer.body);
        }
        // Nobody owns a hundred.
        for name in ["Quatre", "Cinq"] {
            open(site, &anne, name).await;
        }
        browser.open("/compte/organisations").await;
        let fields: Vec<_> = GOOD.into_iter().chain([("name", "Six")]).collect();
        browser.submit("create_organisation", &fields).await;
        assert!(browser.says("Vous êtes déjà responsable de 5 organisations"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from organisation").await, 5);
    }

    async fn before_eighteen_nobody_opens_or_joins_one(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let slug = approved(site, &anne, "Fournil").await;
        let tom = people::born(site, "Tom", context::now().date_naive() - Duration::days(16 * 366)).await;
        let mut browser = Browser::of(site, &tom);
        browser.open("/compte/organisations").await;
        assert!(browser.says("Il faut avoir 18 ans"), "{}", browser.text());
        let fields: Vec<_> = GOOD.into_iter().chain([("name", "Club")]).collect();
        assert_eq!(post(site, &tom, "create_organisation", &fields).await.status, StatusCode::FORBIDDEN);
        let token = invite(site, &anne, &slug, &tom.email, "editor").await;
        assert_eq!(accept(site, &tom, &token).await.status, StatusCode::FORBIDDEN);
        assert_eq!(members(site).await, [pair("Anne Duval", "owner")]);
    }

    async fn what_is_refused_says_why_and_waits_again(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let slug = open(site, &anne, "Mairie d’Albi").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let administrator = people::moderator(site, "Ines", "").await;
        let (mut first, mut second) = (Browser::of(site, &relay), Browser::of(site, &administrator));
        first.open("/moderation/organisations").await;
        for (decision, note, says) in [
            ("", "", "Choisissez une réponse"),
            ("burn", "", "Choisissez une des réponses"),
            ("refuse", "", "Ce champ est nécessaire"),
            ("refuse", "Non.", "au moins 10 caractères"),
            ("refuse", "Appelez-moi au 06 12 34 56 78 pour en parler.", "ressemble à une coordonnée"),
        ] {
            first.submit("decide_on_organisation", &[("decision", decision), ("note", note)]).await;
            assert!(first.says(says), "{decision} {note}: {}", first.text());
        }
        second.open("/moderation/organisations").await;
        let why = "Rien ne montre que vous parlez au nom de la mairie.";
        first.submit("decide_on_organisation", &[("decision", "refuse"), ("note", why)]).await;
        assert!(first.says("C’est noté"), "{}", first.text());
        // The second of two is told.
        second.submit("decide_on_organisation", &[("decision", "approve")]).await;
        assert!(second.says("Quelqu’un a décidé avant vous"), "{}", second.text());
        let mail = site.mails_to(&anne.email).await.pop().unwrap();
        assert!(mail.subject.contains("n’a pas été acceptée") && mail.body.contains(why), "{mail:?}");
        let mut owner = Browser::of(site, &anne);
        for path in [format!("/compte/organisations/{slug}"), format!("/compte/organisations/{slug}/page")] {
            owner.open(&path).await;
            assert!(owner.says("n’a pas été acceptée") && owner.says(why), "{}", owner.text());
        }
        owner.submit("save_organisation", &[("website", "mairie-albi.fr")]).await;
        assert!(owner.says("en relecture") && !owner.says(why), "{}", owner.text());

        // What changes while somebody reads it is not what they approve.
        second.open("/moderation/organisations").await;
        owner.open(&format!("/compte/organisations/{slug}/page")).await;
        owner.submit("save_organisation", &[("name", "Préfecture du Tarn")]).await;
        second.submit("decide_on_organisation", &[("decision", "approve")]).await;
        assert!(second.says("a changé pendant votre lecture") && second.says("Préfecture du Tarn"), "{}", second.text());
        assert_eq!(site.number("select count(*) from organisation where state = 'waiting'").await, 1);

        // Nobody decides on their own.
        let own = open(site, &administrator, "Chez Ines").await;
        second.open("/moderation/organisations").await;
        assert!(second.says("1 organisation attend") && !second.says("Chez Ines"), "{}", second.text());
        let row = store::find(site.db(), &own, None).await.unwrap().unwrap();
        let seen = row.changed_at.timestamp_millis().to_string();
        let fields = [("organisation", &*row.id.to_string()), ("seen", &*seen), ("decision", "approve"), ("note", "")];
        assert_eq!(post(site, &administrator, "decide_on_organisation", &fields).await.status, StatusCode::FORBIDDEN);
        assert_eq!(post(site, &administrator, "decide_on_organisation", &[("organisation", "nothing")]).await.status, StatusCode::NOT_FOUND);
    }

    async fn an_invitation_is_used_once_and_by_whoever_confirms(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let slug = open(site, &anne, "Fournil").await;
        // Nobody is written to in a name that nobody has looked at.
        let early = [("organisation", &*slug), ("email", "a@exemple.fr"), ("place", "editor")];
        assert_eq!(post(site, &anne, "invite_to_organisation", &early).await.status, StatusCode::FORBIDDEN);
        assert!(site.mails_to("a@exemple.fr").await.is_empty());
        let mut owner = Browser::of(site, &anne);
        let team = format!("/compte/organisations/{slug}/equipe");
        owner.open(&team).await;
        assert!(owner.says("dès que l’organisation sera relue") && !owner.says("ci-dessous"), "{}", owner.text());
        approve(site, &slug).await;
        owner.open(&team).await;
        assert!(owner.says("Invitez vos collègues ci-dessous"), "{}", owner.text());
        for (email, place, says) in [
            ("", "editor", "Ce champ est nécessaire"),
            ("lea", "editor", "Cette adresse n’est pas complète"),
            ("lea@exemple.fr", "king", "Choisissez une des réponses"),
        ] {
            owner.submit("invite_to_organisation", &[("email", email), ("place", place)]).await;
            assert!(owner.says(says), "{email} {place}: {}", owner.text());
        }
        owner.submit("invite_to_organisation", &[("email", "lea"), ("place", "")]).await;
        assert!(owner.says("Cette adresse n’est pas complète") && owner.says("Choisissez une réponse"), "all at once: {}", owner.text());
        owner.submit("invite_to_organisation", &[("email", "travail@exemple.fr"), ("place", "editor")]).await;
        assert!(owner.says("L’invitation est partie") && owner.says("travail@exemple.fr"), "{}", owner.text());
        let mail = site.mails_to("travail@exemple.fr").await.remove(0);
        assert!(mail.subject == "Fournil vous invite sur Déclic" && mail.body.contains("Anne Duval"), "{mail:?}");
        let link = format!("/invitation/{}", mail.body.split_once("/invitation/").unwrap().1.split_whitespace().next().unwrap());
        let token = link.trim_start_matches("/invitation/");
        let hashed: Vec<(String,)> = site.rows("select token_hash from organisation_invitation").await;
        assert!(!hashed[0].0.contains(token));

        // A scanner of mail opens it: nothing happens.
        let before = site.content().await;
        let seen = site.get(&link).await;
        assert!(seen.status == StatusCode::OK && seen.body.contains("Fournil vous invite"), "{}", seen.body);
        assert!(!seen.body.contains("travail@exemple.fr") && !seen.body.contains("accept_invitation"), "{}", seen.body);
        assert!(seen.body.contains("/connexion?suite=%2Finvitation%2F"), "{}", seen.body);
        assert_eq!(site.content().await, before, "opening a link changed something");
        let stranger = site.answer(call(&Method::POST, "accept_invitation", None, &[("form[token]", token)])).await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);

        let mut browser = Browser::of(site, &lea);
        browser.open(&link).await;
        browser.submit("accept_invitation", &[]).await;
        assert!(browser.says("C’est fait, bienvenue") && browser.path == format!("/compte/organisations/{slug}"), "{}", browser.text());
        assert_eq!(members(site).await, [pair("Anne Duval", "owner"), pair("Lea", "editor")]);
        // The link may have been passed on: the owners read who came by it.
        let told = site.mails_to(&anne.email).await.pop().unwrap();
        assert!(told.subject == "Lea rejoint Fournil" && told.body.contains("travail@exemple.fr"), "{told:?}");
        assert_eq!(accept(site, &max, token).await.status, StatusCode::GONE);
        assert_eq!(accept(site, &max, "nothing").await.status, StatusCode::GONE);
        browser.open(&link).await;
        assert!(browser.says("Cette invitation n’est plus valable"), "{}", browser.text());

        // An editor invites those who give time, and nobody to look after the page.
        let fields = [("organisation", &*slug), ("email", "b@exemple.fr"), ("place", "owner")];
        assert_eq!(post(site, &lea, "invite_to_organisation", &fields).await.status, StatusCode::FORBIDDEN);
        assert_eq!(post(site, &max, "invite_to_organisation", &fields).await.status, StatusCode::NOT_FOUND);
        invite(site, &lea, &slug, "b@exemple.fr", "professional").await;

        // The same address again: the link before works no more. Taken back: none does.
        let old = invite(site, &anne, &slug, "max@travail.fr", "owner").await;
        let new = invite(site, &anne, &slug, "Max@travail.fr", "owner").await;
        assert_eq!(accept(site, &max, &old).await.status, StatusCode::GONE);
        let ids: Vec<(Uuid,)> = site.rows("select id from organisation_invitation where place = 'owner'").await;
        let id = ids[0].0.to_string();
        let withdrawal = [("organisation", &*slug), ("invitation", &*id)];
        assert_eq!(post(site, &lea, "withdraw_invitation", &withdrawal).await.status, StatusCode::FORBIDDEN);
        assert_eq!(post(site, &max, "withdraw_invitation", &withdrawal).await.status, StatusCode::NOT_FOUND);
        assert_eq!(post(site, &anne, "withdraw_invitation", &withdrawal).await.status, StatusCode::OK);
        assert_eq!(accept(site, &max, &new).await.status, StatusCode::GONE);
        // Too old.
        let late = invite(site, &anne, &slug, "max@travail.fr", "owner").await;
        site.execute("update organisation_invitation set expires_at = '2020-01-01T00:00:00+00:00'").await;
        assert_eq!(accept(site, &max, &late).await.status, StatusCode::GONE);
        invitations::sweep(&site.app, context::now()).await.unwrap();
        assert_eq!(site.number("select count(*) from organisation_invitation").await, 0);
    }

    async fn an_invitation_is_declined_without_an_account(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let slug = open(site, &anne, "Fournil").await;
        approve(site, &slug).await;
        let link = format!("/invitation/{}", invite(site, &anne, &slug, "a@exemple.fr", "editor").await);
        let mut stranger = Browser::new(site);
        stranger.open(&link).await;
        stranger.submit("decline_invitation", &[]).await;
        assert!(stranger.path == "/" && stranger.says("L’invitation est déclinée"), "{} {}", stranger.path, stranger.text());
        assert_eq!(site.number("select count(*) from organisation_invitation").await, 0);
        let told = site.mails_to(&anne.email).await.pop().unwrap();
        assert!(told.subject == "Une invitation de Fournil est déclinée" && told.body.contains("a@exemple.fr"), "{told:?}");
        // Once only.
        let count = site.mails_to(&anne.email).await.len();
        let again = post(site, &anne, "decline_invitation", &[("token", link.trim_start_matches("/invitation/"))]).await;
        assert_eq!(again.status, StatusCode::GONE);
        assert_eq!(site.mails_to(&anne.email).await.len(), count);
    }

    async fn a_minor_reads_why_an_invitation_is_not_for_them(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let slug = open(site, &anne, "Fournil").await;
        approve(site, &slug).await;
        let token = invite(site, &anne, &slug, "a@exemple.fr", "editor").await;
        let born = context::now().date_naive() - chrono::Days::new(16 * 366);
        let petite = people::born(site, "Petite Ourse", born).await;
        let mut browser = Browser::of(site, &petite);
        browser.open(&format!("/invitation/{token}")).await;
        assert!(browser.says("Il faut avoir 18 ans") && !browser.page.body.contains("accept_invitation"), "{}", browser.text());
        assert_eq!(accept(site, &petite, &token).await.status, StatusCode::FORBIDDEN);
    }

    async fn an_organisation_sends_so_many_invitations_a_day(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let slug = approved(site, &anne, "Fournil").await;
        let on = |day: NaiveDate, sent: u32| -> &'static str {
            Box::leak(format!("update organisation set invited_on = '{day}', invited = {sent}").into_boxed_str())
        };
        let today = context::now().date_naive();
        let withdraw = async || {
            let ids: Vec<(Uuid,)> = site.rows("select id from organisation_invitation").await;
            let id = ids[0].0.to_string();
            let fields = [("organisation", &*slug), ("invitation", &*id)];
            assert_eq!(post(site, &anne, "withdraw_invitation", &fields).await.status, StatusCode::OK);
        };
        invite(site, &anne, &slug, "a@exemple.fr", "professional").await;
        withdraw().await;
        assert_eq!(site.number("select count(*) from organisation where invited = 1").await, 1);
        site.execute(on(today, 29)).await;
        invite(site, &anne, &slug, "b@exemple.fr", "professional").await;
        // Taking one back gives none.
        withdraw().await;
        let mut browser = Browser::of(site, &anne);
        browser.open(&format!("/compte/organisations/{slug}/equipe")).await;
        browser.submit("invite_to_organisation", &[("email", "c@exemple.fr"), ("place", "professional")]).await;
        assert!(browser.says("a déjà envoyé 30 invitations aujourd’hui") && browser.page.body.contains("c@exemple.fr"), "{}", browser.text());
        assert!(site.mails_to("c@exemple.fr").await.is_empty());
        // Another day is another one.
        site.execute(on(today - Duration::days(1), 30)).await;
        invite(site, &anne, &slug, "c@exemple.fr", "professional").await;
        assert_eq!(site.number("select count(*) from organisation where invited = 1").await, 1);
    }

    async fn who_loses_a_place_comes_back_by_no_link_of_their_own(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let lea = people::with_password(site, "Lea").await;
        let slug = approved(site, &anne, "Fournil").await;
        let (of_lea, max) = (lea.id.to_string(), people::explorer(site, "Max").await);
        // That of another stays.
        let kept = invite(site, &anne, &slug, "max@exemple.fr", "editor").await;
        let loses: [(&str, &[(&str, &str)]); 3] = [
            ("change_member_role", &[("role", "editor")]),
            ("remove_from_organisation", &[("place", "editor")]),
            ("remove_from_organisation", &[("place", "owner")]),
        ];
        for (function, change) in loses {
            join(site, &anne, &slug, &lea, "owner").await;
            let token = invite(site, &lea, &slug, "moi@exemple.fr", "owner").await;
            let fields: Vec<_> = [("organisation", &*slug), ("account", &*of_lea)].into_iter().chain(change.iter().copied()).collect();
            assert_eq!(post(site, &anne, function, &fields).await.status, StatusCode::OK, "{function}");
            assert_eq!(accept(site, &lea, &token).await.status, StatusCode::GONE, "{function} {change:?}");
        }
        // Nor does anybody by a link of who deletes their account.
        join(site, &anne, &slug, &lea, "owner").await;
        let token = invite(site, &lea, &slug, "moi@exemple.fr", "owner").await;
        let mut browser = Browser::of(site, &lea);
        browser.open("/compte").await;
        browser.submit("delete_account", &[("current", PASSWORD)]).await;
        assert_eq!(accept(site, &max, &token).await.status, StatusCode::GONE);
        assert_eq!(accept(site, &max, &kept).await.status, StatusCode::OK);
    }

    async fn of_many_who_accept_at_once_one_is_let_in(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let slug = approved(site, &anne, "Fournil").await;
        let token = invite(site, &anne, &slug, "travail@exemple.fr", "owner").await;
        let many = people::explorers(site.db(), "lea", 8).await;
        let answers = many.iter().map(|person| {
            let request = call(&Method::POST, "accept_invitation", Some(&person.cookie), &[("form[token]", &token)]);
            tokio::spawn(answer(site.router(), request))
        });
        let mut won = 0;
        for answer in futures::future::join_all(answers.collect::<Vec<_>>()).await {
            let answer = answer.unwrap();
            match answer.status {
                StatusCode::OK => won += 1,
                status => assert_eq!(status, StatusCode::GONE, "{}", answer.body),
            }
        }
        assert_eq!((won, members(site).await.len()), (1, 2));
    }

    async fn one_owner_always_stays(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let lea = people::explorer(site, "Lea").await;
        let slug = approved(site, &anne, "Fournil").await;
        let mut browser = Browser::of(site, &anne);
        browser.open(&format!("/compte/organisations/{slug}/equipe")).await;
        browser.submit("remove_from_organisation", &[]).await;
        assert!(browser.says("Il faut toujours au moins une personne responsable"), "{}", browser.text());
        browser.submit("change_member_role", &[]).await;
        assert!(browser.says("Il faut toujours au moins une personne responsable"), "{}", browser.text());
        assert_eq!(members(site).await, [pair("Anne Duval", "owner")]);

        // Two owners leave at once, and again.
        for _ in 0..6 {
            join(site, &anne, &slug, &lea, "owner").await;
            let leave = |person: &Person, function: &str| {
                let account = person.id.to_string();
                let fields = [("form[organisation]", &*slug), ("form[account]", &*account), ("form[place]", "owner"), ("form[role]", "editor")];
                tokio::spawn(answer(site.router(), call(&Method::POST, function, Some(&person.cookie), &fields)))
            };
            let (one, other) = tokio::join!(leave(&anne, "remove_from_organisation"), leave(&lea, "change_member_role"));
            let statuses = [one.unwrap().status, other.unwrap().status];
            assert_eq!(site.number("select count(*) from organisation_member where role = 'owner'").await, 1, "{statuses:?}");
            assert!(statuses.contains(&StatusCode::UNPROCESSABLE_ENTITY) && statuses.contains(&StatusCode::OK), "{statuses:?}");
            site.execute("delete from organisation_member").await;
            site.execute(
                "insert into organisation_member (organisation_id, account_id, role, joined_at)
                 select o.id, a.id, 'owner', o.created_at from organisation o, account a where a.email_key = 'anne.duval@exemple.fr'",
            ).await;
        }
    }

    async fn who_is_the_only_member_may_delete_it(site) {
        let (anne, paul, slug) = bakery(site).await;
        let lea = people::explorer(site, "Lea").await;
        join(site, &anne, &slug, &lea, "owner").await;
        let (team, question) = (format!("/compte/organisations/{slug}/equipe"), format!("/compte/organisations/{slug}/supprimer"));
        let mut browser = Browser::of(site, &anne);
        browser.open(&team).await;
        assert!(!browser.links().contains(&question), "{:?}", browser.links());
        browser.open(&question).await;
        assert!(browser.says("D’autres personnes s’occupent") && browser.field("delete_organisation", "organisation").is_none(), "{}", browser.text());
        let fields = [("organisation", &*slug)];
        for (person, status) in [(&anne, StatusCode::UNPROCESSABLE_ENTITY), (&paul.person, StatusCode::NOT_FOUND)] {
            assert_eq!(post(site, person, "delete_organisation", &fields).await.status, status, "{}", person.name);
        }
        assert_eq!(post(site, &lea, "remove_from_organisation", &[("organisation", &*slug), ("account", ""), ("place", "owner")]).await.status, StatusCode::OK);
        // Who joins while she reads the question is not left without what they joined.
        browser.open(&question).await;
        join(site, &anne, &slug, &lea, "editor").await;
        browser.submit("delete_organisation", &[]).await;
        assert!(browser.path == question && browser.says("D’autres personnes s’occupent"), "{}", browser.text());
        assert_eq!(post(site, &lea, "remove_from_organisation", &[("organisation", &*slug), ("account", ""), ("place", "editor")]).await.status, StatusCode::OK);
        // Refused, it may not invite; its owner is not bound to it.
        site.execute("update organisation set state = 'refused', refusal = 'Rien ne le montre.'").await;
        browser.open(&team).await;
        assert!(browser.links().contains(&question), "{:?}", browser.links());
        browser.open(&question).await;
        browser.submit("delete_organisation", &[]).await;
        assert!(browser.path == "/compte/organisations" && browser.says("L’organisation est supprimée"), "{}", browser.text());
        for table in ["organisation", "organisation_member", "organisation_professional", "organisation_invitation"] {
            assert_eq!(site.number(Box::leak(format!("select count(*) from {table}").into_boxed_str())).await, 0, "{table}");
        }
        assert_eq!(site.get(&format!("/rencontres/{}", paul.id)).await.status, StatusCode::OK);
    }

    async fn members_see_what_is_theirs_and_nobody_else_does(site) {
        let (anne, paul, slug) = bakery(site).await;
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        join(site, &anne, &slug, &lea, "editor").await;
        let pages = [
            format!("/compte/organisations/{slug}"),
            format!("/compte/organisations/{slug}/page"),
            format!("/compte/organisations/{slug}/equipe"),
        ];
        for path in &pages {
            assert_eq!(site.get(path).await.location(), format!("/connexion?suite={}", declic::routes::encode(path)));
            for (person, status) in [
                (&anne, StatusCode::OK), (&lea, StatusCode::OK),
                // Who gives time is no member.
                (&paul.person, StatusCode::NOT_FOUND), (&max, StatusCode::NOT_FOUND),
            ] {
                assert_eq!(status_for(site, person, path).await, status, "{path} for {}", person.name);
            }
        }
        let of_lea = lea.id.to_string();
        let of_anne = anne.id.to_string();
        let of_paul = paul.person.id.to_string();
        let promote = [("organisation", &*slug), ("account", &*of_lea), ("role", "owner")];
        for (person, status) in [(&lea, StatusCode::FORBIDDEN), (&max, StatusCode::NOT_FOUND), (&paul.person, StatusCode::NOT_FOUND)] {
            assert_eq!(post(site, person, "change_member_role", &promote).await.status, status, "{}", person.name);
        }
        for (account, status) in [(&*of_anne, StatusCode::FORBIDDEN), ("nothing", StatusCode::NOT_FOUND)] {
            let remove = [("organisation", &*slug), ("account", account), ("place", "owner")];
            assert_eq!(post(site, &lea, "remove_from_organisation", &remove).await.status, status);
        }
        let king = [("organisation", &*slug), ("account", &*of_lea), ("role", "king")];
        assert_eq!(post(site, &anne, "change_member_role", &king).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let stranger = [("organisation", &*slug), ("account", &*of_paul), ("role", "owner")];
        assert_eq!(post(site, &anne, "change_member_role", &stranger).await.status, StatusCode::NOT_FOUND);
        assert_eq!(members(site).await, [pair("Anne Duval", "owner"), pair("Lea", "editor")]);

        // A role that is given holds at once, and so does one that is taken.
        assert_eq!(post(site, &anne, "change_member_role", &promote).await.status, StatusCode::OK);
        let demote = [("organisation", &*slug), ("account", &*of_anne), ("role", "editor")];
        assert_eq!(post(site, &lea, "change_member_role", &demote).await.status, StatusCode::OK);
        assert_eq!(post(site, &anne, "change_member_role", &promote).await.status, StatusCode::FORBIDDEN);
        let remove = [("organisation", &*slug), ("account", &*of_anne), ("place", "editor")];
        assert_eq!(post(site, &lea, "remove_from_organisation", &remove).await.status, StatusCode::OK);
        assert_eq!(status_for(site, &anne, &pages[0]).await, StatusCode::NOT_FOUND);
        assert_eq!(members(site).await, [pair("Lea", "owner")]);
    }

    async fn professionals_are_on_the_page_while_they_want(site) {
        let (anne, paul, slug) = bakery(site).await;
        site.index().await;
        let page = format!("/organisations/{slug}");
        let mut browser = Browser::new(site);
        browser.open(&page).await;
        assert!(browser.says("Paul Fournier") && browser.says("Prochaine heure libre"), "{}", browser.text());
        browser.open(&format!("/rencontres/{}", paul.id)).await;
        assert!(browser.says("au nom de Fournil de l’Écluse") && browser.links().contains(&page), "{}", browser.text());
        // One at a time.
        let max = people::explorer(site, "Max").await;
        let other = approved(site, &max, "Moulin").await;
        let token = invite(site, &max, &other, &paul.person.email, "professional").await;
        let mut baker = Browser::of(site, &paul.person);
        baker.open(&format!("/invitation/{token}")).await;
        baker.submit("accept_invitation", &[]).await;
        assert!(baker.says("Vous donnez déjà de votre temps au nom d’une autre organisation"), "{}", baker.text());
        // They leave by themselves, and the other link still works.
        baker.open("/compte/organisations").await;
        assert!(baker.says("Je donne de mon temps au nom de Fournil de l’Écluse"), "{}", baker.text());
        baker.submit("remove_from_organisation", &[]).await;
        assert!(!baker.says("Je donne de mon temps au nom"), "{}", baker.text());
        browser.open(&page).await;
        assert!(!browser.says("Paul Fournier") && browser.says("Personne n’est encore visible"), "{}", browser.text());
        assert_eq!(accept(site, &paul.person, &token).await.status, StatusCode::OK);
        // While the organisation is looked at again, it is named nowhere.
        site.execute("update organisation set state = 'waiting', waits_since = created_at").await;
        browser.open(&format!("/rencontres/{}", paul.id)).await;
        assert!(!browser.says("au nom de"), "{}", browser.text());
        approve(site, &other).await;
        // Who hides their profile is not shown, nor are they counted among those who can be met.
        site.execute(match site.engine {
            Engine::Sqlite => "update professional set published = 0",
            Engine::Postgres => "update professional set published = false",
        }).await;
        site.index().await;
        browser.open(&format!("/organisations/{other}")).await;
        assert!(!browser.says("Paul Fournier"), "{}", browser.text());
        // A member takes the place back.
        let of_paul = paul.person.id.to_string();
        let remove = [("organisation", &*other), ("account", &*of_paul), ("place", "professional")];
        assert_eq!(post(site, &anne, "remove_from_organisation", &remove).await.status, StatusCode::NOT_FOUND);
        assert_eq!(post(site, &max, "remove_from_organisation", &remove).await.status, StatusCode::OK);
        assert_eq!(post(site, &max, "remove_from_organisation", &remove).await.status, StatusCode::NOT_FOUND);
        assert_eq!(site.number("select count(*) from organisation_professional").await, 0);
    }

    async fn a_long_list_comes_page_by_page(site) {
        let anne = people::explorer(site, "Anne Duval").await;
        let slug = approved(site, &anne, "Fournil").await;
        people::professionals(site.db(), "Paul", 13, &people::always()).await;
        site.execute(
            "insert into organisation_professional (account_id, organisation_id, joined_at)
             select p.account_id, o.id, o.created_at from professional p, organisation o",
        ).await;
        people::professional(site, "Ailleurs").await;
        // One of them meets minors.
        site.execute(
            "update professional set charter_signed_at = null
             where id <> (select p.id from professional p join organisation_professional o on o.account_id = p.account_id
                          order by p.id limit 1)",
        ).await;
        site.index().await;
        let mut browser = Browser::new(site);
        let mut names = std::collections::BTreeSet::new();
        for (page, cards) in [("", 12), ("?page=2", 1), ("?page=99", 1), ("?page=x", 12)] {
            browser.open(&format!("/organisations/{slug}{page}")).await;
            assert_eq!(browser.page.body.matches(r#"<li class="card">"#).count(), cards, "{page}");
            assert!(!browser.says("Ailleurs"), "{}", browser.text());
            let shown = browser.links().into_iter().filter(|link| link.starts_with("/rencontres/"));
            names.extend(shown);
        }
        assert_eq!(names.len(), 13, "{names:?}");

        // A minor counts no pages of people whom they are not shown.
        let tom = people::born(site, "Tom", context::now().date_naive() - Duration::days(16 * 366)).await;
        let mut minor = Browser::of(site, &tom);
        for page in ["", "?page=2"] {
            minor.open(&format!("/organisations/{slug}{page}")).await;
            assert_eq!(minor.page.body.matches(r#"<li class="card">"#).count(), 1, "{page}: {}", minor.text());
            assert!(!minor.page.body.contains("class=\"pagination\""), "{page}: {}", minor.text());
        }
    }

    async fn figures_tell_nothing_of_explorers(site) {
        let (anne, paul, slug) = bakery(site).await;
        let lea = people::explorer(site, "Lea Petit").await;
        let space = format!("/compte/organisations/{slug}");
        let mut talks = Vec::new();
        for _ in 0..3 {
            talks.push(confirmed(site, &lea, &paul).await);
        }
        let mut browser = Browser::of(site, &anne);
        browser.open(&space).await;
        // None has taken place yet, and too few asked to tell a share.
        assert!(browser.says("Rencontres données 0") && browser.says("affiché à partir de cinq demandes"), "{}", browser.text());
        let cancel = [("talk", talks[2].as_str()), ("reason", "mistake"), ("note", "")];
        assert_eq!(post(site, &lea, "cancel_talk", &cancel).await.status, StatusCode::OK);
        let_the_hour_pass(site).await;
        for _ in 0..2 {
            confirmed(site, &lea, &paul).await;
        }
        browser.open(&space).await;
        assert!(browser.says("Rencontres données 2") && browser.says("Heures données 2") && browser.says("Métiers racontés 1"), "{}", browser.text());
        assert!(browser.says("Demandes qui ont reçu une réponse 100 %"), "{}", browser.text());
        // Of whom they met, nothing: neither on any page nor in what a program is answered.
        for path in ["", "/page", "/equipe"] {
            browser.open(&format!("{space}{path}")).await;
            assert!(!browser.page.body.contains("Lea Petit") && !browser.page.body.contains(&lea.email), "{path}");
        }
        for function in ["organisation_space", "organisation_team", "organisation_draft", "organisation"] {
            let answer = get(site, &anne, function, &slug).await;
            assert!(answer.status == StatusCode::OK && !answer.body.contains("Lea Petit"), "{function}: {}", answer.body);
            for talk in &talks {
                assert!(!answer.body.contains(talk.as_str()), "{function} tells {talk}");
            }
        }
        for talk in &talks {
            for path in [format!("/rendez-vous/{talk}"), format!("/rendez-vous/{talk}/messages"), format!("/rendez-vous/{talk}/deplacer")] {
                assert_eq!(status_for(site, &anne, &path).await, StatusCode::NOT_FOUND, "{path}");
            }
        }
        browser.open("/demandes").await;
        assert!(!browser.page.body.contains("Lea Petit"));
        // What was given before they did it in its name does not count.
        site.execute("update organisation_professional set joined_at = '2200-01-01T00:00:00+00:00'").await;
        browser.open(&space).await;
        assert!(browser.says("Rencontres données 0") && browser.says("affiché à partir"), "{}", browser.text());
    }

    async fn an_organisation_learns_what_an_explorer_says_and_no_more(site) {
        let (anne, paul, slug) = bakery(site).await;
        let (lea, max) = (people::with_password(site, "Lea Petit").await, people::explorer(site, "Max").await);
        let talk = confirmed(site, &lea, &paul).await;
        let path = format!("/rendez-vous/{talk}");
        let space = format!("/compte/organisations/{slug}");
        let mut browser = Browser::of(site, &lea);
        browser.open(&path).await;
        assert!(browser.says("Votre intérêt pour Fournil de l’Écluse") && browser.says("verra votre nom, le métier, le mois"), "{}", browser.text());
        // Off, until she says so; and nobody else can.
        assert_eq!(site.number("select count(*) from organisation_interest").await, 0);
        for (person, status) in [(&max, StatusCode::NOT_FOUND), (&anne, StatusCode::NOT_FOUND), (&paul.person, StatusCode::FORBIDDEN)] {
            for function in ["tell_interest", "take_interest_back"] {
                assert_eq!(post(site, person, function, &[("talk", &talk)]).await.status, status, "{function}");
            }
        }
        let mut professional = Browser::of(site, &paul.person);
        professional.open(&path).await;
        assert!(!professional.says("Votre intérêt"), "{}", professional.text());
        browser.submit("tell_interest", &[]).await;
        assert!(browser.says("C’est dit") && browser.says("sait que cela vous intéresse"), "{}", browser.text());
        assert_eq!(post(site, &lea, "tell_interest", &[("talk", &talk)]).await.status, StatusCode::OK, "twice is once");
        let mut member = Browser::of(site, &anne);
        member.open(&space).await;
        assert!(member.says("Lea Petit") && member.says("a choisi Paul Fournier"), "{}", member.text());
        let told = get(site, &anne, "organisation_space", &slug).await.body;
        assert!(!told.contains(&talk) && !told.contains(&lea.id.to_string()) && !told.contains(&lea.email), "{told}");
        assert_eq!(status_for(site, &anne, &path).await, StatusCode::NOT_FOUND);
        // Only members, and only those of this organisation.
        assert!(!site.get(&format!("/organisations/{slug}")).await.body.contains("Lea Petit"));
        open(site, &max, "Moulin").await;
        assert_eq!(get(site, &max, "organisation_space", &slug).await.status, StatusCode::NOT_FOUND);

        // Taken back, it is gone.
        browser.open(&path).await;
        browser.submit("take_interest_back", &[]).await;
        assert!(browser.says("C’est retiré") && browser.says("Dire à Fournil de l’Écluse"), "{}", browser.text());
        member.open(&space).await;
        assert!(!member.says("Lea Petit"), "{}", member.text());

        // A talk that is called off tells nothing either, and what was told of it can still be taken back.
        browser.submit("tell_interest", &[]).await;
        let cancel = [("talk", &*talk), ("reason", "mistake"), ("note", "")];
        assert_eq!(post(site, &lea, "cancel_talk", &cancel).await.status, StatusCode::OK);
        member.open(&space).await;
        assert!(!member.says("Lea Petit"), "{}", member.text());
        browser.open(&path).await;
        browser.submit("take_interest_back", &[]).await;
        assert_eq!(site.number("select count(*) from organisation_interest").await, 0);
        assert!(!browser.says("Votre intérêt"), "{}", browser.text());
        assert_eq!(post(site, &lea, "tell_interest", &[("talk", &talk)]).await.status, StatusCode::CONFLICT);

        // It stays with whom it was told to when the professional goes, and goes with her account.
        let other = confirmed(site, &lea, &paul).await;
        assert_eq!(post(site, &lea, "tell_interest", &[("talk", &other)]).await.status, StatusCode::OK);
        assert_eq!(post(site, &paul.person, "remove_from_organisation", &[("organisation", &slug), ("account", ""), ("place", "professional")]).await.status, StatusCode::OK);
        browser.open(&format!("/rendez-vous/{other}")).await;
        assert!(browser.says("Fournil de l’Écluse sait que cela vous intéresse"), "{}", browser.text());
        member.open(&space).await;
        assert!(member.says("Lea Petit"), "{}", member.text());
        browser.open("/compte").await;
        browser.submit("delete_account", &[("current", PASSWORD)]).await;
        assert_eq!(site.number("select count(*) from organisation_interest").await, 0);
    }

    async fn what_explorers_said_is_for_whom_they_said_it_to(site) {
        let (anne, paul, slug) = bakery(site).await;
        let lea = people::explorer(site, "Lea Petit").await;
        let talk = confirmed(site, &lea, &paul).await;
        let (path, space) = (format!("/rendez-vous/{talk}"), format!("/compte/organisations/{slug}"));
        let told = "select count(*) from organisation_interest";
        let tell = async || assert_eq!(post(site, &lea, "tell_interest", &[("talk", &talk)]).await.status, StatusCode::OK);
        let sees = async || {
            let mut member = Browser::of(site, &anne);
            member.open(&space).await;
            assert_eq!(member.page.status, StatusCode::OK, "{}", member.text());
            member.says("Lea Petit")
        };
        let save = async |name: &str| {
            let mut owner = Browser::of(site, &anne);
            owner.open(&format!("{space}/page")).await;
            owner.submit("save_organisation", &[("name", name)]).await;
        };
        tell().await;
        assert!(sees().await);
        // Members of one that is not online learn nothing, whatever there is.
        for state in ["state = 'waiting', waits_since = created_at", "state = 'refused', waits_since = null, refusal = 'Pourquoi.'"] {
            site.execute(Box::leak(format!("update organisation set {state}").into_boxed_str())).await;
            assert!(!sees().await, "{state}");
        }
        site.execute("update organisation set state = 'approved', refusal = null").await;
        assert!(sees().await);

        // Other words change nothing; another name does, once it is the one that people see.
        let mut owner = Browser::of(site, &anne);
        owner.open(&format!("{space}/page")).await;
        owner.submit("save_organisation", &[("website", "fournil.exemple.fr")]).await;
        approve(site, &slug).await;
        save("Une autre maison").await;
        assert!(sees().await);
        approve(site, &slug).await;
        assert!(!sees().await);
        assert_eq!(site.number(told).await, 0);
        let mut explorer = Browser::of(site, &lea);
        explorer.open(&path).await;
        assert!(explorer.says("Dire à Une autre maison"), "{}", explorer.text());

        // What is taken down is forgotten, and stays so.
        tell().await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let mut moderator = Browser::of(site, &relay);
        moderator.open(&format!("/moderation/organisations/{slug}")).await;
        moderator.submit("decide_on_organisation", &[("note", "Cette page n’est pas la vôtre.")]).await;
        assert_eq!(site.number(told).await, 0);
        save("Encore une autre maison").await;
        approve(site, &slug).await;
        assert!(!sees().await);
    }

    async fn minors_are_never_asked(site) {
        let (_, paul, _) = bakery(site).await;
        let lea = people::explorer(site, "Lea").await;
        let talk = confirmed(site, &lea, &paul).await;
        // At sixteen and at seventeen.
        let now = context::now();
        let birth_dates = [now.date_naive() - Duration::days(16 * 366), (now - Duration::days(18 * 366)).date_naive() + Duration::days(200)];
        for birth_date in birth_dates {
            set_birth_date(site, birth_date).await;
            let mut browser = Browser::of(site, &lea);
            browser.open(&format!("/rendez-vous/{talk}")).await;
            assert!(browser.page.status == StatusCode::OK && !browser.says("Votre intérêt"), "{}", browser.text());
            assert_eq!(post(site, &lea, "tell_interest", &[("talk", &talk)]).await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(site.number("select count(*) from organisation_interest").await, 0);
    }

    async fn nothing_is_asked_where_there_is_no_organisation(site) {
        let lea = people::explorer(site, "Lea").await;
        let anne = people::explorer(site, "Anne Duval").await;
        let paul = people::professional(site, "Paul").await;
        let talk = confirmed(site, &lea, &paul).await;
        let mut browser = Browser::of(site, &lea);
        browser.open(&format!("/rendez-vous/{talk}")).await;
        assert!(!browser.says("Votre intérêt"), "{}", browser.text());
        assert_eq!(post(site, &lea, "tell_interest", &[("talk", &talk)]).await.status, StatusCode::NOT_FOUND);
        // Nor one that nobody has looked at.
        let slug = approved(site, &anne, "Fournil").await;
        join(site, &anne, &slug, &paul.person, "professional").await;
        site.execute("update organisation set state = 'waiting', waits_since = created_at").await;
        browser.open(&format!("/rendez-vous/{talk}")).await;
        assert!(!browser.says("Votre intérêt"), "{}", browser.text());
        assert_eq!(post(site, &lea, "tell_interest", &[("talk", &talk)]).await.status, StatusCode::NOT_FOUND);
    }

    async fn who_deletes_their_account_leaves_an_owner_behind(site) {
        let anne = people::with_password(site, "Anne Duval").await;
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let shared = approved(site, &anne, "Fournil").await;
        join(site, &anne, &shared, &lea, "editor").await;
        join(site, &anne, &shared, &max, "editor").await;
        open(site, &anne, "Toute seule").await;
        let mut browser = Browser::of(site, &anne);
        browser.open("/compte").await;
        browser.submit("delete_account", &[("current", PASSWORD)]).await;
        // The member who is there longest looks after it now; what nobody is left of goes.
        assert_eq!(members(site).await, [pair("Lea", "owner"), pair("Max", "editor")]);
        assert_eq!(site.number("select count(*) from organisation").await, 1);
    }

    async fn the_schema_keeps_what_must_hold(site) {
        let (anne, paul, _) = bakery(site).await;
        let max = people::explorer(site, "Max").await;
        open(site, &max, "Moulin").await;
        for broken in [
            "update organisation set slug = 'moulin'",
            "update organisation set state = 'refused', waits_since = null",
            "update organisation set state = 'approved', waits_since = created_at",
            "update organisation set kind = 'gang'",
            "update organisation set siret = '123'",
            "update organisation set website = 'javascript:alert(1)'",
            "insert into organisation_change (organisation_id, name, kind, commune_code, region_code, about, changed_at)
             select id, name, kind, commune_code, region_code, about, changed_at from organisation",
            "update organisation_member set role = 'king'",
            "insert into organisation_professional (account_id, organisation_id, joined_at)
             select p.account_id, o.id, o.created_at from organisation_professional p, organisation o where o.slug = 'moulin'",
        ] {
            assert!(site.refuses(broken).await, "{broken}");
        }
        drop((anne, paul));
    }

    async fn pages_cost_few_statements(site) {
        let (anne, paul, slug) = bakery(site).await;
        let lea = people::explorer(site, "Lea").await;
        let talk = confirmed(site, &lea, &paul).await;
        let token = invite(site, &anne, &slug, "travail@exemple.fr", "editor").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        // One that waits, so that its owners are asked for.
        open(site, &lea, "Moulin").await;
        site.index().await;
        let pages = [
            ("/organisations".to_owned(), &anne),
            (format!("/organisations/{slug}"), &anne),
            ("/compte/organisations".to_owned(), &anne),
            (format!("/compte/organisations/{slug}"), &anne),
            (format!("/compte/organisations/{slug}/page"), &anne),
            (format!("/compte/organisations/{slug}/equipe"), &anne),
            (format!("/compte/organisations/{slug}/supprimer"), &anne),
            (format!("/invitation/{token}"), &lea),
            (format!("/rendez-vous/{talk}"), &lea),
            ("/moderation/organisations".to_owned(), &relay),
            (format!("/moderation/organisations/{slug}"), &relay),
            (format!("/organisations/{slug}"), &relay),
        ];
        let mut few: Option<Vec<usize>> = None;
        for many in [false, true] {
            if many {
                people::professionals(site.db(), "Paule", 12, &people::always()).await;
                site.execute(
                    "insert into organisation_professional (account_id, organisation_id, joined_at)
                     select p.account_id, o.id, o.created_at from professional p, organisation o
                     where o.state = 'approved' and p.account_id not in (select account_id from organisation_professional)",
                ).await;
                let others = people::explorers(site.db(), "tom", 12).await;
                for (number, person) in (0..).zip(&others) {
                    open(site, person, &format!("Organisation {number}")).await;
                }
                site.index().await;
            }
            let _turn = counting().await;
            let router = site.seen_through(counted(site.db()).await).await;
            let mut counts = Vec::new();
            for (page, reader) in &pages {
                let mut fewest = usize::MAX;
                // A connection that opens meanwhile has statements of its own.
                for _ in 0..3 {
                    let request = Request::get(page).header(header::ACCEPT, "text/html").header(header::COOKIE, &reader.cookie);
                    STATEMENTS.store(0, Ordering::SeqCst);
                    assert_eq!(answer(router.clone(), request.body(Body::empty()).unwrap()).await.status, StatusCode::OK, "{page}");
                    fewest = fewest.min(STATEMENTS.load(Ordering::SeqCst));
                }
                counts.push(fewest);
            }
            println!("{:?}: {counts:?} statements", site.engine);
            assert!(counts.iter().all(|count| (2..=8).contains(count)), "{counts:?}");
            if let Some(few) = few.replace(counts.clone()) {
                assert_eq!(few, counts, "they grow with the number of rows");
            }
        }
    }
}

async fn set_birth_date(site: &Site, birth_date: NaiveDate) {
    let sql = format!("update account set birth_date = '{birth_date}' where email_key = 'lea@exemple.fr'");
    site.execute(Box::leak(sql.into_boxed_str())).await;
}
