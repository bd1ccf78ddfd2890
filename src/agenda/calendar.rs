//! Calendar files (`.ics`, RFC 5545): the invitation sent with a message, and the private feed
//! that a person's own calendar reads.
//!
//! Times are written in UTC, which every calendar shows in its reader's own zone; a place whose
//! zone differs from the reader's says so in the description. A `uid` never changes and
//! `sequence` rises with each change, so a new file replaces the event instead of adding one.

use chrono::{DateTime, TimeDelta, Utc};
use icalendar::{Attendee, Calendar, Component, Event, EventLike, EventStatus, PartStat, Property};

/// Identifies the program that wrote the file (RFC 5545 §3.7.3).
const PRODUCT: &str = "-//Declic//Agenda//FR";

/// How often a calendar is asked to read a feed again.
const REFRESH: TimeDelta = TimeDelta::hours(1);

/// Longest line of a calendar file, in octets, without its line break (RFC 5545 §3.1).
const LINE_OCTETS: usize = 75;

/// What the receiver is to do with the file (RFC 5546 §3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Add the event, or replace its earlier version.
    Request,
    /// Take the event away: whatever its `cancelled` says, it is written as cancelled.
    Cancel,
    /// Show the event; nobody is invited, so attendees are not written.
    Publish,
}

impl Method {
    /// The value of the METHOD property, also the `method` of the `text/calendar` media type.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
            Self::Publish => "PUBLISH",
        }
    }
}

/// What the names of our own events end with. Not where the site is reached: that may change, an event's name may not.
pub const UID_HOST: &str = "talks.declic";

/// One event of a calendar file.
///
/// Text may hold anything: it is escaped, and control characters other than line breaks and tabs
/// are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEvent {
    /// Name of the event for ever, the same in all its versions and in every file.
    pub uid: String,
    /// Version of the event: 0, then one more each time its time, place or state changes.
    pub sequence: i32,
    /// Start of the event.
    pub starts_at: DateTime<Utc>,
    /// End of the event, after its start.
    pub ends_at: DateTime<Utc>,
    /// When this version was written (DTSTAMP).
    pub stamp: DateTime<Utc>,
    /// Title, one line.
    pub summary: String,
    /// What the reader needs to know; may have several lines, or be empty.
    pub description: String,
    /// Where it takes place.
    pub location: Option<String>,
    /// Page of the event.
    pub url: Option<String>,
    /// In whose name it is held. **Its address must be a no-reply address of the platform**: every
    /// receiver reads it, and nobody's address may be shown to someone else. RFC 5546 requires an
    /// organiser in what is sent with any [`Method`].
    pub organizer: Option<Party>,
    /// Who is invited. For the same reason, the only person here is **the one the file is sent
    /// to**, under their own address.
    pub attendees: Vec<Party>,
    /// Whether the event no longer takes place.
    pub cancelled: bool,
}

/// A name and an e-mail address in a calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Name shown.
    pub name: String,
    /// E-mail address, without `mailto:`.
    pub address: String,
}

/// The file that asks for one event to be added, changed, taken away or shown.
#[must_use]
pub fn invitation(method: Method, event: &CalendarEvent) -> String {
    let mut calendar = empty(method);
    calendar.push(component(method, event));
    fold(&calendar.to_string())
}

/// The file of a feed named `name`, in which cancelled events stay, marked as such, so that
/// calendars that keep what they have read take them away.
#[must_use]
pub fn feed(name: &str, events: &[CalendarEvent]) -> String {
    let mut calendar = empty(Method::Publish);
    calendar.append_property(Property::new("X-WR-CALNAME", one_line(name))).ttl(&REFRESH);
    calendar.extend(events.iter().map(|event| component(Method::Publish, event)));
    fold(&calendar.to_string())
}

fn empty(method: Method) -> Calendar {
    let mut calendar = Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", method.as_str())]
    {
        calendar.append_property((key, value));
    }
    calendar
}

fn component(method: Method, event: &CalendarEvent) -> Event {
    let cancelled = event.cancelled || method == Method::Cancel;
    let mut component = Event::with_uid(&one_line(&event.uid));
    component
        .sequence(u32::try_from(event.sequence).unwrap_or(0))
        .timestamp(event.stamp)
        .starts(event.starts_at)
        .ends(event.ends_at)
        .status(if cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed })
        .summary(&one_line(&event.summary));
    if !event.description.is_empty() {
        component.description(&printable(&event.description));
    }
    if let Some(location) = &event.location {
        component.location(&printable(location));
    }
    if let Some(url) = &event.url {
        component.url(&one_line(url));
    }
    if let Some(organizer) = &event.organizer {
        component.append_property(
            Property::new("ORGANIZER", mailto(organizer)).add_parameter("CN", &parameter(&organizer.name)).done(),
        );
    }
    // RFC 5546 §3.2.1 forbids attendees in what is published.
    if method != Method::Publish {
        for attendee in &event.attendees {
            component.attendee(
                // Both sides agreed in the application, and nobody reads replies.
                Attendee::new(mailto(attendee)).cn(parameter(&attendee.name)).partstat(PartStat::Accepted).rsvp(false),
            );
        }
    }
    component
}

fn mailto(party: &Party) -> String {
    format!("mailto:{}", one_line(&party.address))
}

/// Text without the control characters that RFC 5545 §3.3.11 forbids, its line breaks as `\n`.
fn printable(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|character| matches!(character, '\n' | '\t') || !character.is_control())
        .collect()
}

/// Text on one line. Values that are not escaped (addresses, links) could otherwise start a
/// property of their own.
fn one_line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}

