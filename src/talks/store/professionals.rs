//! Professionals: finding them, saving their profiles, and taking them out of sight.

use super::{busy_feeds::read_feeds_again, changes::note_change, hours::save_hours, professional_row::ProfessionalRow};
use crate::{
    agenda::availability::Availability,
    db::{Db, DbError, Source, Transaction, WriteError, execute, fetch_all, fetch_optional, select_in},
    error::AppError,
    talks::types::{Accommodation, Way},
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

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
    v.photo_id as vetted_photo_id, g.slug as partner_slug, g.name as partner_name
    from professional p join account a on a.id = p.account_id
    left join professional_photo f on f.account_id = p.account_id
    left join vetted_profile v on v.professional_id = p.id
    left join organisation_professional o on o.account_id = p.account_id
    left join organisation g on g.id = o.organisation_id and g.state = 'approved' ",
            $rest
        )
    };
}

/// What the editor or the seed saves.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    save_hours(&mut *transaction, id, rules).await?;
    // Days and times without a zone are of the professional's, and only their horizon is read.
    read_feeds_again(&mut *transaction, id, now).await?;
    note_change(transaction, id, now).await
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

/// Brings a person's own paused profile back; gives whether it was paused.
///
/// # Errors
/// [`DbError`].
pub async fn resume(transaction: &mut Transaction, person: Uuid) -> Result<bool, DbError> {
    let sql = "update professional set paused_at = null, expired_in_a_row = 0
               where account_id = $1 and paused_at is not null";
    Ok(execute!(transaction, sql, person)? > 0)
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
