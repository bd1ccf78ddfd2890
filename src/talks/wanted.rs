//! Trades that people look for in vain: counted by day and département, never by person.

use super::{form::WantedForm, query::TalkQuery, store};
use crate::{
    accounts::rate_limit::Limit,
    context::{self, AppContext},
    error::AppError,
    geo,
    routes::Route,
    trades,
};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use url::form_urlencoded;

/// Counts a wish and goes back to the search.
///
/// # Errors
/// [`AppError::Invalid`] when no trade was chosen, [`AppError::Malformed`], [`AppError::TooManyAttempts`].
pub async fn ask(app: &AppContext, form: &WantedForm, now: DateTime<Utc>) -> Result<Route, AppError> {
    form.check()?;
    let trade = trades::catalogue::find(&form.trade).ok_or(AppError::Malformed)?;
    if !form.department.is_empty() && geo::communes::department(&form.department).is_none() {
        return Err(AppError::Malformed);
    }
    app.limits.count_address(Limit::Wish, context::client_address())?;
    let input = (trade.code.to_string(), form.department.clone());
    app.db
        .write(input, move |transaction, (trade, department)| {
            Box::pin(async move {
                Ok(store::count_wanted(transaction.into(), now.date_naive(), trade, department, 1).await?)
            })
        })
        .await?;
    Ok(Route::Talks(searched(&form.search)))
}

/// The search that the wish came from, read again so that nothing else comes back.
fn searched(search: &str) -> String {
    let parameters: HashMap<_, _> = form_urlencoded::parse(search.as_bytes()).into_owned().collect();
    TalkQuery::from_params(|name| parameters.get(name).cloned()).to_query_string()
}

/// Counts a search that found nobody, so many from one address: reloading a page is no new wish. The search
/// waits for nothing of it, as others may be writing.
pub fn note_search(app: &AppContext, trade: &str, department: &str, now: DateTime<Utc>) {
    if app.limits.count_address(Limit::Search, context::client_address()).is_err() {
        return;
    }
    let (db, trade, department) = (app.db.clone(), trade.to_owned(), department.to_owned());
    tokio::spawn(async move {
        // A statement of its own, as nothing hangs on it. Told where it failed.
        if let Err(error) = store::count_wanted((&db).into(), now.date_naive(), &trade, &department, 0).await {
            tracing::warn!(%error, "a search in vain was not counted");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::searched;

    #[test]
    fn the_search_comes_back_and_nothing_else() {
        for (search, expected) in [
            ("", ""),
            ("q=croupier&lieu=Albi+%2881%29", "q=croupier&lieu=Albi%20%2881%29"),
            ("q=croupier&x=1", "q=croupier"),
            ("https://evil.example/?q=a", ""),
        ] {
            assert_eq!(searched(search), expected, "{search}");
        }
    }
}
