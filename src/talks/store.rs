//! The SQL of talks: professionals and their hours, talks and their conversations, changes for the index, wanted
//! trades and who follows them.

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
mod periods;
mod photos;
mod professionals;
mod reports;
mod talk_row;
mod talks;
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
pub use periods::*;
pub use photos::*;
pub use professionals::*;
pub use reports::*;
pub use talk_row::{Party, TalkRow};
pub use talks::*;
pub use wanted::*;
