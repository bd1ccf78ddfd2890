//! Who looks after the others: relays and administrators, and the log of what they did. What they look at is told by
//! the domains it belongs to.

pub mod api;
pub mod form;
pub mod labels;
pub mod pages;
pub mod types;

#[cfg(feature = "ssr")]
pub mod audit;
#[cfg(feature = "ssr")]
pub mod roles;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
