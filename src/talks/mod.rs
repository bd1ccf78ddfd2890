//! Talks: a professional gives an hour to someone who wonders about their job. Profiles, free hours,
//! finding, and the whole life of a talk (`lifecycle`): asked for, answered, moved, agreed to by a guardian, over; and
//! its conversation.

pub mod api;
pub mod form;
pub mod pages;
pub mod query;
pub mod types;

#[cfg(feature = "ssr")]
pub mod alternatives;
#[cfg(feature = "ssr")]
pub mod answer_behaviour;
#[cfg(feature = "ssr")]
pub mod answering;
#[cfg(feature = "ssr")]
pub mod availability;
#[cfg(feature = "ssr")]
pub mod busy_calendars;
#[cfg(feature = "ssr")]
mod changes;
#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod conversation;
#[cfg(feature = "ssr")]
pub mod feedback;
#[cfg(feature = "ssr")]
pub mod finding;
#[cfg(feature = "ssr")]
pub mod guardians;
#[cfg(feature = "ssr")]
pub mod holding;
#[cfg(feature = "ssr")]
mod hours;
#[cfg(feature = "ssr")]
pub mod hours_preview;
#[cfg(feature = "ssr")]
pub mod indexing;
#[cfg(feature = "ssr")]
pub mod interest;
#[cfg(feature = "ssr")]
mod intervention;
#[cfg(feature = "ssr")]
pub mod journey;
#[cfg(feature = "ssr")]
pub mod leaving;
#[cfg(feature = "ssr")]
pub mod lifecycle;
#[cfg(feature = "ssr")]
pub mod limits;
#[cfg(feature = "ssr")]
pub mod links;
#[cfg(feature = "ssr")]
pub mod mails;
#[cfg(feature = "ssr")]
pub mod meaning;
#[cfg(feature = "ssr")]
pub mod partners;
#[cfg(feature = "ssr")]
pub mod photo;
#[cfg(feature = "ssr")]
mod place_among_words;
#[cfg(feature = "ssr")]
pub mod profile;
#[cfg(feature = "ssr")]
pub mod profile_views;
#[cfg(feature = "ssr")]
pub mod reports;
#[cfg(feature = "ssr")]
pub mod request_views;
#[cfg(feature = "ssr")]
pub mod saved_searches;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod special_days;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod transitions;
#[cfg(feature = "ssr")]
pub mod vetting;
#[cfg(feature = "ssr")]
pub mod vetting_decision;
#[cfg(feature = "ssr")]
pub mod vetting_digest;
#[cfg(feature = "ssr")]
pub mod vetting_mails;
#[cfg(feature = "ssr")]
pub mod vetting_queue;
#[cfg(feature = "ssr")]
pub mod views;
#[cfg(feature = "ssr")]
pub mod wanted;
#[cfg(feature = "ssr")]
pub mod ways_out;
