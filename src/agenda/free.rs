//! Which hours a professional still offers: their [`Availability`] less what is taken.
//!
//! The rules, in the words of the professional's own wall clock:
//! - Ranges of one day that touch or overlap count as one: 9–10 and 10–11 offer 9:30 too. Ranges
//!   do not join over midnight, so no talk ends on another day than it starts.
//! - Starts come every 30 minutes of real time from the start of each joined range, and the whole
//!   hour must read times of that range.
//! - When clocks change, a range starts at the first instant that reads its start or, if no
//!   instant does, at the first one after the gap. In the hour that comes twice, both passes are
//!   offered where the clock reads a time of the range, and neither where it does not.
//!
//! All arithmetic is on UTC instants; the wall clock is only read.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

use super::availability::{Availability, ExceptionKind, TALK_MINUTES, Week, cells};

/// Time between two offered starts of a range.
const STEP: TimeDelta = TimeDelta::minutes(30);

/// Every start of a one-hour talk that can be booked, sorted, without duplicates.
///
/// `taken` holds the starts of the professional's taken cells, `booked_in_week` the talks already
/// booked in each of their weeks (a missing week counts none). A start is at least the minimum
/// notice after `now` and strictly before `now` plus the horizon.
#[must_use]
pub fn free_starts(
    availability: &Availability,
    now: DateTime<Utc>,
    taken: &BTreeSet<DateTime<Utc>>,
    booked_in_week: &HashMap<Week, i32>,
) -> Vec<DateTime<Utc>> {
    free(availability, now, taken, booked_in_week).collect()
}

/// The first of [`free_starts`], without looking further.
#[must_use]
pub fn next_free(
    availability: &Availability,
    now: DateTime<Utc>,
    taken: &BTreeSet<DateTime<Utc>>,
    booked_in_week: &HashMap<Week, i32>,
) -> Option<DateTime<Utc>> {
    free(availability, now, taken, booked_in_week).next()
}

/// Whether `start` is one of [`free_starts`]; looks at its day only.
#[must_use]
pub fn is_free(
    availability: &Availability,
    now: DateTime<Utc>,
    taken: &BTreeSet<DateTime<Utc>>,
    booked_in_week: &HashMap<Week, i32>,
    start: DateTime<Utc>,
) -> bool {
    let day = start.with_timezone(&availability.zone).date_naive();
    let (earliest, end) = bounds(availability, now);
    earliest <= start
        && start < end
        && week_has_room(availability, booked_in_week, day)
        && starts_of_day(availability, day).any(|offered| offered == start)
        && is_untaken(taken, start)
}

fn free<'a>(
    availability: &'a Availability,
    now: DateTime<Utc>,
    taken: &'a BTreeSet<DateTime<Utc>>,
    booked_in_week: &'a HashMap<Week, i32>,
) -> impl Iterator<Item = DateTime<Utc>> + 'a {
    let (earliest, end) = bounds(availability, now);
    let local_day = |instant: DateTime<Utc>| instant.with_timezone(&availability.zone).date_naive();
    let last_day = local_day(end);
    local_day(earliest)
        .iter_days()
        .take_while(move |day| *day <= last_day)
        .filter(|day| week_has_room(availability, booked_in_week, *day))
        .flat_map(|day| starts_of_day(availability, day))
        .skip_while(move |start| *start < earliest)
        .take_while(move |start| *start < end)
        .filter(|start| is_untaken(taken, *start))
}

/// First instant at which a talk may start, and first at which it may no more.
fn bounds(availability: &Availability, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    (
        now + TimeDelta::minutes(availability.minimum_notice_minutes.into()),
        now + TimeDelta::days(availability.horizon_days.into()),
    )
}

fn week_has_room(availability: &Availability, booked_in_week: &HashMap<Week, i32>, day: NaiveDate) -> bool {
    availability
        .maximum_per_week
        .is_none_or(|most| booked_in_week.get(&Week::containing(day)).copied().unwrap_or(0) < most)
}

fn is_untaken(taken: &BTreeSet<DateTime<Utc>>, start: DateTime<Utc>) -> bool {
    taken.range(start..start + talk()).next().is_none()
}

fn talk() -> TimeDelta {
    TimeDelta::minutes(TALK_MINUTES.into())
}

