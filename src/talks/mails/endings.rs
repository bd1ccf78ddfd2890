//! What is said of a talk that comes to nothing: cancelled, declined, expired.

use super::{Occasion, Reader, trade_label, when, withdrawn};
use crate::{
    context::AppContext,
    i18n::*,
    notifications::{mail::Mail, types::MailKind},
    routes::Route,
    talks::{
        store::TalkRow,
        types::{EndReason, EndedBy, Side},
    },
};
use leptos_i18n::td_string;

/// Nobody answered: in other words for who was asked than for who waited.
pub(super) fn expired(
    app: &AppContext,
    occasion: &Occasion<'_>,
    reader: &Reader<'_>,
    trade: &str,
    moment: &str,
) -> String {
    let (l, name, other) = (reader.l, reader.name, reader.other.as_str());
    let next = next(app, occasion, l);
    if occasion.talk.is_veiled() {
        return td_string!(
            l,
            mail.expired_guardian_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment,
            next = next
        );
    }
    match occasion.was_asked {
        true => td_string!(
            l,
            mail.expired_by_you_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment,
            next = next
        ),
        false => td_string!(
            l,
            mail.expired_unanswered_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment,
            next = next
        ),
    }
}

/// Where to go on from a talk that does not take place.
pub(super) fn next(app: &AppContext, occasion: &Occasion<'_>, l: Locale) -> String {
    let agenda = || td_string!(l, mail.after_agenda, link = app.link(&Route::Agenda));
    match occasion.party.side {
        Side::Professional => agenda(),
        Side::Explorer if occasion.alternatives.is_empty() => {
            td_string!(l, mail.after_explorer, link = app.link(&Route::Talks(String::new())))
        }
        Side::Explorer => {
            let told = occasion.alternatives.iter().map(|person| {
                td_string!(
                    l,
                    mail.alternative,
                    name = person.name.as_str(),
                    trade = person.trade.as_str(),
                    place = person.place.as_str(),
                    link = app.link(&Route::Professional(person.id.to_string()))
                )
            });
            let people: Vec<String> = told.collect();
            let people = people.join("\n\n");
            td_string!(l, mail.after_alternatives, people = people, link = app.link(&Route::Talks(String::new())))
        }
    }
}

/// "Your talk is cancelled", to one side.
pub(super) fn cancelled(app: &AppContext, occasion: &Occasion<'_>) -> Mail {
    let Occasion { talk, party, now, .. } = occasion;
    let reader = Reader::new(talk, party);
    let (l, name, other) = (reader.l, reader.name, reader.other.as_str());
    let (trade, moment) = (trade_label(&talk.trade_code), when(talk, &reader, *now));
    let subject = td_string!(l, mail.cancelled_subject, other = other, moment = moment.as_str());
    let after = || match party.side {
        Side::Explorer => td_string!(l, mail.after_explorer, link = app.link(&Route::Talks(String::new()))),
        Side::Professional => td_string!(l, mail.after_professional, link = app.link(&Route::Agenda)),
    };
    let by = talk.ending().map(|ending| ending.by);
    let body = if by == Some(EndedBy::Guardian) {
        td_string!(
            l,
            mail.cancelled_by_guardian_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment.as_str(),
            next = after()
        )
    } else if by == Some(EndedBy::Moderator) {
        td_string!(
            l,
            reports.mail_called_off_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment.as_str(),
            next = after()
        )
    } else if by == Some(EndedBy::Party(party.side)) && occasion.told_nobody {
        let link = app.link(&Route::Agenda);
        td_string!(
            l,
            mail.withdrawn_by_you_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment.as_str(),
            link = link
        )
    } else if by == Some(EndedBy::Party(party.side)) {
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
        td_string!(
            l,
            mail.cancelled_by_other_body,
            name = name,
            other = other,
            trade = trade,
            moment = moment.as_str(),
            reason = reason(talk, party.side, l),
            next = after()
        )
    };
    Mail { calendar: withdrawn(app, occasion), ..Mail::text(MailKind::Talk, reader.email, subject, body) }
}

/// Why it was cancelled or declined, with the words that were added.
pub(super) fn reason(talk: &TalkRow, side: Side, l: Locale) -> String {
    let ending = talk.ending_for(side);
    let reason = reason_text(ending.as_ref().map_or(EndReason::Other, |ending| ending.reason), l);
    match ending.and_then(|ending| ending.note) {
        Some(note) => td_string!(l, mail.reason_and_note, reason = reason, note = note.as_str()),
        None => reason.to_owned(),
    }
}

fn reason_text(reason: EndReason, l: Locale) -> &'static str {
    match reason {
        EndReason::Unavailable => td_string!(l, mail.reason_unavailable),
        EndReason::Emergency => td_string!(l, mail.reason_emergency),
        EndReason::Mistake => td_string!(l, mail.reason_mistake),
        EndReason::Answered => td_string!(l, mail.reason_answered),
        EndReason::NotMyTrade => td_string!(l, mail.reason_not_my_trade),
        EndReason::Guardian => td_string!(l, mail.reason_guardian),
        EndReason::Other => td_string!(l, mail.reason_other),
        EndReason::AccountDeleted => td_string!(l, mail.reason_account_deleted),
        EndReason::ProfileDeleted => td_string!(l, mail.reason_profile_deleted),
        EndReason::Moderation => td_string!(l, reports.reason_moderation),
    }
}
