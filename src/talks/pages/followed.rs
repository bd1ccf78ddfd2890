//! The trades of which one wants to know when somebody joins, each with a way to stop.

use super::{labels, wanted_map::department_label};
use crate::{
    i18n::*,
    notifications::pages::switched_off,
    talks::{api::UnfollowTrade, types::FollowedTrade},
    ui::form::hidden,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// The panel of one's journey; nothing where no trade is followed.
pub fn followed(trades: &[FollowedTrade], l: Locale) -> AnyView {
    if trades.is_empty() {
        return ().into_any();
    }
    let items = trades.iter().map(|trade| item(trade, l));
    let off = trades.iter().any(|trade| trade.mails_are_off).then(|| switched_off(td_string!(l, wanted.mails_off), l));
    view! {
        <section class="panel" aria-labelledby="attendus">
            <h2 class="panel__title" id="attendus">{td_string!(l, wanted.followed_title)}</h2>
            {off.unwrap_or_else(|| view! { <p>{td_string!(l, wanted.followed_text)}</p> }.into_any())}
            <ul class="followed">{items.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn item(trade: &FollowedTrade, l: Locale) -> AnyView {
    let department = trade.department.as_ref();
    let place = department.map_or_else(|| td_string!(l, wanted.anywhere).to_owned(), department_label);
    view! {
        <li>
            <p>
                <strong lang=labels::lang(labels::FRENCH, l)>{trade.label.clone()}</strong>
                <span class="muted">{place.clone()}</span>
            </p>
            <form method="post" action=UnfollowTrade::url()>
                {hidden("trade", &trade.code)}
                {hidden("department", department.map(|department| department.code.as_str()).unwrap_or_default())}
                <button class="button button--small" type="submit">
                    {td_string!(l, wanted.stop)}
                    <span class="visually-hidden">", " {trade.label.clone()} ", " {place}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}