/// Starts that the rules offer on a local day, sorted: no zone repeats more than two hours, too
/// few for a talk in each of two separate ranges, so the passes of two ranges never alternate.
fn starts_of_day(availability: &Availability, day: NaiveDate) -> impl Iterator<Item = DateTime<Utc>> + use<> {
    let zone = availability.zone;
    ranges_of_day(availability, day).into_iter().flat_map(move |(opens, closes)| starts_of_range(zone, opens, closes))
}

/// Ranges of a local day as wall-clock times, sorted and joined.
fn ranges_of_day(availability: &Availability, day: NaiveDate) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    let mut exceptions = availability.exceptions.iter().filter(|e| e.day == day).peekable();
    let mut minutes: Vec<(i32, i32)> = if exceptions.peek().is_none() {
        let weekly = availability.weekly.iter().filter(|range| range.weekday == day.weekday());
        weekly.map(|range| (range.starts_minute, range.ends_minute)).collect()
    } else if exceptions.clone().any(|exception| exception.kind == ExceptionKind::Closed) {
        Vec::new()
    } else {
        exceptions.filter_map(|exception| exception.kind.open()).collect()
    };
    minutes.sort_unstable();
    minutes.dedup_by(|later, earlier| {
        let joined = later.0 <= earlier.1;
        if joined {
            earlier.1 = earlier.1.max(later.1);
        }
        joined
    });
    let midnight = day.and_time(NaiveTime::MIN);
    let clock = |minute: i32| midnight + TimeDelta::minutes(minute.into());
    minutes.into_iter().map(|(start, end)| (clock(start), clock(end))).collect()
}

/// Starts, every [`STEP`], of the talks during which the clock always reads `[opens, closes)`.
fn starts_of_range(zone: Tz, opens: NaiveDateTime, closes: NaiveDateTime) -> impl Iterator<Item = DateTime<Utc>> {
    let span = instants_at(zone, opens).zip(instants_at(zone, closes)).map(|(o, c)| (o.0, c.1));
    // Only a span longer than its range holds times that the clock reads twice.
    let repeats = span.is_some_and(|(start, end)| end - start > closes - opens);
    let reads_the_range = move |instant: DateTime<Utc>| {
        let reading = instant.with_timezone(&zone).naive_local();
        opens <= reading && reading < closes
    };
    span.into_iter()
        .flat_map(|(start, end)| {
            std::iter::successors(Some(start), |start| start.checked_add_signed(STEP))
                .take_while(move |start| *start + talk() <= end)
        })
        .filter(move |start| !repeats || cells(*start, TALK_MINUTES).into_iter().all(reads_the_range))
}

