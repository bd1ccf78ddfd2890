//! What talks say by mail, each with its calendar file, to each side in its own language and zone.

use super::{
    store::{FollowerRow, Party, ProfessionalRow, TalkRow},
    types::{CancelReason, Side, Way},
};
use crate::{
    agenda::{
        availability::TALK_MINUTES,
        calendar::{self, CalendarEvent, Method},
        moment,
    },
    context::AppContext,
    geo,
    i18n::*,
    locale,
    notifications::mail::Mail,
    routes::Route,
    trades,
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use leptos_i18n::td_string;
use url::Url;

/// One side of a talk, as the mails address it.
struct Reader<'t> {
    l: Locale,
    zone: Tz,
    name: &'t str,
    email: &'t str,
    other: &'t str,
}

impl<'t> Reader<'t> {
    fn new(talk: &'t TalkRow, party: &Party<'t>) -> Self {
        let l = locale::from_code(party.locale).unwrap_or_default();
        let other = talk.party(party.side.other());
        Self {
            l,
            zone: party.zone.parse().unwrap_or(Tz::Europe__Paris),
            name: party.name,
            email: party.email,
            other: other.map_or(td_string!(l, talks.somebody_gone), |other| other.name),
        }
    }
}

/// When a talk is, in one reader's words: on site on the clock of the place first, else on their own.
fn when(talk: &TalkRow, reader: &Reader<'_>, now: DateTime<Utc>) -> String {
    let here = moment::whole(talk.starts_at, now, reader.zone, reader.l);
    let place: Tz = talk.professional_zone.parse().unwrap_or(reader.zone);
    let clock = |zone: Tz| talk.starts_at.with_timezone(&zone).naive_local();
    if talk.way() != Way::Onsite || clock(place) == clock(reader.zone) {
        return here;
    }
    let there = moment::whole(talk.starts_at, now, place, reader.l);
    td_string!(reader.l, mail.on_two_clocks, there = there, here = here)
}

/// The label of a trade's code.
#[must_use]
pub fn trade_label(code: &str) -> String {
    trades::catalogue::find(code).map_or_else(|| code.to_owned(), |trade| trade.label.clone())
}

/// The address of a talk's room.
#[must_use]
pub fn room_url(app: &AppContext, talk: &TalkRow) -> String {
    let url = room_below(&app.room_url, &talk.room);
    // Jitsi's own switch for a call without picture.
    if talk.way() == Way::Phone { format!("{url}#config.startAudioOnly=true") } else { url.into() }
}

/// `name` added to the path of the site of rooms, whether or not that ends in `/`.
fn room_below(site: &Url, name: &str) -> Url {
    let mut url = site.clone();
    // Every http address has a path: settings accept no other.
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push(name);
    }
    url
}

fn way(app: &AppContext, talk: &TalkRow, l: Locale) -> String {
    match talk.way() {
        Way::Video => td_string!(l, mail.way_video, place = room_url(app, talk)),
        Way::Phone => td_string!(l, mail.way_phone, place = room_url(app, talk)),
        Way::Onsite => match talk.meeting_place.clone() {
            Some(place) => td_string!(l, mail.way_onsite, place = place),
            None => td_string!(l, mail.way_onsite_gone).to_owned(),
        },
    }
}

/// The talk as a calendar event of one side.
#[must_use]
pub fn event(app: &AppContext, talk: &TalkRow, party: &Party<'_>, stamp: DateTime<Utc>) -> CalendarEvent {
    let reader = Reader::new(talk, party);
    let (l, trade) = (reader.l, trade_label(&talk.trade_code));
    let link = app.link(&Route::Talk(talk.id.to_string()));
    let location = match talk.way() {
        Way::Video | Way::Phone => Some(room_url(app, talk)),
        Way::Onsite => talk.meeting_place.clone(),
    };
    CalendarEvent {
        uid: format!("{}@{}", talk.id, app.host()),
        sequence: talk.sequence,
        starts_at: talk.starts_at,
        ends_at: talk.starts_at + Duration::minutes(i64::from(TALK_MINUTES)),
        stamp,
        summary: td_string!(l, mail.event_summary, other = reader.other, trade = trade.as_str()),
        description: if talk.is_confirmed() {
            let way = way(app, talk, l);
            td_string!(l, mail.event_description, trade = trade.as_str(), way = way, link = link.as_str())
        } else {
            td_string!(l, mail.event_cancelled_description, trade = trade.as_str(), link = link.as_str())
        },
        location: location.filter(|_| talk.is_confirmed()),
        url: Some(link),
        // The platform organises: neither side's address is ever in the other's calendar.
        organizer: Some(calendar::Party {
            name: "Déclic".to_owned(),
            address: format!("ne-pas-repondre@{}", app.host()),
        }),
        attendees: vec![calendar::Party { name: reader.name.to_owned(), address: reader.email.to_owned() }],
        cancelled: !talk.is_confirmed(),
    }
}

