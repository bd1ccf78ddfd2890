//! The weekly hours in the profile's editor: seven days of a few ranges, over which a script draws a grid, and what they would
//! offer.

use super::{hours_preview::hours_preview, labels, week_grid::week_grid};
use crate::{
    i18n::*,
    locale::problem_message,
    talks::form::{CLOSE_DAYS, COPY_DAY, COPY_MONDAY, DAYS, ProfessionalForm, RANGES_A_DAY, RangeInput},
    ui::{choice::Choice, form::FormState, icon::icon, notice::Tone},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// Ranges of a day that are always in view; the others are folded away while they are empty.
const RANGES_SHOWN: usize = 2;

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

/// What was just changed in the form, without saving it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Monday's hours were copied to the other working days.
    Monday,
    /// Those of a chosen day, to chosen ones.
    Day,
    /// Days were closed.
    Days,
}

impl Changed {
    /// What a form changes that posts this as `copy`.
    pub fn of(copy: &str) -> Option<Self> {
        match copy {
            COPY_MONDAY => Some(Self::Monday),
            COPY_DAY => Some(Self::Day),
            CLOSE_DAYS => Some(Self::Days),
            _ => None,
        }
    }
}

/// A fieldset for each day. Monday's has a button that copies its hours; any other day is copied below.
pub fn week(profile: &ProfessionalForm, form: &FormState, changed: Option<Changed>, l: Locale) -> AnyView {
    let days = FIELDS.into_iter().zip(weekdays(l)).enumerate();
    let days = days.map(|(day, (field, name))| day_hours(Day { day, field, name }, profile, form, l));
    let copied = changed.filter(|changed| *changed != Changed::Days);
    view! {
        {copied.map(|copied| changed_in_form(copied, l))}
        {week_grid(l)}
        <div class="week">{days.collect_view()}</div>
        {copy_day(profile, form, l)}
        {hours_preview(profile.preview.as_ref(), l)}
    }
    .into_any()
}

/// Copies one day to others, folded away: few need it.
fn copy_day(profile: &ProfessionalForm, form: &FormState, l: Locale) -> AnyView {
    let choices: Vec<Choice> = DAYS.iter().zip(weekdays(l)).map(|(code, name)| Choice::new(code, &name)).collect();
    let problem = |field: &str| form.error().is_some_and(|error| error.problem(field).is_some());
    let is_wrong = problem("copy_from") || problem("copy_to");
    view! {
        <details class="week__copy" open=is_wrong>
            <summary>{td_string!(l, agenda.copy_title)}</summary>
            <div class="stack">
                {form
                    .field("copy_from", td_string!(l, agenda.copy_from))
                    .not_required()
                    .value(&profile.copy_from)
                    .select(choices.clone())}
                {form
                    .field("copy_to", td_string!(l, agenda.copy_to))
                    .value(&profile.copy_to.join(" "))
                    .checkboxes(choices)}
                <p>
                    <button
                        class="button button--small"
                        type="submit"
                        name="form[copy]"
                        value=COPY_DAY
                        data-copied=changed_text(Changed::Day, l)
                    >
                        {td_string!(l, agenda.copy_button)}
                    </button>
                </p>
            </div>
        </details>
    }
    .into_any()
}

/// Tells what was changed. Takes the focus when the page opens, like an error summary: the page does not start where its reader was.
pub fn changed_in_form(changed: Changed, l: Locale) -> AnyView {
    view! {
        <div class=Tone::Info.class() role="status" tabindex="-1" autofocus=true>
            {icon(Tone::Info.icon())}
            <p>{changed_text(changed, l)}</p>
        </div>
    }
    .into_any()
}

fn changed_text(changed: Changed, l: Locale) -> &'static str {
    match changed {
        Changed::Monday => td_string!(l, agenda.monday_copied),
        Changed::Day => td_string!(l, agenda.day_copied),
        Changed::Days => td_string!(l, agenda.closed_days),
    }
}

struct Day {
    /// 0 is Monday.
    day: usize,
    field: &'static str,
    name: String,
}

fn day_hours(Day { day, field, name }: Day, profile: &ProfessionalForm, form: &FormState, l: Locale) -> AnyView {
    let problem = form.error().and_then(|error| error.problem(field));
    let error_id = format!("{field}-error");
    let described_by = problem.is_some().then(|| error_id.clone());
    let error = problem.map(|problem| {
        view! { <p class="field__error" id=error_id>{icon("alert")}<span>{problem_message(problem, l)}</span></p> }
    });
    let is_invalid = problem.is_some();
    let typed = |row: usize| profile.ranges.get(day * RANGES_A_DAY + row).cloned().unwrap_or_default();
    let range = |row: usize| {
        let index = day * RANGES_A_DAY + row;
        let typed = typed(row);
        // The error summary leads to the day's first time.
        let id = if row == 0 { field.to_owned() } else { format!("{field}-{row}") };
        let (from, which) = match row {
            0 => (td_string!(l, agenda.range_from), None),
            1 => (td_string!(l, agenda.range_then_from), Some(td_string!(l, agenda.second_range))),
            _ => (td_string!(l, agenda.range_last_from), Some(td_string!(l, agenda.third_range))),
        };
        let ends_id = format!("{id}-fin");
        let name = |end: &str| format!("form[ranges][{index}][{end}]");
        view! {
            <div class="week__range">
                {time(from, None, id, name("starts"), typed.starts, is_invalid)}
                {time(td_string!(l, agenda.range_to), which, ends_id, name("ends"), typed.ends, is_invalid)}
            </div>
        }
    };
    let ranges = (0..RANGES_SHOWN).map(range).collect_view();
    let more = (RANGES_SHOWN..RANGES_A_DAY).map(range).collect_view();
    let is_unfolded = (RANGES_SHOWN..RANGES_A_DAY).any(|row| typed(row) != RangeInput::default());
    let copy = (day == 0).then(|| {
        view! {
            <button
                class="button button--link button--small"
                type="submit"
                name="form[copy]"
                value=COPY_MONDAY
                data-from="0"
                data-to="1 2 3 4"
                data-copied=changed_text(Changed::Monday, l)
            >
                {td_string!(l, agenda.copy_monday)}
            </button>
        }
    });
    let class = if is_invalid { "week__day week__day--error" } else { "week__day" };
    view! {
        <fieldset class=class aria-describedby=described_by>
            <legend class="week__name">{name}</legend>
            <div class="week__hours">
                {error}
                <div class="week__ranges">{ranges}</div>
                <details class="week__more" open=is_unfolded>
                    <summary>{td_string!(l, agenda.more_ranges)}</summary>
                    {more}
                </details>
                {copy}
            </div>
        </fieldset>
    }
    .into_any()
}

/// A time with its label; `which` says to assistive technology which of several alike it is.
fn time(
    label: &'static str,
    which: Option<&'static str>,
    id: String,
    name: String,
    value: String,
    is_invalid: bool,
) -> AnyView {
    let which = which.map(|which| view! { <span class="visually-hidden">" " {which}</span> });
    view! {
        <label class="week__label" for=id.clone()>{label}{which}</label>
        <input
            class="input week__time"
            type="time"
            step="900"
            id=id
            name=name
            value=value
            aria-invalid=is_invalid.then_some("true")
        />
    }
    .into_any()
}
