//! The process around the app: configuration, the router with every route that is not a page,
//! middleware, background jobs, starting and stopping. Only `main` imports it.

pub mod assets;
pub mod calendar_files;
pub mod config;
pub mod connections;
mod development_clock;
pub mod health;
pub mod jobs;
mod manifest;
pub mod message_stream;
pub mod middleware;
mod one_click;
pub mod photos;
pub mod router;
pub mod run;
pub mod seed;
pub mod state;
pub mod telemetry;

/// Rendering a page is thousands of small allocations: a quarter of its time with the system's allocator. All C in the
/// process uses it too (the crate's feature `override`), SQLite above all, which copies every value it reads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
