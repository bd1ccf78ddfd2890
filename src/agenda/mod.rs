//! Who is busy when: the rules of availability, the free hours that follow from them, the cells that make
//! a double booking impossible, and calendar files.

pub mod api;
pub mod form;

#[cfg(feature = "ssr")]
pub mod availability;
#[cfg(feature = "ssr")]
pub mod busy;
#[cfg(feature = "ssr")]
pub mod busy_calendar;
#[cfg(feature = "ssr")]
pub mod calendar;
#[cfg(feature = "ssr")]
pub mod calendar_client;
#[cfg(feature = "ssr")]
pub mod feed;
#[cfg(feature = "ssr")]
pub mod free;
#[cfg(feature = "ssr")]
pub mod moment;
#[cfg(feature = "ssr")]
pub mod period;
#[cfg(feature = "ssr")]
mod public_address;
#[cfg(feature = "ssr")]
pub mod store;
