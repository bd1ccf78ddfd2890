//! Which passwords are guessed first. zxcvbn knows the 30 000 most used ones, English words and names, dates,
//! rows of keys and what people do to all of these (USENIX Security 2016; OWASP ASVS 5.0, 6.2.4); what it does
//! not know is French, and the person. Dear to find out for some passwords: only off the runtime's threads
//! (`password::PasswordHasher::refuse_easy`).

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

/// How many characters zxcvbn looks at: its time grows fast with them, and a password with so many good ones
/// is good whatever follows.
const LOOKED_AT: usize = 32;

/// Whether a password takes less than 10⁸ guesses (zxcvbn's scores 0 to 2). `personal` is what is known of its
/// owner: address, name.
#[must_use]
pub fn is_easy(password: &str, personal: &[String]) -> bool {
    let typed = password.trim().to_lowercase();
    if personal.iter().any(|text| text.trim().to_lowercase() == typed) {
        return true;
    }
    let words = personal.iter().flat_map(|text| text.split(|sign: char| !sign.is_alphanumeric()));
    let words = words.filter(|word| word.chars().count() >= 3);
    // First and last name in one word, as an address or a password often has them.
    let whole: Vec<String> = personal
        .iter()
        .map(|text| text.split('@').take(1).flat_map(str::chars).filter(|sign| sign.is_alphanumeric()).collect())
        .collect();
    let known: Vec<&str> = whole.iter().map(String::as_str).chain(words).chain(FRENCH).collect();
    let beginning: String = password.chars().take(LOOKED_AT).collect();
    // zxcvbn multiplies without looking: built for debugging it panics at some passwords, which repeat one
    // thing so often that they are easy.
    std::panic::catch_unwind(|| zxcvbn(&beginning, &known).score()).map_or(true, |score| score < Score::Three)
}

#[cfg(test)]
mod tests {
    fn is_easy(password: &str) -> bool {
        super::is_easy(password, &["lea.martin@exemple.fr".to_owned(), "Léa Martin".to_owned()])
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
            "lea.martin@exemple.fr",
            " Lea.Martin@exemple.FR",
            "Léa Martin",
            "leamartin1",
            "martin1999",
            "LéaMartin99",
            "          ",
            // What zxcvbn panics at when built for debugging.
            &"2010".repeat(8),
        ] {
            assert!(is_easy(password), "{password}");
        }
    }

    /// The whole of the second one would take half a second.
    #[test]
    fn of_a_long_password_only_the_beginning_is_looked_at() {
        assert!(is_easy(&format!("{}Xk7#pQ2mVz", "a".repeat(32))));
        assert!(!is_easy(&"4@8({[<63 9|1!0$5+7%2".repeat(5)));
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
