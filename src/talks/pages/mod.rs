//! The pages of talks: finding someone, their page, booking an hour, the talk itself, one's agenda, one's
//! own profile, the profiles that somebody looks at, and the wanted trades.

mod agenda;
mod answer_forms;
mod book;
mod busy_calendars;
mod card;
mod consent;
mod edit_profile;
mod facts;
mod filters;
mod followed;
mod labels;
mod link;
mod own_page;
mod professional;
mod requests;
mod reschedule;
mod search;
mod slot_picker;
mod talk;
mod vetting_case;
mod vetting_queue;
mod wanted_board;
mod wanted_map;
mod wanted_trade;
mod week;
mod zone;

pub use agenda::AgendaPage;
pub use book::BookPage;
pub use consent::ConsentPage;
pub use edit_profile::EditProfilePage;
pub use link::{AnswerPage, ReturnPage};
pub use professional::ProfessionalPage;
pub use requests::RequestsPage;
pub use reschedule::ReschedulePage;
pub use search::SearchPage;
pub use talk::TalkPage;
pub use vetting_case::VettingCasePage;
pub use vetting_queue::VettingQueuePage;
pub use wanted_board::WantedBoardPage;
pub use wanted_trade::WantedTradePage;
