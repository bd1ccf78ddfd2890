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
//! - An exception says what its day is; without one, a public holiday that is not worked is closed.
//! - The buffers before and after a talk are free of whatever else takes the professional's time. Between two talks
//!   the longer of the two buffers is kept: it is after the one and before the other.
//! - A day, week or month that holds its maximum of talks is left out.
//!
//! All arithmetic is on UTC instants; the wall clock is only read.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

use super::{
    availability::{Availability, ExceptionKind, LONGEST_BUFFER_MINUTES, TALK_MINUTES, cells},
    busy::BusySpans,
    period::{Period, PeriodKind},
};

/// Time between two offered starts of a range.
const STEP: TimeDelta = TimeDelta::minutes(30);

/// What takes a professional's time already.
#[derive(Debug, Clone, Default)]
pub struct Occupied {
    /// Starts of the cells of their talks, on either side.
    pub talks: BTreeSet<DateTime<Utc>>,
    /// What their other calendars hold.
    pub busy: BusySpans,
    /// Talks that they give in a period; a missing one counts none.
    pub booked: HashMap<Period, i32>,
}

/// How long before an instant a talk may have begun that still stands in the way of one after it.
#[must_use]
pub fn reach() -> TimeDelta {
    talk() + TimeDelta::minutes(LONGEST_BUFFER_MINUTES.into())
}

/// Every start of a one-hour talk that can be booked, sorted, without duplicates.
///
/// A start is at least the minimum notice after `now` and strictly before `now` plus the horizon.
#[must_use]
pub fn free_starts(availability: &Availability, now: DateTime<Utc>, occupied: &Occupied) -> Vec<DateTime<Utc>> {
    free(availability, now, occupied).collect()
}

/// The first of [`free_starts`], without looking further.
#[must_use]
pub fn next_free(availability: &Availability, now: DateTime<Utc>, occupied: &Occupied) -> Option<DateTime<Utc>> {
    free(availability, now, occupied).next()
}

/// Whether `start` is one of [`free_starts`]; looks at its day only.
#[must_use]
pub fn is_free(availability: &Availability, now: DateTime<Utc>, occupied: &Occupied, start: DateTime<Utc>) -> bool {
    let day = start.with_timezone(&availability.zone).date_naive();
    let (earliest, end) = bounds(availability, now);
    earliest <= start
        && start < end
        && has_room(availability, occupied, day)
        && starts_of_day(availability, day).any(|offered| offered == start)
        && is_untaken(availability, occupied, start)
}

fn free<'a>(
    availability: &'a Availability,
    now: DateTime<Utc>,
    occupied: &'a Occupied,
) -> impl Iterator<Item = DateTime<Utc>> + 'a {
    let (earliest, end) = bounds(availability, now);
    let local_day = |instant: DateTime<Utc>| instant.with_timezone(&availability.zone).date_naive();
    let last_day = local_day(end);
    local_day(earliest)
        .iter_days()
        .take_while(move |day| *day <= last_day)
        .filter(|day| has_room(availability, occupied, *day))
        .flat_map(|day| starts_of_day(availability, day))
        .skip_while(move |start| *start < earliest)
        .take_while(move |start| *start < end)
        .filter(|start| is_untaken(availability, occupied, *start))
}

/// First instant at which a talk may start, and first at which it may no more.
fn bounds(availability: &Availability, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    (
        now + TimeDelta::minutes(availability.minimum_notice_minutes.into()),
        now + TimeDelta::days(availability.horizon_days.into()),
    )
}

/// Whether every period that a day is in may hold one more talk.
fn has_room(availability: &Availability, occupied: &Occupied, day: NaiveDate) -> bool {
    PeriodKind::ALL.into_iter().all(|kind| {
        availability
            .maximum(kind)
            .is_none_or(|most| occupied.booked.get(&Period::containing(kind, day)).copied().unwrap_or(0) < most)
    })
}

