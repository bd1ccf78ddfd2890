//! A minor's talk: the guardian is asked, the professional learns nothing before, and consent can be taken back.

use crate::{
    browser::{Browser, call},
    people::{self, Person, Professional},
    profile,
    site::{Answer, Engine, Site},
};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode},
};
use chrono::{Datelike, Duration, Months, NaiveDate};
use declic::{
    accounts::store::AccountRow,
    agenda::moment,
    context,
    db::Db,
    talks::{
        clock,
        form::TalkGuardianForm,
        guardians,
        lifecycle::{Action, Actor},
        store,
        transitions::{self, Change},
        types::Side,
    },
};
use std::{net::SocketAddr, sync::Arc};
use tokio::sync::Notify;
use uuid::Uuid;

const PARENT: &str = "parent@exemple.fr";

/// Somebody of sixteen.
async fn minor(site: &Site, name: &str) -> Person {
    let today = context::now().date_naive();
    people::born(site, name, NaiveDate::from_ymd_opt(today.year() - 16, 1, 15).unwrap()).await
}

async fn ask_as(
    site: &Site,
    explorer: &Person,
    professional: &Professional,
    minutes: i64,
    way: &str,
    guardian: &str,
) -> Answer {
    let fields = [
        ("form[professional]", &*professional.id.to_string()),
        ("form[start]", &people::iso(minutes)),
        ("form[way]", way),
        ("form[question]", "Une question confidentielle"),
        ("form[guardian_email]", guardian),
    ];
    site.answer(call(&Method::POST, "book_talk", Some(&explorer.cookie), &fields)).await
}

async fn ask(site: &Site, explorer: &Person, professional: &Professional, minutes: i64) -> String {
    let answer = ask_as(site, explorer, professional, minutes, "video", PARENT).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.location().to_owned()
}

/// The path of the newest link that a guardian got.
async fn link(site: &Site) -> String {
    link_to(site, PARENT).await
}

async fn link_to(site: &Site, guardian: &str) -> String {
    let mails = site.mails_to(guardian).await;
    let body = &mails.last().expect("a mail to the guardian").body;
    body[body.find("/accord/").unwrap()..].split_whitespace().next().unwrap().to_owned()
}

fn token(link: &str) -> String {
    link.trim_start_matches("/accord/").to_owned()
}

fn consenting(link: &str, scope: &str) -> Request<Body> {
    let fields = [("form[token]", &*token(link)), ("form[scope]", scope), ("form[responsible]", "on")];
    call(&Method::POST, "give_consent", None, &fields)
}

async fn consent(site: &Site, link: &str, scope: &str) -> Answer {
    site.answer(consenting(link, scope)).await
}

async fn reschedule(site: &Site, by: &Person, talk: &str, minutes: i64) {
    let answer = site.answer(rescheduling(by, talk, minutes)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}

async fn reschedule_from(address: [u8; 4], site: &Site, by: &Person, talk: &str, minutes: i64) -> Answer {
    let mut request = rescheduling(by, talk, minutes);
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((address, 5000))));
    site.answer(request).await
}

fn rescheduling(by: &Person, talk: &str, minutes: i64) -> Request<Body> {
    let fields = [("form[talk]", id(talk)), ("form[token]", ""), ("form[start]", &people::iso(minutes))];
    call(&Method::POST, "reschedule_talk", Some(&by.cookie), &fields)
}

