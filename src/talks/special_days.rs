//! Days that do not follow the week, as a professional writes them: one a line.
//!
//! `24/12/2026` closes the day; `24/12/2026 14:00-16:00` opens only those hours. ISO days are read too, and
//! hours as French writes them (`de 14 h à 16 h 30`).

use super::hours;
use crate::{
    agenda::availability::{AvailabilityException, ExceptionKind},
    error::Problem,
    i18n::*,
};
use chrono::{Datelike, MappedLocalTime, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use leptos_i18n::td_string;

/// Days further away than this are typing errors: at most 180 days can be booked ahead.
const FURTHEST: Months = Months::new(24);

/// The exceptions that `text` tells, where the professional lives in `zone` on `today`.
///
/// # Errors
/// [`Problem::Lines`]: everything wrong, by line.
pub fn read(text: &str, today: NaiveDate, zone: Tz) -> Result<Vec<AvailabilityException>, Problem> {
    let mut exceptions: Vec<AvailabilityException> = Vec::new();
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.is_empty() {
            continue;
        }
        match exception(line, today, zone).and_then(|exception| beside(&exceptions, exception)) {
            Ok(exception) => exceptions.extend(exception),
            Err(problem) => problems.push((number, problem)),
        }
    }
    if problems.is_empty() { Ok(exceptions) } else { Err(Problem::Lines(problems)) }
}

/// The lines that [`read`] reads back, soonest first. Days before `today` say nothing any more.
pub fn write(exceptions: &[AvailabilityException], today: NaiveDate, l: Locale) -> String {
    let mut coming: Vec<_> = exceptions.iter().filter(|exception| exception.day >= today).collect();
    coming.sort_by_key(|exception| (exception.day, opening(exception.kind)));
    coming.into_iter().map(|exception| line(exception, l)).collect::<Vec<_>>().join("\n")
}

fn line(exception: &AvailabilityException, l: Locale) -> String {
    let day = exception.day;
    let two = |number: u32| format!("{number:02}");
    let day = td_string!(l, agenda.exception_day, day = two(day.day()), month = two(day.month()), year = day.year());
    match opening(exception.kind) {
        None => day,
        Some((starts, ends)) => format!("{day} {}-{}", hours::clock(starts), hours::clock_of_end(ends)),
    }
}

fn exception(line: &str, today: NaiveDate, zone: Tz) -> Result<AvailabilityException, Problem> {
    let (day, hours) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let day = read_day(day).ok_or(Problem::NotADay)?;
    if day < today {
        return Err(Problem::PastDay);
    }
    if today.checked_add_months(FURTHEST).is_none_or(|last| day > last) {
        return Err(Problem::TooFarAway);
    }
    let kind = match hours.trim() {
        "" => ExceptionKind::Closed,
        hours => {
            let (starts_minute, ends_minute) = read_range(hours)?;
            exists_once(day, (starts_minute, ends_minute), zone)?;
            ExceptionKind::Open { starts_minute, ends_minute }
        }
    };
    Ok(AvailabilityException { day, kind })
}

/// Whether the clocks of `zone` show both ends of a range once that day. Weekly hours go by the same clock, but nobody
/// means one night with them; who writes a day and an hour that it lacks, or has twice, is mistaken.
fn exists_once(day: NaiveDate, (starts, ends): (i32, i32), zone: Tz) -> Result<(), Problem> {
    let reads = |minute: i32| {
        let local = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute.into());
        match zone.from_local_datetime(&local) {
            MappedLocalTime::Single(_) => Ok(()),
            MappedLocalTime::Ambiguous(..) => Err(Problem::RepeatedHour),
            MappedLocalTime::None => Err(Problem::SkippedHour),
        }
    };
    reads(starts)?;
    // The end is the last minute before or the first after: 2:00 ends what the clocks skip from 2:00 on.
    reads(ends).or_else(|problem| reads(ends - 1).map_err(|_| problem))
}

