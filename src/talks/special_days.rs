//! Days that do not follow the week, as a professional writes them: one a line, or a line for several that are closed.
//!
//! `24/12/2026` closes the day; `24/12/2026 14:00-16:00` opens only those hours; `01/08/2026 au 15/08/2026` closes these days
//! and all between. ISO days are read too, and hours as French writes them (`de 14 h à 16 h 30`).

use super::{
    form::{CLOSE_DAYS, ProfessionalForm},
    hours,
};
use crate::{
    agenda::availability::{AvailabilityException, ExceptionKind},
    error::{AppError, Problem},
    i18n::*,
};
use chrono::{Datelike, MappedLocalTime, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use leptos_i18n::td_string;

/// Days further away than this are typing errors: at most 180 days can be booked ahead.
const FURTHEST: Months = Months::new(24);
/// Days that one line closes, at most: more is another year than was meant.
const LONGEST: u32 = 366;
/// So many closed days in a row are written as one line.
const WORTH_A_RANGE: usize = 3;

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
        let told = exceptions_of(line, today, zone).and_then(|told| {
            told.into_iter().map(|exception| beside(&exceptions, exception)).collect::<Result<Vec<_>, _>>()
        });
        match told {
            Ok(told) => exceptions.extend(told.into_iter().flatten()),
            Err(problem) => problems.push((number, problem)),
        }
    }
    if problems.is_empty() { Ok(exceptions) } else { Err(Problem::Lines(problems)) }
}

