//! The elements of a page's head that load the built client.

use leptos::{config::LeptosOptions, nonce::Nonce, prelude::*, tachys::html::InertElement};
use std::sync::Arc;

/// Rendered once: Leptos looks the names of the files up on the disk each time it renders these elements, which
/// was a tenth of a page, and would keep other requests waiting.
#[derive(Clone, Debug)]
pub struct ClientElements(Arc<Rendered>);

#[derive(Debug)]
struct Rendered {
    stylesheet: String,
    /// What stands around the nonces.
    scripts: Vec<String>,
}

impl ClientElements {
    /// The elements for the files that `options` name.
    #[must_use]
    pub fn new(options: LeptosOptions) -> Self {
        Owner::new().with(|| {
            let nonce = Nonce::new();
            provide_context(nonce.clone());
            let stylesheet = view! { <leptos_meta::HashedStylesheet options=options.clone() id="leptos" /> }.to_html();
            let scripts = view! { <HydrationScripts options /> }.to_html();
            let scripts = scripts.split(nonce.as_inner().as_ref()).map(str::to_owned).collect();
            Self(Arc::new(Rendered { stylesheet, scripts }))
        })
    }

    /// The link to the stylesheet.
    #[must_use]
    pub fn stylesheet(&self) -> AnyView {
        InertElement::new(self.0.stylesheet.clone()).into_any()
    }

    /// What starts the client, allowed to by `nonce` (CSP).
    #[must_use]
    pub fn scripts(&self, nonce: &str) -> AnyView {
        InertElement::new(self.0.scripts.join(nonce)).into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_own_nonce() {
        let options = LeptosOptions::builder().output_name("declic").build();
        let client = ClientElements::new(options);
        assert!(client.stylesheet().to_html().contains("/pkg/declic.css"));
        let scripts = client.scripts("Xy-9").to_html();
        assert!(scripts.contains(r#"<script type="module" nonce="Xy-9">"#), "{scripts}");
        assert!(scripts.contains("declic.js"), "{scripts}");
        assert_eq!(scripts.replace("Xy-9", "Zz_0"), client.scripts("Zz_0").to_html());
    }
}
