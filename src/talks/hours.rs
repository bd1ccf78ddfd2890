//! Hours as a professional types them: times of day, ranges, the ranges of each weekday, and the rules around them.

use super::form::{ProfessionalForm, RANGES_A_DAY, RangeInput};
use crate::{
    agenda::availability::{Availability, AvailabilityException, TALK_MINUTES, WeeklyRange},
    error::Problem,
    form::Checks,
    geo::{self, public_holidays::PublicHolidays},
};
use chrono::Weekday;
use chrono_tz::Tz;

const MINUTES_A_DAY: i32 = 24 * 60;
const WEEKDAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// `09:00`, from minutes after midnight; the midnight that ends the day is `00:00`.
pub fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

/// The same of an end: the midnight that ends the day is `24:00` where nothing says what it ends.
pub fn clock_of_end(minute: i32) -> String {
    if minute == MINUTES_A_DAY { "24:00".to_owned() } else { clock(minute) }
}

/// A time of day as minutes after midnight: `09:00`, `09:00:00`, `9h`, `9 h 30`, `24:00`.
fn minute(text: &str) -> Option<i32> {
    let text: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let (hour, minute) = text.split_once([':', 'h', 'H'])?;
    let minute = match minute.split(':').next()? {
        "" => 0,
        minute => minute.parse().ok().filter(|minute| (0..60).contains(minute))?,
    };
    let hour = hour.parse::<i32>().ok().filter(|hour| (0..=24).contains(hour))?;
    let minutes = hour * 60 + minute;
    (minutes <= MINUTES_A_DAY).then_some(minutes)
}

/// The range between two times, in minutes after midnight, where an end at midnight is the end of the day.
///
/// # Errors
/// The [`Problem`] with it; one is that no talk fits in.
pub fn range(starts: &str, ends: &str) -> Result<(i32, i32), Problem> {
    let (starts, ends) = minute(starts).zip(minute(ends)).ok_or(Problem::NotARange)?;
    let ends = if ends == 0 { MINUTES_A_DAY } else { ends };
    if starts % 15 != 0 || ends % 15 != 0 {
        Err(Problem::NotAQuarter)
    } else if starts >= ends {
        Err(Problem::EndsBeforeStart)
    } else if ends - starts < TALK_MINUTES {
        Err(Problem::UnderAnHour)
    } else {
        Ok((starts, ends))
    }
}

/// The ranges of the week, from [`RANGES_A_DAY`] inputs a day. Notes what is wrong at its day, `ranges_0` for
/// Monday.
pub fn read_week(inputs: &[RangeInput], checks: &mut Checks) -> Vec<WeeklyRange> {
    let mut weekly: Vec<WeeklyRange> = Vec::new();
    for (index, (weekday, inputs)) in WEEKDAYS.into_iter().zip(inputs.chunks(RANGES_A_DAY)).enumerate() {
        let field = format!("ranges_{index}");
        for input in inputs.iter().filter(|input| !input.starts.trim().is_empty() || !input.ends.trim().is_empty()) {
            match range(&input.starts, &input.ends) {
                Ok((starts_minute, ends_minute)) => {
                    let overlaps = |other: &WeeklyRange| {
                        other.weekday == weekday
                            && starts_minute < other.ends_minute
                            && other.starts_minute < ends_minute
                    };
                    checks.require(&field, !weekly.iter().any(overlaps), Problem::Overlaps);
                    weekly.push(WeeklyRange { weekday, starts_minute, ends_minute });
                }
                Err(problem) => {
                    checks.require(&field, false, problem);
                }
            }
        }
    }
    weekly
}

/// The inputs that [`read_week`] reads back, each day's earliest range first.
pub fn write_week(weekly: &[WeeklyRange]) -> Vec<RangeInput> {
    let of_day = |weekday: &Weekday| {
        let mut ranges: Vec<&WeeklyRange> = weekly.iter().filter(|range| range.weekday == *weekday).collect();
        ranges.sort_by_key(|range| range.starts_minute);
        let inputs = ranges
            .into_iter()
            .map(|range| RangeInput { starts: clock(range.starts_minute), ends: clock(range.ends_minute) });
        inputs.chain(std::iter::repeat(RangeInput::default())).take(RANGES_A_DAY).collect::<Vec<_>>()
    };
    WEEKDAYS.iter().flat_map(of_day).collect()
}

