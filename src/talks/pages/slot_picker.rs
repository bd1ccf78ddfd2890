//! Choosing an hour: a day, then a time. Days are links; a time is a link too, or, for who is signed in, a button that holds
//! the hour while its form is filled in. So it works without JavaScript.

use super::labels;
use crate::{
    i18n::*,
    routes::{Route, encode},
    talks::{
        api::HoldHour,
        types::{FreeDay, Moment, ProfessionalDetails},
    },
    ui::{form::hidden, icon::icon},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// The id of the picker, which links lead back to.
pub const PICKER_ID: &str = "heures-libres";

/// What the URL says of a professional's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The professional's id.
    pub id: String,
    /// First day to show, `2026-11-25`; empty for the next free ones.
    pub from: String,
    /// The chosen day, `2026-11-25`.
    pub day: String,
    /// The IANA zone asked for.
    pub zone: String,
    /// Query string of the search to go back to.
    pub search: String,
    /// Whether to press an hour is to hold it.
    pub holds: bool,
}

impl Shown {
    /// The address of this view; empty parameters are left out.
    pub fn path(&self) -> String {
        let parameters =
            [("depuis", &self.from), ("jour", &self.day), ("fuseau", &self.zone), ("recherche", &self.search)];
        let present = parameters.into_iter().filter(|(_, value)| !value.is_empty());
        let query = present.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
        let path = Route::Professional(self.id.clone()).path();
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// The address of the form that books `hour`, which is shown there on the same clock.
    pub fn booking(&self, hour: &Moment) -> String {
        Route::Book { professional: self.id.clone(), start: hour.iso.clone(), zone: self.zone.clone() }.path()
    }

    fn picker(&self) -> String {
        format!("{}#{PICKER_ID}", self.path())
    }
}

/// The free hours of `details`; the day of `shown`, or the first that has any.
pub fn slot_picker(details: &ProfessionalDetails, shown: &Shown, l: Locale) -> AnyView {
    let chosen = details.days.iter().find(|day| day.date == shown.day && !day.hours.is_empty());
    let chosen = chosen.or_else(|| details.days.iter().find(|day| !day.hours.is_empty()));
    // A link names its week too: hours that are freed or taken meanwhile do not lead to another day.
    let week = details.days.first().map_or("", |day| day.date.as_str());
    let days = details
        .days
        .iter()
        .map(|day| day_item(day, chosen.is_some_and(|chosen| chosen.date == day.date), week, shown, l));
    view! {
        <section class="slot-picker" aria-labelledby="heures" id=PICKER_ID>
            <h2 id="heures">{td_string!(l, talks.choose_hour)}</h2>
            {weeks(details, shown, l)}
            <ol class="slot-picker__days">{days.collect_view()}</ol>
            {match chosen {
                Some(day) => hours_of(day, shown, l),
                None => view! { <p>{td_string!(l, talks.no_hour_these_days)}</p> }.into_any(),
            }}
            {zone_line(details, l)}
        </section>
    }
    .into_any()
}

fn weeks(details: &ProfessionalDetails, shown: &Shown, l: Locale) -> AnyView {
    let from = |day: &Option<String>| {
        let day = day.as_ref()?;
        Some(Shown { from: day.clone(), day: String::new(), ..shown.clone() }.picker())
    };
    let earlier = match from(&details.earlier) {
        Some(href) => view! { <a href=href>{icon("chevron-left")}{td_string!(l, talks.earlier)}</a> }.into_any(),
        None => view! { <span></span> }.into_any(),
    };
    let later = match from(&details.later) {
        Some(href) => view! { <a href=href>{td_string!(l, talks.later)}{icon("chevron")}</a> }.into_any(),
        None => view! { <span></span> }.into_any(),
    };
    view! {
        <nav class="slot-picker__week" aria-label=td_string!(l, talks.weeks)>
            {earlier}
            <span>{details.span.clone()}</span>
            {later}
        </nav>
    }
    .into_any()
}

/// `mer. 25`, for the eye only.
fn short(day: &FreeDay, l: Locale) -> String {
    let weekday: String = day.label.chars().take(3).collect();
    let number = day.date.rsplit('-').next().unwrap_or_default().trim_start_matches('0').to_owned();
    td_string!(l, talks.short_day, weekday = weekday, number = number)
}

fn day_item(day: &FreeDay, chosen: bool, week: &str, shown: &Shown, l: Locale) -> AnyView {
    let count = match (day.hours.len(), day.is_open) {
        (0, false) => view! {
            <span aria-hidden="true">"–"</span>
            <span class="visually-hidden">{td_string!(l, talks.closed_day)}</span>
        }
        .into_any(),
        (0, true) => td_string!(l, talks.no_hours).into_any(),
        (count, _) => labels::hours(count, l).into_any(),
    };
    let content = view! {
        <time datetime=day.date.clone()>
            <span aria-hidden="true">{short(day, l)}</span>
            <span class="visually-hidden">{day.label.clone()}</span>
        </time>
        " "
        <span class="day__count">{count}</span>
    };
    let content = content.into_any();
    if day.hours.is_empty() {
        return view! { <li><span class="day day--none">{content}</span></li> }.into_any();
    }
    let href = Shown { from: week.to_owned(), day: day.date.clone(), ..shown.clone() }.picker();
    let current = chosen.then_some("true");
    view! { <li><a class="day" href=href aria-current=current>{content}</a></li> }.into_any()
}

fn hours_of(day: &FreeDay, shown: &Shown, l: Locale) -> AnyView {
    let has_two_clocks = day.hours.iter().any(|hour| hour.there.is_some());
    let class = if has_two_clocks { "slot-picker__times slot-picker__times--two" } else { "slot-picker__times" };
    let list = view! { <ul class=class aria-labelledby="jour">{times(&day.hours, shown, l)}</ul> };
    view! {
        <h3 id="jour">{labels::capital(&day.label)}</h3>
        {match shown.holds {
            true => view! {
                <form method="post" action=HoldHour::url()>
                    {hidden("professional", &shown.id)}
                    {hidden("zone", &shown.zone)}
                    {list}
                </form>
            }
            .into_any(),
            false => list.into_any(),
        }}
    }
    .into_any()
}

fn times(hours: &[Moment], shown: &Shown, l: Locale) -> AnyView {
    let items = hours.iter().map(|hour| {
        let there = hour.there.as_ref().map(|there| {
            view! {
                " "
                <span class="time__there">{td_string!(l, talks.time_there, time = there.time.as_str())}</span>
            }
        });
        let time = view! { <time datetime=hour.iso.clone()>{hour.time.clone()}</time> {there} };
        let choice = match shown.holds {
            true => view! { <button class="time" name="form[start]" value=hour.iso.clone()>{time}</button> }.into_any(),
            false => view! { <a class="time" href=shown.booking(hour)>{time}</a> }.into_any(),
        };
        view! { <li>{choice}</li> }
    });
    items.collect_view().into_any()
}

/// Whose clock the hours are on.
fn zone_line(details: &ProfessionalDetails, l: Locale) -> AnyView {
    let hours = || details.days.iter().flat_map(|day| &day.hours);
    let zone = hours().next().map_or_else(|| details.zone_there.clone(), |hour| hour.zone.clone());
    let text = if hours().any(|hour| hour.there.is_some()) {
        td_string!(l, talks.both_zones, zone = zone, there = details.zone_there.as_str())
    } else {
        td_string!(l, talks.one_zone, zone = zone)
    };
    view! { <p class="slot-picker__zone">{icon("globe")}<span>{text}</span></p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_view_has_one_address() {
        let shown = Shown { id: "1".into(), ..Shown::default() };
        assert_eq!(shown.path(), "/rencontres/1");
        let shown = Shown { day: "2026-11-25".into(), zone: "Indian/Reunion".into(), ..shown };
        assert_eq!(shown.path(), "/rencontres/1?jour=2026-11-25&fuseau=Indian%2FReunion");
    }
}
