//! What time does to talks: reminders, requests that expire, hours that are over. A job calls it again and again; each
//! talk carries the instant when it is next due, so that nothing is looked for in vain and nothing happens twice,
//! however many processes look.

use super::{
    lifecycle::{Action, Actor},
    store,
    transitions::{self, Change},
};
use crate::{context::AppContext, error::AppError};
use chrono::{DateTime, Utc};

/// Does what is due at `now`.
///
/// # Errors
/// The first [`AppError`] of the reads and writes; the other talks are seen to all the same.
pub async fn tick(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    let mut failed = None;
    for talk in store::list_due(&app.db, now).await? {
        let change = Change { talk, actor: Actor::Clock, action: Action::Tick, ending: None, now };
        let outcome = app
            .db
            .write((app.clone(), change), |transaction, (app, change)| {
                Box::pin(transitions::apply(transaction, app, change))
            })
            .await;
        match outcome {
            // Another process was quicker, or somebody answered meanwhile.
            Ok(_) | Err(AppError::TooLate | AppError::NotFound) => {}
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(()), Err)
}
