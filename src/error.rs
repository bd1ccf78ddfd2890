//! The one error that crosses the wire: codes only, no prose and no internals. The interface
//! translates them (`locale::error_message`); the cause is logged where it happens.

use crate::json::Json;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// 401: the caller is not signed in.
    #[error("sign-in required")]
    SignInRequired,
    /// 401: a form was sent after its session had ended.
    #[error("session ended")]
    SessionEnded,
    /// 401: this address and password do not go together.
    #[error("wrong credentials")]
    WrongCredentials,
    /// 403: the caller may not do this.
    #[error("forbidden")]
    Forbidden,
    /// 403: under 18, a guardian has to agree first.
    #[error("guardian needed")]
    GuardianNeeded,
    /// 404: it does not exist, or not for this caller.
    #[error("not found")]
    NotFound,
    /// 404: this professional takes a break; with the ROME code of their trade.
    #[error("away")]
    Away(String),
    /// 409: somebody took this hour a moment ago.
    #[error("just taken")]
    JustTaken,
    /// 409: the explorer is busy at that hour.
    #[error("own agenda taken")]
    OwnAgendaTaken,
    /// 409: the other side is busy at that hour.
    #[error("other agenda taken")]
    OtherAgendaTaken,
    /// 409: this hour is not offered (any more).
    #[error("not offered")]
    NotOffered,
    /// 409: the explorer holds as many hours to come as one may.
    #[error("too many talks")]
    TooManyTalks,
    /// 409: as many requests of the explorer wait for their answer as may.
    #[error("too many requests")]
    TooManyRequests,
    /// 409: the explorer has cancelled too many talks with this professional within a day.
    #[error("cancelled often")]
    CancelledOften,
    /// 409: the talk has begun or is cancelled already.
    #[error("too late")]
    TooLate,
    /// 409: nobody can write in this conversation (any more).
    #[error("conversation closed")]
    ConversationClosed,
    /// 409: the caller blocks the other one.
    #[error("blocked")]
    Blocked,
    /// 413: more than is ever read.
    #[error("too large")]
    TooLarge,
    /// 409: somebody else has decided in the meantime.
    #[error("already decided")]
    AlreadyDecided,
    /// 409: what is decided on has changed since it was read.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// 409: the same was saved since this page was shown.
    #[error("saved elsewhere")]
    SavedElsewhere,
    /// 410: the link was used or is too old.
    #[error("link expired")]
    LinkExpired,
    /// 422: what was typed, field by field.
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// 429: too many attempts.
    #[error("too many attempts")]
    TooManyAttempts {
        /// Minutes until the next attempt is worth making, at least 1.
        minutes: u32,
    },
    /// 400: the request itself is malformed.
    #[error("malformed request")]
    Malformed,
    /// 503: try again in a moment.
    #[error("unavailable")]
    Unavailable,
    /// 500: a failure of ours, logged with its cause.
    #[error("internal error")]
    Internal,
    /// The client could not reach the server.
    #[error("unreachable")]
    Unreachable,
}

