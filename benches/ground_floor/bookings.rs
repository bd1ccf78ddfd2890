//! Bookings that survive a power cut, by many people at once: on distinct hours, and on one.

use super::{
    disk,
    report::{Figure, Goal, Report},
    samples::{Pairs, REPETITIONS},
    site::Site,
};
use anyhow::Context;
use chrono::{DateTime, Duration, NaiveDate, Utc, Weekday};
use declic::{
    accounts::{
        session::CurrentUser,
        store::{AccountRow, create_account},
    },
    agenda::availability::{Availability, TALK_MINUTES, WeeklyRange},
    context::{self, AppContext},
    db::Db,
    error::AppError,
    talks::{
        availability::Schedule,
        form::BookingForm,
        service,
        store::{NewProfile, find_professional, save_profile, take_as_approved},
        types::Way,
    },
};
use std::{sync::Arc, time::Instant};
use tokio::task::JoinSet;
use uuid::Uuid;

/// People who book at once, each with a professional of their own.
const CLIENTS: usize = 64;
/// Bookings of each in a repetition.
const EACH: usize = 10;
/// People who want the same hour.
const CROWD: usize = 1_000;
const CROWD_GOAL: f64 = 3.0;
/// Hours of every professional in the order of time: for the clients, for the crowd spread out, for the
/// crowd on one hour. No two repetitions share one.
const CLIENT_HOURS: usize = 0;
const SPREAD_HOURS: usize = CLIENT_HOURS + (REPETITIONS + 1) * EACH;
const CROWDED_HOURS: usize = SPREAD_HOURS + REPETITIONS * CROWD.div_ceil(CLIENTS);

/// Books in turn with its peers.
///
/// # Errors
/// A booking that fails otherwise than by losing the hour to another, or an hour won by more or fewer
/// than one.
pub fn measure(report: &mut Report) -> anyhow::Result<()> {
    tokio::runtime::Runtime::new()?.block_on(run(report))
}

async fn run(report: &mut Report) -> anyhow::Result<()> {
    let site = Site::empty().await?;
    let file_system = disk::file_system(site.folder())?;
    let level = synchronous(&site.app.db).await?;
    report
        .note(format!("bookings: talks::service::book, SQLite with synchronous {level} (2 is FULL) on {file_system}"));
    let town = Arc::new(Town::found(&site.app).await?);

    let mut throughput = Pairs::default();
    for repetition in 0..=REPETITIONS {
        let bare = disk::bare_writes_per_second(site.folder(), CLIENTS * EACH)?;
        let seconds = distinct(&site.app, &town, repetition).await?;
        // The first one warms up.
        if repetition > 0 {
            throughput.push((CLIENTS * EACH) as f64 / seconds, bare);
        }
    }
    let against = format!("one write and fdatasync a booking: {:.0}/s", throughput.peers().median());
    report.add(Figure::timed(
        "durable bookings, 64 clients",
        &throughput.values(),
        "/s",
        &throughput.ratios(),
        against,
    ));

    let mut crowd = Pairs::default();
    for repetition in 0..REPETITIONS {
        let spread = spread_out(&site.app, &town, repetition).await?;
        let crowded = crowded(&site.app, &town, repetition).await?;
        crowd.push(crowded * 1e3, spread * 1e3);
    }
    let against = format!("1,000 distinct hours: {:.0} ms", crowd.peers().median());
    let figure =
        Figure::timed("1,000 clients on one hour, to the last answer", &crowd.values(), "ms", &crowd.ratios(), against);
    report.add(figure.goal(Goal::RatioAtMost(CROWD_GOAL)));
    report.note(format!("1,000 clients on one hour: one winner and 999 told that it was just taken, {REPETITIONS} times of {REPETITIONS}"));
    Ok(())
}

/// Every client books hour after hour of their own professional; gives the seconds until all have.
async fn distinct(app: &AppContext, town: &Arc<Town>, repetition: usize) -> anyhow::Result<f64> {
    let started = Instant::now();
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        let (app, town) = (app.clone(), Arc::clone(town));
        clients.spawn(async move {
            for booking in 0..EACH {
                // Somebody else each time: nobody may have more than 20 talks to come.
                let person = repetition * CLIENTS + client;
                town.book(&app, person, client, CLIENT_HOURS + repetition * EACH + booking).await??;
            }
            anyhow::Ok(())
        });
    }
    while let Some(outcome) = clients.join_next().await {
        outcome??;
    }
    Ok(started.elapsed().as_secs_f64())
}

/// The crowd books, everybody another hour; gives the seconds to the last answer.
async fn spread_out(app: &AppContext, town: &Arc<Town>, repetition: usize) -> anyhow::Result<f64> {
    let first = SPREAD_HOURS + repetition * CROWD.div_ceil(CLIENTS);
    let (seconds, outcomes) = rush(app, town, |person| (person % CLIENTS, first + person / CLIENTS)).await?;
    for outcome in outcomes {
        outcome?;
    }
    Ok(seconds)
}

/// The crowd books one hour of one professional; gives the seconds to the last answer.
async fn crowded(app: &AppContext, town: &Arc<Town>, repetition: usize) -> anyhow::Result<f64> {
    let (seconds, outcomes) = rush(app, town, |_| (0, CROWDED_HOURS + repetition)).await?;
    let mut winners = 0;
    for outcome in outcomes {
        match outcome {
            Ok(()) => winners += 1,
            Err(AppError::JustTaken) => {}
            Err(error) => anyhow::bail!("{error}: not an answer to a taken hour"),
        }
    }
    anyhow::ensure!(winners == 1, "{winners} winners of one hour");
    Ok(seconds)
}

