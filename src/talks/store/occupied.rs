//! All that takes one person's time already, read at once: cells, other calendars, and talks of a period.

use crate::{
    agenda::{
        busy::BusySpans,
        free::Occupied,
        period::{Period, PeriodKind},
    },
    db::{DbError, Source, fetch_all},
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A cell has a start only, a span an end as well, a period what is of a period.
#[derive(FromRow)]
struct TakenRow {
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    kind: Option<String>,
    starts_on: Option<NaiveDate>,
    taken: Option<i32>,
}

impl TakenRow {
    fn period(&self) -> Option<(Period, i32)> {
        let kind = PeriodKind::from_code(self.kind.as_deref()?)?;
        Some((Period { kind, starts_on: self.starts_on? }, self.taken?))
    }
}

/// What takes the time of `person`, who may be a professional: the cells from `from` (included) to `until` (excluded), and
/// all that is known of their other calendars and of their days, weeks and months.
///
/// # Errors
/// [`DbError`].
pub async fn find_occupied(
    source: impl Into<Source<'_>>,
    person: Uuid,
    professional: Option<Uuid>,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Occupied, DbError> {
    let sql = "select starts_at, cast(null as timestamptz) as ends_at, cast(null as text) as kind,
                   cast(null as date) as starts_on, cast(null as integer) as taken
               from agenda_cell where person_id = $1 and starts_at >= $3 and starts_at < $4
               union all
               select s.starts_at, s.ends_at, null, null, null
               from busy_span s join busy_feed f on f.id = s.feed_id where f.professional_id = $2
               union all
               select null, null, kind, starts_on, taken from talk_period where professional_id = $2 and taken > 0";
    let rows: Vec<TakenRow> = fetch_all!(source.into(), TakenRow, sql, person, professional, from, until)?;
    let cell = |row: &TakenRow| row.starts_at.filter(|_| row.ends_at.is_none());
    Ok(Occupied {
        talks: rows.iter().filter_map(cell).collect(),
        busy: BusySpans::new(rows.iter().filter_map(|row| row.starts_at.zip(row.ends_at))),
        booked: rows.iter().filter_map(TakenRow::period).collect(),
    })
}
