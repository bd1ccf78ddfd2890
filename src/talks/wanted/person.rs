//! Who wishes, told apart for a day and by nobody afterwards.

use crate::accounts::{rate_limit::network, session_store::hex};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use uuid::Uuid;

/// Somebody who wishes: an account, else whoever is behind an address, as far as that tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// Signed in.
    Account(Uuid),
    /// Not signed in; all whose address is not known are one.
    At(Option<IpAddr>),
}

impl Person {
    /// What is kept until the day of `salt` is over, to count them once for a trade and a département: without the
    /// salt, which is then gone, nobody can find out who or what it was.
    #[must_use]
    pub fn hash(self, salt: &str, trade: &str, department: &str) -> String {
        let who = match self {
            Self::Account(id) => format!("account {id}"),
            Self::At(address) => format!("address {:?}", address.map(network)),
        };
        // A zero byte is in none of them: no two lists of parts make one text.
        hex(&Sha256::digest([salt, &who, trade, department].join("\0")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_told_apart_by_day_trade_and_department_only() {
        let lea = Person::Account(Uuid::from_u128(1));
        let hash = lea.hash("salt", "D1102", "81");
        assert_eq!(hash, lea.hash("salt", "D1102", "81"));
        assert_eq!(hash.len(), 64);
        for other in [
            lea.hash("another", "D1102", "81"),
            lea.hash("salt", "D1101", "81"),
            lea.hash("salt", "D1102", ""),
            lea.hash("salt", "D110281", ""),
            Person::Account(Uuid::from_u128(2)).hash("salt", "D1102", "81"),
            Person::At(None).hash("salt", "D1102", "81"),
        ] {
            assert_ne!(hash, other);
        }
    }

    #[test]
    fn a_household_counts_once() {
        let at = |address: &str| Person::At(Some(address.parse().unwrap())).hash("salt", "D1102", "81");
        assert_eq!(at("2001:db8::1"), at("2001:db8::2"));
        assert_eq!(at("192.0.2.1"), at("::ffff:192.0.2.1"));
        assert_ne!(at("2001:db8::1"), at("2001:db8:0:1::1"));
        assert_ne!(at("192.0.2.1"), at("192.0.2.2"));
    }
}
