//! What makes a talk possible for everybody.

use serde::{Deserialize, Serialize};

/// What a professional offers so that a disability, or French learned lately, keeps nobody away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accommodation {
    /// Their place can be entered in a wheelchair.
    Wheelchair,
    /// They speak French Sign Language.
    SignLanguage,
    /// In video, with captions, and their lips in view.
    Captions,
    /// Without noise and crowds.
    QuietPlace,
    /// In plain words, without haste.
    PlainWords,
    /// The explorer may bring somebody along.
    Companion,
}

impl Accommodation {
    /// Every one, in the order of the interface.
    pub const ALL: [Self; 6] =
        [Self::Wheelchair, Self::SignLanguage, Self::Captions, Self::QuietPlace, Self::PlainWords, Self::Companion];

    /// The code in forms and the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Wheelchair => "wheelchair",
            Self::SignLanguage => "sign_language",
            Self::Captions => "captions",
            Self::QuietPlace => "quiet_place",
            Self::PlainWords => "plain_words",
            Self::Companion => "companion",
        }
    }

    /// The one of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|accommodation| accommodation.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::Accommodation;

    #[test]
    fn codes_are_read_back() {
        for accommodation in Accommodation::ALL {
            assert_eq!(Accommodation::from_code(accommodation.code()), Some(accommodation));
        }
        assert_eq!(Accommodation::from_code("trampoline"), None);
    }
}
