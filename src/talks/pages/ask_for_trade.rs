//! "I would like to meet a …": asking for a trade, and being told when somebody of it joins.

use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::error_message,
    routes::Route,
    talks::{api::AskForTrade, form::WantedForm, query::TalkQuery, types::Wanted},
    ui::{
        choice::Choice,
        form::{FormState, hidden},
        notice::{Tone, outcome},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// Where a trade is asked for, and where its reader comes back to.
pub enum AskedOn<'q> {
    /// An empty search.
    Search(&'q TalkQuery),
    /// The page of the trade, in the same département.
    TradePage(String),
}

impl AskedOn<'_> {
    fn path(&self, wanted: &Wanted) -> String {
        match self {
            Self::Search(query) => Route::Talks(query.to_query_string()).path(),
            Self::TradePage(trade) => {
                Route::WantedTrade { trade: trade.clone(), department: wanted.department.clone() }.path()
            }
        }
    }
}

/// Asking for a trade that is missing: the one that it is about, or a choice of the nearest ones.
pub fn ask_for(wanted: &Wanted, on: &AskedOn<'_>, l: Locale) -> AnyView {
    let form = FormState::new(use_draft::<WantedForm>()).id_prefix("wanted-");
    let (title, trade) = match wanted.trades.as_slice() {
        [] => return view! { <p>{td_string!(l, talks.wanted_unknown)}</p> }.into_any(),
        [(code, label)] => (td_string!(l, talks.wanted_title, trade = label.as_str()), hidden("trade", code)),
        several => {
            let choices = several.iter().map(|(code, label)| Choice::new(code, label)).collect();
            let field = form.field("trade", td_string!(l, talks.wanted_which));
            (td_string!(l, talks.wanted_title_open).to_owned(), field.radios(choices))
        }
    };
    let counts_for = match wanted.department_name.as_str() {
        "" => td_string!(l, talks.wanted_anywhere).to_owned(),
        department => td_string!(l, talks.wanted_in, department = department),
    };
    let (title, origin, board) = match on {
        AskedOn::Search(query) => {
            let board = Route::WantedTrades { department: wanted.department.clone(), page: 1 }.path();
            let board = view! { <p><a href=board rel="external">{td_string!(l, wanted.see_board)}</a></p> };
            (view! { <h3>{title}</h3> }.into_any(), hidden("search", &query.to_query_string()), Some(board))
        }
        AskedOn::TradePage(_) => {
            (view! { <h2 class="panel__title">{title}</h2> }.into_any(), hidden("on_trade_page", "on"), None)
        }
    };
    view! {
        <form method="post" action=AskForTrade::url() class="panel stack">
            {title}
            <p>{td_string!(l, talks.wanted_text)} " " {counts_for}</p>
            {trade}
            {hidden("department", &wanted.department)}
            {origin}
            {follow(&form, on.path(wanted), l)}
            <button class="button" type="submit">{td_string!(l, talks.wanted_button)}</button>
            {board}
        </form>
    }
    .into_any()
}

/// Being told when somebody joins: mail goes to an account only. Who signs in comes back to `here`.
fn follow(form: &FormState, here: String, l: Locale) -> AnyView {
    if use_account().is_some() {
        let field = form.field("follow", td_string!(l, wanted.follow)).hint(td_string!(l, wanted.follow_hint));
        return field.not_required().checkbox("on");
    }
    let sign_in = Route::SignIn(Some(here)).path();
    view! {
        <p>
            <a href=sign_in rel="external">{td_string!(l, wanted.sign_in_to_follow)}</a>
        </p>
    }
    .into_any()
}

/// Why asking for a trade was refused.
pub fn not_asked(l: Locale) -> Option<AnyView> {
    use_draft::<WantedForm>().and_then(|draft| draft.error).map(|error| outcome(Tone::Error, &error_message(&error, l)))
}
