//! The SQL of talks: professionals and their hours, how their profiles come to be listed, talks with their conversations
//! and notes of them, changes for the index, saved searches, wanted trades and who follows them.

mod answers;
mod blocks;
mod busy_feeds;
mod card_row;
mod changes;
mod feedback;
mod follows;
mod guardians;
mod links;
mod messages;
mod notes;
mod partners;
mod periods;
mod photos;
mod professionals;
mod profile_drafts;
mod reports;
mod saved_searches;
mod talk_row;
mod talks;
mod vetting;
mod wanted;

pub use answers::*;
pub use blocks::*;
pub use busy_feeds::*;
pub use card_row::{CardRow, list_cards};
pub use changes::*;
pub use feedback::*;
pub use follows::*;
pub use guardians::*;
pub use links::*;
pub use messages::*;
pub use notes::*;
pub use partners::*;
pub use periods::*;
pub use photos::*;
pub use professionals::*;
pub use profile_drafts::*;
pub use reports::*;
pub use saved_searches::*;
pub use talk_row::{Party, TalkRow};
pub use talks::*;
pub use vetting::*;
pub use wanted::*;
