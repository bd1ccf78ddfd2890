//! What talks say by mail, each with its calendar file, to each side in its own language and zone.

mod endings;
mod guardians;

pub use guardians::*;

use super::{
    alternatives::Alternative,
    form::ProfileStep,
    lifecycle::{Guardian, Subject},
    store::{FollowerRow, Party, ProfessionalRow, TalkRow},
    types::{Side, Way},
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
    notifications::{mail::Mail, types::MailKind},
    routes::Route,
    trades,
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use endings::{cancelled, expired, next, reason};
use leptos_i18n::td_string;
use url::Url;

/// One side of a talk, as the mails address it.
struct Reader<'t> {
    l: Locale,
    zone: Tz,
    name: &'t str,
    email: &'t str,
    other: String,
}

impl<'t> Reader<'t> {
    fn new(talk: &'t TalkRow, party: &Party<'t>) -> Self {
        let l = locale::from_code(party.locale).unwrap_or_default();
        let other = other_name(talk, party.side, l).unwrap_or_else(|| td_string!(l, talks.somebody_gone).to_owned());
        Self { l, zone: party.zone.parse().unwrap_or(Tz::Europe__Paris), name: party.name, email: party.email, other }
    }
}

/// The name of the other side as `side` may know it; nobody once they left.
#[must_use]
pub fn other_name(talk: &TalkRow, side: Side, l: Locale) -> Option<String> {
    let other = talk.party(side.other())?;
    let veiled = side == Side::Professional && talk.is_veiled();
    Some(match (veiled, side) {
        (true, _) => td_string!(l, talks.minor).to_owned(),
        // Who signed the charter knows when it holds.
        (false, Side::Professional) if talk.standing().guardian == Guardian::Agreed => {
            td_string!(l, talks.minor_name, name = other.name)
        }
        (false, _) => other.name.to_owned(),
    })
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

/// The labels of trades' codes.
#[must_use]
pub fn trade_labels(codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| trade_label(code)).collect()
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
        uid: format!("{}@{}", talk.id, calendar::UID_HOST),
        sequence: talk.sequence,
        starts_at: talk.starts_at,
        ends_at: talk.starts_at + Duration::minutes(i64::from(TALK_MINUTES)),
        stamp,
        summary: td_string!(l, mail.event_summary, other = reader.other.as_str(), trade = trade.as_str()),
        description: if talk.takes_place() {
            let way = way(app, talk, l);
            td_string!(l, mail.event_description, trade = trade.as_str(), way = way, link = link.as_str())
        } else {
            td_string!(l, mail.event_cancelled_description, trade = trade.as_str(), link = link.as_str())
        },
        location: location.filter(|_| talk.takes_place()),
        url: Some(link),
        // The platform organises: neither side's address is ever in the other's calendar.
        organizer: Some(calendar::Party {
            name: "Déclic".to_owned(),
            address: format!("ne-pas-repondre@{}", app.host()),
        }),
        attendees: vec![calendar::Party { name: reader.name.to_owned(), address: reader.email.to_owned() }],
        cancelled: !talk.takes_place(),
    }
}

/// The talk's file for one side: an invitation, or its withdrawal once cancelled.
#[must_use]
pub fn file(app: &AppContext, talk: &TalkRow, party: &Party<'_>, stamp: DateTime<Utc>) -> (Method, String) {
    let method = if talk.takes_place() { Method::Request } else { Method::Cancel };
    (method, calendar::invitation(method, &event(app, talk, party, stamp)))
}

/// A mail about a talk: whom it is for and all that may change its words.
pub struct Occasion<'t> {
    /// The talk as it is now.
    pub talk: &'t TalkRow,
    /// Whom the mail is for.
    pub party: Party<'t>,
    /// Whether the last that calendars heard of it is that it takes place.
    pub was_in_calendars: bool,
    /// Whether it was this one who did not answer, where nobody did.
    pub was_asked: bool,
    /// Whether the professional never heard of it: the guardian had not agreed.
    pub told_nobody: bool,
    /// Of the link that answers, for a mail that asks for an answer.
    pub token: Option<String>,
    /// Who else is free, for an explorer whose request came to nothing.
    pub alternatives: Vec<Alternative>,
    /// The current instant.
    pub now: DateTime<Utc>,
}

