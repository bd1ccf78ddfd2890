//! How talks are called: ways of meeting, languages, hours, reasons, in the reader's language.

pub use crate::locale::capital;
pub use crate::talks::types::{language_name as language, way_name as way};
use crate::{
    i18n::*,
    locale::{code, is_singular},
    talks::types::{Accommodation, EndReason, Moment, ReportReason, Stage, TalkSummary, Way},
};
use leptos_i18n::td_string;

/// The language of ROME's labels, of the regions' names, and mostly of what professionals write.
pub const FRENCH: &str = "fr";

/// The `lang` of a text in `language` (ISO 639-1): nothing where it is the page's own.
pub fn lang(language: &'static str, l: Locale) -> Option<&'static str> {
    (language != code(l)).then_some(language)
}

/// The icon of a way of meeting.
pub fn way_icon(way: Way) -> &'static str {
    match way {
        Way::Video => "video",
        Way::Phone => "phone",
        Way::Onsite => "building",
    }
}

/// `français, arabe`.
pub fn languages(codes: &[String], l: Locale) -> String {
    codes.iter().map(|code| language(code, l)).collect::<Vec<_>>().join(", ")
}

/// `en vidéo, sur place`.
pub fn ways(offered: &[Way], l: Locale) -> String {
    offered.iter().map(|offered| way(*offered, l)).collect::<Vec<_>>().join(", ")
}

/// `langue des signes française (LSF)`.
pub fn accommodation(accommodation: Accommodation, l: Locale) -> &'static str {
    match accommodation {
        Accommodation::Wheelchair => td_string!(l, talks.access_wheelchair),
        Accommodation::SignLanguage => td_string!(l, talks.access_sign_language),
        Accommodation::Captions => td_string!(l, talks.access_captions),
        Accommodation::QuietPlace => td_string!(l, talks.access_quiet_place),
        Accommodation::PlainWords => td_string!(l, talks.access_plain_words),
        Accommodation::Companion => td_string!(l, talks.access_companion),
    }
}

/// `mercredi 25 novembre, 10 h 00`.
pub fn moment(moment: &Moment, l: Locale) -> String {
    td_string!(l, talks.moment, day = moment.day.as_str(), time = moment.time.as_str())
}

/// `mercredi 25 novembre, 10 h 00 (heure de Paris)`.
pub fn moment_in_zone(day: &str, time: &str, zone: &str, l: Locale) -> String {
    td_string!(l, talks.moment_in_zone, day = day, time = time, zone = zone)
}

/// `Là-bas : 9 h 00 (heure de la Guyane)`, where the professional's clock shows another hour.
pub fn moment_there(moment: &Moment, l: Locale) -> Option<String> {
    let there = moment.there.as_ref()?;
    let (day, time, zone) = (there.day.as_str(), there.time.as_str(), there.zone.as_str());
    let there = match day == moment.day {
        true => td_string!(l, talks.time_in_zone, time = time, zone = zone),
        false => moment_in_zone(day, time, zone, l),
    };
    Some(td_string!(l, talks.when_there, moment = there))
}

/// `heure de Paris`; the name itself of a zone that is not in `TIME_ZONES`.
pub fn time_zone(name: &str, l: Locale) -> &str {
    match name {
        "Europe/Paris" => td_string!(l, dates.zone_paris),
        "America/Guadeloupe" => td_string!(l, dates.zone_guadeloupe),
        "America/Martinique" => td_string!(l, dates.zone_martinique),
        "America/Cayenne" => td_string!(l, dates.zone_cayenne),
        "America/Miquelon" => td_string!(l, dates.zone_miquelon),
        "America/St_Barthelemy" => td_string!(l, dates.zone_st_barthelemy),
        "America/Marigot" => td_string!(l, dates.zone_marigot),
        "Indian/Reunion" => td_string!(l, dates.zone_reunion),
        "Indian/Mayotte" => td_string!(l, dates.zone_mayotte),
        "Pacific/Noumea" => td_string!(l, dates.zone_noumea),
        "Pacific/Wallis" => td_string!(l, dates.zone_wallis),
        "Pacific/Tahiti" => td_string!(l, dates.zone_tahiti),
        "Pacific/Marquesas" => td_string!(l, dates.zone_marquesas),
        "Pacific/Gambier" => td_string!(l, dates.zone_gambier),
        other => other,
    }
}

