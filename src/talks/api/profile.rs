//! What a browser may ask of one's own profile: its steps, its hours, its photo, the calendars beside it.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use crate::{
    error::AppError,
    talks::{
        form::{
            BusyCalendarForm, ProfessionalForm, ProfileEditor, RemoveCalendarForm, RemovePhotoForm, RemoveProfileForm,
            VisibilityForm,
        },
        types::{HoursPreview, ProfileOverview, ProfileRemoval},
    },
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// How far the reader's own profile is, and where it stands.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_profile", input = GetUrl)]
pub async fn my_profile() -> Result<ProfileOverview, AppError> {
    use crate::{accounts::session, context, talks::profile_views};
    let user = session::require_user()?;
    profile_views::overview(&context::app(), &user, context::now()).await.map_err(context::fail)
}

/// What the hours of the form would offer, over what takes the reader's time already. Nothing is saved.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::GuardianNeeded`], [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "preview_hours")]
pub async fn preview_hours(form: ProfessionalForm) -> Result<HoursPreview, AppError> {
    use crate::{accounts::session, context, talks::hours_preview};
    let user = session::require_user()?;
    hours_preview::preview(&context::app(), &user, &form, context::now()).await.map_err(context::fail)
}

/// A step of the reader's own profile, by its code; a fresh profile is of `trade`, if that is the code of one.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "profile_step", input = GetUrl)]
pub async fn profile_step(step: String, #[server(default)] trade: String) -> Result<ProfileEditor, AppError> {
    use crate::{accounts::session, context, talks::profile_views};
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
    use crate::{
        accounts::{service, session},
        context,
        form::Notice,
        routes::Route,
        talks::{form::ProfileStep, hours_preview, profile},
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
    use crate::{accounts::session, context, form::Notice, routes::Route, talks::profile};
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
    use crate::{accounts::session, context, talks::profile_views};
    let user = session::require_user()?;
    profile_views::removal(&context::app(), &user, context::now()).await.map_err(context::fail)
}

/// Takes the reader's own profile away, and calls off the talks that they were to give; the account stays.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "remove_profile")]
pub async fn remove_profile(#[server(default)] form: RemoveProfileForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, routes::Route, talks::leaving};
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
    use crate::{accounts::session, context, form::Notice, routes::Route, talks::photo};
    let outcome = match session::require_user() {
        Ok(user) => photo::remove(&context::app(), &user, context::now()).await.map(|()| Route::PhotoUpload),
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::PhotoRemoved).await
}

/// Reads a calendar of the reader's and keeps it: when they are busy there, their hours are not offered.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::GuardianNeeded`], [`AppError::NotFound`], [`AppError::Invalid`],
/// [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "add_calendar")]
pub async fn add_calendar(form: BusyCalendarForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::busy_calendars};
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
    use crate::{accounts::session, context, form::Notice, talks::busy_calendars};
    let outcome = match session::require_user() {
        Ok(user) => busy_calendars::remove(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::CalendarRemoved).await
}
