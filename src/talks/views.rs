//! What pages and calendar files are told: rows turned into views, in the reader's language and zone.

use super::{
    answer_behaviour::{self, AnswerBehaviour},
    availability::Schedule,
    conversation, feedback, guardians, interest,
    lifecycle::{Action, Actor, Guardian, Standing, Terms, Word},
    mails,
    service::{own_talk, published, visible},
    store::{self, CardRow, ProfessionalRow, TalkRow},
    types::{
        Accommodation, AgendaOverview, AnswerHabit, BookingOffer, Card, FreeDay, GuardianAsk, HourState, Leaf, Moment,
        ProfessionalDetails, Side, Stage, TalkChoices, TalkDetails, TalkSummary, ThereTime, Way,
    },
};
use crate::{
    accounts::session::{CurrentUser, Reader},
    agenda::{self, availability::TALK_MINUTES, calendar, moment},
    context::AppContext,
    error::AppError,
    geo,
    locale::Locale,
    routes::Route,
};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Days that the slot picker shows at once.
const DAYS_SHOWN: u64 = 7;
/// Free hours offered instead of one that is gone.
const NEAREST_SHOWN: usize = 6;
/// Past talks on the agenda's page.
const PAST_SHOWN: usize = 50;
/// How long after its start a talk's page leads to its room: the hour, and what people overrun.
const ROOM_SHOWN: Duration = Duration::minutes(90);
/// How far back a feed reaches, in days.
const FEED_DAYS: i64 = 90;

/// How an hour is told: language, the reader's zone, the professional's, and today.
#[derive(Clone, Copy)]
pub struct Telling {
    /// The reader's language.
    pub locale: Locale,
    /// The zone that hours are shown in.
    pub zone: Tz,
    /// The professional's zone.
    pub there: Tz,
    /// The current instant.
    pub now: DateTime<Utc>,
}

impl Telling {
    /// An hour on both clocks; the professional's only when it shows another time.
    #[must_use]
    pub fn moment(&self, instant: DateTime<Utc>) -> Moment {
        let (here, there) = (instant.with_timezone(&self.zone), instant.with_timezone(&self.there));
        let there_time = || ThereTime {
            day: self.day(there.date_naive()),
            time: moment::time(instant, self.there, self.locale),
            zone: moment::zone_name(self.there, self.locale),
        };
        Moment {
            iso: moment::iso(instant),
            day: self.day(here.date_naive()),
            time: moment::time(instant, self.zone, self.locale),
            zone: moment::zone_name(self.zone, self.locale),
            there: (here.naive_local() != there.naive_local()).then(there_time),
        }
    }

    /// The day of an hour on the reader's clock, in short.
    fn leaf(&self, instant: DateTime<Utc>) -> Leaf {
        let date = instant.with_timezone(&self.zone).date_naive();
        Leaf {
            weekday: moment::weekday(date.weekday(), self.locale).to_owned(),
            date: moment::short_day(date, self.locale),
        }
    }

    fn day(&self, date: NaiveDate) -> String {
        moment::day(date, self.now.with_timezone(&self.zone).date_naive(), self.locale)
    }
}

/// The zone that a reader is shown hours in, and whether it is their own: the account's, else the one asked
/// for, else the professional's.
#[must_use]
pub fn reader_zone(reader: &Reader, asked: &str, there: Tz) -> (Tz, bool) {
    match (&reader.user, asked.parse()) {
        (Some(user), _) => (user.time_zone, true),
        (None, Ok(zone)) => (zone, true),
        (None, Err(_)) => (there, false),
    }
}

/// `Albi (81)`.
#[must_use]
pub fn place_label(commune_code: &str) -> String {
    geo::communes::find(commune_code).map_or_else(|| commune_code.to_owned(), geo::communes::Commune::label)
}

