//! How often something may be tried, by address and by account: whatever checks a password or sends
//! mail. Kept in this process: with several servers each counts its own share.

use crate::error::AppError;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use sha2::{Digest, Sha256};
use std::{net::IpAddr, num::NonZeroU32};

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>;
/// SHA-256 of what is counted: whoever sends long texts fills no memory with them.
type Key = [u8; 32];

/// What is being limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Checking a password or a link's token of somebody who is not signed in.
    Password,
    /// Checking the password of somebody who is signed in: strangers do not count here.
    OwnPassword,
    /// Sending a link again to an address that still has to be confirmed. Apart from [`Limit::Mail`], whose
    /// refusal people see: it would tell whether there was something to confirm.
    Confirmation,
    /// Wishing for a trade.
    Wish,
    /// Searching in vain.
    Search,
    /// Cancelling a talk: each time two people get a mail.
    Cancel,
    /// Reading a calendar from an address that somebody typed.
    Calendar,
    /// Sending a photo, which is work to read.
    Photo,
    /// Sending a mail to an address that somebody typed.
    Mail,
}

/// The counters of this process.
pub struct RateLimits {
    by_address: Keyed<(Limit, IpAddr)>,
    by_account: Keyed<(Limit, Option<IpAddr>, Key)>,
    guesses: Keyed<Key>,
    mails: Keyed<Key>,
    sign_ups: Keyed<IpAddr>,
    new_sessions: Keyed<IpAddr>,
    messages: Keyed<Key>,
    previews: Keyed<Key>,
    holds: Keyed<Key>,
    clock: DefaultClock,
}

/// A school or an office shares one address; a person has one account.
const PER_ADDRESS: (u32, u32) = (60, 6);
const PER_ACCOUNT: (u32, u32) = (10, 1);
/// Passwords tried at one account from everywhere: a stranger alone cannot lock its owner out.
const GUESSES: (u32, u32) = (100, 1);
/// Mails that strangers have sent to one address, from everywhere: one stranger alone keeps its owner from nothing.
const MAILS: (u32, u32) = (40, 1);
/// Forms to sign up: a class in which everybody has to correct theirs several times stays below.
const SIGN_UPS: (u32, u32) = (150, 15);
/// Sessions of strangers: a class whose forms are refused again and again stays far below.
const NEW_SESSIONS: (u32, u32) = (300, 30);

/// Messages that a person sends: as fast as one writes in a live exchange, not as fast as a program.
const MESSAGES: (u32, u32) = (30, 6);
/// Previews of hours: one at each pause in typing or painting them.
const PREVIEWS: (u32, u32) = (60, 60);
/// Hours that a person presses: as many as one compares, not so many that a program keeps them from others.
const HOLDS: (u32, u32) = (20, 2);

