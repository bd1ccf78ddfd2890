//! The building blocks of every page: plain functions that give markup with the classes of `style/`.
//! They know no domain; `/dev/ui` shows each of them in each of its states.

pub mod browser_history;
pub mod choice;
#[cfg(feature = "ssr")]
pub mod client_elements;
pub mod completion;
pub mod demonstration;
pub mod empty;
pub mod failure;
pub mod field;
pub mod form;
pub mod gallery;
pub mod http_status;
pub mod icon;
pub mod live_form;
pub mod loaded;
pub mod map;
pub mod markup;
pub mod not_found;
pub mod notice;
pub mod page_title;
pub mod pagination;
pub mod reactive;
pub mod tag;
