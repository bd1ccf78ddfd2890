//! Markup written as text, for pieces that a page repeats many times and that nothing happens in. A view
//! costs some allocations for each of its elements and attributes, on the server and in the browser; a
//! piece of markup is one text, replaced as a whole when it changes.

use leptos::{prelude::*, tachys::html::InertElement};

/// One element with all that is in it; several only where the browser never makes or takes them over. What does not stand
/// in the program itself is escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Nothing yet, with room for about so many `bytes`, which spares the copies of growing.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Markup as it stands in the program.
    #[must_use]
    pub fn raw(mut self, markup: &'static str) -> Self {
        self.0.push_str(markup);
        self
    }

    /// Any text, as content or within the double quotes of an attribute.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"']) {
            let (before, from) = rest.split_at(at);
            self.0.push_str(before);
            self.0.push_str(match from.as_bytes().first() {
                Some(b'&') => "&amp;",
                Some(b'<') => "&lt;",
                Some(b'>') => "&gt;",
                _ => "&quot;",
            });
            rest = from.get(1..).unwrap_or_default();
        }
        self.0.push_str(rest);
        self
    }

    /// The attribute that tells the language of an element (WCAG 3.1.2); nothing where it is the page's.
    #[must_use]
    pub fn lang(self, language: Option<&'static str>) -> Self {
        match language {
            Some(language) => self.raw(r#" lang=""#).raw(language).raw(r#"""#),
            None => self,
        }
    }

    /// The pictogram `name` of `public/icons.svg`. It only accompanies a text: assistive technology skips it.
    #[must_use]
    pub fn icon(self, name: &'static str) -> Self {
        self.raw(r##"<svg class="icon" aria-hidden="true"><use href="/icons.svg#"##).raw(name).raw(r#""></use></svg>"#)
    }

    /// The markup itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// The element as a view.
    #[must_use]
    pub fn into_view(self) -> AnyView {
        InertElement::new(self.0).into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        let name = r#"</p><script>"Léa" & 'co'"#;
        let markup = Markup::default().raw("<p title=\"").text(name).raw("\">").text(name).raw("</p>");
        let escaped = "&lt;/p&gt;&lt;script&gt;&quot;Léa&quot; &amp; 'co'";
        assert_eq!(markup.0, format!("<p title=\"{escaped}\">{escaped}</p>"));
    }
}
