//! Where profiles stand with those who look at them before they are listed.

use super::{
    super::{types::Vetting, vetting::Vetted},
    changes::note_listing,
    professional_row::other_trades,
};
use crate::db::{Db, DbError, Source, Transaction, execute, fetch_all, fetch_one, fetch_optional};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A profile as it was approved last.
#[derive(Clone, Debug, FromRow)]
pub struct VettedRow {
    trade_code: String,
    second_trade_code: Option<String>,
    third_trade_code: Option<String>,
    headline: String,
    likes: String,
    dislikes: String,
    day: String,
    path: String,
    organisation: Option<String>,
    meeting_place: Option<String>,
    /// INSEE code.
    pub commune_code: String,
    photo_id: Option<Uuid>,
    /// Whether they had signed the charter for meeting minors.
    pub welcomes_minors: bool,
}

impl VettedRow {
    /// What was looked at.
    #[must_use]
    pub fn vetted(&self) -> Vetted {
        Vetted {
            trade_code: self.trade_code.clone(),
            other_trades: other_trades(self.second_trade_code.as_deref(), self.third_trade_code.as_deref()),
            headline: self.headline.clone(),
            likes: self.likes.clone(),
            dislikes: self.dislikes.clone(),
            day: self.day.clone(),
            path: self.path.clone(),
            organisation: self.organisation.clone(),
            meeting_place: self.meeting_place.clone(),
            commune_code: self.commune_code.clone(),
            photo: self.photo_id,
            welcomes_minors: self.welcomes_minors,
        }
    }

    /// The ROME codes of the trades, the main one first.
    #[must_use]
    pub fn trades(&self) -> Vec<&str> {
        let others = [&self.second_trade_code, &self.third_trade_code];
        std::iter::once(self.trade_code.as_str()).chain(others.into_iter().filter_map(Option::as_deref)).collect()
    }
}

/// A profile that waits.
#[derive(Clone, Debug, FromRow)]
pub struct WaitingRow {
    /// Its id.
    pub id: Uuid,
    /// The account's name.
    pub display_name: String,
    /// ROME code.
    pub trade_code: String,
    /// INSEE code.
    pub commune_code: String,
    /// INSEE code of the région that it waits in.
    pub waits_in: String,
    /// Since when.
    pub waits_since: DateTime<Utc>,
    /// Whether they want to meet minors.
    pub welcomes_minors: bool,
    vetting: String,
    /// Invented for demonstration.
    pub demonstration: bool,
}

impl WaitingRow {
    /// Whether it was approved before, and has changed.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.vetting == Vetting::Changed.code()
    }
}

/// The profile of this id as it was approved last; nothing if it never was.
///
/// # Errors
/// [`DbError`].
pub async fn find_vetted(source: impl Into<Source<'_>>, professional: Uuid) -> Result<Option<VettedRow>, DbError> {
    let sql =
        "select trade_code, second_trade_code, third_trade_code, headline, likes, dislikes, day, path, organisation,
                   meeting_place, commune_code, welcomes_minors, photo_id
               from vetted_profile where professional_id = $1";
    fetch_optional!(source.into(), VettedRow, sql, professional)
}

/// Notes where a profile stands after its owner has saved it: since when and in which région it waits, if it does.
///
/// # Errors
/// [`DbError`].
pub async fn set_vetting(
    transaction: &mut Transaction,
    professional: Uuid,
    state: Vetting,
    waits: Option<(DateTime<Utc>, &str)>,
) -> Result<(), DbError> {
    let sql = "update professional set vetting = $2, waits_since = $3, waits_in = $4,
                   vetting_reason = case when $2 in ('changes_asked', 'refused') then vetting_reason end,
                   vetting_note = case when $2 in ('changes_asked', 'refused') then vetting_note end
               where id = $1";
    let (since, region) = waits.unzip();
    execute!(transaction, sql, professional, state.code(), since, region)?;
    Ok(())
}

/// What a moderator decided.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'v> {
    /// Where the profile stands afterwards.
    pub after: Vetting,
    /// Code of the reason, unless it is approved.
    pub reason: Option<&'v str>,
    /// What was written with it.
    pub note: Option<&'v str>,
    /// Minutes that it was waited for, if it was.
    pub waited_minutes: Option<i32>,
}

