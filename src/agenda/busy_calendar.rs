//! When a calendar file (`.ics`, RFC 5545) says that its owner is busy.
//!
//! Recurring events are expanded by the library `rrule`. What an event says beyond its times is never kept. Left out
//! are events that are cancelled, that leave their time free (`TRANSP:TRANSPARENT`, Outlook's `FREE`), and our own.
//! Times without a zone are on the calendar's clock (`X-WR-TIMEZONE`) or the owner's; a zone of an unknown name
//! (Outlook's `Romance Standard Time`) counts as the owner's. Days without a time are days of the owner's zone. Of a
//! rule that the library does not understand only the first event counts. An event of several rules, which should not
//! be (RFC 5545 §3.8.5.3), takes place whenever one of them says so.

use super::calendar::UID_HOST;
use super::{
    busy::{BusySpans, Span},
    free::instants_at,
};
use crate::error::CalendarProblem;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use icalendar::parser::{Component, Property, read_calendar_simple};
use rrule::{RRule, RRuleSet, Unvalidated};
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// Most events that are counted between the first and the last instant asked for.
const MOST_EVENTS: usize = 5_000;
/// Expanding rules may take this long, those included that began long ago or never come true: a series of every day for
/// twenty years takes a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);
/// Rules of one event: there should be one.
const MOST_RULES: usize = 10;
/// Components within components: a calendar, an event, an alarm, and room for what others invent.
const DEEPEST: usize = 8;

/// What a calendar is read for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The owner's zone.
    pub zone: Tz,
    /// First instant of interest.
    pub from: DateTime<Utc>,
    /// First instant after.
    pub until: DateTime<Utc>,
}

/// When the calendar `text` says that its owner is busy. Takes a while: not for the runtime's own threads.
///
/// # Errors
/// [`CalendarProblem::NotACalendar`], [`CalendarProblem::TooManyEvents`].
pub fn read(text: &str, scope: &Scope) -> Result<BusySpans, CalendarProblem> {
    read_until(text, scope, Instant::now() + PATIENCE)
}

fn read_until(text: &str, scope: &Scope, deadline: Instant) -> Result<BusySpans, CalendarProblem> {
    let lines = whole_lines(text)?;
    let components = read_calendar_simple(&lines).map_err(|_| CalendarProblem::NotACalendar)?;
    let calendars: Vec<&Component<'_>> =
        components.iter().filter(|component| component.name.as_str().eq_ignore_ascii_case("VCALENDAR")).collect();
    if calendars.is_empty() {
        return Err(CalendarProblem::NotACalendar);
    }
    let mut expansion = Expansion { scope, spans: Vec::new(), deadline };
    for calendar in calendars {
        expansion.calendar(calendar)?;
    }
    Ok(BusySpans::new(expansion.spans).within(scope.from, scope.until))
}

/// The file with one line for each property, however it was broken into lines: the parser takes a line's end for found
/// at once only where all are alike, and it calls itself for each component within another.
fn whole_lines(text: &str) -> Result<String, CalendarProblem> {
    let mut whole = String::with_capacity(text.len() + 2);
    let mut depth = 0_usize;
    for line in text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty()) {
        if let Some(rest) = line.strip_prefix([' ', '\t']) {
            whole.push_str(rest);
            continue;
        }
        let word = line.get(..6).unwrap_or_default().to_ascii_uppercase();
        if word == "BEGIN:" {
            depth += 1;
        } else if word.starts_with("END:") {
            depth = depth.saturating_sub(1);
        }
        if depth > DEEPEST {
            return Err(CalendarProblem::NotACalendar);
        }
        if !whole.is_empty() {
            whole.push_str("\r\n");
        }
        whole.push_str(line.trim_end());
    }
    whole.push_str("\r\n");
    Ok(whole)
}

/// A time of an event, on a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Time {
    local: NaiveDateTime,
    zone: Tz,
    is_day: bool,
}

impl Time {
    fn instant(self) -> Option<DateTime<Utc>> {
        instants_at(self.zone, self.local).map(|(first, _)| first)
    }
}

/// How long an event lasts.
#[derive(Debug, Clone, Copy)]
enum Length {
    /// Days of the wall clock.
    Days(u64),
    Exactly(TimeDelta),
}

struct Expansion<'s> {
    scope: &'s Scope,
    spans: Vec<Span>,
    deadline: Instant,
}