/// A professional in a list.
#[must_use]
pub fn card(
    reader: &Reader,
    professional: CardRow,
    distance_km: Option<f64>,
    next_free: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Card {
    let there = professional.zone();
    let (zone, zone_is_readers) = reader_zone(reader, "", there);
    let telling = Telling { locale: reader.locale, zone, there, now };
    // Whole kilometres, never negative, far below the limit.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the globe")]
    let distance_km = distance_km.map(|distance| distance.round().max(0.0) as u32);
    Card {
        id: professional.id.to_string(),
        trade: mails::trade_label(&professional.trade_code),
        other_trades: mails::trade_labels(&professional.other_trades()),
        place: place_label(&professional.commune_code),
        distance_km,
        ways: professional.ways(),
        languages: professional.languages(),
        name: professional.display_name,
        headline: professional.headline,
        organisation: professional.organisation,
        next_free: next_free.map(|next| telling.moment(next)),
        names_zone: !zone_is_readers,
        demonstration: professional.demonstration,
    }
}

/// The address of a photo.
#[must_use]
pub fn photo_path(photo: Option<Uuid>) -> Option<String> {
    photo.map(|id| Route::Photo(id.to_string()).path())
}

/// A professional's page, with the week of hours that starts on `from` (or on the first free day).
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn professional_page(
    app: &AppContext,
    reader: &Reader,
    id: &str,
    from: &str,
    zone: &str,
    now: DateTime<Utc>,
) -> Result<ProfessionalDetails, AppError> {
    let professional = visible(app, reader.user.as_ref().map(|user| user.id), id).await?;
    let mut schedule = Schedule::load(&app.db, &professional, now).await?;
    if let Some(user) = &reader.user {
        let held = store::find_held(&app.db, user.id).await?;
        schedule = free_again(schedule, &professional, held.as_ref());
    }
    let there = professional.zone();
    let (zone, zone_is_readers) = reader_zone(reader, zone, there);
    let telling = Telling { locale: reader.locale, zone, there, now };
    let week = week_of(&schedule, from, &telling);
    let answers = answers_of(app, professional.id, now).await?;
    let is_self = reader.user.as_ref().is_some_and(|user| user.id == professional.account_id);
    Ok(ProfessionalDetails {
        days: week.days,
        span: week.span,
        later: week.later,
        earlier: week.earlier,
        zone_is_readers,
        answers: answers.habit(),
        photo: photo_path(if is_self { professional.photo_id } else { professional.shown_photo() }),
        is_self,
        ..presented(professional, &telling)
    })
}

/// What a professional says of themselves, without their hours.
#[must_use]
pub fn presented(professional: ProfessionalRow, telling: &Telling) -> ProfessionalDetails {
    ProfessionalDetails {
        id: professional.id.to_string(),
        photo: photo_path(professional.photo_id),
        answers: AnswerHabit::New,
        partner: professional.partner(),
        trade: mails::trade_label(&professional.trade_code),
        other_trades: mails::trade_labels(&professional.other_trades()),
        place: place_label(&professional.commune_code),
        ways: professional.ways(),
        languages: professional.languages(),
        accessibility: professional.accessibility_offered(),
        days: Vec::new(),
        span: String::new(),
        later: None,
        earlier: None,
        zone: telling.zone.name().to_owned(),
        zone_is_readers: true,
        zone_there: moment::zone_name(telling.there, telling.locale),
        is_self: false,
        is_listed: professional.is_listed(),
        demonstration: professional.demonstration,
        name: professional.display_name,
        trade_code: professional.trade_code,
        headline: professional.headline,
        likes: professional.likes,
        dislikes: professional.dislikes,
        day: professional.day,
        path: professional.path,
        organisation: professional.organisation,
    }
}

/// How a professional answered over the last year.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn answers_of(app: &AppContext, professional: Uuid, now: DateTime<Utc>) -> Result<AnswerBehaviour, AppError> {
    let asked = store::list_questions(&app.db, &[professional], now - answer_behaviour::PERIOD).await?;
    let questions: Vec<_> = asked.into_iter().map(|(_, question)| question).collect();
    Ok(AnswerBehaviour::of(&questions, now))
}

struct WeekOfHours {
    days: Vec<FreeDay>,
    span: String,
    later: Option<String>,
    earlier: Option<String>,
}

