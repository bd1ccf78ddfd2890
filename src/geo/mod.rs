//! Places: the communes, départements and régions of France, where they are and their time zones.
//!
//! The reference data is embedded in the program; `data/SOURCES.md` says where it comes from and
//! [`import`] makes it again.

pub mod api;
#[cfg(feature = "ssr")]
pub mod communes;
#[cfg(feature = "ssr")]
pub mod import;
#[cfg(feature = "ssr")]
pub mod public_holidays;
#[cfg(feature = "ssr")]
pub mod shapes;
pub mod types;
#[cfg(feature = "ssr")]
pub mod zones;
