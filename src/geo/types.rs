//! What both the server and the browser know of a place.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The INSEE code of a commune: five characters, such as `81004` (Albi) or `2A004` (Ajaccio).
///
/// It is not a postal code. Having one says that it is well formed, not that the commune exists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CommuneCode(String);

impl CommuneCode {
    /// Reads a code; a small `a` or `b` of Corsica is accepted.
    ///
    /// # Errors
    /// [`InvalidCommuneCode`] when it is not two digits (or `2A`, `2B`) and then three digits.
    pub fn parse(text: &str) -> Result<Self, InvalidCommuneCode> {
        let code = text.trim().to_ascii_uppercase();
        match code.as_bytes() {
            [first, second, rest @ ..]
                if rest.len() == 3
                    && rest.iter().all(u8::is_ascii_digit)
                    && first.is_ascii_digit()
                    && (second.is_ascii_digit() || (*first == b'2' && matches!(second, b'A' | b'B'))) =>
            {
                Ok(Self(code))
            }
            _ => Err(InvalidCommuneCode),
        }
    }

    /// The five characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CommuneCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for CommuneCode {
    type Error = InvalidCommuneCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CommuneCode> for String {
    fn from(code: CommuneCode) -> Self {
        code.0
    }
}

/// The text is not the code of a commune.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCommuneCode;

impl fmt::Display for InvalidCommuneCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not the INSEE code of a commune")
    }
}

impl std::error::Error for InvalidCommuneCode {}

/// INSEE codes of the régions and of the overseas collectivities, which count as such: those of
/// `communes::regions`, which the browser does not have.
pub const REGION_CODES: [&str; 26] = [
    "01", "02", "03", "04", "06", "11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94", "975",
    "977", "978", "984", "986", "987", "988", "989",
];

/// Whether this is the code of a région.
#[must_use]
pub fn is_region(code: &str) -> bool {
    REGION_CODES.contains(&code)
}

/// A point on Earth, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// Latitude, north positive.
    pub lat: f64,
    /// Longitude, east positive.
    pub lon: f64,
}

impl Coordinates {
    /// Great-circle distance in kilometres (haversine, mean Earth radius 6,371 km).
    pub fn distance_km(&self, other: Self) -> f64 {
        const EARTH_RADIUS_KM: f64 = 6371.0;
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let h = half(other.lat - self.lat)
            + self.lat.to_radians().cos() * other.lat.to_radians().cos() * half(other.lon - self.lon);
        2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
    }
}

/// How the coordinates of a commune are known, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The commune itself was found in the gazetteer.
    Exact,
    /// The mean of the found communes that share a postal code: some kilometres off.
    Postal,
    /// The mean of the found communes of the same intercommunal body: about ten kilometres off.
    Epci,
    /// The mean of the found communes of the arrondissement, or a small overseas commune placed by
    /// hand: ten kilometres off or more.
    Arrondissement,
    /// The mean of the found communes of the département.
    Department,
}

impl Precision {
    /// The word used in `data/communes.csv`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Postal => "postal",
            Self::Epci => "epci",
            Self::Arrondissement => "arrondissement",
            Self::Department => "department",
        }
    }
}

/// A commune as a page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// INSEE code.
    pub code: CommuneCode,
    /// Official name, `Albi`.
    pub name: String,
    /// Name that tells it from its homonyms, `Albi (81)`.
    pub label: String,
    /// Code of the département, `81`.
    pub department: String,
    /// Name of the département, `Tarn`.
    pub department_name: String,
    /// Name of the région, `Occitanie`.
    pub region_name: String,
    /// Where it is.
    pub coordinates: Coordinates,
    /// How well that is known: distances are shown as approximate unless it is exact.
    pub precision: Precision,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commune_code_is_validated() {
        for good in ["81004", "2A004", "2b033", "97411", " 75056 "] {
            assert!(CommuneCode::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "8100", "810044", "3A004", "2C004", "A2004", "81 04", "８1004", "2AA04"] {
            assert_eq!(CommuneCode::parse(bad), Err(InvalidCommuneCode), "{bad}");
        }
        assert_eq!(CommuneCode::parse("2a004").unwrap().as_str(), "2A004");
    }

    #[test]
    fn a_commune_code_is_validated_when_deserialised() {
        assert!(serde_json::from_str::<CommuneCode>("\"81004\"").is_ok());
        assert!(serde_json::from_str::<CommuneCode>("\"'; --\"").is_err());
    }

    #[test]
    fn distances_are_great_circle_kilometres() {
        let albi = Coordinates { lat: 43.9298, lon: 2.148 };
        let toulouse = Coordinates { lat: 43.6043, lon: 1.4437 };
        let saint_denis = Coordinates { lat: -20.8823, lon: 55.4504 };
        assert!((albi.distance_km(toulouse) - 68.0).abs() < 5.0);
        assert!((toulouse.distance_km(albi) - albi.distance_km(toulouse)).abs() < 1e-9);
        assert!((albi.distance_km(saint_denis) - 9_200.0).abs() < 300.0);
        assert_eq!(albi.distance_km(albi), 0.0);
    }
}
