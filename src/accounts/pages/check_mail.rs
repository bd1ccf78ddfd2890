//! "Look into your mailbox": the same after a form that sends a link, whether or not it did.

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

/// The page that sends to the mailbox after a sign-up.
#[component]
pub fn CheckMailPage() -> impl IntoView {
    let l = use_locale();
    let sign_in = view! { <a class="button" href=Route::SignIn(None).path()>{td_string!(l, accounts.sign_in)}</a> };
    page(
        td_string!(l, accounts.check_mail_text),
        td_string!(l, accounts.check_mail_nothing_text),
        (Route::SignUp(None), td_string!(l, accounts.check_mail_again)),
        sign_in.into_any(),
    )
}

/// The page that sends to the mailbox after a forgotten password.
#[component]
pub fn CheckMailForPasswordPage() -> impl IntoView {
    let l = use_locale();
    let sign_up =
        view! { <a class="button" href=Route::SignUp(None).path()>{td_string!(l, accounts.sign_up_link)}</a> };
    page(
        td_string!(l, accounts.check_mail_password_text),
        td_string!(l, accounts.check_mail_password_nothing_text),
        (Route::ForgottenPassword(None), td_string!(l, accounts.ask_another_link)),
        sign_up.into_any(),
    )
}

fn page(text: &'static str, nothing: &'static str, again: (Route, &'static str), other: AnyView) -> AnyView {
    let l = use_locale();
    let development = use_visitor().development.then(|| {
        let link = view! { <p><a href="/dev/mail">{td_string!(l, accounts.check_mail_development)}</a></p> };
        notice_of(Tone::Info, link.into_any())
    });
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {page_title(td_string!(l, accounts.check_mail_title))}
            <p class="lead">{text}</p>
            {development}
            <section class="stack" aria-labelledby="rien-recu">
                <h2 id="rien-recu">{td_string!(l, accounts.check_mail_nothing_title)}</h2>
                <p>{nothing}</p>
                <p class="actions"><a class="button" href=again.0.path()>{again.1}</a> {other}</p>
            </section>
        </div>
    }
    .into_any()
}
