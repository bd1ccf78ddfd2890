//! Which passwords are guessed first. zxcvbn knows the 30 000 most used ones, English words and names, dates,
//! rows of keys and what people do to all of these (USENIX Security 2016; OWASP ASVS 5.0, 6.2.4); what it does
//! not know is French, and the person.

use crate::error::{AppError, Problem};
use zxcvbn::{Score, zxcvbn};

/// What French speakers use most, and what stands around them here.
const FRENCH: [&str; 40] = [
    "motdepasse",
    "azerty",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "bonjour",
    "bonsoir",
    "salut",
    "soleil",
    "doudou",
    "loulou",
    "chouchou",
    "coucou",
    "jetaime",
    "amour",
    "toujours",
    "marseille",
    "paris",
    "lyon",
    "toulouse",
    "france",
    "chocolat",
    "camille",
    "princesse",
    "nounours",
    "bisous",
    "cheval",
    "chat",
    "chien",
    "maison",
    "vacances",
    "ecole",
    "college",
    "lycee",
    "secret",
    "football",
    "naruto",
    "declic",
    "déclic",
    "metier",
];

/// Refuses a password that takes less than 10⁸ guesses (zxcvbn's scores 0 to 2). `personal` is what is known
/// of its owner: address, name.
///
/// # Errors
/// [`AppError::Invalid`] at `password`.
pub fn refuse(password: &str, personal: &[&str]) -> Result<(), AppError> {
    let words = personal.iter().flat_map(|text| text.split(|sign: char| !sign.is_alphanumeric()));
    let words = words.filter(|word| word.chars().count() >= 3);
    // First and last name in one word, as an address or a password often has them.
    let whole: Vec<String> = personal
        .iter()
        .map(|text| text.split('@').take(1).flat_map(str::chars).filter(|sign| sign.is_alphanumeric()).collect())
        .collect();
    let known: Vec<&str> = whole.iter().map(String::as_str).chain(words).chain(FRENCH).collect();
    if zxcvbn(password, &known).score() < Score::Three {
        return Err(AppError::field("password", Problem::EasyPassword));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_easy(password: &str) -> bool {
        refuse(password, &["lea.martin@exemple.fr", "Léa Martin"]).is_err()
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for password in [
            "motdepasse",
            "motdepasse123",
            "MotDePasse1!",
            "AZERTYUIOP",
            "azerty12345",
            "Azerty123456",
            "qwertyuiop",
            "1234567890",
            "0123456789",
            "aaaaaaaaaaaa",
            "abcdefghij",
            "password123",
            "p@ssw0rd123",
            "iloveyou123",
            "bonjour123",
            "jetaime123",
            "marseille13",
            "1q2w3e4r5t",
            "1qaz2wsx3edc",
            "azertyazerty",
            "31/05/1999",
            "lea.martin",
            "leamartin1",
            "martin1999",
            "LéaMartin99",
            "          ",
        ] {
            assert!(is_easy(password), "{password}");
        }
    }

    #[test]
    fn a_few_words_without_link_pass() {
        for password in [
            "quatre chevaux bleus",
            "cinq chevaux verts",
            "cinq oies sur le toit",
            "Xk7#pQ2mVz",
            "gravier-lune-patins",
            "8402957163472",
            "🐴🐴 dans la neige",
            &"très long ".repeat(12),
        ] {
            assert!(!is_easy(password), "{password}");
        }
    }
}