/// One field that cannot be accepted as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The input's `name` in the form, without the form's own name: `email`.
    pub field: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing was given.
    Required,
    /// None of the answers to choose from was chosen.
    ChooseOne,
    /// None was chosen where several may be.
    ChooseSome,
    /// Fewer characters than this.
    TooShort(u32),
    /// More characters than this.
    TooLong(u32),
    /// Hardly any letter or digit among its characters.
    NotText,
    /// It holds signs that nobody can see or type.
    HiddenSigns,
    /// Not an e-mail address.
    NotAnEmail,
    /// The reader's own address, where somebody else's is asked for.
    OwnEmail,
    /// The address of the very person who is met, where who answers for a minor is asked for.
    EmailOfWhoIsMet,
    /// No confirmed account has this address.
    UnknownAccount,
    /// Somebody under 18, where only adults may.
    NotAnAdult,
    /// Not a person's name: it holds line breaks or an address.
    NotAName,
    /// Not a day on which somebody alive can have been born.
    NotABirthDate,
    /// Not a number, or outside these bounds.
    OutOfRange(i32, i32),
    /// Under 13: younger than those whom Déclic is for.
    TooYoung,
    /// A box that has to be ticked to go on.
    NotTicked,
    /// The address of a guardian was corrected so many times already: one may do so no more.
    TooManyCorrections(u32),
    /// A password among those that are tried first, or made of the person's own name or address.
    EasyPassword,
    /// Not the account's password.
    WrongPassword,
    /// This part of the text is a way to reach somebody outside of Déclic.
    ContactDetails(String),
    /// The new password is the old one.
    SamePassword,
    /// No commune of this name or postal code.
    UnknownPlace,
    /// Several places have this name: the labels to choose from.
    AmbiguousPlace(Vec<String>),
    /// No trade of this name or code.
    UnknownTrade,
    /// Neither a letter nor a digit to search for.
    NoWords,
    /// This trade stands in a field before it.
    SameTrade,
    /// Several trades match: the labels to choose from.
    AmbiguousTrade(Vec<String>),
    /// Not one of the choices.
    NotAChoice,
    /// The talk has not taken place, or not yet.
    NotOver,
    /// The talk was so many days ago, longer than one may still say how it was.
    ClosedAfter(u32),
    /// So many trades are followed already: one may follow no more.
    TooManyFollowed(u32),
    /// So many reports of theirs wait already: one may make no more.
    TooManyReports(u32),
    /// So many searches are kept already: one may keep no more.
    TooManySearches(u32),
    /// Not the address of a web site.
    NotAWebsite,
    /// Not a number of the register of companies.
    NotASiret,
    /// So many organisations are theirs already: one may open no more.
    TooManyOrganisations(u32),
    /// So many invitations wait for an answer already.
    TooManyInvitations(u32),
    /// So many invitations of an organisation were sent today.
    TooManyInvitationsToday(u32),
    /// Nobody else is an owner of the organisation.
    LastOwner,
    /// Who is not an organisation's only member cannot delete it.
    OtherMembers,
    /// They give time in the name of another organisation.
    OtherOrganisation,
    /// The end is not after the start.
    EndsBeforeStart,
    /// Two ranges of one day overlap.
    Overlaps,
    /// A time that is not on the quarter of an hour.
    NotAQuarter,
    /// Not two times of a day.
    NotARange,
    /// Two ranges on one line.
    OneRangeALine,
    /// A range in which no talk fits.
    UnderAnHour,
    /// Not a day of the calendar, on a line of its own.
    NotADay,
    /// A day before today.
    PastDay,
    /// A day that nobody can mean yet.
    TooFarAway,
    /// More days in a row than this.
    TooManyDays(u32),
    /// A day that another line closes or opens.
    ClosedAndOpen,
    /// A time that the clocks skip that night.
    SkippedHour,
    /// A time that the clocks show twice that night.
    RepeatedHour,
    /// Not the address of a calendar on the web.
    NotACalendarAddress,
    /// The professional has this calendar already.
    SameCalendar,
    /// The professional has this many calendars, as many as one may.
    TooManyCalendars(i32),
    /// A calendar that could not be read.
    Calendar(CalendarProblem),
    /// Not a picture of a kind that is read.
    NotAPhoto,
    /// A file of more than so many megabytes.
    FileTooLarge(u32),
    /// A picture of more than so many million pixels.
    TooManyPixels(u32),
    /// A picture with fewer pixels than this on a side.
    PhotoTooSmall(u32),
    /// What is wrong with some lines of a text, by their number from 1.
    Lines(Vec<(u32, Problem)>),
}

/// Why somebody's calendar elsewhere could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CalendarProblem {
    /// Its server does not answer, or does not prove who it is.
    Unreachable,
    /// Its server does not let us read it.
    Refused,
    /// There is nothing at its address.
    NotFound,
    /// Its address, or one that it leads to, is not on the public web.
    PrivateAddress,
    /// It leads from address to address.
    TooManyRedirects,
    /// More than is ever read.
    TooLarge,
    /// It took too long.
    TooSlow,
    /// What is there is no calendar.
    NotACalendar,
    /// More events than are ever counted.
    TooManyEvents,
}

impl CalendarProblem {
    const ALL: [Self; 9] = [
        Self::Unreachable,
        Self::Refused,
        Self::NotFound,
        Self::PrivateAddress,
        Self::TooManyRedirects,
        Self::TooLarge,
        Self::TooSlow,
        Self::NotACalendar,
        Self::TooManyEvents,
    ];

    /// The code in the schema and in the log.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::NotFound => "not_found",
            Self::PrivateAddress => "private_address",
            Self::TooManyRedirects => "too_many_redirects",
            Self::TooLarge => "too_large",
            Self::TooSlow => "too_slow",
            Self::NotACalendar => "not_a_calendar",
            Self::TooManyEvents => "too_many_events",
        }
    }

    /// The problem of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.code() == code)
    }
}

impl AppError {
    /// One field's problem as an error of its own.
    #[must_use]
    pub fn field(field: &str, problem: Problem) -> Self {
        Self::Invalid(vec![FieldError { field: field.to_owned(), problem }])
    }

    /// The problem of `field`, if this error has one.
    #[must_use]
    pub fn problem(&self, field: &str) -> Option<&Problem> {
        match self {
            Self::Invalid(errors) => errors.iter().find(|error| error.field == field).map(|error| &error.problem),
            _ => None,
        }
    }

    /// The HTTP status that this error answers with.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::SignInRequired | Self::SessionEnded | Self::WrongCredentials => 401,
            Self::Forbidden | Self::GuardianNeeded => 403,
            Self::NotFound | Self::Away(_) => 404,
            Self::JustTaken
            | Self::OwnAgendaTaken
            | Self::OtherAgendaTaken
            | Self::TooManyRequests
            | Self::NotOffered
            | Self::TooLate
            | Self::TooManyTalks
            | Self::CancelledOften
            | Self::AlreadyDecided
            | Self::ChangedMeanwhile
            | Self::SavedElsewhere
            | Self::ConversationClosed
            | Self::Blocked => 409,
            Self::LinkExpired => 410,
            Self::TooLarge => 413,
            Self::Invalid(_) => 422,
            Self::TooManyAttempts { .. } => 429,
            Self::Internal => 500,
            Self::Unavailable | Self::Unreachable => 503,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = Json;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Unreachable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Malformed
            }
            _ => Self::Internal,
        }
    }
}
