//! The professional's calendars elsewhere, in the editor: what each says, and adding one.

use crate::{
    i18n::*,
    locale::{calendar_message, is_singular},
    talks::{
        api::{AddCalendar, RemoveCalendar},
        types::BusyCalendar,
    },
    ui::{
        field::Input,
        form::{FormState, Weight, hidden, submit},
        icon::icon,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// The section after the profile's form: each of its calendars has a form of its own.
pub fn section(calendars: &[BusyCalendar], form: &FormState, l: Locale) -> AnyView {
    let label = td_string!(l, agenda.calendar_url);
    let list = (!calendars.is_empty()).then(|| {
        let items = calendars.iter().map(|calendar| item(calendar, l)).collect_view();
        view! { <ul class="calendars">{items}</ul> }
    });
    view! {
        <section class="stack" aria-labelledby="calendriers">
            <h2 id="calendriers">{td_string!(l, agenda.calendars_title)}</h2>
            <p>{td_string!(l, agenda.calendars_text)}</p>
            {list}
            <form class="form" method="post" action=AddCalendar::url() novalidate>
                {form.summary(&[("url", label)])}
                {form
                    .field("url", label)
                    .hint(td_string!(l, agenda.calendar_url_hint))
                    .autocomplete("off")
                    .input(Input::Text)}
                <p class="actions">{submit(Weight::Plain, td_string!(l, agenda.calendar_add))}</p>
            </form>
        </section>
    }
    .into_any()
}

fn item(calendar: &BusyCalendar, l: Locale) -> AnyView {
    let spans = match calendar.spans {
        0 => td_string!(l, agenda.calendar_nothing).to_owned(),
        count if is_singular(l, count.into()) => td_string!(l, agenda.calendar_one_span).to_owned(),
        count => td_string!(l, agenda.calendar_spans, count = count),
    };
    let problem = calendar.problem.map(|problem| {
        view! { <p class="field__error">{icon("alert")}<span>{calendar_message(problem, l)}</span></p> }
    });
    let read = calendar.read.as_deref().map(|moment| td_string!(l, agenda.calendar_read, moment = moment));
    let remove = td_string!(l, agenda.calendar_remove_which, name = calendar.name.as_str());
    view! {
        <li class="calendars__item">
            <div>
                <p class="calendars__name">{calendar.name.clone()}</p>
                {problem}
                <p class="field__hint">{spans} " " {read}</p>
            </div>
            <form method="post" action=RemoveCalendar::url()>
                {hidden("calendar", &calendar.id)}
                <button class="button button--small" type="submit" aria-label=remove>
                    {td_string!(l, agenda.calendar_remove)}
                </button>
            </form>
        </li>
    }
    .into_any()
}
