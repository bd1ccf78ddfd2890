//! The forms of talks: booking, cancelling, a professional's profile with their weekly hours, conversations, and what an
//! explorer keeps.

mod conversation;
mod feedback;
mod journey;
mod partners;
mod reports;
mod steps;
mod vetting;

pub use super::types::ProfileStep;
use super::types::{Accommodation, BusyCalendar, EndReason, HoursPreview, LANGUAGES, Moment, ProfessionalDetails, Way};
use crate::{
    error::{AppError, Problem},
    form::{Checks, Form, Secret},
    json::Json,
};
pub use conversation::*;
pub use feedback::*;
pub use journey::*;
use leptos::server::codee::{Decoder, Encoder};
pub use partners::*;
pub use reports::*;
use serde::{Deserialize, Serialize};
pub use vetting::DecisionForm;

/// Longest question to a professional, in characters.
const QUESTION_LENGTH: u32 = 1000;
/// Longest note with a cancellation, in characters.
const NOTE_LENGTH: u32 = 500;
/// Shortest and longest sentence about a job, in characters.
const HEADLINE_LENGTH: (u32, u32) = (20, 160);
/// Shortest and longest text about what one likes or not, in characters.
const LIKES_LENGTH: (u32, u32) = (20, 1000);
/// Shortest and longest text about a day or the way to a job, in characters, where there is one.
const STORY_LENGTH: (u32, u32) = LIKES_LENGTH;
/// Longest name of an organisation or place, in characters.
const PLACE_LENGTH: u32 = 120;
/// Ranges that the editor offers for each weekday.
pub const RANGES_A_DAY: usize = 3;
/// Choices of minutes that are kept free before and after a talk.
pub const BUFFERS: [&str; 9] = ["0", "15", "30", "45", "60", "75", "90", "105", "120"];
/// Longest text of exceptions, in characters: about a hundred days.
const EXCEPTIONS_LENGTH: u32 = 2500;

/// Holds an hour while its booking form is filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct HoldForm {
    /// The professional's id.
    #[serde(default)]
    pub professional: String,
    /// RFC 3339 UTC.
    #[serde(default)]
    pub start: String,
    /// The IANA zone that the reader asked for; may be empty.
    #[serde(default)]
    pub zone: String,
}

impl Form for HoldForm {
    const NAME: &'static str = "hold";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("professional", self.professional.clone())]
    }
}

/// Books an hour.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BookingForm {
    /// The professional's id.
    #[serde(default)]
    pub professional: String,
    /// RFC 3339 UTC.
    #[serde(default)]
    pub start: String,
    /// Code of the way of meeting.
    #[serde(default)]
    pub way: String,
    /// What the explorer would like to know (optional).
    #[serde(default)]
    pub question: String,
    /// Address of who answers for a minor.
    #[serde(default)]
    pub guardian_email: String,
}

impl Form for BookingForm {
    const NAME: &'static str = "book";

    fn kept(&self) -> Vec<(&'static str, String)> {
        // Which hour it was for: what was refused there is nothing against another one.
        vec![
            ("professional", self.professional.clone()),
            ("start", self.start.clone()),
            ("way", self.way.clone()),
            ("question", self.question.clone()),
            ("guardian_email", self.guardian_email.clone()),
        ]
    }
}

impl BookingForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new()
            .require("start", !self.start.is_empty(), Problem::ChooseOne)
            .require("way", !self.way.is_empty(), Problem::ChooseOne)
            .require("way", Way::from_code(&self.way).is_some(), Problem::NotAChoice)
            .text("question", &self.question, 0, QUESTION_LENGTH)
            .done()
    }
}

/// Cancels a talk.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CancelForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// Code of the reason.
    #[serde(default)]
    pub reason: String,
    /// A word to the other one (optional, needed for "other").
    #[serde(default)]
    pub note: String,
}

impl Form for CancelForm {
    const NAME: &'static str = "cancel";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("reason", self.reason.clone()), ("note", self.note.clone())]
    }
}

