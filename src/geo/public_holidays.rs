//! The public holidays of each place.
//!
//! Sources: Code du travail, articles L3133-1 (the eleven days of the whole country), L3134-13 (Alsace-Moselle) and
//! L3422-2 with décret n° 83-1003 (the abolition of slavery overseas; in Saint-Martin on 28 May since loi n° 2017-256). The
//! Pacific collectivities have labour laws of their own: French Polynesia (Matari'i, 20 November, in place of 29 June
//! since 2025), Wallis and Futuna, New Caledonia (24 September). Good Friday of Alsace-Moselle holds where there is
//! a Protestant church: which communes have none is not known here, so all count.

use super::communes::Commune;
use chrono::{Datelike, Days, NaiveDate};

/// Month and day of the holidays that fall on the same date everywhere.
const EVERYWHERE: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];

/// Days after Easter: Easter Monday, Ascension, Whit Monday.
const AFTER_EASTER: [i64; 3] = [1, 39, 50];

/// The public holidays of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicHolidays {
    /// Month and day of those that the place has beside the country's.
    own: &'static [(u32, u32)],
    good_friday: bool,
}

impl PublicHolidays {
    /// Those of a commune.
    #[must_use]
    pub fn of(commune: &Commune) -> Self {
        let (own, good_friday): (&[(u32, u32)], bool) = match commune.department.code.as_str() {
            "57" | "67" | "68" => (&[(12, 26)], true),
            "971" => (&[(5, 27)], false),
            "972" => (&[(5, 22)], false),
            "973" => (&[(6, 10)], false),
            "974" => (&[(12, 20)], false),
            "976" => (&[(4, 27)], false),
            "977" => (&[(10, 9)], false),
            "978" => (&[(5, 28)], false),
            "986" => (&[(4, 28), (6, 29), (7, 29)], false),
            "987" => (&[(3, 5), (11, 20)], true),
            "988" => (&[(9, 24)], false),
            _ => (&[], false),
        };
        Self { own, good_friday }
    }

    /// Whether a day is one of them.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        let date = (day.month(), day.day());
        if EVERYWHERE.contains(&date) || self.own.contains(&date) {
            return true;
        }
        easter(day.year()).is_some_and(|easter| {
            let after = (day - easter).num_days();
            AFTER_EASTER.contains(&after) || (self.good_friday && after == -2)
        })
    }
}

/// Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher's algorithm).
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let leap_centuries = century / 4;
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - moon + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let shift = (golden + 11 * epact + 22 * weekday) / 451;
    // Counted from 22 March, the earliest Easter.
    let days = u64::try_from(epact + weekday - 7 * shift).ok()?;
    NaiveDate::from_ymd_opt(year, 3, 22)?.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::communes::find;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The holidays of a commune in a year, as `MM-DD`.
    fn of(commune: &str, year: i32) -> Vec<String> {
        let holidays = PublicHolidays::of(find(commune).unwrap());
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take_while(|day| day.year() == year);
        days.filter(|day| holidays.contains(*day)).map(|day| day.format("%m-%d").to_string()).collect()
    }

    /// As published for 2026 to 2028 (`date-holidays` 3.37 and service-public.fr say the same).
    #[test]
    fn the_country_has_eleven() {
        for (year, moving) in [
            (2026, ["04-06", "05-14", "05-25"]),
            (2027, ["03-29", "05-06", "05-17"]),
            (2028, ["04-17", "05-25", "06-05"]),
        ] {
            let fixed = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"];
            let mut expected: Vec<&str> = fixed.into_iter().chain(moving).collect();
            expected.sort_unstable();
            assert_eq!(of("81004", year), expected, "{year}");
            assert_eq!(of("97502", year), expected, "Saint-Pierre-et-Miquelon, {year}");
        }
    }

    #[test]
    fn places_have_their_own() {
        for (commune, own) in [
            ("67482", &["04-03", "12-26"][..]),
            ("57463", &["04-03", "12-26"]),
            ("68066", &["04-03", "12-26"]),
            ("97105", &["05-27"]),
            ("97209", &["05-22"]),
            ("97302", &["06-10"]),
            ("97411", &["12-20"]),
            ("97611", &["04-27"]),
            ("97701", &["10-09"]),
            ("97801", &["05-28"]),
            ("98613", &["04-28", "06-29", "07-29"]),
            ("98735", &["03-05", "04-03", "11-20"]),
            ("98818", &["09-24"]),
        ] {
            let country = of("81004", 2026);
            let more: Vec<String> = of(commune, 2026).into_iter().filter(|day| !country.contains(day)).collect();
            assert_eq!(more, own, "{commune}");
            assert_eq!(of(commune, 2026).len(), 11 + own.len(), "{commune} has the country's too");
        }
        assert!(of("67482", 2027).contains(&"03-26".to_owned()) && of("67482", 2028).contains(&"04-14".to_owned()));
    }

    /// The earliest and the latest that can be, and the years where the cycle is corrected.
    #[test]
    fn easter_is_where_the_tables_have_it() {
        for expected in [
            "1818-03-22",
            "1943-04-25",
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2026-04-05",
            "2038-04-25",
            "2049-04-18",
        ] {
            assert_eq!(easter(day(expected).year()), Some(day(expected)));
        }
    }
}
