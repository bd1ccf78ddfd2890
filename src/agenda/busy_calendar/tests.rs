//! Calendars as programs write them, and as nobody should.

use super::*;
use chrono_tz::{Europe::Paris, Indian::Reunion};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// January of 2027 in Paris, where the owner lives.
fn january() -> Scope {
    Scope { zone: Paris, from: utc("2026-12-31T23:00:00Z"), until: utc("2027-01-31T23:00:00Z") }
}

fn calendar(events: &[&str]) -> String {
    let events: String = events.iter().map(|event| format!("BEGIN:VEVENT\nUID:a@b\n{event}\nEND:VEVENT\n")).collect();
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n")
}

/// The spans as they read in UTC.
fn told(text: &str, scope: &Scope) -> Vec<String> {
    let spans = read(text, scope).unwrap();
    let told = |(start, end): &Span| format!("{}/{}", start.format("%d %H:%M"), end.format("%d %H:%M"));
    spans.as_slice().iter().map(told).collect()
}

fn of_events(events: &[&str]) -> Vec<String> {
    told(&calendar(events), &january())
}

#[test]
fn an_event_is_busy_on_whatever_clock_it_is_written() {
    for event in [
        "DTSTART:20270104T090000Z\nDTEND:20270104T100000Z",
        "DTSTART;TZID=Europe/Paris:20270104T100000\nDTEND;TZID=Europe/Paris:20270104T110000",
        "DTSTART;TZID=\"Europe/Paris\":20270104T100000\nDURATION:PT1H",
        "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Paris:20270104T100000\nDURATION:PT60M",
        "DTSTART;TZID=Romance Standard Time:20270104T100000\nDURATION:PT1H",
        "DTSTART;TZID=Indian/Reunion:20270104T130000\nDURATION:PT1H",
        "DTSTART:20270104T100000\nDTEND:20270104T110000",
    ] {
        assert_eq!(of_events(&[event]), ["04 09:00/04 10:00"], "{event}");
    }
}

#[test]
fn a_floating_time_is_on_the_calendars_clock() {
    let text = calendar(&["DTSTART:20270104T100000\nDURATION:PT1H"]);
    let there = text.replace("VERSION:2.0", "VERSION:2.0\nX-WR-TIMEZONE:Indian/Reunion");
    assert_eq!(told(&there, &january()), ["04 06:00/04 07:00"]);
    assert_eq!(told(&text, &Scope { zone: Reunion, ..january() }), ["04 06:00/04 07:00"]);
}

#[test]
fn a_day_is_one_of_the_owners_zone() {
    assert_eq!(of_events(&["DTSTART;VALUE=DATE:20270104"]), ["03 23:00/04 23:00"]);
    assert_eq!(of_events(&["DTSTART;VALUE=DATE:20270104\nDTEND;VALUE=DATE:20270107"]), ["03 23:00/06 23:00"]);
    assert_eq!(of_events(&["DTSTART;VALUE=DATE:20270104\nDURATION:P2D"]), ["03 23:00/05 23:00"]);
    // The night of the change has 23 hours.
    let spring = Scope { from: utc("2027-03-01T00:00:00Z"), until: utc("2027-04-01T00:00:00Z"), ..january() };
    assert_eq!(told(&calendar(&["DTSTART;VALUE=DATE:20270328"]), &spring), ["27 23:00/28 22:00"]);
}

#[test]
fn what_takes_no_time_is_left_out() {
    let event = "DTSTART:20270104T090000Z\nDURATION:PT1H";
    for more in ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"] {
        assert!(of_events(&[&format!("{event}\n{more}")]).is_empty(), "{more}");
    }
    for more in ["STATUS:TENTATIVE", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"] {
        assert_eq!(of_events(&[&format!("{event}\n{more}")]).len(), 1, "{more}");
    }
    assert!(of_events(&["DTSTART:20270104T090000Z"]).is_empty(), "a moment without length");
    let ours = calendar(&[event]).replace("UID:a@b", "UID:0190-77@talks.declic");
    assert!(told(&ours, &january()).is_empty(), "our own talks");
}

#[test]
fn a_series_is_expanded_within_the_time_asked_for() {
    let weekly = "DTSTART;TZID=Europe/Paris:20200106T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY";
    let mondays = ["04 09:00/04 10:00", "11 09:00/11 10:00", "18 09:00/18 10:00", "25 09:00/25 10:00"];
    assert_eq!(of_events(&[weekly]), mondays);
    // However programs write the end.
    for until in ["20270112", "20270111T090000Z", "20270111T100000", "20270111"] {
        assert_eq!(of_events(&[&format!("{weekly};UNTIL={until}")]), mondays[..2], "{until}");
    }
    assert_eq!(of_events(&[&format!("{weekly};COUNT=367")]), mondays[..2]);
    let without = format!("{weekly}\nEXDATE;TZID=Europe/Paris:20270111T100000,20270118T100000");
    assert_eq!(of_events(&[&without]), [mondays[0], mondays[3]]);
    let with = "DTSTART:20270104T090000Z\nDURATION:PT1H\nRDATE:20270105T090000Z,20270106T090000Z/PT2H";
    assert_eq!(of_events(&[with]), ["04 09:00/04 10:00", "05 09:00/05 10:00", "06 09:00/06 10:00"]);
    let yearly = "DTSTART;VALUE=DATE:19900105\nRRULE:FREQ=YEARLY";
    assert_eq!(of_events(&[yearly]), ["04 23:00/05 23:00"]);
}

