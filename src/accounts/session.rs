//! Who is asking: the reader of this request, and the gates that server functions open with.

use super::{session_store::ACCOUNT_KEY, store::AccountRow, types::VisitorAccount};
use crate::{
    context,
    error::AppError,
    form::Draft,
    locale::{self, Locale},
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

/// The session's key for a visitor's choice of language.
pub const LOCALE_KEY: &str = "locale";

/// The signed-in person. Not serialisable: what leaves the server is chosen field by field.
#[derive(Clone, Debug)]
pub struct CurrentUser {
    /// The account, also the person in the agenda.
    pub id: Uuid,
    /// Where mail goes.
    pub email: String,
    /// The name shown to others.
    pub display_name: String,
    /// For the age at the hour of a talk.
    pub birth_date: NaiveDate,
    /// Home commune, INSEE code.
    pub commune_code: String,
    /// The zone that hours are shown in.
    pub time_zone: Tz,
    /// The language of pages and mails.
    pub locale: Locale,
}

impl CurrentUser {
    /// Age in whole years on the day of `instant` in the person's own zone.
    #[must_use]
    pub fn age_at(&self, instant: DateTime<Utc>) -> i32 {
        age_on(self.birth_date, instant.with_timezone(&self.time_zone).date_naive())
    }

    /// What the interface may know.
    #[must_use]
    pub fn view(&self) -> VisitorAccount {
        VisitorAccount { display_name: self.display_name.clone(), time_zone: self.time_zone.name().to_owned() }
    }
}

impl From<AccountRow> for CurrentUser {
    fn from(row: AccountRow) -> Self {
        Self {
            id: row.id,
            email: row.email,
            display_name: row.display_name,
            birth_date: row.birth_date,
            commune_code: row.commune_code,
            time_zone: row.time_zone.parse().unwrap_or(Tz::Europe__Paris),
            locale: locale::from_code(&row.locale).unwrap_or_default(),
        }
    }
}

/// Age in whole years on `day`. Someone born on 29 February turns a year older on 1 March.
#[must_use]
pub fn age_on(birth_date: NaiveDate, day: NaiveDate) -> i32 {
    let had_birthday = (day.month(), day.day()) >= (birth_date.month(), birth_date.day());
    day.year() - birth_date.year() - i32::from(!had_birthday)
}

/// What the middleware found out about the reader of this request.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The signed-in person.
    pub user: Option<CurrentUser>,
    /// The language to answer in.
    pub locale: Locale,
    /// The form refused by the request before this page.
    pub draft: Option<Draft>,
}

/// The reader of this request.
#[must_use]
pub fn reader() -> Reader {
    context::extension::<Reader>().unwrap_or(Reader { user: None, locale: Locale::default(), draft: None })
}

/// The signed-in person, if there is one.
#[must_use]
pub fn current_user() -> Option<CurrentUser> {
    reader().user
}

/// The signed-in person.
///
/// # Errors
/// [`AppError::SignInRequired`].
pub fn require_user() -> Result<CurrentUser, AppError> {
    current_user().ok_or_else(|| context::fail(AppError::SignInRequired))
}

/// Signs a person in under a new session id, so that an id planted before is worth nothing.
///
/// # Errors
/// [`AppError::Unavailable`] when the session cannot be stored.
pub async fn sign_in(account: Uuid) -> Result<(), AppError> {
    let session = context::session()?;
    session.cycle_id().await.map_err(context::session_failed)?;
    session.insert(ACCOUNT_KEY, account).await.map_err(context::session_failed)
}

/// Signs out and forgets the session.
///
/// # Errors
/// [`AppError::Unavailable`] when the session cannot be deleted.
pub async fn sign_out() -> Result<(), AppError> {
    context::session()?.flush().await.map_err(context::session_failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn age_changes_on_the_birthday() {
        assert_eq!(age_on(day("2008-11-22"), day("2026-11-21")), 17);
        assert_eq!(age_on(day("2008-11-22"), day("2026-11-22")), 18);
        assert_eq!(age_on(day("2008-02-29"), day("2026-02-28")), 17);
        assert_eq!(age_on(day("2008-02-29"), day("2026-03-01")), 18);
    }
}