impl CancelForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        let needs_note = EndReason::from_code(&self.reason) == Some(EndReason::Other);
        Checks::new()
            .require("reason", !self.reason.is_empty(), Problem::ChooseOne)
            .require("reason", EndReason::from_code(&self.reason).is_some(), Problem::NotAChoice)
            .require("note", !needs_note || !self.note.trim().is_empty(), Problem::Required)
            .text("note", &self.note, 0, NOTE_LENGTH)
            .done()
    }
}

/// Accepts what the other side asks for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AcceptForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// Of the link in a mail, for who answers without signing in.
    #[serde(default)]
    pub token: Secret,
}

impl Form for AcceptForm {
    const NAME: &'static str = "accept";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone())]
    }
}

/// Declines what the other side asks for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DeclineForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// Of the link in a mail, for who answers without signing in.
    #[serde(default)]
    pub token: Secret,
    /// Code of the reason.
    #[serde(default)]
    pub reason: String,
    /// A word to the other one (optional, needed for "other").
    #[serde(default)]
    pub note: String,
}

impl Form for DeclineForm {
    const NAME: &'static str = "decline";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("reason", self.reason.clone()), ("note", self.note.clone())]
    }
}

impl DeclineForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        let cancel = CancelForm { talk: self.talk.clone(), reason: self.reason.clone(), note: self.note.clone() };
        cancel.check()
    }
}

/// Moves a talk to another hour.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RescheduleForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// Of the link in a mail, for who answers without signing in.
    #[serde(default)]
    pub token: Secret,
    /// RFC 3339 UTC.
    #[serde(default)]
    pub start: String,
}

impl Form for RescheduleForm {
    const NAME: &'static str = "reschedule";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("start", self.start.clone())]
    }
}

impl RescheduleForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().require("start", !self.start.is_empty(), Problem::ChooseOne).done()
    }
}

/// Says whether a talk took place.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WordForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// Code of the word.
    #[serde(default)]
    pub word: String,
}

impl Form for WordForm {
    const NAME: &'static str = "word";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("word", self.word.clone())]
    }
}

/// A guardian agrees to a minor's talk.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConsentForm {
    /// Of the link in the mail.
    #[serde(default)]
    pub token: Secret,
    /// [`CONSENT_TALK`] or [`CONSENT_SIX_MONTHS`].
    #[serde(default)]
    pub scope: String,
    /// `on` when they say that they answer for the minor.
    #[serde(default)]
    pub responsible: String,
}

/// A guardian agrees to one talk.
pub const CONSENT_TALK: &str = "talk";
/// A guardian agrees to every talk of six months.
pub const CONSENT_SIX_MONTHS: &str = "six_months";

impl Form for ConsentForm {
    const NAME: &'static str = "consent";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("scope", self.scope.clone()), ("responsible", self.responsible.clone())]
    }
}

impl ConsentForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new()
            .require("scope", !self.scope.is_empty(), Problem::ChooseOne)
            .require("scope", [CONSENT_TALK, CONSENT_SIX_MONTHS].contains(&self.scope.as_str()), Problem::NotAChoice)
            .require("responsible", self.responsible == "on", Problem::NotTicked)
            .done()
    }
}

/// A guardian does not agree, or no longer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ObjectForm {
    /// Of the link in the mail.
    #[serde(default)]
    pub token: Secret,
}

impl Form for ObjectForm {
    const NAME: &'static str = "object";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Corrects the address of the guardian whom a minor's talk waits for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TalkGuardianForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// The address, as typed.
    #[serde(default)]
    pub guardian_email: String,
}

impl Form for TalkGuardianForm {
    const NAME: &'static str = "correct_guardian";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("guardian_email", self.guardian_email.clone())]
    }
}

/// Brings a paused profile back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ResumeForm {
    /// Of the link in a mail, for who returns without signing in.
    #[serde(default)]
    pub token: Secret,
}

impl Form for ResumeForm {
    const NAME: &'static str = "resume";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// A range of a weekday, as typed: `09:00`, empty when unused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeInput {
    /// When it starts.
    #[serde(default)]
    pub starts: String,
    /// When it ends; `00:00` is midnight at the end of the day.
    #[serde(default)]
    pub ends: String,
}

