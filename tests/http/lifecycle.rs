//! A talk from the request to its end, on both engines, with the clock moved and never waited for.

use crate::{
    browser::{Browser, book, call},
    people::{self, Person, Professional},
    site::{Engine, Site},
};
use axum::http::{Method, StatusCode};
use chrono::{DateTime, Duration, Utc};
use declic::{
    accounts,
    agenda::moment,
    context,
    locale::Locale,
    notifications::store::MailRow,
    talks::{clock, views},
};

/// A professional who confirms each request, free at every hour.
async fn careful(site: &Site, name: &str) -> Professional {
    let professional = people::professional(site, name).await;
    confirm_by_hand(site).await;
    professional
}

async fn confirm_by_hand(site: &Site) {
    site.execute(match site.engine {
        Engine::Sqlite => "update professional set accepts_automatically = 0",
        Engine::Postgres => "update professional set accepts_automatically = false",
    })
    .await;
}

/// Days from now at eight, and minutes more: far enough ahead for every wait.
fn hour(days: i64, minutes: i64) -> DateTime<Utc> {
    people::start(minutes) + Duration::days(days - 2)
}

/// Asks for an hour; gives the path of the talk.
async fn ask(site: &Site, explorer: &Person, professional: &Professional, start: DateTime<Utc>) -> String {
    let answer = site.answer(book(explorer, &professional.id.to_string(), &moment::iso(start))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.location().to_owned()
}

fn id(path: &str) -> &str {
    path.trim_start_matches("/rendez-vous/")
}

/// The path of the link that begins so in the newest mail that has one.
fn link_in(mails: &[MailRow], beginning: &str) -> String {
    let path = |mail: &MailRow| {
        let start = mail.body.find(beginning)?;
        mail.body[start..].split_whitespace().next().map(str::to_owned)
    };
    mails.iter().rev().find_map(path).unwrap_or_else(|| panic!("no {beginning} in {mails:#?}"))
}

async fn stage(site: &Site) -> String {
    let rows: Vec<(String,)> = site.rows("select status from talk order by created_at desc").await;
    rows[0].0.clone()
}

on_both_engines! {
    async fn a_request_holds_its_hour_until_it_is_accepted_from_the_mail(site) {
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let paul = careful(site, "Paul Fournier").await;
        let mut browser = Browser::of(site, &lea);
        let start = hour(10, 0);
        browser.open(&format!("/rencontres/{}/reserver?debut={}", paul.id, declic::routes::encode(&moment::iso(start)))).await;
        assert!(browser.says("Demander cette heure") && browser.says("confirme chaque demande"), "{}", browser.text());
        browser.submit("book_talk", &[("way", "video"), ("question", "Faut-il aimer la nuit ?")]).await;
        assert!(browser.says("Demande envoyée") && browser.says("en attente de réponse"), "{}", browser.text());
        assert!(!browser.links().iter().any(|link| link.contains("meet.jit.si")), "a room before it is confirmed");
        assert_eq!(stage(site).await, "requested");
        assert_eq!(site.number("select count(*) from agenda_cell").await, 8);

        // Nobody else can ask for it, nor for what overlaps it.
        let refused = site.answer(book(&max, &paul.id.to_string(), &moment::iso(start + Duration::minutes(30)))).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);

        let asked = site.mails_to(&paul.person.email).await;
        assert_eq!(asked.len(), 1);
        assert!(asked[0].calendar.is_none() && asked[0].body.contains("Faut-il aimer la nuit ?"), "{}", asked[0].body);
        let link = link_in(&asked, "/reponse/");

        // A scanner of mail opens the link: nothing changes.
        let before = site.content().await;
        for _ in 0..3 {
            let page = site.get(&link).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.body.contains("Accepter cette heure") && page.body.contains("Lea"), "{}", page.body);
        }
        assert_eq!(site.content().await, before);

        // One tap, without signing in.
        let mut stranger = Browser::new(site);
        stranger.open(&link).await;
        stranger.submit("accept_talk", &[]).await;
        assert!(stranger.says("C’est accepté"), "{}", stranger.text());
        assert_eq!(stage(site).await, "confirmed");
        for person in [&lea, &paul.person] {
            let mails = site.mails_to(&person.email).await;
            let invited = mails.iter().filter(|mail| mail.calendar_method.as_deref() == Some("REQUEST")).count();
            assert_eq!(invited, 1, "{mails:#?}");
        }

        // Used, and of no more use.
        let again = site.get(&link).await;
        assert!(again.body.contains("Ce lien a déjà servi"), "{}", again.body);
        let talk = site.rows::<(String,)>("select starts_at || '' from talk").await;
        let token = link.trim_start_matches("/reponse/");
        let replayed = site.answer(call(&Method::POST, "accept_talk", None, &[("form[talk]", ""), ("form[token]", token)])).await;
        assert_eq!(replayed.status, StatusCode::GONE);
        let forged = site.answer(call(&Method::POST, "decline_talk", None, &[("form[talk]", ""), ("form[token]", "forged"), ("form[reason]", "unavailable"), ("form[note]", "")])).await;
        assert_eq!(forged.status, StatusCode::GONE);
        assert_eq!(site.rows::<(String,)>("select starts_at || '' from talk").await, talk);
        assert_eq!(stage(site).await, "confirmed");
    }

    async fn only_who_is_asked_answers(site) {
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let paul = careful(site, "Paul Fournier").await;
        let talk = ask(site, &lea, &paul, hour(10, 0)).await;
        let accept = |cookie: Option<String>| {
            let talk = id(&talk).to_owned();
            async move {
                site.answer(call(&Method::POST, "accept_talk", cookie.as_deref(), &[("form[talk]", &talk), ("form[token]", "")])).await.status
            }
        };
        assert_eq!(accept(None).await, StatusCode::UNAUTHORIZED);
        assert_eq!(accept(Some(max.cookie.clone())).await, StatusCode::NOT_FOUND);
        assert_eq!(accept(Some(lea.cookie.clone())).await, StatusCode::FORBIDDEN);
        assert_eq!(accept(Some(paul.person.cookie.clone())).await, StatusCode::OK);
        assert_eq!(accept(Some(paul.person.cookie.clone())).await, StatusCode::CONFLICT);
    }

    async fn another_hour_is_proposed_and_accepted(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = careful(site, "Paul Fournier").await;
        let talk = ask(site, &lea, &paul, hour(10, 0)).await;
        let link = link_in(&site.mails_to(&paul.person.email).await, "/reponse/");
        let other = hour(12, 60);

        let mut professional = Browser::of(site, &paul.person);
        professional.open("/demandes").await;
        assert!(professional.says("Lea") && professional.links().contains(&talk), "{}", professional.text());
        professional.open(&talk).await;
        assert!(professional.says("Accepter cette heure") && professional.says("Proposer une autre heure"));
        professional.open(&format!("{talk}/deplacer?du={}", other.date_naive())).await;
        professional.submit("reschedule_talk", &[("start", &moment::iso(other))]).await;
        assert!(professional.says("nouvelle heure est proposée") && professional.says("en attente de réponse"), "{}", professional.text());

        // The same talk at the other hour; the first one is free again, and the first link is of no more use.
        assert_eq!(site.number("select count(*) from talk").await, 1);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 8);
        assert!(site.get(&link).await.body.contains("Ce lien a déjà servi"));
        let max = people::explorer(site, "Max").await;
        ask(site, &max, &paul, hour(10, 0)).await;

        // Who is asked sees both hours, in the mail and on its page.
        let mails = site.mails_to(&lea.email).await;
        let before = moment::whole(hour(10, 0), context::now(), chrono_tz::Tz::Europe__Paris, Locale::fr);
        assert!(mails.last().unwrap().body.contains(&format!("prévue jusqu’ici : {before}")), "{mails:#?}");
        let mut browser = Browser::of(site, &lea);
        let proposed = link_in(&mails, "/reponse/");
        // Pages say the zone elsewhere: "jeudi 3 décembre, 9 h 00".
        let before = before.replace('\u{a0}', " ").replace(" à ", ", ");
        let before = before.split(" (").next().unwrap();
        for page in [&talk, &proposed] {
            browser.open(page).await;
            assert!(browser.says(&format!("Au lieu de {before}")), "{page}: {}", browser.text());
        }
        let mut explorer = Browser::new(site);
        explorer.open(&proposed).await;
        explorer.submit("accept_talk", &[]).await;
        assert_eq!(site.number("select count(*) from talk where status = 'confirmed'").await, 1);
        browser.open(&talk).await;
        assert!(!browser.says("Au lieu de"), "{}", browser.text());

        // Who confirmed may still need another hour: calendars are told that the old one is off.
        let mut explorer = Browser::of(site, &lea);
        explorer.open(&format!("{talk}/deplacer?du={}", other.date_naive())).await;
        explorer.submit("reschedule_talk", &[("start", &moment::iso(other + Duration::minutes(120)))]).await;
        for person in [&lea, &paul.person] {
            let mails = site.mails_to(&person.email).await;
            let last = mails.last().unwrap();
            assert_eq!(last.calendar_method.as_deref(), Some("CANCEL"), "{last:#?}");
        }
        assert_eq!(site.number("select count(*) from talk where status = 'requested' and awaits = 'professional' and sequence = 1").await, 1);
    }

    /// Nobody agrees to an hour that they have not seen.
    async fn an_answer_is_to_the_hour_that_was_shown(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = careful(site, "Paul Fournier").await;
        let talk = ask(site, &lea, &paul, hour(10, 0)).await;
        let (mut requests, mut page) = (Browser::of(site, &paul.person), Browser::of(site, &paul.person));
        requests.open("/demandes").await;
        page.open(&talk).await;
        let fields = [("form[talk]", id(&talk)), ("form[token]", ""), ("form[start]", &*moment::iso(hour(12, 0)))];
        let moved = site.answer(call(&Method::POST, "reschedule_talk", Some(&lea.cookie), &fields)).await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
        requests.submit("accept_talk", &[]).await;
        assert!(requests.path == "/demandes" && requests.says("a changé pendant votre lecture"), "{}", requests.text());
        page.submit("decline_talk", &[("reason", "unavailable")]).await;
        assert!(page.says("a changé pendant votre lecture"), "{}", page.text());
        assert_eq!(stage(site).await, "requested");
        let garbled = [("form[talk]", id(&talk)), ("form[token]", ""), ("form[hour]", "demain")];
        let garbled = site.answer(call(&Method::POST, "accept_talk", Some(&paul.person.cookie), &garbled)).await;
        assert_eq!(garbled.status, StatusCode::BAD_REQUEST, "{}", garbled.body);
        // The page says now what it is about.
        requests.submit("accept_talk", &[]).await;
        assert_eq!(stage(site).await, "confirmed");
        // What is over is said where it was to be accepted, though it is there no more.
        let other = ask(site, &lea, &paul, hour(14, 0)).await;
        requests.open("/demandes").await;
        let cancel = [("form[talk]", id(&other)), ("form[reason]", "mistake"), ("form[note]", "")];
        site.answer(call(&Method::POST, "cancel_talk", Some(&lea.cookie), &cancel)).await;
        requests.submit("accept_talk", &[]).await;
        assert!(requests.path == "/demandes" && requests.page.body.contains("role=\"alert\""), "{}", requests.page.body);
    }

    /// A link is good for one answer, also where two come at once.
    async fn two_answers_by_one_link_are_one(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = careful(site, "Paul Fournier").await;
        ask(site, &lea, &paul, hour(10, 0)).await;
        let link = link_in(&site.mails_to(&paul.person.email).await, "/reponse/");
        let token = link.trim_start_matches("/reponse/");
        let moves = [60, 120, 180, 240].map(|minutes| {
            let start = moment::iso(hour(12, minutes));
            let fields = [("form[talk]", ""), ("form[token]", token), ("form[start]", &*start)];
            site.answer(call(&Method::POST, "reschedule_talk", None, &fields))
        });
        let mut answers: Vec<_> = futures::future::join_all(moves).await.iter().map(|answer| answer.status).collect();
        answers.sort();
        assert_eq!(answers, [StatusCode::OK, StatusCode::GONE, StatusCode::GONE, StatusCode::GONE]);
    }

    async fn an_hour_that_is_not_free_is_refused_and_told(site) {
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let paul = people::professional(site, "Paul Fournier").await;
        let zoe = people::professional(site, "Zoe Martin").await;
        let talk = ask(site, &lea, &paul, hour(10, 0)).await;
        ask(site, &max, &paul, hour(11, 0)).await;
        ask(site, &lea, &zoe, hour(12, 0)).await;
        let reschedule = |person: &Person, start: String| {
            call(&Method::POST, "reschedule_talk", Some(&person.cookie), &[("form[talk]", id(&talk)), ("form[token]", ""), ("form[start]", &start)])
        };
        let before = site.content().await;
        for (person, start, told) in [
            (&lea, moment::iso(hour(11, 30)), "JustTaken"),
            (&lea, moment::iso(hour(12, 30)), "OwnAgendaTaken"),
            (&paul.person, moment::iso(hour(12, 30)), "OtherAgendaTaken"),
            (&lea, moment::iso(hour(10, 0)), "NotOffered"),
            (&lea, moment::iso(hour(-3, 0)), "NotOffered"),
            (&lea, "hier".to_owned(), "NotOffered"),
            (&lea, String::new(), "Invalid"),
        ] {
            let answer = site.answer(reschedule(person, start.clone())).await;
            assert!(answer.status.is_client_error() && answer.body.contains(told), "{start}: {} {}", answer.status, answer.body);
        }
        assert_eq!(site.content().await, before);
        // An hour that overlaps the talk itself is free for it.
        let answer = site.answer(reschedule(&lea, moment::iso(hour(10, 30)))).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(site.number("select count(*) from talk where status = 'confirmed'").await, 3);
    }

    async fn a_request_is_reminded_of_and_expires(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = careful(site, "Paul Fournier").await;
        let others = people::professionals(site.db(), "Boulanger", 4, &people::always()).await;
        site.index().await;
        let asked = context::now();
        let talk = ask(site, &lea, &paul, hour(40, 0)).await;
        let reminders = async || site.mails_to(&paul.person.email).await.len() - 1;
        for (days, count) in [(2, 0), (3, 1), (3, 1), (6, 1), (7, 2), (14, 2)] {
            clock::tick(&site.app, asked + Duration::days(days) + Duration::minutes(1)).await.unwrap();
            assert_eq!(reminders().await, count, "after {days} days");
        }
        let link = link_in(&site.mails_to(&paul.person.email).await, "/reponse/");
        let end = asked + Duration::days(15) + Duration::minutes(1);
        clock::tick(&site.app, end).await.unwrap();
        clock::tick(&site.app, end).await.unwrap();
        assert_eq!(stage(site).await, "expired");
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
        assert_eq!(site.number("select coalesce(sum(taken), 0) from talk_period where kind = 'week'").await, 0);
        assert!(site.get(&link).await.body.contains("Ce lien a déjà servi"));
        let told = site.mails_to(&lea.email).await;
        let last = &told.last().unwrap().body;
        assert_eq!(told.len(), 2);
        assert!(last.contains("n’a pas répondu à temps"), "{last}");
        let offered = others.iter().filter(|other| last.contains(&other.id.to_string())).count();
        assert_eq!(offered, 3, "{last}");
        assert!(!last.contains(&paul.id.to_string()), "{last}");
        let mut browser = Browser::of(site, &lea);
        browser.open(&talk).await;
        for way_on in [format!("/rencontres/{}", paul.id), "/rencontres".to_owned()] {
            assert!(browser.links().contains(&way_on), "{way_on}: {:?}", browser.links());
        }
    }

    async fn a_room_is_shown_until_the_talk_is_over(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = ask(site, &lea, &paul, hour(10, 0)).await;
        let user = accounts::store::find_account(site.db(), lea.id).await.unwrap().unwrap().into();
        for (minutes, is_shown) in [(-60, true), (0, true), (89, true), (90, false), (24 * 60, false)] {
            let now = hour(10, minutes);
            let page = views::talk_page(&site.app, &user, id(&talk), now).await.unwrap();
            assert_eq!(page.room_url.is_some(), is_shown, "{minutes} minutes after its start");
        }
    }

    async fn three_requests_wait_at_most_moved_or_not(site) {
        let lea = people::explorer(site, "Lea").await;
        let quick = people::professional(site, "Marie").await;
        let confirmed = ask(site, &lea, &quick, hour(20, 0)).await;
        confirm_by_hand(site).await;
        for number in 0..3 {
            let other = people::professional(site, &format!("Boulanger {number}")).await;
            confirm_by_hand(site).await;
            ask(site, &lea, &other, hour(10, number * 60)).await;
        }
        let (start, talk) = (moment::iso(hour(21, 0)), id(&confirmed));
        let fields = [("form[talk]", talk), ("form[token]", ""), ("form[start]", start.as_str())];
        let moved = site.answer(call(&Method::POST, "reschedule_talk", Some(&lea.cookie), &fields)).await;
        assert_eq!((moved.status, moved.body.as_str()), (StatusCode::CONFLICT, "\"TooManyRequests\""));
        assert_eq!(site.number("select count(*) from talk where status = 'confirmed'").await, 1);
    }

    async fn to_decline_another_hour_is_not_to_cancel(site) {
        let (lea, paul) = (people::explorer(site, "Lea").await, careful(site, "Paul Fournier").await);
        for number in 0..3 {
            let talk = ask(site, &lea, &paul, hour(10, number * 60)).await;
            let start = moment::iso(hour(12, number * 60));
            let proposal = [("form[talk]", id(&talk)), ("form[token]", ""), ("form[start]", start.as_str())];
            let proposed = site.answer(call(&Method::POST, "reschedule_talk", Some(&paul.person.cookie), &proposal)).await;
            assert_eq!(proposed.status, StatusCode::OK, "{}", proposed.body);
            let refusal = [("form[talk]", id(&talk)), ("form[token]", ""), ("form[reason]", "unavailable"), ("form[note]", "")];
            let refused = site.answer(call(&Method::POST, "decline_talk", Some(&lea.cookie), &refusal)).await;
            assert_eq!(refused.status, StatusCode::OK, "{}", refused.body);
        }
        ask(site, &lea, &paul, hour(15, 0)).await;
    }

    /// What cannot be read of other people ends nothing halfway: the clock comes back.
    async fn a_request_that_cannot_be_ended_waits_for_the_next_round(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = careful(site, "Paul Fournier").await;
        let other = people::professional(site, "Anne Duval").await;
        site.index().await;
        ask(site, &lea, &paul, hour(40, 0)).await;
        let end = context::now() + Duration::days(16);
        site.execute("alter table professional rename column second_trade_code to elsewhere").await;
        assert!(clock::tick(&site.app, end).await.is_err());
        assert_eq!((stage(site).await.as_str(), site.mails_to(&lea.email).await.len()), ("requested", 1));
        site.execute("alter table professional rename column elsewhere to second_trade_code").await;
        clock::tick(&site.app, end).await.unwrap();
        let told = site.mails_to(&lea.email).await.pop().unwrap();
        assert_eq!(stage(site).await, "expired");
        assert!(told.body.contains(&other.id.to_string()), "{}", told.body);
    }

    /// Near the explorer, wherever the professional is who was asked.
    async fn who_else_is_free_is_near_the_explorer(site) {
        let lea = people::explorer(site, "Lea").await;
        let far = people::professionals(site.db(), "Boulanger", 4, &people::always()).await;
        site.execute("update professional set commune_code = '97411'").await;
        let near = people::professional(site, "Eve").await;
        confirm_by_hand(site).await;
        site.index().await;
        let talk = ask(site, &lea, &far[0], hour(40, 0)).await;
        let refusal = [("form[talk]", id(&talk)), ("form[token]", ""), ("form[reason]", "unavailable"), ("form[note]", "")];
        let declined = site.answer(call(&Method::POST, "decline_talk", Some(&far[0].person.cookie), &refusal)).await;
        assert_eq!(declined.status, StatusCode::OK, "{}", declined.body);
        let told = site.mails_to(&lea.email).await.pop().unwrap().body;
        assert!(told.contains(&near.id.to_string()), "{told}");
    }

    async fn a_request_expires_when_its_notice_passes(site) {
        let lea = people::explorer(site, "Lea").await;
        let rules = declic::agenda::availability::Availability { minimum_notice_minutes: 24 * 60, ..people::always() };
        let paul = people::professional_with(site, "Paul Fournier", &rules).await;
        confirm_by_hand(site).await;
        let start = hour(5, 0);
        ask(site, &lea, &paul, start).await;
        clock::tick(&site.app, start - Duration::hours(24) - Duration::minutes(1)).await.unwrap();
        assert_eq!(stage(site).await, "requested");
        clock::tick(&site.app, start - Duration::hours(24)).await.unwrap();
        assert_eq!(stage(site).await, "expired");
    }

    async fn who_leaves_five_requests_is_paused_and_comes_back(site) {
        let paul = careful(site, "Paul Fournier").await;
        for number in 0..5 {
            let explorer = people::explorer(site, &format!("Explorer {number}")).await;
            ask(site, &explorer, &paul, hour(40, number * 60)).await;
        }
        clock::tick(&site.app, context::now() + Duration::days(16)).await.unwrap();
        let page = format!("/rencontres/{}", paul.id);
        let seen = site.get(&page).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
        assert!(seen.body.contains("Cette personne fait une pause") && seen.body.contains("metier=D1102"), "{}", seen.body);
        assert!(!seen.body.contains("Paul Fournier"), "{}", seen.body);
        let lea = people::explorer(site, "Lea").await;
        let mut browser = Browser::of(site, &lea);
        browser.open(&format!("{page}/reserver?debut={}", declic::routes::encode(&moment::iso(hour(10, 0))))).await;
        assert!(browser.page.status == StatusCode::NOT_FOUND && browser.says("fait une pause"), "{}", browser.text());
        let refused = site.answer(book(&lea, &paul.id.to_string(), &moment::iso(hour(10, 0)))).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let mails = site.mails_to(&paul.person.email).await;
        assert_eq!(mails.iter().filter(|mail| mail.subject.contains("pause")).count(), 1, "{mails:#?}");
        let link = link_in(&mails, "/retour/");

        let mut professional = Browser::of(site, &paul.person);
        professional.open("/demandes").await;
        assert!(professional.says("Votre profil est en pause"), "{}", professional.text());
        let mut stranger = Browser::new(site);
        stranger.open(&link).await;
        assert_eq!(site.get(&page).await.status, StatusCode::NOT_FOUND, "opening a link changes nothing");
        stranger.submit("resume_profile", &[]).await;
        assert!(stranger.says("Vous êtes de retour"), "{}", stranger.text());
        assert_eq!(site.get(&page).await.status, StatusCode::OK);
        let token = link.trim_start_matches("/retour/");
        let again = site.answer(call(&Method::POST, "resume_profile", None, &[("form[token]", token)])).await;
        assert_eq!(again.status, StatusCode::GONE);
        // What works no more says so before anybody presses.
        for link in [link.as_str(), "/retour/forged"] {
            stranger.open(link).await;
            assert_eq!(stranger.page.status, StatusCode::GONE, "{link}");
            assert!(stranger.says("peut-être déjà de retour") && !stranger.page.body.contains("/api/resume_profile"), "{}", stranger.text());
        }
    }

    async fn an_answer_in_between_forgives_what_went_unanswered(site) {
        let paul = careful(site, "Paul Fournier").await;
        for number in 0..4 {
            let explorer = people::explorer(site, &format!("Explorer {number}")).await;
            ask(site, &explorer, &paul, hour(40, number * 60)).await;
        }
        clock::tick(&site.app, context::now() + Duration::days(16)).await.unwrap();
        let lea = people::explorer(site, "Lea").await;
        let talk = ask(site, &lea, &paul, hour(30, 0)).await;
        let decline = [("form[talk]", id(&talk)), ("form[token]", ""), ("form[reason]", "not_my_trade"), ("form[note]", "")];
        let answer = site.answer(call(&Method::POST, "decline_talk", Some(&paul.person.cookie), &decline)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(site.mails_to(&lea.email).await.last().unwrap().body.contains("ne concerne pas son métier"));
        let max = people::explorer(site, "Max").await;
        ask(site, &max, &paul, hour(41, 0)).await;
        clock::tick(&site.app, context::now() + Duration::days(16)).await.unwrap();
        assert_eq!(site.get(&format!("/rencontres/{}", paul.id)).await.status, StatusCode::OK);
    }

    async fn three_requests_wait_at_most(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = careful(site, "Paul Fournier").await;
        let mut talks = Vec::new();
        for number in 0..3 {
            talks.push(ask(site, &lea, &paul, hour(10, number * 60)).await);
        }
        let fourth = site.answer(book(&lea, &paul.id.to_string(), &moment::iso(hour(10, 180)))).await;
        assert_eq!(fourth.status, StatusCode::CONFLICT);
        assert!(fourth.body.contains("TooManyRequests"), "{}", fourth.body);
        let accept = [("form[talk]", id(&talks[0])), ("form[token]", "")];
        site.answer(call(&Method::POST, "accept_talk", Some(&paul.person.cookie), &accept)).await;
        ask(site, &lea, &paul, hour(10, 180)).await;
    }

    async fn both_are_reminded_and_say_how_it_was(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let start = hour(10, 0);
        let talk = ask(site, &lea, &paul, start).await;
        let sent = async |person: &Person| site.mails_to(&person.email).await.len() - 1;
        for (before, count) in [(25 * 60, 0), (24 * 60, 1), (23 * 60, 1), (60, 2), (30, 2), (-59, 2), (-60, 3), (-600, 3)] {
            clock::tick(&site.app, start - Duration::minutes(before)).await.unwrap();
            assert_eq!((sent(&lea).await, sent(&paul.person).await), (count, count), "{before} minutes before");
        }
        let tell = |person: &Person, word: &str| {
            call(&Method::POST, "tell_talk", Some(&person.cookie), &[("form[talk]", id(&talk)), ("form[word]", word)])
        };
        // Its hour has not come by the real clock.
        assert_eq!(site.answer(tell(&lea, "took_place")).await.status, StatusCode::CONFLICT);
        assert_eq!(site.answer(tell(&lea, "nonsense")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        clock::tick(&site.app, start + Duration::days(8)).await.unwrap();
        assert_eq!(stage(site).await, "done");
        assert_eq!(site.number("select count(*) from talk where due_at is null and ended_at is not null").await, 1);
    }

    async fn two_clocks_do_nothing_twice(site) {
        let paul = careful(site, "Paul Fournier").await;
        for number in 0..20 {
            let explorer = people::explorer(site, &format!("Explorer {number}")).await;
            ask(site, &explorer, &paul, hour(40, number * 60)).await;
        }
        let then = context::now() + Duration::days(4);
        let (one, other, third) = tokio::join!(clock::tick(&site.app, then), clock::tick(&site.app, then), clock::tick(&site.app, then));
        assert!(one.is_ok() && other.is_ok() && third.is_ok());
        assert_eq!(site.mails_to(&paul.person.email).await.len(), 40);
    }

    async fn two_hundred_moves_to_overlapping_hours_leave_no_overlap(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        let explorers = people::explorers(site.db(), "Explorer", 25).await;
        let mut talks = Vec::new();
        for (number, explorer) in (0..).zip(&explorers) {
            talks.push((explorer, ask(site, explorer, &paul, hour(10 + number / 10, number % 10 * 60)).await));
        }
        // Each wants each of eight hours that overlap each other.
        let moves = (0..200_i64).map(|number| {
            let (explorer, talk) = &talks[usize::try_from(number).unwrap() % talks.len()];
            let start = moment::iso(hour(20, number / 25 * 30));
            site.answer(call(&Method::POST, "reschedule_talk", Some(&explorer.cookie), &[("form[talk]", id(talk)), ("form[token]", ""), ("form[start]", &start)]))
        });
        let answers = futures::future::join_all(moves).await;
        assert!(answers.iter().all(|answer| !answer.status.is_server_error()), "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        assert!(answers.iter().any(|answer| answer.status == StatusCode::OK));
        // Every talk has its hour of both people: the key of the cells proves that none overlaps another.
        assert_eq!(site.number("select count(*) from talk where status = 'confirmed'").await, 25);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 25 * 8);
        assert_eq!(site.number("select count(*) from agenda_cell c join talk t on t.id = c.talk_id where c.starts_at < t.starts_at").await, 0);
        assert_eq!(site.number("select sum(taken) from talk_period where kind = 'week'").await, 25);
    }

    async fn accepting_and_declining_and_moving_at_once_has_one_outcome(site) {
        let paul = careful(site, "Paul Fournier").await;
        let explorers = people::explorers(site.db(), "Explorer", 10).await;
        for (number, explorer) in (0..).zip(&explorers) {
            let talk = ask(site, explorer, &paul, hour(10, number * 60)).await;
            let (talk, cookie) = (id(&talk).to_owned(), paul.person.cookie.clone());
            let accept = call(&Method::POST, "accept_talk", Some(&cookie), &[("form[talk]", &talk), ("form[token]", "")]);
            let decline = call(&Method::POST, "decline_talk", Some(&cookie), &[("form[talk]", &talk), ("form[token]", ""), ("form[reason]", "unavailable"), ("form[note]", "")]);
            let cancel = call(&Method::POST, "cancel_talk", Some(&explorer.cookie), &[("form[talk]", &talk), ("form[reason]", "mistake"), ("form[note]", "")]);
            let (accepted, declined, cancelled) = tokio::join!(site.answer(accept), site.answer(decline), site.answer(cancel));
            assert_ne!((accepted.status, declined.status), (StatusCode::OK, StatusCode::OK));
            assert!(!cancelled.status.is_server_error());
        }
        let open = site.number("select count(*) from talk where ended_at is null").await;
        assert_eq!(site.number("select count(*) from agenda_cell").await, open * 8);
        assert_eq!(site.number("select coalesce(sum(taken), 0) from talk_period where kind = 'week'").await, open);
    }
}