/// `confirmée`.
pub fn stage(stage: Stage, l: Locale) -> &'static str {
    match stage {
        Stage::Held => td_string!(l, talks.state_held),
        Stage::Requested => td_string!(l, talks.state_requested),
        Stage::AwaitingGuardian => td_string!(l, talks.state_awaiting_guardian),
        Stage::Confirmed => td_string!(l, talks.state_confirmed),
        Stage::Done => td_string!(l, talks.state_done),
        Stage::Absent => td_string!(l, talks.state_absent),
        Stage::Cancelled => td_string!(l, talks.state_cancelled),
        Stage::Declined => td_string!(l, talks.state_declined),
        Stage::Expired => td_string!(l, talks.state_expired),
    }
}

/// Why a talk was cancelled or declined.
pub fn reason(reason: EndReason, l: Locale) -> &'static str {
    match reason {
        EndReason::Unavailable => td_string!(l, talks.reason_unavailable),
        EndReason::Emergency => td_string!(l, talks.reason_emergency),
        EndReason::Mistake => td_string!(l, talks.reason_mistake),
        EndReason::Answered => td_string!(l, talks.reason_answered),
        EndReason::NotMyTrade => td_string!(l, talks.reason_not_my_trade),
        EndReason::Guardian => td_string!(l, talks.reason_guardian),
        EndReason::Other => td_string!(l, talks.reason_other),
        EndReason::AccountDeleted => td_string!(l, talks.reason_account_deleted),
        EndReason::ProfileDeleted => td_string!(l, talks.reason_profile_deleted),
        EndReason::Moderation => td_string!(l, reports.reason_moderation),
    }
}

/// Who is on the other side of a talk, within a sentence.
pub fn other(name: Option<&str>, l: Locale) -> &str {
    name.unwrap_or(td_string!(l, talks.somebody_gone))
}

/// Who is on the other side of a talk, by themselves or at the beginning of a sentence.
pub fn other_first(name: Option<&str>, l: Locale) -> String {
    // What stands for a name begins a sentence with a capital; a name is as its owner writes it.
    match name {
        Some(name) if name != td_string!(l, talks.minor) => name.to_owned(),
        name => capital(other(name, l)),
    }
}

/// `Paul, Boulanger`.
pub fn name_and_trade(talk: &TalkSummary, l: Locale) -> String {
    let name = other_first(talk.other.as_deref(), l);
    td_string!(l, talks.name_and_trade, name = name, trade = talk.trade.as_str())
}

/// `4 personnes`.
pub fn people(count: u32, l: Locale) -> String {
    if is_singular(l, u64::from(count)) {
        td_string!(l, talks.person, count = count)
    } else {
        td_string!(l, talks.people, count = count)
    }
}

/// `3 horaires`: hours that can be chosen, which may overlap.
pub fn hours(count: usize, l: Locale) -> String {
    if is_singular(l, count as u64) {
        td_string!(l, talks.hour, count = count)
    } else {
        td_string!(l, talks.hours, count = count)
    }
}

/// What a report is about, as whoever makes it says.
pub fn report_reason(reason: ReportReason, l: Locale) -> &'static str {
    match reason {
        ReportReason::ContactDetails => td_string!(l, conversation.reason_contact_details),
        ReportReason::Insult => td_string!(l, conversation.reason_insult),
        ReportReason::Harassment => td_string!(l, conversation.reason_harassment),
        ReportReason::Sexual => td_string!(l, conversation.reason_sexual),
        ReportReason::Danger => td_string!(l, conversation.reason_danger),
        ReportReason::Advertising => td_string!(l, conversation.reason_advertising),
        ReportReason::Other => td_string!(l, conversation.reason_other),
    }
}
