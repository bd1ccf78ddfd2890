//! Everybody at once: whoever wins, nobody is ever in two places, and nothing is half done.

use crate::{
    browser::{book, call},
    people::{self, Person, Professional},
    site::{Answer, Engine, Site, answer},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use chrono::{DateTime, Utc};
use declic::{
    accounts::store as accounts,
    agenda::{
        self,
        availability::{TALK_MINUTES, Week},
    },
    context,
    db::{Db, Transaction, WriteError},
    error::AppError,
    talks::{
        lifecycle::Standing,
        store::{self, NewTalk},
        types::{Stage, Way},
    },
};
use futures::future::join_all;
use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Notify;
use uuid::Uuid;

/// Wishes for hours that start half an hour apart, so that each overlaps its neighbours.
const HOURS: i64 = 10;
const WISHES: usize = 200;

fn minutes(wish: usize) -> i64 {
    // 7 has no divisor in common with 10: neighbours in time are asked for far apart.
    i64::try_from(wish * 7).unwrap() % HOURS * 30
}

/// Sends everything at once.
async fn all_at_once(site: &Site, requests: Vec<Request<Body>>) -> Vec<Answer> {
    let sent = requests.into_iter().map(|request| tokio::spawn(answer(site.router(), request)));
    join_all(sent.collect::<Vec<_>>()).await.into_iter().map(Result::unwrap).collect()
}

#[derive(sqlx::FromRow)]
struct Held {
    id: Uuid,
    professional: Uuid,
    explorer: Uuid,
    starts_at: DateTime<Utc>,
    cells: i64,
}

async fn held(site: &Site) -> Vec<Held> {
    // One statement sees one state.
    site.rows(
        "select t.id, p.account_id as professional, t.explorer_id as explorer, t.starts_at,
                (select count(*) from agenda_cell c where c.talk_id = t.id) as cells
         from talk t join professional p on p.id = t.professional_id where t.status = 'confirmed'",
    )
    .await
}

/// What must hold of everything that is booked; says what does not.
async fn broken(site: &Site) -> Vec<String> {
    let held = held(site).await;
    let mut broken = Vec::new();
    let mut of_person: HashMap<Uuid, Vec<DateTime<Utc>>> = HashMap::new();
    for talk in &held {
        if talk.cells != 8 {
            broken.push(format!("talk {} has {} cells", talk.id, talk.cells));
        }
        for person in [talk.professional, talk.explorer] {
            of_person.entry(person).or_default().push(talk.starts_at);
        }
    }
    for (person, mut starts) in of_person {
        starts.sort();
        for pair in starts.windows(2) {
            if (pair[1] - pair[0]).num_minutes() < i64::from(TALK_MINUTES) {
                broken.push(format!("{person} is in two places at {}", pair[1]));
            }
        }
    }
    let cells = site.number("select count(*) from agenda_cell").await;
    if cells != 8 * i64::try_from(held.len()).unwrap() {
        broken.push(format!("{cells} cells for {} talks", held.len()));
    }
    let counted = site.number("select coalesce(sum(taken), 0) from talk_period where kind = 'week'").await;
    if counted != i64::try_from(held.len()).unwrap() {
        broken.push(format!("{counted} counted in weeks for {} talks", held.len()));
    }
    let mails = site.number("select count(*) from outbox_mail").await;
    if mails != 2 * i64::try_from(held.len()).unwrap() {
        broken.push(format!("{mails} mails for {} talks", held.len()));
    }
    broken
}

/// Every answer is a win or a reason, and every loser lost to somebody who holds the time.
async fn assert_settled(site: &Site, answers: &[Answer], reason: &str) {
    let won = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
    for answer in answers {
        let settled =
            answer.status == StatusCode::OK || (answer.status == StatusCode::CONFLICT && answer.body.contains(reason));
        assert!(settled, "{} {}", answer.status, answer.body);
    }
    let held = held(site).await;
    assert!(won >= 1 && won == held.len(), "{won} won, {} hold", held.len());
    assert_eq!(broken(site).await, Vec::<String>::new());
    for wish in 0..WISHES {
        let start = people::start(minutes(wish));
        let lost_to = held.iter().any(|talk| (talk.starts_at - start).num_minutes().abs() < i64::from(TALK_MINUTES));
        assert!(lost_to, "nobody holds {start}, and yet it was refused");
    }
    println!("{:?}: {won} of {} won", site.engine, answers.len());
}

on_both_engines! {
    async fn many_explorers_want_one_professional(site) {
        let paul = people::professional(site, "Paul").await;
        let explorers = people::explorers(site.db(), "lea", WISHES).await;
        let wish = |(number, person): (usize, &Person)| book(person, &paul.id.to_string(), &people::iso(minutes(number)));
        let answers = all_at_once(site, explorers.iter().enumerate().map(wish).collect()).await;
        assert_settled(site, &answers, "JustTaken").await;
    }

    /// Of a thousand who want the same hour one has it, and the others are told so.
    async fn a_thousand_want_one_hour(site) {
        let paul = people::professional(site, "Paul").await;
        let explorers = people::explorers(site.db(), "lea", 1_000).await;
        let wish = |person: &Person| book(person, &paul.id.to_string(), &people::iso(0));
        let answers = all_at_once(site, explorers.iter().map(wish).collect()).await;
        let told = |status: StatusCode| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((told(StatusCode::OK), told(StatusCode::CONFLICT)), (1, 999));
        assert_eq!(broken(site).await, Vec::<String>::new());
    }

    async fn one_explorer_wants_many_professionals(site) {
        let lea = people::explorer(site, "Lea").await;
        let professionals = people::professionals(site.db(), "paul", WISHES, &people::always()).await;
        let wish = |(number, paul): (usize, &Professional)| book(&lea, &paul.id.to_string(), &people::iso(minutes(number)));
        let answers = all_at_once(site, professionals.iter().enumerate().map(wish).collect()).await;
        assert_settled(site, &answers, "OwnAgendaTaken").await;
    }

    /// A double click, and more: each answer is the one talk that the first one booked.
    async fn identical_posts_are_one_booking(site) {
        let explorers = people::explorers(site.db(), "lea", 12).await;
        let professionals = people::professionals(site.db(), "paul", 12, &people::always()).await;
        let posts = explorers.iter().zip(&professionals);
        let posts = posts.flat_map(|(lea, paul)| (0..4).map(|_| book(lea, &paul.id.to_string(), &people::iso(0))));
        let answers = all_at_once(site, posts.collect()).await;
        let mut talks = Vec::new();
        for of_one in answers.chunks(4) {
            for answer in of_one {
                assert_eq!((answer.status, answer.location()), (StatusCode::OK, of_one[0].location()), "{}", answer.body);
            }
            talks.push(of_one[0].location().to_owned());
        }
        talks.sort();
        talks.dedup();
        assert_eq!((talks.len(), held(site).await.len()), (12, 12));
        assert_eq!(broken(site).await, Vec::<String>::new());
    }

    /// Twenty talks to come, whoever counts at the same time.
    async fn one_explorer_never_holds_more_than_allowed(site) {
        let lea = people::explorer(site, "Lea").await;
        let professionals = people::professionals(site.db(), "paul", 40, &people::always()).await;
        // No two at the same time: nothing but the number is in the way.
        let wish = |(number, paul): (usize, &Professional)| book(&lea, &paul.id.to_string(), &people::iso(60 * i64::try_from(number).unwrap()));
        let answers = all_at_once(site, professionals.iter().enumerate().map(wish).collect()).await;
        let won = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
        let refused = answers.iter().filter(|answer| answer.status == StatusCode::CONFLICT && answer.body == "\"TooManyTalks\"").count();
        assert_eq!((won, refused, held(site).await.len()), (20, 20, 20));
        assert_eq!(broken(site).await, Vec::<String>::new());
    }

    /// Two professionals who visit each other at the same hour take the same cells in opposite order.
    async fn visits_that_cross_do_not_block_each_other(site) {
        let pairs = 10;
        let professionals = people::professionals(site.db(), "paul", 2 * pairs, &people::always()).await;
        let mut requests = Vec::new();
        for pair in professionals.chunks(2) {
            requests.push(book(&pair[0].person, &pair[1].id.to_string(), &people::iso(0)));
            requests.push(book(&pair[1].person, &pair[0].id.to_string(), &people::iso(0)));
        }
        let answers = all_at_once(site, requests).await;
        for pair in answers.chunks(2) {
            let mut statuses = [pair[0].status, pair[1].status];
            statuses.sort();
            assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT], "{} {}", pair[0].body, pair[1].body);
        }
        assert_eq!(broken(site).await, Vec::<String>::new());
    }

    /// Booking and cancelling in one great muddle leaves nothing behind.
    async fn cancelling_amid_bookings_leaves_no_cell_behind(site) {
        let paul = people::professional(site, "Paul").await;
        let explorers = people::explorers(site.db(), "lea", 24).await;
        let rounds = explorers.iter().enumerate().map(|(number, person)| {
            let (router, person, paul) = (site.router(), person.clone(), paul.id.to_string());
            tokio::spawn(async move {
                for round in 0..4 {
                    let booked = answer(router.clone(), book(&person, &paul, &people::iso(minutes(number + round)))).await;
                    assert!(booked.status == StatusCode::OK || booked.status == StatusCode::CONFLICT, "{} {}", booked.status, booked.body);
                    if booked.status == StatusCode::OK && number % 3 > 0 {
                        let talk = booked.location().trim_start_matches("/rendez-vous/").split('?').next().unwrap().to_owned();
                        let fields = [("form[talk]", talk.as_str()), ("form[reason]", "mistake")];
                        let cancelled = answer(router.clone(), call(&Method::POST, "cancel_talk", Some(&person.cookie), &fields)).await;
                        assert_eq!(cancelled.status, StatusCode::OK, "{}", cancelled.body);
                    }
                }
            })
        });
        for round in join_all(rounds.collect::<Vec<_>>()).await {
            round.unwrap();
        }
        let without_mails: Vec<String> = broken(site).await.into_iter().filter(|broken| !broken.contains("mails")).collect();
        assert_eq!(without_mails, Vec::<String>::new());
    }

    /// A booking that saw the professional before they left, and is written after: it is cancelled and told, not
    /// gone with the account.
    async fn a_booking_under_way_when_somebody_leaves_is_told(site) {
        let paul = people::professional(site, "Paul").await;
        let lea = people::explorer(site, "Lea").await;
        let account = accounts::find_account(site.db(), paul.person.id).await.unwrap().unwrap();
        let (written, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let talk = (new_talk(&lea), paul.id, Arc::clone(&written), Arc::clone(&go_on));
        let db = site.db().clone();
        let booking = tokio::spawn(async move {
            db.write(talk, |transaction, (talk, professional, written, go_on)| {
                Box::pin(async move {
                    store::hold_listed(&mut *transaction, *professional).await?;
                    write(&mut *transaction, talk, *professional).await?;
                    written.notify_one();
                    go_on.notified().await;
                    Ok(())
                })
            })
            .await
        });
        written.notified().await;
        let app = site.app.clone();
        let leaving = tokio::spawn(async move { (app.delete_account)(app.clone(), account.into(), None).await });
        // Waits for the booking: on PostgreSQL at the row that it holds, on SQLite for the writer's turn.
        let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while site.engine == Engine::Postgres && site.number(waiting).await == 0 {
            assert!(!leaving.is_finished(), "it does not wait for the booking");
            tokio::task::yield_now().await;
        }
        go_on.notify_one();
        booking.await.unwrap().unwrap();
        leaving.await.unwrap().unwrap();
        assert_eq!(site.number("select count(*) from account where email_key = 'paul@exemple.fr'").await, 0);
        let told = site.mails_to(&lea.email).await;
        assert_eq!(told.iter().map(|mail| mail.calendar_method.as_deref()).collect::<Vec<_>>(), [Some("CANCEL")]);
    }

    /// Everybody books while the professional leaves: who won is told that it is off.
    async fn who_leaves_amid_bookings_leaves_nobody_waiting(site) {
        let paul = people::professional(site, "Paul").await;
        let account = accounts::find_account(site.db(), paul.person.id).await.unwrap().unwrap();
        let explorers = people::explorers(site.db(), "lea", 24).await;
        let wish = |(number, person): (usize, &Person)| book(person, &paul.id.to_string(), &people::iso(60 * i64::try_from(number).unwrap()));
        let app = site.app.clone();
        // The first ones are there before, the others come while he leaves.
        let mut answers = all_at_once(site, explorers.iter().enumerate().take(8).map(wish).collect()).await;
        let leaving = tokio::spawn(async move { (app.delete_account)(app.clone(), account.into(), None).await });
        answers.extend(all_at_once(site, explorers.iter().enumerate().skip(8).map(wish).collect()).await);
        leaving.await.unwrap().unwrap();
        for (answer, person) in answers.iter().zip(&explorers) {
            let told = site.mails_to(&person.email).await.len();
            assert_eq!(told, if answer.status == StatusCode::OK { 2 } else { 0 }, "{} {}", answer.status, answer.body);
        }
        let won = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
        assert!(won >= 8);
        let kept = site.number("select count(*) from talk where status = 'cancelled' and professional_id is null").await;
        assert_eq!(usize::try_from(kept).unwrap(), won);
        assert_eq!(site.number("select count(*) from talk where status = 'confirmed'").await, 0);
        assert_eq!(site.number("select count(*) from agenda_cell").await, 0);
    }

    /// The check above is able to fail: without the primary key two talks take the same time.
    async fn without_the_primary_key_two_talks_take_the_same_time(site) {
        let paul = people::professional(site, "Paul").await;
        let explorers = people::explorers(site.db(), "lea", 4).await;
        // With it, the second one is refused and leaves nothing.
        assert_eq!(take(site.db(), &paul, &explorers[0]).await, Ok(()));
        assert_eq!(take(site.db(), &paul, &explorers[1]).await, Err(AppError::JustTaken));
        let of_time = |broken: Vec<String>| broken.into_iter().filter(|broken| broken.contains("two places")).count();
        assert_eq!(of_time(broken(site).await), 0);
        drop_primary_key(site).await;
        assert_eq!(take(site.db(), &paul, &explorers[2]).await, Ok(()));
        assert_eq!(of_time(broken(site).await), 1);
        // By the whole way bookings with one professional come one after the other, for their buffers: there what is
        // read holds, even without the key.
        let anne = people::professional(site, "Anne").await;
        let explorers = people::explorers(site.db(), "max", WISHES).await;
        let wish = |(number, person): (usize, &Person)| book(person, &anne.id.to_string(), &people::iso(minutes(number)));
        all_at_once(site, explorers.iter().enumerate().map(wish).collect()).await;
        assert_eq!(of_time(broken(site).await), 1);
        // Where two who visit each other meet no lock of the other, the key alone holds: SQLite has one writer.
        if site.engine == Engine::Postgres {
            let visits = people::professionals(site.db(), "visit", 2 * WISHES, &people::always()).await;
            let crossing = visits.chunks(2).flat_map(|pair| {
                [(&pair[0], &pair[1]), (&pair[1], &pair[0])]
                    .map(|(one, other)| book(&one.person, &other.id.to_string(), &people::iso(0)))
            });
            all_at_once(site, crossing.collect()).await;
            assert!(of_time(broken(site).await) > 1, "nobody visited who was away");
        }
    }

    /// A browser that goes away while its booking runs: all of it is written, or nothing, and the
    /// connection goes on to serve others.
    async fn a_client_that_hangs_up_leaves_nothing_half_done(site) {
        let paul = people::professional(site, "Paul").await;
        let explorers = people::explorers(site.db(), "lea", 121).await;
        let request = |number: usize| book(&explorers[number], &paul.id.to_string(), &people::iso(60 * i64::try_from(number).unwrap()));
        // How long one takes when nobody hangs up.
        let begun = Instant::now();
        assert_eq!(answer(site.router(), request(120)).await.status, StatusCode::OK);
        let whole = begun.elapsed();
        for number in 0..120 {
            let mut booking = Box::pin(answer(site.router(), request(number)));
            // At once, then ever later, up to the last moment.
            if futures::poll!(booking.as_mut()).is_pending() {
                let _ = tokio::time::timeout(whole * u32::try_from(number % 60).unwrap() / 60, &mut booking).await;
            }
            drop(booking);
        }
        settle(site.db()).await;
        let booked = held(site).await.len() - 1;
        assert_eq!(broken(site).await, Vec::<String>::new());
        // All connections are fine: as many bookings as they can carry, all at once.
        let others = people::explorers(site.db(), "max", 32).await;
        let anne = people::professionals(site.db(), "anne", 32, &people::always()).await;
        let wish = |(person, anne): (&Person, &Professional)| book(person, &anne.id.to_string(), &people::iso(0));
        let answers = all_at_once(site, others.iter().zip(&anne).map(wish).collect()).await;
        assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
        assert_eq!(broken(site).await, Vec::<String>::new());
        println!("{:?}: {booked} of 120 were written although nobody waited", site.engine);
    }
}

