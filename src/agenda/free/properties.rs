//! What holds for every availability, checked against a second, slower reading of the same rules:
//! a table of what the wall clock reads at every quarter of an hour of 2027.

use std::sync::LazyLock;

use chrono::{Timelike, Weekday};
use chrono_tz::{America, Europe, Indian, Pacific};
use proptest::prelude::*;

use super::super::{
    availability::{AvailabilityException, WeeklyRange},
    busy::Span,
};
use super::*;
use crate::geo::{communes, public_holidays::PublicHolidays};

const ZONES: [Tz; 7] = [
    Europe::Paris,
    Indian::Reunion,
    America::Guadeloupe,
    America::Miquelon,
    Pacific::Tahiti,
    Pacific::Marquesas,
    Pacific::Noumea,
];

/// Nights of 2027 in which clocks change, in Paris and in Saint-Pierre-et-Miquelon.
const CHANGES: [&str; 4] =
    ["2027-03-28T01:00:00Z", "2027-10-31T01:00:00Z", "2027-03-14T05:00:00Z", "2027-11-07T04:00:00Z"];

const QUARTER: TimeDelta = TimeDelta::minutes(15);

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// First instant of every table.
fn table_start() -> DateTime<Utc> {
    utc("2026-12-28T00:00:00Z")
}

/// For each zone of [`ZONES`], the wall clock at every quarter of an hour of 2027 and of the 180 days
/// that follow.
static READINGS: LazyLock<Vec<Vec<NaiveDateTime>>> = LazyLock::new(|| {
    let quarters = 4 * 24 * 560;
    let read = |zone: &Tz| {
        (0..quarters).map(|index| (table_start() + QUARTER * index).with_timezone(zone).naive_local()).collect()
    };
    ZONES.iter().map(read).collect()
});

#[derive(Debug, Clone)]
struct Case {
    zone_index: usize,
    availability: Availability,
    now: DateTime<Utc>,
    occupied: Occupied,
    /// The spans of `occupied.busy` as they were made, apart or not.
    busy: Vec<Span>,
}

impl Case {
    fn free(&self) -> Vec<DateTime<Utc>> {
        free_starts(&self.availability, self.now, &self.occupied)
    }

    fn is_free(&self, start: DateTime<Utc>) -> bool {
        is_free(&self.availability, self.now, &self.occupied, start)
    }

    /// For each minute of a local day, the first minute of the unbroken run of open minutes it is
    /// in, if it is open.
    fn runs(&self, day: NaiveDate) -> Vec<Option<usize>> {
        let rules = &self.availability;
        let mut open = vec![false; 1440];
        let mut mark = |start: i32, end: i32| open[start as usize..end as usize].fill(true);
        let is_holiday = rules.closed_on.is_some_and(|holidays| holidays.contains(day));
        if rules.exceptions.iter().all(|exception| exception.day != day) && !is_holiday {
            for range in rules.weekly.iter().filter(|range| range.weekday == day.weekday()) {
                mark(range.starts_minute, range.ends_minute);
            }
        }
        for exception in rules.exceptions.iter().filter(|exception| exception.day == day) {
            if let ExceptionKind::Open { starts_minute, ends_minute } = exception.kind {
                mark(starts_minute, ends_minute);
            }
        }
        if rules.exceptions.contains(&AvailabilityException { day, kind: ExceptionKind::Closed }) {
            open.fill(false);
        }
        let mut run = None;
        open.iter()
            .enumerate()
            .map(|(minute, open)| {
                run = open.then(|| run.unwrap_or(minute));
                run
            })
            .collect()
    }

    /// Whether every quarter of an hour of a talk and of the time kept free around it is free.
    fn keeps_buffers(&self, start: DateTime<Utc>) -> bool {
        let (before, after) =
            (self.availability.buffer_before_minutes / 15, self.availability.buffer_after_minutes / 15);
        let longer = before.max(after);
        let is_talk = |quarter| self.occupied.talks.contains(&(start + QUARTER * quarter));
        let is_busy = |quarter| {
            let from = start + QUARTER * quarter;
            self.busy.iter().any(|(first, last)| *first < from + QUARTER && from < *last)
        };
        !(-longer..4 + longer).any(is_talk) && !(-before..4 + after).any(is_busy)
    }

