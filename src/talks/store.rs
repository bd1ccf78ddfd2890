//! The SQL of professionals, their hours, and talks.

use super::types::{CancelReason, Side, Way};
use crate::{
    agenda::availability::{Availability, AvailabilityException, ExceptionKind, WeeklyRange},
    db::{
        Db, DbError, Source, Transaction, WriteError, execute, fetch_all, fetch_held, fetch_one, fetch_optional,
        insert_rows, select_in,
    },
    error::AppError,
};
use chrono::{DateTime, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use sqlx::FromRow;
use uuid::Uuid;

/// A row of `professional` with what its account adds.
#[derive(Clone, Debug, FromRow)]
pub struct ProfessionalRow {
    /// Its id.
    pub id: Uuid,
    /// The account, also the person in the agenda.
    pub account_id: Uuid,
    /// ROME code.
    pub trade_code: String,
    /// The job in a sentence.
    pub headline: String,
    /// What they like in it.
    pub likes: String,
    /// What they like less.
    pub dislikes: String,
    /// Space-separated codes.
    pub languages: String,
    /// INSEE code.
    pub commune_code: String,
    /// Where they work for.
    pub organisation: Option<String>,
    /// The address of talks on site.
    pub meeting_place: Option<String>,
    /// Offers video.
    pub by_video: bool,
    /// Offers sound only.
    pub by_phone: bool,
    /// Offers to meet on site.
    pub on_site: bool,
    /// IANA name.
    pub time_zone: String,
    /// Between a booking and its talk, at least.
    pub minimum_notice_minutes: i32,
    /// That can be booked ahead.
    pub horizon_days: i32,
    /// Talks a week at most.
    pub maximum_per_week: Option<i32>,
    /// Can be found and booked.
    pub published: bool,
    /// The account's name.
    pub display_name: String,
    /// The account's address.
    pub email: String,
    /// The account's language.
    pub locale: String,
    /// Invented for demonstration.
    pub demonstration: bool,
}

impl ProfessionalRow {
    /// The zone of their hours.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.time_zone.parse().unwrap_or(Tz::Europe__Paris)
    }

    /// The ways of meeting they offer.
    #[must_use]
    pub fn ways(&self) -> Vec<Way> {
        let offered = [(Way::Video, self.by_video), (Way::Phone, self.by_phone), (Way::Onsite, self.on_site)];
        offered.into_iter().filter(|(_, offers)| *offers).map(|(way, _)| way).collect()
    }

    /// The codes of the languages they speak.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        self.languages.split_whitespace().map(str::to_owned).collect()
    }
}

/// The columns of [`ProfessionalRow`]; a macro so that statements stay constant texts.
macro_rules! professional {
    ($rest:literal) => {
        concat!(
            "select p.id, p.account_id, p.trade_code, p.headline, p.likes, p.dislikes, p.languages, p.commune_code,
    p.organisation, p.meeting_place, p.by_video, p.by_phone, p.on_site, p.time_zone, p.minimum_notice_minutes, p.horizon_days,
    p.maximum_per_week, p.published, a.display_name, a.email, a.locale, a.demonstration
    from professional p join account a on a.id = p.account_id ",
            $rest
        )
    };
}

/// A range of a weekday.
#[derive(Clone, Copy, Debug, FromRow)]
struct RangeRow {
    professional_id: Uuid,
    weekday: i32,
    starts_minute: i32,
    ends_minute: i32,
}

#[derive(Clone, Copy, Debug, FromRow)]
struct ExceptionRow {
    professional_id: Uuid,
    day: NaiveDate,
    starts_minute: Option<i32>,
    ends_minute: Option<i32>,
}

/// How many talks a professional has in a week.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct WeekRow {
    /// Whose week.
    pub professional_id: Uuid,
    /// Its Monday, in the professional's zone.
    pub monday: NaiveDate,
    /// Talks in it.
    pub taken: i32,
}

