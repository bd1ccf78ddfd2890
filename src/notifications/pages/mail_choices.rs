//! Which mails one wants, `/compte/courriels`.

use super::super::{
    api::{SaveMailChoices, my_mail_choices},
    form::MailChoicesForm,
    types::{MailChoices, MailKind},
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    routes::Route,
    ui::{
        choice::Choice,
        failure::current_path,
        form::{FormState, Weight, hidden, submit},
        loaded::loaded,
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;

/// The page of one's choices.
#[component]
pub fn MailChoicesPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let draft = use_draft::<MailChoicesForm>();
    loaded(Resource::new_blocking(|| (), |()| my_mail_choices()), move |choices| {
        page(&choices, &FormState::new(draft.clone()), l)
    })
}

fn page(choices: &MailChoices, form: &FormState, l: Locale) -> AnyView {
    let always = MailKind::ALL.into_iter().filter(|kind| !kind.is_switchable());
    let always = always.map(|kind| view! { <li>{kind.label(l)}</li> }).collect_view();
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {form_title(td_string!(l, journey.mails_title), form.is_refused())}
            <p class="lead">{td_string!(l, journey.mails_lead, email = choices.email.as_str())}</p>
            <form class="form" method="post" action=SaveMailChoices::url()>
                {form.summary(&[])} {hidden("shown", &codes(MailKind::switchable()))} {boxes(choices, form, l)}
                <p class="actions">{submit(Weight::Primary, td_string!(l, journey.mails_save))}</p>
            </form>
            <section class="stack" aria-labelledby="toujours">
                <h2 id="toujours">{td_string!(l, journey.always_title)}</h2>
                <p>{td_string!(l, journey.always_text)}</p>
                <ul>{always}</ul>
            </section>
            <p>
                <a href=Route::Account.path()>{td_string!(l, journey.back_to_account)}</a>
            </p>
        </div>
    }
    .into_any()
}

fn boxes(choices: &MailChoices, form: &FormState, l: Locale) -> AnyView {
    let wanted = MailKind::switchable().filter(|kind| !choices.switched_off.contains(kind));
    let offered = MailKind::switchable().map(|kind| Choice::new(kind.code(), kind.label(l))).collect();
    form.field("kinds", td_string!(l, journey.mails_legend)).value(&codes(wanted)).checkboxes(offered)
}

fn codes(kinds: impl Iterator<Item = MailKind>) -> String {
    kinds.map(MailKind::code).collect::<Vec<_>>().join(" ")
}
