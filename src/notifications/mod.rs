//! Mail: written into an outbox in the transaction that causes it, sent by a worker, never lost; and what of it
//! somebody does without.

pub mod api;
pub mod form;
pub mod pages;
pub mod types;

#[cfg(feature = "ssr")]
pub mod choices;
#[cfg(feature = "ssr")]
pub mod dead_letters;
#[cfg(feature = "ssr")]
pub mod delivery;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod outbox;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod unsubscribe;
