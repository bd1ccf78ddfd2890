//! The forms of talks: booking, what follows from it, a professional's profile with their weekly hours, conversations, and
//! what an explorer keeps.

mod booking;
mod calendars;
mod conversation;
mod copies;
mod feedback;
mod guardians;
mod journey;
mod partners;
mod photo;
mod profile;
mod reports;
mod steps;
mod talk;
mod vetting;
mod visibility;
mod wanted;

pub use super::types::ProfileStep;
pub use booking::*;
pub use calendars::*;
pub use conversation::*;
pub use copies::*;
pub use feedback::*;
pub use guardians::*;
pub use journey::*;
pub use partners::*;
pub use photo::*;
pub use profile::*;
pub use reports::*;
pub use talk::*;
pub use vetting::DecisionForm;
pub use visibility::*;
pub use wanted::*;