/// The lines that [`read`] reads back, soonest first. Days before `today` say nothing any more.
pub fn write(exceptions: &[AvailabilityException], today: NaiveDate, l: Locale) -> String {
    let mut coming: Vec<_> = exceptions.iter().filter(|exception| exception.day >= today).collect();
    coming.sort_by_key(|exception| (exception.day, opening(exception.kind)));
    let runs = coming.chunk_by(|one, next| {
        let are_closed = [one, next].iter().all(|exception| exception.kind == ExceptionKind::Closed);
        are_closed && one.day.succ_opt() == Some(next.day)
    });
    let lines = runs.flat_map(|run| match run {
        [first, .., last] if run.len() >= WORTH_A_RANGE => vec![days_line((first.day, last.day), l)],
        few => few.iter().map(|exception| line(exception, l)).collect(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `form` with a line more of special days for those that its two date fields close, which are empty then; the same where
/// nothing is in them. A first day alone is closed by itself.
///
/// # Errors
/// [`AppError::Invalid`] at the field that is wrong.
pub fn with_closed_days(form: &ProfessionalForm, today: NaiveDate, l: Locale) -> Result<ProfessionalForm, AppError> {
    let (from, until) = (form.closed_from.trim(), form.closed_until.trim());
    if from.is_empty() && until.is_empty() && form.copy != CLOSE_DAYS {
        return Ok(form.clone());
    }
    let day_at = |field: &str, typed: &str| match typed {
        "" => Err(AppError::field(field, Problem::Required)),
        typed => read_day(typed).ok_or_else(|| AppError::field(field, Problem::NotADay)),
    };
    let first = day_at("closed_from", from)?;
    let last = if until.is_empty() { first } else { day_at("closed_until", until)? };
    let wrong_end = if until.is_empty() { "closed_from" } else { "closed_until" };
    closed((first, last), today).map_err(|problem| AppError::field(wrong_end, problem))?;
    let line = if first == last { day_line(first, l) } else { days_line((first, last), l) };
    let lines = [form.exceptions.trim_end(), &line];
    Ok(ProfessionalForm {
        exceptions: lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"),
        closed_from: String::new(),
        closed_until: String::new(),
        ..form.clone()
    })
}

fn day_line(day: NaiveDate, l: Locale) -> String {
    let two = |number: u32| format!("{number:02}");
    td_string!(l, agenda.exception_day, day = two(day.day()), month = two(day.month()), year = day.year())
}

fn days_line((first, last): (NaiveDate, NaiveDate), l: Locale) -> String {
    td_string!(l, agenda.exception_days, first = day_line(first, l), last = day_line(last, l))
}

fn line(exception: &AvailabilityException, l: Locale) -> String {
    let day = day_line(exception.day, l);
    match opening(exception.kind) {
        None => day,
        Some((starts, ends)) => format!("{day} {}-{}", hours::clock(starts), hours::clock_of_end(ends)),
    }
}

fn exceptions_of(line: &str, today: NaiveDate, zone: Tz) -> Result<Vec<AvailabilityException>, Problem> {
    match read_days(line) {
        Some(days) => closed(days, today),
        None => Ok(vec![exception(line, today, zone)?]),
    }
}

/// The days from the first to the last, closed. Those that are past already say nothing any more.
fn closed((first, last): (NaiveDate, NaiveDate), today: NaiveDate) -> Result<Vec<AvailabilityException>, Problem> {
    if last < first {
        return Err(Problem::EndsBeforeStart);
    }
    require_near(last, today)?;
    if (last - first).num_days() >= i64::from(LONGEST) {
        return Err(Problem::TooManyDays(LONGEST));
    }
    let days = first.max(today).iter_days().take_while(|day| *day <= last);
    Ok(days.map(|day| AvailabilityException { day, kind: ExceptionKind::Closed }).collect())
}

fn require_near(day: NaiveDate, today: NaiveDate) -> Result<(), Problem> {
    if day < today {
        Err(Problem::PastDay)
    } else if today.checked_add_months(FURTHEST).is_none_or(|last| day > last) {
        Err(Problem::TooFarAway)
    } else {
        Ok(())
    }
}

fn exception(line: &str, today: NaiveDate, zone: Tz) -> Result<AvailabilityException, Problem> {
    let (day, hours) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let day = read_day(day).ok_or(Problem::NotADay)?;
    // Another day follows, and is none.
    if hours.contains('/') {
        return Err(Problem::NotADay);
    }
    require_near(day, today)?;
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

/// The first and the last day of a line that tells of several: `01/08/2026 au 15/08/2026`, `du … au …`, `from … to …`, `…-…`,
/// `… – …`.
fn read_days(line: &str) -> Option<(NaiveDate, NaiveDate)> {
    let line = line.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let line = ["du ", "de ", "from "].iter().find_map(|word| line.strip_prefix(word)).unwrap_or(&line);
    // A hyphen may also stand within a day.
    let mut parted =
        [" au ", " à ", " to ", "-", "–", "—"].iter().flat_map(|sign| line.match_indices(sign)).map(|(at, sign)| {
            let (first, last) = line.split_at(at);
            (first.trim(), last.strip_prefix(sign).unwrap_or_default().trim())
        });
    parted.find_map(|(first, last)| read_day(first).zip(read_day(last)))
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
    fn a_line_closes_days_in_a_row() {
        let closed = |text: &str| read(text, today(), Tz::Europe__Paris).map(|days| days.len());
        for text in [
            "01/08/2027 au 15/08/2027",
            "du 1/8/2027 au 15/8/2027",
            "01/08/2027\u{a0}au 15/08/27",
            "01/08/2027 to 15/08/2027",
            "From 01/08/2027 to 15/08/2027",
            "01/08/2027-15/08/2027",
            "01/08/2027 – 15/08/2027",
            "2027-08-01-2027-08-15",
            "2027-08-01 - 2027-08-15",
            "2027-08-01 au 2027-08-15",
            "01/08/2027 au 15/08/2027\n03/08/2027",
            "01/08/2027 au 10/08/2027\n05/08/2027 au 15/08/2027",
        ] {
            assert_eq!(closed(text), Ok(15), "{text}");
            let read = read(text, today(), Tz::Europe__Paris).unwrap();
            assert_eq!(write(&read, today(), Locale::fr), "01/08/2027 au 15/08/2027", "{text}");
            assert_eq!(write(&read, day("2027-08-14"), Locale::fr), "14/08/2027\n15/08/2027", "{text}");
            assert_eq!(write(&read, today(), Locale::en), "01/08/2027 to 15/08/2027", "{text}");
        }
        assert_eq!(closed("24/12/2026 au 24/12/2026"), Ok(1));
        assert_eq!(closed("15/11/2026 au 23/11/2026"), Ok(2), "who is away already");
        assert_eq!(closed("01/01/2027 au 01/01/2028"), Ok(366));
    }

    #[test]
    fn days_in_a_row_that_cannot_be_are_told() {
        for (text, problem) in [
            ("15/08/2027 au 01/08/2027", Problem::EndsBeforeStart),
            ("01/11/2026 au 21/11/2026", Problem::PastDay),
            ("01/08/2027 au 15/08/2029", Problem::TooFarAway),
            ("01/08/2027 au 01/08/2028", Problem::TooManyDays(LONGEST)),
            ("01/09/2027 au 31/09/2027", Problem::NotADay),
            ("31/09/2027 au 01/10/2027", Problem::NotADay),
            ("01/09/2027-31/09/2027", Problem::NotADay),
            ("01/08/2027 au 15/08/2027 14:00-16:00", Problem::NotADay),
            ("01/08/2027 au", Problem::NotARange),
        ] {
            assert_eq!(problems(text), [(1, problem)], "{text}");
        }
        let open = "05/08/2027 14:00-16:00";
        assert_eq!(problems(&format!("{open}\n01/08/2027 au 15/08/2027")), [(2, Problem::ClosedAndOpen)]);
        assert_eq!(problems(&format!("01/08/2027 au 15/08/2027\n{open}")), [(2, Problem::ClosedAndOpen)]);
    }

    #[test]
    fn two_dates_become_a_line() {
        let with = |exceptions: &str, from: &str, until: &str, copy: &str| {
            let form = ProfessionalForm {
                exceptions: exceptions.to_owned(),
                closed_from: from.to_owned(),
                closed_until: until.to_owned(),
                copy: copy.to_owned(),
                ..ProfessionalForm::default()
            };
            with_closed_days(&form, today(), Locale::fr)
        };
        for (exceptions, from, until, lines) in [
            ("", "2027-08-01", "2027-08-15", "01/08/2027 au 15/08/2027"),
            ("24/12/2026\n", "2027-08-01", "2027-08-02", "24/12/2026\n01/08/2027 au 02/08/2027"),
            ("", "2027-08-01", "", "01/08/2027"),
            ("", "1/8/2027", "2027-08-01", "01/08/2027"),
            ("Noël", "", "", "Noël"),
        ] {
            let form = with(exceptions, from, until, "").unwrap();
            assert_eq!(
                (form.exceptions.as_str(), form.closed_from, form.closed_until),
                (lines, String::new(), String::new())
            );
        }
        for (from, until, copy, field, problem) in [
            ("", "", CLOSE_DAYS, "closed_from", Problem::Required),
            ("", "2027-08-15", "", "closed_from", Problem::Required),
            ("août", "2027-08-15", "", "closed_from", Problem::NotADay),
            ("2027-08-01", "2027-02-31", "", "closed_until", Problem::NotADay),
            ("2027-08-15", "2027-08-01", "", "closed_until", Problem::EndsBeforeStart),
            ("2026-11-01", "", "", "closed_from", Problem::PastDay),
            ("2027-08-01", "2028-08-15", "", "closed_until", Problem::TooManyDays(LONGEST)),
        ] {
            let error = with("", from, until, copy).unwrap_err();
            assert_eq!(error.problem(field), Some(&problem), "{from} {until}");
        }
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