/// A professional's profile and weekly hours: all that its steps ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfessionalForm {
    /// The code of the [`ProfileStep`] that is sent: only its fields count.
    #[serde(default)]
    pub step: String,
    /// A trade as typed, or its code.
    #[serde(default)]
    pub trade: String,
    /// Another one (optional).
    #[serde(default)]
    pub second_trade: String,
    /// One more (optional).
    #[serde(default)]
    pub third_trade: String,
    /// The job in a sentence.
    #[serde(default)]
    pub headline: String,
    /// What they like in it.
    #[serde(default)]
    pub likes: String,
    /// What they like less.
    #[serde(default)]
    pub dislikes: String,
    /// What a day is like (optional).
    #[serde(default)]
    pub day: String,
    /// How they came to it, and what they studied (optional).
    #[serde(default)]
    pub path: String,
    /// Codes of languages.
    #[serde(default)]
    pub languages: Vec<String>,
    /// A commune as typed.
    #[serde(default)]
    pub commune: String,
    /// Where they work for (optional).
    #[serde(default)]
    pub organisation: String,
    /// Codes of ways of meeting.
    #[serde(default)]
    pub ways: Vec<String>,
    /// The address of talks on site; shown to the explorer of a confirmed one only.
    #[serde(default)]
    pub meeting_place: String,
    /// Codes of accommodations (optional).
    #[serde(default)]
    pub accessibility: Vec<String>,
    /// IANA time zone of the weekly hours.
    #[serde(default)]
    pub time_zone: String,
    /// Hours between a booking and its talk, at least.
    #[serde(default)]
    pub notice_hours: String,
    /// Days that can be booked ahead.
    #[serde(default)]
    pub horizon_days: String,
    /// One of [`BUFFERS`]; empty is none.
    #[serde(default)]
    pub buffer_before: String,
    /// One of [`BUFFERS`]; empty is none.
    #[serde(default)]
    pub buffer_after: String,
    /// Talks a day at most; empty is no limit.
    #[serde(default)]
    pub maximum_per_day: String,
    /// Talks a week at most; empty is no limit.
    #[serde(default)]
    pub maximum_per_week: String,
    /// Talks a month at most; empty is no limit.
    #[serde(default)]
    pub maximum_per_month: String,
    /// `on` when nothing is offered on the public holidays of the commune.
    #[serde(default)]
    pub closed_on_holidays: String,
    /// Monday's ranges first; [`RANGES_A_DAY`] for each day.
    #[serde(default)]
    pub ranges: Vec<RangeInput>,
    /// One a line: `24/12/2026` closes a day, `24/12/2026 14:00-16:00` opens only those hours, `01/08/2026 au 15/08/2026`
    /// closes several.
    #[serde(default)]
    pub exceptions: String,
    /// The first of days that get a line there, or the only one, `YYYY-MM-DD`.
    #[serde(default)]
    pub closed_from: String,
    /// The last of them.
    #[serde(default)]
    pub closed_until: String,
    /// `on` when each request is confirmed by hand.
    #[serde(default)]
    pub confirms_by_hand: String,
    /// `on` when they undertake to keep the charter for meeting minors.
    #[serde(default)]
    pub welcomes_minors: String,
    /// `on` when explorers can find and book them.
    #[serde(default)]
    pub published: String,
    /// [`COPY_MONDAY`], [`COPY_DAY`], [`CLOSE_DAYS`] or [`PREVIEW`] where the form was not sent to be saved.
    #[serde(default)]
    pub copy: String,
    /// The day whose hours [`COPY_DAY`] copies; `0` is Monday.
    #[serde(default)]
    pub copy_from: String,
    /// The days that get them.
    #[serde(default)]
    pub copy_to: Vec<String>,
    /// The code of a language that the form comes back in, where it was sent to change that, and not to be saved.
    #[serde(default)]
    pub language: String,
    /// What its hours would offer, where it comes back to tell that; never posted.
    #[serde(skip)]
    pub preview: Option<HoursPreview>,
}

