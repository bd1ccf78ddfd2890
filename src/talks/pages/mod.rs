//! The pages of talks: finding someone, their page, booking an hour, the talk itself, one's agenda and
//! one's own profile.

mod agenda;
mod book;
mod busy_calendars;
mod card;
mod edit_profile;
mod facts;
mod filters;
mod labels;
mod own_page;
mod professional;
mod search;
mod slot_picker;
mod talk;
mod week;
mod zone;

pub use agenda::AgendaPage;
pub use book::BookPage;
pub use edit_profile::EditProfilePage;
pub use professional::ProfessionalPage;
pub use search::SearchPage;
pub use talk::TalkPage;
