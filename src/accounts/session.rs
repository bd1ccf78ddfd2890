//! Who is asking: the reader of this request, and the gates that server functions open with.

use super::{
    carried::{self, Carried},
    session_store::ACCOUNT_KEY,
    store::AccountRow,
    types::VisitorAccount,
    visitor::DraftShown,
};
use crate::{
    context,
    error::AppError,
    locale::{self, Locale},
};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use tower_sessions::{Expiry, Session, cookie::time};
use uuid::Uuid;

/// The session's key for a visitor's choice of language.
pub const LOCALE_KEY: &str = "locale";
/// The session's key for the second since 1970 at which its end was last put off.
pub const RENEWED_KEY: &str = "renewed";

/// How long a signed-in session, or a choice of language, outlasts the last visit.
const LASTING: time::Duration = time::Duration::days(30);
/// A visit puts the end off once in this time: a page that is only looked at writes nothing.
const RENEWED_EVERY: time::Duration = time::Duration::days(1);
/// How long a stranger's refused form is kept: what somebody typed on a computer that others may use.
const PASSING: time::Duration = time::Duration::hours(1);

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

/// Under this age a guardian has to agree to a talk (majority: article 414 of the French civil code).
pub const ADULT_AGE: i32 = 18;

impl CurrentUser {
    /// Whether somebody is of age at `instant`.
    #[must_use]
    pub fn is_adult_at(&self, instant: DateTime<Utc>) -> bool {
        self.age_at(instant) >= ADULT_AGE
    }

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

/// Whether somebody who was born on `birth_date` is under age at `instant`, by the clock of `zone`.
#[must_use]
pub fn is_minor(birth_date: NaiveDate, zone: Tz, instant: DateTime<Utc>) -> bool {
    age_on(birth_date, instant.with_timezone(&zone).date_naive()) < ADULT_AGE
}

/// The latest birth date of those who are of age on `day`.
#[must_use]
pub fn adults_born_by(day: NaiveDate) -> NaiveDate {
    // On 29 February whoever was born on 28 February or before has had their birthday, and nobody else.
    day.checked_sub_months(Months::new(12 * ADULT_AGE.unsigned_abs())).unwrap_or(NaiveDate::MIN)
}

/// Age in whole years on `day`. Someone born on 29 February turns a year older on 1 March.
#[must_use]
pub fn age_on(birth_date: NaiveDate, day: NaiveDate) -> i32 {
    let had_birthday = (day.month(), day.day()) >= (birth_date.month(), birth_date.day());
    day.year() - birth_date.year() - i32::from(!had_birthday)
}

/// What the middleware found out about the reader of this request.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// The signed-in person.
    pub user: Option<CurrentUser>,
    /// Somebody under 15 who signed in before their guardian has agreed: nobody to any page but the one that says so.
    pub waiting: Option<CurrentUser>,
    /// The language to answer in.
    pub locale: Locale,
    /// What the request before this page left for it.
    pub carried: Carried,
    /// Whether the page showed the draft of it.
    pub draft_shown: DraftShown,
}

impl Reader {
    /// Whether it is known that they are under age at `now`: whom they are shown, and how they may meet, follows
    /// from it. Somebody who is of age in a month is shown the same until then.
    #[must_use]
    pub fn is_minor_at(&self, now: DateTime<Utc>) -> bool {
        self.user.as_ref().is_some_and(|user| !user.is_adult_at(now))
    }
}

/// The reader of this request.
#[must_use]
pub fn reader() -> Reader {
    context::extension::<Reader>().unwrap_or_default()
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

/// Signs a person in under a new session id, so that an id planted before is worth nothing. The session is
/// written at once: what ends the account's sessions from now on ends this one.
///
/// # Errors
/// [`AppError::Unavailable`] when the session cannot be stored.
pub async fn sign_in(account: Uuid) -> Result<(), AppError> {
    let session = context::session()?;
    session.cycle_id().await.map_err(context::session_failed)?;
    carried::note_signed_in(&session, account).await?;
    session.insert(ACCOUNT_KEY, account).await.map_err(context::session_failed)?;
    session.save().await.map_err(context::session_failed)
}

/// Signs out: the session ends, and the page after it speaks the language of the one before.
///
/// # Errors
/// [`AppError::Unavailable`] when the session cannot be deleted.
pub async fn sign_out() -> Result<(), AppError> {
    let session = context::session()?;
    session.clear().await;
    session.cycle_id().await.map_err(context::session_failed)?;
    session.insert(LOCALE_KEY, locale::code(reader().locale)).await.map_err(context::session_failed)
}

/// Decides how long the session lives by what it holds, before it is kept; nothing is kept of one that
/// holds nothing.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read or deleted.
pub async fn settle(session: &Session, now: DateTime<Utc>) -> Result<(), AppError> {
    let failed = context::session_failed;
    let signed_in = is_signed_in(session).await?;
    let carries = carried::waits(session).await?;
    let speaks = session.get_value(LOCALE_KEY).await.map_err(failed)?.is_some();
    if signed_in || (speaks && !carries) {
        let renewed: Option<i64> = session.get(RENEWED_KEY).await.map_err(failed)?;
        let is_due = renewed.is_none_or(|then| now.timestamp() - then >= RENEWED_EVERY.whole_seconds());
        if session.is_modified() || is_due {
            session.insert(RENEWED_KEY, now.timestamp()).await.map_err(failed)?;
            session.set_expiry(Some(Expiry::OnInactivity(LASTING)));
        }
    } else if session.is_modified() && carries {
        session.set_expiry(Some(Expiry::OnInactivity(PASSING)));
    } else if session.is_modified() && session.id().is_some() {
        session.flush().await.map_err(failed)?;
    }
    Ok(())
}

/// Whether keeping this session would make a new one for somebody who is not signed in.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn is_new_strangers(session: &Session) -> Result<bool, AppError> {
    let is_new = session.is_modified() && session.id().is_none() && !session.is_empty().await;
    Ok(is_new && !is_signed_in(session).await?)
}

async fn is_signed_in(session: &Session) -> Result<bool, AppError> {
    Ok(session.get_value(ACCOUNT_KEY).await.map_err(context::session_failed)?.is_some())
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

    #[test]
    fn age_changes_at_midnight_of_ones_own_clock() {
        let midnight_in_paris = "2026-11-21T23:00:00Z".parse().unwrap();
        assert!(!is_minor(day("2008-11-22"), Tz::Europe__Paris, midnight_in_paris));
        assert!(is_minor(day("2008-11-22"), Tz::America__Guadeloupe, midnight_in_paris));
    }

    proptest::proptest! {
        #[test]
        fn who_is_of_age_was_born_by_then(born in 0..20_000_i32, today in 0..20_000_i32) {
            let from = day("1990-01-01");
            let (born, today) = (from + chrono::Days::new(born as u64), from + chrono::Days::new(today as u64));
            proptest::prop_assert_eq!(age_on(born, today) >= ADULT_AGE, born <= adults_born_by(today));
        }
    }
}
