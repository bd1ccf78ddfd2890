//! The name of an organisation in its address.

use crate::fold::fold;

/// Longest address, in characters: room is left for a number behind it.
const LENGTH: usize = 60;

/// `Boulangerie de l'Écluse` gives `boulangerie-de-l-ecluse`; what has no Latin letter or digit, `organisation`.
#[must_use]
pub fn of(name: &str) -> String {
    let folded: String = fold(name).chars().map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' }).collect();
    let words = folded.split('-').filter(|word| !word.is_empty());
    let slug = words.fold(String::new(), |slug, word| match (slug.is_empty(), slug.len() + word.len() < LENGTH) {
        (true, _) => word.chars().take(LENGTH).collect(),
        (false, true) => format!("{slug}-{word}"),
        (false, false) => slug,
    });
    if slug.is_empty() { "organisation".to_owned() } else { slug }
}

/// The addresses to try for `name`, one after the other, where others have it too.
pub fn candidates(name: &str) -> impl Iterator<Item = String> {
    let slug = of(name);
    (1_u32..).map(move |number| if number == 1 { slug.clone() } else { format!("{slug}-{number}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_becomes_an_address() {
        assert_eq!(of("Boulangerie de l’Écluse"), "boulangerie-de-l-ecluse");
        assert_eq!(of("  3 Suisses & Cie. "), "3-suisses-cie");
        assert_eq!(of("日本"), "organisation");
        assert_eq!(
            candidates("Mairie d’Albi").take(3).collect::<Vec<_>>(),
            ["mairie-d-albi", "mairie-d-albi-2", "mairie-d-albi-3"]
        );
    }

    proptest! {
        #[test]
        fn an_address_needs_no_encoding(name in ".{0,200}") {
            let slug = of(&name);
            prop_assert!(!slug.is_empty() && slug.len() <= LENGTH, "{}", slug);
            prop_assert!(slug.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        }
    }
}
