//! Stands in for the browser's time zone where there is no browser.

/// The server does not know it.
#[must_use]
pub fn browser_zone() -> Option<String> {
    None
}
