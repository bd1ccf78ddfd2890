//! One's own page as explorers will see it, before it is published.

use super::{
    labels,
    photo::portrait,
    professional::{in_practice, outline, words},
};
use crate::{
    i18n::*,
    talks::types::{Moment, ProfessionalDetails},
    ui::notice::{Tone, notice},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The page, without the hours to choose from; where it was never saved, the first of them as its rules offer them.
pub fn preview(details: &ProfessionalDetails, first_hours: &[Moment], is_saved: bool, l: Locale) -> AnyView {
    let french = labels::lang(labels::FRENCH, l);
    let hours = (!is_saved).then(|| hours(first_hours, l));
    view! {
        <section class="stack" aria-labelledby="apercu">
            <h2 id="apercu">{td_string!(l, onboarding.preview_title)}</h2>
            <p>{td_string!(l, onboarding.preview_text)}</p>
            <div class="preview stack stack--l">
                <div class="stack">
                    {details.photo.as_deref().map(|photo| portrait(photo, &details.name, l))}
                    <p class="page-title">
                        <span class="profile__trade" lang=french>{details.trade.clone()}</span>
                        " "
                        <span class="profile__name">{details.name.clone()}</span>
                    </p>
                    {outline(details, l)}
                </div>
                {words(details, l)}
                {in_practice(details, l)}
            </div>
            {hours}
        </section>
    }
    .into_any()
}

fn hours(first: &[Moment], l: Locale) -> AnyView {
    if first.is_empty() {
        return notice(Tone::Warning, td_string!(l, onboarding.no_hours));
    }
    let items = first.iter().map(|moment| view! { <li>{labels::moment(moment, l)}</li> }).collect_view();
    view! {
        <p>{td_string!(l, onboarding.first_hours)}</p>
        <ul class="points">{items}</ul>
    }
    .into_any()
}
