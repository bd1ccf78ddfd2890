//! Searches that somebody keeps, and whose mails tell of whom they find anew.

mod letter;
pub mod news;
mod schedule;
mod words;

use super::{
    form::{DeleteSearchForm, FrequencyForm, SaveSearchForm},
    meaning::understand,
    query::TalkQuery,
    service::parse_id,
    store::{self, NewSavedSearch, SavedSearchRow},
    types::{Frequency, SavedSearch},
};
use crate::{
    accounts::{session::CurrentUser, store::hold_account},
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    form::Notice,
    notifications::{store::find_switch, types::MailKind},
    routes::Route,
};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use url::form_urlencoded;

/// Searches that one person may keep.
const MOST_SAVED: u8 = 20;

/// The search of a query string, read again so that nothing else comes back.
fn search_of(query: &str) -> TalkQuery {
    let parameters: HashMap<_, _> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    TalkQuery::from_params(|name| parameters.get(name).cloned())
}

/// What a search looks for: in which order and on which page it was seen is no part of it, and neither is what was not
/// understood.
fn kept(query: &str, now: DateTime<Utc>) -> String {
    understand(&search_of(query), now).query.with(|query| query.sort.clear()).to_query_string()
}

/// Keeps a search for `user`; once more changes nothing. Goes on to their journey, where its frequency is chosen, with what to
/// tell of it.
///
/// # Errors
/// [`AppError::Invalid`] at `search` for a search of nothing, or when they keep as many as one may.
pub async fn save(
    app: &AppContext,
    user: &CurrentUser,
    form: &SaveSearchForm,
    now: DateTime<Utc>,
) -> Result<(Route, Notice), AppError> {
    let query = kept(&form.search, now);
    if query.is_empty() {
        return Err(AppError::field("search", Problem::Required));
    }
    let frequency = Frequency::Weekly;
    let search = NewSavedSearch {
        id: context::new_id(),
        account_id: user.id,
        query,
        frequency,
        due_at: schedule::first(frequency, now, user.time_zone),
    };
    app.db.write(search, move |transaction, search| Box::pin(write(transaction, search, now))).await?;
    let notice = match find_switch(&app.db, user.id, MailKind::SavedSearch).await? {
        Some(true) => Notice::SearchSavedWithoutMail,
        _ => Notice::SearchSaved,
    };
    Ok((Route::Journey(1), notice))
}

async fn write(transaction: &mut Transaction, search: &NewSavedSearch, now: DateTime<Utc>) -> Result<(), WriteError> {
    hold_account(&mut *transaction, search.account_id).await?;
    if store::has_saved(&mut *transaction, search.account_id, &search.query).await? {
        return Ok(());
    }
    if store::count_saved(&mut *transaction, search.account_id).await? >= i64::from(MOST_SAVED) {
        let problem = Problem::TooManySearches(MOST_SAVED.into());
        return Err(WriteError::Answer(AppError::field("search", problem)));
    }
    Ok(store::insert_saved_search(transaction, search, now).await?)
}

/// Changes how often the mails of a search of `user` come.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::NotFound`] for a stranger's too.
pub async fn choose_frequency(
    app: &AppContext,
    user: &CurrentUser,
    form: &FrequencyForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (search, frequency) = (parse_id(&form.search)?, form.chosen()?);
    let due_at = schedule::first(frequency, now, user.time_zone);
    app.db
        .write(user.id, move |transaction, account| {
            Box::pin(async move {
                hold_account(&mut *transaction, *account).await?;
                match store::save_frequency(transaction, *account, search, frequency, due_at, now).await? {
                    true => Ok(()),
                    false => Err(WriteError::Answer(AppError::NotFound)),
                }
            })
        })
        .await?;
    Ok(Route::Journey(1))
}

/// Keeps a search of `user` no longer.
///
/// # Errors
/// [`AppError::NotFound`] for what is no id.
pub async fn delete(app: &AppContext, user: &CurrentUser, form: &DeleteSearchForm) -> Result<Route, AppError> {
    let search = parse_id(&form.search)?;
    app.db
        .write(user.id, move |transaction, account| {
            Box::pin(async move { Ok(store::delete_saved_search(transaction, *account, search).await?) })
        })
        .await?;
    Ok(Route::Journey(1))
}

/// The searches that `user` keeps, the newest first.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn list(app: &AppContext, user: &CurrentUser, now: DateTime<Utc>) -> Result<Vec<SavedSearch>, AppError> {
    let told = |row: SavedSearchRow| {
        let query = search_of(&row.query);
        let meaning = understand(&query, now);
        SavedSearch {
            id: row.id.to_string(),
            words: words::of(&meaning, user.locale),
            query: query.to_query_string(),
            frequency: Frequency::from_code(&row.frequency).unwrap_or(Frequency::Never),
            lost: meaning.left_aside,
            mails_are_off: row.mails_are_off,
        }
    };
    Ok(store::list_saved_searches(&app.db, user.id, MailKind::SavedSearch.code())
        .await?
        .into_iter()
        .map(told)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_kept_without_what_is_no_part_of_it() {
        for (search, expected) in [
            ("", ""),
            ("page=3&tri=date", ""),
            ("q=boulanger&page=3&tri=date", "q=boulanger"),
            ("q=boulanger&lieu=Albi+%2881%29&rayon=50", "q=boulanger&lieu=Albi%20%2881%29"),
            ("metier=D1102&maniere=video&jours=7", "metier=D1102&maniere=video&jours=7"),
            ("metier=Z9999&q=boulanger", "q=boulanger"),
            ("lieu=Nulle-Part-Les-Oies", ""),
            ("q=%00", ""),
            ("https://evil.example/?q=a", ""),
            ("<script>", ""),
        ] {
            assert_eq!(kept(search, DateTime::UNIX_EPOCH), expected, "{search}");
        }
    }
}
