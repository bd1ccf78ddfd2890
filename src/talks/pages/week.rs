//! The weekly hours in the profile's editor: seven days of two ranges.

use super::labels;
use crate::{
    i18n::*,
    locale::problem_message,
    talks::form::{ProfessionalForm, RANGES_A_DAY},
    ui::{form::FormState, icon::icon},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// What a refusal calls each day's ranges, Monday first.
pub const FIELDS: [&str; 7] = ["ranges_0", "ranges_1", "ranges_2", "ranges_3", "ranges_4", "ranges_5", "ranges_6"];

/// The weekdays, Monday first.
pub fn weekdays(l: Locale) -> [String; 7] {
    let names = [
        td_string!(l, dates.monday),
        td_string!(l, dates.tuesday),
        td_string!(l, dates.wednesday),
        td_string!(l, dates.thursday),
        td_string!(l, dates.friday),
        td_string!(l, dates.saturday),
        td_string!(l, dates.sunday),
    ];
    names.map(labels::capital)
}

/// A fieldset for each day.
pub fn week(profile: &ProfessionalForm, form: &FormState, l: Locale) -> AnyView {
    let days = FIELDS.into_iter().zip(weekdays(l)).enumerate();
    days.map(|(day, (field, label))| day_hours(day, field, label, profile, form, l)).collect_view().into_any()
}

fn day_hours(
    day: usize,
    field: &'static str,
    label: String,
    profile: &ProfessionalForm,
    form: &FormState,
    l: Locale,
) -> AnyView {
    let problem = form.error().and_then(|error| error.problem(field));
    let error_id = format!("{field}-error");
    let described_by = problem.is_some().then(|| error_id.clone());
    let error = problem.map(|problem| {
        view! { <p class="field__error" id=error_id>{icon("alert")}<span>{problem_message(problem, l)}</span></p> }
    });
    let is_invalid = problem.is_some();
    let ranges = (0..RANGES_A_DAY).map(|row| {
        let index = day * RANGES_A_DAY + row;
        let typed = profile.ranges.get(index).cloned().unwrap_or_default();
        // The error summary leads to the day's first time.
        let id = if row == 0 { field.to_owned() } else { format!("{field}-{row}") };
        let from = if row == 0 { td_string!(l, agenda.range_from) } else { td_string!(l, agenda.range_then_from) };
        let ends_id = format!("{id}-fin");
        let name = |end: &str| format!("form[ranges][{index}][{end}]");
        view! {
            {time(from, id, name("starts"), typed.starts, is_invalid)}
            {time(td_string!(l, agenda.range_to), ends_id, name("ends"), typed.ends, is_invalid)}
        }
    });
    let class = if is_invalid { "field field--error" } else { "field" };
    view! {
        <fieldset class=class aria-describedby=described_by>
            <legend class="field__legend">{label}</legend>
            {error}
            <div class="field-row">{ranges.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

fn time(label: &'static str, id: String, name: String, value: String, is_invalid: bool) -> AnyView {
    view! {
        <div>
            <label for=id.clone()>{label}</label>
            <input
                class="input"
                type="time"
                step="900"
                id=id
                name=name
                value=value
                aria-invalid=is_invalid.then_some("true")
            />
        </div>
    }
    .into_any()
}
