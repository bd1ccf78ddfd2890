//! The number of an establishment in the register of companies and public bodies (INSEE, SIRENE): 14 digits, of which
//! the first nine are those of its owner.

/// SIREN of La Poste.
const LA_POSTE: &str = "356000000";
const DIGITS: usize = 14;

/// The 14 digits of `text`, written with or without spaces, if it can be a SIRET: its digits obey the rule of Luhn
/// (ISO/IEC 7812-1), but for the post offices, which are too many for it, and whose digits add up to a multiple of five
/// (INSEE).
#[must_use]
pub fn read(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '.' | '-')).collect();
    let numbers: Vec<u32> = digits.chars().map(|sign| sign.to_digit(10)).collect::<Option<_>>()?;
    let is_given = numbers.iter().any(|number| *number != 0);
    let is_post_office = || digits.starts_with(LA_POSTE) && numbers.iter().sum::<u32>() % 5 == 0;
    (numbers.len() == DIGITS && is_given && (obeys_luhn(&numbers) || is_post_office())).then_some(digits)
}

/// From the right, every second digit counts twice, less nine where that makes more than nine; the sum ends in zero.
fn obeys_luhn(numbers: &[u32]) -> bool {
    let weighed = numbers.iter().rev().enumerate().map(|(place, number)| match (place % 2, number * 2) {
        (0, _) => *number,
        (_, twice) if twice > 9 => twice - 9,
        (_, twice) => twice,
    });
    weighed.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_of_the_register_is_read_however_it_is_written() {
        for text in ["73282932000074", "732 829 320 00074", " 732.829.320.00074 ", "732\u{a0}829\u{202f}320 00074"] {
            assert_eq!(read(text).as_deref(), Some("73282932000074"), "{text:?}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "",
            "73282932000075",
            "7328293200007",
            "732829320000744",
            "7328293200007a",
            "00000000000000",
            "７3282932000074",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn post_offices_have_a_rule_of_their_own() {
        // The head office obeys the rule of everybody else.
        assert!(read("35600000000048").is_some());
        // 3 + 5 + 6 + 4 + 9 + 7 + 1 = 35
        assert!(read("35600000049701").is_some() && !obeys_luhn(&[3, 5, 6, 0, 0, 0, 0, 0, 0, 4, 9, 7, 0, 1]));
        assert_eq!(read("35600000049702"), None);
        // Nobody else's digits may just add up.
        assert_eq!(read("35600000100000"), None);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_noticed(first in 0_u64..10_000_000_000_000, place in 0_usize..14, other in 1_u32..10) {
            prop_assume!(first > 0 && !format!("{first:013}").starts_with(LA_POSTE));
            let whole = (0..10).map(|last| format!("{first:013}{last}")).find(|text| read(text).is_some()).unwrap();
            let mut digits: Vec<u32> = whole.chars().map(|digit| digit.to_digit(10).unwrap()).collect();
            digits[place] = (digits[place] + other) % 10;
            let wrong: String = digits.iter().map(u32::to_string).collect();
            prop_assume!(!wrong.starts_with(LA_POSTE));
            prop_assert_eq!(read(&wrong), None);
        }
    }
}
