//! Saying when, in a reader's language and zone.

use crate::i18n::*;
use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use leptos_i18n::td_string;

/// RFC 3339 in UTC, to the second: what URLs and forms carry.
#[must_use]
pub fn iso(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Reads what [`iso`] wrote.
#[must_use]
pub fn from_iso(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text.trim()).ok().map(|instant| instant.to_utc())
}

/// `mercredi 25 novembre`, with the year when it is not `today`'s.
#[must_use]
pub fn day(date: NaiveDate, today: NaiveDate, l: Locale) -> String {
    let (weekday, month) = (weekday(date.weekday(), l), month(date.month(), l));
    let day = match date.day() {
        1 => td_string!(l, dates.first_day, weekday = weekday, month = month),
        day => td_string!(l, dates.day, weekday = weekday, day = day, month = month),
    };
    if date.year() == today.year() { day } else { td_string!(l, dates.day_and_year, day = day, year = date.year()) }
}

/// `23 nov.`: a day in as few letters as a calendar's leaf has room for.
#[must_use]
pub fn short_day(date: NaiveDate, l: Locale) -> String {
    td_string!(l, dates.short_day, day = day_of_month(date, l), month = short_month(date.month(), l))
}

/// `du 23 au 29 novembre`, `du 28 nov. au 4 déc.`
#[must_use]
pub fn span(first: NaiveDate, last: NaiveDate, l: Locale) -> String {
    if (first.year(), first.month()) == (last.year(), last.month()) {
        let (first, last, month) = (day_of_month(first, l), day_of_month(last, l), month(last.month(), l));
        td_string!(l, dates.span_of_month, first = first, last = last, month = month)
    } else {
        td_string!(l, dates.span, first = short_day(first, l), last = short_day(last, l))
    }
}

fn day_of_month(date: NaiveDate, l: Locale) -> String {
    match date.day() {
        1 => td_string!(l, dates.first).to_owned(),
        day => day.to_string(),
    }
}

/// `14 h 00` or `14:00`, on the clock of `zone`.
#[must_use]
pub fn time(instant: DateTime<Utc>, zone: Tz, l: Locale) -> String {
    let local = instant.with_timezone(&zone);
    td_string!(l, dates.time, hour = local.hour(), minute = format!("{:02}", local.minute()))
}

/// `mercredi 25 novembre à 14 h 00 (heure de Paris)`.
#[must_use]
pub fn whole(instant: DateTime<Utc>, now: DateTime<Utc>, zone: Tz, l: Locale) -> String {
    let (date, today) = (instant.with_timezone(&zone).date_naive(), now.with_timezone(&zone).date_naive());
    let (day, time) = (day(date, today, l), time(instant, zone, l));
    td_string!(l, dates.moment, day = day, time = time, zone = zone_name(zone, l))
}

/// `heure de Paris`.
#[must_use]
pub fn zone_name(zone: Tz, l: Locale) -> String {
    let name = match zone {
        Tz::Europe__Paris => td_string!(l, dates.zone_paris),
        Tz::America__Guadeloupe => td_string!(l, dates.zone_guadeloupe),
        Tz::America__Martinique => td_string!(l, dates.zone_martinique),
        Tz::America__Cayenne => td_string!(l, dates.zone_cayenne),
        Tz::America__Miquelon => td_string!(l, dates.zone_miquelon),
        Tz::America__St_Barthelemy => td_string!(l, dates.zone_st_barthelemy),
        Tz::America__Marigot => td_string!(l, dates.zone_marigot),
        Tz::Indian__Reunion => td_string!(l, dates.zone_reunion),
        Tz::Indian__Mayotte => td_string!(l, dates.zone_mayotte),
        Tz::Pacific__Noumea => td_string!(l, dates.zone_noumea),
        Tz::Pacific__Wallis => td_string!(l, dates.zone_wallis),
        Tz::Pacific__Tahiti => td_string!(l, dates.zone_tahiti),
        Tz::Pacific__Marquesas => td_string!(l, dates.zone_marquesas),
        Tz::Pacific__Gambier => td_string!(l, dates.zone_gambier),
        other => {
            let city = other.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
            return td_string!(l, dates.zone_other, city = city);
        }
    };
    name.to_owned()
}

