//! What a professional says once about when they are free, and the two measures of time that
//! the agenda counts in: the quarter-hour cell and the week.

use std::fmt;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use crate::geo::public_holidays::PublicHolidays;

/// Length of an agenda cell, in minutes. Every offset from UTC in use today is a multiple of it,
/// so a quarter of an hour on the wall is a quarter of an hour in UTC.
pub const CELL_MINUTES: i32 = 15;

/// Length of a talk, in minutes.
pub const TALK_MINUTES: i32 = 60;

/// Longest time that is kept free before or after a talk, in minutes.
pub const LONGEST_BUFFER_MINUTES: i32 = 120;

/// Minutes in a day of the wall clock, whatever the clocks do that night.
const DAY_MINUTES: i32 = 24 * 60;

/// When a professional gives talks: the rules, before anything is booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Availability {
    /// Zone in which the days and minutes of `weekly` and `exceptions` are read.
    pub zone: Tz,
    /// Ranges that come back every week, in any order; they may touch or overlap.
    pub weekly: Vec<WeeklyRange>,
    /// Days that do not follow the week, in any order.
    pub exceptions: Vec<AvailabilityException>,
    /// The public holidays on which no talk is offered, unless an exception opens the day; `None` where they are days
    /// like any other.
    pub closed_on: Option<PublicHolidays>,
    /// Shortest time between now and the start of a talk, in minutes, 0 to 43,200 (30 days).
    pub minimum_notice_minutes: i32,
    /// How far ahead talks are offered, in days of 24 hours from now, 1 to 180.
    pub horizon_days: i32,
    /// Minutes before a talk in which nothing else takes the professional's time, 0 to 120, a multiple of
    /// [`CELL_MINUTES`].
    pub buffer_before_minutes: i32,
    /// The same after a talk.
    pub buffer_after_minutes: i32,
    /// Most talks in one local day, 1 to 12; `None` for no limit.
    pub maximum_per_day: Option<i32>,
    /// Most talks in one [`Week`], 1 to 40; `None` for no limit.
    pub maximum_per_week: Option<i32>,
    /// Most talks in one calendar month, 1 to 100; `None` for no limit.
    pub maximum_per_month: Option<i32>,
}

/// A range of one weekday, in minutes of the local wall clock after midnight.
///
/// Both ends are multiples of [`CELL_MINUTES`], with 0 ≤ start < end ≤ 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeeklyRange {
    /// Local day of the week.
    pub weekday: Weekday,
    /// First minute of the range.
    pub starts_minute: i32,
    /// First minute after the range; 1440 is the midnight that ends the day.
    pub ends_minute: i32,
}

/// One local day that does not follow the weekly ranges: whatever is said here replaces them.
///
/// A day may have several exceptions. Its open ranges add up; if one of them is closed the day is
/// closed, since offering a day that someone has closed is the worse mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AvailabilityException {
    /// Local day it is about.
    pub day: NaiveDate,
    /// What happens that day.
    pub kind: ExceptionKind,
}

/// What an [`AvailabilityException`] makes of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExceptionKind {
    /// No talk that day.
    Closed,
    /// Talks in this range, with the same bounds as in [`WeeklyRange`], instead of the weekly ones.
    Open {
        /// First minute of the range, on the local wall clock.
        starts_minute: i32,
        /// First minute after the range.
        ends_minute: i32,
    },
}

/// A bound of [`Availability`] that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AvailabilityError {
    /// A range is empty, leaves its day or is not on the quarter of an hour.
    Range,
    /// The notice is not between 0 and 43,200 minutes.
    MinimumNotice,
    /// The horizon is not between 1 and 180 days.
    Horizon,
    /// A buffer is not between 0 and 120 minutes, or not on the quarter of an hour.
    Buffer,
    /// The daily maximum is not between 1 and 12 talks.
    MaximumPerDay,
    /// The weekly maximum is not between 1 and 40 talks.
    MaximumPerWeek,
    /// The monthly maximum is not between 1 and 100 talks.
    MaximumPerMonth,
}

impl fmt::Display for AvailabilityError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Range => "a range is empty, leaves its day or is off the quarter of an hour",
            Self::MinimumNotice => "the minimum notice is not between 0 and 43,200 minutes",
            Self::Horizon => "the horizon is not between 1 and 180 days",
            Self::Buffer => "a buffer is not between 0 and 120 minutes or off the quarter of an hour",
            Self::MaximumPerDay => "the daily maximum is not between 1 and 12 talks",
            Self::MaximumPerMonth => "the monthly maximum is not between 1 and 100 talks",
            Self::MaximumPerWeek => "the weekly maximum is not between 1 and 40 talks",
        })
    }
}

