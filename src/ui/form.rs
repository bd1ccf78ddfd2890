//! One form on a page: what was typed and refused, its fields, and how it is sent.

use super::{field::Field, icon::icon};
use crate::{
    error::AppError,
    form::Draft,
    locale::{error_message, problem_message, use_locale},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// A form as the page shows it: empty, or as it came back.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    draft: Option<Draft>,
    id_prefix: String,
}

impl FormState {
    /// The form that `draft` brings back (`accounts::visitor::use_draft`), or a fresh one.
    #[must_use]
    pub fn new(draft: Option<Draft>) -> Self {
        Self { draft, id_prefix: String::new() }
    }

    /// Begins the ids of its fields with `prefix`, where a page has several forms.
    #[must_use]
    pub fn id_prefix(self, prefix: impl Into<String>) -> Self {
        Self { id_prefix: prefix.into(), ..self }
    }

    /// Why it was refused.
    #[must_use]
    pub fn error(&self) -> Option<&AppError> {
        self.draft.as_ref().and_then(|draft| draft.error.as_ref())
    }

    /// Whether it was refused.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.error().is_some()
    }

    /// What was typed in `name`, by its name in `Form::kept`.
    #[must_use]
    pub fn typed(&self, name: &str) -> Option<&str> {
        self.draft.as_ref().and_then(|draft| draft.value(name))
    }

    /// The required field `name`, with what was typed and what is wrong with it; posted as `form[name]`.
    #[must_use]
    pub fn field(&self, name: &str, label: &str) -> Field {
        let mut field = Field::plain(name, label).id(&self.id_of(name)).posted_as(&format!("form[{name}]"));
        field.value = self.typed(name).map(str::to_owned);
        field.problem = self.error().and_then(|error| error.problem(name)).cloned();
        field.required = true;
        field
    }

    /// What went wrong, with links to the fields; takes the focus when the page opens. First thing in
    /// the form. `labels` are the names and labels of its fields, in the page's order.
    #[must_use]
    pub fn summary(&self, labels: &[(&str, &str)]) -> AnyView {
        let Some(error) = self.error() else { return ().into_any() };
        let l = use_locale();
        let links = labels.iter().filter_map(|(name, label)| {
            let message = problem_message(error.problem(name)?, l);
            let text = match label.ends_with('?') {
                true => td_string!(l, common.question_problem, label = label, problem = message),
                false => td_string!(l, common.field_problem, label = label, problem = message),
            };
            Some(view! { <li><a href=format!("#{}", self.id_of(name)) rel="external">{text}</a></li> })
        });
        let links = links.collect_view();
        let content = if links.is_empty() {
            view! { <p>{error_message(error, l)}</p> }.into_any()
        } else {
            view! {
                <h2 class="notice__title">{td_string!(l, errors.summary_title)}</h2>
                <ul>{links}</ul>
            }
            .into_any()
        };
        view! {
            <div class="notice notice--error" role="alert" tabindex="-1" autofocus=true>
                {icon("alert")}
                <div>{content}</div>
            </div>
        }
        .into_any()
    }

    fn id_of(&self, name: &str) -> String {
        format!("{}{name}", self.id_prefix)
    }
}

/// A value that goes along unseen, posted as `form[name]`.
#[must_use]
pub fn hidden(name: &str, value: &str) -> AnyView {
    view! { <input type="hidden" name=format!("form[{name}]") value=value.to_owned() /> }.into_any()
}

/// How much a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// What the page is for; one a page.
    Primary,
    /// Anything else.
    Plain,
    /// What cannot be undone.
    Danger,
}

impl Weight {
    /// The classes of a button or a link of this weight.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Plain => "button",
            Self::Danger => "button button--danger",
        }
    }
}

/// The button that the Enter key presses, out of sight: without it that would be the form's first button,
/// whatever that one is for. First thing in a form with several.
#[must_use]
pub fn pressed_by_enter() -> AnyView {
    view! { <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button> }.into_any()
}

/// The button that sends the form.
#[must_use]
pub fn submit(weight: Weight, label: &str) -> AnyView {
    view! { <button class=weight.class() type="submit">{label.to_owned()}</button> }.into_any()
}
