//! The SQL of talks: professionals and their hours, talks and notes of them, changes for the index, saved searches,
//! wanted trades and who follows them.

mod busy_feeds;
mod card_row;
mod changes;
mod follows;
mod guardians;
mod links;
mod notes;
mod periods;
mod professionals;
mod saved_searches;
mod talk_row;
mod talks;
mod wanted;

pub use busy_feeds::*;
pub use card_row::{CardRow, list_cards};
pub use changes::*;
pub use follows::*;
pub use guardians::*;
pub use links::*;
pub use notes::*;
pub use periods::*;
pub use professionals::*;
pub use saved_searches::*;
pub use talk_row::{Party, TalkRow};
pub use talks::*;
pub use wanted::*;
