//! Professionals and their hours.

use super::{
    super::{
        types::{Accommodation, Vetting, Way},
        vetting::Vetted,
    },
    busy_feeds::read_feeds_again,
    changes::note_change,
};
use crate::{
    agenda::availability::{Availability, AvailabilityException, ExceptionKind, WeeklyRange},
    db::{Db, DbError, Source, Transaction, WriteError, execute, fetch_all, fetch_optional, insert_rows, select_in},
    error::AppError,
    fold::fold,
    geo::{communes, public_holidays::PublicHolidays},
};
use chrono::{DateTime, Duration, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use sqlx::FromRow;
use uuid::Uuid;

/// Minutes that who confirms by hand has at least to do so, before the notice of an hour passes.
const ANSWER_MINUTES: i32 = 24 * 60;

/// The notice with which hours are offered, in minutes: who confirms by hand needs time to.
#[must_use]
pub fn offered_notice(minimum_notice_minutes: i32, accepts_automatically: bool) -> i32 {
    minimum_notice_minutes + if accepts_automatically { 0 } else { ANSWER_MINUTES }
}

/// A row of `professional` with what its account adds.
#[derive(Clone, Debug, FromRow)]
pub struct ProfessionalRow {
    /// Its id.
    pub id: Uuid,
    /// The account, also the person in the agenda.
    pub account_id: Uuid,
    /// ROME code of the main trade.
    pub trade_code: String,
    pub(super) second_trade_code: Option<String>,
    pub(super) third_trade_code: Option<String>,
    /// The job in a sentence.
    pub headline: String,
    /// What they like in it.
    pub likes: String,
    /// What they like less.
    pub dislikes: String,
    /// What a day is like; may be empty.
    pub day: String,
    /// How they came to it, and what they studied; may be empty.
    pub path: String,
    /// Space-separated codes.
    pub languages: String,
    accessibility: String,
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
    /// Kept free before a talk.
    pub buffer_before_minutes: i32,
    /// Kept free after a talk.
    pub buffer_after_minutes: i32,
    /// Talks a day at most.
    pub maximum_per_day: Option<i32>,
    /// Talks a week at most.
    pub maximum_per_week: Option<i32>,
    /// Talks a month at most.
    pub maximum_per_month: Option<i32>,
    /// No talk on the public holidays of the commune.
    pub closed_on_holidays: bool,
    /// Wants to be found and booked.
    pub published: bool,
    vetting: String,
    /// Since when it waits for a decision, if it does.
    pub waits_since: Option<DateTime<Utc>>,
    /// Code of the reason why it was sent back or refused.
    pub vetting_reason: Option<String>,
    /// What was written with it.
    pub vetting_note: Option<String>,
    listed: bool,
    /// Confirms nothing by hand.
    pub accepts_automatically: bool,
    /// Since when the profile is paused, as requests went unanswered.
    pub paused_at: Option<DateTime<Utc>>,
    /// When they signed the charter for meeting minors; none: they meet adults only.
    pub charter_signed_at: Option<DateTime<Utc>>,
    /// The account's name.
    pub display_name: String,
    /// The account's address.
    pub email: String,
    /// The account's language.
    pub locale: String,
    /// Invented for demonstration.
    pub demonstration: bool,
    /// Their photo.
    pub photo_id: Option<Uuid>,
    vetted_photo_id: Option<Uuid>,
}

impl ProfessionalRow {
    /// Their photo as others see it: one that somebody has looked at.
    #[must_use]
    pub fn shown_photo(&self) -> Option<Uuid> {
        self.photo_id.filter(|photo| Some(*photo) == self.vetted_photo_id)
    }

    /// Whether they can be found and booked.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.listed
    }

    /// Where the profile stands with those who look at it.
    #[must_use]
    pub fn vetting(&self) -> Vetting {
        Vetting::from_code(&self.vetting).unwrap_or(Vetting::Draft)
    }

    /// What they look at.
    #[must_use]
    pub fn vetted(&self) -> Vetted {
        Vetted {
            trade_code: self.trade_code.clone(),
            other_trades: self.other_trades(),
            headline: self.headline.clone(),
            likes: self.likes.clone(),
            dislikes: self.dislikes.clone(),
            day: self.day.clone(),
            path: self.path.clone(),
            organisation: self.organisation.clone(),
            meeting_place: self.meeting_place.clone(),
            commune_code: self.commune_code.clone(),
            photo: self.photo_id,
            welcomes_minors: self.charter_signed_at.is_some(),
        }
    }

    /// Whether minors may ask for an hour: not before somebody has looked at what has changed.
    #[must_use]
    pub fn meets_minors(&self) -> bool {
        self.charter_signed_at.is_some() && self.vetting() == Vetting::Approved
    }

    /// Whether a minor can meet them in any way once the profile is approved as it is.
    #[must_use]
    pub fn suits_minors_once_approved(&self) -> bool {
        !open_to_minors(self.ways(), self.charter_signed_at.is_some(), self.organisation.is_some()).is_empty()
    }

    /// The ways in which they meet a minor: on site at an organisation's address only.
    #[must_use]
    pub fn ways_for_minors(&self) -> Vec<Way> {
        open_to_minors(self.ways(), self.meets_minors(), self.organisation.is_some())
    }

    /// The minimum notice.
    #[must_use]
    pub fn notice(&self) -> Duration {
        Duration::minutes(i64::from(self.minimum_notice_minutes))
    }

    /// The zone of their hours.
    #[must_use]
    pub fn zone(&self) -> Tz {
        zone(&self.time_zone)
    }

    /// The ways of meeting they offer.
    #[must_use]
    pub fn ways(&self) -> Vec<Way> {
        offered(self.by_video, self.by_phone, self.on_site)
    }

    /// Their rules but for the hours: nothing is ever open.
    #[must_use]
    pub fn without_hours(&self) -> Availability {
        let commune = communes::find(&self.commune_code).filter(|_| self.closed_on_holidays);
        Availability {
            zone: self.zone(),
            weekly: Vec::new(),
            exceptions: Vec::new(),
            closed_on: commune.map(PublicHolidays::of),
            minimum_notice_minutes: offered_notice(self.minimum_notice_minutes, self.accepts_automatically),
            horizon_days: self.horizon_days,
            buffer_before_minutes: self.buffer_before_minutes,
            buffer_after_minutes: self.buffer_after_minutes,
            maximum_per_day: self.maximum_per_day,
            maximum_per_week: self.maximum_per_week,
            maximum_per_month: self.maximum_per_month,
        }
    }

    /// Where talks on site take place, with the commune's name if the address leaves it out.
    #[must_use]
    pub fn full_address(&self) -> Option<String> {
        let address = self.meeting_place.clone()?;
        let commune = communes::find(&self.commune_code).map_or("", |commune| commune.name.as_str());
        let names_it = fold(&address).contains(&fold(commune));
        Some(if names_it { address } else { format!("{address}, {commune}") })
    }

    /// The codes of the languages they speak.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        languages(&self.languages)
    }

    /// What of [`Self::accessibility`] goes with the ways of meeting that they offer.
    #[must_use]
    pub fn accessibility_offered(&self) -> Vec<Accommodation> {
        let mut offered = self.accessibility();
        offered.retain(|one| match one {
            Accommodation::Wheelchair => self.on_site,
            Accommodation::Captions => self.by_video,
            _ => true,
        });
        offered
    }

    /// What makes a talk with them possible for everybody.
    #[must_use]
    pub fn accessibility(&self) -> Vec<Accommodation> {
        self.accessibility.split_whitespace().filter_map(Accommodation::from_code).collect()
    }

    /// The ROME codes of their other trades.
    #[must_use]
    pub fn other_trades(&self) -> Vec<String> {
        other_trades(self.second_trade_code.as_deref(), self.third_trade_code.as_deref())
    }

    /// The ROME codes of their trades, the main one first.
    #[must_use]
    pub fn trades(&self) -> Vec<&str> {
        let others = [&self.second_trade_code, &self.third_trade_code];
        std::iter::once(self.trade_code.as_str()).chain(others.into_iter().filter_map(Option::as_deref)).collect()
    }
}