fn is_untaken(availability: &Availability, occupied: &Occupied, start: DateTime<Utc>) -> bool {
    let (before, after) = (availability.buffer_before_minutes, availability.buffer_after_minutes);
    let minutes = |minutes: i32| TimeDelta::minutes(minutes.into());
    let (end, between_talks) = (start + talk(), minutes(before.max(after)));
    occupied.talks.range(start - between_talks..end + between_talks).next().is_none()
        && !occupied.busy.takes(start - minutes(before), end + minutes(after))
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
        if availability.closed_on.is_some_and(|holidays| holidays.contains(day)) {
            return Vec::new();
        }
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
pub(super) fn instants_at(zone: Tz, local: NaiveDateTime) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
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

    use super::super::availability::{AvailabilityException, CELL_MINUTES, Week, WeeklyRange};
    use super::*;
    use crate::geo::{communes, public_holidays::PublicHolidays};

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
            closed_on: None,
            minimum_notice_minutes: 0,
            horizon_days: 7,
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            maximum_per_day: None,
            maximum_per_week: None,
            maximum_per_month: None,
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
        let of_week = |(week, count): &(Week, i32)| (Period::containing(PeriodKind::Week, week.monday()), *count);
        let occupied = Occupied {
            talks: taken.iter().flat_map(|cell| cells(utc(cell), CELL_MINUTES)).collect(),
            busy: BusySpans::default(),
            booked: booked.iter().map(of_week).collect(),
        };
        offered_beside(availability, now, &occupied)
    }

    fn offered_beside(availability: &Availability, now: &str, occupied: &Occupied) -> Vec<String> {
        availability.validate().unwrap();
        free_starts(availability, utc(now), occupied)
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
    fn a_day_or_month_at_its_maximum_is_left_out() {
        let mut always = weekly(Paris, Weekday::Sun, &[("09:00", "10:00")]);
        always.weekly.push(WeeklyRange { weekday: Weekday::Mon, ..always.weekly[0] });
        (always.maximum_per_day, always.maximum_per_month) = (Some(1), Some(3));
        let beside = |kind, day: &str, count| {
            let booked = HashMap::from([(Period::containing(kind, day.parse().unwrap()), count)]);
            offered_beside(&always, "2027-01-30T12:00:00Z", &Occupied { booked, ..Occupied::default() })
        };
        let both = ["31 09:00+01:00", "01 09:00+01:00"];
        assert_eq!(beside(PeriodKind::Day, "2027-01-30", 1), both);
        assert_eq!(beside(PeriodKind::Day, "2027-01-31", 1), both[1..]);
        assert_eq!(beside(PeriodKind::Month, "2027-02-28", 2), both);
        assert_eq!(beside(PeriodKind::Month, "2027-02-28", 3), both[..1]);
    }

    #[test]
    fn buffers_are_kept_free_on_both_sides() {
        let mut day = weekly(Paris, Weekday::Mon, &[("08:00", "14:00")]);
        (day.buffer_before_minutes, day.buffer_after_minutes) = (60, 30);
        let hour = |start: &str| cells(utc(start), TALK_MINUTES);
        let talks = Occupied { talks: hour("2027-01-04T10:00:00Z").into_iter().collect(), ..Occupied::default() };
        // A talk from 11:00 to 12:00 in Paris: an hour before the next one, and an hour before this one.
        assert_eq!(
            offered_beside(&day, MONDAY, &talks),
            ["04 08:00+01:00", "04 08:30+01:00", "04 09:00+01:00", "04 13:00+01:00"]
        );
        let busy = BusySpans::new([(utc("2027-01-04T10:00:00Z"), utc("2027-01-04T11:00:00Z"))]);
        let elsewhere = Occupied { busy, ..Occupied::default() };
        // Something else at that time: half an hour after a talk is enough.
        assert_eq!(
            offered_beside(&day, MONDAY, &elsewhere),
            ["04 08:00+01:00", "04 08:30+01:00", "04 09:00+01:00", "04 09:30+01:00", "04 13:00+01:00"]
        );
    }

    #[test]
    fn a_public_holiday_is_closed_unless_an_exception_opens_it() {
        let mut mornings = weekly(Paris, Weekday::Fri, &[("09:00", "10:00")]);
        let christmas = "2026-12-22T00:00:00Z";
        assert_eq!(offered(&mornings, christmas, &[], &[]), ["25 09:00+01:00"]);
        mornings.closed_on = communes::find("81004").map(PublicHolidays::of);
        assert!(offered(&mornings, christmas, &[], &[]).is_empty());
        mornings.exceptions = vec![exception("2026-12-25", open("14:00", "15:00"))];
        assert_eq!(offered(&mornings, christmas, &[], &[]), ["25 14:00+01:00"]);
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
            next_free(&morning, utc(MONDAY), &Occupied::default()).unwrap()
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