/// Posted as `copy` by the button that shows what the hours would offer.
pub const PREVIEW: &str = "preview";
/// Posted as `copy` by the button that gives Monday's hours to the other working days.
pub const COPY_MONDAY: &str = "monday";
/// Posted as `copy` by the button that gives the hours of one day to chosen ones.
pub const COPY_DAY: &str = "day";
/// Posted as `copy` by the button that writes a line of special days for two dates.
pub const CLOSE_DAYS: &str = "closed";
/// Days as `copy_from` and `copy_to` name them, Monday first.
pub const DAYS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

/// What a step of the editor of a profile opens with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileEditor {
    /// The profile as it was saved, or as far as it was kept, or as most people begin.
    pub form: ProfessionalForm,
    /// Whether the reader is of age, as giving hours asks for.
    pub is_adult: bool,
    /// Whether the profile was saved once.
    pub is_saved: bool,
    /// The address of their photo.
    pub photo: Option<String>,
    /// Their calendars elsewhere, at their hours; nothing before the profile was saved once.
    pub calendars: Option<Vec<BusyCalendar>>,
    /// The steps that come before publication and were not taken yet.
    pub left: Vec<ProfileStep>,
    /// Their page as others will see it, where it is published; nothing while a step is missing.
    pub preview: Option<ProfessionalDetails>,
    /// The first hours that a profile which was never saved will offer.
    pub first_hours: Vec<Moment>,
}

/// Sends a professional's photo: a file, which is not kept when it is refused.
pub struct PhotoForm;

impl Form for PhotoForm {
    const NAME: &'static str = "photo";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Lets a profile be seen, or takes a break.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct VisibilityForm {
    /// `on` when explorers can find and book them.
    #[serde(default)]
    pub published: String,
}

impl Form for VisibilityForm {
    const NAME: &'static str = "visibility";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Takes a professional's profile away.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RemoveProfileForm {}

impl Form for RemoveProfileForm {
    const NAME: &'static str = "remove_profile";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Removes a professional's photo.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RemovePhotoForm {}

impl Form for RemovePhotoForm {
    const NAME: &'static str = "remove_photo";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl Form for ProfessionalForm {
    const NAME: &'static str = "professional";

