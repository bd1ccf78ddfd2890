//! The development mailbox's endpoint.

use super::types::MailView;
use crate::error::AppError;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The newest mails of the outbox. Public, but only a development server has it.
///
/// # Errors
/// [`AppError::NotFound`] anywhere else.
#[server(prefix = "/api", endpoint = "development_mails", input = GetUrl)]
pub async fn development_mails() -> Result<Vec<MailView>, AppError> {
    use super::{store, types::MailState};
    use crate::context;
    let app = context::app();
    if !app.development {
        return Err(context::fail(AppError::NotFound));
    }
    let rows = store::list_newest(&app.db, 100).await?;
    let view = |row: store::MailRow| MailView {
        id: row.id.to_string(),
        recipient: row.recipient,
        subject: row.subject,
        body: row.body,
        calendar_method: row.calendar_method,
        state: match (row.sent_at, row.dead_at) {
            (Some(_), _) => MailState::Sent,
            (None, Some(_)) => MailState::Dead,
            (None, None) => MailState::Waiting,
        },
    };
    Ok(rows.into_iter().map(view).collect())
}