async fn cancel(site: &Site, by: &Person, talk: &str) {
    let fields = [("form[talk]", id(talk)), ("form[reason]", "mistake"), ("form[note]", "")];
    let answer = site.answer(call(&Method::POST, "cancel_talk", Some(&by.cookie), &fields)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}

fn id(talk: &str) -> &str {
    talk.trim_start_matches("/rendez-vous/")
}

async fn confirm_by_hand(site: &Site) {
    site.execute(match site.engine {
        Engine::Sqlite => "update professional set accepts_automatically = 0",
        Engine::Postgres => "update professional set accepts_automatically = false",
    })
    .await;
}

/// The path of the link in the newest mail to the parent with this in its subject.
async fn link_in(site: &Site, subject: &str) -> String {
    let mails = site.mails_to(PARENT).await;
    let mail = mails.iter().rfind(|mail| mail.subject.contains(subject)).expect("a mail to the guardian");
    mail.body[mail.body.find("/accord/").unwrap()..].split_whitespace().next().unwrap().to_owned()
}

/// Makes the talks of a professional ones that took place a moment ago.
async fn over(site: &Site, professional: &Professional) {
    let change = "update talk set status = 'done', ended_at = created_at, due_at = null, starts_at = created_at
                  where professional_id = $1";
    match site.db() {
        Db::Sqlite { writer, .. } => drop(sqlx::query(change).bind(professional.id).execute(writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::query(change).bind(professional.id).execute(pool).await.unwrap()),
    }
}

/// Writes to the other side of a talk; gives the status of the answer.
async fn say(site: &Site, person: &Person, talk: &str, body: &str) -> StatusCode {
    let fields = [("form[talk]", talk.trim_start_matches("/rendez-vous/")), ("form[body]", body)];
    site.answer(call(&Method::POST, "send_message", Some(&person.cookie), &fields)).await.status
}

async fn stages(site: &Site) -> Vec<String> {
    let rows: Vec<(String,)> = site.rows("select status from talk order by created_at, id").await;
    rows.into_iter().map(|(stage,)| stage).collect()
}

/// Whether any mail to somebody, or their page of a talk, gives the explorer or the question away.
async fn is_given_away(site: &Site, professional: &Professional, talk: &str, name: &str) -> bool {
    let mut browser = Browser::of(site, &professional.person);
    let mut told = String::new();
    for page in [talk, "/agenda", "/demandes"] {
        browser.open(page).await;
        told.push_str(&browser.text());
    }
    for mail in site.mails_to(&professional.person.email).await {
        told.push_str(&mail.subject);
        told.push_str(&mail.body);
    }
    told.contains(name) || told.contains("confidentielle")
}

on_both_engines! {
    async fn nothing_is_known_of_a_minor_before_the_guardian_agrees(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &petite, &paul, 0).await;
        assert_eq!(stages(site).await, ["awaiting_guardian"]);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 8);
        assert!(!is_given_away(site, &paul, &talk, "Petite Ourse").await);

        // The guardian reads who, when, how and their rights; opening the link changes nothing.
        let link = link(site).await;
        let before = site.content().await;
        let mut guardian = Browser::new(site);
        guardian.open(&link).await;
        for text in ["Petite Ourse", "Paul Fournier", "confidentielle", "retirer votre accord", "signé notre charte"] {
            assert!(guardian.says(text), "{text}: {}", guardian.text());
        }
        assert_eq!(site.content().await, before);

        guardian.submit("give_consent", &[("scope", "talk"), ("responsible", "on")]).await;
        assert!(guardian.says("Votre accord est noté"), "{}", guardian.text());
        assert_eq!(stages(site).await, ["confirmed"]);
        assert!(is_given_away(site, &paul, &talk, "Petite Ourse").await, "now they are to know");
        for person in [&petite, &paul.person] {
            let invited = site.mails_to(&person.email).await.iter().filter(|mail| mail.calendar_method.is_some()).count();
            assert_eq!(invited, 1);
        }

        // The link was used; the one in the next mail takes the consent back.
        assert_eq!(consent(site, &link, "talk").await.status, StatusCode::GONE);
        let withdrawal = self::link(site).await;
        assert_ne!(withdrawal, link);
        let mut guardian = Browser::new(site);
        guardian.open(&withdrawal).await;
        assert!(guardian.says("Vous avez donné votre accord"), "{}", guardian.text());
        guardian.submit("object_to_talk", &[]).await;
        assert_eq!(stages(site).await, ["cancelled"]);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        assert_eq!(site.number("select count(*) from talk where ended_by = 'guardian'").await, 1);
        let noted = site.mails_to(PARENT).await.pop().unwrap();
        assert_eq!(noted.subject, "Le retrait de votre accord pour Petite Ourse est noté");
        assert!(noted.body.contains("la rencontre avec Paul Fournier"), "{}", noted.body);
        for person in [&petite, &paul.person] {
            let mails = site.mails_to(&person.email).await;
            assert_eq!(mails.last().unwrap().calendar_method.as_deref(), Some("CANCEL"));
        }
        let again = site.answer(call(&Method::POST, "object_to_talk", None, &[("form[token]", &token(&withdrawal))])).await;
        assert_eq!(again.status, StatusCode::GONE);
        let forged = site.answer(call(&Method::POST, "object_to_talk", None, &[("form[token]", "forged")])).await;
        assert_eq!(forged.status, StatusCode::GONE);
    }

    async fn a_guardian_and_a_professional_agree_in_any_order(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        site.execute(match site.engine {
            Engine::Sqlite => "update professional set accepts_automatically = 0",
            Engine::Postgres => "update professional set accepts_automatically = false",
        })
        .await;
        for (number, guardian_first) in [(0, true), (1, false)] {
            let petite = minor(site, &format!("Petite Ourse {number}")).await;
            let talk = ask(site, &petite, &paul, 60 * number).await;
            assert_eq!(stages(site).await.last().unwrap(), "requested");
            // Before the guardian agrees the professional gets no mail of it.
            let mails = site.mails_to(&paul.person.email).await.len();
            let id = talk.trim_start_matches("/rendez-vous/").to_owned();
            let accept = call(&Method::POST, "accept_talk", Some(&paul.person.cookie), &[("form[talk]", &id), ("form[token]", "")]);
            let asked = link(site).await;
            if guardian_first {
                assert_eq!(consent(site, &asked, "talk").await.status, StatusCode::OK);
                assert_eq!(site.mails_to(&paul.person.email).await.len(), mails + 1);
                assert_eq!(site.answer(accept).await.status, StatusCode::OK);
            } else {
                let mut professional = Browser::of(site, &paul.person);
                professional.open(&talk).await;
                assert!(professional.says("Une personne de moins de 18 ans"), "{}", professional.text());
                assert!(!professional.says("Petite Ourse") && !professional.says("confidentielle"), "{}", professional.text());
                assert_eq!(site.answer(accept).await.status, StatusCode::OK);
                assert_eq!(stages(site).await.last().unwrap(), "awaiting_guardian");
                assert_eq!(consent(site, &asked, "talk").await.status, StatusCode::OK);
            }
            assert_eq!(stages(site).await.last().unwrap(), "confirmed");
        }
    }

    async fn six_months_cover_every_talk_until_taken_back(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        ask(site, &petite, &paul, 0).await;
        let first = link(site).await;
        ask(site, &petite, &paul, 60).await;
        assert_eq!(consent(site, &first, "six_months").await.status, StatusCode::OK);
        assert_eq!(stages(site).await, ["confirmed", "confirmed"]);
        let withdrawal = link(site).await;
        let mut guardian = Browser::new(site);
        guardian.open(&withdrawal).await;
        assert!(guardian.says("Votre accord pour toutes les rencontres") && guardian.says("jusqu’au"), "{}", guardian.text());
        assert_eq!(guardian.text().matches("Paul Fournier").count(), 2, "both talks that would fall: {}", guardian.text());
        // The next one asks nobody.
        let answer = ask_as(site, &petite, &paul, 120, "video", "").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(stages(site).await, ["confirmed", "confirmed", "confirmed"]);
        let object = call(&Method::POST, "object_to_talk", None, &[("form[token]", &token(&withdrawal))]);
        assert_eq!(site.answer(object).await.status, StatusCode::OK);
        assert_eq!(stages(site).await, ["cancelled", "cancelled", "cancelled"]);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        let answer = ask_as(site, &petite, &paul, 180, "video", "").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    /// Once the hour is over the agreement stands for the conversation, until that is over too.
    async fn a_guardian_ends_the_conversation_after_the_hour(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &petite, &paul, 0).await;
        consent(site, &link(site).await, "talk").await;
        let withdrawal = link(site).await;
        over(site, &paul).await;
        assert_eq!(say(site, &paul.person, &talk, "Merci de votre visite.").await, StatusCode::OK);
        let mut guardian = Browser::new(site);
        guardian.open(&withdrawal).await;
        for text in ["Paul Fournier", "Vous avez donné votre accord", "ne pourront plus s’écrire"] {
            assert!(guardian.says(text), "{text}: {}", guardian.text());
        }
        let mails = site.mails().await.len();
        guardian.submit("object_to_talk", &[]).await;
        assert!(guardian.says("les conversations sont fermées"), "{}", guardian.text());
        // Nobody but who takes it back is written to.
        assert_eq!((stages(site).await, site.mails().await.len()), (vec!["done".to_owned()], mails + 1));
        assert!(site.mails_to(PARENT).await.last().unwrap().subject.contains("retrait"));
        for person in [&petite, &paul.person] {
            assert_eq!(say(site, person, &talk, "Encore un mot").await, StatusCode::CONFLICT);
        }
        guardian.open(&withdrawal).await;
        assert_eq!(guardian.page.status, StatusCode::GONE);
    }

    async fn a_link_ends_with_the_conversation(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &petite, &paul, 0).await;
        consent(site, &link(site).await, "talk").await;
        let withdrawal = link(site).await;
        // Called off by the minor: both may write for a while.
        let fields = [("form[talk]", talk.trim_start_matches("/rendez-vous/")), ("form[reason]", "mistake"), ("form[note]", "")];
        assert_eq!(site.answer(call(&Method::POST, "cancel_talk", Some(&petite.cookie), &fields)).await.status, StatusCode::OK);
        let mut guardian = Browser::new(site);
        guardian.open(&withdrawal).await;
        assert!(guardian.says("La rencontre est passée, ou annulée"), "{}", guardian.text());
        site.execute("update talk set ended_at = '2020-01-01T10:00:00.000+00:00', starts_at = '2020-01-01T10:00:00.000+00:00'").await;
        guardian.open(&withdrawal).await;
        assert_eq!(guardian.page.status, StatusCode::GONE);
        let object = call(&Method::POST, "object_to_talk", None, &[("form[token]", &token(&withdrawal))]);
        assert_eq!(site.answer(object).await.status, StatusCode::GONE);
    }

    async fn who_refuses_reads_that_it_is_noted(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        ask(site, &petite, &paul, 0).await;
        let object = call(&Method::POST, "object_to_talk", None, &[("form[token]", &token(&link(site).await))]);
        assert_eq!(site.answer(object).await.status, StatusCode::OK);
        let noted = site.mails_to(PARENT).await.pop().unwrap();
        assert_eq!(noted.subject, "Votre refus pour Petite Ourse est noté");
        assert!(noted.body.contains("la rencontre avec Paul Fournier") && !noted.body.contains("/accord/"), "{}", noted.body);
    }

    async fn a_guardian_stops_an_hour_that_has_begun(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &petite, &paul, 0).await;
        consent(site, &link(site).await, "talk").await;
        site.execute("update talk set starts_at = created_at").await;
        let mut guardian = Browser::new(site);
        guardian.open(&link(site).await).await;
        assert!(guardian.says("La rencontre est annulée, et les deux personnes prévenues"), "{}", guardian.text());
        guardian.submit("object_to_talk", &[]).await;
        assert_eq!(stages(site).await, ["cancelled"]);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        for person in [&petite, &paul.person] {
            let mails = site.mails_to(&person.email).await;
            assert_eq!(mails.last().unwrap().calendar_method.as_deref(), Some("CANCEL"));
            assert_eq!(say(site, person, &talk, "Encore un mot").await, StatusCode::CONFLICT);
        }
    }

    /// What they agreed to, and nothing else: neither an adult's hours, nor what comes after the six months.
    async fn six_months_show_and_stop_what_they_stand_for(site) {
        let petite = minor(site, "Petite Ourse").await;
        let names = ["Paul Fournier", "Eve Martin", "Zoe Blanc", "Ines Petit"];
        let mut talks = Vec::new();
        let mut met = Vec::new();
        for (hour, name) in (0..).zip(names) {
            let professional = people::professional(site, name).await;
            let asked = ask_as(site, &petite, &professional, 60 * hour, "video", if hour == 0 { PARENT } else { "" }).await;
            assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
            if hour == 0 {
                consent(site, &link(site).await, "six_months").await;
            }
            talks.push(asked.location().to_owned());
            met.push(professional);
        }
        let withdrawal = link_in(site, "accord pour Petite Ourse est noté").await;
        over(site, &met[0]).await;
        site.execute("update talk set guardian = 'not_needed'
                      where professional_id = (select p.id from professional p join account a on a.id = p.account_id where a.display_name = 'Zoe Blanc');
                      update guardian_consent set covers_until = (select max(starts_at) from talk);").await;
        let mut guardian = Browser::new(site);
        guardian.open(&withdrawal).await;
        let shown: Vec<&str> = names.into_iter().filter(|name| guardian.says(name)).collect();
        assert_eq!(shown, ["Eve Martin"], "{}", guardian.text());
        guardian.submit("object_to_talk", &[]).await;
        assert_eq!(stages(site).await, ["done", "cancelled", "confirmed", "confirmed"]);
        for (number, status) in [(0, StatusCode::CONFLICT), (1, StatusCode::CONFLICT), (2, StatusCode::OK), (3, StatusCode::OK)] {
            assert_eq!(say(site, &met[number].person, &talks[number], "Bonjour").await, status, "{}", names[number]);
        }
    }

    async fn nobody_answers_for_a_minor_whom_they_meet(site) {
        let petite = minor(site, "Petite Ourse").await;
        let (paul, eve) = (people::professional(site, "Paul Fournier").await, people::professional(site, "Eve Martin").await);
        let own = paul.person.email.to_uppercase();
        for own in [&own, &own.replace('@', "+maman@")] {
            let refused = ask_as(site, &petite, &paul, 0, "video", own).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains("EmailOfWhoIsMet"), "{}", refused.body);
        }
        assert_eq!(site.number("select count(*) from talk").await, 0);
        let talk = ask(site, &petite, &paul, 0).await;
        let mut browser = Browser::of(site, &petite);
        browser.open(&talk).await;
        browser.submit("correct_guardian", &[("guardian_email", &own)]).await;
        assert!(browser.says("Cette adresse ne peut pas répondre de vous"), "{}", browser.text());
        assert!(!site.mails_to(&paul.person.email).await.iter().any(|mail| mail.body.contains("/accord/")));

        // Nor do they who agreed to every talk with others: their own waits for who was asked.
        let asked = ask_as(site, &petite, &eve, 120, "video", &paul.person.email).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        let theirs = link_to(site, &paul.person.email).await;
        assert_eq!(consent(site, &theirs, "six_months").await.status, StatusCode::OK);
        assert_eq!(stages(site).await, ["awaiting_guardian", "confirmed"]);
        let mut professional = Browser::of(site, &paul.person);
        professional.open(&talk).await;
        assert!(professional.says("Une personne de moins de 18 ans"), "{}", professional.text());
        assert!(!professional.says("Petite Ourse") && !professional.says("confidentielle"), "{}", professional.text());
        assert_eq!(ask_as(site, &petite, &eve, 240, "video", "").await.status, StatusCode::OK, "covered");
        let refused = ask_as(site, &petite, &paul, 360, "video", "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    }

    /// Who agreed to the account answers for its talks as long as it needs them.
    async fn from_fifteen_on_another_guardian_can_be_named(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        let today = context::now().date_naive();
        for (years, name, asked) in [(14, "Petite Ourse", PARENT), (15, "Grande Ourse", "mere@exemple.fr")] {
            let born = today.checked_sub_months(Months::new(12 * years)).unwrap() - Duration::days(40);
            let explorer = people::born(site, name, born).await;
            let agreed = format!(
                "insert into account_guardian (account_id, email, token_hash, answer_by, agreed_at)
                 select id, '{PARENT}', display_name, created_at, created_at from account where display_name = '{name}'"
            );
            site.execute(Box::leak(agreed.into_boxed_str())).await;
            let start = i64::from(years) * 120;
            let mut browser = Browser::of(site, &explorer);
            browser.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, declic::routes::encode(&people::iso(start)))).await;
            let proposed = browser.field("book_talk", "guardian_email");
            assert_eq!(proposed.as_deref(), (years == 15).then_some(PARENT), "{}", browser.text());
            let answer = ask_as(site, &explorer, &paul, start, "video", "mere@exemple.fr").await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            assert!(site.mails_to(asked).await.iter().any(|mail| mail.body.contains("/accord/")), "{name}");
            browser.open(answer.location()).await;
            assert_eq!(browser.field("correct_guardian", "guardian_email").is_some(), years == 15, "{}", browser.text());
        }
    }

    async fn a_talk_that_moves_asks_nobody_who_is_met(site) {
        // Sixteen, and of age at the hour that is booked first: nobody has to agree to it.
        let birthday = people::start(0).date_naive();
        let petite = people::born(site, "Petite Ourse", birthday.checked_sub_months(Months::new(12 * 18)).unwrap()).await;
        let paul = people::professional(site, "Paul Fournier").await;
        site.execute("update account set email = 'Élodie@exemple.fr', email_key = 'élodie@exemple.fr' where display_name = 'Paul Fournier'").await;
        site.execute("update professional set minimum_notice_minutes = 0").await;
        let answer = ask_as(site, &petite, &paul, 24 * 60, "video", "").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        site.execute("insert into guardian_consent (id, explorer_id, email, token_hash, asked_at, agreed_at, covers_until)
            select id, explorer_id, 'ÉLODIE@exemple.fr', 'x', created_at, created_at, '2099-01-01T00:00:00.000+00:00' from talk").await;
        let talk = answer.location().trim_start_matches("/rendez-vous/").to_owned();
        let fields = [("form[talk]", &*talk), ("form[token]", ""), ("form[start]", &people::iso(-24 * 60))];
        let moved = site.answer(call(&Method::POST, "reschedule_talk", Some(&petite.cookie), &fields)).await;
        assert_eq!((moved.status, moved.body.as_str()), (StatusCode::FORBIDDEN, "\"GuardianNeeded\""));
        assert!(!site.mails().await.iter().any(|mail| mail.body.contains("/accord/")));
    }

    async fn who_agrees_says_that_they_answer_for_the_minor(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        ask(site, &petite, &paul, 0).await;
        let mut guardian = Browser::new(site);
        guardian.open(&link(site).await).await;
        guardian.submit("give_consent", &[("scope", "talk")]).await;
        assert!(guardian.says("Cochez cette case"), "{}", guardian.text());
        assert_eq!(stages(site).await, ["awaiting_guardian"]);
    }

    /// A talk with somebody who was sent back, agreed to or not, keeps nobody from agreeing to another one.
    async fn six_months_are_agreed_to_beside_somebody_who_was_sent_back(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let eve = people::professional(site, "Eve Martin").await;
        ask(site, &petite, &paul, 0).await;
        consent(site, &link(site).await, "talk").await;
        ask(site, &petite, &paul, 60).await;
        ask(site, &petite, &eve, 120).await;
        let asked = link(site).await;
        site.execute("update professional set vetting = 'changes_asked', vetting_reason = 'vague'
                      where account_id = (select id from account where email_key = 'paul.fournier@exemple.fr')").await;
        let agreed = consent(site, &asked, "six_months").await;
        assert_eq!(agreed.status, StatusCode::OK, "{}", agreed.body);
        assert_eq!(stages(site).await, ["confirmed", "awaiting_guardian", "confirmed"]);
        assert_eq!(site.number("select count(*) from guardian_consent where covers_until is not null").await, 1);
    }

    /// Whoever was asked by a slip of the pen, and never agreed, hears of nothing.
    async fn who_agreed_to_every_talk_hears_and_nobody_else(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        ask(site, &petite, &paul, 0).await;
        let slip = "parnet@exemple.fr";
        assert_eq!(ask_as(site, &petite, &paul, 60, "video", slip).await.status, StatusCode::OK);
        assert_eq!(consent(site, &link(site).await, "six_months").await.status, StatusCode::OK);
        assert_eq!(stages(site).await, ["confirmed", "confirmed"]);
        let before = site.mails_to(PARENT).await.len();
        assert_eq!(ask_as(site, &petite, &paul, 120, "video", "").await.status, StatusCode::OK);
        assert_eq!(site.mails_to(PARENT).await.len(), before + 1);
        assert_eq!(site.mails_to(slip).await.len(), 1, "the question alone");
    }

    /// Two agree to every talk, one of whom the minor meets: news of that talk are for the other one.
    async fn news_go_to_who_agreed_to_that_talk(site) {
        let petite = minor(site, "Petite Ourse").await;
        let (paul, eve) = (people::professional(site, "Paul Fournier").await, people::professional(site, "Eve Martin").await);
        ask(site, &petite, &paul, 0).await;
        let asked = ask_as(site, &petite, &eve, 120, "video", &paul.person.email).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        assert_eq!(consent(site, &link_to(site, &paul.person.email).await, "six_months").await.status, StatusCode::OK);
        assert_eq!(consent(site, &link(site).await, "six_months").await.status, StatusCode::OK);
        site.execute("update guardian_consent set agreed_at = '2026-01-01T00:00:00.000+00:00' where email = 'parent@exemple.fr'").await;
        let news = async |guardian: &str| {
            let mails = site.mails_to(guardian).await;
            mails.iter().filter(|mail| mail.subject.starts_with("Petite Ourse : rencontre confirmée")).count()
        };
        assert_eq!([news(PARENT).await, news(&paul.person.email).await], [1, 1], "each of what they agreed to");
        // With Paul, and with Eve: the last who agreed, where they may.
        for (professional, minutes, told) in [(&paul, 240, [2, 1]), (&eve, 360, [2, 2])] {
            let booked = ask_as(site, &petite, professional, minutes, "video", "").await;
            assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
            assert_eq!([news(PARENT).await, news(&paul.person.email).await], told);
        }
    }

    /// Who, when, how, where, and what they can do about it.
    async fn a_guardian_reads_where_it_is_and_what_their_rights_are(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        site.execute("update professional set organisation = 'Fournil du Castel'").await;
        let asked = ask_as(site, &petite, &paul, 0, "onsite", PARENT).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        let mail = site.mails_to(PARENT).await.pop().unwrap();
        assert!(mail.body.contains("sur place, à l’adresse de Fournil du Castel, Albi (81)"), "{}", mail.body);
        let mut guardian = Browser::new(site);
        guardian.open(&link(site).await).await;
        for text in ["Fournil du Castel, Albi (81)", "on relit et on efface", "CNIL"] {
            assert!(guardian.says(text), "{text}: {}", guardian.text());
        }
        // Where exactly is for who meets there.
        assert!(!mail.body.contains("Sainte-Cécile") && !guardian.says("Sainte-Cécile"), "{}", guardian.text());
    }

    async fn a_guardian_is_told_that_somebody_is_invented(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        site.execute(match site.engine {
            Engine::Sqlite => "update account set demonstration = 1 where display_name = 'Paul Fournier'",
            Engine::Postgres => "update account set demonstration = true where display_name = 'Paul Fournier'",
        })
        .await;
        ask(site, &petite, &paul, 0).await;
        let mail = site.mails_to(PARENT).await.remove(0);
        assert!(mail.body.contains("Paul Fournier (profil inventé)"), "{}", mail.body);
        let mut guardian = Browser::new(site);
        guardian.open(&link(site).await).await;
        assert!(guardian.says("Données de démonstration"), "{}", guardian.text());
    }

    async fn another_hour_is_asked_anew(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &petite, &paul, 0).await;
        consent(site, &link(site).await, "talk").await;
        let old = link(site).await;
        let id = talk.trim_start_matches("/rendez-vous/");
        let fields = [("form[talk]", id), ("form[token]", ""), ("form[start]", &people::iso(600))];
        assert_eq!(site.answer(call(&Method::POST, "reschedule_talk", Some(&petite.cookie), &fields)).await.status, StatusCode::OK);
        assert_eq!(stages(site).await, ["awaiting_guardian"]);
        let asked = link(site).await;
        assert_ne!(asked, old);
        assert_eq!(consent(site, &asked, "talk").await.status, StatusCode::OK);
        assert_eq!(stages(site).await, ["confirmed"]);
    }

    async fn what_cannot_be_is_refused(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let before = site.content().await;
        for (guardian, told) in [("", "Required"), ("parent", "NotAnEmail"), (&*petite.email, "OwnEmail"), (&*petite.email.replace('@', "+maman@"), "OwnEmail"), ("a@b.fr\r\nBcc: x@y.fr", "NotAnEmail")] {
            let refused = ask_as(site, &petite, &paul, 0, "video", guardian).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{guardian}");
            assert!(refused.body.contains("guardian_email") && refused.body.contains(told), "{}", refused.body);
        }
        // On site only at an organisation's address, and this one has none.
        let refused = ask_as(site, &petite, &paul, 0, "onsite", PARENT).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        assert_eq!(site.content().await, before);
        ask(site, &petite, &paul, 0).await;
        let link = link(site).await;
        for scope in ["", "for ever"] {
            assert_eq!(consent(site, &link, scope).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(stages(site).await, ["awaiting_guardian"]);
    }

    async fn what_a_minor_writes_waits_for_the_guardian_too(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &petite, &paul, 0).await;
        let id = talk.trim_start_matches("/rendez-vous/");
        let fields = [("form[talk]", id), ("form[reason]", "other"), ("form[note]", "Ici Petite Ourse, confidentielle")];
        let cancelled = site.answer(call(&Method::POST, "cancel_talk", Some(&petite.cookie), &fields)).await;
        assert_eq!(cancelled.status, StatusCode::OK, "{}", cancelled.body);
        assert_eq!(stages(site).await, ["cancelled"]);
        assert!(!is_given_away(site, &paul, &talk, "Petite Ourse").await);
    }

    async fn a_professional_has_time_once_the_guardian_agrees(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        site.execute(match site.engine {
            Engine::Sqlite => "update professional set accepts_automatically = 0",
            Engine::Postgres => "update professional set accepts_automatically = false",
        })
        .await;
        ask(site, &petite, &paul, 40 * 24 * 60).await;
        let asked: Vec<(i64,)> = site.rows("select count(*) from talk where asked_at = created_at").await;
        assert_eq!(asked, [(1,)]);
        consent(site, &link(site).await, "talk").await;
        let asked: Vec<(i64,)> = site.rows("select count(*) from talk where asked_at > created_at and awaits = 'professional'").await;
        assert_eq!(asked, [(1,)]);
    }

    async fn nobody_meets_a_minor_without_the_charter(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        ask(site, &petite, &paul, 0).await;
        site.execute("update professional set charter_signed_at = null").await;
        let refused = consent(site, &link(site).await, "talk").await;
        assert_eq!((refused.status, refused.body.contains("GuardianNeeded")), (StatusCode::FORBIDDEN, true));
        assert_eq!(stages(site).await, ["awaiting_guardian"]);
    }

    async fn who_withdraws_the_charter_calls_the_talks_with_minors_off(site) {
        let (petite, grand) = (minor(site, "Petite Ourse").await, minor(site, "Grand Duc").await);
        let adult = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        ask(site, &petite, &paul, 0).await;
        consent(site, &link(site).await, "talk").await;
        ask_as(site, &grand, &paul, 60, "video", "autre@exemple.fr").await;
        site.answer(crate::browser::book(&adult, &paul.id.to_string(), &people::iso(120))).await;
        assert_eq!(stages(site).await, ["confirmed", "awaiting_guardian", "confirmed"]);
        let mut browser = Browser::of(site, &paul.person);
        profile::save(&mut browser, &[("time_zone", "Europe/Paris")]).await;
        assert_eq!(stages(site).await, ["confirmed", "awaiting_guardian", "confirmed"], "{}", browser.text());
        profile::save(&mut browser, &[("welcomes_minors", "")]).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
        assert_eq!(stages(site).await, ["cancelled", "cancelled", "confirmed"]);
        for person in [&petite, &grand] {
            let mails = site.mails_to(&person.email).await;
            assert!(mails.last().unwrap().subject.contains("nnulée"), "{}", mails.last().unwrap().subject);
        }
        assert_eq!(site.number("select count(*) from agenda_cell").await, 8);
    }

    /// Who agreed is told what becomes of it, each time once.
    async fn a_guardian_who_agreed_hears_what_follows(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let subjects = || async {
            let mails = site.mails_to(PARENT).await;
            mails.into_iter().map(|mail| mail.subject).collect::<Vec<_>>()
        };
        let talk = ask(site, &petite, &paul, 0).await;
        consent(site, &link(site).await, "six_months").await;
        // Confirmed by the agreement itself.
        let thanks = site.mails_to(PARENT).await.pop().unwrap();
        assert!(thanks.body.contains("toutes ses rencontres jusqu’au"), "{}", thanks.body);
        assert_eq!(subjects().await.len(), 3);
        assert!(subjects().await[1].starts_with("Petite Ourse : rencontre confirmée"), "{:?}", subjects().await);
        // Another one, which nobody has to be asked for any more.
        ask_as(site, &petite, &paul, 120, "video", "").await;
        assert_eq!(subjects().await.len(), 4);
        let told = site.mails_to(PARENT).await.pop().unwrap();
        assert!(told.subject.starts_with("Petite Ourse : rencontre confirmée"), "{}", told.subject);
        assert!(told.body.contains("Paul Fournier") && told.body.contains("Vous pouvez y assister"), "{}", told.body);
        // The professional knows that the charter holds.
        let mut professional = Browser::of(site, &paul.person);
        professional.open(&talk).await;
        assert!(professional.says("Petite Ourse (moins de 18 ans)"), "{}", professional.text());
        // Called off.
        let fields = [("form[talk]", talk.rsplit('/').next().unwrap().split('?').next().unwrap()), ("form[reason]", "mistake"), ("form[note]", "")];
        let answer = site.answer(call(&Method::POST, "cancel_talk", Some(&petite.cookie), &fields)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let off = site.mails_to(PARENT).await.pop().unwrap();
        assert!(off.subject.contains("n’aura pas lieu"), "{}", off.subject);
        assert_eq!(subjects().await.len(), 5);
        // The old link says what there is to know, to somebody without an account.
        let mut guardian = Browser::new(site);
        let old = site.mails_to(PARENT).await.remove(0).body;
        let old = old[old.find("/accord/").unwrap()..].split_whitespace().next().unwrap().to_owned();
        guardian.open(&old).await;
        assert_eq!(guardian.page.status, StatusCode::GONE);
        assert!(guardian.says("un message plus récent le remplace"), "{}", guardian.text());
        assert!(guardian.says("le message « Votre accord pour… est noté »") && !guardian.says("connectez-vous"), "{}", guardian.text());
    }

    /// Before the guardian agrees the professional knows nothing, and a request that is taken back is nobody's business.
    async fn a_request_taken_back_before_the_consent_is_told_to_nobody(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        site.execute(match site.engine {
            Engine::Sqlite => "update professional set accepts_automatically = 0",
            Engine::Postgres => "update professional set accepts_automatically = false",
        })
        .await;
        let talk = ask(site, &petite, &paul, 60 * 24).await;
        let mut browser = Browser::of(site, &petite);
        browser.open(&talk).await;
        assert!(browser.says("Retirer ma demande") && browser.says("ne recevra aucun message"), "{}", browser.text());
        assert!(browser.says("en attente d’un accord"), "{}", browser.text());
        browser.submit("cancel_talk", &[("reason", "mistake")]).await;
        assert!(site.mails_to(&paul.person.email).await.is_empty());
        let told = site.mails_to(&petite.email).await.pop().unwrap();
        assert!(told.body.contains("n’en a rien su"), "{}", told.body);
        // An old tab of what is over leads to where it says so.
        browser.open(&format!("{talk}/deplacer")).await;
        assert_eq!((browser.path.as_str(), browser.page.status), (talk.as_str(), StatusCode::OK));
    }

    /// A request that moves while its guardian is awaited is nobody's business either.
    async fn a_request_moved_before_the_consent_is_told_to_nobody(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        confirm_by_hand(site).await;
        let mails = async || site.mails_to(&paul.person.email).await;
        for (number, agrees) in [(0, false), (1, true)] {
            let petite = minor(site, &format!("Petite Ourse {number}")).await;
            let talk = ask(site, &petite, &paul, 60 * 24 * (10 + number)).await;
            reschedule(site, &petite, &talk, 60 * 24 * (20 + number)).await;
            assert!(mails().await.is_empty(), "{:#?}", mails().await);
            if agrees {
                consent(site, &link(site).await, "talk").await;
                let mails = mails().await;
                assert_eq!(mails.len(), 1, "{mails:#?}");
                assert!(mails[0].subject.contains("vous demande une heure"), "{mails:#?}");
            } else {
                cancel(site, &petite, &talk).await;
                assert!(mails().await.is_empty(), "{:#?}", mails().await);
                let told = site.mails_to(&petite.email).await.pop().unwrap();
                assert!(told.body.contains("n’en a rien su"), "{}", told.body);
            }
        }
    }

    /// Who counts on a talk is told that it moves, is asked once the guardian agrees, and learns of its end in any case.
    async fn who_knows_of_a_talk_is_told_of_its_end(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        confirm_by_hand(site).await;
        for (number, end) in ["agreed", "cancelled", "objected", "expired"].into_iter().enumerate() {
            let day = 60 * 24 * (20 + 2 * i64::try_from(number).unwrap());
            let petite = minor(site, &format!("Petite Ourse {number}")).await;
            let guardian = format!("parent-{end}@exemple.fr");
            let asked = ask_as(site, &petite, &paul, day, "video", &guardian).await;
            let talk = asked.location().to_owned();
            consent(site, &link_to(site, &guardian).await, "talk").await;
            let accept = [("form[talk]", id(&talk)), ("form[token]", "")];
            site.answer(call(&Method::POST, "accept_talk", Some(&paul.person.cookie), &accept)).await;
            assert_eq!(stages(site).await.last().unwrap(), "confirmed");
            let before = site.mails_to(&paul.person.email).await.len();

            reschedule(site, &petite, &talk, day + 60).await;
            // Nor does another hour yet tell them more.
            reschedule(site, &petite, &talk, day + 120).await;
            let mails = site.mails_to(&paul.person.email).await;
            assert_eq!(mails.len(), before + 1, "{end}: {mails:#?}");
            let moved = mails.last().unwrap();
            assert_eq!(moved.calendar_method.as_deref(), Some("CANCEL"), "{moved:#?}");
            assert!(moved.body.contains("doit d’abord donner son accord"), "{moved:#?}");
            assert!(!moved.body.contains("/reponse/") && !moved.body.contains("Petite Ourse"), "{moved:#?}");
            let mut browser = Browser::of(site, &petite);
            browser.open(&talk).await;
            assert!(browser.says("Retirer ma demande") && !browser.says("ne recevra aucun message"), "{}", browser.text());

            let asked = link_to(site, &guardian).await;
            match end {
                "agreed" => drop(consent(site, &asked, "talk").await),
                "cancelled" => cancel(site, &petite, &talk).await,
                "objected" => {
                    let fields = [("form[token]", &*token(&asked))];
                    drop(site.answer(call(&Method::POST, "object_to_talk", None, &fields)).await);
                }
                _ => clock::tick(&site.app, context::now() + Duration::days(16)).await.unwrap(),
            }
            let mails = site.mails_to(&paul.person.email).await;
            assert_eq!(mails.len(), before + 2, "{end}: {mails:#?}");
            let told = mails.last().unwrap();
            assert_eq!(told.body.contains("/reponse/"), end == "agreed", "{told:#?}");
            let (stage, words) = match end {
                "agreed" => ("requested", "vous propose une autre heure"),
                "cancelled" => ("cancelled", "erreur de réservation"),
                "objected" => ("cancelled", "accord"),
                _ => ("expired", "n’est pas arrivé à temps"),
            };
            assert_eq!(stages(site).await.last().unwrap(), stage);
            assert!(told.body.contains(words), "{end}: {told:#?}");
            let own = site.mails_to(&petite.email).await.pop().unwrap();
            assert!(!own.body.contains("n’en a rien su"), "{end}: {}", own.body);
            if end == "agreed" {
                cancel(site, &petite, &talk).await;
            }
        }
    }

    async fn another_hour_is_a_mail_that_counts_where_it_comes_from(site) {
        let petite = minor(site, "Petite Ourse").await;
        let grande = minor(site, "Grande Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &petite, &paul, 0).await;
        let other = ask(site, &grande, &paul, 24 * 60).await;
        let (here, elsewhere) = ([192, 0, 2, 1], [198, 51, 100, 1]);
        for hour in 1..11 {
            let moved = reschedule_from(here, site, &petite, &talk, 60 * hour).await;
            assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
        }
        let refused = reschedule_from(here, site, &petite, &talk, 660).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{}", refused.body);
        let moved = reschedule_from(elsewhere, site, &grande, &other, 25 * 60).await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
        assert_eq!(site.mails_to(PARENT).await.len(), 13);
    }

    /// Whoever is asked is reminded, a guardian beside them.
    async fn a_proposal_is_reminded_of_beside_the_consent(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        confirm_by_hand(site).await;
        let talk = ask(site, &petite, &paul, 40 * 24 * 60).await;
        reschedule(site, &paul.person, &talk, 41 * 24 * 60).await;
        let proposed = site.mails_to(&petite.email).await.len();
        let asked = site.mails_to(PARENT).await.len();
        for (days, reminders) in [(1, 0), (3, 1), (7, 2), (8, 2)] {
            clock::tick(&site.app, context::now() + Duration::days(days)).await.unwrap();
            let mails = site.mails_to(&petite.email).await;
            assert_eq!(mails.len(), proposed + reminders, "after {days} days");
            assert!(mails.last().unwrap().body.contains("/reponse/"), "{mails:#?}");
            assert_eq!(site.mails_to(PARENT).await.len(), asked + reminders, "after {days} days");
        }
    }

    /// A guardian agrees to the hour that their link showed, even where the talk moves at that very moment.
    async fn a_move_and_a_consent_at_once_are_of_one_hour(site) {
        for number in 0..8 {
            let petite = minor(site, &format!("Petite Ourse {number}")).await;
            let paul = people::professional(site, &format!("Paul {number}")).await;
            confirm_by_hand(site).await;
            let parent = format!("parent{number}@exemple.fr");
            let asked = ask_as(site, &petite, &paul, 40 * 24 * 60, "video", &parent).await;
            let talk = asked.location().to_owned();
            let first = link_to(site, &parent).await;
            let moving = site.answer(rescheduling(&paul.person, &talk, 41 * 24 * 60));
            let (moved, agreed) = tokio::join!(moving, consent(site, &first, "talk"));
            assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
            assert!(matches!(agreed.status, StatusCode::OK | StatusCode::GONE), "{}", agreed.body);
            let agreements = "select count(*) from guardian_consent where agreed_at is not null";
            assert_eq!(site.number(agreements).await, number, "agreed to an hour that no link showed");
            let second = link_to(site, &parent).await;
            assert_eq!(consent(site, &second, "talk").await.status, StatusCode::OK);
        }
    }

    /// The same where the other hour is written and not settled yet: the answer waits, and finds its link gone.
    async fn an_answer_waits_for_a_move_that_is_under_way(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        confirm_by_hand(site).await;
        let talk = ask(site, &petite, &paul, 40 * 24 * 60).await;
        let first = link(site).await;
        let (moved, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let change = Change {
            talk: talk.rsplit('/').next().unwrap().parse().unwrap(),
            actor: Actor::Party(Side::Professional),
            action: Action::Move(moment::from_iso(&people::iso(41 * 24 * 60)).unwrap()),
            ending: None,
            now: context::now(),
        };
        let (input, db) = ((site.app.clone(), change, moved.clone(), go_on.clone()), site.db().clone());
        let moving = tokio::spawn(async move {
            db.write(input, |transaction, (app, change, moved, go_on)| {
                Box::pin(async move {
                    transitions::apply(transaction, app, change).await?;
                    moved.notify_one();
                    go_on.notified().await;
                    Ok(())
                })
            })
            .await
        });
        moved.notified().await;
        let answer = tokio::spawn(crate::site::answer(site.router(), consenting(&first, "talk")));
        // On SQLite there is one writer; on PostgreSQL it waits for the row.
        let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while site.engine == Engine::Postgres && site.number(waiting).await == 0 {
            assert!(!answer.is_finished(), "it does not wait");
            tokio::task::yield_now().await;
        }
        go_on.notify_one();
        moving.await.unwrap().unwrap();
        let answer = answer.await.unwrap();
        assert_eq!(answer.status, StatusCode::GONE, "agreed to an hour that no link showed: {}", answer.body);
        assert_eq!(site.number("select count(*) from guardian_consent where agreed_at is not null").await, 0);
        assert_eq!(consent(site, &link(site).await, "talk").await.status, StatusCode::OK);
    }

    async fn a_silent_guardian_ends_it(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        ask(site, &petite, &paul, 40 * 24 * 60).await;
        for (days, mails) in [(1, 1), (3, 2), (7, 3), (8, 3)] {
            clock::tick(&site.app, context::now() + Duration::days(days)).await.unwrap();
            assert_eq!(site.mails_to(PARENT).await.len(), mails, "after {days} days");
        }
        clock::tick(&site.app, context::now() + Duration::days(15)).await.unwrap();
        assert_eq!(stages(site).await, ["expired"]);
        for person in [&petite, &paul.person] {
            let told = &site.mails_to(&person.email).await.last().unwrap().body.clone();
            assert!(told.contains("n’est pas arrivé à temps") && !told.contains("n’avez pas répondu"), "{told}");
        }
        let rows: Vec<(i32,)> = site.rows("select expired_in_a_row from professional").await;
        assert_eq!(rows, [(0,)], "no fault of the professional");
    }

    async fn two_hundred_answers_at_once_leave_one_outcome_each(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        let mut links = Vec::new();
        for number in 0..20 {
            let petite = minor(site, &format!("Petite {number}")).await;
            let guardian = format!("parent{number}@exemple.fr");
            let asked = ask_as(site, &petite, &paul, 60 * number, "video", &guardian).await;
            assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
            links.push(link_to(site, &guardian).await);
        }
        let answers = (0..200_usize).map(|number| {
            let link = &links[number % links.len()];
            let request = if number % 3 == 0 {
                call(&Method::POST, "object_to_talk", None, &[("form[token]", &token(link))])
            } else {
                call(&Method::POST, "give_consent", None, &[("form[token]", &token(link)), ("form[scope]", "talk"), ("form[responsible]", "on")])
            };
            site.answer(request)
        });
        let answers = futures::future::join_all(answers).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::OK).count(), 20);
        assert!(answers.iter().all(|answer| answer.status == StatusCode::OK || answer.status == StatusCode::GONE));
        let confirmed = site.number("select count(*) from talk where status = 'confirmed'").await;
        let cancelled = site.number("select count(*) from talk where status = 'cancelled'").await;
        assert_eq!(confirmed + cancelled, 20);
        assert_eq!(site.number("select count(*) from agenda_cell").await, confirmed * 8);
    }

    /// Who agreed for six months hears at once what a professional is asked who has to answer first.
    async fn a_guardian_who_covers_a_request_hears_of_it(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        ask(site, &petite, &paul, 0).await;
        consent(site, &link(site).await, "six_months").await;
        site.execute(match site.engine {
            Engine::Sqlite => "update professional set accepts_automatically = 0",
            Engine::Postgres => "update professional set accepts_automatically = false",
        })
        .await;
        let before = site.mails_to(PARENT).await.len();
        ask_as(site, &petite, &paul, 40 * 24 * 60, "video", "").await;
        let mails = site.mails_to(PARENT).await;
        assert_eq!(mails.len(), before + 1);
        let told = mails.last().unwrap();
        assert!(told.subject.starts_with("Petite Ourse a demandé une rencontre"), "{}", told.subject);
        assert!(told.body.contains("Paul Fournier") && told.body.contains("vous n’avez rien à faire"), "{}", told.body);
        assert!(!told.body.contains("/accord/"), "one link takes the consent back");
    }

    /// Whatever happens to the talk comes before or after: never is the link that works sent to the address of before.
    async fn a_correction_waits_for_what_happens_to_the_talk(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &petite, &paul, 0).await;
        let id = talk.rsplit('/').next().unwrap().to_owned();
        let (held, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (input, db) = ((id.parse::<Uuid>().unwrap(), held.clone(), go_on.clone()), site.db().clone());
        let first = tokio::spawn(async move {
            db.write(input, |transaction, (talk, held, go_on)| {
                Box::pin(async move {
                    store::hold_talk(&mut *transaction, *talk).await?;
                    held.notify_one();
                    go_on.notified().await;
                    Ok(())
                })
            })
            .await
        });
        held.notified().await;
        let fields = [("form[talk]", id.as_str()), ("form[guardian_email]", "mere@exemple.fr")];
        let correction = call(&Method::POST, "correct_guardian", Some(&petite.cookie), &fields);
        let correction = tokio::spawn(crate::site::answer(site.router(), correction));
        // On SQLite there is one writer; on PostgreSQL it waits for the row.
        let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while site.engine == Engine::Postgres && site.number(waiting).await == 0 {
            assert!(!correction.is_finished(), "it does not wait");
            tokio::task::yield_now().await;
        }
        go_on.notify_one();
        first.await.unwrap().unwrap();
        assert_eq!(correction.await.unwrap().status, StatusCode::OK);
        assert_eq!(consent(site, &link_to(site, "mere@exemple.fr").await, "talk").await.status, StatusCode::OK);
    }

    async fn who_is_asked_at_another_address_is_reminded_from_then_on(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &petite, &paul, 40 * 24 * 60).await;
        let talk = talk.trim_start_matches("/rendez-vous/").to_owned();
        let form = TalkGuardianForm { talk, guardian_email: "mere@exemple.fr".to_owned() };
        let user = AccountRow { id: petite.id, email: petite.email.clone(), ..people::account(&petite.name) }.into();
        let begun = context::now();
        let corrected = begun + Duration::days(3) - Duration::minutes(5);
        guardians::correct(&site.app, &user, &form, corrected).await.unwrap();
        for (passed, mails) in [(5, 1), (3 * 24 * 60, 2), (7 * 24 * 60, 3), (8 * 24 * 60, 3)] {
            clock::tick(&site.app, corrected + Duration::minutes(passed)).await.unwrap();
            assert_eq!(site.mails_to("mere@exemple.fr").await.len(), mails, "after {passed} minutes");
        }
        // They have no more time for it than whoever was asked before.
        clock::tick(&site.app, begun + Duration::days(15) + Duration::minutes(5)).await.unwrap();
        assert_eq!(stages(site).await, ["expired"]);
    }

    async fn a_mistyped_address_is_corrected_while_the_consent_is_awaited(site) {
        let petite = minor(site, "Petite Ourse").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &petite, &paul, 0).await;
        let mistyped = link(site).await;
        let mut browser = Browser::of(site, &petite);
        for (typed, told) in [
            ("", "Ce champ est nécessaire"),
            ("parent", "Cette adresse n’est pas complète"),
            (&*petite.email.to_uppercase(), "C’est votre propre adresse"),
        ] {
            browser.open(&talk).await;
            browser.submit("correct_guardian", &[("guardian_email", typed)]).await;
            assert!(browser.says(told), "{typed:?}: {}", browser.text());
            assert_eq!(browser.field("correct_guardian", "guardian_email").as_deref(), Some(typed));
        }
        assert_eq!(site.mails_to(PARENT).await.len(), 1);

        browser.submit("correct_guardian", &[("guardian_email", "mere@exemple.fr")]).await;
        assert!(browser.says("C’est envoyé") && browser.says("mere@exemple.fr"), "{}", browser.text());
        assert!(!browser.says(PARENT), "{}", browser.text());
        assert_eq!(consent(site, &mistyped, "talk").await.status, StatusCode::GONE, "the old link is dead");
        let mut stranger = Browser::new(site);
        stranger.open(&mistyped).await;
        assert_eq!(stranger.page.status, StatusCode::GONE);
        // What still waited to go to the old address is taken back, and reminders go to the new one.
        clock::tick(&site.app, context::now() + Duration::days(1)).await.unwrap();
        assert_eq!(site.mails_to(PARENT).await.len(), 0);

        // Three times, the same address counted, and no more.
        for _ in 2..=3 {
            browser.submit("correct_guardian", &[("guardian_email", "mere@exemple.fr")]).await;
            assert!(browser.says("C’est envoyé"), "{}", browser.text());
        }
        assert!(browser.says("renvoyé trois fois"), "{}", browser.text());
        let id = talk.rsplit('/').next().unwrap().split('?').next().unwrap();
        let more = |cookie: &str| {
            let fields = [("form[talk]", id), ("form[guardian_email]", "encore@exemple.fr")];
            site.answer(call(&Method::POST, "correct_guardian", Some(cookie), &fields))
        };
        let refused = more(&petite.cookie).await;
        assert_eq!((refused.status, refused.body.contains("TooManyCorrections")), (StatusCode::UNPROCESSABLE_ENTITY, true));
        assert_eq!(more(&paul.person.cookie).await.status, StatusCode::NOT_FOUND, "not for the professional to see to");
        assert!(site.mails_to("encore@exemple.fr").await.is_empty());

        assert_eq!(consent(site, &link_to(site, "mere@exemple.fr").await, "talk").await.status, StatusCode::OK);
        assert_eq!(stages(site).await, ["confirmed"]);
        assert_eq!(more(&petite.cookie).await.status, StatusCode::CONFLICT, "nobody is awaited any more");
        browser.open(&talk).await;
        assert!(!browser.says("mere@exemple.fr"), "{}", browser.text());
        // Next time the one who agreed is proposed.
        let hour = declic::routes::encode(&people::iso(120));
        browser.open(&format!("/rencontres/{}/reserver?debut={hour}", paul.id)).await;
        assert_eq!(browser.field("book_talk", "guardian_email").as_deref(), Some("mere@exemple.fr"), "{}", browser.text());
    }
}
