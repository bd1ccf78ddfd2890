//! What every form shares: checking fields, bringing back what was typed when the answer is no, and
//! telling on the next page that it was done.
//!
//! Forms are plain HTML posts to a server function, with and without JavaScript: one path to build, to
//! test and to download. A refused form comes back through the session as a [`Draft`] (post, redirect,
//! get), so nothing typed is lost and nothing personal appears in a URL.

use crate::error::{AppError, FieldError, Problem};
use serde::{Deserialize, Serialize};

/// A form that a person fills in.
pub trait Form {
    /// Its name in drafts, unique in the app.
    const NAME: &'static str;

    /// What to show again after a refusal, by field name. Never a password.
    fn kept(&self) -> Vec<(&'static str, String)>;
}

/// What must appear in no log, page or draft: a password.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

/// Nothing of it: forms are posted by the browser, so that nothing has to write one out.
impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("")
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// A form that comes back: what was typed and, if it was refused, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// [`Form::NAME`] of the form it belongs to.
    pub form: String,
    /// What was typed, by field name.
    pub values: Vec<(String, String)>,
    /// Why it was refused; nothing where the form only changed on the way.
    pub error: Option<AppError>,
}

impl Draft {
    /// What was typed in `field`.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}

/// What the page after a form tells once: what was just done. Its words are `locale::notice_message`'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// The address is proved, and its owner signed in.
    AddressConfirmed,
    /// Signed out.
    SignedOut,
    /// The password was changed by its owner.
    PasswordChanged,
    /// A new password was set by a link.
    PasswordReset,
    /// The account is gone, and its coming talks are cancelled.
    AccountDeleted,
    /// An hour is booked.
    Booked,
    /// An hour is asked for, and the professional has to confirm it.
    Requested,
    /// A request is accepted.
    Accepted,
    /// A request is accepted, and a guardian has to agree.
    AcceptedForGuardian,
    /// A talk is at another hour, confirmed at once.
    Moved,
    /// Another hour is proposed, and a guardian has to agree to it.
    ProposedForGuardian,
    /// A request is declined.
    Declined,
    /// Another hour is proposed.
    Proposed,
    /// What somebody says of a talk that is over is noted.
    WordTaken,
    /// A professional is thanked.
    ThanksSent,
    /// A professional is no longer thanked.
    ThanksTakenBack,
    /// A guardian agreed.
    ConsentGiven,
    /// A guardian did not agree, or no longer.
    ConsentRefused,
    /// A paused profile is back.
    Resumed,
    /// The profile as a professional is saved.
    ProfileSaved,
    /// A step of an unfinished profile is kept.
    ProfileStepKept,
    /// The profile is saved, with hours on another clock than the one of its commune.
    ProfileSavedOnOtherClock,
    /// The profile as a professional is gone, and the talks that its owner was to give are cancelled.
    ProfileRemoved,
    /// A photo is part of the profile.
    PhotoSaved,
    /// A photo is gone.
    PhotoRemoved,
    /// The profile is saved, and waits for somebody to look at it.
    ProfileSubmitted,
    /// A profile is decided on, and its owner told.
    ProfileDecided,
    /// A report is settled, and both sides told what they may know.
    ReportSettled,
    /// Somebody is a relay.
    RelayNamed,
    /// Somebody is a relay no more.
    RelayDismissed,
    /// A calendar was read and is kept.
    CalendarAdded,
    /// A calendar is gone, with all that it told.
    CalendarRemoved,
    /// A wish for a trade is counted.
    TradeAsked,
    /// A wish is counted, and who made it is told when somebody joins.
    TradeFollowed,
    /// The same, but they stopped such mails.
    TradeFollowedWithoutMail,
    /// Nobody is told any more when somebody of that trade joins.
    TradeUnfollowed,
    /// Somebody is reported.
    Reported,
    /// Somebody is blocked.
    Blocked,
    /// Somebody is blocked no longer.
    Unblocked,
    /// A search is kept, and its mails will come.
    SearchSaved,
    /// A search is kept by somebody who stopped such mails.
    SearchSavedWithoutMail,
    /// How often the mails of a search come is changed.
    FrequencySaved,
    /// A search is kept no longer.
    SearchDeleted,
    /// A note to oneself is kept, or gone.
    NoteSaved,
    /// Which mails one wants is kept.
    MailChoicesSaved,
    /// A guardian is asked for their agreement to an account, at another address or once more.
    GuardianAsked,
    /// A guardian agreed to an account.
    AccountAgreed,
    /// A guardian did not agree to an account, or no longer, and it is gone.
    AccountRefused,
    /// A guardian is asked about a talk at another address, or once more.
    TalkGuardianAsked,
    /// An organisation waits for somebody to look at it.
    OrganisationSubmitted,
    /// A change of an organisation that is online waits for somebody to look at it.
    OrganisationChangeSubmitted,
    /// An organisation says again what is online: no change waits any more.
    OrganisationChangeWithdrawn,
    /// An organisation says what it said before.
    OrganisationUnchanged,
    /// An organisation is no more.
    OrganisationDeleted,
    /// An organisation is decided on, and its owners told.
    OrganisationDecided,
    /// Somebody is invited to an organisation.
    InvitationSent,
    /// An invitation works no more.
    InvitationWithdrawn,
    /// The reader is part of an organisation.
    InvitationAccepted,
    /// A member of an organisation has another role.
    MemberRoleChanged,
    /// An invitation is declined.
    InvitationDeclined,
    /// Somebody is part of an organisation no more.
    RemovedFromOrganisation,
    /// An organisation is told that an explorer is interested.
    InterestTold,
    /// It is told no more.
    InterestTakenBack,
    /// The session had ended: what was typed waits until its author has signed in.
    SignInForDraft,
}