impl RateLimits {
    /// Starts with every allowance full: 60 attempts an address, then 6 a minute; 10 an account, then
    /// one a minute; 100 guesses at an account and 40 mails to it, then one a minute; 150 sign-ups an address, then 15 a minute;
    /// 300 new sessions an address, then 30 a minute;
    /// 30 messages an account, then 6 a minute; 60 previews of hours an account, then one a second; 20 pressed hours an
    /// account, then 2 a minute.
    #[must_use]
    pub fn new() -> Self {
        Self {
            by_address: RateLimiter::keyed(quota(PER_ADDRESS)),
            by_account: RateLimiter::keyed(quota(PER_ACCOUNT)),
            guesses: RateLimiter::keyed(quota(GUESSES)),
            mails: RateLimiter::keyed(quota(MAILS)),
            sign_ups: RateLimiter::keyed(quota(SIGN_UPS)),
            new_sessions: RateLimiter::keyed(quota(NEW_SESSIONS)),
            messages: RateLimiter::keyed(quota(MESSAGES)),
            previews: RateLimiter::keyed(quota(PREVIEWS)),
            holds: RateLimiter::keyed(quota(HOLDS)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts one attempt at `account` (an e-mail address as typed, or an id) from `address`.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub fn count(&self, limit: Limit, address: Option<IpAddr>, account: &str) -> Result<(), AppError> {
        self.count_address(limit, address)?;
        self.by_account.check_key(&(limit, None, key(account))).map_err(|until| self.wait(&until))
    }

    /// Counts one try of somebody who is not signed in at the password of `account`, by where it comes from:
    /// the tries of others elsewhere leave the owner's own alone, up to a much wider limit for all together.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub fn count_guess(&self, address: Option<IpAddr>, account: &str) -> Result<(), AppError> {
        self.count_here(Limit::Password, address, account)?;
        self.guesses.check_key(&key(account)).map_err(|until| self.wait(&until))
    }

    /// Counts one mail to the address that somebody typed, by where they are, as [`RateLimits::count_guess`] does.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub fn count_mail(&self, address: Option<IpAddr>, recipient: &str) -> Result<(), AppError> {
        self.count_here(Limit::Mail, address, recipient)?;
        self.mails.check_key(&key(recipient)).map_err(|until| self.wait(&until))
    }

    fn count_here(&self, limit: Limit, address: Option<IpAddr>, account: &str) -> Result<(), AppError> {
        self.count_address(limit, address)?;
        let here = (limit, address.map(network), key(account));
        self.by_account.check_key(&here).map_err(|until| self.wait(&until))
    }

    /// Counts a form to sign up that is complete and will be looked at.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub fn count_sign_up(&self, address: Option<IpAddr>) -> Result<(), AppError> {
        let Some(address) = address else { return Ok(()) };
        self.sign_ups.check_key(&network(address)).map_err(|until| self.wait(&until))
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

    /// Counts a message that `account` sends.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub fn count_message(&self, account: &str) -> Result<(), AppError> {
        self.messages.check_key(&key(account)).map_err(|until| self.wait(&until))
    }

    /// Counts a preview of the hours that `account` types.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub fn count_preview(&self, account: &str) -> Result<(), AppError> {
        self.previews.check_key(&key(account)).map_err(|until| self.wait(&until))
    }

    /// Counts an hour that `account` presses, which nobody else can have for a while.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub fn count_hold(&self, account: &str) -> Result<(), AppError> {
        self.holds.check_key(&key(account)).map_err(|until| self.wait(&until))
    }

    /// Forgets the counters that are full again, so that memory does not grow with strangers.
    pub fn forget_idle(&self) {
        self.by_address.retain_recent();
        self.by_account.retain_recent();
        self.guesses.retain_recent();
        self.mails.retain_recent();
        self.sign_ups.retain_recent();
        self.new_sessions.retain_recent();
        self.messages.retain_recent();
        self.previews.retain_recent();
        self.holds.retain_recent();
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

fn key(account: &str) -> Key {
    Sha256::digest(account.trim().to_lowercase()).into()
}

/// Who `address` belongs to, as far as it tells: an IPv6 customer owns a whole /64.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
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
    fn a_stranger_does_not_lock_the_owner_out() {
        let limits = RateLimits::new();
        let guess = |network: u8| limits.count_guess(Some(IpAddr::from([203, 0, network, 7])), "lea@exemple.fr");
        for _ in 0..10 {
            guess(1).unwrap();
        }
        assert!(guess(1).is_err());
        guess(2).unwrap();
        // From everywhere together only so many.
        let passed = (3..30).flat_map(|network| [network; 10]).filter(|network| guess(*network).is_ok()).count();
        assert_eq!(passed, 100 - 11);
    }

    #[test]
    fn a_stranger_does_not_keep_the_owner_from_a_new_password() {
        let limits = RateLimits::new();
        let ask = |network: u8| limits.count_mail(Some(IpAddr::from([203, 0, network, 7])), "lea@exemple.fr");
        for _ in 0..10 {
            ask(1).unwrap();
        }
        assert!(ask(1).is_err());
        ask(2).unwrap();
        // One mailbox gets only so many.
        let passed = (3..30).flat_map(|network| [network; 10]).filter(|network| ask(*network).is_ok()).count();
        assert_eq!(passed, 40 - 11);
    }

    #[test]
    fn one_address_cannot_sign_up_for_ever() {
        let limits = RateLimits::new();
        let sign_up = |last: u8| limits.count_sign_up(Some(IpAddr::from([203, 0, 113, last])));
        for _ in 0..150 {
            sign_up(7).unwrap();
        }
        assert!(sign_up(7).is_err());
        assert!(sign_up(8).is_ok());
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
