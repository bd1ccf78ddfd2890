//! The week as a grid, which `public/week-grid.js` draws over the time fields: what it is made of, and all its words. The
//! script knows none; it fills in what stands in braces.

use super::week::weekdays;
use crate::{
    i18n::*,
    ui::{icon::icon, notice::Tone},
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_i18n::td_string;

/// What is cloned where scripts run, and the script. Without one, nothing of it is seen.
pub fn week_grid(l: Locale) -> AnyView {
    let (day, time) = ("{day}", "{time}");
    let days = weekdays(l).into_iter().map(|name| {
        let short: String = name.chars().take(3).collect();
        view! {
            <th scope="col">
                <span aria-hidden="true">{short}</span>
                <span class="visually-hidden">{name}</span>
            </th>
        }
    });
    view! {
        <template
            id="week-grid"
            data-free=td_string!(l, hours.cell_free, day = day, time = time)
            data-part=td_string!(l, hours.cell_part, day = day, time = time)
            data-closed=td_string!(l, hours.cell_closed, day = day, time = time)
            data-hour=td_string!(l, hours.whole_hour, hour = "{hour}")
            data-time=td_string!(l, dates.time, hour = "{hour}", minute = "{minute}")
            data-range=td_string!(l, hours.range, from = "{from}", to = "{to}")
            data-ranges=td_string!(l, hours.day_ranges, day = day, ranges = "{ranges}")
            data-nothing=td_string!(l, hours.day_nothing, day = day)
            data-full=td_string!(l, hours.day_full, day = day)
        >
            <div class="week-grid">
                <p>{td_string!(l, hours.grid_help)}</p>
                <p class="week-grid__keys" id="week-grid-keys">{td_string!(l, hours.grid_keys)}</p>
                <table
                    role="grid"
                    aria-label=td_string!(l, hours.grid_label)
                    aria-describedby="week-grid-keys"
                    aria-multiselectable="true"
                >
                    <thead>
                        <tr>
                            <th scope="col">
                                <span class="visually-hidden">{td_string!(l, hours.grid_times)}</span>
                            </th>
                            {days.collect_view()}
                        </tr>
                    </thead>
                    <tbody hidden=true></tbody>
                    <tbody></tbody>
                    <tbody hidden=true></tbody>
                </table>
                <p class="week-grid__told" aria-live="polite"></p>
                <button class="button button--small" type="button">{td_string!(l, hours.grid_whole_day)}</button>
            </div>
        </template>
        <template id="week-copied">
            <div class=Tone::Info.class() role="status" tabindex="-1">
                {icon(Tone::Info.icon())}
                <p></p>
            </div>
        </template>
        <script src="/week-grid.js" defer nonce=use_nonce()></script>
    }
    .into_any()
}
