//! The pages of talks: finding someone, their page, booking an hour, the talk itself, one's agenda one's
//! own profile and the wanted trades.

mod agenda;
mod book;
mod card;
mod edit_profile;
mod facts;
mod filters;
mod followed;
mod labels;
mod own_page;
mod professional;
mod search;
mod slot_picker;
mod talk;
mod wanted_board;
mod wanted_map;
mod wanted_trade;
mod week;
mod zone;

pub use agenda::AgendaPage;
pub use book::BookPage;
pub use edit_profile::EditProfilePage;
pub use professional::ProfessionalPage;
pub use search::SearchPage;
pub use talk::TalkPage;
pub use wanted_board::WantedBoardPage;
pub use wanted_trade::WantedTradePage;
