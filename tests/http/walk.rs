//! Everybody doing anything at once, on both engines: explorers ask, both sides answer, move, cancel, tell how it was and
//! delete their accounts, guardians agree and object, moderators call off and refuse profiles, the clock goes on. Whatever happens, no two
//! talks take the same time, no time is lost, every talk ends, and every mail is written once. The life of each talk is
//! one random sequence of what all of them do.
//! `DECLIC_WALK_LIVES` makes the walk go on until so many talks have begun, `DECLIC_WALK_NUMBER` makes it another walk: `make
//! walk` goes on with one after the other.

use crate::{
    people::{self, Person},
    site::{Site, rows},
    told::{self, Asked},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use declic::{
    accounts::session::CurrentUser,
    agenda::moment,
    context,
    error::AppError,
    form::Secret,
    locale::Locale,
    moderation::{
        roles::{Moderator, Reach},
        types::Finding,
    },
    talks::{
        clock,
        form::{BookingForm, CONSENT_SIX_MONTHS, CONSENT_TALK, ConsentForm, HoldForm, TalkGuardianForm},
        guardians, holding, leaving,
        lifecycle::{Action, Actor, Word},
        service, store,
        transitions::{self, Change},
        types::{EndReason, EndedBy, Ending, Side, Stage},
        vetting_decision,
    },
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};
use uuid::Uuid;

/// People who act at once.
const WALKERS: u64 = 6;
/// What each of them does in a round, of which there are at least so many.
const STEPS: u64 = 200;
const ROUNDS: u64 = 10;
/// After so many steps they look anew at which talks there are.
const STEPS_BETWEEN_LOOKS: u64 = 20;
/// Who gives and who seeks hours at any time.
const PROFESSIONALS: usize = 5;
const ADULTS: usize = 20;
const MINORS: usize = 10;
/// Hours that are asked for, half an hour apart: each overlaps its neighbours.
const HOURS: i64 = 24;

/// Talks that have to begin.
fn lives() -> usize {
    asked("DECLIC_WALK_LIVES").unwrap_or(100)
}

/// Which walk this is: each draws other numbers.
fn walk_number() -> u64 {
    asked("DECLIC_WALK_NUMBER").unwrap_or(0)
}

fn asked<N: std::str::FromStr>(variable: &str) -> Option<N> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Who is there; somebody else comes for each one who leaves.
#[derive(Default)]
struct People {
    /// Their profiles, with who they are.
    professionals: Vec<(Uuid, CurrentUser)>,
    explorers: Vec<CurrentUser>,
    /// All that ever came, so that each has a name of their own.
    came: usize,
    left: usize,
}

/// What the walkers share.
struct World {
    app: context::AppContext,
    people: Mutex<People>,
    /// Minutes that have passed since the walk began.
    minutes: AtomicI64,
    began: DateTime<Utc>,
    /// What was done so far. Each deed takes a millisecond: who does the same again later may write the same mail again.
    done: AtomicI64,
    /// The stages that talks were seen in.
    reached: Mutex<BTreeSet<String>>,
    /// All that asked for an agreement.
    asked: Mutex<Vec<Asked>>,
    /// The talks that one of their sides, or a moderator, brought to their end.
    ended: Mutex<BTreeSet<Uuid>>,
    /// Who lets time pass waits for its clock: it is never late by more than a day.
    time: tokio::sync::Mutex<()>,
    /// Hours that were held, which no round ends with for sure.
    held: AtomicI64,
    /// Guardians who were asked at another address, or once more.
    corrected: AtomicI64,
    /// The pages of all talks that were asked for: a talk goes once both sides have left.
    begun: Mutex<BTreeSet<String>>,
}

impl World {
    fn now(&self) -> DateTime<Utc> {
        self.after(self.done.load(Ordering::Relaxed))
    }

    fn after(&self, done: i64) -> DateTime<Utc> {
        let minutes = Duration::minutes(self.minutes.load(Ordering::Relaxed));
        self.began + minutes + Duration::milliseconds(done)
    }

    /// A moment that nobody else does the same at: whoever asks twice, even at once, is heard twice.
    fn moment_of_its_own(&self) -> DateTime<Utc> {
        self.after(self.done.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn anybody(&self, random: &mut StdRng) -> (CurrentUser, Uuid) {
        let people = self.people.lock().unwrap();
        let explorer = people.explorers[random.random_range(0..people.explorers.len())].clone();
        (explorer, people.professionals[random.random_range(0..people.professionals.len())].0)
    }

    /// Somebody deletes their account.
    async fn leave(&self, random: &mut StdRng) -> Result<(), AppError> {
        let leaver = {
            let mut people = self.people.lock().unwrap();
            people.left += 1;
            let (explorers, professionals) = (people.explorers.len(), people.professionals.len());
            match random.random_range(0..4) {
                0 if professionals > 1 => people.professionals.swap_remove(random.random_range(0..professionals)).1,
                _ if explorers > 1 => people.explorers.swap_remove(random.random_range(0..explorers)),
                _ => return Ok(()),
            }
        };
        leaving::delete_account(&self.app, &leaver, None, self.now()).await
    }

    /// Fills the places of those who left, and of the minors who came of age.
    async fn welcome(&self, site: &Site) {
        let today = self.now().date_naive();
        let adult = NaiveDate::from_ymd_opt(1990, 5, 31).unwrap();
        let minor = today - Duration::days(16 * 365);
        let (mut professionals, mut adults, mut minors) = (PROFESSIONALS, ADULTS, MINORS);
        let mut number = {
            let people = self.people.lock().unwrap();
            professionals -= people.professionals.len();
            for explorer in &people.explorers {
                let left = if explorer.is_adult_at(self.now()) { &mut adults } else { &mut minors };
                *left = left.saturating_sub(1);
            }
            people.came
        };
        for _ in 0..professionals {
            number += 1;
            let one = people::professional(site, &format!("Boulanger {number}")).await;
            self.people.lock().unwrap().professionals.push((one.id, user(&one.person, adult)));
        }
        site.execute(
            "update professional set accepts_automatically = false where id in (select id from professional order by id limit 3)",
        )
        .await;
        let born = std::iter::repeat_n(adult, adults).chain(std::iter::repeat_n(minor, minors));
        for birth_date in born {
            number += 1;
            let one = people::born(site, &format!("Explorer {number}"), birth_date).await;
            self.people.lock().unwrap().explorers.push(user(&one, birth_date));
        }
        self.people.lock().unwrap().came = number;
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
    let (explorer, professional) = world.anybody(random);
    let (professional, start) = (professional.to_string(), moment::iso(world.hour(random)));
    let form = HoldForm { professional: professional.clone(), start: start.clone(), zone: String::new() };
    holding::hold(&world.app, &explorer, &form, world.now()).await?;
    if store::find_held(&world.app.db, explorer.id).await?.is_some() {
        world.held.fetch_add(1, Ordering::Relaxed);
    }
    match random.random_range(0..2) {
        0 => book(world, &explorer, professional, start, random).await,
        _ => Ok(()),
    }
}

async fn ask(world: &World, random: &mut StdRng) -> Result<(), AppError> {
    let (explorer, professional) = world.anybody(random);
    book(world, &explorer, professional.to_string(), moment::iso(world.hour(random)), random).await
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
    let now = world.now();
    let (talk, _) = service::book(&world.app, explorer, &form, now).await?;
    world.begun.lock().unwrap().insert(talk.path());
    world.asked.lock().unwrap().push(Asked { explorer: explorer.id, by: Side::Explorer, is_move: false, at: now });
    Ok(())
}

async fn act(world: &World, talk: Uuid, random: &mut StdRng) -> Result<(), AppError> {
    let side = Side::BOTH[random.random_range(0..2)];
    let (actor, action) = match random.random_range(0..12) {
        0..=2 => (Actor::Party(side), Action::Accept),
        3 => (Actor::Party(side), Action::Decline),
        4 | 5 => (Actor::Party(side), Action::Move(world.hour(random))),
        6 => (Actor::Party(side), Action::Cancel),
        7..=9 => return answer_for_a_child(world, random).await,
        10 if random.random_range(0..3) == 0 => (Actor::Moderator, Action::Cancel),
        10 => return correct(world, talk).await,
        _ => (Actor::Party(side), Action::Tell(Word::ALL[random.random_range(0..3)])),
    };
    let (by, reason) = match actor {
        Actor::Moderator => (EndedBy::Moderator, EndReason::Moderation),
        _ => (EndedBy::Party(side), EndReason::Unavailable),
    };
    let ends = matches!(action, Action::Decline | Action::Cancel);
    let ending = ends.then_some(Ending { by, reason, note: None });
    let now = world.now();
    let change = Change { talk, actor, action, ending, now };
    let app = world.app.clone();
    let explorer = explorer_of(world, talk).await?;
    let outcome = app.db.write((app.clone(), change), |transaction, (app, change)| {
        Box::pin(transitions::apply(transaction, app, change))
    });
    let after = outcome.await?;
    assert!(after.stage.is_open() || world.ended.lock().unwrap().insert(talk), "{talk} ended twice: {action:?}");
    if let (Action::Move(_), Some(explorer)) = (action, explorer) {
        world.asked.lock().unwrap().push(Asked { explorer, by: side, is_move: true, at: now });
    }
    Ok(())
}

async fn explorer_of(world: &World, talk: Uuid) -> Result<Option<Uuid>, AppError> {
    let talk = store::find_talk(&world.app.db, talk).await?;
    Ok(talk.and_then(|talk| Some(talk.party(Side::Explorer)?.account)))
}

/// An explorer has the guardian of a talk asked at another address, later once more there.
async fn correct(world: &World, talk: Uuid) -> Result<(), AppError> {
    let explorer = explorer_of(world, talk).await?;
    let explorer = world.people.lock().unwrap().explorers.iter().find(|one| Some(one.id) == explorer).cloned();
    let Some(explorer) = explorer else { return Ok(()) };
    let form = TalkGuardianForm { talk: talk.to_string(), guardian_email: format!("parent-of-{talk}@exemple.fr") };
    let now = world.moment_of_its_own();
    guardians::correct(&world.app, &explorer, &form, now).await?;
    world.corrected.fetch_add(1, Ordering::Relaxed);
    world.asked.lock().unwrap().push(Asked { explorer: explorer.id, by: Side::Explorer, is_move: false, at: now });
    Ok(())
}

/// Time passes, mostly minutes, at times a day: reminders, ends, and hours that are over. Or several clocks look at once.
async fn pass_time(world: &World, random: &mut StdRng) -> Result<(), AppError> {
    let passed = match random.random_range(0..12) {
        0 => 24 * 60,
        1..=3 => return clock::tick(&world.app, world.now()).await,
        _ => 20,
    };
    let _alone = world.time.lock().await;
    world.minutes.fetch_add(passed, Ordering::Relaxed);
    clock::tick(&world.app, world.now()).await
}

/// A moderator refuses somebody's profile after a report: what minors asked of them is off.
async fn refuse(world: &World, random: &mut StdRng) -> Result<(), AppError> {
    let professional = world.anybody(random).1;
    let moderator = Moderator { user: people::account("Relectrice").into(), reach: Reach::Everywhere };
    let (app, now) = (world.app.clone(), world.now());
    let outcome = app.db.write((app.clone(), moderator), move |transaction, (app, moderator)| {
        Box::pin(async move {
            let why = (Finding::Harassment, None);
            vetting_decision::refuse_reported(transaction, app, moderator, professional, why, now).await
        })
    });
    outcome.await
}

/// A guardian opens one of the newest links and agrees, to one talk or for six months, or does not, or no longer.
async fn answer_for_a_child(world: &World, random: &mut StdRng) -> Result<(), AppError> {
    let newest = "select body from outbox_mail where body like '%/accord/%' order by id desc limit 30";
    let letters: Vec<(String,)> = rows(&world.app.db, newest).await;
    let Some((letter,)) = letters.get(random.random_range(0..30)) else { return Ok(()) };
    let (_, link) = letter.split_once("/accord/").unwrap();
    let token = link.split_whitespace().next().unwrap().to_owned();
    let scope = match random.random_range(0..8) {
        0 | 1 => return guardians::object(&world.app, &token, world.now()).await,
        2 => CONSENT_SIX_MONTHS,
        _ => CONSENT_TALK,
    };
    let form = ConsentForm { token: Secret(token), scope: scope.to_owned(), responsible: "on".to_owned() };
    guardians::agree(&world.app, &form, world.now()).await
}

async fn walk(world: Arc<World>, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let mut open: Vec<Uuid> = Vec::new();
    for step in 0..STEPS {
        if step % STEPS_BETWEEN_LOOKS == 0 {
            let talks: Vec<(Uuid, String)> =
                rows(&world.app.db, "select id, status from talk where ended_at is null").await;
            world.reached.lock().unwrap().extend(talks.iter().map(|(_, stage)| stage.clone()));
            open = talks.into_iter().map(|(id, _)| id).collect();
        }
        let outcome = match random.random_range(0..10) {
            0 | 1 => ask(&world, &mut random).await,
            2 => hold(&world, &mut random).await,
            3 => pass_time(&world, &mut random).await,
            4 if random.random_range(0..20) == 0 => world.leave(&mut random).await,
            4 if random.random_range(0..20) == 0 => refuse(&world, &mut random).await,
            _ if open.is_empty() => Ok(()),
            _ => act(&world, open[random.random_range(0..open.len())], &mut random).await,
        };
        world.done.fetch_add(i64::from(outcome.is_ok()), Ordering::Relaxed);
        // A refusal is an answer; a failure is none.
        assert!(!matches!(outcome, Err(AppError::Internal | AppError::Unavailable)), "step {step}: {outcome:?}");
    }
}

/// What holds whenever nobody acts.
async fn assert_sound(site: &Site, now: DateTime<Utc>) {
    let sides = "select coalesce(sum(case when explorer_id is null then 0 else 1 end), 0)
        + coalesce(sum(case when professional_id is null then 0 else 1 end), 0) from talk where ended_at is null";
    assert_eq!(
        site.number("select count(*) from agenda_cell").await,
        site.number(sides).await * 4,
        "cells of open talks"
    );
    let half = "select starts_at from talk where ended_at is null and (explorer_id is null or professional_id is null)";
    let half: Vec<(DateTime<Utc>,)> = site.rows(half).await;
    assert!(half.iter().all(|(start,)| *start + Duration::hours(1) <= now), "who left is still counted on: {half:?}");
    let strangers = "select count(*) from agenda_cell c join talk t on t.id = c.talk_id join professional p on p.id = t.professional_id
        where t.ended_at is not null or c.starts_at < t.starts_at or (c.person_id <> t.explorer_id and c.person_id <> p.account_id)";
    assert_eq!(site.number(strangers).await, 0, "cells that no open talk takes");
    for kind in ["day", "week", "month"] {
        let counted: Vec<(String, i64)> = site.rows("select kind, sum(taken) from talk_period group by kind").await;
        let counted = counted.iter().find(|(counted, _)| counted == kind).map_or(0, |(_, taken)| *taken);
        let given =
            site.number("select count(*) from talk where professional_id is not null and (ended_at is null or status in ('done', 'absent'))").await;
        assert_eq!(counted, given, "{kind}");
    }
}

/// A long walk is a program of its own: it says why something failed, which nobody else is told.
fn tell_failures() {
    if asked::<u64>("DECLIC_WALK_NUMBER").is_some() {
        tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).init();
    }
}

on_both_engines! {
    async fn whatever_everybody_does_every_talk_is_sound_and_ends(site) {
        tell_failures();
        let world = Arc::new(World {
            app: site.app.clone(),
            people: Mutex::default(),
            minutes: AtomicI64::new(0),
            began: context::now(),
            done: AtomicI64::new(0),
            reached: Mutex::default(),
            asked: Mutex::default(),
            ended: Mutex::default(),
            time: tokio::sync::Mutex::default(),
            held: AtomicI64::new(0),
            corrected: AtomicI64::new(0),
            begun: Mutex::default(),
        });
        let mut round = 0;
        while round < ROUNDS || world.begun.lock().unwrap().len() < lives() {
            world.welcome(site).await;
            let walkers = (0..WALKERS).map(|walker| {
                tokio::spawn(walk(Arc::clone(&world), (walk_number() << 32) + round * WALKERS + walker))
            });
            for walker in walkers.collect::<Vec<_>>() {
                walker.await.unwrap();
            }
            assert_sound(site, world.now()).await;
            // Who left requests unanswered comes back: the walk goes on.
            site.execute("update professional set paused_at = null").await;
            site.execute("update professional set vetting = 'approved', vetting_reason = null, vetting_note = null where vetting = 'refused'").await;
            let stages: Vec<(String,)> = site.rows("select distinct status from talk").await;
            world.reached.lock().unwrap().extend(stages.into_iter().map(|(stage,)| stage));
            round += 1;
        }
        // Nobody does anything any more: time alone brings every talk to its end.
        for days in 0..40 {
            for _ in 0..8 {
                clock::tick(&site.app, world.now() + Duration::days(days)).await.unwrap();
            }
        }
        assert_eq!(site.number("select count(*) from talk where ended_at is null").await, 0);
        assert_sound(site, world.now() + Duration::days(40)).await;
        assert!(told::assert_told_once(site).await > 50, "calendars were hardly told of anything");
        told::assert_ends_told(site).await;
        told::assert_told_once_a_talk(site).await;
        let asked = world.asked.lock().unwrap().clone();
        told::assert_proposals_told(site, &asked).await;
        told::assert_reminded_apart(site, &asked).await;
        assert!(world.held.load(Ordering::Relaxed) > 20, "hardly an hour is held");
        assert!(world.corrected.load(Ordering::Relaxed) > 5, "hardly a guardian is asked once more");
        let reached = world.reached.lock().unwrap().clone();
        for stage in Stage::ALL.into_iter().filter(|stage| *stage != Stage::Held) {
            assert!(reached.contains(stage.code()), "{stage:?} is never reached: {reached:?}");
        }
        assert!(world.people.lock().unwrap().left > 10, "hardly anybody leaves");
        println!("{} talks in {} actions", world.begun.lock().unwrap().len(), round * WALKERS * STEPS);
    }
}