/// The mail that tells `party` of `subject`.
#[must_use]
pub fn letter(app: &AppContext, occasion: &Occasion<'_>, subject: Subject) -> Mail {
    let Occasion { talk, party, now, .. } = occasion;
    let (talk, now) = (*talk, *now);
    let reader = Reader::new(talk, party);
    let (l, name, other) = (reader.l, reader.name, reader.other.as_str());
    let (trade, moment) = (trade_label(&talk.trade_code), when(talk, &reader, now));
    let (trade, moment) = (trade.as_str(), moment.as_str());
    let link = app.link(&Route::Talk(talk.id.to_string()));
    let answer = occasion.token.as_ref().map_or_else(|| link.clone(), |token| app.link(&Route::Answer(token.clone())));
    let until = talk.standing().answer_by.map_or_else(String::new, |end| moment::whole(end, now, reader.zone, l));
    let how = || way(app, talk, l);
    let before =
        || talk.proposed_instead_of().map_or_else(String::new, |hour| moment::whole(hour, now, reader.zone, l));
    let (title, body) = match subject {
        Subject::Confirmed => return confirmed(app, occasion),
        Subject::Cancelled => return cancelled(app, occasion),
        Subject::RequestSent => (
            td_string!(l, mail.request_sent_subject, other = other, moment = moment),
            if talk.is_veiled() {
                td_string!(
                    l,
                    mail.request_sent_guardian_body,
                    name = name,
                    other = other,
                    trade = trade,
                    until = until,
                    moment = moment,
                    link = link
                )
            } else {
                td_string!(
                    l,
                    mail.request_sent_body,
                    name = name,
                    other = other,
                    trade = trade,
                    until = until,
                    moment = moment,
                    link = link
                )
            },
        ),
        Subject::RequestReceived => (
            td_string!(l, mail.request_received_subject, other = other, moment = moment),
            td_string!(
                l,
                mail.request_received_body,
                name = name,
                other = other,
                trade = trade,
                moment = moment,
                way = offered_way(talk, l),
                question = question(talk, party.side, l),
                answer = answer,
                until = until
            ),
        ),
        Subject::Proposed => (
            td_string!(l, mail.proposed_subject, other = other, moment = moment),
            td_string!(
                l,
                mail.proposed_body,
                name = name,
                other = other,
                trade = trade,
                before = before(),
                moment = moment,
                way = offered_way(talk, l),
                answer = answer,
                until = until
            ),
        ),
        Subject::ProposedToGuardian => (
            td_string!(l, mail.proposed_to_guardian_subject, other = other, moment = moment),
            td_string!(
                l,
                mail.proposed_to_guardian_body,
                name = name,
                other = other,
                trade = trade,
                before = before(),
                moment = moment,
                link = link
            ),
        ),
        Subject::Suspended => (
            td_string!(l, mail.suspended_subject, other = other, moment = moment),
            td_string!(l, mail.suspended_body, name = name, other = other, moment = moment, link = link),
        ),
        Subject::Declined => (
            td_string!(l, mail.declined_subject, other = other, moment = moment),
            td_string!(
                l,
                mail.declined_body,
                name = name,
                other = other,
                trade = trade,
                moment = moment,
                reason = reason(talk, party.side, l),
                next = next(app, occasion, l)
            ),
        ),
        // What a guardian is asked is another mail (`consent_asked`).
        Subject::AnswerReminder | Subject::ConsentReminder | Subject::ConsentAsked => (
            td_string!(l, mail.answer_reminder_subject, other = other, moment = moment),
            td_string!(
                l,
                mail.answer_reminder_body,
                name = name,
                other = other,
                trade = trade,
                moment = moment,
                answer = answer,
                until = until
            ),
        ),
        Subject::Expired => (
            td_string!(l, mail.expired_subject, other = other, moment = moment),
            expired(app, occasion, &reader, trade, moment),
        ),
        Subject::TalkReminder => (
            td_string!(l, mail.talk_reminder_subject, other = other, moment = moment),
            td_string!(
                l,
                mail.talk_reminder_body,
                name = name,
                other = other,
                trade = trade,
                moment = moment,
                way = how(),
                link = link
            ),
        ),
        Subject::WordAsked => (
            td_string!(l, mail.word_asked_subject, other = other),
            td_string!(
                l,
                mail.word_asked_body,
                name = name,
                other = other,
                trade = trade,
                moment = moment,
                link = link
            ),
        ),
        Subject::GuardianAwaited => (
            td_string!(l, mail.guardian_awaited_subject, other = other, moment = moment),
            td_string!(
                l,
                mail.guardian_awaited_body,
                name = name,
                other = other,
                trade = trade,
                moment = moment,
                until = until,
                link = link
            ),
        ),
    };
    Mail {
        calendar: withdrawn(app, occasion),
        ..Mail::text(kind_of(subject), reader.email, locale::capital(&title), body)
    }
}

