//! What a browser may ask of talks. Every function is a public endpoint.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

mod conversation;
mod feedback;
mod guardians;
mod journey;
mod partners;
mod profile;
mod reports;
mod vetting;
mod wanted;

use super::{
    form::{AcceptForm, BookingForm, CancelForm, DeclineForm, HoldForm, RescheduleForm, ResumeForm},
    query::TalkQuery,
    types::{
        AgendaOverview, BookingOffer, FoundPage, LinkedRequest, OtherHours, ProfessionalDetails, RequestsOverview,
        TalkDetails,
    },
};
use crate::{error::AppError, json::Get};
pub use conversation::*;
pub use feedback::*;
pub use guardians::*;
pub use journey::*;
use leptos::{prelude::*, server_fn::codec::GetUrl};
pub use partners::*;
pub use profile::*;
pub use reports::*;
pub use vetting::*;
pub use wanted::*;

/// A page of search results. Public.
///
/// # Errors
/// [`AppError::Unavailable`] when the index does not answer.
#[server(prefix = "/api", endpoint = "search_talks", protocol = Get)]
pub async fn search_talks(query: TalkQuery) -> Result<FoundPage, AppError> {
    use super::finding;
    use crate::{accounts::session, context};
    finding::search(&context::app(), &session::reader(), &query, context::now()).await.map_err(context::fail)
}

/// A professional's page: `from` is the first day to show (`YYYY-MM-DD`, empty for the next ones), `zone`
/// the IANA zone that a reader without an account wants hours in (may be empty). Public.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "professional", input = GetUrl)]
pub async fn professional(id: String, from: String, zone: String) -> Result<ProfessionalDetails, AppError> {
    use super::views;
    use crate::{accounts::session, context};
    views::professional_page(&context::app(), &session::reader(), &id, &from, &zone, context::now())
        .await
        .map_err(context::fail)
}

/// The page that asks to confirm an hour; `zone` as for [`professional`]. Public: signing in comes after the choice.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "booking_page", input = GetUrl)]
pub async fn booking_page(id: String, start: String, zone: String) -> Result<BookingOffer, AppError> {
    use super::views;
    use crate::{accounts::session, context};
    views::booking_page(&context::app(), &session::reader(), &id, &start, &zone, context::now())
        .await
        .map_err(context::fail)
}

/// Holds an hour for the signed-in explorer while they fill in its form, and leads there; the form tells it too if the
/// hour cannot be had. Public: who is not signed in any more is led there too, to sign in, and holds nothing.
///
/// # Errors
/// [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "hold_hour")]
pub async fn hold_hour(form: HoldForm) -> Result<(), AppError> {
    use super::holding;
    use crate::{accounts::session, context};
    let outcome = match session::require_user() {
        Ok(user) => holding::hold(&context::app(), &user, &form, context::now()).await,
        Err(_) => holding::form_of(&form),
    };
    context::answer(&form, outcome).await
}