/// Waits until no write is under way: whoever began before is served before.
async fn settle(db: &Db) {
    let quiet = async {
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let idle = match db {
                Db::Sqlite { writer, .. } => writer.num_idle() == writer.size() as usize,
                Db::Postgres(pool) => pool.num_idle() == pool.size() as usize,
            };
            if idle {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), quiet).await.expect("a connection is never given back");
}

/// Takes the first hour past every check but the schema's.
async fn take(db: &Db, professional: &Professional, explorer: &Person) -> Result<(), AppError> {
    db.write((new_talk(explorer), professional.id), |transaction, (talk, professional)| {
        Box::pin(async move { write(transaction, talk, *professional).await })
    })
    .await
}

fn new_talk(explorer: &Person) -> NewTalk {
    NewTalk {
        id: context::new_id(),
        explorer_id: explorer.id,
        starts_at: people::start(0),
        way: Way::Video,
        question: None,
        room: "room".to_owned(),
    }
}

async fn write(transaction: &mut Transaction, talk: &NewTalk, professional: Uuid) -> Result<(), WriteError> {
    let professional = store::find_professional(&mut *transaction, professional).await?.unwrap();
    let (start, monday) = (talk.starts_at, Week::of(talk.starts_at, professional.zone()).monday());
    let confirmed = Standing { stage: Stage::Confirmed, answer_by: None, ..Standing::held(start, context::now()) };
    store::insert_talk(&mut *transaction, talk, &confirmed, &professional, monday, context::now()).await?;
    for person in [professional.account_id, talk.explorer_id] {
        agenda::store::take(&mut *transaction, talk.id, person, start, TALK_MINUTES, AppError::JustTaken).await?;
    }
    Ok(())
}

async fn drop_primary_key(site: &Site) {
    match site.engine {
        Engine::Postgres => site.execute("alter table agenda_cell drop constraint agenda_cell_pkey").await,
        Engine::Sqlite => {
            site.execute(
                "alter table agenda_cell rename to agenda_cell_with_key;
                 create table agenda_cell (
                     person_id blob not null references account (id) on delete cascade,
                     starts_at text not null,
                     talk_id blob not null references talk (id) on delete cascade
                 ) strict;
                 insert into agenda_cell select person_id, starts_at, talk_id from agenda_cell_with_key;
                 drop table agenda_cell_with_key",
            )
            .await;
        }
    }
}