fn week_of(schedule: &Schedule, from: &str, telling: &Telling) -> WeekOfHours {
    let day_of = |start: &DateTime<Utc>| start.with_timezone(&telling.zone).date_naive();
    let mut by_day: BTreeMap<NaiveDate, Vec<DateTime<Utc>>> = BTreeMap::new();
    for start in schedule.free_starts(telling.now) {
        by_day.entry(day_of(&start)).or_default().push(start);
    }
    let open: BTreeSet<NaiveDate> = schedule.offered_starts(telling.now).iter().map(day_of).collect();
    let Some(first) = by_day.keys().next().copied() else {
        return WeekOfHours { days: Vec::new(), span: String::new(), later: None, earlier: None };
    };
    let from = from.parse().unwrap_or(first).max(first);
    let until = from.checked_add_days(Days::new(DAYS_SHOWN)).unwrap_or(from);
    let day = |date: NaiveDate| FreeDay {
        date: date.to_string(),
        label: telling.day(date),
        hours: by_day.get(&date).into_iter().flatten().map(|start| telling.moment(*start)).collect(),
        is_open: open.contains(&date),
    };
    let last = until.pred_opt().unwrap_or(from);
    let before = from.checked_sub_days(Days::new(DAYS_SHOWN)).unwrap_or(from);
    WeekOfHours {
        days: from.iter_days().take_while(|date| *date < until).map(day).collect(),
        span: moment::span(from, last, telling.locale),
        later: by_day.range(until..).next().map(|(date, _)| date.to_string()),
        // The week before, or the first free day when that week would start earlier.
        earlier: by_day.range(..from).next_back().map(|_| before.max(first).to_string()),
    }
}

/// The page that asks to confirm an hour; a reader without an account is shown it in `zone`.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown professional or an hour that is none.
pub async fn booking_page(
    app: &AppContext,
    reader: &Reader,
    id: &str,
    start: &str,
    zone: &str,
    now: DateTime<Utc>,
) -> Result<BookingOffer, AppError> {
    let professional = published(app, id).await?;
    let start = moment::from_iso(start).ok_or(AppError::NotFound)?;
    let schedule = Schedule::load(&app.db, &professional, now).await?;
    let there = professional.zone();
    let (zone, zone_is_readers) = reader_zone(reader, zone, there);
    let telling = Telling { locale: reader.locale, zone, there, now };
    let coming = match &reader.user {
        Some(user) => store::list_coming(&app.db, user.id, now - Duration::minutes(i64::from(TALK_MINUTES))).await?,
        None => Vec::new(),
    };
    let (held, own): (Vec<_>, Vec<_>) = coming.into_iter().partition(|talk| talk.stage() == Stage::Held);
    // An hour of the reader's own, as a professional, that somebody else holds is nobody's business yet.
    let held = held.into_iter().find(|talk| reader.user.as_ref().is_some_and(|user| talk.is_explorer(user.id)));
    let schedule = free_again(schedule, &professional, held.as_ref());
    let mut nearest = schedule.free_starts(now);
    nearest.retain(|free| *free != start && !own.iter().any(|talk| overlap(talk.starts_at, *free)));
    nearest.sort_by_key(|free| (*free - start).abs());
    nearest.truncate(NEAREST_SHOWN);
    nearest.sort();
    let state = match &reader.user {
        Some(user) => state_for(user, &own, &professional, start, now),
        None => None,
    };
    let (guardian, known_guardian) = match &reader.user {
        Some(user) if !user.is_adult_at(start) => guardians::ask_for(app, user, professional.id, start, now).await?,
        _ => (GuardianAsk::NotNeeded, None),
    };
    let ways = match guardian {
        GuardianAsk::NotNeeded => professional.ways(),
        GuardianAsk::Needed | GuardianAsk::Known(_) | GuardianAsk::Covered => professional.ways_for_minors(),
    };
    let offered = || if schedule.is_free(now, start) { HourState::Free } else { HourState::Gone };
    Ok(BookingOffer {
        card: Card {
            ways: ways.clone(),
            ..card(reader, CardRow::from(&professional), None, schedule.next_free(now), now)
        },
        moment: telling.moment(start),
        state: state.unwrap_or_else(offered),
        held_until: held
            .filter(|talk| talk.professional_id == Some(professional.id) && talk.starts_at == start)
            .and_then(|talk| talk.standing().answer_by)
            .map(|until| moment::time(until, zone, reader.locale)),
        confirms_by_hand: !professional.accepts_automatically,
        wheelchair: professional.accessibility().contains(&Accommodation::Wheelchair),
        ways,
        known_guardian,
        guardian,
        nearest: nearest.into_iter().map(|free| telling.moment(free)).collect(),
        zone: zone.name().to_owned(),
        zone_is_readers,
    })
}

