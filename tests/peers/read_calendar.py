"""Reads a calendar file on its standard input with an independent RFC 5545 reader and prints what
it understood as JSON, for the tests of `src/agenda/calendar.rs`."""

import json
import sys
from datetime import timezone

from icalendar import Calendar


def instant(component, name):
    return component.decoded(name).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(component, name):
    value = component.get(name)
    return None if value is None else str(value)


def people(component, name):
    values = component.get(name, [])
    values = values if isinstance(values, list) else [values]
    return [{"name": value.params.get("CN"), "address": str(value)} for value in values]


def event(component):
    return {
        "uid": text(component, "UID"),
        "sequence": int(component["SEQUENCE"]),
        "status": text(component, "STATUS"),
        "stamp": instant(component, "DTSTAMP"),
        "start": instant(component, "DTSTART"),
        "end": instant(component, "DTEND"),
        "summary": text(component, "SUMMARY"),
        "description": text(component, "DESCRIPTION"),
        "location": text(component, "LOCATION"),
        "url": text(component, "URL"),
        "organizers": people(component, "ORGANIZER"),
        "attendees": people(component, "ATTENDEE"),
        "errors": [f"{name}: {error}" for name, error in component.errors],
    }


calendar = Calendar.from_ical(sys.stdin.buffer.read())
json.dump(
    {
        "product": text(calendar, "PRODID"),
        "method": text(calendar, "METHOD"),
        "name": text(calendar, "X-WR-CALNAME"),
        "events": [event(component) for component in calendar.walk("VEVENT")],
    },
    sys.stdout,
)
