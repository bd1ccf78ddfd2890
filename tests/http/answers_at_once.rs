//! Two hundred answers at once, all about hours that overlap: accepts, other hours and guardians' consents, and two
//! hundred accepts against those who move to the same hours. Whoever wins, nobody has two confirmed talks at a time.

use crate::{
    browser::call,
    people::{self, Person, Professional},
    site::{Answer, Engine, Site},
    told::assert_told_once,
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use declic::{
    agenda::{availability::TALK_MINUTES, moment},
    context,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Requests of each professional: every other one by a minor.
const REQUESTS: i64 = 10;
/// How many answers each of them gets, of the four kinds in turn.
const ANSWERS: i64 = 10;

/// A request, and all that is needed to answer it.
struct Asked {
    talk: String,
    explorer: Person,
    professional: Professional,
    /// What a minor's guardian was sent.
    consent: Option<String>,
}

/// Half hours of the twentieth day on which everybody wants to meet: each talk overlaps those next to it.
fn wanted(number: i64) -> DateTime<Utc> {
    people::start(number % 6 * 30) + Duration::days(18)
}

async fn asked(site: &Site) -> Vec<Asked> {
    let professionals = people::professionals(site.db(), "Boulanger", 2, &people::always()).await;
    site.execute(match site.engine {
        Engine::Sqlite => "update professional set accepts_automatically = 0",
        Engine::Postgres => "update professional set accepts_automatically = false",
    })
    .await;
    let sixteen = NaiveDate::from_ymd_opt(context::now().year() - 16, 1, 15).unwrap();
    let mut asked = Vec::new();
    for (turn, professional) in (0..).zip(&professionals) {
        for number in 0..REQUESTS {
            let name = format!("Explorer {turn} {number}");
            let explorer = match number % 2 {
                0 => people::explorer(site, &name).await,
                _ => people::born(site, &name, sixteen).await,
            };
            let guardian = format!("parent.{turn}.{number}@exemple.fr");
            let fields = [
                ("form[professional]", &*professional.id.to_string()),
                ("form[start]", &moment::iso(people::start(number * 60) + Duration::days(10))),
                ("form[way]", "video"),
                ("form[question]", ""),
                ("form[guardian_email]", &guardian),
            ];
            let answer = site.answer(call(&Method::POST, "book_talk", Some(&explorer.cookie), &fields)).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            let consent = site.mails_to(&guardian).await.last().map(|mail| {
                let link = &mail.body[mail.body.find("/accord/").unwrap()..];
                link.split_whitespace().next().unwrap().trim_start_matches("/accord/").to_owned()
            });
            let talk = answer.location().trim_start_matches("/rendez-vous/").to_owned();
            asked.push(Asked { talk, explorer, professional: professional.clone(), consent });
        }
    }
    asked
}

impl Asked {
    /// One of the answers that the two sides and the guardian may give.
    fn answer(&self, number: i64) -> Request<Body> {
        self.answer_of(number % 4, number)
    }

    /// The answer of a kind; `number` chooses the hour of those that move.
    fn answer_of(&self, kind: i64, number: i64) -> Request<Body> {
        let start = moment::iso(wanted(number));
        let moves = |cookie: &str| {
            let fields = [("form[talk]", &*self.talk), ("form[token]", ""), ("form[start]", &*start)];
            call(&Method::POST, "reschedule_talk", Some(cookie), &fields)
        };
        let accepts = |cookie: &str| {
            let fields = [("form[talk]", &*self.talk), ("form[token]", "")];
            call(&Method::POST, "accept_talk", Some(cookie), &fields)
        };
        match (kind, &self.consent) {
            (0, _) => accepts(&self.professional.person.cookie),
            (1, _) => moves(&self.explorer.cookie),
            (2, Some(token)) => {
                let fields = [("form[token]", &**token), ("form[scope]", "talk"), ("form[responsible]", "on")];
                call(&Method::POST, "give_consent", None, &fields)
            }
            (2, None) => accepts(&self.explorer.cookie),
            _ => moves(&self.professional.person.cookie),
        }
    }
}

/// Every start of an open talk, by whose time it takes.
async fn starts(site: &Site) -> HashMap<Uuid, Vec<DateTime<Utc>>> {
    let talks: Vec<(Uuid, Uuid, DateTime<Utc>)> = site
        .rows(
            "select t.explorer_id, p.account_id, t.starts_at from talk t join professional p on p.id = t.professional_id
             where t.ended_at is null order by t.starts_at",
        )
        .await;
    let mut starts: HashMap<Uuid, Vec<DateTime<Utc>>> = HashMap::new();
    for (explorer, professional, start) in talks {
        starts.entry(explorer).or_default().push(start);
        starts.entry(professional).or_default().push(start);
    }
    starts
}

/// Nobody's two talks overlap, and the time of each is exactly what it takes; and it was no idle crowd.
async fn assert_no_overlap(site: &Site) {
    for (person, starts) in starts(site).await {
        for pair in starts.windows(2) {
            assert!((pair[1] - pair[0]).num_minutes() >= i64::from(TALK_MINUTES), "{person} at {}", pair[1]);
        }
    }
    let open = site.number("select count(*) from talk where ended_at is null").await;
    assert_eq!(open, 2 * REQUESTS);
    assert_eq!(site.number("select count(*) from agenda_cell").await, open * 8);
    let strayed = "select count(*) from agenda_cell c join talk t on t.id = c.talk_id
        where c.starts_at < t.starts_at or c.person_id not in (t.explorer_id, (select p.account_id from professional p where p.id = t.professional_id))";
    assert_eq!(site.number(strayed).await, 0);
    assert_eq!(site.number("select sum(taken) from talk_period where kind = 'week'").await, open);
    let moved = starts(site).await.into_values().flatten().filter(|start| *start >= wanted(0)).count();
    assert!(moved > 0, "no talk has moved");
    assert!(site.number("select count(*) from talk where status = 'confirmed'").await > 0, "no talk is confirmed");
}

on_both_engines! {
    async fn two_hundred_answers_at_once_leave_no_overlap(site) {
        let asked = asked(site).await;
        let answers = (0..ANSWERS).flat_map(|number| {
            let at = (0..).zip(&asked);
            at.map(move |(request, asked)| site.answer(asked.answer(number + request)))
        });
        let answers: Vec<Answer> = futures::future::join_all(answers.collect::<Vec<_>>()).await;
        assert_eq!(answers.len(), 200);
        let statuses: Vec<StatusCode> = answers.iter().map(|answer| answer.status).collect();
        assert!(!statuses.iter().any(StatusCode::is_server_error), "{statuses:?}");

        assert_no_overlap(site).await;
    }

    async fn two_hundred_accepts_and_moves_to_one_another_leave_no_overlap(site) {
        let asked = asked(site).await;
        let answers = (0..ANSWERS).flat_map(|number| {
            (0..).zip(&asked).flat_map(move |(request, asked)| {
                // Each talk is accepted ten times over, while both its sides move to where others want to be.
                let kinds = [Some(0), (number % 3 == 0).then_some(if request % 2 == 0 { 1 } else { 3 })];
                kinds.into_iter().flatten().map(move |kind| site.answer(asked.answer_of(kind, number + request)))
            })
        });
        let answers: Vec<Answer> = futures::future::join_all(answers.collect::<Vec<_>>()).await;
        assert!(answers.len() >= 200);
        assert!(!answers.iter().any(|answer| answer.status.is_server_error()));
        assert_no_overlap(site).await;
        assert!(assert_told_once(site).await > 0);
    }
}
