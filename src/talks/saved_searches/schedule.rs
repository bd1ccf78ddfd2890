//! When the mails of saved searches come.

use crate::talks::types::Frequency;
use chrono::{DateTime, Days, Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

/// How often an immediate search is looked at.
const LOOK_EVERY: Duration = Duration::minutes(5);
/// What lies between two immediate mails to one person, at least.
const MAIL_EVERY: Duration = Duration::hours(1);
/// The day of the weekly mail,
const WEEKDAY: Weekday = Weekday::Mon;
/// and its hour, on its reader's clock.
const HOUR: u32 = 8;

/// When a search is looked at first that is kept from `now` on; never one without mails.
pub fn first(frequency: Frequency, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    next(frequency, now, zone, false)
}

/// When a search is looked at again after it was at `now`, whether or not a mail was written then.
pub fn next(frequency: Frequency, now: DateTime<Utc>, zone: Tz, mailed: bool) -> Option<DateTime<Utc>> {
    match frequency {
        Frequency::Immediate => Some(now + if mailed { MAIL_EVERY } else { LOOK_EVERY }),
        Frequency::Weekly => Some(weekly_after(now, zone)),
        Frequency::Never => None,
    }
}

/// The first weekly hour after `now` in `zone`.
fn weekly_after(now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let today = now.with_timezone(&zone).date_naive();
    let this_week = today.week(WEEKDAY).first_day();
    // The calendar ends in the year 262142.
    let later = |weeks: u64| this_week.checked_add_days(Days::new(7 * weeks)).unwrap_or(NaiveDate::MAX);
    let hours = (0_u64..=2).map(|weeks| at_hour(later(weeks), zone));
    hours.into_iter().find(|hour| *hour > now).unwrap_or(now + Duration::weeks(1))
}

/// The weekly hour of a day; the first one after it that the clocks do not skip.
fn at_hour(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let hour: NaiveDateTime = day.and_hms_opt(HOUR, 0, 0).unwrap_or_default();
    let exists = (0..=24).find_map(|later| match zone.from_local_datetime(&(hour + Duration::hours(later))) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => Some(instant.to_utc()),
        LocalResult::None => None,
    });
    exists.unwrap_or_else(|| hour.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, Timelike};
    use chrono_tz::TZ_VARIANTS;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_weekly_mail_comes_on_monday_morning() {
        for (now, zone, next) in [
            ("2026-11-22T15:00:00Z", Tz::Europe__Paris, "2026-11-23T07:00:00Z"),
            ("2026-11-23T06:59:59Z", Tz::Europe__Paris, "2026-11-23T07:00:00Z"),
            ("2026-11-23T07:00:00Z", Tz::Europe__Paris, "2026-11-30T07:00:00Z"),
            // Both nights in which the clocks of Paris change are before a Monday.
            ("2027-03-24T12:00:00Z", Tz::Europe__Paris, "2027-03-29T06:00:00Z"),
            ("2027-10-27T12:00:00Z", Tz::Europe__Paris, "2027-11-01T07:00:00Z"),
            ("2026-11-22T15:00:00Z", Tz::Indian__Reunion, "2026-11-23T04:00:00Z"),
            ("2026-11-22T15:00:00Z", Tz::Pacific__Tahiti, "2026-11-23T18:00:00Z"),
            // It is Monday in Nouméa already.
            ("2026-11-22T14:00:00Z", Tz::Pacific__Noumea, "2026-11-22T21:00:00Z"),
        ] {
            assert_eq!(weekly_after(at(now), zone), at(next), "{now} in {zone}");
        }
    }

    #[test]
    fn immediate_mails_leave_an_hour() {
        let now = at("2026-11-22T15:00:00Z");
        assert_eq!(first(Frequency::Immediate, now, Tz::UTC), Some(at("2026-11-22T15:05:00Z")));
        assert_eq!(next(Frequency::Immediate, now, Tz::UTC, true), Some(at("2026-11-22T16:00:00Z")));
        assert_eq!(next(Frequency::Never, now, Tz::UTC, true), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// In any zone and over any change of its clocks: a Monday at eight, soon, and one in each week.
        #[test]
        fn every_week_has_one_hour(seconds in 0_i64..4_102_444_800, zone in 0..TZ_VARIANTS.len()) {
            let (now, zone) = (DateTime::from_timestamp(seconds, 0).unwrap(), TZ_VARIANTS[zone]);
            let first = weekly_after(now, zone);
            let local = first.with_timezone(&zone);
            prop_assert!(first > now && first - now <= Duration::hours(7 * 24 + 25), "{first}");
            // Unless the clocks skipped it: never by more than a day.
            let is_hour = local.weekday() == WEEKDAY && (local.hour(), local.minute()) == (HOUR, 0);
            let eight = local.date_naive().and_hms_opt(HOUR, 0, 0).unwrap();
            prop_assert!(is_hour || zone.from_local_datetime(&eight) == LocalResult::None, "{local} in {zone}");
            let second = weekly_after(first, zone);
            prop_assert!((second - first - Duration::weeks(1)).abs() <= Duration::hours(25), "{first} then {second}");
        }
    }
}
