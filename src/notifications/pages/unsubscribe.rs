//! What the link at the end of a mail opens, `/desabonnement/:token`. It changes nothing by being opened: mail scanners
//! open links.

use super::super::{
    api::{Unsubscribe, unsubscription_by_link},
    types::Unsubscription,
};
use crate::{
    error::AppError,
    i18n::*,
    locale::use_locale,
    routes::Route,
    ui::{
        failure::failure_page,
        form::{Weight, hidden, submit},
        notice::{Tone, notice, outcome},
        page_title::page_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::use_params_map;

/// The token in this page's address.
fn token() -> String {
    use_params_map().read_untracked().get("token").unwrap_or_default()
}

/// The page that asks before it switches a kind of mail off.
#[component]
pub fn UnsubscribePage() -> impl IntoView {
    let l = use_locale();
    let link = Resource::new_blocking(token, unsubscription_by_link);
    let page = move || {
        link.get().map(|link| match link {
            Ok(link) => page(link, l),
            Err(AppError::LinkExpired) => unknown(l),
            Err(error) => failure_page(&error),
        })
    };
    view! { <Suspense>{page}</Suspense> }
}

fn page(link: Unsubscription, l: Locale) -> AnyView {
    let kind = link.kind.label(l);
    let content = if link.is_off {
        outcome(Tone::Success, &td_string!(l, journey.unsubscribed, kind = kind))
    } else {
        view! {
            <p class="lead">{td_string!(l, journey.unsubscribe_text, kind = kind)}</p>
            <form method="post" action=Unsubscribe::url()>
                {hidden("token", &token())} {submit(Weight::Primary, td_string!(l, journey.unsubscribe_button))}
            </form>
        }
        .into_any()
    };
    framed(content, l)
}

/// What a link says that is none of ours, or whose account is gone.
fn unknown(l: Locale) -> AnyView {
    framed(notice(Tone::Warning, td_string!(l, journey.unsubscribe_unknown)), l)
}

fn framed(content: AnyView, l: Locale) -> AnyView {
    view! {
        <div class="wrap wrap--narrow page stack">
            {page_title(td_string!(l, journey.unsubscribe_title))} {content}
            <p>
                <a href=Route::MailChoices.path()>{td_string!(l, journey.all_choices)}</a>
            </p>
        </div>
    }
    .into_any()
}
