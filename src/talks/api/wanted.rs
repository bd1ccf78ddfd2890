//! What a browser may ask of trades that are wanted.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use crate::{
    error::AppError,
    talks::{
        form::{UnfollowForm, WantedForm},
        types::{WantedBoard, WantedTradeDetails},
    },
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Counts a wish for a trade in a département; nothing personal is kept, but for who is signed in and wants to be
/// told when somebody joins. Public; limited by address.
///
/// # Errors
/// [`AppError::Malformed`] for a trade or département that does not exist, [`AppError::TooManyAttempts`],
/// [`AppError::Invalid`], [`AppError::SignInRequired`] to be told without being signed in.
#[server(prefix = "/api", endpoint = "ask_for_trade")]
pub async fn ask_for_trade(form: WantedForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::wanted};
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
    use crate::context;
    use crate::talks::wanted::views;
    views::board(&context::app(), &department, page, context::now()).await.map_err(context::fail)
}

/// One wanted trade, in the département of a code or in France (empty). Public.
///
/// # Errors
/// [`AppError::NotFound`] for a trade or département that does not exist.
#[server(prefix = "/api", endpoint = "wanted_trade", input = GetUrl)]
pub async fn wanted_trade(trade: String, department: String) -> Result<WantedTradeDetails, AppError> {
    use crate::context;
    use crate::talks::wanted::views;
    views::trade(&context::app(), &trade, &department, context::now()).await.map_err(context::fail)
}

/// No longer tells the reader when somebody of a trade joins.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "unfollow_trade")]
pub async fn unfollow_trade(form: UnfollowForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::wanted::following};
    let outcome = match session::require_user() {
        Ok(user) => following::stop(&context::app(), &user, &form).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::TradeUnfollowed).await
}
