//! Beside the weekly hours: what they would offer as they are typed, shown anew by `public/hours-preview.js` or,
//! without scripts, on demand.

use crate::{
    i18n::*,
    talks::{
        api::PreviewHours,
        form::PREVIEW,
        types::{HoursPreview, PreviewedDay},
    },
};
use leptos::{nonce::use_nonce, prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// The fields that decide what is offered: the script sends no other, and asks when one of them changes.
const DECIDING: &str = "ranges time_zone commune closed_on_holidays notice_hours horizon_days buffer_before buffer_after \
    maximum_per_day maximum_per_week maximum_per_month exceptions confirms_by_hand";

/// What the hours would offer, once it was asked for, and the button that asks. What was asked for takes the focus when the
/// page opens: the page does not start where its reader was.
pub fn hours_preview(preview: Option<&HoursPreview>, l: Locale) -> AnyView {
    let HoursPreview { summary, problems, caption, days } = preview.cloned().unwrap_or_default();
    let (no_problem, no_day) = (problems.is_empty(), days.is_empty());
    let problems = problems.into_iter().map(|problem| view! { <li>{problem}</li> }).collect_view();
    let days = days.into_iter().map(|PreviewedDay { day, starts }| view! { <li><b>{day}</b>" "{starts}</li> });
    view! {
        <section
            class="week-preview"
            id="week-preview"
            aria-labelledby="week-preview-title"
            data-decides=DECIDING
            data-failed=td_string!(l, hours.preview_failed)
        >
            <h3 id="week-preview-title">{td_string!(l, hours.preview_title)}</h3>
            <p class="week-preview__text">{td_string!(l, hours.preview_text)}</p>
            <div class="week-preview__offer" tabindex="-1" autofocus=preview.is_some()>
                <p class="week-preview__summary" aria-live="polite">{summary}</p>
                <ul class="week-preview__problems points" hidden=no_problem>{problems}</ul>
                <p class="week-preview__caption" hidden=caption.is_empty()>{caption.clone()}</p>
                <ul class="week-preview__days" hidden=no_day>{days.collect_view()}</ul>
            </div>
            <p class="week-preview__ask">
                <button class="button button--small" type="submit" name="form[copy]" value=PREVIEW>
                    {td_string!(l, hours.preview_button)}
                </button>
            </p>
        </section>
        <script src="/hours-preview.js" defer nonce=use_nonce() data-address=PreviewHours::url()></script>
    }
    .into_any()
}
