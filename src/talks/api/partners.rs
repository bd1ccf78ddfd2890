//! What a browser may ask of the talks that people give in the name of an organisation.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use crate::{
    error::AppError,
    talks::{
        form::{TakeInterestBackForm, TellInterestForm},
        types::{PartnerPage, PartnerSpace},
    },
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// An organisation's page, with a page of its professionals (from 1). Public once it is approved, else for members.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Unavailable`] when the index does not answer.
#[server(prefix = "/api", endpoint = "organisation", input = GetUrl)]
pub async fn organisation(slug: String, page: u32) -> Result<PartnerPage, AppError> {
    use crate::{accounts::session, context, talks::partners};
    partners::page(&context::app(), &session::reader(), &slug, page, context::now()).await.map_err(context::fail)
}

/// The figures of an organisation, and who let it know. For members.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "organisation_space", input = GetUrl)]
pub async fn organisation_space(slug: String) -> Result<PartnerSpace, AppError> {
    use crate::{accounts::session, context, talks::partners};
    let user = session::require_user()?;
    partners::space(&context::app(), &user, &slug, context::now()).await.map_err(context::fail)
}

/// Lets the organisation of whom the reader meets know that they are interested.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger's talk, and where there is no organisation;
/// [`AppError::Forbidden`] for the professional and under 18; [`AppError::TooLate`].
#[server(prefix = "/api", endpoint = "tell_interest")]
pub async fn tell_interest(form: TellInterestForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::interest};
    let outcome = match session::require_user() {
        Ok(user) => interest::tell(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::InterestTold).await
}

/// Takes that back.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger's talk, [`AppError::Forbidden`] for the
/// professional.
#[server(prefix = "/api", endpoint = "take_interest_back")]
pub async fn take_interest_back(form: TakeInterestBackForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::interest};
    let outcome = match session::require_user() {
        Ok(user) => interest::take_back(&context::app(), &user, &form).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::InterestTakenBack).await
}
