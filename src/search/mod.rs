//! Finding professionals: a full-text and geographic index in the server's process, fed from the
//! database. The database itself never searches text.

mod analysis;
mod bits;
pub mod checkpoint;
mod columns;
pub mod criteria;
pub mod document;
mod facets;
mod frequent;
mod hits;
mod hours;
pub mod index;
mod labels;
mod matching;
mod part;
mod place;
mod ranking;
mod schema;
pub mod service;
pub mod synthetic;
mod view;
