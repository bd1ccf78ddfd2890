//! The pages about mail: which ones one wants, what a link switches off, and the development mailbox, which reads what
//! would have been mailed.

mod mail_choices;
mod switched_off;
mod unsubscribe;

pub use mail_choices::MailChoicesPage;
pub use switched_off::switched_off;
pub use unsubscribe::UnsubscribePage;

use super::{
    api::development_mails,
    types::{MailState, MailView},
};
use crate::{
    accounts::visitor::use_visitor,
    locale::use_locale,
    ui::{empty::empty, icon::icon, loaded::loaded, not_found::not_found, page_title::page_title},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The newest mails, on a development server.
#[component]
pub fn DevelopmentMailPage() -> impl IntoView {
    if !use_visitor().development {
        return not_found();
    }
    loaded(Resource::new_blocking(|| (), |()| development_mails()), mailbox)
}

fn mailbox(mails: Vec<MailView>) -> AnyView {
    let l = use_locale();
    let list = if mails.is_empty() {
        empty(td_string!(l, common.mail_none), Vec::new())
    } else {
        mails.into_iter().map(mail).collect_view().into_any()
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {page_title(td_string!(l, common.mail_title))}
            <p class="lead">{td_string!(l, common.mail_intro)}</p>
            {list}
        </div>
    }
    .into_any()
}

fn mail(mail: MailView) -> AnyView {
    let l = use_locale();
    let state = match mail.state {
        MailState::Waiting => td_string!(l, common.mail_waiting),
        MailState::Sent => td_string!(l, common.mail_sent),
        MailState::Dead => td_string!(l, common.mail_dead),
    };
    let fact = |pictogram, name: &'static str, text: String| {
        view! { <div>{icon(pictogram)}<dt>{name}</dt><dd>{text}</dd></div> }.into_any()
    };
    let calendar = mail.calendar_method.map(|method| {
        fact(
            "calendar",
            td_string!(l, common.mail_calendar),
            td_string!(l, common.mail_calendar_method, method = method),
        )
    });
    let title_id = format!("mail-{}", mail.id);
    view! {
        <article class="panel stack" aria-labelledby=title_id>
            <h2 class="panel__title" id=title_id.clone()>{mail.subject}</h2>
            <dl class="facts">
                {fact("mail", td_string!(l, common.mail_recipient), mail.recipient)}
                {fact("info", td_string!(l, common.mail_state), state.to_owned())}
                {calendar}
            </dl>
            <p class="verbatim">{linked(&mail.body)}</p>
        </article>
    }
    .into_any()
}

/// A stretch of a text: plain, or an address to follow.
#[derive(Debug, PartialEq, Eq)]
enum Stretch<'a> {
    Plain(&'a str),
    Address(&'a str),
}

/// Finds the web addresses of a plain text. They end at white space; a mail puts nothing behind them.
fn stretches(text: &str) -> Vec<Stretch<'_>> {
    text.split_inclusive(char::is_whitespace)
        .flat_map(|word| {
            let address = word.trim_end();
            let rest = word.get(address.len()..).unwrap_or_default();
            if address.starts_with("https://") || address.starts_with("http://") {
                [Stretch::Address(address), Stretch::Plain(rest)]
            } else {
                [Stretch::Plain(address), Stretch::Plain(rest)]
            }
        })
        .collect()
}

fn linked(text: &str) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    let mut plain = String::new();
    for stretch in stretches(text) {
        match stretch {
            Stretch::Plain(text) => plain.push_str(text),
            Stretch::Address(address) => {
                if !plain.is_empty() {
                    parts.push(std::mem::take(&mut plain).into_any());
                }
                // `external`: what a mail links to is opened as if from a mailbox.
                parts.push(view! { <a href=address.to_owned() rel="external">{address.to_owned()}</a> }.into_any());
            }
        }
    }
    if !plain.is_empty() {
        parts.push(plain.into_any());
    }
    parts.collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_the_text_around() {
        let found = stretches("Bonjour,\nici : https://declic.example/a?b=c\nMerci");
        let text: String = found
            .iter()
            .map(|stretch| match stretch {
                Stretch::Plain(text) | Stretch::Address(text) => *text,
            })
            .collect();
        assert_eq!(text, "Bonjour,\nici : https://declic.example/a?b=c\nMerci");
        let addresses: Vec<_> = found.iter().filter(|stretch| matches!(stretch, Stretch::Address(_))).collect();
        assert_eq!(addresses, [&Stretch::Address("https://declic.example/a?b=c")]);
    }

    #[test]
    fn other_schemes_are_no_links() {
        assert!(stretches("javascript:alert(1) data:x").iter().all(|stretch| matches!(stretch, Stretch::Plain(_))));
    }
}
