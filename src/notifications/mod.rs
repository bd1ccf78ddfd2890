//! Mail: written into an outbox in the transaction that causes it, sent by a worker, never lost.

pub mod api;
pub mod pages;
pub mod types;

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