/// First and last instants at which the clock reads `local`; the first after the gap, twice, if
/// the clock skips it.
fn instants_at(zone: Tz, local: NaiveDateTime) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let (first, last) = match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(instant) => (instant, instant),
        MappedLocalTime::Ambiguous(first, last) => (first, last),
        MappedLocalTime::None => {
            let after = GapInfo::new(&local, &zone)?.end?;
            (after, after)
        }
    };
    Some((first.to_utc(), last.to_utc()))
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use chrono_tz::{America, Europe::Paris, Indian::Reunion, Pacific};

    use super::super::availability::{AvailabilityException, CELL_MINUTES, WeeklyRange};
    use super::*;

    /// `"02:30"` as minutes after midnight; `"24:00"` is the midnight that ends the day.
    fn minute(text: &str) -> i32 {
        let (hours, minutes) = text.split_once(':').unwrap();
        hours.parse::<i32>().unwrap() * 60 + minutes.parse::<i32>().unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Free on one weekday, in the given ranges, without notice, for a week.
    fn weekly(zone: Tz, weekday: Weekday, ranges: &[(&str, &str)]) -> Availability {
        let range = |(start, end): &(&str, &str)| WeeklyRange {
            weekday,
            starts_minute: minute(start),
            ends_minute: minute(end),
        };
        Availability {
            zone,
            weekly: ranges.iter().map(range).collect(),
            exceptions: Vec::new(),
            minimum_notice_minutes: 0,
            horizon_days: 7,
            maximum_per_week: None,
        }
    }

    fn exception(day: &str, kind: ExceptionKind) -> AvailabilityException {
        AvailabilityException { day: day.parse().unwrap(), kind }
    }

    fn open(start: &str, end: &str) -> ExceptionKind {
        ExceptionKind::Open { starts_minute: minute(start), ends_minute: minute(end) }
    }

    /// Starts as day, time and offset on the professional's wall clock.
    fn offered(availability: &Availability, now: &str, taken: &[&str], booked: &[(Week, i32)]) -> Vec<String> {
        availability.validate().unwrap();
        let taken = taken.iter().flat_map(|cell| cells(utc(cell), CELL_MINUTES)).collect();
        let booked = booked.iter().copied().collect();
        free_starts(availability, utc(now), &taken, &booked)
            .iter()
            .map(|start| start.with_timezone(&availability.zone).format("%d %H:%M%:z").to_string())
            .collect()
    }

    /// A Monday, in winter.
    const MONDAY: &str = "2027-01-04T00:00:00Z";

    #[test]
    fn an_hour_starts_every_half_hour_and_stays_in_its_range() {
        let morning = weekly(Paris, Weekday::Mon, &[("09:00", "10:45")]);
        assert_eq!(offered(&morning, MONDAY, &[], &[]), ["04 09:00+01:00", "04 09:30+01:00"]);
        let too_short = weekly(Paris, Weekday::Mon, &[("09:00", "09:45")]);
        assert!(offered(&too_short, MONDAY, &[], &[]).is_empty());
    }

    #[test]
    fn ranges_that_touch_or_overlap_count_as_one() {
        let expected = ["04 09:00+01:00", "04 09:30+01:00", "04 10:00+01:00"];
        for ranges in [
            [("09:00", "10:00"), ("10:00", "11:00")],
            [("09:45", "11:00"), ("09:00", "10:15")],
            [("09:00", "11:00"), ("09:15", "10:15")],
        ] {
            let availability = weekly(Paris, Weekday::Mon, &ranges);
            assert_eq!(offered(&availability, MONDAY, &[], &[]), expected);
        }
        let apart = weekly(Paris, Weekday::Mon, &[("09:00", "10:00"), ("10:15", "11:15")]);
        assert_eq!(offered(&apart, MONDAY, &[], &[]), ["04 09:00+01:00", "04 10:15+01:00"]);
    }

    #[test]
    fn no_talk_goes_over_midnight() {
        let mut availability = weekly(Paris, Weekday::Mon, &[("22:30", "24:00")]);
        availability.weekly.push(WeeklyRange { weekday: Weekday::Tue, starts_minute: 0, ends_minute: 90 });
        assert_eq!(
            offered(&availability, MONDAY, &[], &[]),
            ["04 22:30+01:00", "04 23:00+01:00", "05 00:00+01:00", "05 00:30+01:00"]
        );
    }

    #[test]
    fn a_taken_quarter_of_an_hour_removes_every_hour_that_touches_it() {
        let morning = weekly(Paris, Weekday::Mon, &[("08:00", "12:00")]);
        assert_eq!(
            offered(&morning, MONDAY, &["2027-01-04T09:15:00Z"], &[]), // 10:15 in Paris
            ["04 08:00+01:00", "04 08:30+01:00", "04 09:00+01:00", "04 10:30+01:00", "04 11:00+01:00"]
        );
    }

    #[test]
    fn the_notice_is_counted_from_now() {
        let mut morning = weekly(Paris, Weekday::Mon, &[("09:00", "11:00")]);
        morning.horizon_days = 1;
        morning.minimum_notice_minutes = 60;
        let exactly = "2027-01-04T08:00:00Z"; // 9:00 in Paris
        assert_eq!(offered(&morning, exactly, &[], &[]), ["04 10:00+01:00"]);
        let a_second_late = "2027-01-04T08:00:01Z";
        assert!(offered(&morning, a_second_late, &[], &[]).is_empty());
    }

    #[test]
    fn the_horizon_is_days_of_24_hours() {
        let morning = weekly(Paris, Weekday::Mon, &[("09:00", "10:00")]);
        let exactly_seven_days_before = "2027-01-04T08:00:00Z";
        assert_eq!(offered(&morning, exactly_seven_days_before, &[], &[]), ["04 09:00+01:00"]);
        let a_second_later = "2027-01-04T08:00:01Z";
        assert_eq!(offered(&morning, a_second_later, &[], &[]), ["11 09:00+01:00"]);
    }

    #[test]
    fn a_closed_day_has_no_talk_and_an_open_one_replaces_the_week() {
        let mut morning = weekly(Paris, Weekday::Mon, &[("09:00", "10:00")]);
        morning.exceptions = vec![
            exception("2027-01-04", open("14:00", "15:00")),
            exception("2027-01-04", open("18:00", "19:00")),
            exception("2027-01-05", open("20:00", "21:00")),
            exception("2027-01-06", open("09:00", "10:00")),
            exception("2027-01-06", ExceptionKind::Closed),
        ];
        assert_eq!(offered(&morning, MONDAY, &[], &[]), ["04 14:00+01:00", "04 18:00+01:00", "05 20:00+01:00"]);
        morning.exceptions = vec![exception("2027-01-04", ExceptionKind::Closed)];
        assert!(offered(&morning, MONDAY, &[], &[]).is_empty());
    }

    #[test]
    fn a_week_at_its_maximum_is_left_out() {
        let mut morning = weekly(Paris, Weekday::Mon, &[("09:00", "10:00")]);
        morning.horizon_days = 14;
        morning.maximum_per_week = Some(2);
        let week = Week::of(utc(MONDAY), Paris);
        let both = ["04 09:00+01:00", "11 09:00+01:00"];
        assert_eq!(offered(&morning, MONDAY, &[], &[(week, 1)]), both);
        assert_eq!(offered(&morning, MONDAY, &[], &[(week, 2)]), ["11 09:00+01:00"]);
        morning.maximum_per_week = None;
        assert_eq!(offered(&morning, MONDAY, &[], &[(week, 40)]), both);
    }

    #[test]
    fn the_night_that_loses_an_hour() {
        let saturday = "2027-03-27T12:00:00Z";
        let on_sunday = |ranges| offered(&weekly(Paris, Weekday::Sun, ranges), saturday, &[], &[]);
        assert_eq!(on_sunday(&[("01:00", "04:00")]), ["28 01:00+01:00", "28 01:30+01:00", "28 03:00+02:00"]);
        // A start that is skipped: the first instant after the gap.
        assert_eq!(on_sunday(&[("02:15", "04:00")]), ["28 03:00+02:00"]);
        // An end that is skipped: the last hour before the gap.
        assert_eq!(on_sunday(&[("01:00", "02:30")]), ["28 01:00+01:00"]);
        assert!(on_sunday(&[("02:00", "03:00")]).is_empty());
    }

    #[test]
    fn the_night_that_gains_an_hour() {
        let saturday = "2027-10-30T12:00:00Z";
        let on_sunday = |ranges| offered(&weekly(Paris, Weekday::Sun, ranges), saturday, &[], &[]);
        // 2:00 to 3:00 lasts two hours.
        assert_eq!(on_sunday(&[("02:00", "03:00")]), ["31 02:00+02:00", "31 02:30+02:00", "31 02:00+01:00"]);
        // Between the two passes of 1:00 to 2:30 the clock reads 2:45, which was never offered.
        assert_eq!(on_sunday(&[("01:00", "02:30")]), ["31 01:00+02:00", "31 01:30+02:00"]);
        assert_eq!(on_sunday(&[("02:30", "04:00")]), ["31 02:30+01:00", "31 03:00+01:00"]);
    }

    #[test]
    fn the_clock_is_the_professional_s_own() {
        let first = |zone| {
            let morning = weekly(zone, Weekday::Mon, &[("09:00", "10:00")]);
            next_free(&morning, utc(MONDAY), &BTreeSet::new(), &HashMap::new()).unwrap()
        };
        assert_eq!(first(Paris), utc("2027-01-04T08:00:00Z"));
        assert_eq!(first(Reunion), utc("2027-01-04T05:00:00Z"));
        assert_eq!(first(America::Guadeloupe), utc("2027-01-04T13:00:00Z"));
        assert_eq!(first(Pacific::Tahiti), utc("2027-01-04T19:00:00Z"));
        assert_eq!(first(Pacific::Marquesas), utc("2027-01-04T18:30:00Z"));
        // Monday at nine is already over in Nouméa, by two hours.
        assert_eq!(first(Pacific::Noumea), utc("2027-01-10T22:00:00Z"));
    }
}
