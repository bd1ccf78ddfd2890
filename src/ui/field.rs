//! Form fields: label, hint, what is wrong, control, always in that order and tied together for
//! assistive technology.

use super::{choice::Choice, icon::icon};
use crate::{
    error::Problem,
    locale::{problem_message, use_locale},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// From this many choices on, and up to this many characters each, they stand in columns.
const MANY_CHOICES: usize = 8;
const SHORT_LABEL: usize = 12;

/// The kinds of one-line inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Any text.
    Text,
    /// Words to search for.
    Search,
    /// An e-mail address.
    Email,
    /// A password, never shown again.
    Password,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A time of day, `HH:MM`.
    Time,
    /// A whole number.
    Number,
    /// A file of the reader's device.
    File,
}

impl Input {
    fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Search => "search",
            Self::Email => "email",
            Self::Password => "password",
            Self::Date => "date",
            Self::Time => "time",
            Self::Number => "number",
            Self::File => "file",
        }
    }
}

/// One field. Made by `FormState::field` for a posted form or by [`Field::plain`] for a search; finished
/// by one of the methods that give its view.
#[derive(Clone, Debug)]
pub struct Field {
    pub(super) id: String,
    pub(super) name: String,
    label: String,
    hint: Option<String>,
    pub(super) value: Option<String>,
    pub(super) problem: Option<Problem>,
    pub(super) required: bool,
    says_optional: bool,
    hides_label: bool,
    autocomplete: Option<&'static str>,
    placeholder: Option<String>,
    bounds: Option<(String, String)>,
    step: Option<u32>,
    accept: Option<&'static str>,
    pub(super) list: Option<String>,
}

impl Field {
    /// A field of a GET form: named as it is in the URL, nothing required.
    #[must_use]
    pub fn plain(name: &str, label: &str) -> Self {
        Self {
            id: name.to_owned(),
            name: name.to_owned(),
            label: label.to_owned(),
            hint: None,
            value: None,
            problem: None,
            required: false,
            says_optional: false,
            hides_label: false,
            autocomplete: None,
            placeholder: None,
            bounds: None,
            step: None,
            accept: None,
            list: None,
        }
    }

