//! Where a trade, or any, is wanted: as a map, and as a list.

use crate::{
    i18n::*,
    talks::types::{DepartmentName, SHOWN_FROM, WantedMap},
    ui::map::{Area, france_map},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// `12 souhaits`, or that there are too few to say.
pub fn wishes(wishes: Option<u32>, l: Locale) -> String {
    match wishes {
        // Always several: fewer are not shown.
        Some(count) => td_string!(l, wanted.wishes, count = count),
        None => td_string!(l, wanted.fewer, count = SHOWN_FROM),
    }
}

/// `Tarn (81)`.
pub fn department_label(department: &DepartmentName) -> String {
    format!("{} ({})", department.name, department.code)
}

/// `Tarn (81) : 12 souhaits`.
fn labelled(department: &DepartmentName, count: Option<u32>, l: Locale) -> String {
    td_string!(l, wanted.in_department, department = department_label(department), wishes = wishes(count, l))
}

/// The map and the list; `href` gives the page of a département's code, `current` is the one this page is about.
pub fn map(map: &WantedMap, current: Option<&DepartmentName>, href: &dyn Fn(&str) -> String, l: Locale) -> AnyView {
    let area = |(department, count): (&DepartmentName, Option<u32>)| Area {
        code: department.code.clone(),
        name: department.name.clone(),
        value: wishes(count, l),
        label: labelled(department, count, l),
        shade: map.shade(count),
        href: href(&department.code),
        is_current: current == Some(department),
    };
    let areas: Vec<Area> = map.departments.iter().map(|wanted| area((&wanted.department, wanted.wishes))).collect();
    view! {
        {france_map(&areas, &legend(map, l))}
        <details class="map__list">
            <summary>{td_string!(l, wanted.departments_list)}</summary>
            {list(map, href, l)}
        </details>
    }
    .into_any()
}

/// What each shade stands for, from the lightest.
fn legend(map: &WantedMap, l: Locale) -> Vec<(usize, String)> {
    let text = |index: usize, low: u32| match map.bounds.get(index + 1) {
        None => td_string!(l, wanted.shade_from, low = low),
        Some(next) if next - low == 1 => wishes(Some(low), l),
        Some(next) => td_string!(l, wanted.shade_between, low = low, high = next - 1),
    };
    let shades = map.bounds.iter().enumerate().map(|(index, low)| (index + 1, text(index, *low)));
    std::iter::once((0, wishes(None, l))).chain(shades).collect()
}

fn list(map: &WantedMap, href: &dyn Fn(&str) -> String, l: Locale) -> AnyView {
    let shown = map.departments.iter().filter(|wanted| wanted.wishes.is_some());
    let items = shown.map(|wanted| {
        view! {
            <li>
                <a href=href(&wanted.department.code)>{labelled(&wanted.department, wanted.wishes, l)}</a>
            </li>
        }
    });
    let items = items.collect_view();
    if items.is_empty() {
        return view! { <p>{td_string!(l, wanted.no_department, count = SHOWN_FROM)}</p> }.into_any();
    }
    view! {
        <ul>{items}</ul>
        <p class="muted">{td_string!(l, wanted.other_departments, count = SHOWN_FROM)}</p>
    }
    .into_any()
}
