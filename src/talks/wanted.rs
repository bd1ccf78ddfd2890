//! Trades that people look for in vain: counted by day and département, never by person.

use super::{form::WantedForm, store};
use crate::{
    accounts::rate_limit::Limit,
    context::{self, AppContext},
    error::AppError,
    geo,
    routes::Route,
    trades,
};
use chrono::{DateTime, Utc};

/// Counts a wish and goes back to the search with thanks.
///
/// # Errors
/// [`AppError::Malformed`], [`AppError::TooManyAttempts`].
pub async fn ask(app: &AppContext, form: &WantedForm, now: DateTime<Utc>) -> Result<Route, AppError> {
    let trade = trades::catalogue::find(&form.trade).ok_or(AppError::Malformed)?;
    if !form.department.is_empty() && geo::communes::department(&form.department).is_none() {
        return Err(AppError::Malformed);
    }
    app.limits.count(Limit::Wish, context::client_address(), &format!("{} {}", form.trade, form.department))?;
    count(app, trade.code.as_str(), &form.department, 1, now).await?;
    Ok(Route::Talks(format!("metier={}&demande=1", trade.code)))
}

/// Counts a search that found nobody, once in a while from one address: reloading a page is no new wish.
/// The search itself goes on whatever becomes of it.
pub async fn note_search(app: &AppContext, trade: &str, department: &str, now: DateTime<Utc>) {
    let search = format!("search {trade} {department}");
    if app.limits.count(Limit::Wish, context::client_address(), &search).is_ok() {
        // Logged where it failed.
        let _ = count(app, trade, department, 0, now).await;
    }
}

async fn count(app: &AppContext, trade: &str, department: &str, asks: i32, now: DateTime<Utc>) -> Result<(), AppError> {
    let input = (trade.to_owned(), department.to_owned());
    app.db
        .write(input, move |transaction, (trade, department)| {
            Box::pin(
                async move { Ok(store::count_wanted(transaction, now.date_naive(), trade, department, asks).await?) },
            )
        })
        .await
}