/// A row of `talk` with the names and addresses of both.
#[derive(Clone, Debug, FromRow)]
pub struct TalkRow {
    /// Its id.
    pub id: Uuid,
    /// The professional.
    pub professional_id: Uuid,
    /// The professional's account.
    pub professional_account_id: Uuid,
    /// The explorer's account.
    pub explorer_id: Uuid,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// Code of the way of meeting.
    pub way: String,
    /// The explorer's question.
    pub question: Option<String>,
    /// The room's unguessable name.
    pub room: String,
    /// `confirmed` or `cancelled`.
    pub status: String,
    /// `explorer` or `professional`.
    pub cancelled_by: Option<String>,
    /// Code of the reason.
    pub cancel_reason: Option<String>,
    /// In their own words.
    pub cancel_note: Option<String>,
    /// RFC 5545 SEQUENCE.
    pub sequence: i32,
    /// When it was booked.
    pub created_at: DateTime<Utc>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// ROME code of the trade it is about.
    pub trade_code: String,
    /// Where they meet, for a talk on site.
    pub meeting_place: Option<String>,
    /// The week that it counts in, by its Monday.
    pub monday: NaiveDate,
    /// Whether the professional still shows their page.
    pub professional_published: bool,
    /// The professional's name.
    pub professional_name: String,
    /// The professional's mail address.
    pub professional_email: String,
    /// The professional's language.
    pub professional_locale: String,
    /// The professional's zone when it was booked.
    pub professional_zone: String,
    /// The explorer's name.
    pub explorer_name: String,
    /// The explorer's mail address.
    pub explorer_email: String,
    /// The explorer's language.
    pub explorer_locale: String,
    /// The explorer's zone.
    pub explorer_zone: String,
    /// Whether the professional is invented.
    pub demonstration: bool,
}

impl TalkRow {
    /// The way of meeting.
    #[must_use]
    pub fn way(&self) -> Way {
        Way::from_code(&self.way).unwrap_or(Way::Video)
    }

    /// Whether it still holds.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.status == "confirmed"
    }

    /// The side that an account is on, if any.
    #[must_use]
    pub fn side_of(&self, account: Uuid) -> Option<Side> {
        if account == self.explorer_id {
            Some(Side::Explorer)
        } else if account == self.professional_account_id {
            Some(Side::Professional)
        } else {
            None
        }
    }
}

/// The columns of [`TalkRow`].
macro_rules! talk {
    ($rest:literal) => {
        concat!(
            "select t.id, t.professional_id, p.account_id as professional_account_id, t.explorer_id, t.starts_at, t.way,
    t.question, t.room, t.status, t.cancelled_by, t.cancel_reason, t.cancel_note, t.sequence, t.created_at, t.cancelled_at,
    t.trade_code, t.meeting_place, t.monday, p.published as professional_published,
    pa.display_name as professional_name, pa.email as professional_email, pa.locale as professional_locale,
    t.time_zone as professional_zone, e.display_name as explorer_name, e.email as explorer_email, e.locale as explorer_locale, e.time_zone as explorer_zone, pa.demonstration
    from talk t join professional p on p.id = t.professional_id join account pa on pa.id = p.account_id
    join account e on e.id = t.explorer_id ",
            $rest
        )
    };
}

/// What the editor or the seed saves.
#[derive(Clone, Debug)]
pub struct NewProfile {
    /// Its id when it is new.
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// ROME code.
    pub trade_code: String,
    /// The job in a sentence.
    pub headline: String,
    /// What they like in it.
    pub likes: String,
    /// What they like less.
    pub dislikes: String,
    /// Codes.
    pub languages: Vec<String>,
    /// INSEE code.
    pub commune_code: String,
    /// Where they work for.
    pub organisation: Option<String>,
    /// The address of talks on site.
    pub meeting_place: Option<String>,
    /// Ways of meeting.
    pub ways: Vec<Way>,
    /// When they are free.
    pub availability: Availability,
    /// Can be found and booked.
    pub published: bool,
}

/// The professional of this id.
///
/// # Errors
/// [`DbError`].
pub async fn find_professional(source: impl Into<Source<'_>>, id: Uuid) -> Result<Option<ProfessionalRow>, DbError> {
    fetch_optional!(source.into(), ProfessionalRow, professional!("where p.id = $1"), id)
}

/// The profile of this account.
///
/// # Errors
/// [`DbError`].
pub async fn find_professional_of(
    source: impl Into<Source<'_>>,
    account: Uuid,
) -> Result<Option<ProfessionalRow>, DbError> {
    fetch_optional!(source.into(), ProfessionalRow, professional!("where p.account_id = $1"), account)
}

