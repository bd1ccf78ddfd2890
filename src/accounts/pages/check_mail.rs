//! "Look into your mailbox": the same after every form that sends a link, whether or not it did.

use crate::{
    accounts::visitor::use_visitor,
    locale::use_locale,
    routes::Route,
    ui::{
        notice::{Tone, notice_of},
        page_title::page_title,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The page that sends to the mailbox.
#[component]
pub fn CheckMailPage() -> impl IntoView {
    let l = use_locale();
    let development = use_visitor().development.then(|| {
        let link = view! { <p><a href="/dev/mail">{td_string!(l, accounts.check_mail_development)}</a></p> };
        notice_of(Tone::Info, link.into_any())
    });
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {page_title(td_string!(l, accounts.check_mail_title))}
            <p class="lead">{td_string!(l, accounts.check_mail_text)}</p>
            {development}
            <section class="stack" aria-labelledby="rien-recu">
                <h2 id="rien-recu">{td_string!(l, accounts.check_mail_nothing_title)}</h2>
                <p>{td_string!(l, accounts.check_mail_nothing_text)}</p>
                <p class="actions">
                    <a class="button" href=Route::SignIn(None).path()>{td_string!(l, accounts.sign_in)}</a>
                    <a class="button button--link" href=Route::ForgottenPassword.path()>
                        {td_string!(l, accounts.forgotten_password_link)}
                    </a>
                </p>
            </section>
        </div>
    }
    .into_any()
}
