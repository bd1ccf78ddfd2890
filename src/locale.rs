//! The reader's language: how it is chosen, how errors, days and hours are said in it.

pub use crate::i18n::Locale;
use crate::{
    error::{AppError, CalendarProblem, Problem},
    form::Notice,
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The language of the page being shown. It changes only with a new page, so it is no signal.
///
/// On the server it comes from the request (account or session choice, else `Accept-Language`), in
/// the browser from `<html lang>`, which the server wrote.
#[must_use]
pub fn use_locale() -> Locale {
    use_context::<Locale>().unwrap_or_default()
}

/// The same with a capital first letter, at the start of a line.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Reads the language that the server rendered the page in.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn locale_of_document() -> Locale {
    let lang = document().document_element().and_then(|root| root.get_attribute("lang"));
    lang.as_deref().and_then(from_code).unwrap_or_default()
}

/// The language of a code such as `fr` or `en-GB`.
#[must_use]
pub fn from_code(code: &str) -> Option<Locale> {
    match code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "fr" => Some(Locale::fr),
        "en" => Some(Locale::en),
        _ => None,
    }
}

/// The language's code, as in `<html lang>` and in the schema.
#[must_use]
pub fn code(locale: Locale) -> &'static str {
    match locale {
        Locale::fr => "fr",
        Locale::en => "en",
    }
}

/// The first language of an `Accept-Language` header (RFC 9110 §12.5.4) that Déclic speaks, by weight.
#[must_use]
pub fn from_accept_language(header: &str) -> Option<Locale> {
    let weight = |parameters: &str| parameters.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok());
    let accepted = header.split(',').filter_map(|range| {
        let (code, weight) = match range.split_once(';') {
            Some((code, parameters)) => (code, weight(parameters).unwrap_or(0.0)),
            None => (range, 1.0),
        };
        from_code(code.trim()).filter(|_| weight > 0.0).map(|locale| (locale, weight))
    });
    // The earlier of two equal weights wins.
    accepted
        .fold(None, |best: Option<(Locale, f32)>, (locale, weight)| match best {
            Some((_, heavier)) if heavier >= weight => best,
            _ => Some((locale, weight)),
        })
        .map(|(locale, _)| locale)
}

/// Whether `count` takes the singular: 0 and 1 in French, 1 in English (CLDR plural rules).
#[must_use]
pub fn is_singular(locale: Locale, count: u64) -> bool {
    match locale {
        Locale::fr => count < 2,
        Locale::en => count == 1,
    }
}

/// What an error says to a person, as a whole sentence.
#[must_use]
pub fn error_message(error: &AppError, l: Locale) -> String {
    match error {
        AppError::SignInRequired => td_string!(l, errors.sign_in_required).to_owned(),
        AppError::SessionEnded => td_string!(l, errors.session_ended).to_owned(),
        AppError::WrongCredentials => td_string!(l, errors.wrong_credentials).to_owned(),
        AppError::Forbidden => td_string!(l, errors.forbidden).to_owned(),
        AppError::GuardianNeeded => td_string!(l, errors.guardian_needed).to_owned(),
        AppError::NotFound => td_string!(l, errors.not_found).to_owned(),
        AppError::Away(_) => td_string!(l, talks.away_text).to_owned(),
        AppError::JustTaken => td_string!(l, errors.just_taken).to_owned(),
        AppError::OwnAgendaTaken => td_string!(l, errors.own_agenda_taken).to_owned(),
        AppError::NotOffered => td_string!(l, errors.not_offered).to_owned(),
        AppError::CancelledOften => td_string!(l, errors.cancelled_often).to_owned(),
        AppError::OtherAgendaTaken => td_string!(l, errors.other_agenda_taken).to_owned(),
        AppError::TooManyRequests => td_string!(l, errors.too_many_requests).to_owned(),
        AppError::TooManyTalks => td_string!(l, errors.too_many_talks).to_owned(),
        AppError::TooLate => td_string!(l, errors.too_late).to_owned(),
        AppError::ConversationClosed => td_string!(l, conversation.not_sent).to_owned(),
        AppError::Blocked => td_string!(l, conversation.blocked_error).to_owned(),
        AppError::TooLarge => td_string!(l, errors.too_large).to_owned(),
        AppError::AlreadyDecided => td_string!(l, moderation.already_decided).to_owned(),
        AppError::ChangedMeanwhile => td_string!(l, moderation.changed_meanwhile).to_owned(),
        AppError::SavedElsewhere => td_string!(l, onboarding.saved_elsewhere).to_owned(),
        AppError::LinkExpired => td_string!(l, errors.link_expired).to_owned(),
        AppError::Invalid(_) => td_string!(l, errors.invalid).to_owned(),
        AppError::TooManyAttempts { minutes } => td_string!(l, errors.too_many_attempts, minutes = *minutes),
        AppError::Malformed => td_string!(l, errors.malformed).to_owned(),
        AppError::Unavailable => td_string!(l, errors.unavailable).to_owned(),
        AppError::Internal => td_string!(l, errors.internal).to_owned(),
        AppError::Unreachable => td_string!(l, errors.unreachable).to_owned(),
    }
}