/// Collects the problems of one form, field by field.
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Starts with nothing wrong.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes `problem` at `field` unless `holds`.
    pub fn require(&mut self, field: &str, holds: bool, problem: Problem) -> &mut Self {
        if !holds && !self.0.iter().any(|error| error.field == field) {
            self.0.push(FieldError { field: field.to_owned(), problem });
        }
        self
    }

    /// A text to be read by people, between `minimum` and `maximum` characters once trimmed. What nobody
    /// sees does not count, and where a text is asked at least half of the minimum must be letters or digits.
    pub fn text(&mut self, field: &str, value: &str, minimum: u32, maximum: u32) -> &mut Self {
        let value = value.trim();
        let visible = count(value, |sign| !is_ignorable(sign));
        let letters = count(value, |sign| sign.is_alphanumeric() && !is_ignorable(sign));
        self.require(field, visible > 0 || minimum == 0, Problem::Required)
            .require(field, !value.chars().any(is_hidden), Problem::HiddenSigns)
            .require(field, visible >= minimum, Problem::TooShort(minimum))
            .require(field, letters >= minimum.div_ceil(2), Problem::NotText)
            .require(field, count(value, |_| true) <= maximum, Problem::TooLong(maximum))
    }

    /// A text of any signs, up to `maximum` characters once trimmed, of which people see one at least.
    pub fn signs(&mut self, field: &str, value: &str, maximum: u32) -> &mut Self {
        let visible = count(value, |sign| !is_ignorable(sign) && !sign.is_whitespace());
        self.require(field, visible > 0, Problem::Required).text(field, value, 0, maximum)
    }

    /// A password, between `minimum` and `maximum` characters: whatever they are, they are its own.
    pub fn secret(&mut self, field: &str, value: &str, minimum: u32, maximum: u32) -> &mut Self {
        let length = count(value, |_| true);
        self.require(field, length > 0, Problem::Required)
            .require(field, length >= minimum, Problem::TooShort(minimum))
            .require(field, length <= maximum, Problem::TooLong(maximum))
    }

    /// The value of `read`; or nothing, with the problems that it found noted.
    ///
    /// # Errors
    /// Those of `read` that are not about a field.
    pub fn note<T>(&mut self, read: Result<T, AppError>) -> Result<Option<T>, AppError> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(AppError::Invalid(errors)) => {
                for FieldError { field, problem } in errors {
                    self.require(&field, false, problem);
                }
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Everything noted so far as one error.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when anything was noted.
    pub fn done(&mut self) -> Result<(), AppError> {
        if self.0.is_empty() { Ok(()) } else { Err(AppError::Invalid(std::mem::take(&mut self.0))) }
    }
}

