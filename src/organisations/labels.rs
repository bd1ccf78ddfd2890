//! How organisations, and places in them, are called in the reader's language.

use crate::{
    i18n::*,
    organisations::types::{Kind, MemberRole, Place, State},
};
use leptos_i18n::td_string;

/// `Association ou fondation`.
#[must_use]
pub fn kind(kind: Kind, l: Locale) -> &'static str {
    match kind {
        Kind::Company => td_string!(l, organisations.kind_company),
        Kind::PublicBody => td_string!(l, organisations.kind_public_body),
        Kind::Association => td_string!(l, organisations.kind_association),
        Kind::School => td_string!(l, organisations.kind_school),
        Kind::Other => td_string!(l, organisations.kind_other),
    }
}

/// Where an organisation stands, in a word or two.
#[must_use]
pub fn state(state: State, l: Locale) -> &'static str {
    match state {
        State::Waiting => td_string!(l, organisations.state_waiting),
        State::Approved => td_string!(l, organisations.state_approved),
        State::Refused => td_string!(l, organisations.state_refused),
    }
}

/// What a refusal is headed, and what to do about it: of the whole, or, where it is approved, of a change.
#[must_use]
pub fn refused(state: State, l: Locale) -> (&'static str, &'static str) {
    match state {
        State::Approved => {
            (td_string!(l, organisations.change_refused_title), td_string!(l, organisations.change_refused_text))
        }
        _ => (td_string!(l, organisations.refused_title), td_string!(l, organisations.refused_text)),
    }
}

/// What a role is called.
#[must_use]
pub fn role(role: MemberRole, l: Locale) -> &'static str {
    match role {
        MemberRole::Owner => td_string!(l, organisations.role_owner),
        MemberRole::Editor => td_string!(l, organisations.role_editor),
    }
}

/// What somebody is in an organisation.
#[must_use]
pub fn place(place: Place, l: Locale) -> &'static str {
    match place {
        Place::Professional => td_string!(l, organisations.place_professional),
        Place::Member(own) => role(own, l),
    }
}

/// What somebody is invited to do, as it stands in "… invites you to …".
#[must_use]
pub fn invited_to(place: Place, l: Locale) -> &'static str {
    match place {
        Place::Professional => td_string!(l, organisations.invited_as_professional),
        Place::Member(MemberRole::Editor) => td_string!(l, organisations.invited_as_editor),
        Place::Member(MemberRole::Owner) => td_string!(l, organisations.invited_as_owner),
    }
}
