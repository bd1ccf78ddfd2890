//! Who someone is: accounts, sessions, passwords, and the links that prove a mailbox.

pub mod api;
pub mod form;
pub mod pages;
pub mod types;
pub mod visitor;

#[cfg(feature = "ssr")]
pub mod birth_date;
#[cfg(feature = "ssr")]
pub mod carried;
#[cfg(feature = "ssr")]
pub mod easy_password;
#[cfg(feature = "ssr")]
pub mod guardian;
#[cfg(feature = "ssr")]
pub mod mailbox;
#[cfg(feature = "ssr")]
pub mod mails;
#[cfg(feature = "ssr")]
pub mod password;
#[cfg(feature = "ssr")]
pub mod rate_limit;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
pub mod session_store;
#[cfg(feature = "ssr")]
pub mod store;