fn count(text: &str, counts: impl Fn(char) -> bool) -> u32 {
    u32::try_from(text.chars().filter(|sign| counts(*sign)).count()).unwrap_or(u32::MAX)
}

/// What has no place in a text: controls other than the end of a line and the tab, and the marks that
/// turn the direction of what follows (UAX #9), which disguise a text as another.
fn is_hidden(sign: char) -> bool {
    let in_text = matches!(sign, '\n' | '\r' | '\t');
    (sign.is_control() && !in_text) || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What no font draws: controls, and `Default_Ignorable_Code_Point` (Unicode, `DerivedCoreProperties.txt`).
fn is_ignorable(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fff8}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_keeps_its_first_problem() {
        let error = Checks::new()
            .text("name", " ", 2, 5)
            .text("title", "abcdef", 2, 5)
            .text("ok", "abc", 2, 5)
            .done()
            .unwrap_err();
        assert_eq!(error.problem("name"), Some(&Problem::Required));
        assert_eq!(error.problem("title"), Some(&Problem::TooLong(5)));
        assert_eq!(error.problem("ok"), None);
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        assert!(Checks::new().text("name", "éééé", 2, 4).done().is_ok());
    }

    #[test]
    fn an_empty_optional_text_is_fine() {
        assert!(Checks::new().text("note", "", 0, 4).done().is_ok());
        assert!(Checks::new().text("note", "🙂", 0, 4).done().is_ok());
    }

    fn problem_of(text: &str) -> Option<Problem> {
        let checked = Checks::new().text("text", text, 4, 30).done();
        checked.err().and_then(|error| error.problem("text").cloned())
    }

    #[test]
    fn a_text_is_made_of_words() {
        for text in ["Je cuis", "日本語です", "مرحبا", "ok 👍🏽 oui", "une ligne\r\nune autre", "B-52", "l’été à 6 h"]
        {
            assert_eq!(problem_of(text), None, "{text:?}");
        }
        for text in ["🙂🙂🙂🙂🙂", "!!!!!!", "....a...", "⠀⠀⠀⠀⠀⠀"] {
            assert_eq!(problem_of(text), Some(Problem::NotText), "{text:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_nothing() {
        for text in
            ["\u{200b}\u{200b}\u{200b}\u{200b}", "\u{3164}\u{3164}\u{3164}\u{3164}", "\u{feff}", "\0\0\0\0", "\u{202e}"]
        {
            assert_eq!(problem_of(text), Some(Problem::Required), "{text:?}");
        }
        assert_eq!(problem_of("a\u{200b}\u{200b}\u{200b}b"), Some(Problem::TooShort(4)));
    }

    #[test]
    fn what_disguises_a_text_is_refused() {
        for text in ["abcd\0ef", "abcd\u{1b}[2J", "abcd\u{202e}ef", "abcd\u{7f}"] {
            assert_eq!(problem_of(text), Some(Problem::HiddenSigns), "{text:?}");
        }
    }

    #[test]
    fn a_password_is_made_of_anything() {
        assert!(Checks::new().secret("password", " 🙂🙂🙂 ", 5, 5).done().is_ok());
        let error = Checks::new().secret("password", "", 5, 5).secret("other", "abcdef", 5, 5).done().unwrap_err();
        assert_eq!(error.problem("password"), Some(&Problem::Required));
        assert_eq!(error.problem("other"), Some(&Problem::TooLong(5)));
    }
}