/// A professional's schedule as if the reader did not hold an hour of it.
fn free_again(schedule: Schedule, professional: &ProfessionalRow, held: Option<&TalkRow>) -> Schedule {
    held.filter(|talk| talk.professional_id == Some(professional.id)).into_iter().fold(schedule, Schedule::without)
}

fn overlap(one: DateTime<Utc>, other: DateTime<Utc>) -> bool {
    (one - other).abs() < Duration::minutes(i64::from(TALK_MINUTES))
}

/// What stands between this person and an hour, whether it is free or not; `own` are their talks to come.
fn state_for(
    user: &CurrentUser,
    own: &[TalkRow],
    professional: &ProfessionalRow,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<HourState> {
    if let Some(talk) = own.iter().find(|talk| overlap(talk.starts_at, start)) {
        let side = talk.party_of(user.id)?.side;
        let is_this = talk.is_of(user.id, professional.id) && talk.starts_at == start;
        return Some(match (is_this, talk.stage()) {
            (true, Stage::Confirmed) => HourState::Booked(talk.id.to_string()),
            (true, _) => HourState::Asked(talk.id.to_string()),
            (false, _) => HourState::Busy(Box::new(summary(talk, side, user.locale, user.time_zone, now))),
        });
    }
    let is_for_adults = !user.is_adult_at(start) && professional.ways_for_minors().is_empty();
    let is_looked_at = professional.charter_signed_at.is_some() && !professional.meets_minors();
    is_for_adults.then_some(if is_looked_at { HourState::MinorsLater } else { HourState::AdultsOnly })
}

/// A talk in a list, for one of its sides; hours in `zone`.
#[must_use]
pub fn summary(talk: &TalkRow, side: Side, locale: Locale, zone: Tz, now: DateTime<Utc>) -> TalkSummary {
    let telling = telling(talk, locale, zone, now);
    TalkSummary {
        id: talk.id.to_string(),
        side,
        other: mails::other_name(talk, side, locale),
        trade: mails::trade_label(&talk.trade_code),
        moment: telling.moment(talk.starts_at),
        instead_of: talk.proposed_instead_of().map(|before| telling.moment(before)),
        leaf: telling.leaf(talk.starts_at),
        way: talk.way(),
        stage: talk.stage(),
        awaits: talk.standing().awaits,
        ending: talk.ending_for(side),
        demonstration: talk.is_demonstration(),
    }
}

/// How the hours of a talk are told.
#[must_use]
pub fn telling(talk: &TalkRow, locale: Locale, zone: Tz, now: DateTime<Utc>) -> Telling {
    Telling { locale, zone, there: talk.professional_zone.parse().unwrap_or(Tz::Europe__Paris), now }
}

/// One talk of `user`.
///
/// # Errors
/// [`AppError::NotFound`] for a stranger too.
pub async fn talk_page(
    app: &AppContext,
    user: &CurrentUser,
    id: &str,
    now: DateTime<Utc>,
) -> Result<TalkDetails, AppError> {
    let (talk, side) = own_talk(app, user, id).await?;
    let holds = talk.stage() == Stage::Confirmed;
    let standing = talk.standing();
    let in_a_room = matches!(talk.way(), Way::Video | Way::Phone);
    Ok(TalkDetails {
        summary: summary(&talk, side, user.locale, user.time_zone, now),
        professional_id: talk.shown_professional().map(|id| id.to_string()),
        room_url: (holds && in_a_room && now < talk.starts_at + ROOM_SHOWN).then(|| mails::room_url(app, &talk)),
        meeting_place: talk.meeting_place.clone().filter(|_| holds && !in_a_room),
        question: talk.question_for(side).map(str::to_owned),
        is_over: standing.ends_at() <= now,
        choices: choices(&standing, side, now),
        awaits_guardian: talk.is_veiled() && talk.stage().is_open(),
        professional_knows: standing.professional_knows,
        guardian: if side == Side::Explorer { guardians::asked_for(app, user, &talk, now).await? } else { None },
        answer_by: standing.answer_by.map(|end| telling(&talk, user.locale, user.time_zone, now).moment(end)),
        unread: conversation::views::unread(app, user).await?.remove(id).unwrap_or_default(),
        own_word: match side {
            Side::Explorer => standing.explorer_word,
            Side::Professional => standing.professional_word,
        }
        .map(|word| word.code().to_owned()),
        after: feedback::views::after_talk(app, user, (&talk, side), now).await?,
        interest: interest::of_talk(app, user, (&talk, side), now).await?,
        demonstration: talk.is_demonstration(),
    })
}

/// What a side can do with a talk now: what the life cycle would not refuse.
fn choices(talk: &Standing, side: Side, now: DateTime<Utc>) -> TalkChoices {
    // Whether it is confirmed at once, and for whom a guardian answers, changes nothing of what may be done.
    let terms = Terms { accepts_automatically: false, notice: Duration::zero(), guardian: Guardian::NotNeeded };
    let can = |action| talk.step(Actor::Party(side), action, &terms, now).is_ok();
    TalkChoices {
        answer: can(Action::Accept),
        reschedule: can(Action::Move(talk.starts_at + Duration::hours(1))),
        cancel: can(Action::Cancel),
        tell: can(Action::Tell(Word::TookPlace)),
        calendar: talk.stage == Stage::Confirmed && talk.starts_at > now,
    }
}

/// What is coming and past for `user`.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn agenda_page(app: &AppContext, user: &CurrentUser, now: DateTime<Utc>) -> Result<AgendaOverview, AppError> {
    // A talk that has begun is still what one looks for.
    let begun = now - Duration::minutes(i64::from(TALK_MINUTES));
    let mut coming = store::list_coming(&app.db, user.id, begun).await?;
    coming.retain(|talk| talk.stage() != Stage::Held);
    let mut past =
        store::list_past(&app.db, user.id, begun, 0, i64::try_from(PAST_SHOWN + 1).unwrap_or(i64::MAX)).await?;
    let has_older = past.len() > PAST_SHOWN;
    past.truncate(PAST_SHOWN);
    let told = |talks: Vec<TalkRow>| -> Vec<TalkSummary> {
        talks
            .iter()
            .filter_map(|talk| Some(summary(talk, talk.party_of(user.id)?.side, user.locale, user.time_zone, now)))
            .collect()
    };
    Ok(AgendaOverview {
        coming: told(coming),
        past: told(past),
        has_older,
        unread: conversation::views::unread(app, user).await?,
        feed_url: agenda::store::find_feed_token(&app.db, user.id)
            .await?
            .map(|token| app.link(&Route::AgendaFeed(token))),
        is_professional: store::find_professional_of(&app.db, user.id).await?.is_some(),
    })
}

