//! What a moderator's browser may ask of profiles that wait to be looked at.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use crate::{
    error::AppError,
    talks::{
        form::DecisionForm,
        types::{VettingCase, VettingQueue},
    },
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// A page of the profiles that wait for a decision, of the région of a code or (empty) of all that the reader looks
/// after. For relays and administrators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "profiles_to_vet", input = GetUrl)]
pub async fn profiles_to_vet(region: String, page: u32) -> Result<VettingQueue, AppError> {
    use crate::{context, moderation::types::Role, talks::vetting_queue};
    let moderator = context::require_role(Role::Relay).await?;
    vetting_queue::queue(&context::app(), &moderator, &region, page, context::now()).await.map_err(context::fail)
}

/// A profile with all that a decision needs. For relays of its région and administrators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "profile_to_vet", input = GetUrl)]
pub async fn profile_to_vet(id: String) -> Result<VettingCase, AppError> {
    use crate::{
        context,
        moderation::types::Role,
        talks::{service, vetting_queue},
    };
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
    use crate::{context, form::Notice, moderation::types::Role, talks::vetting_decision};
    let outcome = match context::require_role(Role::Relay).await {
        Ok(moderator) => vetting_decision::decide(&context::app(), &moderator, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::ProfileDecided).await
}