/// What a field's problem says to a person, as a whole sentence.
#[must_use]
pub fn problem_message(problem: &Problem, l: Locale) -> String {
    match problem {
        Problem::Required => td_string!(l, errors.required).to_owned(),
        Problem::ChooseOne => td_string!(l, errors.choose_one).to_owned(),
        Problem::ChooseSome => td_string!(l, errors.choose_some).to_owned(),
        Problem::TooShort(count) => td_string!(l, errors.too_short, count = *count),
        Problem::TooLong(count) => td_string!(l, errors.too_long, count = *count),
        Problem::NotText => td_string!(l, errors.not_text).to_owned(),
        Problem::HiddenSigns => td_string!(l, errors.hidden_signs).to_owned(),
        Problem::NotAnEmail => td_string!(l, errors.not_an_email).to_owned(),
        Problem::OwnEmail => td_string!(l, errors.own_email).to_owned(),
        Problem::EmailOfWhoIsMet => td_string!(l, errors.email_of_who_is_met).to_owned(),
        Problem::UnknownAccount => td_string!(l, moderation.unknown_account).to_owned(),
        Problem::NotAnAdult => td_string!(l, moderation.not_an_adult).to_owned(),
        Problem::NotAName => td_string!(l, errors.not_a_name).to_owned(),
        Problem::NotABirthDate => td_string!(l, errors.not_a_birth_date).to_owned(),
        Problem::OutOfRange(low, high) => td_string!(l, errors.out_of_range, low = *low, high = *high),
        Problem::TooYoung => td_string!(l, errors.too_young).to_owned(),
        Problem::NotTicked => td_string!(l, guardians.not_ticked).to_owned(),
        Problem::TooManyCorrections(most) => td_string!(l, guardians.too_many_corrections, most = *most),
        Problem::EasyPassword => td_string!(l, errors.easy_password).to_owned(),
        Problem::ContactDetails(found) => td_string!(l, errors.contact_details, found = found.as_str()),
        Problem::SamePassword => td_string!(l, errors.same_password).to_owned(),
        Problem::WrongPassword => td_string!(l, errors.wrong_password).to_owned(),
        Problem::UnknownPlace => td_string!(l, errors.unknown_place).to_owned(),
        Problem::AmbiguousPlace(_) => td_string!(l, errors.ambiguous_place).to_owned(),
        Problem::UnknownTrade => td_string!(l, errors.unknown_trade).to_owned(),
        Problem::SameTrade => td_string!(l, errors.same_trade).to_owned(),
        Problem::NoWords => td_string!(l, errors.no_words).to_owned(),
        Problem::AmbiguousTrade(_) => td_string!(l, errors.ambiguous_trade).to_owned(),
        Problem::NotAChoice => td_string!(l, errors.not_a_choice).to_owned(),
        Problem::NotOver => td_string!(l, feedback.not_over).to_owned(),
        Problem::ClosedAfter(days) => td_string!(l, feedback.closed_after, count = *days),
        Problem::TooManyFollowed(most) => td_string!(l, wanted.too_many_followed, most = *most),
        Problem::TooManyReports(most) => td_string!(l, conversation.too_many_reports, most = *most),
        Problem::TooManySearches(most) => td_string!(l, journey.too_many_searches, most = *most),
        Problem::NotAWebsite => td_string!(l, organisations.not_a_website).to_owned(),
        Problem::NotASiret => td_string!(l, organisations.not_a_siret).to_owned(),
        Problem::TooManyOrganisations(most) => td_string!(l, organisations.too_many_organisations, most = *most),
        Problem::TooManyInvitations(most) => td_string!(l, organisations.too_many_invitations, most = *most),
        Problem::TooManyInvitationsToday(most) => {
            td_string!(l, organisations.too_many_invitations_today, most = *most)
        }
        Problem::LastOwner => td_string!(l, organisations.last_owner).to_owned(),
        Problem::OtherMembers => td_string!(l, organisations.other_members).to_owned(),
        Problem::OtherOrganisation => td_string!(l, organisations.other_organisation).to_owned(),
        Problem::EndsBeforeStart => td_string!(l, errors.ends_before_start).to_owned(),
        Problem::Overlaps => td_string!(l, errors.overlaps).to_owned(),
        Problem::NotAQuarter => td_string!(l, errors.not_a_quarter).to_owned(),
        Problem::NotARange => td_string!(l, errors.not_a_range).to_owned(),
        Problem::OneRangeALine => td_string!(l, errors.one_range_a_line).to_owned(),
        Problem::UnderAnHour => td_string!(l, errors.under_an_hour).to_owned(),
        Problem::NotADay => td_string!(l, errors.not_a_day).to_owned(),
        Problem::PastDay => td_string!(l, errors.past_day).to_owned(),
        Problem::TooFarAway => td_string!(l, errors.too_far_away).to_owned(),
        Problem::TooManyDays(most) => td_string!(l, errors.too_many_days, count = *most),
        Problem::ClosedAndOpen => td_string!(l, errors.closed_and_open).to_owned(),
        Problem::SkippedHour => td_string!(l, errors.skipped_hour).to_owned(),
        Problem::RepeatedHour => td_string!(l, errors.repeated_hour).to_owned(),
        Problem::NotACalendarAddress => td_string!(l, errors.not_a_calendar_address).to_owned(),
        Problem::SameCalendar => td_string!(l, errors.same_calendar).to_owned(),
        Problem::TooManyCalendars(count) => td_string!(l, errors.too_many_calendars, count = *count),
        Problem::Calendar(problem) => calendar_message(*problem, l).to_owned(),
        Problem::NotAPhoto => td_string!(l, errors.not_a_photo).to_owned(),
        Problem::FileTooLarge(megabytes) => td_string!(l, errors.file_too_large, megabytes = *megabytes),
        Problem::TooManyPixels(millions) => td_string!(l, errors.too_many_pixels, millions = *millions),
        Problem::PhotoTooSmall(pixels) => td_string!(l, errors.photo_too_small, pixels = *pixels),
        Problem::Lines(lines) => {
            let told = lines.iter().map(|(line, problem)| {
                td_string!(l, errors.at_line, line = *line, problem = problem_message(problem, l))
            });
            told.collect::<Vec<_>>().join("\n")
        }
    }
}