/// Writes a decision, if the profile still stands where it was when the decision was made; gives whether it did. What
/// is approved is kept as it is now, to be compared with what changes later.
///
/// # Errors
/// [`DbError`].
pub async fn decide(
    transaction: &mut Transaction,
    professional: Uuid,
    from: Vetting,
    verdict: &Verdict<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "update professional set vetting = $3, vetting_reason = $4, vetting_note = $5, waited_minutes = $6,
                   waits_since = null, waits_in = null, decided_at = $7,
                   vetted_at = case when $3 = 'approved' then $7 else vetted_at end
               where id = $1 and vetting = $2";
    let written = execute!(
        &mut *transaction,
        sql,
        professional,
        from.code(),
        verdict.after.code(),
        verdict.reason,
        verdict.note,
        verdict.waited_minutes,
        now
    )?;
    if verdict.after == Vetting::Approved && written > 0 {
        keep_vetted(transaction, professional).await?;
    }
    Ok(written > 0)
}

/// Keeps a profile as it is now for what was approved.
async fn keep_vetted(transaction: &mut Transaction, professional: Uuid) -> Result<(), DbError> {
    execute!(&mut *transaction, "delete from vetted_profile where professional_id = $1", professional)?;
    let sql = "insert into vetted_profile (professional_id, trade_code, headline, likes, dislikes, organisation,
                   meeting_place, commune_code, welcomes_minors, photo_id, second_trade_code, third_trade_code, day, path)
               select id, trade_code, headline, likes, dislikes, organisation, meeting_place, commune_code,
                   charter_signed_at is not null,
                   (select f.id from professional_photo f where f.account_id = professional.account_id),
                   second_trade_code, third_trade_code, day, path
               from professional where id = $1";
    execute!(transaction, sql, professional)?;
    Ok(())
}

/// Takes the profile of an account as approved, without anybody having looked: what a program brings along.
///
/// # Errors
/// [`DbError`].
pub async fn take_as_approved(transaction: &mut Transaction, account: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "update professional set vetting = 'approved', vetted_at = $2, waits_since = null, waits_in = null,
                   vetting_reason = null, vetting_note = null
               where account_id = $1 returning id";
    let row: Option<(Uuid,)> = fetch_optional!(&mut *transaction, (Uuid,), sql, account, now)?;
    match row {
        Some((id,)) => {
            keep_vetted(&mut *transaction, id).await?;
            note_listing(transaction, id, now).await
        }
        None => Ok(()),
    }
}

/// Codes of régions as the statements below read them: `,76,11,`; empty for all.
pub(super) fn listed(regions: &[String]) -> String {
    if regions.is_empty() { String::new() } else { format!(",{},", regions.join(",")) }
}

/// Profiles that wait in these régions (none named: in all), but for that of `reader`, the longest waiting first.
///
/// # Errors
/// [`DbError`].
pub async fn list_waiting(
    db: &Db,
    regions: &[String],
    reader: Uuid,
    limit: i64,
    offset: i64,
) -> Result<Vec<WaitingRow>, DbError> {
    let sql = "select p.id, a.display_name, p.trade_code, p.commune_code, p.waits_in, p.waits_since, p.vetting,
                   p.charter_signed_at is not null as welcomes_minors, a.demonstration
               from professional p join account a on a.id = p.account_id
               where p.waits_since is not null and ($1 = '' or $1 like '%,' || p.waits_in || ',%') and p.account_id <> $2
               order by p.waits_since, p.id limit $3 offset $4";
    fetch_all!(db, WaitingRow, sql, listed(regions), reader, limit, offset)
}

/// How many there are in [`list_waiting`].
///
/// # Errors
/// [`DbError`].
pub async fn count_waiting(source: impl Into<Source<'_>>, regions: &[String], reader: Uuid) -> Result<i64, DbError> {
    let sql = "select count(*) from professional
               where waits_since is not null and ($1 = '' or $1 like '%,' || waits_in || ',%') and account_id <> $2";
    fetch_one!(source.into(), (i64,), sql, listed(regions), reader).map(|(count,)| count)
}

/// Minutes that profiles waited for the decisions made after `since`, the latest ones, at most `limit`.
///
/// # Errors
/// [`DbError`].
pub async fn list_waits(db: &Db, since: DateTime<Utc>, limit: i64) -> Result<Vec<i32>, DbError> {
    let sql = "select waited_minutes from professional
               where decided_at > $1 and waited_minutes is not null order by decided_at desc limit $2";
    let rows: Vec<(i32,)> = fetch_all!(db, (i32,), sql, since, limit)?;
    Ok(rows.into_iter().map(|(minutes,)| minutes).collect())
}