/// Trades besides the main one as their columns hold them.
pub(super) fn other_trades(second: Option<&str>, third: Option<&str>) -> Vec<String> {
    [second, third].into_iter().flatten().map(str::to_owned).collect()
}

/// A zone as its column holds it.
pub(super) fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::Europe__Paris)
}

/// Ways of meeting as their columns hold them.
pub(super) fn offered(by_video: bool, by_phone: bool, on_site: bool) -> Vec<Way> {
    let offered = [(Way::Video, by_video), (Way::Phone, by_phone), (Way::Onsite, on_site)];
    offered.into_iter().filter(|(_, offers)| *offers).map(|(way, _)| way).collect()
}

/// Those of the ways offered in which somebody meets a minor: on site at an organisation's address only, and none unless
/// they meet minors at all.
pub(super) fn open_to_minors(mut ways: Vec<Way>, meets_minors: bool, has_organisation: bool) -> Vec<Way> {
    ways.retain(|way| meets_minors && (*way != Way::Onsite || has_organisation));
    ways
}

/// Codes of languages as their column holds them.
pub(super) fn languages(codes: &str) -> Vec<String> {
    codes.split_whitespace().map(str::to_owned).collect()
}

/// The columns of [`ProfessionalRow`]; a macro so that statements stay constant texts.
macro_rules! professional {
    ($rest:literal) => {
        concat!(
            "select p.id, p.account_id, p.trade_code, p.second_trade_code, p.third_trade_code, p.headline, p.likes, p.dislikes,
    p.day, p.path, p.languages, p.accessibility, p.commune_code,
    p.organisation, p.meeting_place, p.by_video, p.by_phone, p.on_site, p.time_zone, p.minimum_notice_minutes, p.horizon_days,
    p.buffer_before_minutes, p.buffer_after_minutes, p.maximum_per_day, p.maximum_per_week, p.maximum_per_month,
    p.closed_on_holidays, p.published, p.accepts_automatically, p.paused_at, p.charter_signed_at, p.vetting, p.waits_since,
    p.vetting_reason, p.vetting_note, p.listed, a.display_name, a.email, a.locale, a.demonstration, f.id as photo_id,
    v.photo_id as vetted_photo_id
    from professional p join account a on a.id = p.account_id
    left join professional_photo f on f.account_id = p.account_id
    left join vetted_profile v on v.professional_id = p.id ",
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

/// What the editor or the seed saves.
#[derive(Clone, Debug)]
pub struct NewProfile {
    /// Its id when it is new.
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// ROME code of the main trade.
    pub trade_code: String,
    /// ROME codes of the others: two at most, none twice.
    pub other_trades: Vec<String>,
    /// The job in a sentence.
    pub headline: String,
    /// What they like in it.
    pub likes: String,
    /// What they like less.
    pub dislikes: String,
    /// What a day is like; may be empty.
    pub day: String,
    /// How they came to it, and what they studied; may be empty.
    pub path: String,
    /// Codes.
    pub languages: Vec<String>,
    /// What makes a talk with them possible for everybody.
    pub accessibility: Vec<Accommodation>,
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
    /// Confirms nothing by hand.
    pub accepts_automatically: bool,
    /// When they signed the charter for meeting minors; none: they meet adults only.
    pub charter_signed_at: Option<DateTime<Utc>>,
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

/// The ids of listed professionals after `after`, in order: for walking through all of them.
///
/// # Errors
/// [`DbError`].
pub async fn list_listed_ids(db: &Db, after: Uuid, limit: i64) -> Result<Vec<Uuid>, DbError> {
    let sql = "select id from professional where listed and id > $1 order by id limit $2";
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
        weekly: ranges
            .iter()
            .filter(|range| range.professional_id == professional.id)
            .filter_map(weekly_range)
            .collect(),
        exceptions: exceptions.iter().filter(|row| row.professional_id == professional.id).map(exception).collect(),
        ..professional.without_hours()
    };
    Ok(professionals.iter().map(|professional| (professional.id, availability(professional))).collect())
}

/// A range of a weekday, or an exception, of one professional.
#[derive(Clone, Copy, Debug, FromRow)]
struct HoursRow {
    weekday: Option<i32>,
    day: Option<NaiveDate>,
    starts_minute: Option<i32>,
    ends_minute: Option<i32>,
}

/// When this professional is free by their rules: what [`list_availability`] gives of many, in one statement.
///
/// # Errors
/// [`DbError`].
pub async fn find_availability(
    source: impl Into<Source<'_>>,
    professional: &ProfessionalRow,
) -> Result<Availability, DbError> {
    let sql = "select weekday, cast(null as date) as day, starts_minute, ends_minute
               from availability_range where professional_id = $1
               union all
               select null, day, starts_minute, ends_minute from availability_exception where professional_id = $1";
    let rows: Vec<HoursRow> = fetch_all!(source.into(), HoursRow, sql, professional.id)?;
    let professional_id = professional.id;
    let range = |row: &HoursRow| {
        let (weekday, starts_minute, ends_minute) = (row.weekday?, row.starts_minute?, row.ends_minute?);
        weekly_range(&RangeRow { professional_id, weekday, starts_minute, ends_minute })
    };
    let special = |row: &HoursRow| {
        let (starts_minute, ends_minute) = (row.starts_minute, row.ends_minute);
        Some(exception(&ExceptionRow { professional_id, day: row.day?, starts_minute, ends_minute }))
    };
    Ok(Availability {
        weekly: rows.iter().filter_map(range).collect(),
        exceptions: rows.iter().filter_map(special).collect(),
        ..professional.without_hours()
    })
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
                   buffer_before_minutes, buffer_after_minutes, maximum_per_day, maximum_per_week, maximum_per_month,
                   closed_on_holidays, accepts_automatically, charter_signed_at, published, created_at, updated_at,
                   second_trade_code, third_trade_code, day, path, accessibility)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                   $23, $24, $25, $26, $26, $27, $28, $29, $30, $31)
               on conflict (account_id) do update set trade_code = excluded.trade_code,
                   second_trade_code = excluded.second_trade_code, third_trade_code = excluded.third_trade_code,
                   day = excluded.day, path = excluded.path, accessibility = excluded.accessibility,
                   headline = excluded.headline,
                   likes = excluded.likes, dislikes = excluded.dislikes, languages = excluded.languages,
                   commune_code = excluded.commune_code, organisation = excluded.organisation,
                   meeting_place = excluded.meeting_place, by_video = excluded.by_video, by_phone = excluded.by_phone,
                   on_site = excluded.on_site, time_zone = excluded.time_zone,
                   minimum_notice_minutes = excluded.minimum_notice_minutes, horizon_days = excluded.horizon_days,
                   buffer_before_minutes = excluded.buffer_before_minutes,
                   buffer_after_minutes = excluded.buffer_after_minutes, maximum_per_day = excluded.maximum_per_day,
                   maximum_per_week = excluded.maximum_per_week, maximum_per_month = excluded.maximum_per_month,
                   closed_on_holidays = excluded.closed_on_holidays,
                   accepts_automatically = excluded.accepts_automatically,
                   charter_signed_at = case when excluded.charter_signed_at is null then null
                       else coalesce(professional.charter_signed_at, excluded.charter_signed_at) end,
                   published = excluded.published, paused_at = null, expired_in_a_row = 0,
                   listed_at = case when professional.commune_code = excluded.commune_code
                       and excluded.trade_code in (professional.trade_code, professional.second_trade_code,
                           professional.third_trade_code)
                       and coalesce(excluded.second_trade_code, professional.trade_code) in (professional.trade_code,
                           professional.second_trade_code, professional.third_trade_code)
                       and coalesce(excluded.third_trade_code, professional.trade_code) in (professional.trade_code,
                           professional.second_trade_code, professional.third_trade_code)
                       then professional.listed_at end,
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
        rules.buffer_before_minutes,
        rules.buffer_after_minutes,
        rules.maximum_per_day,
        rules.maximum_per_week,
        rules.maximum_per_month,
        rules.closed_on.is_some(),
        profile.accepts_automatically,
        profile.charter_signed_at,
        profile.published,
        now,
        profile.other_trades.first(),
        profile.other_trades.get(1),
        &profile.day,
        &profile.path,
        profile.accessibility.iter().map(|accommodation| accommodation.code()).collect::<Vec<_>>().join(" "),
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
    // Days and times without a zone are of the professional's, and only their horizon is read.
    read_feeds_again(&mut *transaction, id, now).await?;
    note_change(transaction, id, now).await
}

fn opening(exception: &AvailabilityException) -> Option<(i32, i32)> {
    match exception.kind {
        ExceptionKind::Closed => None,
        ExceptionKind::Open { starts_minute, ends_minute } => Some((starts_minute, ends_minute)),
    }
}

/// Takes a person's own profile out of everyone's sight, or lets it be seen again.
///
/// # Errors
/// [`DbError`].
pub async fn set_published(transaction: &mut Transaction, person: Uuid, published: bool) -> Result<(), DbError> {
    execute!(transaction, "update professional set published = $2 where account_id = $1", person, published)?;
    Ok(())
}

/// Deletes a person's own profile, with its hours and calendars.
///
/// # Errors
/// [`DbError`].
pub async fn delete_profile(transaction: &mut Transaction, person: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from professional where account_id = $1", person)?;
    Ok(())
}

/// Takes a professional's row until this transaction ends, by an update that changes nothing: whoever else books with
/// them, and [`set_published`], waits for it, and sees afterwards what it wrote. To be called before their schedule is read.
///
/// # Errors
/// [`AppError::NotFound`] when they are not listed (any more).
pub async fn hold_listed(transaction: &mut Transaction, professional: Uuid) -> Result<(), WriteError> {
    let sql = "update professional set published = published where id = $1 and listed";
    match execute!(transaction, sql, professional)? {
        0 => Err(WriteError::Answer(AppError::NotFound)),
        _ => Ok(()),
    }
}

/// Makes what happens to one professional's time come one after the other until this transaction ends, whether they can
/// be found or not.
///
/// # Errors
/// [`DbError`].
pub async fn hold_professional(transaction: &mut Transaction, professional: Uuid) -> Result<(), DbError> {
    execute!(transaction, "update professional set published = published where id = $1", professional)?;
    Ok(())
}

/// The same for the profile of an account, if it has one.
///
/// # Errors
/// [`DbError`].
pub async fn hold_profile_of(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    execute!(transaction, "update professional set published = published where account_id = $1", account)?;
    Ok(())
}

/// A professional has answered: what went unanswered before no longer counts.
///
/// # Errors
/// [`DbError`].
pub async fn begin_answering(transaction: &mut Transaction, professional: Uuid) -> Result<(), DbError> {
    execute!(transaction, "update professional set expired_in_a_row = 0 where id = $1", professional)?;
    Ok(())
}

/// Counts a request that a professional left unanswered; gives how many it is in a row.
///
/// # Errors
/// [`DbError`].
pub async fn count_expired(transaction: &mut Transaction, professional: Uuid) -> Result<i32, DbError> {
    let sql =
        "update professional set expired_in_a_row = expired_in_a_row + 1 where id = $1 returning expired_in_a_row";
    let row: Option<(i32,)> = fetch_optional!(transaction, (i32,), sql, professional)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Pauses a profile; tells whether it was not paused before.
///
/// # Errors
/// [`DbError`].
pub async fn pause(transaction: &mut Transaction, professional: Uuid, now: DateTime<Utc>) -> Result<bool, DbError> {
    let sql = "update professional set paused_at = $2 where id = $1 and paused_at is null";
    Ok(execute!(transaction, sql, professional, now)? > 0)
}

/// Brings a person's own paused profile back.
///
/// # Errors
/// [`DbError`].
pub async fn resume(transaction: &mut Transaction, person: Uuid) -> Result<(), DbError> {
    let sql = "update professional set paused_at = null, expired_in_a_row = 0 where account_id = $1";
    execute!(transaction, sql, person)?;
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
