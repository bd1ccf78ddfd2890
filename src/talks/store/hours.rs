//! The hours of professionals: their ranges of a week and what is different on special days.

use super::professional_row::ProfessionalRow;
use crate::{
    agenda::availability::{Availability, AvailabilityException, ExceptionKind, WeeklyRange},
    db::{DbError, Source, Transaction, execute, fetch_all, insert_rows, select_in},
};
use chrono::{NaiveDate, Weekday};
use sqlx::FromRow;
use uuid::Uuid;

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

/// Replaces a professional's hours.
pub(super) async fn save_hours(transaction: &mut Transaction, id: Uuid, rules: &Availability) -> Result<(), DbError> {
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
    Ok(())
}

fn opening(exception: &AvailabilityException) -> Option<(i32, i32)> {
    match exception.kind {
        ExceptionKind::Closed => None,
        ExceptionKind::Open { starts_minute, ends_minute } => Some((starts_minute, ends_minute)),
    }
}
