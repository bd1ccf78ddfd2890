//! A professional's free hours: their rules minus what is taken, read from the database.

use super::store::{self, ProfessionalRow};
use crate::{
    agenda::{
        self,
        availability::{Availability, Week},
        free,
    },
    db::{DbError, Source},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Everything that decides whether an hour is free.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The rules.
    pub rules: Availability,
    /// Cells taken in the agenda.
    pub taken: BTreeSet<DateTime<Utc>>,
    /// Talks a week.
    pub weeks: HashMap<Week, i32>,
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
        let rules = store::list_availability(source.again(), std::slice::from_ref(professional)).await?;
        let until = now + Duration::days(i64::from(professional.horizon_days) + 2);
        let taken = agenda::store::taken_cells(source.again(), professional.account_id, now, until).await?;
        let weeks = store::list_weeks(source, &[professional.id]).await?;
        let rules = rules.into_iter().next().map(|(_, rules)| rules).unwrap_or_else(|| closed(professional));
        Ok(Self { rules, taken, weeks: by_week(weeks.iter().map(|week| (week.monday, week.taken))) })
    }

    /// All free starts, soonest first.
    #[must_use]
    pub fn free_starts(&self, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        free::free_starts(&self.rules, now, &self.taken, &self.weeks)
    }

    /// Whether an hour can be booked now.
    #[must_use]
    pub fn is_free(&self, now: DateTime<Utc>, start: DateTime<Utc>) -> bool {
        free::is_free(&self.rules, now, &self.taken, &self.weeks, start)
    }

    /// Whether an hour would be offered if nothing were taken: somebody was quicker.
    #[must_use]
    pub fn was_taken(&self, now: DateTime<Utc>, start: DateTime<Utc>) -> bool {
        free::is_free(&self.rules, now, &BTreeSet::new(), &HashMap::new(), start)
    }

    /// All starts that would be free if nothing were taken, soonest first.
    #[must_use]
    pub fn offered_starts(&self, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        free::free_starts(&self.rules, now, &BTreeSet::new(), &HashMap::new())
    }

    /// The earliest free start.
    #[must_use]
    pub fn next_free(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        free::next_free(&self.rules, now, &self.taken, &self.weeks)
    }
}

/// Talks by week from rows of Monday and count.
#[must_use]
pub fn by_week(rows: impl Iterator<Item = (NaiveDate, i32)>) -> HashMap<Week, i32> {
    rows.map(|(monday, taken)| (Week::containing(monday), taken)).collect()
}

fn closed(professional: &ProfessionalRow) -> Availability {
    Availability {
        zone: professional.zone(),
        weekly: Vec::new(),
        exceptions: Vec::new(),
        minimum_notice_minutes: professional.minimum_notice_minutes,
        horizon_days: professional.horizon_days,
        maximum_per_week: professional.maximum_per_week,
    }
}

/// The schedules of many professionals in four statements, for the index.
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
    let weeks = store::list_weeks(db, &ids).await?;
    let mut taken: HashMap<Uuid, BTreeSet<DateTime<Utc>>> = HashMap::new();
    for cell in cells {
        taken.entry(cell.person_id).or_default().insert(cell.starts_at);
    }
    let schedule = |(id, rules): (Uuid, Availability)| {
        let account = professionals.iter().find(|professional| professional.id == id).map(|found| found.account_id);
        let taken = account.and_then(|account| taken.remove(&account)).unwrap_or_default();
        let own = weeks.iter().filter(|week| week.professional_id == id).map(|week| (week.monday, week.taken));
        (id, Schedule { rules, taken, weeks: by_week(own) })
    };
    Ok(rules.into_iter().map(schedule).collect())
}
