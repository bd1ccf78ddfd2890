//! The browser's Back and Forward buttons, as the router has to be told of them. It (0.8) does not note where Forward
//! leads, and takes the next link for a step that is made already (`complete_navigation` compares with a stack that
//! only links and Back change): the page would change, the address would not.

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Tells the router where each step of those buttons led, as if a link had led there in place of the page before.
pub fn follow_browser_history() {
    let navigate = use_navigate();
    // In an effect, which runs in the browser only, and after the router listens itself.
    Effect::new(move |_: Option<()>| {
        let navigate = navigate.clone();
        let _ = window_event_listener(ev::popstate, move |_| {
            let here = location();
            if let (Ok(path), Ok(search), Ok(hash)) = (here.pathname(), here.search(), here.hash()) {
                let options =
                    NavigateOptions { resolve: false, replace: true, scroll: false, ..NavigateOptions::default() };
                navigate(&format!("{path}{search}{hash}"), options);
            }
        });
    });
}
