//! Everybody doing anything at once, on both engines: explorers ask, both sides answer, move and cancel, guardians agree and
//! object, the clock goes on. Whatever happens, no two talks take the same time, no time is lost, every talk ends, and
//! every mail is written once.
//! `DECLIC_WALK_ROUNDS` makes the walk longer.

use crate::{
    people::{self, Person},
    site::{Engine, Site},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use declic::{
    accounts::session::CurrentUser,
    agenda::moment,
    context,
    error::AppError,
    locale::Locale,
    talks::{
        clock,
        form::{BookingForm, HoldForm},
        holding,
        lifecycle::{Action, Actor, Word},
        service, store,
        transitions::{self, Change},
        types::{EndReason, EndedBy, Ending, Side, Stage},
    },
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use uuid::Uuid;

/// People who act at once.
const WALKERS: u64 = 6;
/// What each of them does in a round,
const STEPS: u64 = 200;
/// of which there are so many, unless told otherwise.
const ROUNDS: u64 = 10;
/// Hours that are asked for, half an hour apart: each overlaps its neighbours.
const HOURS: i64 = 24;

fn rounds() -> u64 {
    std::env::var("DECLIC_WALK_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS)
}

/// What the walkers share.
struct World {
    app: context::AppContext,
    professionals: Vec<Uuid>,
    explorers: Vec<CurrentUser>,
    /// Minutes that have passed since the walk began.
    minutes: AtomicI64,
    began: DateTime<Utc>,
    /// Hours that were held, which no round ends with for sure.
    held: AtomicI64,
}

impl World {
    fn now(&self) -> DateTime<Utc> {
        self.began + Duration::minutes(self.minutes.load(Ordering::Relaxed))
    }

    /// An hour of the next two weeks.
    fn hour(&self, random: &mut StdRng) -> DateTime<Utc> {
        let day = self.now() + Duration::days(random.random_range(1..14));
        let midnight = day.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
        midnight + Duration::minutes(30 * random.random_range(0..HOURS))
    }
}

fn user(person: &Person, birth_date: NaiveDate) -> CurrentUser {
    CurrentUser {
        id: person.id,
        email: person.email.clone(),
        display_name: person.name.clone(),
        birth_date,
        commune_code: "81004".to_owned(),
        time_zone: chrono_tz::Tz::Europe__Paris,
        locale: Locale::fr,
    }
}

/// Presses an hour, and at times sends its form.
async fn hold(world: &World, random: &mut StdRng) -> Result<(), AppError> {
    let explorer = &world.explorers[random.random_range(0..world.explorers.len())];
    let professional = world.professionals[random.random_range(0..world.professionals.len())].to_string();
    let start = moment::iso(world.hour(random));
    let form = HoldForm { professional: professional.clone(), start: start.clone(), zone: String::new() };
    holding::hold(&world.app, explorer, &form, world.now()).await?;
    if store::find_held(&world.app.db, explorer.id).await?.is_some() {
        world.held.fetch_add(1, Ordering::Relaxed);
    }
    match random.random_range(0..2) {
        0 => book(world, explorer, professional, start, random).await,
        _ => Ok(()),
    }
}

async fn ask(world: &World, random: &mut StdRng) -> Result<(), AppError> {
    let explorer = &world.explorers[random.random_range(0..world.explorers.len())];
    let professional = world.professionals[random.random_range(0..world.professionals.len())].to_string();
    let start = moment::iso(world.hour(random));
    book(world, explorer, professional, start, random).await
}

async fn book(
    world: &World,
    explorer: &CurrentUser,
    professional: String,
    start: String,
    random: &mut StdRng,
) -> Result<(), AppError> {
    let form = BookingForm {
        professional,
        start,
        way: "video".to_owned(),
        question: String::new(),
        guardian_email: format!("parent{}@exemple.fr", random.random::<u64>()),
    };
    service::book(&world.app, explorer, &form, world.now()).await.map(drop)
}

async fn act(world: &World, talk: Uuid, random: &mut StdRng) -> Result<(), AppError> {
    let side = Side::BOTH[random.random_range(0..2)];
    let (actor, action) = match random.random_range(0..12) {
        0..=2 => (Actor::Party(side), Action::Accept),
        3 => (Actor::Party(side), Action::Decline),
        4 | 5 => (Actor::Party(side), Action::Move(world.hour(random))),
        6 => (Actor::Party(side), Action::Cancel),
        7 | 8 => (Actor::Guardian, Action::Consent),
        9 => (Actor::Guardian, Action::Object),
        10 if random.random_range(0..3) == 0 => (Actor::Moderator, Action::Cancel),
        _ => (Actor::Party(side), Action::Tell(Word::ALL[random.random_range(0..3)])),
    };
    let (by, reason) = match actor {
        Actor::Guardian => (EndedBy::Guardian, EndReason::Guardian),
        Actor::Moderator => (EndedBy::Moderator, EndReason::Moderation),
        _ => (EndedBy::Party(side), EndReason::Unavailable),
    };
    let ends = matches!(action, Action::Decline | Action::Cancel | Action::Object);
    let ending = ends.then_some(Ending { by, reason, note: None });
    let change = Change { talk, actor, action, ending, now: world.now() };
    let app = world.app.clone();
    let outcome = app.db.write((app.clone(), change), |transaction, (app, change)| {
        Box::pin(transitions::apply(transaction, app, change))
    });
    outcome.await.map(drop)
}

async fn walk(world: Arc<World>, talks: Arc<tokio::sync::Mutex<Vec<Uuid>>>, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    for step in 0..STEPS {
        let outcome = match random.random_range(0..10) {
            0 | 1 => ask(&world, &mut random).await,
            2 => hold(&world, &mut random).await,
            3 => {
                // Mostly minutes, at times days: reminders, ends, and hours that are over.
                let passed = if random.random_range(0..12) == 0 { 24 * 60 } else { 20 };
                world.minutes.fetch_add(passed, Ordering::Relaxed);
                clock::tick(&world.app, world.now()).await
            }
            _ => {
                let open = talks.lock().await;
                let talk = (!open.is_empty()).then(|| open[random.random_range(0..open.len())]);
                drop(open);
                match talk {
                    Some(talk) => act(&world, talk, &mut random).await,
                    None => Ok(()),
                }
            }
        };
        // A refusal is an answer; a failure is none.
        assert!(!matches!(outcome, Err(AppError::Internal | AppError::Unavailable)), "step {step}: {outcome:?}");
    }
}

/// What holds whenever nobody acts.
async fn assert_sound(site: &Site) {
    let open = site.number("select count(*) from talk where ended_at is null").await;
    assert_eq!(site.number("select count(*) from agenda_cell").await, open * 8, "cells of {open} open talks");
    let strangers = "select count(*) from agenda_cell c join talk t on t.id = c.talk_id join professional p on p.id = t.professional_id
        where t.ended_at is not null or c.starts_at < t.starts_at or (c.person_id <> t.explorer_id and c.person_id <> p.account_id)";
    assert_eq!(site.number(strangers).await, 0, "cells that no open talk takes");
    for kind in ["day", "week", "month"] {
        let counted: Vec<(String, i64)> = site.rows("select kind, sum(taken) from talk_period group by kind").await;
        let counted = counted.iter().find(|(counted, _)| counted == kind).map_or(0, |(_, taken)| *taken);
        let given =
            site.number("select count(*) from talk where ended_at is null or status in ('done', 'absent')").await;
        assert_eq!(counted, given, "{kind}");
    }
}

/// That no mail was written twice, and that both sides' calendars were told the same, each thing once.
async fn assert_told_once(site: &Site) {
    let twice = "select count(*) from (select 1 from outbox_mail
        group by recipient, subject, body, calendar, created_at having count(*) > 1) as twice";
    assert_eq!(site.number(twice).await, 0, "mails that were written twice");
    let told: Vec<(String, String)> =
        site.rows("select recipient, calendar from outbox_mail where calendar is not null").await;
    let mut readers: BTreeMap<[String; 3], Vec<String>> = BTreeMap::new();
    for (recipient, calendar) in told {
        let line = |name: &str| {
            let line = calendar.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {calendar}")).trim().to_owned()
        };
        readers.entry(["UID:", "SEQUENCE:", "METHOD:"].map(line)).or_default().push(recipient);
    }
    assert!(readers.len() > 50, "calendars were hardly told of anything");
    for (event, mut recipients) in readers {
        recipients.sort();
        assert!(recipients.len() == 2 && recipients[0] != recipients[1], "{event:?} was told to {recipients:?}");
    }
}

on_both_engines! {
    async fn whatever_everybody_does_every_talk_is_sound_and_ends(site) {
        let professionals = people::professionals(site.db(), "Boulanger", 5, &people::always()).await;
        site.execute(match site.engine {
            Engine::Sqlite => "update professional set accepts_automatically = 0 where id in (select id from professional limit 3)",
            Engine::Postgres => "update professional set accepts_automatically = false where id in (select id from professional limit 3)",
        })
        .await;
        let adult = NaiveDate::from_ymd_opt(1990, 5, 31).unwrap();
        let minor = context::now().date_naive() - Duration::days(16 * 365);
        let mut explorers: Vec<CurrentUser> =
            people::explorers(site.db(), "Explorer", 20).await.iter().map(|person| user(person, adult)).collect();
        for number in 0..10 {
            explorers.push(user(&people::born(site, &format!("Petite {number}"), minor).await, minor));
        }
        let world = Arc::new(World {
            app: site.app.clone(),
            professionals: professionals.iter().map(|professional| professional.id).collect(),
            explorers,
            minutes: AtomicI64::new(0),
            began: context::now(),
            held: AtomicI64::new(0),
        });
        let talks = Arc::new(tokio::sync::Mutex::new(Vec::new()));
        let mut reached = BTreeSet::new();
        for round in 0..rounds() {
            let open: Vec<(Uuid,)> = site.rows("select id from talk where ended_at is null").await;
            *talks.lock().await = open.into_iter().map(|(id,)| id).collect();
            let walkers = (0..WALKERS).map(|walker| {
                let (world, talks) = (Arc::clone(&world), Arc::clone(&talks));
                tokio::spawn(walk(world, talks, round * WALKERS + walker))
            });
            for walker in walkers.collect::<Vec<_>>() {
                walker.await.unwrap();
            }
            assert_sound(site).await;
            // Who left requests unanswered comes back: the walk goes on.
            site.execute("update professional set paused_at = null").await;
            let stages: Vec<(String,)> = site.rows("select distinct status from talk").await;
            reached.extend(stages.into_iter().map(|(stage,)| stage));
        }
        // Nobody does anything any more: time alone brings every talk to its end.
        for days in 0..40 {
            for _ in 0..8 {
                clock::tick(&site.app, world.now() + Duration::days(days)).await.unwrap();
            }
        }
        assert_eq!(site.number("select count(*) from talk where ended_at is null").await, 0);
        assert_sound(site).await;
        assert_told_once(site).await;
        assert!(world.held.load(Ordering::Relaxed) > 20, "hardly an hour is held");
        for stage in Stage::ALL.into_iter().filter(|stage| *stage != Stage::Held) {
            assert!(reached.contains(stage.code()), "{stage:?} is never reached: {reached:?}");
        }
        let lives = site.number("select count(*) from talk").await;
        assert!(lives > 100, "only {lives} talks");
    }
}