    fn kept(&self) -> Vec<(&'static str, String)> {
        // Whoever types a time without the browser's help may put spaces in it.
        let ranges = self.ranges.iter().map(|range| format!("{}\t{}", range.starts, range.ends)).collect::<Vec<_>>();
        vec![
            ("step", self.step.clone()),
            ("trade", self.trade.clone()),
            ("second_trade", self.second_trade.clone()),
            ("third_trade", self.third_trade.clone()),
            ("headline", self.headline.clone()),
            ("likes", self.likes.clone()),
            ("dislikes", self.dislikes.clone()),
            ("day", self.day.clone()),
            ("path", self.path.clone()),
            ("languages", self.languages.join(" ")),
            ("commune", self.commune.clone()),
            ("organisation", self.organisation.clone()),
            ("ways", self.ways.join(" ")),
            ("meeting_place", self.meeting_place.clone()),
            ("accessibility", self.accessibility.join(" ")),
            ("time_zone", self.time_zone.clone()),
            ("notice_hours", self.notice_hours.clone()),
            ("horizon_days", self.horizon_days.clone()),
            ("buffer_before", self.buffer_before.clone()),
            ("buffer_after", self.buffer_after.clone()),
            ("maximum_per_day", self.maximum_per_day.clone()),
            ("maximum_per_week", self.maximum_per_week.clone()),
            ("maximum_per_month", self.maximum_per_month.clone()),
            ("closed_on_holidays", self.closed_on_holidays.clone()),
            ("copy", self.copy.clone()),
            ("copy_from", self.copy_from.clone()),
            ("copy_to", self.copy_to.join(" ")),
            ("preview", self.preview.as_ref().and_then(|preview| Json::encode(preview).ok()).unwrap_or_default()),
            ("ranges", ranges.join("\n")),
            ("exceptions", self.exceptions.clone()),
            ("closed_from", self.closed_from.clone()),
            ("closed_until", self.closed_until.clone()),
            ("confirms_by_hand", self.confirms_by_hand.clone()),
            ("welcomes_minors", self.welcomes_minors.clone()),
            ("published", self.published.clone()),
        ]
    }
}

impl ProfessionalForm {
    /// The same form from what was kept of a refused one.
    #[must_use]
    pub fn from_kept(value: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| value(name).unwrap_or_default();
        let words = |name: &str| text(name).split_whitespace().map(str::to_owned).collect();
        let ranges = text("ranges");
        let ranges = ranges.split('\n').map(|line| {
            let (starts, ends) = line.split_once('\t').unwrap_or((line, ""));
            RangeInput { starts: starts.to_owned(), ends: ends.to_owned() }
        });
        Self {
            step: text("step"),
            trade: text("trade"),
            second_trade: text("second_trade"),
            third_trade: text("third_trade"),
            headline: text("headline"),
            likes: text("likes"),
            dislikes: text("dislikes"),
            day: text("day"),
            path: text("path"),
            languages: words("languages"),
            commune: text("commune"),
            organisation: text("organisation"),
            ways: words("ways"),
            meeting_place: text("meeting_place"),
            accessibility: words("accessibility"),
            time_zone: text("time_zone"),
            notice_hours: text("notice_hours"),
            horizon_days: text("horizon_days"),
            buffer_before: text("buffer_before"),
            buffer_after: text("buffer_after"),
            maximum_per_day: text("maximum_per_day"),
            maximum_per_week: text("maximum_per_week"),
            maximum_per_month: text("maximum_per_month"),
            closed_on_holidays: text("closed_on_holidays"),
            copy: text("copy"),
            copy_from: text("copy_from"),
            copy_to: words("copy_to"),
            language: String::new(),
            preview: Json::decode(&text("preview")).ok(),
            ranges: of_each_day(ranges.collect()),
            exceptions: text("exceptions"),
            closed_from: text("closed_from"),
            closed_until: text("closed_until"),
            confirms_by_hand: text("confirms_by_hand"),
            welcomes_minors: text("welcomes_minors"),
            published: text("published"),
        }
    }

    /// Whether it was sent to copy a day's hours, and not to be saved.
    #[must_use]
    pub fn only_copies(&self) -> bool {
        self.copy == COPY_MONDAY || self.copy == COPY_DAY
    }

    /// Whether it was sent to close the days between two dates in the form, and not to be saved.
    #[must_use]
    pub fn only_closes_days(&self) -> bool {
        self.copy == CLOSE_DAYS
    }

    /// Whether it was sent to tell what its hours would offer, and not to be saved.
    #[must_use]
    pub fn only_previews(&self) -> bool {
        self.copy == PREVIEW
    }

    /// The same form with the hours of one day on others as well, as it asks.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it names no day, or none to copy to.
    pub fn with_copies(&self) -> Result<Self, AppError> {
        let day = |code: &String| DAYS.iter().position(|day| day == code);
        let (from, to) = match self.copy == COPY_MONDAY {
            true => (Some(0), (1..5).collect()),
            false => (day(&self.copy_from), self.copy_to.iter().filter_map(day).collect::<Vec<_>>()),
        };
        Checks::new()
            .require("copy_from", from.is_some(), Problem::ChooseOne)
            .require("copy_to", !to.is_empty(), Problem::ChooseSome)
            .done()?;
        let mut copy = self.clone();
        copy.ranges.resize(DAYS.len() * RANGES_A_DAY, RangeInput::default());
        let hours_of = |day: usize| day * RANGES_A_DAY..(day + 1) * RANGES_A_DAY;
        let copied = from.and_then(|from| copy.ranges.get(hours_of(from))).map(<[_]>::to_vec).unwrap_or_default();
        for to in to {
            if let Some(hours) = copy.ranges.get_mut(hours_of(to)) {
                hours.clone_from_slice(&copied);
            }
        }
        Ok(copy)
    }