/// The talk's calendar file, for one of its parties.
///
/// # Errors
/// [`AppError::NotFound`] for a stranger too.
pub async fn invitation_file(
    app: &AppContext,
    user: &CurrentUser,
    id: &str,
    now: DateTime<Utc>,
) -> Result<String, AppError> {
    let (talk, side) = own_talk(app, user, id).await?;
    // Calendars know of what was confirmed only.
    if !talk.takes_place() && talk.sequence == 0 {
        return Err(AppError::NotFound);
    }
    let party = talk.party(side).ok_or(AppError::NotFound)?;
    Ok(mails::file(app, &talk, &party, now).1)
}

/// The calendar that a private feed's token opens.
///
/// # Errors
/// [`AppError::NotFound`] for a token that was revoked or never was.
pub async fn feed_file(app: &AppContext, token: &str, now: DateTime<Utc>) -> Result<String, AppError> {
    let owner = agenda::store::find_feed_owner(&app.db, token).await?.ok_or(AppError::NotFound)?;
    let talks = store::list_for_feed(&app.db, owner, now - Duration::days(FEED_DAYS)).await?;
    let told = |talk: &TalkRow| {
        // When it last changed: a feed read twice without a change is the same to the byte.
        let changed = talk.calendar_changed_at.unwrap_or(talk.created_at);
        talk.party_of(owner).map(|party| mails::event(app, talk, &party, changed))
    };
    let events: Vec<_> = talks.iter().filter_map(told).collect();
    Ok(calendar::feed("Déclic", &events))
}
