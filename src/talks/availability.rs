//! A professional's free hours: their rules minus what is taken, read from the database.

use super::store::{self, ProfessionalRow, TalkRow};
use crate::{
    agenda::{
        self,
        availability::{Availability, TALK_MINUTES, cells},
        busy::BusySpans,
        free::{self, Occupied},
        period::Period,
    },
    db::{DbError, Source},
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Everything that decides whether an hour is free.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The rules.
    pub rules: Availability,
    /// What takes their time already.
    pub occupied: Occupied,
}

impl Schedule {
    /// The schedule of one professional from `now` to the end of their horizon.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn load(
        source: impl Into<Source<'_>>,
        professional: &ProfessionalRow,
        now: DateTime<Utc>,
    ) -> Result<Self, DbError> {
        let mut source = source.into();
        let rules = store::find_availability(source.again(), professional).await?;
        Self::under(source, professional.account_id, Some(professional.id), rules, now).await
    }

    /// The schedule that somebody would have under `rules`: over what takes their time, also as a professional if they are
    /// one.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn under(
        source: impl Into<Source<'_>>,
        person: Uuid,
        professional: Option<Uuid>,
        rules: Availability,
        now: DateTime<Utc>,
    ) -> Result<Self, DbError> {
        let until = now + Duration::days(i64::from(rules.horizon_days) + 2);
        let span = (now - free::reach(), until);
        let occupied = store::find_occupied(source, person, professional, span).await?;
        Ok(Self { rules, occupied })
    }

    /// The schedule that somebody would have if `rules`, as they were typed, were saved with or without `accepts_automatically`.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn if_saved(
        source: impl Into<Source<'_>>,
        person: Uuid,
        professional: Option<Uuid>,
        (rules, accepts_automatically): (Availability, bool),
        now: DateTime<Utc>,
    ) -> Result<Self, DbError> {
        let notice = store::offered_notice(rules.minimum_notice_minutes, accepts_automatically);
        let rules = Availability { minimum_notice_minutes: notice, ..rules };
        Self::under(source, person, professional, rules, now).await
    }

    /// The same as if a talk that is in it were nowhere: when it can move to.
    #[must_use]
    pub fn without(mut self, talk: &TalkRow) -> Self {
        for cell in cells(talk.starts_at, TALK_MINUTES) {
            self.occupied.talks.remove(&cell);
        }
        let zone = talk.professional_zone.parse().unwrap_or(Tz::Europe__Paris);
        for period in Period::all_of(talk.starts_at, zone) {
            if let Some(booked) = self.occupied.booked.get_mut(&period) {
                *booked -= 1;
            }
        }
        self
    }

    /// All free starts, soonest first.
    #[must_use]
    pub fn free_starts(&self, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        free::free_starts(&self.rules, now, &self.occupied)
    }

    /// Whether an hour can be booked now.
    #[must_use]
    pub fn is_free(&self, now: DateTime<Utc>, start: DateTime<Utc>) -> bool {
        free::is_free(&self.rules, now, &self.occupied, start)
    }

    /// Whether an hour would be offered if nothing were taken: somebody was quicker.
    #[must_use]
    pub fn was_taken(&self, now: DateTime<Utc>, start: DateTime<Utc>) -> bool {
        free::is_free(&self.rules, now, &Occupied::default(), start)
    }

    /// All starts that would be free if nothing were taken, soonest first.
    #[must_use]
    pub fn offered_starts(&self, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        free::free_starts(&self.rules, now, &Occupied::default())
    }

    /// The earliest free start.
    #[must_use]
    pub fn next_free(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        free::next_free(&self.rules, now, &self.occupied)
    }
}

/// The schedules of many professionals in five statements, for the index.
///
/// # Errors
/// [`DbError`].
pub async fn schedules(
    db: &crate::db::Db,
    professionals: &[ProfessionalRow],
) -> Result<HashMap<Uuid, Schedule>, DbError> {
    let ids: Vec<Uuid> = professionals.iter().map(|professional| professional.id).collect();
    let people: Vec<Uuid> = professionals.iter().map(|professional| professional.account_id).collect();
    let rules = store::list_availability(db, professionals).await?;
    let cells = agenda::store::cells_of(db, &people).await?;
    let mut talks: HashMap<Uuid, BTreeSet<DateTime<Utc>>> = HashMap::new();
    for cell in cells {
        talks.entry(cell.person_id).or_default().insert(cell.starts_at);
    }
    let mut busy: HashMap<Uuid, Vec<_>> = HashMap::new();
    for (id, span) in store::list_busy(db, &ids).await? {
        busy.entry(id).or_default().push(span);
    }
    let mut booked: HashMap<Uuid, HashMap<_, i32>> = HashMap::new();
    for row in store::list_periods(db, &ids).await? {
        if let Some(period) = row.period() {
            booked.entry(row.professional_id).or_default().insert(period, row.taken);
        }
    }
    let schedule = |(id, rules): (Uuid, Availability)| {
        let account = professionals.iter().find(|professional| professional.id == id).map(|found| found.account_id);
        let occupied = Occupied {
            talks: account.and_then(|account| talks.remove(&account)).unwrap_or_default(),
            busy: BusySpans::new(busy.remove(&id).unwrap_or_default()),
            booked: booked.remove(&id).unwrap_or_default(),
        };
        (id, Schedule { rules, occupied })
    };
    Ok(rules.into_iter().map(schedule).collect())
}
