//! What a browser may ask of talks. Every function is a public endpoint.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

mod conversation;
mod journey;
mod partners;
mod reports;

use super::{
    form::{
        AcceptForm, BookingForm, BusyCalendarForm, CancelForm, ConsentForm, DecisionForm, DeclineForm, FeedbackForm,
        HoldForm, ObjectForm, ProfessionalForm, ProfessionalNoteForm, ProfileEditor, RemoveCalendarForm,
        RemovePhotoForm, RemoveProfileForm, RescheduleForm, ResumeForm, TakeThanksBackForm, TalkGuardianForm,
        ThanksForm, UnfollowForm, VisibilityForm, WantedForm, WordForm,
    },
    query::TalkQuery,
    types::{
        AgendaOverview, BookingOffer, ConsentRequest, HoursPreview, LinkedRequest, OtherHours, ProfessionalDetails,
        ProfileOverview, ProfileRemoval, RequestsOverview, SearchResults, TalkDetails, ThanksPage, VettingCase,
        VettingQueue, WantedBoard, WantedTradeDetails,
    },
};
use crate::{error::AppError, json::Get};
pub use conversation::*;
pub use journey::*;
use leptos::{prelude::*, server_fn::codec::GetUrl};
pub use partners::*;
pub use reports::*;

/// A page of search results. Public.
///
/// # Errors
/// [`AppError::Unavailable`] when the index does not answer.
#[server(prefix = "/api", endpoint = "search_talks", protocol = Get)]
pub async fn search_talks(query: TalkQuery) -> Result<SearchResults, AppError> {
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
/// [`AppError::TooLate`].
#[server(prefix = "/api", endpoint = "accept_talk")]
pub async fn accept_talk(form: AcceptForm) -> Result<(), AppError> {
    use super::answering::{self, Answerer};
    use crate::{context, form::Notice};
    let (outcome, by_link) = match Answerer::of(&form.token) {
        Ok(by) => (answering::accept(&context::app(), &by, &form.talk, context::now()).await, by.is_link()),
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

/// Says whether one of the reader's own talks took place.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Invalid`], [`AppError::TooLate`].
#[server(prefix = "/api", endpoint = "tell_talk")]
pub async fn tell_talk(form: WordForm) -> Result<(), AppError> {
    use super::answering;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => answering::tell(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::WordTaken).await
}

/// Thanks the professional of one of the reader's own talks that is over.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Forbidden`] for the professional,
/// [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "thank_professional")]
pub async fn thank_professional(form: ThanksForm) -> Result<(), AppError> {
    use super::feedback;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => feedback::thank(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::ThanksSent).await
}

/// Takes the reader's own thanks back.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Forbidden`] for the professional.
#[server(prefix = "/api", endpoint = "take_thanks_back")]
pub async fn take_thanks_back(form: TakeThanksBackForm) -> Result<(), AppError> {
    use super::feedback;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => feedback::take_thanks_back(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::ThanksTakenBack).await
}

/// Keeps the reader's private answers about one of their own talks that is over.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Forbidden`] for the professional,
/// [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "answer_feedback")]
pub async fn answer_feedback(form: FeedbackForm) -> Result<(), AppError> {
    use super::feedback;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => feedback::answer(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::WordTaken).await
}

/// Keeps the reader's note to themselves about a talk that they gave.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Forbidden`] for the explorer, [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "note_talk")]
pub async fn note_talk(form: ProfessionalNoteForm) -> Result<(), AppError> {
    use super::feedback;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => feedback::note(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::WordTaken).await
}

/// A page of the thanks that the reader got, from 1.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_thanks", input = GetUrl)]
pub async fn my_thanks(page: u32) -> Result<ThanksPage, AppError> {
    use super::feedback;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    feedback::views::thanks_page(&context::app(), &user, page, context::now()).await.map_err(context::fail)
}

/// What the link of a mail asks a guardian. Opening it changes nothing. Public: the token is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "consent_by_link", input = GetUrl)]
pub async fn consent_by_link(token: String) -> Result<ConsentRequest, AppError> {
    use super::guardians;
    use crate::{accounts::session, context};
    let l = session::reader().locale;
    guardians::consent_page(&context::app(), &token, l, context::now()).await.map_err(context::fail)
}

/// A guardian agrees to a minor's talk, or to every talk of six months. Public: the token is the proof.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::LinkExpired`], [`AppError::TooLate`].
#[server(prefix = "/api", endpoint = "give_consent")]
pub async fn give_consent(form: ConsentForm) -> Result<(), AppError> {
    use super::guardians;
    use crate::{context, form::Notice, routes::Route};
    let outcome = guardians::agree(&context::app(), &form, context::now()).await.map(|()| Route::Answered);
    context::answer_and_tell(&form, outcome, Notice::ConsentGiven).await
}

/// A guardian does not agree, or no longer: the talk is called off, or all that the agreement covered. Public: the
/// token is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "object_to_talk")]
pub async fn object_to_talk(form: ObjectForm) -> Result<(), AppError> {
    use super::guardians;
    use crate::{context, form::Notice, routes::Route};
    let outcome = guardians::object(&context::app(), &form.token.0, context::now()).await.map(|()| Route::Answered);
    context::answer_and_tell(&form, outcome, Notice::ConsentRefused).await
}

/// Asks the guardian of one of the reader's own talks at another address, or once more.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Invalid`], [`AppError::TooManyAttempts`],
/// [`AppError::TooLate`].
#[server(prefix = "/api", endpoint = "correct_guardian")]
pub async fn correct_guardian(form: TalkGuardianForm) -> Result<(), AppError> {
    use super::guardians;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => guardians::correct(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::TalkGuardianAsked).await
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
    use crate::context;
    request_views::linked_request(&context::app(), &token, &from, context::now()).await.map_err(context::fail)
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

/// How far the reader's own profile is, and where it stands.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_profile", input = GetUrl)]
pub async fn my_profile() -> Result<ProfileOverview, AppError> {
    use super::profile_views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    profile_views::overview(&context::app(), &user, context::now()).await.map_err(context::fail)
}

/// What the hours of the form would offer, over what takes the reader's time already. Nothing is saved.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::GuardianNeeded`], [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "preview_hours")]
pub async fn preview_hours(form: ProfessionalForm) -> Result<HoursPreview, AppError> {
    use super::hours_preview;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    hours_preview::preview(&context::app(), &user, &form, context::now()).await.map_err(context::fail)
}

/// A step of the reader's own profile, by its code; a fresh profile is of `trade`, if that is the code of one.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "profile_step", input = GetUrl)]
pub async fn profile_step(step: String, #[server(default)] trade: String) -> Result<ProfileEditor, AppError> {
    use super::profile_views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    profile_views::editor(&context::app(), &user, &step, &trade, context::now()).await.map_err(context::fail)
}

/// Saves a step of the reader's own profile; or only copies a day's hours or closes days in the form, or tells what they would
/// offer, if its `copy` says so; or shows it in another `language`.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::GuardianNeeded`], [`AppError::Malformed`], [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "save_profile")]
pub async fn save_profile(form: ProfessionalForm) -> Result<(), AppError> {
    use super::{form::ProfileStep, hours_preview, profile};
    use crate::{
        accounts::{service, session},
        context,
        form::Notice,
        routes::Route,
    };
    let outcome = match session::require_user() {
        Ok(_) if !form.language.is_empty() => {
            let Some(step) = ProfileStep::from_code(&form.step) else {
                return context::answer(&form, Err(AppError::Malformed)).await;
            };
            return match service::choose_language(&context::app(), &form.language).await {
                Ok(()) => context::show_again(&form, &Route::ProfileStep(step.code())).await,
                Err(error) => context::answer(&form, Err(error)).await,
            };
        }
        Ok(user) if form.only_previews() => {
            return match hours_preview::previewed(&context::app(), &user, form.clone(), context::now()).await {
                Ok(previewed) => context::show_again(&previewed, &Route::ProfileStep(ProfileStep::Hours.code())).await,
                Err(error) => context::answer(&form, Err(error)).await,
            };
        }
        Ok(user) if form.only_closes_days() => {
            return match profile::with_closed_days(&form, &user, context::now()) {
                Ok(closed) => context::show_again(&closed, &Route::ProfileStep(ProfileStep::Hours.code())).await,
                Err(error) => context::answer(&form, Err(error)).await,
            };
        }
        Ok(_) if form.only_copies() => {
            return match form.with_copies() {
                Ok(copied) => context::show_again(&copied, &Route::ProfileStep(ProfileStep::Hours.code())).await,
                Err(error) => context::answer(&form, Err(error)).await,
            };
        }
        Ok(user) => profile::save_step(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    let notice = outcome.as_ref().map_or(Notice::ProfileSaved, |(_, notice)| *notice);
    context::answer_and_tell(&form, outcome.map(|(route, _)| route), notice).await
}

/// Lets the reader's own profile be seen, or takes a break.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::GuardianNeeded`], [`AppError::NotFound`] without a profile.
#[server(prefix = "/api", endpoint = "choose_visibility")]
pub async fn choose_visibility(form: VisibilityForm) -> Result<(), AppError> {
    use super::profile;
    use crate::{accounts::session, context, form::Notice, routes::Route};
    let outcome = match session::require_user() {
        Ok(user) => profile::set_published(&context::app(), &user, form.published == "on", context::now()).await,
        Err(error) => Err(error),
    };
    let notice = outcome.as_ref().map_or(Notice::ProfileSaved, |notice| *notice);
    context::answer_and_tell(&form, outcome.map(|_| Route::ProfessionalEditor), notice).await
}

/// What goes if the reader takes their own profile away.
///
/// # Errors
/// [`AppError::SignInRequired`]; [`AppError::NotFound`] where there is nothing to take away.
#[server(prefix = "/api", endpoint = "my_profile_removal", input = GetUrl)]
pub async fn my_profile_removal() -> Result<ProfileRemoval, AppError> {
    use super::profile_views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    profile_views::removal(&context::app(), &user, context::now()).await.map_err(context::fail)
}

/// Takes the reader's own profile away, and calls off the talks that they were to give; the account stays.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "remove_profile")]
pub async fn remove_profile(#[server(default)] form: RemoveProfileForm) -> Result<(), AppError> {
    use super::leaving;
    use crate::{accounts::session, context, form::Notice, routes::Route};
    let outcome = match session::require_user() {
        Ok(user) => leaving::remove_profile(&context::app(), &user, context::now()).await.map(|()| Route::Account),
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::ProfileRemoved).await
}

/// Removes the photo of the reader's own profile. It is sent to `server::photos`, as a file is no field of a form.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "remove_photo")]
pub async fn remove_photo(#[server(default)] form: RemovePhotoForm) -> Result<(), AppError> {
    use super::photo;
    use crate::{accounts::session, context, form::Notice, routes::Route};
    let outcome = match session::require_user() {
        Ok(user) => photo::remove(&context::app(), &user, context::now()).await.map(|()| Route::PhotoUpload),
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::PhotoRemoved).await
}

/// A page of the profiles that wait for a decision, of the région of a code or (empty) of all that the reader looks
/// after. For relays and administrators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "profiles_to_vet", input = GetUrl)]
pub async fn profiles_to_vet(region: String, page: u32) -> Result<VettingQueue, AppError> {
    use super::vetting_queue;
    use crate::{context, moderation::types::Role};
    let moderator = context::require_role(Role::Relay).await?;
    vetting_queue::queue(&context::app(), &moderator, &region, page, context::now()).await.map_err(context::fail)
}

/// A profile with all that a decision needs. For relays of its région and administrators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "profile_to_vet", input = GetUrl)]
pub async fn profile_to_vet(id: String) -> Result<VettingCase, AppError> {
    use super::{service, vetting_queue};
    use crate::{context, moderation::types::Role};
    let moderator = context::require_role(Role::Relay).await?;
    let id = service::parse_id(&id).map_err(context::fail)?;
    vetting_queue::case(&context::app(), &moderator, id, context::now()).await.map_err(context::fail)
}

/// Decides on a profile. For relays of its région and administrators, but not for its owner.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, [`AppError::Forbidden`] for its owner,
/// [`AppError::AlreadyDecided`], [`AppError::ChangedMeanwhile`], [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "decide_on_profile")]
pub async fn decide_on_profile(form: DecisionForm) -> Result<(), AppError> {
    use super::vetting_decision;
    use crate::{context, form::Notice, moderation::types::Role};
    let outcome = match context::require_role(Role::Relay).await {
        Ok(moderator) => vetting_decision::decide(&context::app(), &moderator, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::ProfileDecided).await
}

/// Reads a calendar of the reader's and keeps it: when they are busy there, their hours are not offered.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::GuardianNeeded`], [`AppError::NotFound`], [`AppError::Invalid`],
/// [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "add_calendar")]
pub async fn add_calendar(form: BusyCalendarForm) -> Result<(), AppError> {
    use super::busy_calendars;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => busy_calendars::add(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::CalendarAdded).await
}

/// Removes one of the reader's calendars.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger's too.
#[server(prefix = "/api", endpoint = "remove_calendar")]
pub async fn remove_calendar(form: RemoveCalendarForm) -> Result<(), AppError> {
    use super::busy_calendars;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => busy_calendars::remove(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::CalendarRemoved).await
}

/// Counts a wish for a trade in a département; nothing personal is kept, but for who is signed in and wants to be
/// told when somebody joins. Public; limited by address.
///
/// # Errors
/// [`AppError::Malformed`] for a trade or département that does not exist, [`AppError::TooManyAttempts`],
/// [`AppError::Invalid`], [`AppError::SignInRequired`] to be told without being signed in.
#[server(prefix = "/api", endpoint = "ask_for_trade")]
pub async fn ask_for_trade(form: WantedForm) -> Result<(), AppError> {
    use super::wanted;
    use crate::{accounts::session, context, form::Notice};
    let user = session::current_user();
    let outcome = wanted::ask(&context::app(), user.as_ref(), &form, context::now()).await;
    let notice = outcome.as_ref().map_or(Notice::TradeAsked, |(_, notice)| *notice);
    context::answer_and_tell(&form, outcome.map(|(route, _)| route), notice).await
}

/// A page of the wanted trades, in the département of a code or in France (empty). Public.
///
/// # Errors
/// [`AppError::NotFound`] for a département that does not exist.
#[server(prefix = "/api", endpoint = "wanted_trades", input = GetUrl)]
pub async fn wanted_trades(department: String, page: u32) -> Result<WantedBoard, AppError> {
    use super::wanted::views;
    use crate::context;
    views::board(&context::app(), &department, page, context::now()).await.map_err(context::fail)
}

/// One wanted trade, in the département of a code or in France (empty). Public.
///
/// # Errors
/// [`AppError::NotFound`] for a trade or département that does not exist.
#[server(prefix = "/api", endpoint = "wanted_trade", input = GetUrl)]
pub async fn wanted_trade(trade: String, department: String) -> Result<WantedTradeDetails, AppError> {
    use super::wanted::views;
    use crate::context;
    views::trade(&context::app(), &trade, &department, context::now()).await.map_err(context::fail)
}

/// No longer tells the reader when somebody of a trade joins.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "unfollow_trade")]
pub async fn unfollow_trade(form: UnfollowForm) -> Result<(), AppError> {
    use super::wanted::following;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => following::stop(&context::app(), &user, &form).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::TradeUnfollowed).await
}