impl std::error::Error for AvailabilityError {}

impl Availability {
    /// Checks every bound that the fields document.
    ///
    /// # Errors
    /// The first bound that does not hold, ranges first.
    pub fn validate(&self) -> Result<(), AvailabilityError> {
        let weekly = self.weekly.iter().map(|range| (range.starts_minute, range.ends_minute));
        let open = self.exceptions.iter().filter_map(|exception| exception.kind.open());
        let holds = |(start, end): (i32, i32)| {
            0 <= start && start < end && end <= DAY_MINUTES && start % CELL_MINUTES == 0 && end % CELL_MINUTES == 0
        };
        if !weekly.chain(open).all(holds) {
            Err(AvailabilityError::Range)
        } else if !(0..=43_200).contains(&self.minimum_notice_minutes) {
            Err(AvailabilityError::MinimumNotice)
        } else if !(1..=180).contains(&self.horizon_days) {
            Err(AvailabilityError::Horizon)
        } else if ![self.buffer_before_minutes, self.buffer_after_minutes].into_iter().all(is_buffer) {
            Err(AvailabilityError::Buffer)
        } else if self.maximum_per_day.is_some_and(|most| !(1..=12).contains(&most)) {
            Err(AvailabilityError::MaximumPerDay)
        } else if self.maximum_per_week.is_some_and(|most| !(1..=40).contains(&most)) {
            Err(AvailabilityError::MaximumPerWeek)
        } else if self.maximum_per_month.is_some_and(|most| !(1..=100).contains(&most)) {
            Err(AvailabilityError::MaximumPerMonth)
        } else {
            Ok(())
        }
    }
}

fn is_buffer(minutes: i32) -> bool {
    (0..=LONGEST_BUFFER_MINUTES).contains(&minutes) && minutes % CELL_MINUTES == 0
}

impl ExceptionKind {
    /// First minute and first minute after, if the exception opens a range.
    pub(super) fn open(self) -> Option<(i32, i32)> {
        match self {
            Self::Closed => None,
            Self::Open { starts_minute, ends_minute } => Some((starts_minute, ends_minute)),
        }
    }
}

/// A week of a professional's zone, Monday to Sunday as in ISO 8601, named by its Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(NaiveDate);

impl Week {
    /// The week in which `instant` falls for someone who lives in `zone`.
    #[must_use]
    pub fn of(instant: DateTime<Utc>, zone: Tz) -> Self {
        Self::containing(instant.with_timezone(&zone).date_naive())
    }

    /// The week of a local day.
    #[must_use]
    pub fn containing(day: NaiveDate) -> Self {
        Self(day.week(Weekday::Mon).checked_first_day().unwrap_or(NaiveDate::MIN))
    }

    /// The Monday that names the week.
    #[must_use]
    pub fn monday(self) -> NaiveDate {
        self.0
    }
}

