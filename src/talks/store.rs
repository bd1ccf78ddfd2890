//! The SQL of talks: professionals and their hours, how their profiles come to be listed, talks, changes for the
//! index, wanted trades and who follows them.

mod busy_feeds;
mod card_row;
mod changes;
mod follows;
mod guardians;
mod links;
mod periods;
mod professionals;
mod talk_row;
mod talks;
mod vetting;
mod wanted;

pub use busy_feeds::*;
pub use card_row::{CardRow, list_cards};
pub use changes::*;
pub use follows::*;
pub use guardians::*;
pub use links::*;
pub use periods::*;
pub use professionals::*;
pub use talk_row::{Party, TalkRow};
pub use talks::*;
pub use vetting::*;
pub use wanted::*;