/// A parameter's value, which cannot hold a double quote (RFC 5545 §3.2).
fn parameter(text: &str) -> String {
    one_line(text).replace('"', "'")
}

/// Folds the lines of a file again: `icalendar` 0.17 lets the last piece of a line reach 76 octets.
fn fold(file: &str) -> String {
    let mut folded = String::with_capacity(file.len());
    for line in file.replace("\r\n ", "").split_terminator("\r\n") {
        let mut octets = 0;
        for character in line.chars() {
            if octets + character.len_utf8() > LINE_OCTETS {
                folded.push_str("\r\n ");
                octets = 1;
            }
            folded.push(character);
            octets += character.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event() -> CalendarEvent {
        CalendarEvent {
            uid: "018f-talk@declic.example".to_owned(),
            sequence: 2,
            starts_at: "2027-03-28T01:00:00Z".parse().unwrap(),
            ends_at: "2027-03-28T02:00:00Z".parse().unwrap(),
            stamp: "2027-03-01T08:15:30Z".parse().unwrap(),
            summary: "Rencontre : boulangère".to_owned(),
            description: "Une heure, au fournil ; venez à jeun.\nÀ bientôt \\o/".to_owned(),
            location: Some("3, rue du Four".to_owned()),
            url: Some("https://declic.example/rencontres/1?a=1,2;b".to_owned()),
            organizer: Some(Party {
                name: "Déclic: \"agenda\"".to_owned(),
                address: "ne-pas-repondre@declic.example".to_owned(),
            }),
            attendees: vec![Party { name: "Zoé, 3ème".to_owned(), address: "zoe@example.org".to_owned() }],
            cancelled: false,
        }
    }

    /// The lines of a file, unfolded.
    fn lines(file: &str) -> Vec<String> {
        file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_invitation_says_everything_once() {
        let mut lines = lines(&invitation(Method::Request, &event()));
        let mut expected = vec![
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Declic//Agenda//FR",
            "CALSCALE:GREGORIAN",
            "METHOD:REQUEST",
            "BEGIN:VEVENT",
            "UID:018f-talk@declic.example",
            "SEQUENCE:2",
            "DTSTAMP:20270301T081530Z",
            "DTSTART:20270328T010000Z",
            "DTEND:20270328T020000Z",
            "STATUS:CONFIRMED",
            "SUMMARY:Rencontre : boulangère",
            r"DESCRIPTION:Une heure\, au fournil \; venez à jeun.\nÀ bientôt \\o/",
            r"LOCATION:3\, rue du Four",
            "URL:https://declic.example/rencontres/1?a=1,2;b",
            "ORGANIZER;CN=\"Déclic: 'agenda'\":mailto:ne-pas-repondre@declic.example",
            "ATTENDEE;CN=\"Zoé, 3ème\";PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:zoe@example.org",
            "END:VEVENT",
            "END:VCALENDAR",
        ];
        lines.sort_unstable();
        expected.sort_unstable();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_cancellation_keeps_the_event_and_says_cancelled() {
        let lines = lines(&invitation(Method::Cancel, &event()));
        for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "UID:018f-talk@declic.example", "SEQUENCE:2"] {
            assert!(lines.iter().any(|written| written == line), "{line}");
        }
        assert!(!lines.iter().any(|line| line == "STATUS:CONFIRMED"));
    }

    #[test]
    fn a_feed_has_a_name_and_shows_nobody() {
        let cancelled = CalendarEvent { cancelled: true, ..event() };
        let file = feed("Déclic, agenda\r\nMETHOD:CANCEL", &[event(), cancelled]);
        let lines = lines(&file);
        for line in [
            "METHOD:PUBLISH",
            r"X-WR-CALNAME:Déclic\, agenda METHOD:CANCEL",
            "REFRESH-INTERVAL;VALUE=DURATION:PT3600S",
            "STATUS:CONFIRMED",
            "STATUS:CANCELLED",
        ] {
            assert_eq!(lines.iter().filter(|written| *written == line).count(), 1, "{line}");
        }
        assert!(!file.contains("zoe@example.org"));
    }

    #[test]
    fn what_is_absent_is_not_written() {
        let bare = CalendarEvent {
            description: String::new(),
            location: None,
            url: None,
            organizer: None,
            attendees: Vec::new(),
            ..event()
        };
        let file = invitation(Method::Request, &bare);
        for key in ["DESCRIPTION", "LOCATION", "URL", "ORGANIZER", "ATTENDEE"] {
            assert!(!file.contains(key), "{key}");
        }
    }

    proptest! {
        /// Nothing a person writes can add a line to the file or make one too long.
        #[test]
        fn text_stays_in_its_property(text in "(\\PC|[\\r\\n\\t\\x00\\x0b\"\\\\;:,é🧑‍🍳 ]){0,300}") {
            let hostile = CalendarEvent {
                uid: text.clone(),
                summary: text.clone(),
                description: format!("{text}END:VEVENT"),
                location: Some(text.clone()),
                url: Some(text.clone()),
                organizer: Some(Party { name: text.clone(), address: text.clone() }),
                attendees: vec![Party { name: text.clone(), address: text.clone() }],
                ..event()
            };
            let file = invitation(Method::Request, &hostile);
            prop_assert_eq!(lines(&file).len(), lines(&invitation(Method::Request, &event())).len());
            prop_assert!(file.ends_with("END:VCALENDAR\r\n"));
            for line in file.split_terminator("\r\n") {
                prop_assert!(line.len() <= LINE_OCTETS, "{}", line.len());
                prop_assert!(!line.contains(|c: char| c.is_control() && c != '\t'));
            }
        }
    }
}