    fn keeps_maxima(&self, day: NaiveDate) -> bool {
        let rules = &self.availability;
        let counted = |kind, first| self.occupied.booked.get(&Period { kind, starts_on: first }).copied().unwrap_or(0);
        let monday = day - TimeDelta::days(day.weekday().num_days_from_monday().into());
        rules.maximum_per_day.is_none_or(|most| counted(PeriodKind::Day, day) < most)
            && rules.maximum_per_week.is_none_or(|most| counted(PeriodKind::Week, monday) < most)
            && rules.maximum_per_month.is_none_or(|most| counted(PeriodKind::Month, day.with_day(1).unwrap()) < most)
    }

    /// The same set as [`free_starts`], by asking of each quarter of an hour whether it follows
    /// every rule.
    fn brute_force(&self) -> Vec<DateTime<Utc>> {
        let readings = &READINGS[self.zone_index];
        let index_of = |instant: DateTime<Utc>| ((instant - table_start()).num_minutes() / 15) as usize;
        let from = index_of(self.now);
        let to = index_of(self.now + TimeDelta::days(self.availability.horizon_days.into())) + 1;
        let mut runs: HashMap<NaiveDate, Vec<Option<usize>>> = HashMap::new();
        let mut run_starts: HashMap<(NaiveDate, usize), usize> = HashMap::new();
        let mut found = Vec::new();
        for index in from..to {
            let start = table_start() + QUARTER * index as i32;
            let day = readings[index].date();
            let runs = runs.entry(day).or_insert_with(|| self.runs(day));
            let run_at = |index: usize| {
                let reading = readings[index];
                let minute = (reading.hour() * 60 + reading.minute()) as usize;
                if reading.date() == day { runs[minute] } else { None }
            };
            let Some(run) = run_at(index) else { continue };
            if (index..index + 4).any(|index| run_at(index) != Some(run)) {
                continue;
            }
            // The first quarter at which the clock is at the start of the run or has jumped over.
            let opens = day.and_hms_opt(run as u32 / 60, run as u32 % 60, 0).unwrap();
            let first = *run_starts.entry((day, run)).or_insert_with(|| {
                let yesterday = index.saturating_sub(4 * 26);
                (yesterday..=index).find(|index| readings[*index] >= opens).unwrap()
            });
            let on_the_grid = (index - first).is_multiple_of(2);
            let in_time = start - self.now >= TimeDelta::minutes(self.availability.minimum_notice_minutes.into())
                && start - self.now < TimeDelta::days(self.availability.horizon_days.into());
            if on_the_grid && in_time && self.keeps_buffers(start) && self.keeps_maxima(day) {
                found.push(start);
            }
        }
        found
    }
}

/// A range within a day, in minutes; every second one starts in the small hours, where clocks
/// change.
fn range() -> impl Strategy<Value = (i32, i32)> {
    prop_oneof![0..16i32, 0..96i32].prop_flat_map(|start: i32| {
        (Just(start), prop_oneof![start + 1..=(start + 20).min(96), start + 1..=96])
            .prop_map(|(start, end)| (start * 15, end * 15))
    })
}

fn exception_kind() -> impl Strategy<Value = ExceptionKind> {
    prop_oneof![
        1 => Just(ExceptionKind::Closed),
        3 => range().prop_map(|(starts_minute, ends_minute)| ExceptionKind::Open {
            starts_minute,
            ends_minute,
        }),
    ]
}

/// An instant of 2027, mostly within four days before clocks change; every second one is on the
/// quarter of an hour, so that starts fall exactly on the notice and the horizon.
fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    let near_a_change = (0..CHANGES.len(), 0..4 * 86_400i64)
        .prop_map(|(change, seconds)| utc(CHANGES[change]) - TimeDelta::seconds(seconds));
    let in_the_year =
        (0..360 * 86_400i64).prop_map(|seconds| utc("2027-01-01T00:00:00Z") + TimeDelta::seconds(seconds));
    (prop_oneof![3 => near_a_change, 1 => in_the_year], any::<bool>())
        .prop_map(|(instant, on_the_quarter)| if on_the_quarter { cells(instant, 1)[0] } else { instant })
}