/// The talk's file for one side: an invitation, or its withdrawal once cancelled.
#[must_use]
pub fn file(app: &AppContext, talk: &TalkRow, party: &Party<'_>, stamp: DateTime<Utc>) -> (Method, String) {
    let method = if talk.is_confirmed() { Method::Request } else { Method::Cancel };
    (method, calendar::invitation(method, &event(app, talk, party, stamp)))
}

/// "Your talk is confirmed", to one side.
#[must_use]
pub fn booked(app: &AppContext, talk: &TalkRow, party: &Party<'_>, now: DateTime<Utc>) -> Mail {
    let reader = Reader::new(talk, party);
    let (l, name, other) = (reader.l, reader.name, reader.other);
    let (trade, moment) = (trade_label(&talk.trade_code), when(talk, &reader, now));
    let (way, link) = (way(app, talk, l), app.link(&Route::Talk(talk.id.to_string())));
    let subject = td_string!(l, mail.booked_subject, other = other, moment = moment.as_str());
    let body = match party.side {
        Side::Explorer => td_string!(
            l,
            mail.booked_explorer_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment.as_str(),
            way = way,
            link = link
        ),
        Side::Professional => {
            let question = match &talk.question {
                Some(question) => td_string!(l, mail.question, question = question.as_str()),
                None => td_string!(l, mail.no_question).to_owned(),
            };
            td_string!(
                l,
                mail.booked_professional_body,
                name = name,
                other = other,
                trade = trade,
                moment = moment.as_str(),
                way = way,
                question = question,
                link = link
            )
        }
    };
    Mail { calendar: Some(file(app, talk, party, now)), ..Mail::text(reader.email, subject, body) }
}

/// "Your talk is cancelled", to one side; `by` is the side that cancelled.
#[must_use]
pub fn cancelled(app: &AppContext, talk: &TalkRow, party: &Party<'_>, by: Side, now: DateTime<Utc>) -> Mail {
    let reader = Reader::new(talk, party);
    let (l, name, other) = (reader.l, reader.name, reader.other);
    let (trade, moment) = (trade_label(&talk.trade_code), when(talk, &reader, now));
    let subject = td_string!(l, mail.cancelled_subject, other = other, moment = moment.as_str());
    let body = if party.side == by {
        let link = app.link(&Route::Agenda);
        td_string!(
            l,
            mail.cancelled_by_you_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment.as_str(),
            link = link
        )
    } else {
        let reason = talk.cancel_reason.as_deref().and_then(CancelReason::from_code).unwrap_or(CancelReason::Other);
        let reason = reason_text(reason, l);
        let reason = match &talk.cancel_note {
            Some(note) => td_string!(l, mail.reason_and_note, reason = reason, note = note.as_str()),
            None => reason.to_owned(),
        };
        let next = match party.side {
            Side::Explorer => td_string!(l, mail.after_explorer, link = app.link(&Route::Talks(String::new()))),
            Side::Professional => td_string!(l, mail.after_professional, link = app.link(&Route::Agenda)),
        };
        td_string!(
            l,
            mail.cancelled_by_other_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment.as_str(),
            reason = reason,
            next = next
        )
    };
    Mail { calendar: Some(file(app, talk, party, now)), ..Mail::text(reader.email, subject, body) }
}

/// "Somebody of the trade that you wanted has joined", to who asked to be told.
#[must_use]
pub fn joined(app: &AppContext, professional: &ProfessionalRow, follower: &FollowerRow) -> Mail {
    let l = locale::from_code(&follower.locale).unwrap_or_default();
    let trade = trade_label(&professional.trade_code);
    let place = geo::communes::find(&professional.commune_code).map(geo::communes::Commune::label);
    let subject = td_string!(l, mail.joined_subject, trade = trade.as_str());
    let body = td_string!(
        l,
        mail.joined_body,
        name = follower.display_name.as_str(),
        trade = trade,
        professional = professional.display_name.as_str(),
        place = place.unwrap_or_default(),
        link = app.link(&Route::Professional(professional.id.to_string()))
    );
    Mail::text(&follower.email, subject, body)
}

fn reason_text(reason: CancelReason, l: Locale) -> &'static str {
    match reason {
        CancelReason::Unavailable => td_string!(l, mail.reason_unavailable),
        CancelReason::Emergency => td_string!(l, mail.reason_emergency),
        CancelReason::Mistake => td_string!(l, mail.reason_mistake),
        CancelReason::Answered => td_string!(l, mail.reason_answered),
        CancelReason::Other => td_string!(l, mail.reason_other),
        CancelReason::AccountDeleted => td_string!(l, mail.reason_account_deleted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_below_the_path_of_its_site() {
        for (site, room) in [
            ("https://meet.example", "https://meet.example/declic-x"),
            ("https://meet.example/", "https://meet.example/declic-x"),
            ("https://meet.example/rooms", "https://meet.example/rooms/declic-x"),
            ("https://meet.example/rooms/", "https://meet.example/rooms/declic-x"),
        ] {
            assert_eq!(room_below(&Url::parse(site).unwrap(), "declic-x").as_str(), room, "{site}");
        }
    }
}
