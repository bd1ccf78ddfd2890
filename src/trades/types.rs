//! What both the server and the browser know of a trade.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The ROME 4.0 code of a trade: a letter from A to N and four digits, such as `D1102`.
///
/// Having one says that it is well formed, not that the trade exists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TradeCode(String);

impl TradeCode {
    /// Reads a code; a small letter is accepted.
    ///
    /// # Errors
    /// [`InvalidTradeCode`] when it is not a letter from A to N and then four digits.
    pub fn parse(text: &str) -> Result<Self, InvalidTradeCode> {
        let code = text.trim().to_ascii_uppercase();
        match code.as_bytes() {
            [b'A'..=b'N', digits @ ..] if digits.len() == 4 && digits.iter().all(u8::is_ascii_digit) => Ok(Self(code)),
            _ => Err(InvalidTradeCode),
        }
    }

    /// The five characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code of the family: a domain's letter and two digits, such as `D11`.
    pub fn family(&self) -> &str {
        self.0.get(..3).unwrap_or_default()
    }
}

/// Whether this is the letter of one of the fourteen domains.
#[must_use]
pub fn is_domain(letter: &str) -> bool {
    matches!(letter.as_bytes(), [b'A'..=b'N'])
}

impl fmt::Display for TradeCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for TradeCode {
    type Error = InvalidTradeCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<TradeCode> for String {
    fn from(code: TradeCode) -> Self {
        code.0
    }
}

/// The text is not the code of a trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTradeCode;

impl fmt::Display for InvalidTradeCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not the ROME code of a trade")
    }
}

impl std::error::Error for InvalidTradeCode {}

/// A trade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trade {
    /// ROME code.
    pub code: TradeCode,
    /// ROME label, in French, masculine and feminine: `Boulanger / Boulangère`.
    pub label: String,
    /// What people call it where ROME uses another word, in French: `Sapeur-pompier /
    /// Sapeuse-pompière` of `Secouriste`. Often empty.
    pub also: Vec<String>,
    /// Code of the family, `D11`: trades of one family are neighbours.
    pub family: String,
    /// Label of the domain, in French, one of fourteen: `Commerce, vente et grande distribution`.
    pub domain: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trade_code_is_validated() {
        assert_eq!(TradeCode::parse("d1102").unwrap().as_str(), "D1102");
        assert_eq!(TradeCode::parse("D1102").unwrap().family(), "D11");
        for bad in ["", "D110", "D11022", "O1102", "1D102", "D11O2", "Dé12"] {
            assert_eq!(TradeCode::parse(bad), Err(InvalidTradeCode), "{bad}");
        }
        assert!(serde_json::from_str::<TradeCode>("\"D1102\"").is_ok());
        assert!(serde_json::from_str::<TradeCode>("\"<b>\"").is_err());
    }
}
