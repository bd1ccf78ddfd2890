//! Organisations: a company, a town hall, an association whose people give time. Who they are, who looks after their page,
//! who gives time in their name, and how they come to be listed. What they do on Déclic is told by the domains it
//! belongs to.

pub mod api;
pub mod form;
pub mod labels;
pub mod pages;
pub mod types;

#[cfg(feature = "ssr")]
pub mod editing;
#[cfg(feature = "ssr")]
pub mod invitations;
#[cfg(feature = "ssr")]
pub mod leaving;
#[cfg(feature = "ssr")]
pub mod mails;
#[cfg(feature = "ssr")]
pub mod membership;
#[cfg(feature = "ssr")]
pub mod review;
#[cfg(feature = "ssr")]
mod siret;
#[cfg(feature = "ssr")]
mod slug;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod views;
#[cfg(feature = "ssr")]
mod website;