/// Starts of the cells that `[starts_at, starts_at + minutes)` touches, in order: four for a talk
/// that starts on the quarter of an hour.
///
/// A cell that is only touched is taken too, so two meetings that overlap by a second share a
/// cell. Nothing if `minutes` is zero or less.
#[must_use]
pub fn cells(starts_at: DateTime<Utc>, minutes: i32) -> Vec<DateTime<Utc>> {
    if minutes <= 0 {
        return Vec::new();
    }
    let seconds = i64::from(CELL_MINUTES) * 60;
    let last_instant = starts_at + TimeDelta::minutes(minutes.into()) - TimeDelta::nanoseconds(1);
    let first = starts_at.timestamp().div_euclid(seconds);
    let last = last_instant.timestamp().div_euclid(seconds);
    (first..=last).filter_map(|cell| DateTime::from_timestamp(cell * seconds, 0)).collect()
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Europe::Paris, Pacific::Tahiti, TZ_VARIANTS};

    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn valid() -> Availability {
        Availability {
            zone: Paris,
            weekly: vec![WeeklyRange { weekday: Weekday::Mon, starts_minute: 0, ends_minute: 1440 }],
            exceptions: vec![AvailabilityException {
                day: day("2027-01-02"),
                kind: ExceptionKind::Open { starts_minute: 540, ends_minute: 600 },
            }],
            closed_on: None,
            minimum_notice_minutes: 0,
            horizon_days: 180,
            buffer_before_minutes: 120,
            buffer_after_minutes: 0,
            maximum_per_day: Some(12),
            maximum_per_week: Some(40),
            maximum_per_month: Some(100),
        }
    }

    #[test]
    fn a_talk_takes_four_cells() {
        assert_eq!(
            cells(utc("2027-01-04T09:30:00Z"), TALK_MINUTES),
            ["09:30", "09:45", "10:00", "10:15"].map(|time| utc(&format!("2027-01-04T{time}:00Z")))
        );
    }

    #[test]
    fn a_meeting_off_the_quarter_takes_every_cell_it_touches() {
        assert_eq!(cells(utc("2027-01-04T09:40:00Z"), 15), [utc("2027-01-04T09:30:00Z"), utc("2027-01-04T09:45:00Z")]);
        assert_eq!(cells(utc("2027-01-04T09:30:00.5Z"), 15).len(), 2);
        assert_eq!(cells(utc("1969-12-31T23:50:00Z"), 5), [utc("1969-12-31T23:45:00Z")]);
    }

    #[test]
    fn no_time_takes_no_cell() {
        assert!(cells(utc("2027-01-04T09:40:00Z"), 0).is_empty());
        assert!(cells(utc("2027-01-04T09:40:00Z"), -60).is_empty());
    }

    #[test]
    fn the_week_is_the_one_of_the_zone() {
        let sunday_evening_in_paris = utc("2027-01-10T22:30:00Z");
        let monday_in_paris = utc("2027-01-10T23:00:00Z");
        assert_eq!(Week::of(sunday_evening_in_paris, Paris).monday(), day("2027-01-04"));
        assert_eq!(Week::of(monday_in_paris, Paris).monday(), day("2027-01-11"));
        assert_eq!(Week::of(monday_in_paris, Tahiti).monday(), day("2027-01-04"));
        assert_eq!(Week::containing(day("2027-01-03")).monday(), day("2026-12-28"));
    }

    #[test]
    fn each_bound_is_checked() {
        assert_eq!(valid().validate(), Ok(()));
        for (starts_minute, ends_minute) in [(600, 600), (610, 660), (600, 665), (1380, 1455), (-15, 60)] {
            let mut bad = valid();
            bad.weekly.push(WeeklyRange { weekday: Weekday::Tue, starts_minute, ends_minute });
            assert_eq!(bad.validate(), Err(AvailabilityError::Range));
            let mut bad = valid();
            bad.exceptions.push(AvailabilityException {
                day: day("2027-01-02"),
                kind: ExceptionKind::Open { starts_minute, ends_minute },
            });
            assert_eq!(bad.validate(), Err(AvailabilityError::Range));
        }
        for minimum_notice_minutes in [-1, 43_201] {
            let bad = Availability { minimum_notice_minutes, ..valid() };
            assert_eq!(bad.validate(), Err(AvailabilityError::MinimumNotice));
        }
        for horizon_days in [0, 181] {
            let bad = Availability { horizon_days, ..valid() };
            assert_eq!(bad.validate(), Err(AvailabilityError::Horizon));
        }
        for most in [0, 41] {
            let bad = Availability { maximum_per_week: Some(most), ..valid() };
            assert_eq!(bad.validate(), Err(AvailabilityError::MaximumPerWeek));
        }
        for most in [0, 13] {
            let bad = Availability { maximum_per_day: Some(most), ..valid() };
            assert_eq!(bad.validate(), Err(AvailabilityError::MaximumPerDay));
        }
        for most in [0, 101] {
            let bad = Availability { maximum_per_month: Some(most), ..valid() };
            assert_eq!(bad.validate(), Err(AvailabilityError::MaximumPerMonth));
        }
        for buffer in [-15, 20, 135] {
            let bad = Availability { buffer_before_minutes: buffer, ..valid() };
            assert_eq!(bad.validate(), Err(AvailabilityError::Buffer));
            let bad = Availability { buffer_after_minutes: buffer, ..valid() };
            assert_eq!(bad.validate(), Err(AvailabilityError::Buffer));
        }
    }

    /// The cell grid rests on this: were a zone to leave it, wall-clock quarters would straddle
    /// cells.
    #[test]
    fn every_zone_keeps_to_the_quarter_of_an_hour() {
        use chrono::{Offset, TimeZone};

        let first = utc("2026-01-01T00:00:00Z");
        for zone in TZ_VARIANTS {
            for days in (0..3650).step_by(5) {
                let instant = (first + TimeDelta::days(days)).naive_utc();
                let offset = zone.offset_from_utc_datetime(&instant).fix().local_minus_utc();
                assert_eq!(offset % (CELL_MINUTES * 60), 0, "{zone} {instant}");
            }
        }
    }
}
