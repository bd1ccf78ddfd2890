//! What a browser may ask of the reports that somebody settles. Every function is a public endpoint, and only for who has
//! the role.

use super::super::{
    form::SettleReportForm,
    types::{ReportCase, ReportList, SettledReportList},
};
use crate::error::AppError;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// A page of the reports that wait for the reader. For relays and administrators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "waiting_reports", input = GetUrl)]
pub async fn waiting_reports(page: u32) -> Result<ReportList, AppError> {
    use super::super::reports::cases;
    use crate::{context, moderation::types::Role};
    let moderator = context::require_role(Role::Relay).await?;
    cases::list(&context::app(), &moderator, page, context::now()).await.map_err(context::fail)
}

/// A page of the reports that are settled, of those that the reader may see. For relays and administrators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "settled_reports", input = GetUrl)]
pub async fn settled_reports(page: u32) -> Result<SettledReportList, AppError> {
    use super::super::reports::cases;
    use crate::{context, moderation::types::Role};
    let moderator = context::require_role(Role::Relay).await?;
    cases::settled(&context::app(), &moderator, page, context::now()).await.map_err(context::fail)
}

/// A report with what its decision needs. For administrators, and for the relays of the région of a professional who is
/// reported.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, and for the two that it is about.
#[server(prefix = "/api", endpoint = "report_to_settle", input = GetUrl)]
pub async fn report_to_settle(id: String) -> Result<ReportCase, AppError> {
    use super::super::reports::cases;
    use crate::{context, moderation::types::Role};
    let moderator = context::require_role(Role::Relay).await?;
    cases::case(&context::app(), &moderator, &id, context::now()).await.map_err(context::fail)
}

/// Settles a report. For whom it is shown to.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, [`AppError::AlreadyDecided`],
/// [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "settle_report")]
pub async fn settle_report(form: SettleReportForm) -> Result<(), AppError> {
    use super::super::reports::settling;
    use crate::{context, form::Notice, moderation::types::Role};
    let outcome = match context::require_role(Role::Relay).await {
        Ok(moderator) => settling::settle(&context::app(), &moderator, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::ReportSettled).await
}
