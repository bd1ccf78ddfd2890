//! Trades: the 1,584 of ROME 4.0, and how a typed trade is understood.
//!
//! The reference data is embedded in the program; `data/SOURCES.md` says where it comes from and
//! [`import`] makes it again.

pub mod api;
#[cfg(feature = "ssr")]
pub mod catalogue;
#[cfg(feature = "ssr")]
pub mod import;
pub mod types;