    /// What it holds, unless a refused form comes back with what was typed. For checkboxes: the values,
    /// with spaces between.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        self.value.get_or_insert_with(|| value.to_owned());
        self
    }

    /// What is wrong with it, where that does not come from a refused form.
    #[must_use]
    pub fn problem(self, problem: Option<Problem>) -> Self {
        Self { problem, ..self }
    }

    /// Another id than its name, where one page has two fields of that name. The error summary links to
    /// it.
    #[must_use]
    pub fn id(self, id: &str) -> Self {
        Self { id: id.to_owned(), ..self }
    }

    /// Another name to be posted under, such as `form[ranges][0][starts]`.
    #[must_use]
    pub fn posted_as(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    /// What helps to answer.
    #[must_use]
    pub fn hint(self, hint: &str) -> Self {
        Self { hint: Some(hint.to_owned()), ..self }
    }

    /// May stay empty, and says so.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { required: false, says_optional: true, ..self }
    }

    /// May stay empty without saying so, where the text around tells.
    #[must_use]
    pub fn not_required(self) -> Self {
        Self { required: false, ..self }
    }

    /// Keeps the label for assistive technology only, where headings around the field say it to the eye.
    #[must_use]
    pub fn hidden_label(self) -> Self {
        Self { hides_label: true, ..self }
    }

    /// What the browser may fill in (HTML autofill field name).
    #[must_use]
    pub fn autocomplete(self, token: &'static str) -> Self {
        Self { autocomplete: Some(token), ..self }
    }

    /// An example, never needed to understand the field.
    #[must_use]
    pub fn placeholder(self, text: &str) -> Self {
        Self { placeholder: Some(text.to_owned()), ..self }
    }

    /// Lowest and highest number, day or time.
    #[must_use]
    pub fn bounds(self, low: &str, high: &str) -> Self {
        Self { bounds: Some((low.to_owned(), high.to_owned())), ..self }
    }

    /// Distance between two answers; for times in seconds.
    #[must_use]
    pub fn step(self, step: u32) -> Self {
        Self { step: Some(step), ..self }
    }

    /// The kinds of files that the browser offers to choose from (HTML `accept`).
    #[must_use]
    pub fn accept(self, kinds: &'static str) -> Self {
        Self { accept: Some(kinds), ..self }
    }

    /// A one-line input. Where the answer was ambiguous, what it can mean to choose from instead, if the
    /// problem tells.
    #[must_use]
    pub fn input(mut self, kind: Input) -> AnyView {
        if let Some(Problem::AmbiguousPlace(labels) | Problem::AmbiguousTrade(labels)) = &self.problem
            && !labels.is_empty()
        {
            let labels = labels.clone();
            return self.meanings(&labels);
        }
        let (low, high) = self.bounds.take().unzip();
        let control = view! {
            <input
                class="input"
                id=self.id.clone()
                name=self.name.clone()
                type=kind.code()
                value=self.value.clone()
                required=self.required
                autocomplete=self.autocomplete
                placeholder=self.placeholder.clone()
                min=low
                max=high
                step=self.step
                accept=self.accept
                list=self.list.clone()
                aria-describedby=self.described_by()
                aria-invalid=self.is_invalid()
            />
        };
        self.labelled(control.into_any())
    }

    /// An input of several lines.
    #[must_use]
    pub fn textarea(self, rows: u32) -> AnyView {
        // The content of a <textarea> is not escaped for us.
        let content = self.value.as_deref().unwrap_or_default().replace('&', "&amp;").replace('<', "&lt;");
        let control = view! {
            <textarea
                class="input"
                id=self.id.clone()
                name=self.name.clone()
                rows=rows
                required=self.required
                autocomplete=self.autocomplete
                placeholder=self.placeholder.clone()
                aria-describedby=self.described_by()
                aria-invalid=self.is_invalid()
                inner_html=content
            ></textarea>
        };
        self.labelled(control.into_any())
    }

    /// One of several answers, folded away.
    #[must_use]
    pub fn select(self, choices: Vec<Choice>) -> AnyView {
        let chosen = self.value.clone().unwrap_or_default();
        let options = choices.into_iter().map(|choice| {
            view! { <option value=choice.value.clone() selected=choice.value == chosen>{choice.label}</option> }
        });
        let control = view! {
            <select
                class="input"
                id=self.id.clone()
                name=self.name.clone()
                required=self.required
                autocomplete=self.autocomplete
                aria-describedby=self.described_by()
                aria-invalid=self.is_invalid()
            >
                {options.collect_view()}
            </select>
        };
        self.labelled(control.into_any())
    }

    /// One of several answers, all in view.
    #[must_use]
    pub fn radios(self, choices: Vec<Choice>) -> AnyView {
        let chosen = self.value.clone();
        self.group("radio", choices, &|value| chosen.as_deref() == Some(value))
    }

    /// Any number of answers; posted as a list.
    #[must_use]
    pub fn checkboxes(mut self, choices: Vec<Choice>) -> AnyView {
        let chosen = self.value.take().unwrap_or_default();
        self.name.push_str("[]");
        self.required = false;
        self.group("checkbox", choices, &|value| chosen.split(' ').any(|one| one == value))
    }

    /// A single box to tick, which posts `value`; ticked when the field holds it.
    #[must_use]
    pub fn checkbox(self, value: &str) -> AnyView {
        view! {
            <div class=self.class()>
                <label class="choice">
                    <input
                        type="checkbox"
                        id=self.id.clone()
                        name=self.name.clone()
                        value=value.to_owned()
                        checked=self.value.as_deref() == Some(value)
                        aria-describedby=self.described_by()
                    />
                    <span>{self.label.clone()}</span>
                </label>
                // Under its label: there is no heading that it could explain.
                {self.notes()}
            </div>
        }
        .into_any()
    }

    /// What an ambiguous answer can mean. The last choice posts nothing, so the field comes back to be
    /// typed in again: no second input of the same name is needed, and it works without JavaScript.
    fn meanings(mut self, labels: &[String]) -> AnyView {
        let l = use_locale();
        let mut choices: Vec<_> = labels.iter().map(|label| Choice::new(label, label)).collect();
        choices.push(Choice::new("", td_string!(l, common.none_of_these)));
        self.hint = self.value.take().map(|typed| td_string!(l, common.you_wrote, text = typed));
        self.group("radio", choices, &|_| false)
    }

    fn group(self, kind: &'static str, choices: Vec<Choice>, is_chosen: &dyn Fn(&str) -> bool) -> AnyView {
        let is_short = |choice: &Choice| choice.label.chars().count() <= SHORT_LABEL;
        let in_columns = choices.len() >= MANY_CHOICES && choices.iter().all(is_short);
        let inputs = choices.into_iter().enumerate().map(|(index, choice)| {
            // The error summary leads to the first one.
            let id = if index == 0 { self.id.clone() } else { format!("{}-{index}", self.id) };
            view! {
                <label class="choice">
                    <input
                        type=kind
                        id=id
                        name=self.name.clone()
                        checked=is_chosen(&choice.value)
                        value=choice.value
                        required=self.required
                    />
                    {choice.icon.map(icon)}
                    <span>{choice.label}</span>
                </label>
            }
        });
        let inputs = inputs.collect_view();
        view! {
            <fieldset class=self.class() aria-describedby=self.described_by()>
                <legend class=if self.hides_label { "visually-hidden" } else { "field__legend" }>
                    {self.label.clone()}
                    {self.optional_mark()}
                </legend>
                {self.notes()}
                <div class=if in_columns { "choices choices--many" } else { "choices" }>{inputs}</div>
            </fieldset>
        }
        .into_any()
    }

    fn labelled(self, control: AnyView) -> AnyView {
        view! {
            <div class=self.class()>
                <label class=if self.hides_label { "visually-hidden" } else { "field__label" } for=self.id.clone()>
                    {self.label.clone()}
                    {self.optional_mark()}
                </label>
                {self.notes()}
                {control}
            </div>
        }
        .into_any()
    }

    fn class(&self) -> &'static str {
        if self.problem.is_some() { "field field--error" } else { "field" }
    }

    fn is_invalid(&self) -> Option<&'static str> {
        self.problem.as_ref().map(|_| "true")
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let error = self.problem.as_ref().map(|_| format!("{}-error", self.id));
        let ids: Vec<_> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn optional_mark(&self) -> Option<AnyView> {
        self.says_optional.then(|| {
            view! {
                " "
                <span class="field__optional">{td_string!(use_locale(), common.optional)}</span>
            }
            .into_any()
        })
    }

    /// Hint and error.
    fn notes(&self) -> AnyView {
        let hint =
            self.hint.clone().map(|hint| view! { <p class="field__hint" id=format!("{}-hint", self.id)>{hint}</p> });
        let error = self.problem.as_ref().map(|problem| {
            view! {
                <p class="field__error" id=format!("{}-error", self.id)>
                    {icon("alert")}
                    <span>{problem_message(problem, use_locale())}</span>
                </p>
            }
        });
        view! { {hint}{error} }.into_any()
    }
}