    /// Notes what can be told from the form alone. Places, trades and hours are read by the server.
    #[must_use]
    pub fn checks(&self) -> Checks {
        let on_site = self.ways.iter().any(|way| way == Way::Onsite.code());
        let mut checks = Checks::new();
        checks
            .require("trade", !self.trade.trim().is_empty(), Problem::Required)
            .text("headline", &self.headline, HEADLINE_LENGTH.0, HEADLINE_LENGTH.1)
            .text("likes", &self.likes, LIKES_LENGTH.0, LIKES_LENGTH.1)
            .text("dislikes", &self.dislikes, LIKES_LENGTH.0, LIKES_LENGTH.1)
            .require("languages", !self.languages.is_empty(), Problem::ChooseSome)
            .require(
                "languages",
                self.languages.iter().all(|code| LANGUAGES.contains(&code.as_str())),
                Problem::NotAChoice,
            )
            .require("commune", !self.commune.trim().is_empty(), Problem::Required)
            .text("organisation", &self.organisation, 0, PLACE_LENGTH)
            .require("ways", !self.ways.is_empty(), Problem::ChooseSome)
            .require("ways", self.ways.iter().all(|code| Way::from_code(code).is_some()), Problem::NotAChoice)
            .text("meeting_place", &self.meeting_place, u32::from(on_site), PLACE_LENGTH)
            .require(
                "accessibility",
                self.accessibility.iter().all(|code| Accommodation::from_code(code).is_some()),
                Problem::NotAChoice,
            )
            .text("exceptions", &self.exceptions, 0, EXCEPTIONS_LENGTH);
        for (field, story) in [("day", &self.day), ("path", &self.path)] {
            let least = if story.trim().is_empty() { 0 } else { STORY_LENGTH.0 };
            checks.text(field, story, least, STORY_LENGTH.1);
        }
        for (field, minutes) in [("buffer_before", &self.buffer_before), ("buffer_after", &self.buffer_after)] {
            let is_one = minutes.is_empty() || BUFFERS.contains(&minutes.as_str());
            checks.require(field, is_one, Problem::NotAChoice);
        }
        number(&mut checks, "notice_hours", &self.notice_hours, 0, 720, false);
        number(&mut checks, "horizon_days", &self.horizon_days, 1, 180, false);
        number(&mut checks, "maximum_per_day", &self.maximum_per_day, 1, 12, true);
        number(&mut checks, "maximum_per_week", &self.maximum_per_week, 1, 40, true);
        number(&mut checks, "maximum_per_month", &self.maximum_per_month, 1, 100, true);
        checks
    }
}

/// The ranges of a week as a form kept them: what was kept while a day had fewer of them stays with its day.
fn of_each_day(ranges: Vec<RangeInput>) -> Vec<RangeInput> {
    let kept = ranges.len() / DAYS.len();
    if kept == 0 || kept >= RANGES_A_DAY || ranges.len() != kept * DAYS.len() {
        return ranges;
    }
    let days = ranges.chunks(kept);
    days.flat_map(|day| day.iter().cloned().chain(std::iter::repeat(RangeInput::default())).take(RANGES_A_DAY))
        .collect()
}

fn number(checks: &mut Checks, field: &str, text: &str, low: i32, high: i32, optional: bool) {
    let text = text.trim();
    let within = text.parse().is_ok_and(|value: i32| (low..=high).contains(&value));
    checks.require(field, optional || !text.is_empty(), Problem::Required).require(
        field,
        (optional && text.is_empty()) || within,
        Problem::OutOfRange(low, high),
    );
}

/// Adds a calendar whose busy times are not offered.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct BusyCalendarForm {
    /// Where it is read: a secret once it is kept.
    #[serde(default)]
    pub url: String,
}

impl std::fmt::Debug for BusyCalendarForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BusyCalendarForm")
    }
}

impl Form for BusyCalendarForm {
    const NAME: &'static str = "calendar";

    fn kept(&self) -> Vec<(&'static str, String)> {
        // Refused, it is nobody's yet, and a letter may be all that is wrong.
        vec![("url", self.url.clone())]
    }
}

impl BusyCalendarForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().require("url", !self.url.trim().is_empty(), Problem::Required).done()
    }
}