impl Expansion<'_> {
    fn calendar(&mut self, calendar: &Component<'_>) -> Result<(), CalendarProblem> {
        let clock = calendar.find_prop("X-WR-TIMEZONE").and_then(|zone| named_zone(zone.val.as_str()));
        let clock = clock.unwrap_or(self.scope.zone);
        let events: Vec<&Component<'_>> =
            calendar.components.iter().filter(|component| component.name.as_str() == "VEVENT").collect();
        // Events of a series that were moved or called off one by one.
        let mut moved: HashMap<&str, Vec<DateTime<Utc>>> = HashMap::new();
        for event in &events {
            let instead_of = event.find_prop("RECURRENCE-ID").and_then(|property| self.times(property, clock).next());
            if let (Some(uid), Some(instant)) = (uid(event), instead_of.and_then(Time::instant)) {
                moved.entry(uid).or_default().push(instant);
            }
        }
        for event in events.into_iter().filter(|event| takes_time(event)) {
            if uid(event).is_some_and(|uid| uid.ends_with(&format!("@{UID_HOST}"))) {
                continue;
            }
            let is_one_of_a_series = event.find_prop("RECURRENCE-ID").is_some();
            let moved = uid(event).and_then(|uid| moved.get(uid)).filter(|_| !is_one_of_a_series);
            self.event(event, clock, moved.map_or(&[], Vec::as_slice))?;
        }
        Ok(())
    }

    /// Adds the spans of an event, but for those that start at an instant of `left_out`.
    fn event(&mut self, event: &Component<'_>, clock: Tz, left_out: &[DateTime<Utc>]) -> Result<(), CalendarProblem> {
        let start = event.find_prop("DTSTART").and_then(|property| self.times(property, clock).next());
        let Some((start, first)) = start.and_then(|start| Some((start, start.instant()?))) else { return Ok(()) };
        let length = self.length(event, start, first, clock);
        let zone = rrule::Tz::from(start.zone);
        let in_zone = |instant: DateTime<Utc>| instant.with_timezone(&zone);
        let all_times = |name: &'static str| {
            let properties = event.properties.iter().filter(move |property| property.name.as_str() == name);
            properties.flat_map(|property| self.times(property, clock)).filter_map(Time::instant)
        };
        let set = RRuleSet::new(in_zone(first)).limit();
        let left_out = all_times("EXDATE").chain(left_out.iter().copied());
        let set = left_out.fold(set, |set, instant| set.exdate(in_zone(instant)));
        // The first event counts whatever its rule says of it (RFC 5545 §3.8.5.3).
        let dates = set.clone().rdate(in_zone(first));
        let dates = all_times("RDATE").fold(dates, |dates, instant| dates.rdate(in_zone(instant)));
        let mut series = vec![(dates, self.scope.until)];
        let rules = || event.properties.iter().filter(|property| property.name.as_str() == "RRULE");
        if rules().count() > MOST_RULES {
            return Err(CalendarProblem::TooManyEvents);
        }
        for rule in rules() {
            let (rule, until) = without_end(rule.val.as_str());
            let rule = rule.parse::<RRule<Unvalidated>>().ok().and_then(|rule| rule.validate(in_zone(first)).ok());
            let until = until.and_then(|until| self.end_of_rule(until, clock));
            let last = until.map_or(self.scope.until, |until| until.min(self.scope.until));
            series.extend(rule.map(|rule| (set.clone().rrule(rule), last)));
        }
        for (set, last) in &series {
            self.series(set, *last, length, start.zone)?;
        }
        Ok(())
    }

    /// Adds the spans of what is said to begin before `last`. Each series is asked for the time by itself: one that never
    /// comes true yields nothing at which to ask.
    fn series(&mut self, set: &RRuleSet, last: DateTime<Utc>, length: Length, zone: Tz) -> Result<(), CalendarProblem> {
        self.require_time()?;
        for occurrence in set {
            self.require_time()?;
            let begins = occurrence.to_utc();
            if begins >= last {
                break;
            }
            let ends = match length {
                Length::Exactly(length) => begins.checked_add_signed(length),
                Length::Days(days) => midnight_after(occurrence.date_naive(), days, zone),
            };
            let Some(ends) = ends.filter(|ends| *ends > self.scope.from && begins < self.scope.until) else { continue };
            self.spans.push((begins, ends));
            if self.spans.len() > MOST_EVENTS {
                return Err(CalendarProblem::TooManyEvents);
            }
        }
        Ok(())
    }

    fn require_time(&self) -> Result<(), CalendarProblem> {
        match Instant::now() < self.deadline {
            true => Ok(()),
            false => Err(CalendarProblem::TooManyEvents),
        }
    }

    fn length(&self, event: &Component<'_>, start: Time, first: DateTime<Utc>, clock: Tz) -> Length {
        let end = event.find_prop("DTEND").and_then(|property| self.times(property, clock).next());
        if let Some(end) = end.filter(|end| end.is_day == start.is_day) {
            return match end.is_day {
                true => Length::Days(u64::try_from((end.local - start.local).num_days()).unwrap_or(0).max(1)),
                false => Length::Exactly(end.instant().map_or(TimeDelta::zero(), |end| end - first)),
            };
        }
        let told = event.find_prop("DURATION").and_then(|property| iso8601::duration(property.val.as_str()).ok());
        let told = told.and_then(|told| TimeDelta::from_std(Duration::from(told)).ok());
        match told {
            Some(told) if !start.is_day => Length::Exactly(told),
            Some(told) => Length::Days(u64::try_from(told.num_days()).unwrap_or(0).max(1)),
            None if start.is_day => Length::Days(1),
            None => Length::Exactly(TimeDelta::zero()),
        }
    }

    /// The times that a property holds.
    fn times<'p>(&self, property: &'p Property<'_>, clock: Tz) -> impl Iterator<Item = Time> + 'p {
        let named = property.params.iter().find(|parameter| parameter.key.as_str() == "TZID");
        let named = named.and_then(|parameter| parameter.val.as_ref()).map(|name| name.as_str());
        let owners = self.scope.zone;
        let clock = named.map_or(clock, |name| named_zone(name).unwrap_or(owners));
        property.val.as_str().split(',').filter_map(move |text| time(text, clock, owners))
    }

    /// The first instant after a rule whose last day or time is `until`.
    fn end_of_rule(&self, until: &str, clock: Tz) -> Option<DateTime<Utc>> {
        let until = time(until, clock, self.scope.zone)?;
        match until.is_day {
            true => midnight_after(until.local.date(), 1, until.zone),
            false => until.instant()?.checked_add_signed(TimeDelta::seconds(1)),
        }
    }
}

