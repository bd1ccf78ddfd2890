//! What a person chooses from in a form.

/// One answer to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Pictogram beside it.
    pub icon: Option<&'static str>,
}

impl Choice {
    /// An answer without a pictogram.
    #[must_use]
    pub fn new(value: &str, label: &str) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), icon: None }
    }

    /// The same with the pictogram `name`.
    #[must_use]
    pub fn icon(self, name: &'static str) -> Self {
        Self { icon: Some(name), ..self }
    }
}
