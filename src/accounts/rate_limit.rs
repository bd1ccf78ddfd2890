//! How often something may be tried, by address and by account: whatever checks a password or sends
//! mail. Kept in this process: with several servers each counts its own share.

use crate::error::AppError;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use std::{net::IpAddr, num::NonZeroU32};

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>;

/// What is being limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Checking a password.
    Password,
    /// Wishing for a trade.
    Wish,
    /// Searching in vain.
    Search,
    /// Cancelling a talk: each time two people get a mail.
    Cancel,
    /// Sending a mail to an address that somebody typed.
    Mail,
}

/// The counters of this process.
pub struct RateLimits {
    by_address: Keyed<(Limit, IpAddr)>,
    by_account: Keyed<(Limit, String)>,
    new_sessions: Keyed<IpAddr>,
    clock: DefaultClock,
}

/// A school or an office shares one address; a person has one account.
const PER_ADDRESS: (u32, u32) = (60, 6);
const PER_ACCOUNT: (u32, u32) = (10, 1);
/// Sessions of strangers: a class whose forms are refused again and again stays far below.
const NEW_SESSIONS: (u32, u32) = (300, 30);

impl RateLimits {
    /// Starts with every allowance full: 60 attempts an address, then 6 a minute; 10 an account, then
    /// one a minute; 300 new sessions an address, then 30 a minute.
    #[must_use]
    pub fn new() -> Self {
        Self {
            by_address: RateLimiter::keyed(quota(PER_ADDRESS)),
            by_account: RateLimiter::keyed(quota(PER_ACCOUNT)),
            new_sessions: RateLimiter::keyed(quota(NEW_SESSIONS)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts one attempt at `account` (an e-mail address as typed) from `address`.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub fn count(&self, limit: Limit, address: Option<IpAddr>, account: &str) -> Result<(), AppError> {
        self.count_address(limit, address)?;
        self.by_account.check_key(&(limit, account.trim().to_lowercase())).map_err(|until| self.wait(&until))
    }

    /// Counts one attempt from `address` at what is nobody's own: a class behind one address stays below.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub fn count_address(&self, limit: Limit, address: Option<IpAddr>) -> Result<(), AppError> {
        let Some(address) = address else { return Ok(()) };
        self.by_address.check_key(&(limit, network(address))).map_err(|until| self.wait(&until))
    }

    /// Counts a session that is about to be kept for somebody who is not signed in.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub fn count_session(&self, address: Option<IpAddr>) -> Result<(), AppError> {
        let Some(address) = address else { return Ok(()) };
        self.new_sessions.check_key(&network(address)).map_err(|until| self.wait(&until))
    }

    /// Forgets the counters that are full again, so that memory does not grow with strangers.
    pub fn forget_idle(&self) {
        self.by_address.retain_recent();
        self.by_account.retain_recent();
        self.new_sessions.retain_recent();
    }

    fn wait(&self, until: &governor::NotUntil<<DefaultClock as Clock>::Instant>) -> AppError {
        let seconds = until.wait_time_from(self.clock.now()).as_secs();
        AppError::TooManyAttempts { minutes: u32::try_from(seconds / 60 + 1).unwrap_or(u32::MAX) }
    }
}

impl Default for RateLimits {
    fn default() -> Self {
        Self::new()
    }
}

fn quota((burst, per_minute): (u32, u32)) -> Quota {
    let at_least_one = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
    Quota::per_minute(at_least_one(per_minute)).allow_burst(at_least_one(burst))
}

/// An IPv6 customer owns a whole /64: count it as one.
fn network(address: IpAddr) -> IpAddr {
    // A listener for both families sees IPv4 callers as `::ffff:a.b.c.d`.
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_attempt_at_an_account_waits() {
        let limits = RateLimits::new();
        for _ in 0..10 {
            limits.count(Limit::Password, None, "lea@exemple.fr").unwrap();
        }
        let refused = limits.count(Limit::Password, None, " LEA@exemple.fr");
        assert!(matches!(refused, Err(AppError::TooManyAttempts { minutes: 1 })), "{refused:?}");
        assert!(limits.count(Limit::Mail, None, "lea@exemple.fr").is_ok(), "mail is counted apart");
        assert!(limits.count(Limit::Password, None, "paul@exemple.fr").is_ok());
    }

    #[test]
    fn a_class_behind_one_address_may_wish_for_the_same() {
        let limits = RateLimits::new();
        let wish = |last| limits.count_address(Limit::Wish, Some(IpAddr::from([192, 0, 2, last])));
        for _ in 0..60 {
            wish(1).unwrap();
        }
        assert!(wish(1).is_err());
        assert!(wish(2).is_ok(), "another address");
    }

    #[test]
    fn one_address_cannot_try_many_accounts() {
        let limits = RateLimits::new();
        let attempt = |last: u16, n: u32| {
            let address = IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, last]);
            limits.count(Limit::Password, Some(address), &format!("{n}@exemple.fr"))
        };
        for n in 0..60 {
            attempt(1, n).unwrap();
        }
        assert!(attempt(2, 61).is_err(), "the neighbour in the same /64 is the same customer");
    }
}
