//! What a browser may ask of moderation. Every function is a public endpoint, and only for who has the role.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use super::{
    form::{DismissRelayForm, NameRelayForm},
    types::{AuditLog, Team},
};
use crate::error::AppError;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// A page of the log of what moderators did. For administrators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "moderation_log", input = GetUrl)]
pub async fn moderation_log(page: u32) -> Result<AuditLog, AppError> {
    use super::{types::Role, views};
    use crate::context;
    let moderator = context::require_role(Role::Administrator).await?;
    views::audit_log(&context::app(), &moderator.user, page, context::now()).await.map_err(context::fail)
}

/// Who moderates. For administrators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "moderation_team", input = GetUrl)]
pub async fn moderation_team() -> Result<Team, AppError> {
    use super::{types::Role, views};
    use crate::context;
    context::require_role(Role::Administrator).await?;
    views::team(&context::app()).await.map_err(context::fail)
}

/// Makes somebody the relay of a région. For administrators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "name_relay")]
pub async fn name_relay(form: NameRelayForm) -> Result<(), AppError> {
    use super::{types::Role, views};
    use crate::{context, form::Notice};
    let outcome = match context::require_role(Role::Administrator).await {
        Ok(moderator) => views::name_relay(&context::app(), &moderator, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::RelayNamed).await
}

/// Takes the role of a relay back. For administrators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, and where there is none.
#[server(prefix = "/api", endpoint = "dismiss_relay")]
pub async fn dismiss_relay(form: DismissRelayForm) -> Result<(), AppError> {
    use super::{types::Role, views};
    use crate::{context, form::Notice};
    let outcome = match context::require_role(Role::Administrator).await {
        Ok(moderator) => views::dismiss_relay(&context::app(), &moderator, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::RelayDismissed).await
}