fn case(horizon_days: std::ops::RangeInclusive<i32>) -> impl Strategy<Value = Case> {
    let weekday = (0u8..7).prop_map(|number| Weekday::try_from(number).unwrap());
    let weekly = (weekday, range()).prop_map(|(weekday, (starts_minute, ends_minute))| WeeklyRange {
        weekday,
        starts_minute,
        ends_minute,
    });
    let rules = (
        0..ZONES.len(),
        prop::collection::vec(weekly, 0..12),
        prop::collection::vec((-1i64..9, exception_kind()), 0..5),
        prop_oneof![2 => (0..200).prop_map(|quarters| quarters * 15), 2 => 0..3_000, 1 => 0..=43_200],
        horizon_days,
        any::<bool>(),
    );
    let buffer = || prop_oneof![Just(0), (0..=8).prop_map(|quarters| quarters * 15)];
    let limits = (buffer(), buffer(), prop::option::of(1..=3), prop::option::of(1..=4), prop::option::of(1..=5));
    let taken = prop::collection::vec((-12..4 * 24 * 8i64, 1..8i32), 0..12);
    // Off the quarter of an hour too: other calendars know none.
    let busy = prop::collection::vec((-180..60 * 24 * 8i64, 1..300i64), 0..6);
    let booked = prop::collection::vec((-7i64..30, 0..3usize, 0..6), 0..6);
    (rules, limits, instant(), taken, busy, booked).prop_map(|(rules, limits, now, taken, busy, booked)| {
        let (zone_index, weekly, exceptions, minimum_notice_minutes, horizon_days, no_holidays) = rules;
        let (buffer_before_minutes, buffer_after_minutes, per_day, per_week, per_month) = limits;
        let busy: Vec<Span> = busy
            .into_iter()
            .map(|(minutes, length)| (now + TimeDelta::minutes(minutes), now + TimeDelta::minutes(minutes + length)))
            .collect();
        let zone = ZONES[zone_index];
        let local_day = |days: i64| (now + TimeDelta::days(days)).with_timezone(&zone).date_naive();
        let exceptions =
            exceptions.into_iter().map(|(days, kind)| AvailabilityException { day: local_day(days), kind }).collect();
        Case {
            zone_index,
            availability: Availability {
                zone,
                weekly,
                exceptions,
                closed_on: communes::find("67482").map(PublicHolidays::of).filter(|_| !no_holidays),
                minimum_notice_minutes,
                horizon_days,
                buffer_before_minutes,
                buffer_after_minutes,
                maximum_per_day: per_day,
                maximum_per_week: per_week,
                maximum_per_month: per_month,
            },
            now,
            occupied: Occupied {
                talks: taken
                    .into_iter()
                    .flat_map(|(quarters, length)| cells(now + TimeDelta::minutes(15 * quarters), 15 * length))
                    .collect(),
                busy: BusySpans::new(busy.iter().copied()),
                booked: booked
                    .into_iter()
                    .map(|(days, kind, count)| (Period::containing(PeriodKind::ALL[kind], local_day(days)), count))
                    .collect(),
            },
            busy,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn the_offer_is_exactly_what_the_rules_say(case in case(1..=7)) {
        case.availability.validate().unwrap();
        let free = case.free();
        prop_assert_eq!(&free, &case.brute_force());
        prop_assert!(free.is_sorted_by(|earlier, later| earlier < later));
        let next = next_free(&case.availability, case.now, &case.occupied);
        prop_assert_eq!(next, free.first().copied());
        for start in &free {
            let hour = cells(*start, TALK_MINUTES);
            prop_assert_eq!(hour.len(), 4);
            prop_assert_eq!(hour[0], *start);
            prop_assert!(hour.iter().all(|cell| !case.occupied.talks.contains(cell)));
            prop_assert!(case.keeps_buffers(*start));
            prop_assert!(case.keeps_maxima(start.with_timezone(&case.availability.zone).date_naive()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn is_free_agrees_with_the_offer(case in case(1..=6)) {
        let free = case.free();
        let first = cells(case.now, 1)[0] - TimeDelta::days(1);
        for quarter in 0..96 * (case.availability.horizon_days + 2) {
            let start = first + QUARTER * quarter;
            prop_assert_eq!(case.is_free(start), free.binary_search(&start).is_ok());
        }
        for start in free {
            prop_assert!(!case.is_free(start + TimeDelta::seconds(1)));
            prop_assert!(!case.is_free(start - TimeDelta::nanoseconds(1)));
        }
    }

    #[test]
    fn every_minute_of_an_offered_hour_reads_a_time_of_the_rules(case in case(1..=6)) {
        for start in case.free() {
            let reading = |minute| {
                (start + TimeDelta::minutes(minute)).with_timezone(&case.availability.zone).naive_local()
            };
            let day = reading(0).date();
            let runs = case.runs(day);
            for minute in 0..60 {
                let reading = reading(minute);
                prop_assert_eq!(reading.date(), day);
                prop_assert!(runs[(reading.hour() * 60 + reading.minute()) as usize].is_some());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn the_longest_horizon_follows_the_same_rules(case in case(180..=180)) {
        prop_assert_eq!(case.free(), case.brute_force());
    }
}