/// `lundi`.
#[must_use]
pub fn weekday(weekday: Weekday, l: Locale) -> &'static str {
    match weekday {
        Weekday::Mon => td_string!(l, dates.monday),
        Weekday::Tue => td_string!(l, dates.tuesday),
        Weekday::Wed => td_string!(l, dates.wednesday),
        Weekday::Thu => td_string!(l, dates.thursday),
        Weekday::Fri => td_string!(l, dates.friday),
        Weekday::Sat => td_string!(l, dates.saturday),
        Weekday::Sun => td_string!(l, dates.sunday),
    }
}

/// `novembre 2026`.
#[must_use]
pub fn month_and_year(date: NaiveDate, l: Locale) -> String {
    td_string!(l, dates.month_and_year, month = month(date.month(), l), year = date.year())
}

fn month(month: u32, l: Locale) -> &'static str {
    match month {
        1 => td_string!(l, dates.january),
        2 => td_string!(l, dates.february),
        3 => td_string!(l, dates.march),
        4 => td_string!(l, dates.april),
        5 => td_string!(l, dates.may),
        6 => td_string!(l, dates.june),
        7 => td_string!(l, dates.july),
        8 => td_string!(l, dates.august),
        9 => td_string!(l, dates.september),
        10 => td_string!(l, dates.october),
        11 => td_string!(l, dates.november),
        _ => td_string!(l, dates.december),
    }
}

fn short_month(month: u32, l: Locale) -> &'static str {
    match month {
        1 => td_string!(l, dates.short_january),
        2 => td_string!(l, dates.short_february),
        3 => td_string!(l, dates.short_march),
        4 => td_string!(l, dates.short_april),
        5 => td_string!(l, dates.short_may),
        6 => td_string!(l, dates.short_june),
        7 => td_string!(l, dates.short_july),
        8 => td_string!(l, dates.short_august),
        9 => td_string!(l, dates.short_september),
        10 => td_string!(l, dates.short_october),
        11 => td_string!(l, dates.short_november),
        _ => td_string!(l, dates.short_december),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        from_iso(text).unwrap()
    }

    #[test]
    fn an_hour_is_told_on_the_readers_clock() {
        let (start, now) = (at("2026-12-31T23:30:00Z"), at("2026-11-22T08:00:00Z"));
        assert_eq!(
            whole(start, now, Tz::Europe__Paris, Locale::fr),
            "vendredi 1er\u{a0}janvier 2027 à 0\u{a0}h\u{a0}30 (heure de Paris)"
        );
        assert_eq!(whole(start, now, Tz::Pacific__Tahiti, Locale::en), "Thursday 31 December at 13:30 (Tahiti time)");
    }

    #[test]
    fn days_are_told_in_short() {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(short_day(day("2026-11-23"), Locale::fr), "23\u{a0}nov.");
        assert_eq!(short_day(day("2027-01-01"), Locale::fr), "1er\u{a0}janv.");
        assert_eq!(short_day(day("2027-05-01"), Locale::en), "1\u{a0}May");
        let week = |first, last| span(day(first), day(last), Locale::fr);
        assert_eq!(week("2026-11-23", "2026-11-29"), "du 23 au 29\u{a0}novembre");
        assert_eq!(week("2026-12-01", "2026-12-07"), "du 1er au 7\u{a0}décembre");
        assert_eq!(week("2026-11-28", "2026-12-04"), "du 28\u{a0}nov. au 4\u{a0}déc.");
        assert_eq!(span(day("2026-11-23"), day("2026-11-29"), Locale::en), "23 to 29\u{a0}November");
    }

    #[test]
    fn both_paris_clock_changes_are_told_right() {
        assert_eq!(time(at("2027-03-28T00:30:00Z"), Tz::Europe__Paris, Locale::en), "1:30");
        assert_eq!(time(at("2027-03-28T01:30:00Z"), Tz::Europe__Paris, Locale::en), "3:30");
        assert_eq!(time(at("2027-10-31T00:30:00Z"), Tz::Europe__Paris, Locale::en), "2:30");
        assert_eq!(time(at("2027-10-31T01:30:00Z"), Tz::Europe__Paris, Locale::en), "2:30");
    }

    #[test]
    fn an_instant_survives_its_text() {
        let instant = at("2026-11-25T09:00:00Z");
        assert_eq!(from_iso(&iso(instant)), Some(instant));
        assert_eq!(from_iso("demain"), None);
    }
}
