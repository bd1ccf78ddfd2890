//! What follows a talk: thanks, private answers and notes; and how a professional's answers move their place in the
//! search.

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
use chrono::{DateTime, Duration, NaiveDate, Utc};
use declic::{
    accounts::{session::CurrentUser, store as accounts},
    agenda::moment,
    context,
    search::criteria::Criteria,
    talks::{
        answer_behaviour::AnswerBehaviour,
        clock,
        form::BookingForm,
        indexing,
        lifecycle::{Action, Actor},
        service,
        transitions::{self, Change},
        types::{AnswerHabit, AnswerPace, AnswerShare, EndReason, EndedBy, Ending, Side},
        views,
    },
};
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// A confirmed talk of these two; gives its id.
async fn confirmed(site: &Site, explorer: &Person, professional: &Professional) -> String {
    // Whatever was booked before keeps its cells.
    let minutes = 60 * site.number("select count(*) from talk").await;
    let answer = site.answer(book(explorer, &professional.id.to_string(), &people::iso(minutes))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.location().trim_start_matches("/rendez-vous/").to_owned()
}

/// Two hours ago every talk began.
async fn let_the_hour_pass(site: &Site) {
    site.execute(match site.engine {
        Engine::Sqlite => "update talk set starts_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-2 hours')",
        Engine::Postgres => "update talk set starts_at = now() - interval '2 hours'",
    })
    .await;
}

/// Forty days ago every talk began.
async fn let_forty_days_pass(site: &Site) {
    site.execute(match site.engine {
        Engine::Sqlite => "update talk set starts_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-40 days')",
        Engine::Postgres => "update talk set starts_at = now() - interval '40 days'",
    })
    .await;
}

async fn confirm_by_hand(site: &Site, by_hand: bool) {
    site.execute(match (site.engine, by_hand) {
        (Engine::Sqlite, true) => "update professional set accepts_automatically = 0",
        (Engine::Sqlite, false) => "update professional set accepts_automatically = 1",
        (Engine::Postgres, true) => "update professional set accepts_automatically = false",
        (Engine::Postgres, false) => "update professional set accepts_automatically = true",
    })
    .await;
}

const WORDS: &str = "Votre fournil sent si bon : je sais maintenant ce que je veux faire.";

on_both_engines! {
    async fn thanks_are_read_by_the_professional_alone(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = confirmed(site, &lea, &paul).await;
        let path = format!("/rendez-vous/{talk}");
        let mut explorer = Browser::of(site, &lea);
        explorer.open(&path).await;
        assert!(!explorer.says("Dire merci"), "before the hour: {}", explorer.text());
        let_the_hour_pass(site).await;
        let mails = site.mails_to(&paul.person.email).await.len();
        explorer.open(&path).await;
        assert!(explorer.says("Dire merci à Paul Fournier"), "{}", explorer.text());
        explorer.submit("thank_professional", &[("words", "Merci pour tout.")]).await;
        assert!(explorer.says("Votre merci est parti") && explorer.says("Merci pour tout."), "{}", explorer.text());

        // One mail, which says that thanks wait and not what they say.
        let told = site.mails_to(&paul.person.email).await;
        assert_eq!(told.len(), mails + 1);
        let mail = told.last().unwrap();
        assert!(mail.subject.contains("Lea vous remercie") && mail.body.contains(&path), "{mail:#?}");
        assert!(!mail.body.contains("Merci pour tout"), "{mail:#?}");
        let mut professional = Browser::of(site, &paul.person);
        professional.open(&path).await;
        assert!(professional.says("Lea vous remercie") && professional.says("Merci pour tout."), "{}", professional.text());

        // Changed: the same thanks, and no second mail.
        assert_eq!(explorer.field("thank_professional", "words").as_deref(), Some("Merci pour tout."));
        explorer.submit("thank_professional", &[("words", WORDS)]).await;
        assert_eq!(site.mails_to(&paul.person.email).await.len(), mails + 1);
        assert_eq!(site.number("select count(*) from talk_thanks").await, 1);
        professional.open("/demandes").await;
        assert!(professional.links().contains(&"/mercis".to_owned()));
        professional.open("/mercis").await;
        assert!(professional.says(WORDS) && professional.says("Lea"), "{}", professional.text());
        // Nobody else: no page says it, and no list of anybody's.
        let public = site.get(&format!("/rencontres/{}", paul.id)).await;
        assert!(!public.body.contains("fournil sent"), "{}", public.body);
        explorer.open("/mercis").await;
        assert!(explorer.says("Pas encore de merci ici"), "{}", explorer.text());

        // Taken back, and written again: the professional reads what stands, and had their mail.
        explorer.open(&path).await;
        explorer.submit("take_thanks_back", &[]).await;
        assert!(explorer.says("Votre merci est retiré") && !explorer.says("fournil sent"), "{}", explorer.text());
        for page in [path.as_str(), "/mercis"] {
            professional.open(page).await;
            assert!(!professional.says("fournil sent"), "{page}: {}", professional.text());
        }
        assert_eq!(site.number("select count(*) from talk_thanks where words is null").await, 1);
        explorer.submit("thank_professional", &[("words", "Encore merci.")]).await;
        assert_eq!(site.mails_to(&paul.person.email).await.len(), mails + 1);
        professional.open("/mercis").await;
        assert!(professional.says("Encore merci."), "{}", professional.text());
    }

    async fn thanks_that_cannot_be_sent_are_kept_with_the_reason(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = confirmed(site, &lea, &paul).await;
        let thank = |person: &Person, words: &str| {
            call(&Method::POST, "thank_professional", Some(&person.cookie), &[("form[talk]", &talk), ("form[words]", words)])
        };
        let before = site.content().await;
        let early = site.answer(thank(&lea, WORDS)).await;
        assert_eq!((early.status, early.body.contains("NotOver")), (StatusCode::UNPROCESSABLE_ENTITY, true), "{}", early.body);
        assert_eq!(site.content().await, before);

        let_the_hour_pass(site).await;
        let before = site.content().await;
        let long = "é".repeat(1_001);
        for (words, problem) in [
            ("Merci ! Écrivez-moi : lea@exemple.fr", "ContactDetails"),
            ("Appelez le zéro six douze trente-quatre cinquante-six soixante-dix-huit", "ContactDetails"),
            (&long, "TooLong"),
            ("   ", "Required"),
        ] {
            let refused = site.answer(thank(&lea, words)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}: {}", refused.body);
            assert!(refused.body.contains(problem), "{words}: {}", refused.body);
        }
        // Not for the one who is thanked.
        assert_eq!(site.answer(thank(&paul.person, WORDS)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.content().await, before);

        let mut explorer = Browser::of(site, &lea);
        explorer.open(&format!("/rendez-vous/{talk}")).await;
        let typed = "Merci ! Mon numéro : 06 12 34 56 78";
        explorer.submit("thank_professional", &[("words", typed)]).await;
        assert!(explorer.says("06 12 34 56 78"), "{}", explorer.text());
        assert_eq!(explorer.field("thank_professional", "words").as_deref(), Some(typed));
        assert!(explorer.page.body.contains("<title>Erreur"), "the title says so too");

        // Who missed the talk has nothing to thank for.
        let tell = [("form[talk]", talk.as_str()), ("form[word]", "other_absent")];
        assert_eq!(site.answer(call(&Method::POST, "tell_talk", Some(&lea.cookie), &tell)).await.status, StatusCode::OK);
        assert!(site.answer(thank(&lea, WORDS)).await.body.contains("NotOver"));
        let tell = [("form[talk]", talk.as_str()), ("form[word]", "took_place")];
        assert_eq!(site.answer(call(&Method::POST, "tell_talk", Some(&lea.cookie), &tell)).await.status, StatusCode::OK);
        let_forty_days_pass(site).await;
        let late = site.answer(thank(&lea, WORDS)).await;
        assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.body.contains("ClosedAfter"), "{}", late.body);
        explorer.open(&format!("/rendez-vous/{talk}")).await;
        assert!(!explorer.says("Dire merci") && !explorer.says("Trois questions"), "{}", explorer.text());
        assert_eq!(site.number("select count(*) from talk_thanks").await, 0);
    }

    async fn answers_and_notes_are_their_authors_own(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = confirmed(site, &lea, &paul).await;
        let path = format!("/rendez-vous/{talk}");
        let note = |person: &Person, words: &str| {
            call(&Method::POST, "note_talk", Some(&person.cookie), &[("form[talk]", &talk), ("form[words]", words)])
        };
        let feedback = |person: &Person, learned: &str| {
            let fields = [("form[talk]", talk.as_str()), ("form[learned]", learned), ("form[attraction]", "less"), ("form[recommends]", "no")];
            call(&Method::POST, "answer_feedback", Some(&person.cookie), &fields)
        };
        let before = site.content().await;
        for early in [note(&paul.person, "Curieuse de tout."), feedback(&lea, "yes")] {
            let refused = site.answer(early).await;
            assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("NotOver"), "{}", refused.body);
        }
        assert_eq!(site.content().await, before);
        let_the_hour_pass(site).await;

        // What is left out is told beside its question, and the rest is kept.
        let mut explorer = Browser::of(site, &lea);
        explorer.open(&path).await;
        explorer.submit("answer_feedback", &[("learned", "partly"), ("attraction", "less")]).await;
        assert!(explorer.says("Conseilleriez-vous") && explorer.page.body.contains("role=\"alert\""), "{}", explorer.text());
        assert_eq!(explorer.field("answer_feedback", "attraction").as_deref(), Some("less"));
        assert_eq!(site.number("select count(*) from talk_feedback").await, 0);
        explorer.submit("answer_feedback", &[("recommends", "perhaps")]).await;
        assert!(explorer.says("c’est noté"), "{}", explorer.text());
        for (field, value) in [("learned", "partly"), ("attraction", "less"), ("recommends", "perhaps")] {
            assert_eq!(explorer.field("answer_feedback", field).as_deref(), Some(value));
        }
        explorer.submit("answer_feedback", &[("learned", "yes")]).await;
        assert_eq!(site.number("select count(*) from talk_feedback where learned = 'yes' and attraction = 'less'").await, 1);

        let mut professional = Browser::of(site, &paul.person);
        professional.open(&path).await;
        professional.submit("note_talk", &[("words", "Curieuse de tout, à rappeler pour un stage.")]).await;
        assert!(professional.says("c’est noté"), "{}", professional.text());
        assert_eq!(professional.field("note_talk", "words").as_deref(), Some("Curieuse de tout, à rappeler pour un stage."));

        // Neither reads the other's, on the page or in what a program is answered.
        professional.open(&path).await;
        explorer.open(&path).await;
        assert!(!professional.says("Trois questions") && !professional.says("Moins qu’avant"), "{}", professional.text());
        assert!(!explorer.page.body.contains("Curieuse de tout") && !explorer.says("Votre carnet"), "{}", explorer.text());
        let told = async |person: &Person| site.answer(call(&Method::GET, "talk", Some(&person.cookie), &[("id", &talk)])).await.body;
        assert!(told(&lea).await.contains("perhaps") && !told(&lea).await.contains("Curieuse"));
        assert!(told(&paul.person).await.contains("Curieuse") && !told(&paul.person).await.contains("perhaps"));
        // Nor writes it.
        assert_eq!(site.answer(note(&lea, "Moi aussi")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.answer(feedback(&paul.person, "yes")).await.status, StatusCode::FORBIDDEN);
        let nonsense = site.answer(feedback(&lea, "enormously")).await;
        assert!(nonsense.status == StatusCode::UNPROCESSABLE_ENTITY && nonsense.body.contains("NotAChoice"), "{}", nonsense.body);
        let long = site.answer(note(&paul.person, &"a".repeat(1_001))).await;
        assert!(long.status == StatusCode::UNPROCESSABLE_ENTITY && long.body.contains("TooLong"), "{}", long.body);
        assert_eq!(site.mails_to(&paul.person.email).await.len(), 1, "nobody is told of what is private");

        // After thirty days the answers stand; the note is changed whenever one likes, and emptied.
        let_forty_days_pass(site).await;
        assert!(site.answer(feedback(&lea, "no")).await.body.contains("ClosedAfter"));
        explorer.open(&path).await;
        assert!(explorer.says("Moins qu’avant") && !explorer.says("Garder mes réponses"), "{}", explorer.text());
        assert_eq!(site.answer(note(&paul.person, "")).await.status, StatusCode::OK);
        assert_eq!(site.number("select count(*) from professional_note").await, 0);
    }

    async fn who_leaves_takes_their_words_along(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let talk = confirmed(site, &lea, &paul).await;
        let_the_hour_pass(site).await;
        let fields = |name: &'static str, value: &'static str| [("form[talk]", talk.clone()), (name, value.to_owned())];
        for (function, person, fields) in [
            ("thank_professional", &lea, fields("form[words]", WORDS)),
            ("note_talk", &paul.person, fields("form[words]", "Curieuse.")),
        ] {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = site.answer(call(&Method::POST, function, Some(&person.cookie), &fields)).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        }
        leave(site, &lea).await;
        assert_eq!(site.number("select count(*) from talk_thanks").await, 0);
        let mut professional = Browser::of(site, &paul.person);
        professional.open(&format!("/rendez-vous/{talk}")).await;
        assert!(!professional.says("fournil sent") && professional.page.body.contains("Curieuse."), "{}", professional.text());
        professional.open("/mercis").await;
        assert!(professional.says("Pas encore de merci ici"), "{}", professional.text());

        let max = people::explorer(site, "Max").await;
        let other = confirmed(site, &max, &paul).await;
        let_the_hour_pass(site).await;
        leave(site, &paul.person).await;
        assert_eq!(site.number("select count(*) from professional_note").await, 0);
        // Nobody would read thanks.
        let late = call(&Method::POST, "thank_professional", Some(&max.cookie), &[("form[talk]", &other), ("form[words]", WORDS)]);
        assert_eq!(site.answer(late).await.status, StatusCode::NOT_FOUND);
        let mut explorer = Browser::of(site, &max);
        explorer.open(&format!("/rendez-vous/{other}")).await;
        assert!(!explorer.says("Dire merci") && explorer.says("Trois questions"), "{}", explorer.text());
    }

    async fn the_schema_keeps_words_short_and_answers_after_questions(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        confirmed(site, &lea, &paul).await;
        assert!(site.refuses("update talk set professional_asked_at = null").await, "confirmed at once: asked and answered");
        assert!(site.refuses("update talk set professional_asked_at = '2100-01-01T00:00:00+00:00'").await);
        let long = match site.engine {
            Engine::Sqlite => "insert into talk_thanks select id, explorer_id, printf('%.*c', 1001, 'a'), created_at from talk",
            Engine::Postgres => "insert into talk_thanks select id, explorer_id, repeat('a', 1001), created_at from talk",
        };
        assert!(site.refuses(long).await);
        assert!(site.refuses("insert into talk_feedback select id, explorer_id, 'most', 'more', 'yes', created_at from talk").await);
        assert!(site.refuses("insert into professional_note select id, explorer_id, '', created_at from talk").await);
    }

    async fn pages_after_a_talk_cost_few_statements(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        let explorers = people::explorers(site.db(), "lea", 23).await;
        let mut talks = Vec::new();
        for (number, explorer) in (0..).zip(&explorers) {
            let answer = site.answer(book(explorer, &paul.id.to_string(), &people::iso(60 * number))).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            talks.push(answer.location().to_owned());
        }
        let_the_hour_pass(site).await;
        let pages = ["/mercis", "/demandes", talks[0].as_str()];
        let mut few: Option<Vec<usize>> = None;
        for thanked in [1, 23] {
            site.execute("delete from talk_thanks").await;
            site.execute(match thanked {
                1 => "insert into talk_thanks select id, explorer_id, 'Merci', created_at from talk order by id limit 1",
                _ => "insert into talk_thanks select id, explorer_id, 'Merci', created_at from talk",
            }).await;
            let _turn = counting().await;
            let router = site.seen_through(counted(site.db()).await).await;
            let mut counts = Vec::new();
            for page in pages {
                let mut fewest = usize::MAX;
                // A connection that opens meanwhile has statements of its own.
                for _ in 0..5 {
                    let request = Request::get(page).header(header::ACCEPT, "text/html").header(header::COOKIE, &paul.person.cookie);
                    STATEMENTS.store(0, Ordering::SeqCst);
                    assert_eq!(answer(router.clone(), request.body(Body::empty()).unwrap()).await.status, StatusCode::OK, "{page}");
                    fewest = fewest.min(STATEMENTS.load(Ordering::SeqCst));
                }
                counts.push(fewest);
            }
            println!("{:?}: {counts:?} statements for {pages:?}", site.engine);
            assert!(counts.iter().all(|count| (2..=8).contains(count)), "{counts:?}");
            assert_eq!(*few.get_or_insert(counts.clone()), counts, "they grow with the number of thanks");
        }
        // A list of its own, page by page.
        let mut professional = Browser::of(site, &paul.person);
        professional.open("/mercis").await;
        assert!(professional.links().contains(&"/mercis?page=2".to_owned()), "{:?}", professional.links());
        for (page, thanks) in [("/mercis", 20), ("/mercis?page=2", 3), ("/mercis?page=99", 3), ("/mercis?page=x", 20)] {
            professional.open(page).await;
            assert_eq!(professional.page.body.matches("<blockquote").count(), thanks, "{page}");
        }
    }
}

async fn leave(site: &Site, person: &Person) {
    let account = accounts::find_account(site.db(), person.id).await.unwrap().unwrap();
    (site.app.delete_account)(site.app.clone(), account.into(), None).await.unwrap();
}

/// Somebody who asks at any time.
async fn asker(site: &Site, name: &str) -> CurrentUser {
    user(site, &people::explorer(site, name).await).await
}

async fn user(site: &Site, person: &Person) -> CurrentUser {
    accounts::find_account(site.db(), person.id).await.unwrap().unwrap().into()
}

/// Asks for an hour ten days after `now`, at `now`.
async fn ask(site: &Site, explorer: &CurrentUser, professional: &Professional, now: DateTime<Utc>) -> Uuid {
    let hour = (now + Duration::days(20)).date_naive().and_hms_opt(9, 0, 0).unwrap().and_utc();
    let form = BookingForm {
        professional: professional.id.to_string(),
        start: moment::iso(hour),
        way: "video".to_owned(),
        question: String::new(),
        guardian_email: "parent@exemple.fr".to_owned(),
    };
    let (route, _) = service::book(&site.app, explorer, &form, now).await.unwrap();
    Uuid::parse_str(route.path().trim_start_matches("/rendez-vous/")).unwrap()
}

async fn act(site: &Site, talk: Uuid, actor: Actor, action: Action, now: DateTime<Utc>) {
    let reason = EndReason::Other;
    let ending = match (actor, action) {
        (Actor::Party(side), Action::Cancel | Action::Decline) => {
            Some(Ending { by: EndedBy::Party(side), reason, note: None })
        }
        _ => None,
    };
    let change = Change { talk, actor, action, ending, now };
    site.db()
        .write((site.app.clone(), change), |transaction, (app, change)| {
            Box::pin(transitions::apply(transaction, app, change))
        })
        .await
        .unwrap();
}

async fn behaviour(site: &Site, professional: &Professional, now: DateTime<Utc>) -> AnswerBehaviour {
    views::answers_of(&site.app, professional.id, now).await.unwrap()
}

/// The professionals that a search finds, in order.
async fn order(site: &Site) -> Vec<Uuid> {
    let criteria = Criteria { text: Some("boulanger".to_owned()), limit: 10, ..Criteria::default() };
    site.app.search.search(criteria).await.unwrap().hits.iter().map(|hit| hit.id).collect()
}

const EXPLORER: Actor = Actor::Party(Side::Explorer);
const PROFESSIONAL: Actor = Actor::Party(Side::Professional);

on_both_engines! {
    async fn a_year_of_requests_tells_how_somebody_answers(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        confirm_by_hand(site, true).await;
        let began = context::now();
        let day = |days: i64| began + Duration::days(days);
        let mut explorers = Vec::new();
        for number in 0..8 {
            explorers.push(asker(site, &format!("Lea {number}")).await);
        }
        // A yes after two hours, a no after half an hour, another hour after a day and two hours.
        let talk = ask(site, &explorers[0], &paul, day(0)).await;
        act(site, talk, PROFESSIONAL, Action::Accept, day(0) + Duration::hours(2)).await;
        let talk = ask(site, &explorers[1], &paul, day(30)).await;
        act(site, talk, PROFESSIONAL, Action::Decline, day(30) + Duration::minutes(30)).await;
        let talk = ask(site, &explorers[2], &paul, day(60)).await;
        let other = (day(75)).date_naive().and_hms_opt(14, 0, 0).unwrap().and_utc();
        act(site, talk, PROFESSIONAL, Action::Move(other), day(61) + Duration::hours(2)).await;
        act(site, talk, EXPLORER, Action::Accept, day(63)).await;
        assert_eq!(behaviour(site, &paul, day(64)).await.answered(), 3);
        assert_eq!(behaviour(site, &paul, day(64)).await.habit(), AnswerHabit::New);
        // One that nobody answers; one taken back at once, and one after four days.
        ask(site, &explorers[3], &paul, day(90)).await;
        clock::tick(&site.app, day(106)).await.unwrap();
        let talk = ask(site, &explorers[4], &paul, day(120)).await;
        act(site, talk, EXPLORER, Action::Cancel, day(121)).await;
        let talk = ask(site, &explorers[5], &paul, day(150)).await;
        assert_eq!(behaviour(site, &paul, day(151)).await.asked(), 4, "who is waited for has not failed to answer");
        act(site, talk, EXPLORER, Action::Cancel, day(154)).await;
        // And one that is confirmed at once.
        confirm_by_hand(site, false).await;
        ask(site, &explorers[6], &paul, day(180)).await;

        let told = behaviour(site, &paul, day(200)).await;
        assert_eq!((told.asked(), told.answered(), told.percent()), (6, 4, Some(66)));
        assert_eq!(told.median(), Some(Duration::minutes(30)));
        assert_eq!(told.habit(), AnswerHabit::Known { pace: Some(AnswerPace::Hour), share: AnswerShare::Half });
        let later = behaviour(site, &paul, day(365) + Duration::minutes(1)).await;
        assert_eq!((later.asked(), later.answered()), (5, 3), "the first is more than a year old");
        assert_eq!(behaviour(site, &paul, day(600)).await, AnswerBehaviour::default());

        // In words for others, with figures for oneself.
        let page = site.get(&format!("/rencontres/{}", paul.id)).await;
        assert!(page.body.contains("Répond en général dans l’heure"), "{}", page.body);
        assert!(page.body.contains("Répond à une demande sur deux environ"), "{}", page.body);
        let mut professional = Browser::of(site, &paul.person);
        professional.open("/demandes").await;
        for text in ["6 demandes", "4, soit 66 %", "Votre page le dit en mots", "Comment c’est compté"] {
            assert!(professional.says(text), "{text}: {}", professional.text());
        }
    }

    async fn a_newcomer_is_told_and_shown_as_new(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        let page = site.get(&format!("/rencontres/{}", paul.id)).await;
        assert!(page.body.contains("Profil récent"), "{}", page.body);
        let mut professional = Browser::of(site, &paul.person);
        professional.open("/demandes").await;
        assert!(professional.says("il faut au moins 5 demandes"), "{}", professional.text());
        let lea = people::explorer(site, "Lea").await;
        let mut explorer = Browser::of(site, &lea);
        explorer.open("/demandes").await;
        assert!(!explorer.says("Vos réponses, sur un an"), "{}", explorer.text());
    }

    /// Who answers comes before who is new, and that one before who does not; the order follows each answer, in an index
    /// that is kept up and in one that is filled anew, and what is a year old is forgotten.
    async fn answers_move_a_place_in_the_search(site) {
        // Among equals the oldest would come first.
        let silent = people::professional(site, "Simon").await;
        let newcomer = people::professional(site, "Noe").await;
        let quick = people::professional(site, "Quentin").await;
        confirm_by_hand(site, true).await;
        let began = context::now();
        site.index_at(began).await;
        let by_age = vec![silent.id, newcomer.id, quick.id];
        assert_eq!(order(site).await, by_age);
        for number in 0..3 {
            let (one, other) = (asker(site, &format!("Lea {number}")).await, asker(site, &format!("Max {number}")).await);
            let now = began + Duration::days(30 * number);
            ask(site, &one, &silent, now).await;
            let talk = ask(site, &other, &quick, now).await;
            act(site, talk, PROFESSIONAL, Action::Accept, now + Duration::minutes(10)).await;
        }
        // The last are still waited for: an answer alone has moved anybody so far.
        let now = began + Duration::days(61);
        site.index_at(now).await;
        assert_eq!(order(site).await[0], quick.id);
        clock::tick(&site.app, began + Duration::days(90)).await.unwrap();
        let now = began + Duration::days(91);
        site.index_at(now).await;
        let by_answers = vec![quick.id, newcomer.id, silent.id];
        assert_eq!(order(site).await, by_answers);
        let page = site.get("/rencontres?q=boulanger").await.body;
        let at = |professional: &Professional| page.find(&format!("/rencontres/{}", professional.id)).unwrap();
        assert!(at(&quick) < at(&newcomer) && at(&newcomer) < at(&silent));
        indexing::rebuild(&site.app, now).await.unwrap();
        assert_eq!(order(site).await, by_answers);
        // Nothing changes any more but the date.
        site.index_at(began + Duration::days(430)).await;
        assert_eq!(order(site).await, by_age);
    }

    async fn before_a_guardian_agrees_nobody_is_asked(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        confirm_by_hand(site, true).await;
        let now = context::now();
        let born = |years: i64| -> NaiveDate { (now - Duration::days(years * 365 + 90)).date_naive() };
        let lea = user(site, &people::born(site, "Lea", born(16)).await).await;
        let max = user(site, &people::born(site, "Max", born(16)).await).await;
        ask(site, &lea, &paul, now).await;
        assert_eq!(site.number("select count(*) from talk where professional_asked_at is not null").await, 0);
        clock::tick(&site.app, now + Duration::days(16)).await.unwrap();
        assert_eq!(site.number("select count(*) from talk where status = 'expired'").await, 1);
        assert_eq!(behaviour(site, &paul, now + Duration::days(17)).await, AnswerBehaviour::default());
        // From the consent on they are.
        let talk = ask(site, &max, &paul, now + Duration::days(20)).await;
        let agreed = now + Duration::days(22);
        act(site, talk, Actor::Guardian, Action::Consent, agreed).await;
        act(site, talk, PROFESSIONAL, Action::Accept, agreed + Duration::hours(3)).await;
        let told = behaviour(site, &paul, now + Duration::days(30)).await;
        assert_eq!((told.asked(), told.median()), (1, Some(Duration::hours(3))));
    }
}