/// Asks for an hour for the signed-in explorer.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::JustTaken`], [`AppError::OwnAgendaTaken`],
/// [`AppError::TooManyRequests`], [`AppError::NotOffered`], [`AppError::GuardianNeeded`], [`AppError::Invalid`], [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "book_talk")]
pub async fn book_talk(form: BookingForm) -> Result<(), AppError> {
    use super::service;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => service::book(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    let notice = outcome.as_ref().map_or(Notice::Booked, |(_, notice)| *notice);
    context::answer_and_tell(&form, outcome.map(|(route, _)| route), notice).await
}

/// One of the reader's own talks.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger too.
#[server(prefix = "/api", endpoint = "talk", input = GetUrl)]
pub async fn talk(id: String) -> Result<TalkDetails, AppError> {
    use super::views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    views::talk_page(&context::app(), &user, &id, context::now()).await.map_err(context::fail)
}

/// Cancels one of the reader's own talks.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::TooLate`], [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "cancel_talk")]
pub async fn cancel_talk(form: CancelForm) -> Result<(), AppError> {
    use super::answering;
    use crate::{accounts::session, context};
    let outcome = match session::require_user() {
        Ok(user) => answering::cancel(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer(&form, outcome).await
}

/// Accepts what the other side of a talk asks for: a party of it that is signed in, or whoever has the link of the
/// mail that asked them.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::LinkExpired`], [`AppError::Forbidden`],
/// [`AppError::TooLate`], [`AppError::ChangedMeanwhile`].
#[server(prefix = "/api", endpoint = "accept_talk")]
pub async fn accept_talk(form: AcceptForm) -> Result<(), AppError> {
    use super::answering::{self, Answerer};
    use crate::{context, form::Notice};
    let (outcome, by_link) = match Answerer::of(&form.token) {
        Ok(by) => (answering::accept(&context::app(), &by, &form, context::now()).await, by.is_link()),
        Err(error) => (Err(error), false),
    };
    let notice = outcome.as_ref().map_or(Notice::Accepted, |(_, notice)| *notice);
    let outcome = outcome.map(|(route, _)| route);
    context::answer_and_tell(&form, answering::landing(outcome, by_link), notice).await
}

/// Declines what the other side of a talk asks for, as [`accept_talk`].
///
/// # Errors
/// As [`accept_talk`], and [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "decline_talk")]
pub async fn decline_talk(form: DeclineForm) -> Result<(), AppError> {
    use super::answering::{self, Answerer};
    use crate::{context, form::Notice};
    let (outcome, by_link) = match Answerer::of(&form.token) {
        Ok(by) => (answering::decline(&context::app(), &by, &form, context::now()).await, by.is_link()),
        Err(error) => (Err(error), false),
    };
    context::answer_and_tell(&form, answering::landing(outcome, by_link), Notice::Declined).await
}

/// Moves a talk to another hour, which the other side is asked about; by a party of it, as [`accept_talk`].
///
/// # Errors
/// As [`accept_talk`], and [`AppError::Invalid`], [`AppError::NotOffered`], [`AppError::JustTaken`],
/// [`AppError::OwnAgendaTaken`], [`AppError::OtherAgendaTaken`].
#[server(prefix = "/api", endpoint = "reschedule_talk")]
pub async fn reschedule_talk(form: RescheduleForm) -> Result<(), AppError> {
    use super::answering::{self, Answerer};
    use crate::{context, form::Notice};
    let (outcome, by_link) = match Answerer::of(&form.token) {
        Ok(by) => (answering::reschedule(&context::app(), &by, &form, context::now()).await, by.is_link()),
        Err(error) => (Err(error), false),
    };
    let notice = outcome.as_ref().map_or(Notice::Proposed, |(_, notice)| *notice);
    let outcome = outcome.map(|(route, _)| route);
    context::answer_and_tell(&form, answering::landing(outcome, by_link), notice).await
}

/// Brings a paused profile back: of the reader, or of whoever has the link of the mail that told of the pause.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "resume_profile")]
pub async fn resume_profile(form: ResumeForm) -> Result<(), AppError> {
    use super::answering::{self, Answerer};
    use crate::{context, form::Notice};
    let (outcome, by_link) = match Answerer::of(&form.token) {
        Ok(by) => (answering::resume(&context::app(), &by, context::now()).await, by.is_link()),
        Err(error) => (Err(error), false),
    };
    context::answer_and_tell(&form, answering::landing(outcome, by_link), Notice::Resumed).await
}

/// The hours that one of the reader's own talks can move to: `from` is the first day to show (`YYYY-MM-DD`, empty for
/// the next ones).
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::TooLate`].
#[server(prefix = "/api", endpoint = "hours_for_talk", input = GetUrl)]
pub async fn hours_for_talk(id: String, from: String) -> Result<OtherHours, AppError> {
    use super::request_views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    request_views::other_hours(&context::app(), &user, &id, &from, context::now()).await.map_err(context::fail)
}

/// The requests that wait for the reader, and those that wait for somebody else.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_requests", input = GetUrl)]
pub async fn my_requests() -> Result<RequestsOverview, AppError> {
    use super::request_views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    request_views::requests_page(&context::app(), &user, context::now()).await.map_err(context::fail)
}

/// What the link of a mail asks: the request and what can be answered, with other hours from the day `from` on
/// (`YYYY-MM-DD`, empty for the next ones). Opening it changes nothing. Public: the token
/// is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "request_by_link", input = GetUrl)]
pub async fn request_by_link(token: String, #[server(default)] from: String) -> Result<LinkedRequest, AppError> {
    use super::request_views;
    use crate::{accounts::session, context};
    let l = session::reader().locale;
    request_views::linked_request(&context::app(), &token, &from, l, context::now()).await.map_err(context::fail)
}

/// Whether the link of a mail brings a paused profile back. Opening it changes nothing. Public: the token is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "return_by_link", input = GetUrl)]
pub async fn return_by_link(token: String) -> Result<(), AppError> {
    use super::links;
    use crate::context;
    links::returning(&context::app(), &token, context::now()).await.map(drop).map_err(context::fail)
}

/// The reader's own agenda.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_agenda", input = GetUrl)]
pub async fn my_agenda() -> Result<AgendaOverview, AppError> {
    use super::views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    views::agenda_page(&context::app(), &user, context::now()).await.map_err(context::fail)
}