type Outcomes = Vec<Result<(), AppError>>;

/// Everybody books at once: `choice` gives a person's professional and hour.
async fn rush(
    app: &AppContext,
    town: &Arc<Town>,
    choice: impl Fn(usize) -> (usize, usize),
) -> anyhow::Result<(f64, Outcomes)> {
    let started = Instant::now();
    let mut people = JoinSet::new();
    for person in 0..CROWD {
        let (app, town) = (app.clone(), Arc::clone(town));
        let (professional, hour) = choice(person);
        people.spawn(async move { town.book(&app, person, professional, hour).await });
    }
    let mut outcomes = Vec::new();
    while let Some(outcome) = people.join_next().await {
        outcomes.push(outcome??);
    }
    Ok((started.elapsed().as_secs_f64(), outcomes))
}

async fn synchronous(db: &Db) -> anyhow::Result<i64> {
    let Db::Sqlite { writer, .. } = db else { anyhow::bail!("not SQLite") };
    Ok(sqlx::query_scalar("pragma synchronous").fetch_one(writer).await?)
}

/// People, professionals with much time, and the hours that each of those offers.
struct Town {
    people: Vec<CurrentUser>,
    professionals: Vec<Uuid>,
    hours: Vec<DateTime<Utc>>,
}

impl Town {
    async fn found(app: &AppContext) -> anyhow::Result<Self> {
        let now = context::now();
        let people: Vec<AccountRow> = (0..CROWD)
            .map(|at| account(&format!("explorer{at}"), now))
            .collect::<Option<_>>()
            .context("a birth date")?;
        let hosts: Vec<AccountRow> =
            (0..CLIENTS).map(|at| account(&format!("host{at}"), now)).collect::<Option<_>>().context("a birth date")?;
        let profiles: Vec<NewProfile> = hosts.iter().map(profile).collect();
        let professionals: Vec<Uuid> = profiles.iter().map(|profile| profile.id).collect();
        let users = people.iter().cloned().map(CurrentUser::from).collect();
        let written = (people, hosts, profiles);
        app.db
            .write(written, move |transaction, (people, hosts, profiles)| {
                Box::pin(async move {
                    for account in people.iter().chain(hosts) {
                        create_account(&mut *transaction, account).await?;
                    }
                    for profile in profiles {
                        save_profile(&mut *transaction, profile, now).await?;
                        take_as_approved(&mut *transaction, profile.account_id, now).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        let first = professionals.first().copied().context("no professional")?;
        let row = find_professional(&app.db, first).await?.context("no professional")?;
        let starts = Schedule::load(&app.db, &row, now).await?.free_starts(now);
        let mut hours: Vec<DateTime<Utc>> = Vec::new();
        for start in starts {
            if hours.last().is_none_or(|last| *last + Duration::minutes(i64::from(TALK_MINUTES)) <= start) {
                hours.push(start);
            }
        }
        Ok(Self { people: users, professionals, hours })
    }

    /// One person books one hour; the outer error is one of this program.
    async fn book(
        &self,
        app: &AppContext,
        person: usize,
        professional: usize,
        hour: usize,
    ) -> anyhow::Result<Result<(), AppError>> {
        let user = self.people.get(person).context("no such person")?;
        let professional = self.professionals.get(professional).context("no such professional")?;
        let start = self.hours.get(hour).context("not enough hours")?;
        let form = BookingForm {
            professional: professional.to_string(),
            start: start.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            way: Way::Video.code().to_owned(),
            question: "Comment avez-vous choisi ce métier ?".to_owned(),
            guardian_email: String::new(),
        };
        Ok(service::book(app, user, &form, context::now()).await.map(drop))
    }
}

fn account(name: &str, now: DateTime<Utc>) -> Option<AccountRow> {
    Some(AccountRow {
        id: context::new_id(),
        email: format!("{name}@example.org"),
        password_hash: None,
        display_name: name.to_owned(),
        birth_date: NaiveDate::from_ymd_opt(1990, 1, 1)?,
        commune_code: "81004".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        locale: "fr".to_owned(),
        email_verified_at: Some(now),
        demonstration: false,
        created_at: now,
    })
}

/// Every day from 8 to 20 for two months, without a limit.
fn profile(account: &AccountRow) -> NewProfile {
    let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    NewProfile {
        id: context::new_id(),
        account_id: account.id,
        trade_code: "D1102".to_owned(),
        other_trades: Vec::new(),
        day: String::new(),
        path: String::new(),
        accessibility: Vec::new(),
        headline: "Je fais du pain.".to_owned(),
        likes: "Le matin.".to_owned(),
        dislikes: "Le soir.".to_owned(),
        languages: vec!["fr".to_owned()],
        commune_code: account.commune_code.clone(),
        organisation: None,
        meeting_place: None,
        ways: vec![Way::Video],
        availability: Availability {
            zone: chrono_tz::Europe::Paris,
            weekly: days.map(|weekday| WeeklyRange { weekday, starts_minute: 8 * 60, ends_minute: 20 * 60 }).to_vec(),
            exceptions: Vec::new(),
            closed_on: None,
            minimum_notice_minutes: 24 * 60,
            horizon_days: 60,
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            maximum_per_day: None,
            maximum_per_month: None,
            maximum_per_week: None,
        },
        accepts_automatically: true,
        charter_signed_at: None,
        published: true,
    }
}
