//! The periods in which a professional's talks are counted: days, weeks and months of their own zone.

use super::availability::{Availability, Week};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

/// How long a [`Period`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodKind {
    /// A local day.
    Day,
    /// A calendar month.
    Month,
    /// Monday to Sunday.
    Week,
}

impl PeriodKind {
    /// Every kind, by its code: rows of one talk are always locked in this order.
    pub const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Week];

    /// The code in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Week => "week",
        }
    }

    /// The kind of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One day, week or month of a professional's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// How long it is.
    pub kind: PeriodKind,
    /// Its first day.
    pub starts_on: NaiveDate,
}

impl Period {
    /// The period of this kind that a local day is in.
    #[must_use]
    pub fn containing(kind: PeriodKind, day: NaiveDate) -> Self {
        let starts_on = match kind {
            PeriodKind::Day => day,
            PeriodKind::Month => day.with_day(1).unwrap_or(day),
            PeriodKind::Week => Week::containing(day).monday(),
        };
        Self { kind, starts_on }
    }

    /// The three periods that a talk counts in for someone who lives in `zone`, in the order of [`PeriodKind::ALL`].
    #[must_use]
    pub fn all_of(instant: DateTime<Utc>, zone: Tz) -> [Self; 3] {
        let day = instant.with_timezone(&zone).date_naive();
        PeriodKind::ALL.map(|kind| Self::containing(kind, day))
    }
}

impl Availability {
    /// Most talks in a period of this kind; `None` for no limit.
    #[must_use]
    pub fn maximum(&self, kind: PeriodKind) -> Option<i32> {
        match kind {
            PeriodKind::Day => self.maximum_per_day,
            PeriodKind::Month => self.maximum_per_month,
            PeriodKind::Week => self.maximum_per_week,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Europe::Paris, Pacific::Tahiti};

    #[test]
    fn a_talk_counts_where_it_is_on_the_professionals_calendar() {
        let instant = "2027-01-31T23:30:00Z".parse().unwrap();
        let told =
            |zone| Period::all_of(instant, zone).map(|period| format!("{} {}", period.kind.code(), period.starts_on));
        assert_eq!(told(Paris), ["day 2027-02-01", "month 2027-02-01", "week 2027-02-01"]);
        assert_eq!(told(Tahiti), ["day 2027-01-31", "month 2027-01-01", "week 2027-01-25"]);
    }
}
