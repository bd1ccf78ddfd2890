//! What a browser may ask of talks. Every function is a public endpoint.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use super::{
    form::{
        BookingForm, BusyCalendarForm, CancelForm, ProfessionalForm, ProfileEditor, RemoveCalendarForm, WantedForm,
    },
    query::TalkQuery,
    types::{AgendaOverview, BookingOffer, ProfessionalDetails, SearchResults, TalkDetails},
};
use crate::{error::AppError, json::Get};
use leptos::{prelude::*, server_fn::codec::GetUrl};

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

/// Books an hour for the signed-in explorer.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::JustTaken`], [`AppError::OwnAgendaTaken`],
/// [`AppError::NotOffered`], [`AppError::GuardianNeeded`], [`AppError::Invalid`], [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "book_talk")]
pub async fn book_talk(form: BookingForm) -> Result<(), AppError> {
    use super::service;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => service::book(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::Booked).await
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
    use super::service;
    use crate::{accounts::session, context};
    let outcome = match session::require_user() {
        Ok(user) => service::cancel(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer(&form, outcome).await
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

/// The reader's own profile, as the editor shows it.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_profile", input = GetUrl)]
pub async fn my_profile() -> Result<ProfileEditor, AppError> {
    use super::profile;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    profile::load(&context::app(), &user, context::now()).await.map_err(context::fail)
}

/// Saves the reader's own profile and weekly hours; or only copies a day's hours in the form, if its `copy` says so.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::GuardianNeeded`], [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "save_profile")]
pub async fn save_profile(form: ProfessionalForm) -> Result<(), AppError> {
    use super::profile;
    use crate::{accounts::session, context, form::Notice, routes::Route};
    let outcome = match session::require_user() {
        Ok(_) if form.only_copies() => {
            return match form.with_copies() {
                Ok(copied) => context::show_again(&copied, &Route::ProfessionalEditor).await,
                Err(error) => context::answer(&form, Err(error)).await,
            };
        }
        Ok(user) => profile::save(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    let notice = outcome.as_ref().map_or(Notice::ProfileSaved, |notice| *notice);
    context::answer_and_tell(&form, outcome.map(|_| Route::ProfessionalEditor), notice).await
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

/// Counts a wish for a trade in a département; nothing personal is kept. Public; limited by address.
///
/// # Errors
/// [`AppError::Malformed`] for a trade or département that does not exist, [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "ask_for_trade")]
pub async fn ask_for_trade(form: WantedForm) -> Result<(), AppError> {
    use super::wanted;
    use crate::{context, form::Notice};
    let outcome = wanted::ask(&context::app(), &form, context::now()).await;
    context::answer_and_tell(&form, outcome, Notice::TradeAsked).await
}