/// The zone of an IANA name, among those of France.
///
/// # Errors
/// [`Problem::NotAChoice`].
pub fn zone(name: &str) -> Result<Tz, Problem> {
    name.parse().ok().filter(|zone| geo::zones::ALL.contains(zone)).ok_or(Problem::NotAChoice)
}

/// The rules of a form whose fields are checked, with the hours and days that were read of it. `holidays` are those of
/// its place: they are closed if the form says so.
pub fn rules(
    form: &ProfessionalForm,
    zone: Tz,
    weekly: Vec<WeeklyRange>,
    exceptions: Vec<AvailabilityException>,
    holidays: Option<PublicHolidays>,
) -> Availability {
    let number = |text: &str| text.trim().parse::<i32>();
    Availability {
        zone,
        weekly,
        exceptions,
        closed_on: holidays.filter(|_| form.closed_on_holidays == "on"),
        minimum_notice_minutes: number(&form.notice_hours).unwrap_or(0) * 60,
        horizon_days: number(&form.horizon_days).unwrap_or(1),
        buffer_before_minutes: number(&form.buffer_before).unwrap_or(0),
        buffer_after_minutes: number(&form.buffer_after).unwrap_or(0),
        maximum_per_day: number(&form.maximum_per_day).ok(),
        maximum_per_week: number(&form.maximum_per_week).ok(),
        maximum_per_month: number(&form.maximum_per_month).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(starts: &str, ends: &str) -> RangeInput {
        RangeInput { starts: starts.into(), ends: ends.into() }
    }

    #[test]
    fn the_week_is_read_from_monday_on() {
        let none = RangeInput::default();
        let (monday, tuesday) = (input("09:00", "12:00"), input("20:00", "00:00"));
        let week = [monday, none.clone(), none.clone(), tuesday, none.clone(), none];
        let mut checks = Checks::new();
        let ranges = read_week(&week, &mut checks);
        assert_eq!(checks.done(), Ok(()));
        assert_eq!(ranges[0], WeeklyRange { weekday: Weekday::Mon, starts_minute: 540, ends_minute: 720 });
        assert_eq!(ranges[1], WeeklyRange { weekday: Weekday::Tue, starts_minute: 1200, ends_minute: 1440 });
        assert_eq!(write_week(&ranges)[..week.len()], week);
    }

    #[test]
    fn a_day_has_three_ranges() {
        let ranges = [input("14:00", "16:00"), input("09:00", "10:00"), input("18:00", "19:00")];
        let mut checks = Checks::new();
        let read = read_week(&ranges, &mut checks);
        assert_eq!((checks.done(), read.len()), (Ok(()), 3));
        let sorted = [ranges[1].clone(), ranges[0].clone(), ranges[2].clone()];
        assert_eq!(write_week(&read)[..3], sorted);
        read_week(&[ranges[0].clone(), ranges[1].clone(), input("15:00", "17:00")], &mut checks);
        assert_eq!(checks.done().unwrap_err().problem("ranges_0"), Some(&Problem::Overlaps));
    }

    #[test]
    fn every_wrong_day_is_told() {
        let none = RangeInput::default();
        let week = [
            (input("09:00", ""), none.clone()),
            (input("12:00", "09:00"), none.clone()),
            (input("09:10", "12:00"), none.clone()),
            (input("25:00", "26:00"), none.clone()),
            (input("09:00", "09:45"), none.clone()),
            (input("09:00", "12:00"), input("11:00", "13:00")),
            (input("09:00", "10:00"), input("10:00", "11:00")),
        ];
        let mut checks = Checks::new();
        read_week(&week.map(|(one, other)| [one, other, RangeInput::default()]).concat(), &mut checks);
        let error = checks.done().unwrap_err();
        let problems: Vec<_> = (0..7).map(|day| error.problem(&format!("ranges_{day}"))).collect();
        assert_eq!(
            problems,
            [
                Some(&Problem::NotARange),
                Some(&Problem::EndsBeforeStart),
                Some(&Problem::NotAQuarter),
                Some(&Problem::NotARange),
                Some(&Problem::UnderAnHour),
                Some(&Problem::Overlaps),
                None,
            ]
        );
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, minutes) in
            [("09:00", 540), ("09:30:00", 570), ("9h", 540), ("9 h 30", 570), ("00:00", 0), ("24:00", 1440)]
        {
            assert_eq!(minute(text), Some(minutes), "{text}");
        }
        for text in ["", "9", "neuf", "24:15", "-1:00", "12:60", "99999999:00", "12:2147483647"] {
            assert_eq!(minute(text), None, "{text}");
        }
    }
}