fn uid<'c>(event: &'c Component<'_>) -> Option<&'c str> {
    event.find_prop("UID").map(|uid| uid.val.as_str())
}

fn takes_time(event: &Component<'_>) -> bool {
    let says = |name: &str, value: &str| {
        event.find_prop(name).is_some_and(|property| property.val.as_str().trim().eq_ignore_ascii_case(value))
    };
    !(says("STATUS", "CANCELLED") || says("TRANSP", "TRANSPARENT") || says("X-MICROSOFT-CDO-BUSYSTATUS", "FREE"))
}

/// `20261224`, `20261224T140000`, `20261224T130000Z`, or the beginning of a period, on the clock of `clock`; days are
/// the owner's.
fn time(text: &str, clock: Tz, owners: Tz) -> Option<Time> {
    let text = text.split('/').next()?.trim();
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
        return Some(Time { local: day.and_time(NaiveTime::MIN), zone: owners, is_day: true });
    }
    let (text, zone) = text.strip_suffix('Z').map_or((text, clock), |text| (text, Tz::UTC));
    let local = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok()?;
    Some(Time { local, zone, is_day: false })
}

/// A zone by its IANA name, which some programs write after a path of their own: `/mozilla.org/2005/Europe/Paris`.
fn named_zone(name: &str) -> Option<Tz> {
    let name = name.trim().trim_matches('"');
    let ends = std::iter::once(name).chain(name.match_indices('/').map(|(at, _)| &name[at + 1..]));
    ends.filter_map(|end| end.parse().ok()).next()
}

/// A rule without its `UNTIL`, and that. Programs write it as a day, in UTC or on a clock, whatever the event's start is;
/// the library wants them alike.
fn without_end(rule: &str) -> (String, Option<&str>) {
    let until = rule.split(';').find_map(|part| part.trim().strip_prefix("UNTIL="));
    let parts: Vec<&str> = rule.split(';').filter(|part| !part.trim().starts_with("UNTIL=")).collect();
    (parts.join(";"), until)
}

fn midnight_after(day: NaiveDate, days: u64, zone: Tz) -> Option<DateTime<Utc>> {
    let midnight = day.checked_add_days(Days::new(days))?.and_time(NaiveTime::MIN);
    instants_at(zone, midnight).map(|(first, _)| first)
}

#[cfg(test)]
mod tests;
