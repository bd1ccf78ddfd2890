//! Trades that people look for in vain: counted by day and département, never by person.

mod board;
pub mod following;
mod person;
pub mod views;

use super::{
    form::WantedForm,
    query::TalkQuery,
    store::{self, NewWish},
};
use crate::{
    accounts::{
        rate_limit::Limit,
        session::{CurrentUser, Reader},
        store::hold_account,
    },
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::AppError,
    form::Notice,
    geo,
    notifications::{store::find_switch, types::MailKind},
    routes::Route,
    trades,
};
use chrono::{DateTime, Utc};
use person::Person;
use std::collections::HashMap;
use url::form_urlencoded;
use uuid::Uuid;

/// A wish as it is about to be counted.
#[derive(Clone, Debug)]
struct Wish {
    person: Person,
    trade: String,
    department: String,
    asked: bool,
    /// Who is told when somebody joins.
    follower: Option<Uuid>,
    /// The day's secret, if nobody has counted yet today.
    salt: String,
}

/// Counts a wish and goes back to where it was made; gives what to tell of it. Who wants to be told when somebody joins
/// follows the trade from now on.
///
/// # Errors
/// [`AppError::Invalid`] when no trade was chosen, or too many are followed; [`AppError::SignInRequired`] when
/// somebody wants to be told who is not signed in (any more); [`AppError::Malformed`], [`AppError::TooManyAttempts`].
pub async fn ask(
    app: &AppContext,
    user: Option<&CurrentUser>,
    form: &WantedForm,
    now: DateTime<Utc>,
) -> Result<(Route, Notice), AppError> {
    form.check()?;
    let trade = trades::catalogue::find(&form.trade).ok_or(AppError::Malformed)?;
    if !form.department.is_empty() && geo::communes::department(&form.department).is_none() {
        return Err(AppError::Malformed);
    }
    let follower = match (form.follow == "on", user) {
        (false, _) => None,
        (true, Some(user)) => Some(user.id),
        (true, None) => return Err(AppError::SignInRequired),
    };
    app.limits.count_address(Limit::Wish, context::client_address())?;
    let wish = Wish {
        person: person(user),
        trade: trade.code.to_string(),
        department: form.department.clone(),
        asked: true,
        follower,
        salt: context::new_token()?,
    };
    app.db.write(wish, move |transaction, wish| Box::pin(write(transaction, wish, now))).await?;
    let notice = match follower {
        None => Notice::TradeAsked,
        Some(person) => match find_switch(&app.db, person, MailKind::FollowedTrade).await? {
            Some(true) => Notice::TradeFollowedWithoutMail,
            _ => Notice::TradeFollowed,
        },
    };
    let asked_on = match form.on_trade_page.as_str() {
        "on" => Route::WantedTrade { trade: trade.code.to_string(), department: form.department.clone() },
        _ => Route::Talks(searched(&form.search)),
    };
    Ok((asked_on, notice))
}

async fn write(transaction: &mut Transaction, wish: &Wish, now: DateTime<Utc>) -> Result<(), WriteError> {
    if let Some(follower) = wish.follower {
        hold_account(&mut *transaction, follower).await?;
        following::follow(&mut *transaction, follower, &wish.trade, &wish.department, now).await?;
    }
    let day = now.date_naive();
    let salt = store::salt_of(&mut *transaction, day, &wish.salt).await?;
    let counted = NewWish {
        day,
        hash: wish.person.hash(&salt, &wish.trade, &wish.department),
        trade: wish.trade.clone(),
        department: wish.department.clone(),
        asked: wish.asked,
    };
    Ok(store::count_wish(transaction, &counted).await?)
}

fn person(user: Option<&CurrentUser>) -> Person {
    user.map_or_else(|| Person::At(context::client_address()), |user| Person::Account(user.id))
}

/// The search that the wish came from, read again so that nothing else comes back.
fn searched(search: &str) -> String {
    let parameters: HashMap<_, _> = form_urlencoded::parse(search.as_bytes()).into_owned().collect();
    TalkQuery::from_params(|name| parameters.get(name).cloned()).to_query_string()
}

/// Counts a search that found nobody. So many from one address: each writes something, even where it counts for
/// nothing new. The search waits for nothing of it, as others may be writing.
pub fn note_search(app: &AppContext, reader: &Reader, trade: &str, department: &str, now: DateTime<Utc>) {
    if app.limits.count_address(Limit::Search, context::client_address()).is_err() {
        return;
    }
    // Told where it failed.
    let Ok(salt) = context::new_token() else { return };
    let wish = Wish {
        person: person(reader.user.as_ref()),
        trade: trade.to_owned(),
        department: department.to_owned(),
        asked: false,
        follower: None,
        salt,
    };
    let db = app.db.clone();
    tokio::spawn(async move {
        if let Err(error) = db.write(wish, move |transaction, wish| Box::pin(write(transaction, wish, now))).await {
            tracing::warn!(%error, "a search in vain was not counted");
        }
    });
}

/// Forgets who counted on the days before today: from then on nothing tells them apart.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn forget_people(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    Ok(store::delete_salts_before(&app.db, now.date_naive()).await?)
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