#[test]
fn a_series_keeps_to_its_own_clock_over_a_change() {
    let weekly = "DTSTART;TZID=Europe/Paris:20270321T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3";
    let spring = Scope { from: utc("2027-03-01T00:00:00Z"), until: utc("2027-05-01T00:00:00Z"), ..january() };
    assert_eq!(told(&calendar(&[weekly]), &spring), ["21 09:00/21 10:00", "28 08:00/28 09:00", "04 08:00/04 09:00"]);
}

#[test]
fn an_event_of_a_series_may_be_moved_or_called_off() {
    let weekly = "DTSTART:20270104T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3";
    let moved = "RECURRENCE-ID:20270111T090000Z\nDTSTART:20270112T150000Z\nDURATION:PT2H";
    let off = "RECURRENCE-ID:20270118T090000Z\nDTSTART:20270118T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED";
    assert_eq!(of_events(&[weekly, moved, off]), ["04 09:00/04 10:00", "12 15:00/12 17:00"]);
}

#[test]
fn lines_may_be_folded_and_end_as_they_like() {
    let text = calendar(&["SUMMARY:Rendez-vous\n chez le dentiste\nDTSTART:20270104T0900\n 00Z\nDURATION:PT1H"]);
    for text in
        [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{}", text.replace("END:VEVENT", "\nEND:VEVENT"))]
    {
        assert_eq!(told(&text, &january()), ["04 09:00/04 10:00"]);
    }
}

#[test]
fn what_is_no_calendar_is_refused() {
    let nested = "BEGIN:X\n".repeat(300_000);
    for text in
        ["", "<!doctype html><html></html>", "BEGIN:VCALENDAR", "{}", &nested, "BEGIN:VEVENT\nEND:VEVENT", "\0\0"]
    {
        assert_eq!(
            read(text, &january()).err(),
            Some(CalendarProblem::NotACalendar),
            "{}",
            text.get(..30).unwrap_or(text)
        );
    }
    assert!(told("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR", &january()).is_empty(), "an empty one is one");
}

#[test]
fn more_than_anybody_does_is_refused() {
    for rule in ["FREQ=MINUTELY;COUNT=100000", "FREQ=SECONDLY", "FREQ=HOURLY;BYMINUTE=0,10,20,30,40,50;BYSECOND=0,30"] {
        let event = format!("DTSTART:20270104T090000Z\nDURATION:PT1M\nRRULE:{rule}");
        assert_eq!(read(&calendar(&[&event]), &january()).err(), Some(CalendarProblem::TooManyEvents), "{rule}");
    }
    let days: Vec<String> = (0..6_000)
        .map(|minute| format!("202701{:02}T{:02}{:02}00Z", 4 + minute / 1440, minute / 60 % 24, minute % 60))
        .collect();
    let listed = format!("DTSTART:20270104T000000Z\nDURATION:PT1M\nRDATE:{}", days.join(","));
    assert_eq!(read(&calendar(&[&listed]), &january()).err(), Some(CalendarProblem::TooManyEvents));
}

/// Nothing that is expanded, and nothing that is looked at in vain, goes on once its time is over.
#[test]
fn what_yields_nothing_is_timed_too() {
    let never =
        "DTSTART:20270104T090000Z\nDURATION:PT1H\nEXDATE:20270104T090000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30";
    assert!(of_events(&[never]).is_empty());
    let over = Instant::now();
    assert_eq!(read_until(&calendar(&[never]), &january(), over).err(), Some(CalendarProblem::TooManyEvents));
    let without = never.lines().take(3).collect::<Vec<_>>().join("\n");
    assert!(of_events(&[&without]).is_empty());
    assert_eq!(read_until(&calendar(&[&without]), &january(), over).err(), Some(CalendarProblem::TooManyEvents));
}

#[test]
fn an_event_has_few_rules() {
    let event = "DTSTART:20270104T090000Z\nDURATION:PT1H";
    let two = format!("{event}\nRRULE:FREQ=WEEKLY;UNTIL=20270112\nRRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=20");
    assert_eq!(of_events(&[&two]), ["04 09:00/04 10:00", "11 09:00/11 10:00", "20 09:00/20 10:00"]);
    let many = format!("{event}{}", "\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30".repeat(100_000));
    assert_eq!(read(&calendar(&[&many]), &january()).err(), Some(CalendarProblem::TooManyEvents));
}

#[test]
fn a_rule_that_never_comes_true_ends() {
    let event = "DTSTART:20270104T090000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30";
    assert_eq!(of_events(&[event]), ["04 09:00/04 10:00"]);
    let nonsense = "DTSTART:20270104T090000Z\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES";
    assert_eq!(of_events(&[nonsense]), ["04 09:00/04 10:00"]);
}