/// Why a calendar could not be read, as whole sentences.
#[must_use]
pub fn calendar_message(problem: CalendarProblem, l: Locale) -> &'static str {
    match problem {
        CalendarProblem::Unreachable => td_string!(l, errors.calendar_unreachable),
        CalendarProblem::Refused => td_string!(l, errors.calendar_refused),
        CalendarProblem::NotFound => td_string!(l, errors.calendar_not_found),
        CalendarProblem::PrivateAddress => td_string!(l, errors.calendar_private_address),
        CalendarProblem::TooManyRedirects => td_string!(l, errors.calendar_too_many_redirects),
        CalendarProblem::TooLarge => td_string!(l, errors.calendar_too_large),
        CalendarProblem::TooSlow => td_string!(l, errors.calendar_too_slow),
        CalendarProblem::NotACalendar => td_string!(l, errors.calendar_not_a_calendar),
        CalendarProblem::TooManyEvents => td_string!(l, errors.calendar_too_many_events),
    }
}

/// What a notice says to a person.
#[must_use]
pub fn notice_message(notice: Notice, l: Locale) -> &'static str {
    match notice {
        Notice::AddressConfirmed => td_string!(l, accounts.notice_address_confirmed),
        Notice::SignedOut => td_string!(l, accounts.notice_signed_out),
        Notice::PasswordChanged => td_string!(l, accounts.notice_password_changed),
        Notice::PasswordReset => td_string!(l, accounts.notice_password_reset),
        Notice::AccountDeleted => td_string!(l, accounts.notice_account_deleted),
        Notice::Booked => td_string!(l, talks.booked),
        Notice::Requested => td_string!(l, talks.requested),
        Notice::Accepted => td_string!(l, talks.accepted),
        Notice::AcceptedForGuardian => td_string!(l, talks.accepted_for_guardian),
        Notice::Moved => td_string!(l, talks.moved_done),
        Notice::ProposedForGuardian => td_string!(l, talks.proposed_for_guardian),
        Notice::Declined => td_string!(l, talks.declined_done),
        Notice::Proposed => td_string!(l, talks.proposed_done),
        Notice::WordTaken => td_string!(l, talks.word_taken),
        Notice::ThanksSent => td_string!(l, feedback.thanks_sent),
        Notice::ThanksTakenBack => td_string!(l, feedback.thanks_taken_back),
        Notice::ConsentGiven => td_string!(l, talks.consent_given),
        Notice::ConsentRefused => td_string!(l, talks.consent_refused),
        Notice::Resumed => td_string!(l, talks.resumed),
        Notice::ProfileSaved => td_string!(l, talks.profile_saved),
        Notice::ProfileStepKept => td_string!(l, onboarding.step_kept),
        Notice::ProfileSavedOnOtherClock => td_string!(l, talks.profile_saved_on_other_clock),
        Notice::ProfileRemoved => td_string!(l, onboarding.removed),
        Notice::PhotoSaved => td_string!(l, talks.photo_saved),
        Notice::PhotoRemoved => td_string!(l, talks.photo_removed),
        Notice::ProfileSubmitted => td_string!(l, moderation.submitted),
        Notice::ProfileDecided => td_string!(l, moderation.decided),
        Notice::ReportSettled => td_string!(l, reports.settled_notice),
        Notice::RelayNamed => td_string!(l, moderation.relay_named),
        Notice::RelayDismissed => td_string!(l, moderation.relay_dismissed),
        Notice::CalendarAdded => td_string!(l, agenda.calendar_added),
        Notice::CalendarRemoved => td_string!(l, agenda.calendar_removed),
        Notice::TradeAsked => td_string!(l, talks.asked_for_trade),
        Notice::TradeFollowed => td_string!(l, wanted.followed),
        Notice::TradeFollowedWithoutMail => td_string!(l, wanted.followed_without_mail),
        Notice::TradeUnfollowed => td_string!(l, wanted.unfollowed),
        Notice::Reported => td_string!(l, conversation.reported_notice),
        Notice::Blocked => td_string!(l, conversation.blocked_notice),
        Notice::Unblocked => td_string!(l, conversation.unblocked_notice),
        Notice::SearchSaved => td_string!(l, journey.search_saved),
        Notice::SearchSavedWithoutMail => td_string!(l, journey.search_saved_without_mail),
        Notice::FrequencySaved => td_string!(l, journey.frequency_saved),
        Notice::SearchDeleted => td_string!(l, journey.search_deleted),
        Notice::NoteSaved => td_string!(l, journey.note_saved),
        Notice::MailChoicesSaved => td_string!(l, journey.mail_choices_saved),
        Notice::GuardianAsked => td_string!(l, guardians.asked_again),
        Notice::AccountAgreed => td_string!(l, guardians.agreed),
        Notice::AccountRefused => td_string!(l, guardians.refused),
        Notice::TalkGuardianAsked => td_string!(l, guardians.talk_asked_again),
        Notice::OrganisationSubmitted => td_string!(l, organisations.submitted),
        Notice::OrganisationChangeSubmitted => td_string!(l, organisations.change_submitted),
        Notice::OrganisationChangeWithdrawn => td_string!(l, organisations.change_withdrawn),
        Notice::OrganisationUnchanged => td_string!(l, organisations.unchanged),
        Notice::OrganisationDeleted => td_string!(l, organisations.deleted),
        Notice::OrganisationDecided => td_string!(l, organisations.decided),
        Notice::InvitationSent => td_string!(l, organisations.invitation_sent),
        Notice::InvitationWithdrawn => td_string!(l, organisations.invitation_withdrawn),
        Notice::InvitationAccepted => td_string!(l, organisations.invitation_accepted),
        Notice::InvitationDeclined => td_string!(l, organisations.invitation_declined),
        Notice::MemberRoleChanged => td_string!(l, organisations.role_changed),
        Notice::RemovedFromOrganisation => td_string!(l, organisations.removed),
        Notice::InterestTold => td_string!(l, organisations.interest_told),
        Notice::InterestTakenBack => td_string!(l, organisations.interest_taken_back),
        Notice::SignInForDraft => td_string!(l, accounts.notice_sign_in_for_draft),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_we_speak_wins() {
        assert_eq!(from_accept_language("en-GB,en;q=0.9,fr;q=0.8"), Some(Locale::en));
        assert_eq!(from_accept_language("de,fr-CA;q=0.5,en;q=0.4"), Some(Locale::fr));
        assert_eq!(from_accept_language("fr;q=0, en;q=0.1"), Some(Locale::en));
        assert_eq!(from_accept_language("de, es;q=0.5"), None);
        assert_eq!(from_accept_language(";;;q=,,"), None);
    }
}
