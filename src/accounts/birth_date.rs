//! Reading a birth date as people write it, and whether its owner may have an account.

use super::session::age_on;
use crate::error::{AppError, Problem};
use chrono::{DateTime, Months, NaiveDate, Utc};
use chrono_tz::Tz;

/// From this age on one decides alone about one's account; before, a guardian has to agree (article 45 of the French data
/// protection act, for article 8 of the GDPR).
pub const CONSENT_AGE: i32 = 15;
/// The youngest whom Déclic is for: pupils of 3ème, who look for whom to meet in their last years of collège, are 13 to 15.
const MINIMUM_AGE: i32 = 13;
/// Nobody is known to have lived longer.
const MAXIMUM_AGE: i32 = 122;

/// The birth date of somebody who may have an account `today`.
///
/// # Errors
/// [`AppError::Invalid`] at `birth_date`.
pub fn parse(text: &str, today: NaiveDate) -> Result<NaiveDate, AppError> {
    let refuse = |problem| AppError::field("birth_date", problem);
    let birth_date = day_of(text).ok_or_else(|| refuse(Problem::NotABirthDate))?;
    match age_on(birth_date, today) {
        age if birth_date > today || age > MAXIMUM_AGE => Err(refuse(Problem::NotABirthDate)),
        age if age < MINIMUM_AGE => Err(refuse(Problem::TooYoung)),
        _ => Ok(birth_date),
    }
}

/// Whether somebody of this birth date needs a guardian for an account `today`.
#[must_use]
pub fn needs_guardian(birth_date: NaiveDate, today: NaiveDate) -> bool {
    age_on(birth_date, today) < CONSENT_AGE
}

/// The day on which ages are judged: the one of `now` in the zone where somebody lives, as for all that comes later; while
/// that is not known, in UTC.
#[must_use]
pub fn today_in(now: DateTime<Utc>, zone: Option<Tz>) -> NaiveDate {
    zone.map_or_else(|| now.date_naive(), |zone| now.with_timezone(&zone).date_naive())
}

/// The latest birth date of those who need no guardian for an account on `day`.
#[must_use]
pub fn decides_alone_born_by(day: NaiveDate) -> NaiveDate {
    // On 29 February whoever was born on 28 February or before has had their birthday, and nobody else.
    day.checked_sub_months(Months::new(12 * CONSENT_AGE.unsigned_abs())).unwrap_or(NaiveDate::MIN)
}

/// `2008-05-31` as a date picker sends it, or `31/05/2008` as it is typed where there is none.
fn day_of(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.', ' ']).collect();
    let [first, month, last] = parts[..] else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    // A year of two digits could be of either century.
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let day = NaiveDate::from_ymd_opt(2008, 5, 31).unwrap();
        for text in ["2008-05-31", "31/05/2008", " 31/5/2008 ", "31.05.2008", "31-05-2008", "31 05 2008", "2008/05/31"]
        {
            assert_eq!(parse(text, today()), Ok(day), "{text}");
        }
        for text in [
            "",
            "31/05/08",
            "05/31/2008",
            "31 mai 2008",
            "31/02/2008",
            "2008",
            "2008-05-31-01",
            "-1/5/2008",
            "+008-05-31",
            "é/5/2008",
        ] {
            assert_eq!(parse(text, today()), Err(AppError::field("birth_date", Problem::NotABirthDate)), "{text}");
        }
    }

    #[test]
    fn only_people_of_an_age_to_have_an_account_pass() {
        let refused = |text: &str, problem| {
            assert_eq!(parse(text, today()), Err(AppError::field("birth_date", problem)), "{text}")
        };
        refused("2013-11-23", Problem::TooYoung);
        assert!(parse("2013-11-22", today()).is_ok());
        refused("2026-11-23", Problem::NotABirthDate);
        refused("1903-11-22", Problem::NotABirthDate);
        assert!(parse("1904-11-22", today()).is_ok());
    }

    #[test]
    fn today_is_where_one_lives() {
        let noon = "2026-11-22T13:30:00Z".parse().unwrap();
        let day = |zone| today_in(noon, zone);
        assert_eq!(day(Some(Tz::Pacific__Noumea)), NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
        for zone in [None, Some(Tz::Europe__Paris), Some(Tz::Pacific__Tahiti)] {
            assert_eq!(day(zone), today(), "{zone:?}");
        }
        let night = "2026-11-22T00:30:00Z".parse().unwrap();
        assert_eq!(today_in(night, Some(Tz::Pacific__Tahiti)), NaiveDate::from_ymd_opt(2026, 11, 21).unwrap());
    }

    proptest! {
        /// The day that the sweep goes by and the age that everything else goes by are one rule.
        #[test]
        fn who_decides_alone_was_born_by_then(born in 0..20_000_u64, day in 0..10_000_u64) {
            let born = NaiveDate::from_ymd_opt(1980, 1, 1).unwrap() + chrono::Days::new(born);
            let day = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(day);
            prop_assert_eq!(born <= decides_alone_born_by(day), !needs_guardian(born, day));
        }
    }

    #[test]
    fn who_turns_fifteen_today_decides_alone() {
        let of = |text: &str| needs_guardian(parse(text, today()).unwrap(), today());
        assert!(of("2011-11-23") && of("2013-11-22"));
        assert!(!of("2011-11-22"));
    }
}
