//! The pages of talks: finding someone, their page, booking an hour, the talk itself, one's agenda one's
//! own profile and the wanted trades.

mod after_talk;
mod agenda;
mod answer_forms;
mod answers;
mod book;
mod busy_calendars;
mod card;
mod consent;
mod conversation;
mod edit_profile;
mod facts;
mod filters;
mod followed;
mod labels;
mod link;
mod own_page;
mod photo;
mod professional;
mod requests;
mod reschedule;
mod search;
mod slot_picker;
mod talk;
mod thanks;
mod wanted_board;
mod wanted_map;
mod wanted_trade;
mod week;
mod zone;

pub use agenda::AgendaPage;
pub use book::BookPage;
pub use consent::ConsentPage;
pub use conversation::{ConversationPage, message_markup};
pub use edit_profile::EditProfilePage;
pub use link::{AnswerPage, AnsweredPage, ReturnPage};
pub use professional::ProfessionalPage;
pub use requests::RequestsPage;
pub use reschedule::ReschedulePage;
pub use search::SearchPage;
pub use talk::TalkPage;
pub use thanks::ThanksPage;
pub use wanted_board::WantedBoardPage;
pub use wanted_trade::WantedTradePage;