/// The professionals of these ids, in no order.
///
/// # Errors
/// [`DbError`].
pub async fn list_professionals(db: &Db, ids: &[Uuid]) -> Result<Vec<ProfessionalRow>, DbError> {
    select_in!(db, ProfessionalRow, professional!("where p.id in"), ids)
}

/// The ids of published professionals after `after`, in order: for walking through all of them.
///
/// # Errors
/// [`DbError`].
pub async fn list_published_ids(db: &Db, after: Uuid, limit: i64) -> Result<Vec<Uuid>, DbError> {
    let sql = "select id from professional where published and id > $1 order by id limit $2";
    let rows: Vec<(Uuid,)> = fetch_all!(db, (Uuid,), sql, after, limit)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// When each of these professionals is free by their rules.
///
/// # Errors
/// [`DbError`].
pub async fn list_availability(
    source: impl Into<Source<'_>>,
    professionals: &[ProfessionalRow],
) -> Result<Vec<(Uuid, Availability)>, DbError> {
    let mut source = source.into();
    let ids: Vec<Uuid> = professionals.iter().map(|professional| professional.id).collect();
    let ranges: Vec<RangeRow> = select_in!(
        source.again(),
        RangeRow,
        "select professional_id, weekday, starts_minute, ends_minute from availability_range where professional_id in",
        &ids
    )?;
    let exceptions: Vec<ExceptionRow> = select_in!(
        source,
        ExceptionRow,
        "select professional_id, day, starts_minute, ends_minute from availability_exception where professional_id in",
        &ids
    )?;
    let availability = |professional: &ProfessionalRow| Availability {
        zone: professional.zone(),
        weekly: ranges
            .iter()
            .filter(|range| range.professional_id == professional.id)
            .filter_map(weekly_range)
            .collect(),
        exceptions: exceptions.iter().filter(|row| row.professional_id == professional.id).map(exception).collect(),
        minimum_notice_minutes: professional.minimum_notice_minutes,
        horizon_days: professional.horizon_days,
        maximum_per_week: professional.maximum_per_week,
    };
    Ok(professionals.iter().map(|professional| (professional.id, availability(professional))).collect())
}

fn weekly_range(row: &RangeRow) -> Option<WeeklyRange> {
    let from_monday = u8::try_from(row.weekday - 1).ok()?;
    let weekday = Weekday::try_from(from_monday).ok()?;
    Some(WeeklyRange { weekday, starts_minute: row.starts_minute, ends_minute: row.ends_minute })
}

fn exception(row: &ExceptionRow) -> AvailabilityException {
    let kind = match (row.starts_minute, row.ends_minute) {
        (Some(starts_minute), Some(ends_minute)) => ExceptionKind::Open { starts_minute, ends_minute },
        _ => ExceptionKind::Closed,
    };
    AvailabilityException { day: row.day, kind }
}

/// Talks a week of these professionals.
///
/// # Errors
/// [`DbError`].
pub async fn list_weeks(source: impl Into<Source<'_>>, ids: &[Uuid]) -> Result<Vec<WeekRow>, DbError> {
    select_in!(
        source.into(),
        WeekRow,
        "select professional_id, monday, taken from talk_week where taken > 0 and professional_id in",
        ids
    )
}

/// Saves a profile with its hours, replacing what the account had.
///
/// # Errors
/// [`DbError`].
pub async fn save_profile(
    transaction: &mut Transaction,
    profile: &NewProfile,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into professional (id, account_id, trade_code, headline, likes, dislikes, languages, commune_code,
                   organisation, meeting_place, by_video, by_phone, on_site, time_zone, minimum_notice_minutes, horizon_days,
                   maximum_per_week, published, created_at, updated_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19)
               on conflict (account_id) do update set trade_code = excluded.trade_code, headline = excluded.headline,
                   likes = excluded.likes, dislikes = excluded.dislikes, languages = excluded.languages,
                   commune_code = excluded.commune_code, organisation = excluded.organisation,
                   meeting_place = excluded.meeting_place, by_video = excluded.by_video, by_phone = excluded.by_phone,
                   on_site = excluded.on_site, time_zone = excluded.time_zone,
                   minimum_notice_minutes = excluded.minimum_notice_minutes, horizon_days = excluded.horizon_days,
                   maximum_per_week = excluded.maximum_per_week, published = excluded.published,
                   updated_at = excluded.updated_at
               returning id";
    let offers = |way| profile.ways.contains(&way);
    let rules = &profile.availability;
    let saved: Option<(Uuid,)> = fetch_optional!(
        &mut *transaction,
        (Uuid,),
        sql,
        profile.id,
        profile.account_id,
        &profile.trade_code,
        &profile.headline,
        &profile.likes,
        &profile.dislikes,
        profile.languages.join(" "),
        &profile.commune_code,
        &profile.organisation,
        &profile.meeting_place,
        offers(Way::Video),
        offers(Way::Phone),
        offers(Way::Onsite),
        rules.zone.name(),
        rules.minimum_notice_minutes,
        rules.horizon_days,
        rules.maximum_per_week,
        profile.published,
        now,
    )?;
    let id = saved.map_or(profile.id, |(id,)| id);
    execute!(&mut *transaction, "delete from availability_range where professional_id = $1", id)?;
    execute!(&mut *transaction, "delete from availability_exception where professional_id = $1", id)?;
    insert_rows!(
        &mut *transaction,
        "insert into availability_range (professional_id, weekday, starts_minute, ends_minute)",
        &rules.weekly,
        |range| id,
        i32::try_from(range.weekday.number_from_monday()).unwrap_or(1),
        range.starts_minute,
        range.ends_minute
    )?;
    insert_rows!(
        &mut *transaction,
        "insert into availability_exception (professional_id, day, starts_minute, ends_minute)",
        &rules.exceptions,
        |exception| id,
        exception.day,
        opening(exception).map(|(starts, _)| starts),
        opening(exception).map(|(_, ends)| ends)
    )?;
    note_change(transaction, id, now).await
}

fn opening(exception: &AvailabilityException) -> Option<(i32, i32)> {
    match exception.kind {
        ExceptionKind::Closed => None,
        ExceptionKind::Open { starts_minute, ends_minute } => Some((starts_minute, ends_minute)),
    }
}

/// A talk about to be booked.
#[derive(Clone, Debug)]
pub struct NewTalk {
    /// Its id.
    pub id: Uuid,
    /// The explorer's account.
    pub explorer_id: Uuid,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// How they meet.
    pub way: Way,
    /// The explorer's question.
    pub question: Option<String>,
    /// The room's unguessable name.
    pub room: String,
}

/// Counts a talk into the week of `monday`.
///
/// # Errors
/// [`AppError::NotOffered`] when the week is full.
pub async fn count_in_week(
    transaction: &mut Transaction,
    professional: &ProfessionalRow,
    monday: NaiveDate,
) -> Result<(), WriteError> {
    let sql = "insert into talk_week (professional_id, monday, taken) values ($1, $2, 1)
               on conflict (professional_id, monday) do update set taken = talk_week.taken + 1 where talk_week.taken < $3";
    let maximum = professional.maximum_per_week.unwrap_or(i32::MAX);
    match execute!(transaction, sql, professional.id, monday, maximum)? {
        0 => Err(WriteError::Answer(AppError::NotOffered)),
        _ => Ok(()),
    }
}

/// Takes a cancelled talk out of the week of `monday`.
///
/// # Errors
/// [`DbError`].
pub async fn discount_from_week(
    transaction: &mut Transaction,
    professional: Uuid,
    monday: NaiveDate,
) -> Result<(), DbError> {
    let sql = "update talk_week set taken = taken - 1 where professional_id = $1 and monday = $2 and taken > 0";
    execute!(transaction, sql, professional, monday)?;
    Ok(())
}

/// Inserts a confirmed talk with `professional`, which keeps what they say of it today; it counts in the
/// week of `monday`.
///
/// # Errors
/// [`DbError`].
pub async fn insert_talk(
    transaction: &mut Transaction,
    talk: &NewTalk,
    professional: &ProfessionalRow,
    monday: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into talk (id, professional_id, explorer_id, starts_at, way, trade_code, meeting_place, time_zone, monday,
                   question, room, status, sequence, created_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'confirmed', 0, $12)";
    execute!(
        transaction,
        sql,
        talk.id,
        professional.id,
        talk.explorer_id,
        talk.starts_at,
        talk.way.code(),
        &professional.trade_code,
        professional.meeting_place.as_deref().filter(|_| talk.way == Way::Onsite),
        professional.zone().name(),
        monday,
        &talk.question,
        &talk.room,
        now
    )?;
    Ok(())
}

/// Marks a talk as cancelled, if it was not.
///
/// # Errors
/// [`AppError::TooLate`] when it was cancelled already.
pub async fn mark_cancelled(
    transaction: &mut Transaction,
    id: Uuid,
    by: Side,
    reason: CancelReason,
    note: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let sql = "update talk set status = 'cancelled', cancelled_by = $2, cancel_reason = $3, cancel_note = $4, cancelled_at = $5,
                   sequence = sequence + 1
               where id = $1 and status = 'confirmed'";
    match execute!(transaction, sql, id, by.code(), reason.code(), note, now)? {
        0 => Err(WriteError::Answer(AppError::TooLate)),
        _ => Ok(()),
    }
}

/// The talk of this id.
///
/// # Errors
/// [`DbError`].
pub async fn find_talk(source: impl Into<Source<'_>>, id: Uuid) -> Result<Option<TalkRow>, DbError> {
    fetch_optional!(source.into(), TalkRow, talk!("where t.id = $1"), id)
}

/// A person's confirmed talks that start after `after`, soonest first, 200 at most.
///
/// # Errors
/// [`DbError`].
pub async fn list_coming(
    source: impl Into<Source<'_>>,
    account: Uuid,
    after: DateTime<Utc>,
) -> Result<Vec<TalkRow>, DbError> {
    let sql = talk!(
        "where (t.explorer_id = $1 or t.professional_id = (select id from professional where account_id = $1))
         and t.status = 'confirmed' and t.starts_at > $2
         order by t.starts_at, t.id limit 200"
    );
    fetch_all!(source.into(), TalkRow, sql, account, after)
}

/// A person's past or cancelled talks, latest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_past(db: &Db, account: Uuid, until: DateTime<Utc>, limit: i64) -> Result<Vec<TalkRow>, DbError> {
    let sql = talk!(
        "where (t.explorer_id = $1 or t.professional_id = (select id from professional where account_id = $1))
         and (t.status = 'cancelled' or t.starts_at <= $2)
         order by t.starts_at desc, t.id limit $3"
    );
    fetch_all!(db, TalkRow, sql, account, until, limit)
}

