//! Reports that somebody settles: who may see one, what it shows, what is decided, and what follows.

use crate::{
    browser::{Browser, book, call},
    people::{self, Person, Professional},
    search::{STATEMENTS, counted, counting},
    site::{Engine, Site, answer},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use chrono::Duration;
use declic::{
    accounts::session::CurrentUser,
    context,
    moderation::{
        audit::By,
        roles::{self, Assignment},
        types::Role,
    },
    talks::{store, types::Vetting, vetting_digest},
};
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// Where the professionals of these tests are, and another région.
const OCCITANIE: &str = "76";
const ELSEWHERE: &str = "84";
const INSULT: &str = "Quelle question idiote.";

/// Léa and Paul, who have a talk and write to each other.
struct Scene {
    lea: Person,
    paul: Professional,
    talk: String,
}

impl Scene {
    async fn set(site: &Site) -> Self {
        let lea = people::explorer(site, "Lea Martin").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = meet(site, &lea, &paul, 0).await;
        Self { lea, paul, talk }
    }

    async fn say(&self, site: &Site, person: &Person, body: &str) {
        let fields = [("form[talk]", &*self.talk), ("form[body]", body)];
        let said = site.answer(call(&Method::POST, "send_message", Some(&person.cookie), &fields)).await;
        assert_eq!(said.status, StatusCode::OK, "{body}: {}", said.body);
    }

    /// Reports the other side for an insult: the message of this number, or the person; gives the report's page.
    async fn report(&self, site: &Site, person: &Person, message: &str) -> String {
        let fields = [
            ("form[talk]", &*self.talk),
            ("form[message]", message),
            ("form[reason]", "insult"),
            ("form[note]", "Je me sens mal."),
        ];
        let reported = site.answer(call(&Method::POST, "report_person", Some(&person.cookie), &fields)).await;
        assert_eq!(reported.status, StatusCode::OK, "{}", reported.body);
        newest(site).await
    }
}

async fn meet(site: &Site, explorer: &Person, professional: &Professional, minutes: i64) -> String {
    let booked = site.answer(book(explorer, &professional.id.to_string(), &people::iso(minutes))).await;
    assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
    booked.location().trim_start_matches("/rendez-vous/").to_owned()
}

/// The page of the newest report.
async fn newest(site: &Site) -> String {
    let ids: Vec<(Uuid,)> = site.rows("select id from report order by reported_at desc, id desc limit 1").await;
    format!("/moderation/signalements/{}", ids[0].0)
}

/// Somebody who moderates, with a report's page open.
async fn looking_at(site: &Site, person: &Person, page: &str) -> Browser {
    let mut browser = Browser::of(site, person);
    browser.open(page).await;
    assert_eq!(browser.page.status, StatusCode::OK, "{}", browser.text());
    browser
}

/// Sends the decision of a page that is open.
async fn settle(browser: &mut Browser, outcome: &str, finding: &str, consequence: &str, note: &str) {
    let report = browser.path.rsplit('/').next().unwrap().to_owned();
    let fields = [
        ("form[report]", report.as_str()),
        ("form[outcome]", outcome),
        ("form[finding]", finding),
        ("form[consequence]", consequence),
        ("form[note]", note),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    browser.post("/api/settle_report", &fields).await;
}

async fn status_for(site: &Site, person: &Person, path: &str) -> StatusCode {
    Browser::of(site, person).open(path).await.status
}

async fn subjects(site: &Site, person: &Person) -> Vec<String> {
    site.mails_to(&person.email).await.into_iter().map(|mail| mail.subject).collect()
}

async fn leave(site: &Site, person: &Person) {
    let account = declic::accounts::store::find_account(site.db(), person.id).await.unwrap().unwrap();
    (site.app.delete_account)(site.app.clone(), CurrentUser::from(account), None).await.unwrap();
}

/// What the log has of reports and of what followed.
async fn deeds(site: &Site) -> Vec<(String, String, String)> {
    site.rows(
        "select action, coalesce(reason, '-'), coalesce(note, '-') from audit_entry where action not like 'role%' order by at, id",
    )
    .await
}

fn deed(action: &str, reason: &str, note: &str) -> (String, String, String) {
    (action.to_owned(), reason.to_owned(), note.to_owned())
}

on_both_engines! {
    async fn only_who_needs_it_sees_a_report(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, INSULT).await;
        scene.say(site, &scene.lea, "Répondez, idiot.").await;
        let of_paul = scene.report(site, &scene.lea, "1").await;
        let of_lea = scene.report(site, &scene.paul.person, "2").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let elsewhere = people::moderator(site, "Max", ELSEWHERE).await;
        let administrator = people::moderator(site, "Anne", "").await;
        let nobody = people::explorer(site, "Eve").await;
        for path in ["/moderation/signalements", &of_paul, &of_lea] {
            let expected = format!("/connexion?suite={}", declic::routes::encode(path));
            assert_eq!(site.get(path).await.location(), expected);
            for person in [&nobody, &scene.lea, &scene.paul.person] {
                assert_eq!(status_for(site, person, path).await, StatusCode::NOT_FOUND, "{path} for {}", person.name);
            }
            assert_eq!(status_for(site, &administrator, path).await, StatusCode::OK, "{path}");
        }
        // What a professional is reported for is also for the relays of their région; an explorer, for none.
        for (person, page, status) in [
            (&relay, &of_paul, StatusCode::OK),
            (&relay, &of_lea, StatusCode::NOT_FOUND),
            (&elsewhere, &of_paul, StatusCode::NOT_FOUND),
            (&elsewhere, &of_lea, StatusCode::NOT_FOUND),
        ] {
            assert_eq!(status_for(site, person, page).await, status, "{page} for {}", person.name);
        }
        for (person, count) in [(&relay, 1), (&elsewhere, 0), (&administrator, 2)] {
            let mut list = Browser::of(site, person);
            list.open("/moderation/signalements").await;
            let shown = [&of_paul, &of_lea].iter().filter(|page| list.links().contains(page)).count();
            assert_eq!(shown, count, "{}: {}", person.name, list.text());
        }
        // Nor can anybody else settle it.
        let id = of_paul.rsplit('/').next().unwrap();
        let fields = [
            ("form[report]", id), ("form[outcome]", "dismissed"), ("form[finding]", "no_breach"), ("form[note]", ""),
        ];
        for person in [&nobody, &scene.lea, &scene.paul.person, &elsewhere] {
            let answer = site.answer(call(&Method::POST, "settle_report", Some(&person.cookie), &fields)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}: {}", person.name, answer.body);
        }
        // Who moderates sees neither what they reported nor what they are reported for.
        for person in [&scene.lea, &scene.paul.person] {
            let assignment = Assignment { account: person.id, role: Role::Administrator, region: String::new() };
            roles::grant(site.db(), By::Operator, &assignment, context::now()).await.unwrap();
            let mut list = Browser::of(site, person);
            list.open("/moderation/signalements").await;
            assert!(list.says("Aucun signalement"), "{}", list.text());
            for page in [&of_paul, &of_lea] {
                assert_eq!(status_for(site, person, page).await, StatusCode::NOT_FOUND, "{page} for {}", person.name);
            }
            let answer = site.answer(call(&Method::POST, "settle_report", Some(&person.cookie), &fields)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}: {}", person.name, answer.body);
        }
        assert_eq!(site.number("select count(*) from report where settled_at is not null").await, 0);
    }

    async fn a_report_shows_just_enough(site) {
        let scene = Scene::set(site).await;
        for number in 1..=4 {
            scene.say(site, &scene.lea, &format!("Avant, n°{number}.")).await;
        }
        scene.say(site, &scene.paul.person, INSULT).await;
        for number in 6..=9 {
            scene.say(site, &scene.lea, &format!("Après, n°{number}.")).await;
        }
        let page = scene.report(site, &scene.lea, "5").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let browser = looking_at(site, &relay, &page).await;
        for told in [
            "Des insultes ou du mépris", "Paul Fournier (donne l’heure)", "Lea Martin", "Je me sens mal.", "Boulanger",
            "confirmée", "Message signalé", INSULT, "Avant, n°2.", "Avant, n°4.", "Après, n°6.", "Après, n°7.",
        ] {
            assert!(browser.says(told), "{told}: {}", browser.text());
        }
        for hidden in ["Avant, n°1.", "Après, n°8.", &scene.lea.email, &scene.paul.person.email] {
            assert!(!browser.page.body.contains(hidden), "{hidden}: {}", browser.text());
        }
        assert_eq!(browser.page.body.matches("message--reported").count(), 1);

        // Of a person, what was kept; a minor's talk says so.
        site.execute("update talk set guardian = 'agreed'").await;
        let page = scene.report(site, &scene.lea, "").await;
        let browser = looking_at(site, &relay, &page).await;
        assert!(browser.says("Les mots gardés") && browser.says(INSULT) && !browser.says("Avant, n°"), "{}", browser.text());
        assert!(browser.page.body.contains("class=\"message__author\">Paul Fournier<"), "as an exchange is shown: {}", browser.text());
        assert!(browser.says("L’une des deux personnes a moins de 18 ans"), "{}", browser.text());

        // Once it is settled a relay reads no more of it, an administrator what was kept.
        let mut browser = browser;
        settle(&mut browser, "dismissed", "no_breach", "", "").await;
        assert!(browser.says("C’est noté"), "{}", browser.text());
        browser.open(&page).await;
        assert!(browser.says("Signalement classé, par Zoe") && browser.says("ne se lit plus ici") && !browser.says(INSULT) && !browser.says("Je me sens mal."), "{}", browser.text());
        let anne = people::moderator(site, "Anne", "").await;
        let browser = looking_at(site, &anne, &page).await;
        assert!(browser.says(INSULT) && browser.says("Rien de contraire à nos règles"), "{}", browser.text());
    }

    async fn a_warning_says_which_rule_and_not_by_whom(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, INSULT).await;
        let page = scene.report(site, &scene.lea, "1").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let before = (site.mails_to(&scene.lea.email).await.len(), site.mails_to(&scene.paul.person.email).await.len());
        let mut browser = looking_at(site, &relay, &page).await;
        settle(&mut browser, "upheld", "insult", "warn", "Restez bienveillant.").await;
        assert!(browser.path == "/moderation/signalements" && browser.says("C’est noté") && browser.says("Aucun signalement"), "{}", browser.text());

        let mails = site.mails_to(&scene.paul.person.email).await;
        assert_eq!(mails.len(), before.1 + 1);
        let mail = mails.last().unwrap();
        assert_eq!(mail.subject, "Vos messages sur Déclic");
        assert!(mail.body.contains("Des insultes ou du mépris\n\nRestez bienveillant.") && mail.body.contains("C’est un avertissement"), "{}", mail.body);
        let mails = site.mails_to(&scene.lea.email).await;
        assert_eq!(mails.len(), before.0 + 1);
        let told = mails.last().unwrap();
        assert!(told.subject == "Votre signalement a été lu" && told.body.contains("nous avons agi"), "{}", told.body);
        for mail in [mail, told] {
            for secret in [INSULT, "Lea Martin", "idiote", "Zoe", "/rendez-vous/"] {
                let own = mail.recipient == scene.lea.email && secret == "Lea Martin";
                assert!(own || !mail.body.contains(secret), "{secret}: {}", mail.body);
            }
            assert!(!mail.body.contains("Paul Fournier") || mail.recipient == scene.paul.person.email, "{}", mail.body);
        }
        assert_eq!(deeds(site).await, [deed("report_upheld", "insult", "Restez bienveillant.")]);
        assert_eq!(site.number("select count(*) from talk where status = 'confirmed' and messages_closed_at is null").await, 1);
        assert_eq!(site.number("select count(*) from report where outcome = 'upheld' and settled_by is not null").await, 1);

        let anne = people::moderator(site, "Anne", "").await;
        let mut journal = looking_at(site, &anne, "/moderation/journal").await;
        assert!(journal.says("Signalement retenu") && journal.says("Des insultes ou du mépris") && journal.says("Par Zoe"), "{}", journal.text());
        assert!(journal.links().contains(&page), "{:?}", journal.links());
        // Who leaves takes the words to them along, and their name.
        leave(site, &scene.paul.person).await;
        journal.open("/moderation/journal").await;
        assert!(journal.says("Signalement retenu · un compte supprimé") && !journal.says("bienveillant"), "{}", journal.text());
    }

    /// Somebody may be reported who never wrote a word.
    async fn a_warning_speaks_of_no_messages_where_there_are_none(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.lea, "À demain.").await;
        let page = scene.report(site, &scene.lea, "").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let mut browser = looking_at(site, &relay, &page).await;
        settle(&mut browser, "upheld", "harassment", "warn", "").await;
        let mail = site.mails_to(&scene.paul.person.email).await.pop().unwrap();
        assert_eq!(mail.subject, "Les règles de Déclic");
        assert!(mail.body.contains("De l’insistance ou des menaces") && mail.body.contains("C’est un avertissement"), "{}", mail.body);
        assert!(!mail.body.contains("messages") && !mail.body.contains("écrit"), "{}", mail.body);
        // Where they wrote, the words that the report keeps are what it is about.
        scene.say(site, &scene.paul.person, INSULT).await;
        let page = scene.report(site, &scene.lea, "").await;
        let mut browser = looking_at(site, &relay, &page).await;
        settle(&mut browser, "upheld", "insult", "warn", "").await;
        assert_eq!(site.mails_to(&scene.paul.person.email).await.pop().unwrap().subject, "Vos messages sur Déclic");
    }

    async fn a_report_that_is_dismissed_is_told_to_who_made_it_alone(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, "À demain.").await;
        let page = scene.report(site, &scene.lea, "1").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let before = subjects(site, &scene.paul.person).await;
        let mut browser = looking_at(site, &relay, &page).await;
        settle(&mut browser, "dismissed", "misunderstanding", "warn", "").await;
        assert!(browser.says("C’est noté"), "{}", browser.text());
        assert_eq!(subjects(site, &scene.paul.person).await, before);
        let mail = site.mails_to(&scene.lea.email).await.pop().unwrap();
        assert!(mail.subject == "Votre signalement a été lu" && mail.body.contains("pas de quoi agir") && mail.body.contains("bloquer"), "{}", mail.body);
        assert_eq!(deeds(site).await, [deed("report_dismissed", "misunderstanding", "-")]);
        // One may report again.
        scene.report(site, &scene.lea, "1").await;
    }

    async fn who_is_separated_meets_and_writes_no_more(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, INSULT).await;
        let other = people::explorer(site, "Eve").await;
        meet(site, &other, &scene.paul, 60).await;
        let page = scene.report(site, &scene.lea, "1").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let mut browser = looking_at(site, &relay, &page).await;
        settle(&mut browser, "upheld", "harassment", "separate", "").await;
        assert!(browser.says("C’est noté"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from talk where status = 'cancelled' and ended_by = 'moderator' and end_reason = 'moderation' and messages_closed_at is not null").await, 1);
        assert_eq!(site.number("select count(*) from talk where status = 'confirmed' and messages_closed_at is null").await, 1, "the other talk stays");
        assert_eq!(site.number("select count(*) from agenda_cell").await, 8);
        for person in [&scene.lea, &scene.paul.person] {
            let mails = site.mails_to(&person.email).await;
            let cancelled = mails.iter().find(|mail| mail.calendar_method.as_deref() == Some("CANCEL")).unwrap();
            assert!(cancelled.body.contains("L’équipe Déclic, qui veille") && cancelled.calendar.as_deref().unwrap().contains("SEQUENCE:1"), "{cancelled:?}");
            let mut talk = Browser::of(site, person);
            talk.open(&format!("/rendez-vous/{}", scene.talk)).await;
            assert!(talk.says("L’équipe Déclic a annulé cette rencontre"), "{}", talk.text());
            talk.open(&format!("/rendez-vous/{}/messages", scene.talk)).await;
            assert!(talk.says("Cette conversation est fermée") && talk.says(INSULT), "{}", talk.text());
            let fields = [("form[talk]", &*scene.talk), ("form[body]", "Encore un mot")];
            let said = site.answer(call(&Method::POST, "send_message", Some(&person.cookie), &fields)).await;
            assert_eq!(said.status, StatusCode::CONFLICT, "{}", said.body);
        }
        assert_eq!(deeds(site).await, [deed("report_upheld", "harassment", "-"), deed("talk_stopped", "harassment", "-")]);

        // A talk that took place stays so, and its conversation is closed.
        let scene = Scene { lea: other, ..scene };
        let talk: Vec<(Uuid,)> = site.rows("select id from talk where status = 'confirmed'").await;
        let scene = Scene { talk: talk[0].0.to_string(), ..scene };
        scene.say(site, &scene.paul.person, INSULT).await;
        let page = scene.report(site, &scene.lea, "1").await;
        site.execute("update talk set starts_at = '2026-01-05T09:00:00+00:00' where status = 'confirmed'").await;
        let mut browser = looking_at(site, &relay, &page).await;
        settle(&mut browser, "upheld", "insult", "separate", "").await;
        assert!(browser.says("C’est noté"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from talk where status = 'confirmed' and messages_closed_at is not null").await, 1);
    }

    async fn a_profile_is_refused_with_what_minors_asked_for(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, INSULT).await;
        let other = people::explorer(site, "Eve").await;
        meet(site, &other, &scene.paul, 60).await;
        let minor = people::born(site, "Petite", context::now().date_naive() - Duration::days(16 * 365)).await;
        let start = people::iso(120);
        let fields = [
            ("form[professional]", &*scene.paul.id.to_string()), ("form[start]", &start), ("form[way]", "video"),
            ("form[guardian_email]", "parent@exemple.fr"),
        ];
        let asked = site.answer(call(&Method::POST, "book_talk", Some(&minor.cookie), &fields)).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        let page = scene.report(site, &scene.lea, "1").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let mut browser = looking_at(site, &relay, &page).await;
        assert!(browser.says("et refuser son profil"), "{}", browser.text());
        settle(&mut browser, "upheld", "sexual", "refuse_profile", "").await;
        assert!(browser.says("C’est noté"), "{}", browser.text());
        let profile = store::find_professional(site.db(), scene.paul.id).await.unwrap().unwrap();
        assert_eq!(profile.vetting(), Vetting::Refused);
        assert_eq!(site.get(&format!("/rencontres/{}", scene.paul.id)).await.status, StatusCode::NOT_FOUND);
        let talks: Vec<(String, String)> = site.rows("select status, guardian from talk order by starts_at").await;
        let talk = |status: &str, guardian: &str| (status.to_owned(), guardian.to_owned());
        assert_eq!(talks, [talk("cancelled", "not_needed"), talk("confirmed", "not_needed"), talk("cancelled", "needed")]);
        let told = subjects(site, &scene.paul.person).await;
        for subject in ["Votre profil n’a pas été accepté", "Vos messages sur Déclic"] {
            assert_eq!(told.iter().filter(|known| *known == subject).count(), 1, "{subject}: {told:?}");
        }
        let mut actions: Vec<String> = deeds(site).await.into_iter().map(|(action, ..)| action).collect();
        actions.sort_unstable();
        assert_eq!(actions, ["profile_refused", "report_upheld", "talk_stopped"]);

        // An explorer has no profile to refuse, and one that is refused is not refused again.
        scene.say_refused(site).await;
        site.execute("update talk set messages_closed_at = null, status = 'confirmed', ended_by = null, end_reason = null, ended_at = null, due_at = starts_at where guardian = 'not_needed'").await;
        scene.say(site, &scene.lea, "Idiot vous-même.").await;
        let of_lea = scene.report(site, &scene.paul.person, "2").await;
        let of_paul = scene.report(site, &scene.lea, "1").await;
        let anne = people::moderator(site, "Anne", "").await;
        for page in [&of_lea, &of_paul] {
            let mut browser = looking_at(site, &anne, page).await;
            assert!(browser.says("fermer leur conversation") && !browser.says("et refuser son profil"), "{}", browser.text());
            settle(&mut browser, "upheld", "insult", "refuse_profile", "").await;
            assert!(browser.path == *page && browser.says("Choisissez une des réponses"), "{}", browser.text());
        }
    }

    /// Whatever else was decided on it, before the page or between the page and the press: their other minors are safe.
    async fn who_is_reported_is_refused_wherever_their_profile_stands(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, INSULT).await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        for (number, sent_back) in [
            "update professional set vetting = 'changes_asked', vetting_reason = 'vague'",
            "update professional set vetting = 'draft'",
        ].into_iter().enumerate() {
            let born = context::now().date_naive() - Duration::days(16 * 365);
            let minor = people::born(site, &format!("Petite {number}"), born).await;
            let start = people::iso(60 * (2 + i64::try_from(number).unwrap()));
            let fields = [
                ("form[professional]", &*scene.paul.id.to_string()), ("form[start]", &start), ("form[way]", "video"),
                ("form[guardian_email]", "parent@exemple.fr"),
            ];
            let asked = site.answer(call(&Method::POST, "book_talk", Some(&minor.cookie), &fields)).await;
            assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
            let page = scene.report(site, &scene.lea, "1").await;
            let mut before = looking_at(site, &relay, &page).await;
            site.execute(sent_back).await;
            assert!(looking_at(site, &relay, &page).await.says("et refuser son profil"), "{sent_back}");
            settle(&mut before, "upheld", "sexual", "refuse_profile", "").await;
            assert!(before.says("C’est noté"), "{}", before.text());
            let profile = store::find_professional(site.db(), scene.paul.id).await.unwrap().unwrap();
            assert_eq!(profile.vetting(), Vetting::Refused, "{sent_back}");
            assert_eq!(site.number("select count(*) from talk where status = 'awaiting_guardian'").await, 0, "{sent_back}");
            let told = site.mails_to(&minor.email).await.pop().unwrap();
            assert!(told.body.contains("L’équipe Déclic, qui veille"), "{}", told.body);
            site.execute("update professional set vetting = 'approved', vetting_reason = null, vetting_note = null").await;
        }
    }

    /// "Another reason" alone would leave them to guess, and to answer to nothing.
    async fn a_refusal_says_what_the_report_was_found_to_be_about(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, INSULT).await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        for (finding, note, says) in [
            ("danger", "", "Une mise en danger"),
            ("contact_details", "Restez sur Déclic.", "Une demande de coordonnées, ou de continuer ailleurs\n\nRestez sur Déclic."),
            ("insult", "", "manquent de respect"),
            ("other", "C’est trop.", "C’est trop."),
        ] {
            let page = scene.report(site, &scene.lea, "1").await;
            let mut browser = looking_at(site, &relay, &page).await;
            settle(&mut browser, "upheld", finding, "refuse_profile", note).await;
            let mails = site.mails_to(&scene.paul.person.email).await;
            let refused = mails.iter().rev().find(|mail| mail.subject == "Votre profil n’a pas été accepté").unwrap();
            assert!(refused.body.contains(says) && !refused.body.contains("Un autre motif"), "{finding}: {}", refused.body);
            let mut editor = Browser::of(site, &scene.paul.person);
            editor.open("/compte/metier").await;
            assert!(editor.says(says.split('\n').next().unwrap()), "{finding}: {}", editor.text());
            site.execute("update professional set vetting = 'approved', vetting_reason = null, vetting_note = null").await;
        }
    }

    async fn the_second_of_two_is_told_what_the_first_decided(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, INSULT).await;
        let page = scene.report(site, &scene.lea, "1").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let anne = people::moderator(site, "Anne", "").await;
        let (mut first, mut second) = (looking_at(site, &relay, &page).await, looking_at(site, &anne, &page).await);
        settle(&mut first, "dismissed", "unclear", "", "").await;
        settle(&mut second, "upheld", "insult", "separate", "").await;
        assert!(second.path == page && second.says("Quelqu’un a décidé avant vous") && second.says("Signalement classé, par Zoe"), "{}", second.text());
        assert_eq!(deeds(site).await, [deed("report_dismissed", "unclear", "-")]);

        // Many at once.
        let page = scene.report(site, &scene.lea, "1").await;
        let id = page.rsplit('/').next().unwrap().to_owned();
        let mails = site.mails().await.len();
        let decisions = (0..8).map(|number| {
            let (cookie, outcome) = if number % 2 == 0 { (&anne.cookie, "upheld") } else { (&relay.cookie, "dismissed") };
            let finding = if number % 2 == 0 { "insult" } else { "no_breach" };
            let fields = [
                ("form[report]", id.as_str()), ("form[outcome]", outcome), ("form[finding]", finding),
                ("form[consequence]", "warn"),
            ];
            tokio::spawn(answer(site.router(), call(&Method::POST, "settle_report", Some(cookie), &fields)))
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
        assert_eq!(site.number("select count(*) from audit_entry where action like 'report%'").await, 2);
        let upheld = site.number("select count(*) from report where outcome = 'upheld'").await;
        assert_eq!(site.mails().await.len(), mails + 1 + usize::try_from(upheld).unwrap(), "told once");
        // The schema holds it to that.
        for sql in [
            "update report set outcome = case outcome when 'upheld' then 'dismissed' else 'upheld' end",
            "update report set settled_at = null, outcome = null, settled_by = null",
            "update report set settled_at = '2020-01-01T00:00:00+00:00'",
        ] {
            assert!(site.refuses(sql).await, "{sql}");
        }
        // But who settled it may leave.
        leave(site, &relay).await;
        leave(site, &anne).await;
        assert_eq!(site.number("select count(*) from report where settled_at is not null and settled_by is null").await, 2);
    }

    async fn every_bad_decision_is_told_beside_its_field(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, INSULT).await;
        let page = scene.report(site, &scene.lea, "1").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let mut browser = looking_at(site, &relay, &page).await;
        let long = "a ".repeat(600);
        for (outcome, finding, consequence, note, says) in [
            ("upheld", "", "warn", "", "Choisissez une réponse"),
            ("upheld", "insult", "", "", "Choisissez une réponse"),
            ("upheld", "boredom", "warn", "", "Choisissez une des réponses"),
            ("upheld", "insult", "prison", "", "Choisissez une des réponses"),
            ("upheld", "no_breach", "warn", "", "Choisissez une des réponses"),
            ("upheld", "other", "warn", " ", "Ce champ est nécessaire"),
            ("upheld", "insult", "warn", "Écrivez-moi à zoe@exemple.fr", "« zoe@exemple.fr » ressemble"),
            ("upheld", "insult", "warn", &long, "1000 caractères"),
            ("dismissed", "", "", "", "Choisissez une réponse"),
            ("dismissed", "insult", "", "", "Choisissez une des réponses"),
            ("dismissed", "other", "", "", "Ce champ est nécessaire"),
        ] {
            settle(&mut browser, outcome, finding, consequence, note).await;
            assert!(browser.path == page && browser.says(says), "{outcome} {finding} {consequence}: {}", browser.text());
            if !note.trim().is_empty() {
                assert!(browser.says(note.trim()), "what was typed is kept: {}", browser.text());
            }
        }
        settle(&mut browser, "burned", "insult", "warn", "").await;
        assert_eq!(deeds(site).await, []);
        assert_eq!(site.number("select count(*) from report where settled_at is not null").await, 0);
        for nothing in ["nothing", "00000000-0000-4000-8000-000000000000"] {
            assert_eq!(status_for(site, &relay, &format!("/moderation/signalements/{nothing}")).await, StatusCode::NOT_FOUND);
        }
    }

    async fn a_report_outlives_who_it_is_about(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, INSULT).await;
        let page = scene.report(site, &scene.lea, "1").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        leave(site, &scene.paul.person).await;
        let mut browser = looking_at(site, &relay, &page).await;
        assert!(browser.says("il reste à classer") && browser.says(INSULT) && !browser.says("Paul"), "{}", browser.text());
        settle(&mut browser, "upheld", "insult", "warn", "").await;
        assert!(browser.path == page && browser.says("Ce qui s’ensuit") || browser.says("il reste à classer"), "{}", browser.text());
        assert_eq!(deeds(site).await, []);
        leave(site, &scene.lea).await;
        let mut browser = looking_at(site, &relay, &page).await;
        let mails = site.mails().await.len();
        settle(&mut browser, "dismissed", "other", "", "Les deux sont partis.").await;
        assert!(browser.says("C’est noté"), "{}", browser.text());
        assert_eq!(site.mails().await.len(), mails, "nobody is there to be told");
    }

    async fn who_moderates_is_told_that_reports_wait(site) {
        let now = context::now();
        let scene = Scene::set(site).await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let elsewhere = people::moderator(site, "Max", ELSEWHERE).await;
        let anne = people::moderator(site, "Anne", "").await;
        let mut home = looking_at(site, &relay, "/moderation").await;
        assert!(!home.says("signalement attend"), "{}", home.text());
        scene.say(site, &scene.paul.person, INSULT).await;
        scene.report(site, &scene.lea, "1").await;
        home.open("/moderation").await;
        assert!(home.says("1 signalement attend une décision") && home.links().contains(&"/moderation/signalements".to_owned()), "{}", home.text());
        let mut other = looking_at(site, &elsewhere, "/moderation").await;
        assert!(!other.says("signalement attend"), "{}", other.text());
        vetting_digest::tell(&site.app, now).await.unwrap();
        for (person, count) in [(&relay, 1), (&elsewhere, 0), (&anne, 1)] {
            assert_eq!(subjects(site, person).await.len(), count, "{}", person.name);
        }
        let mail = site.mails_to(&relay.email).await.remove(0);
        assert!(mail.subject == "Un signalement attend votre décision" && mail.body.contains("http://localhost:3000/moderation/signalements\n"), "{mail:?}");
        assert!(!mail.body.contains("Paul") && !mail.body.contains("Lea") && !mail.body.contains("idiote"), "{mail:?}");
        scene.report(site, &scene.lea, "").await;
        site.execute("update professional set vetting = 'submitted', waits_since = created_at, waits_in = '76'").await;
        vetting_digest::tell(&site.app, now + Duration::hours(24)).await.unwrap();
        let mail = site.mails_to(&relay.email).await.pop().unwrap();
        assert!(mail.subject == "2 signalements attendent votre décision" && mail.body.contains("Un profil attend votre relecture"), "{mail:?}");
        site.execute("update report set settled_at = reported_at, outcome = 'dismissed'").await;
        vetting_digest::tell(&site.app, now + Duration::hours(48)).await.unwrap();
        let mail = site.mails_to(&relay.email).await.pop().unwrap();
        assert!(mail.subject == "Un profil attend votre relecture" && !mail.body.contains("signalement"), "{mail:?}");
        other.open("/moderation/signalements").await;
        assert!(other.says("Aucun signalement"), "{}", other.text());
    }

    async fn pages_of_reports_cost_few_statements(site) {
        let scene = Scene::set(site).await;
        for number in 1..=9 {
            let person = if number == 5 { &scene.paul.person } else { &scene.lea };
            scene.say(site, person, &format!("Message {number}")).await;
        }
        let page = scene.report(site, &scene.lea, "5").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let pages = ["/moderation/signalements", page.as_str(), "/moderation", "/moderation/signalements?etat=regles"];
        let mut few: Option<Vec<usize>> = None;
        for reports in [1, 25] {
            if reports > 1 {
                site.execute(match site.engine {
                    Engine::Sqlite => "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 24)
                        insert into report (id, talk_id, message_id, evidence, reporter_id, reported_id, reason, region, reported_at)
                        select randomblob(16), talk_id, message_id, evidence, reporter_id, reported_id, reason, region, '2026-01-02T00:00:00+00:00' from report, numbers",
                    Engine::Postgres => "insert into report (id, talk_id, message_id, evidence, reporter_id, reported_id, reason, region, reported_at)
                        select gen_random_uuid(), talk_id, message_id, evidence, reporter_id, reported_id, reason, region, '2026-01-02T00:00:00+00:00' from report, generate_series(1, 24)",
                }).await;
            }
            let _turn = counting().await;
            let router = site.seen_through(counted(site.db()).await).await;
            let mut counts = Vec::new();
            for page in pages {
                let mut fewest = usize::MAX;
                // A connection that opens meanwhile has statements of its own.
                for _ in 0..5 {
                    let request = Request::get(page).header(header::ACCEPT, "text/html").header(header::COOKIE, &relay.cookie);
                    STATEMENTS.store(0, Ordering::SeqCst);
                    assert_eq!(answer(router.clone(), request.body(Body::empty()).unwrap()).await.status, StatusCode::OK, "{page}");
                    fewest = fewest.min(STATEMENTS.load(Ordering::SeqCst));
                }
                counts.push(fewest);
            }
            println!("{:?}: {counts:?} statements for {pages:?}", site.engine);
            assert!(counts.iter().all(|count| (2..=8).contains(count)), "{counts:?}");
            assert_eq!(*few.get_or_insert(counts.clone()), counts, "they grow with the number of reports");
        }
        // The oldest first, twenty a page; the one that was made here is the newest.
        let mut list = Browser::of(site, &relay);
        for (path, cards, has_newest) in [
            ("/moderation/signalements", 20, false), ("/moderation/signalements?page=2", 5, true),
            ("/moderation/signalements?page=99", 5, true), ("/moderation/signalements?page=x", 20, false),
        ] {
            list.open(path).await;
            assert_eq!(list.page.body.matches("class=\"card\"").count(), cards, "{path}");
            assert_eq!(list.links().contains(&page), has_newest, "{path}");
            assert!(list.says("25 signalements attendent"), "{}", list.text());
        }
    }

    /// Found again by who may see them, the last first, twenty a page.
    async fn settled_reports_are_listed(site) {
        let scene = Scene::set(site).await;
        scene.say(site, &scene.paul.person, INSULT).await;
        scene.say(site, &scene.lea, "Idiot vous-même.").await;
        let of_paul = scene.report(site, &scene.lea, "1").await;
        let of_lea = scene.report(site, &scene.paul.person, "2").await;
        let waits = scene.report(site, &scene.lea, "").await;
        let relay = people::moderator(site, "Zoe", OCCITANIE).await;
        let elsewhere = people::moderator(site, "Max", ELSEWHERE).await;
        let anne = people::moderator(site, "Anne", "").await;
        const SETTLED: &str = "/moderation/signalements?etat=regles";
        let mut list = looking_at(site, &anne, SETTLED).await;
        assert!(list.says("Aucun signalement n’a encore été traité"), "{}", list.text());
        let mut browser = looking_at(site, &anne, &of_paul).await;
        settle(&mut browser, "upheld", "insult", "warn", "").await;
        let mut browser = looking_at(site, &anne, &of_lea).await;
        settle(&mut browser, "dismissed", "misunderstanding", "", "").await;
        // Nobody sees what they made or are the subject of, and relays nothing of explorers nor of elsewhere.
        let assignment = Assignment { account: scene.paul.person.id, role: Role::Administrator, region: String::new() };
        roles::grant(site.db(), By::Operator, &assignment, context::now()).await.unwrap();
        for (person, seen) in [(&anne, vec![&of_lea, &of_paul]), (&relay, vec![&of_paul]), (&elsewhere, vec![]), (&scene.paul.person, vec![])] {
            list = looking_at(site, person, SETTLED).await;
            let links = list.links();
            let shown: Vec<_> = links.iter().filter(|link| [&of_paul, &of_lea, &waits].contains(link)).collect();
            assert_eq!(shown, seen, "{}: {}", person.name, list.text());
        }
        list = looking_at(site, &anne, SETTLED).await;
        assert!(list.says("Signalement retenu") && list.says("Signalement classé") && !list.says(INSULT), "{}", list.text());
        assert!(list.links().contains(&"/moderation/signalements".to_owned()));
        assert_eq!(status_for(site, &scene.lea, SETTLED).await, StatusCode::NOT_FOUND);
        list.open("/moderation/signalements").await;
        assert!(list.links().contains(&SETTLED.to_owned()) && list.links().contains(&waits), "{:?}", list.links());
    }
}

impl Scene {
    /// Paul cannot write to Léa.
    async fn say_refused(&self, site: &Site) {
        let fields = [("form[talk]", &*self.talk), ("form[body]", "Encore")];
        let said = site.answer(call(&Method::POST, "send_message", Some(&self.paul.person.cookie), &fields)).await;
        assert_eq!(said.status, StatusCode::CONFLICT, "{}", said.body);
    }
}