/// `24/12/2026`, `24/12/26`, `24.12.2026`, `24-12-2026` or `2026-12-24`.
fn read_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.trim_end_matches([':', ',']).split(['/', '.', '-']);
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, day) = if one.len() == 4 { (one, two, three) } else { (three, two, one) };
    let year: i32 = match year.len() {
        4 => year.parse().ok()?,
        // Of this century: no other day is meant.
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// `14:00-16:00`, `14h–16h30`, `de 14 h à 16 h`, `from 14:00 to 16:00`.
fn read_range(text: &str) -> Result<(i32, i32), Problem> {
    let text = text.to_lowercase();
    let text = text.strip_prefix("de ").or_else(|| text.strip_prefix("from ")).unwrap_or(&text);
    let ends = text.split_once(['-', '–', '—', 'à']).or_else(|| text.split_once("to"));
    let (starts, ends) = ends.ok_or(Problem::NotARange)?;
    // Another range belongs on a line of its own.
    if ends.contains(['-', '–', '—', 'à']) {
        return Err(Problem::OneRangeALine);
    }
    hours::range(starts, ends)
}

/// `exception` beside those of the lines before it; nothing where one of them says the same.
fn beside(
    others: &[AvailabilityException],
    exception: AvailabilityException,
) -> Result<Option<AvailabilityException>, Problem> {
    for other in others.iter().filter(|other| other.day == exception.day) {
        match (opening(other.kind), opening(exception.kind)) {
            (one, another) if one == another => return Ok(None),
            (Some((starts, ends)), Some((other_starts, other_ends))) => {
                if starts < other_ends && other_starts < ends {
                    return Err(Problem::Overlaps);
                }
            }
            _ => return Err(Problem::ClosedAndOpen),
        }
    }
    Ok(Some(exception))
}

fn opening(kind: ExceptionKind) -> Option<(i32, i32)> {
    match kind {
        ExceptionKind::Closed => None,
        ExceptionKind::Open { starts_minute, ends_minute } => Some((starts_minute, ends_minute)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn today() -> NaiveDate {
        day("2026-11-22")
    }

    fn problems(text: &str) -> Vec<(u32, Problem)> {
        match read(text, today(), Tz::Europe__Paris) {
            Err(Problem::Lines(problems)) => problems,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn days_are_shown_as_they_are_written_in_france() {
        let read = read(
            "2026-12-28 de 14 h à 16 h 30\n\n 24/12/2026 \n24.12.2026\n2026-12-28 9h-10h",
            today(),
            Tz::Europe__Paris,
        )
        .unwrap();
        assert_eq!(read.len(), 3, "the same day closed twice is closed once");
        for l in [Locale::fr, Locale::en] {
            assert_eq!(
                write(&read, today(), l),
                "24/12/2026\n28/12/2026 09:00-10:00\n28/12/2026 14:00-16:30",
                "soonest first"
            );
        }
        assert_eq!(write(&read, day("2026-12-28"), Locale::fr).lines().count(), 2, "what is past goes");
    }

    #[test]
    fn what_was_written_is_read_back() {
        let text = "24/12/2026\n28/12/2026 14:00-16:00\n28/12/2026 22:00-24:00";
        assert_eq!(write(&read(text, today(), Tz::Europe__Paris).unwrap(), today(), Locale::fr), text);
    }

    #[test]
    fn both_ways_of_writing_a_day_mean_the_same() {
        for text in
            ["05/02/2027", "05/02/27", "5/2/2027", "5-2-2027", "05.02.2027", "2027-02-05", "2027/2/5", "05/02/2027 :"]
        {
            assert_eq!(read_day(text.split(' ').next().unwrap()), Some(day("2027-02-05")), "{text}");
        }
        for text in ["31/02/2027", "12/24/2026", "24/12", "24/12/026", "24/12/2026/1", "Noël", "-1/12/2026"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }

    #[test]
    fn each_wrong_line_is_told_by_its_number() {
        let text = "24/12/2026\n\nNoël\n21/11/2026\n01/01/2030\n28/12/2026 14:00\n28/12/2026 14:00-14:45\n28/12/2026 14:10-16:00\n28/12/2026 14:00-16:00 17:00-19:00";
        assert_eq!(
            problems(text),
            [
                (3, Problem::NotADay),
                (4, Problem::PastDay),
                (5, Problem::TooFarAway),
                (6, Problem::NotARange),
                (7, Problem::UnderAnHour),
                (8, Problem::NotAQuarter),
                (9, Problem::OneRangeALine),
            ]
        );
    }

    #[test]
    fn lines_about_one_day_must_agree() {
        assert_eq!(problems("24/12/2026\n24/12/2026 14:00-16:00"), [(2, Problem::ClosedAndOpen)]);
        assert_eq!(problems("24/12/2026 14:00-16:00\n2026-12-24"), [(2, Problem::ClosedAndOpen)]);
        assert_eq!(problems("24/12/2026 14:00-16:00\n24/12/2026 15:00-17:00"), [(2, Problem::Overlaps)]);
        assert_eq!(problems("24/12/2026 14:00-16:00\n24/12/2026 14:00-17:00"), [(2, Problem::Overlaps)]);
        assert_eq!(
            read("24/12/2026 14:00-16:00\n24/12/2026 16:00-17:00", today(), Tz::Europe__Paris).unwrap().len(),
            2
        );
    }

    #[test]
    fn an_hour_that_the_clocks_skip_or_repeat_is_told() {
        for (line, problem) in [
            ("28/03/2027 02:30-05:00", Some(Problem::SkippedHour)),
            ("28/03/2027 02:00-05:00", Some(Problem::SkippedHour)),
            ("28/03/2027 01:00-02:30", Some(Problem::SkippedHour)),
            ("28/03/2027 01:00-02:00", None),
            ("28/03/2027 03:00-05:00", None),
            ("31/10/2027 02:30-05:00", Some(Problem::RepeatedHour)),
            ("31/10/2027 00:00-02:30", Some(Problem::RepeatedHour)),
            ("31/10/2027 00:00-02:00", None),
            ("31/10/2027 01:00-03:00", None),
            ("28/03/2027", None),
        ] {
            let expected = problem.map(|problem| Problem::Lines(vec![(1, problem)]));
            assert_eq!(read(line, today(), Tz::Europe__Paris).err(), expected, "{line}");
            assert!(read(line, today(), Tz::Indian__Reunion).is_ok(), "{line}");
        }
    }
}
