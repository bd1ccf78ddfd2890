//! Completion of trades. A plain text field works without it: what was typed is resolved on submit.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use crate::{error::AppError, json::Get};
use leptos::prelude::*;

/// Labels of the trades that `text` may mean, best first; eight at most. Public.
///
/// # Errors
/// None of its own.
#[server(prefix = "/api", endpoint = "complete_trades", protocol = Get)]
pub async fn complete_trades(text: String) -> Result<Vec<String>, AppError> {
    use super::catalogue;
    Ok(catalogue::complete(&text, 8).into_iter().map(|trade| trade.label.to_string()).collect())
}