/// What a mail about `subject` is: one that somebody may do without, or part of what two people agree on.
fn kind_of(subject: Subject) -> MailKind {
    match subject {
        Subject::TalkReminder => MailKind::TalkReminder,
        Subject::WordAsked => MailKind::AfterTalk,
        Subject::RequestSent
        | Subject::RequestReceived
        | Subject::GuardianAwaited
        | Subject::Confirmed
        | Subject::Proposed
        | Subject::ProposedToGuardian
        | Subject::Suspended
        | Subject::Declined
        | Subject::AnswerReminder
        | Subject::Expired
        | Subject::Cancelled
        | Subject::ConsentAsked
        | Subject::ConsentReminder => MailKind::Talk,
    }
}

/// What takes the talk out of a calendar that holds it.
fn withdrawn(app: &AppContext, occasion: &Occasion<'_>) -> Option<(Method, String)> {
    let gone = occasion.was_in_calendars && !occasion.talk.takes_place();
    gone.then(|| file(app, occasion.talk, &occasion.party, occasion.now))
}

fn confirmed(app: &AppContext, occasion: &Occasion<'_>) -> Mail {
    let Occasion { talk, party, now, .. } = occasion;
    let reader = Reader::new(talk, party);
    let (l, name, other) = (reader.l, reader.name, reader.other.as_str());
    let (trade, moment) = (trade_label(&talk.trade_code), when(talk, &reader, *now));
    let (way, link) = (way(app, talk, l), app.link(&Route::Talk(talk.id.to_string())));
    let subject = match talk.sequence {
        0 => td_string!(l, mail.booked_subject, other = other, moment = moment.as_str()),
        _ => td_string!(l, mail.moved_subject, other = other, moment = moment.as_str()),
    };
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
        Side::Professional => td_string!(
            l,
            mail.booked_professional_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment.as_str(),
            way = way,
            question = question(talk, party.side, l),
            link = link
        ),
    };
    Mail { calendar: Some(file(app, talk, party, *now)), ..Mail::text(MailKind::Talk, reader.email, subject, body) }
}

fn question(talk: &TalkRow, side: Side, l: Locale) -> String {
    match talk.question_for(side) {
        Some(question) => td_string!(l, mail.question, question = question),
        None => td_string!(l, mail.no_question).to_owned(),
    }
}

/// The way of meeting without what only a confirmed talk opens: room and address.
fn offered_way(talk: &TalkRow, l: Locale) -> &'static str {
    match talk.way() {
        Way::Video => td_string!(l, mail.offered_video),
        Way::Phone => td_string!(l, mail.offered_phone),
        Way::Onsite => td_string!(l, mail.way_onsite_gone),
    }
}

/// "Your profile is paused", with the link that brings it back.
#[must_use]
pub fn paused(app: &AppContext, party: &Party<'_>, token: &str) -> Mail {
    let l = locale::from_code(party.locale).unwrap_or_default();
    let link = app.link(&Route::Return(token.to_owned()));
    let body = td_string!(l, mail.paused_body, name = party.name, link = link);
    Mail::text(MailKind::Talk, party.email, td_string!(l, mail.paused_subject), body)
}

/// "We can no longer read your calendar": what is taken there since then is offered. `calendar` tells it from others.
#[must_use]
pub fn calendar_unread(app: &AppContext, professional: &ProfessionalRow, calendar: &str) -> Mail {
    let l = locale::from_code(&professional.locale).unwrap_or_default();
    let link = app.link(&Route::ProfileStep(ProfileStep::Hours.code()));
    let name = professional.display_name.as_str();
    let body = td_string!(l, mail.calendar_unread_body, name = name, calendar = calendar, link = link);
    Mail::text(MailKind::Talk, &professional.email, td_string!(l, mail.calendar_unread_subject), body)
}

/// "Somebody of the trade (ROME code) that you wanted has joined", to who asked to be told.
#[must_use]
pub fn joined(app: &AppContext, professional: &ProfessionalRow, trade: &str, follower: &FollowerRow) -> Mail {
    let l = locale::from_code(&follower.locale).unwrap_or_default();
    let trade = trade_label(trade);
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
    Mail::text(MailKind::FollowedTrade, &follower.email, subject, body)
}

/// "A message waits for you": about which talk, not from whom nor what it says.
#[must_use]
pub fn message_waits(app: &AppContext, talk: &TalkRow, party: &Party<'_>, now: DateTime<Utc>) -> Mail {
    let reader = Reader::new(talk, party);
    let (l, name, moment) = (reader.l, reader.name, when(talk, &reader, now));
    let link = app.link(&Route::NewestMessages(talk.id.to_string()));
    let subject = td_string!(l, conversation.mail_subject, moment = moment.as_str());
    let body = td_string!(l, conversation.mail_body, name = name, moment = moment.as_str(), link = link);
    Mail::text(MailKind::Message, reader.email, subject, body)
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