/// A person's talks since `since`, cancelled ones included, for their feed.
///
/// # Errors
/// [`DbError`].
pub async fn list_for_feed(db: &Db, account: Uuid, since: DateTime<Utc>) -> Result<Vec<TalkRow>, DbError> {
    let sql = talk!(
        "where (t.explorer_id = $1 or t.professional_id = (select id from professional where account_id = $1))
         and t.starts_at > $2 order by t.starts_at, t.id limit 1000"
    );
    fetch_all!(db, TalkRow, sql, account, since)
}

/// A change that the index has to take up.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct ChangeRow {
    /// Rises. Numbers are given before they are committed, so on PostgreSQL a lower one may appear later; one
    /// whose transaction was rolled back never does.
    pub id: i64,
    /// Whose document changed.
    pub professional_id: Uuid,
    /// When it was made, not when it was committed.
    pub changed_at: DateTime<Utc>,
}

/// Notes that a professional's document changed.
///
/// # Errors
/// [`DbError`].
pub async fn note_change(transaction: &mut Transaction, professional: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "insert into search_change (professional_id, changed_at) values ($1, $2)";
    execute!(transaction, sql, professional, now)?;
    Ok(())
}

/// Notes that the document of a person's own profile changed, if they have one.
///
/// # Errors
/// [`DbError`].
pub async fn note_change_of(transaction: &mut Transaction, person: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let sql =
        "insert into search_change (professional_id, changed_at) select id, $2 from professional where account_id = $1";
    execute!(transaction, sql, person, now)?;
    Ok(())
}

