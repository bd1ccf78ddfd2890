//! One layer a file: what every request passes on its way in and out.

pub mod address;
pub mod failure;
pub mod log;
pub mod malformed;
pub mod reader;
pub mod redirect;
pub mod same_origin;
pub mod security_headers;
pub mod time_limit;
