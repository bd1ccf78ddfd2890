//! Talks, and how many there are in a week.

use super::{
    super::types::{CancelReason, Side, Way},
    professionals::ProfessionalRow,
};
use crate::{
    db::{Db, DbError, Source, Transaction, WriteError, execute, fetch_all, fetch_one, fetch_optional, select_in},
    error::AppError,
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

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

/// A row of `talk` with who is on each side; nobody is on the side of a person who deleted their account.
#[derive(Clone, Debug, FromRow)]
pub struct TalkRow {
    /// Its id.
    pub id: Uuid,
    /// The professional.
    pub professional_id: Option<Uuid>,
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
    /// The professional's zone when it was booked.
    pub professional_zone: String,
    professional_published: Option<bool>,
    professional_account_id: Option<Uuid>,
    professional_name: Option<String>,
    professional_email: Option<String>,
    professional_locale: Option<String>,
    explorer_id: Option<Uuid>,
    explorer_name: Option<String>,
    explorer_email: Option<String>,
    explorer_locale: Option<String>,
    explorer_zone: Option<String>,
    demonstration: Option<bool>,
}

/// Somebody on a side of a talk.
#[derive(Clone, Copy, Debug)]
pub struct Party<'t> {
    /// Which side.
    pub side: Side,
    /// Their account.
    pub account: Uuid,
    /// Their name.
    pub name: &'t str,
    /// Their mail address.
    pub email: &'t str,
    /// Code of their language.
    pub locale: &'t str,
    /// Their zone; of a professional the one when it was booked.
    pub zone: &'t str,
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

    /// Whether the professional is invented.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        self.demonstration.unwrap_or_default()
    }

    /// The professional, if they still show their page.
    #[must_use]
    pub fn shown_professional(&self) -> Option<Uuid> {
        self.professional_id.filter(|_| self.professional_published.unwrap_or_default())
    }

    /// Who is on a side; nobody if they left.
    #[must_use]
    pub fn party(&self, side: Side) -> Option<Party<'_>> {
        let (account, name, email, locale, zone) = match side {
            Side::Explorer => (
                self.explorer_id,
                &self.explorer_name,
                &self.explorer_email,
                &self.explorer_locale,
                self.explorer_zone.as_deref(),
            ),
            Side::Professional => (
                self.professional_account_id,
                &self.professional_name,
                &self.professional_email,
                &self.professional_locale,
                Some(self.professional_zone.as_str()),
            ),
        };
        Some(Party {
            side,
            account: account?,
            name: name.as_deref()?,
            email: email.as_deref()?,
            locale: locale.as_deref()?,
            zone: zone?,
        })
    }

    /// Whether it is between these two.
    #[must_use]
    pub fn is_of(&self, explorer: Uuid, professional: Uuid) -> bool {
        self.explorer_id == Some(explorer) && self.professional_id == Some(professional)
    }

    /// Both sides that somebody is on.
    pub fn parties(&self) -> impl Iterator<Item = Party<'_>> {
        Side::BOTH.into_iter().filter_map(|side| self.party(side))
    }

    /// An account as a party of it, if it is one.
    #[must_use]
    pub fn party_of(&self, account: Uuid) -> Option<Party<'_>> {
        self.parties().find(|party| party.account == account)
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
    from talk t left join professional p on p.id = t.professional_id left join account pa on pa.id = p.account_id
    left join account e on e.id = t.explorer_id ",
            $rest
        )
    };
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

/// Takes a person out of their talks, with what they wrote and where they are found; talks that nobody is left on
/// are deleted.
///
/// # Errors
/// [`DbError`].
pub async fn leave_talks(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    let as_explorer = "update talk set explorer_id = null, question = null,
                           cancel_note = case when cancelled_by = 'explorer' then null else cancel_note end
                       where explorer_id = $1";
    execute!(&mut *transaction, as_explorer, account)?;
    let as_professional = "update talk set professional_id = null, meeting_place = null,
             cancel_note = case when cancelled_by = 'professional' then null else cancel_note end
         where professional_id = (select id from professional where account_id = $1)";
    execute!(&mut *transaction, as_professional, account)?;
    execute!(transaction, "delete from talk where explorer_id is null and professional_id is null")?;
    Ok(())
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