/// Takes a person's own profile out of everyone's sight.
///
/// # Errors
/// [`DbError`].
pub async fn unpublish(transaction: &mut Transaction, person: Uuid) -> Result<(), DbError> {
    execute!(transaction, "update professional set published = $2 where account_id = $1", person, false)?;
    Ok(())
}

/// Makes the bookings of one explorer come one after the other: until this transaction ends, another one
/// that asks the same waits here, and reads afterwards what this one wrote.
///
/// # Errors
/// [`AppError::SignInRequired`] when the account is gone.
pub async fn one_at_a_time(transaction: &mut Transaction, explorer: Uuid) -> Result<(), WriteError> {
    // `select … for update`, as both engines understand it.
    match execute!(transaction, "update account set created_at = created_at where id = $1", explorer)? {
        0 => Err(WriteError::Answer(AppError::SignInRequired)),
        _ => Ok(()),
    }
}

/// Keeps a professional in everyone's sight until this transaction ends: [`unpublish`] waits for it, and sees
/// afterwards what it wrote.
///
/// # Errors
/// [`AppError::NotFound`] when they are not published (any more).
pub async fn hold_published(transaction: &mut Transaction, professional: Uuid) -> Result<(), WriteError> {
    let held =
        fetch_held!(transaction, (Uuid,), "select id from professional where id = $1 and published", professional)?;
    held.map(drop).ok_or(WriteError::Answer(AppError::NotFound))
}