/// Removes a calendar.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RemoveCalendarForm {
    /// Its id.
    #[serde(default)]
    pub calendar: String,
}

impl Form for RemoveCalendarForm {
    const NAME: &'static str = "remove_calendar";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Asks for a trade that nobody offers near a place.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WantedForm {
    /// ROME code.
    #[serde(default)]
    pub trade: String,
    /// INSEE code of a département, or empty.
    #[serde(default)]
    pub department: String,
    /// Query string of the search to go back to.
    #[serde(default)]
    pub search: String,
    /// `on` to go back to the page of the trade.
    #[serde(default)]
    pub on_trade_page: String,
    /// `on` to be told when somebody joins.
    #[serde(default)]
    pub follow: String,
}

impl Form for WantedForm {
    const NAME: &'static str = "wanted";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("trade", self.trade.clone()), ("follow", self.follow.clone())]
    }
}

impl WantedForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().require("trade", !self.trade.is_empty(), Problem::NotAChoice).done()
    }
}

/// Follows a trade no longer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct UnfollowForm {
    /// ROME code.
    #[serde(default)]
    pub trade: String,
    /// INSEE code of a département; empty for anywhere.
    #[serde(default)]
    pub department: String,
}

impl Form for UnfollowForm {
    const NAME: &'static str = "unfollow";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reason_needs_words() {
        let form = CancelForm { reason: "other".into(), ..CancelForm::default() };
        assert_eq!(form.check().unwrap_err().problem("note"), Some(&Problem::Required));
        assert!(CancelForm { note: "Grève".into(), ..form }.check().is_ok());
    }

    #[test]
    fn an_unknown_way_is_refused() {
        let form = BookingForm { start: "2026-11-25T09:00:00Z".into(), way: "pigeon".into(), ..BookingForm::default() };
        assert_eq!(form.check().unwrap_err().problem("way"), Some(&Problem::NotAChoice));
    }

    #[test]
    fn a_profile_survives_a_refusal() {
        let form = ProfessionalForm {
            headline: "Du pain".into(),
            second_trade: "pâtissier".into(),
            third_trade: "D1115".into(),
            day: "À trois heures, le pétrin.\nPuis le four.".into(),
            path: "Un CAP, puis dix ans ailleurs.".into(),
            accessibility: vec!["wheelchair".into(), "captions".into()],
            languages: vec!["fr".into(), "en".into()],
            ranges: vec![RangeInput { starts: "9 h 30".into(), ends: "12:00".into() }, RangeInput::default()],
            exceptions: "2026-12-24\n2026-12-25".into(),
            preview: Some(HoursPreview { summary: "Rien ne sera proposé".into(), ..HoursPreview::default() }),
            ..ProfessionalForm::default()
        };
        let kept = form.kept();
        let again = ProfessionalForm::from_kept(|name| {
            kept.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone())
        });
        assert_eq!(again, form);
    }

    /// A draft may have been kept while a day had two ranges.
    #[test]
    fn ranges_that_were_kept_stay_with_their_day() {
        let lines = |a_day: usize| {
            (0..7)
                .flat_map(|day| (0..a_day).map(move |row| format!("{row}{day}:00\t2{day}:00")))
                .collect::<Vec<_>>()
                .join("\n")
        };
        for a_day in 1..=RANGES_A_DAY {
            let kept = lines(a_day);
            let form = ProfessionalForm::from_kept(|name| (name == "ranges").then(|| kept.clone()));
            assert_eq!(form.ranges.len(), 7 * RANGES_A_DAY, "{a_day}");
            for (day, ranges) in form.ranges.chunks(RANGES_A_DAY).enumerate() {
                let starts: Vec<_> = ranges.iter().map(|range| range.starts.clone()).collect();
                let typed =
                    (0..RANGES_A_DAY).map(|row| if row < a_day { format!("{row}{day}:00") } else { String::new() });
                assert_eq!(starts, typed.collect::<Vec<_>>(), "{a_day} a day");
            }
        }
    }

    #[test]
    fn monday_is_copied_to_the_working_days_only() {
        let range = |starts: &str| RangeInput { starts: starts.into(), ends: "12:00".into() };
        let mut ranges = vec![RangeInput::default(); 7 * RANGES_A_DAY];
        ranges[0] = range("09:00");
        ranges[RANGES_A_DAY + 1] = range("10:00");
        ranges[6 * RANGES_A_DAY + 1] = range("11:00");
        let form = ProfessionalForm { ranges, copy: COPY_MONDAY.into(), ..ProfessionalForm::default() };
        let copied = form.with_copies().unwrap();
        for day in copied.ranges[..5 * RANGES_A_DAY].chunks(RANGES_A_DAY) {
            assert_eq!(day, [range("09:00"), RangeInput::default(), RangeInput::default()]);
        }
        let weekend = &copied.ranges[5 * RANGES_A_DAY..];
        assert_eq!(weekend[RANGES_A_DAY + 1], range("11:00"));
        assert_eq!(weekend.iter().filter(|range| **range != RangeInput::default()).count(), 1);
    }

    #[test]
    fn a_day_is_copied_to_the_chosen_ones() {
        let range = |starts: &str| RangeInput { starts: starts.into(), ends: "12:00".into() };
        let mut ranges = vec![RangeInput::default(); 7 * RANGES_A_DAY];
        let wednesday = 2 * RANGES_A_DAY;
        ranges[wednesday] = range("09:00");
        ranges[wednesday + 1] = range("14:00");
        ranges[6 * RANGES_A_DAY] = range("20:00");
        let form = |from: &str, to: &[&str]| ProfessionalForm {
            ranges: ranges.clone(),
            copy: COPY_DAY.into(),
            copy_from: from.into(),
            copy_to: to.iter().map(|day| (*day).to_owned()).collect(),
            ..ProfessionalForm::default()
        };
        let copied = form("2", &["0", "6"]).with_copies().unwrap().ranges;
        for day in [0, 2, 6] {
            let first = day * RANGES_A_DAY;
            assert_eq!(copied[first..first + 2], [range("09:00"), range("14:00")], "{day}");
        }
        assert!([1, 3, 4, 5].iter().all(|day| copied[day * RANGES_A_DAY] == RangeInput::default()));
        let problem = |from: &str, to: &[&str], field: &str| {
            form(from, to).with_copies().err().and_then(|error| error.problem(field).cloned())
        };
        assert_eq!(problem("2", &[], "copy_to"), Some(Problem::ChooseSome));
        assert_eq!(problem("2", &["7", "x"], "copy_to"), Some(Problem::ChooseSome));
        assert_eq!(problem("", &["1"], "copy_from"), Some(Problem::ChooseOne));
    }

    #[test]
    fn what_may_stay_empty_is_checked_where_it_is_not() {
        let form = |story: &str, accessibility: &str| ProfessionalForm {
            day: story.to_owned(),
            path: story.to_owned(),
            accessibility: accessibility.split_whitespace().map(str::to_owned).collect(),
            ..ProfessionalForm::default()
        };
        let problems = |form: ProfessionalForm| {
            let error = form.checks().done().unwrap_err();
            ["day", "path", "accessibility"].map(|field| error.problem(field).cloned())
        };
        assert_eq!(problems(form("", "")), [None, None, None]);
        assert_eq!(problems(form(" \n", "captions companion")), [None, None, None]);
        let short = Some(Problem::TooShort(20));
        assert_eq!(problems(form("Le four.", "captions xyz")), [short.clone(), short, Some(Problem::NotAChoice)]);
        let long = Some(Problem::TooLong(1000));
        assert_eq!(problems(form(&"pain ".repeat(201), "")), [long.clone(), long, None]);
    }

    #[test]
    fn an_empty_profile_names_every_field() {
        let error = ProfessionalForm::default().checks().done().unwrap_err();
        for field in ["trade", "headline", "likes", "dislikes", "commune", "notice_hours", "horizon_days"] {
            assert_eq!(error.problem(field), Some(&Problem::Required), "{field}");
        }
        for field in ["languages", "ways"] {
            assert_eq!(error.problem(field), Some(&Problem::ChooseSome), "{field}");
        }
    }
}