/// The talk that takes any of a person's time from `from` (included) to `until` (excluded).
///
/// # Errors
/// [`DbError`].
pub async fn find_talk_between(
    source: impl Into<Source<'_>>,
    person: Uuid,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<TalkRow>, DbError> {
    let sql = talk!(
        "join agenda_cell c on c.talk_id = t.id where c.person_id = $1 and c.starts_at >= $2 and c.starts_at < $3
         order by c.starts_at limit 1"
    );
    fetch_optional!(source.into(), TalkRow, sql, person, from, until)
}

/// How many confirmed talks an explorer has to come.
///
/// # Errors
/// [`DbError`].
pub async fn count_coming(transaction: &mut Transaction, explorer: Uuid, now: DateTime<Utc>) -> Result<i64, DbError> {
    let sql = "select count(*) from talk where explorer_id = $1 and status = 'confirmed' and starts_at > $2";
    let row: Option<(i64,)> = fetch_optional!(transaction, (i64,), sql, explorer, now)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// How many talks with a professional an explorer has cancelled after `after`.
///
/// # Errors
/// [`DbError`].
pub async fn count_cancelled(
    transaction: &mut Transaction,
    explorer: Uuid,
    professional: Uuid,
    after: DateTime<Utc>,
) -> Result<i64, DbError> {
    let sql = "select count(*) from talk where explorer_id = $1 and professional_id = $2 and cancelled_by = 'explorer'
                   and cancelled_at > $3";
    let (count,) = fetch_one!(transaction, (i64,), sql, explorer, professional, after)?;
    Ok(count)
}

/// The change `from` and all after it, in order.
///
/// # Errors
/// [`DbError`].
pub async fn list_changes(db: &Db, from: i64) -> Result<Vec<ChangeRow>, DbError> {
    let sql = "select id, professional_id, changed_at from search_change where id >= $1 order by id";
    fetch_all!(db, ChangeRow, sql, from)
}

/// Removes the changes made before `until`, but for the last of them: whoever has taken it up finds it again.
///
/// # Errors
/// [`DbError`].
pub async fn delete_changes(transaction: &mut Transaction, until: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "delete from search_change
               where changed_at < $1 and id < (select max(id) from search_change where changed_at < $1)";
    execute!(transaction, sql, until)?;
    Ok(())
}

/// Counts a wish or a search in vain.
///
/// # Errors
/// [`DbError`].
pub async fn count_wanted(
    source: Source<'_>,
    day: NaiveDate,
    trade: &str,
    department: &str,
    asks: i32,
) -> Result<(), DbError> {
    let sql = "insert into wanted_trade (day, trade_code, department, searches, asks) values ($1, $2, $3, $4, $5)
               on conflict (day, trade_code, department) do update
               set searches = wanted_trade.searches + excluded.searches, asks = wanted_trade.asks + excluded.asks";
    execute!(source, sql, day, trade, department, 1 - asks, asks)?;
    Ok(())
}

/// How many demonstration professionals there are.
///
/// # Errors
/// [`DbError`].
pub async fn count_demonstration(db: &Db) -> Result<i64, DbError> {
    let sql = "select count(*) from professional p join account a on a.id = p.account_id where a.demonstration";
    let row: Option<(i64,)> = fetch_optional!(db, (i64,), sql)?;
    Ok(row.map_or(0, |(count,)| count))
}
