//! What a guardian is asked about the account of somebody under 15: what Déclic is, what is kept, their rights; and
//! taking it back. Opening the page changes nothing, as mail programs open links on their own.

use super::token;
use crate::{
    accounts::{
        api::{AgreeToAccount, ObjectToAccount, account_consent_by_link},
        form::{AccountConsentForm, AccountObjectionForm},
        types::AccountConsent,
        visitor::use_draft,
    },
    error::AppError,
    i18n::*,
    locale::use_locale,
    ui::{
        failure::failure_page,
        form::{FormState, Weight, hidden, submit},
        notice::{Tone, notice},
        page_title::{form_title, page_title},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// What a guardian is asked about an account, `/inscription/accord/:token`.
#[component]
pub fn AccountConsentPage() -> impl IntoView {
    let l = use_locale();
    let consent = Resource::new_blocking(token, account_consent_by_link);
    let page = move || {
        consent.get().map(|consent| match consent {
            Ok(consent) => page(&consent, l),
            Err(AppError::LinkExpired) => used(l),
            Err(error) => failure_page(&error),
        })
    };
    view! { <Suspense>{page}</Suspense> }
}

/// What a link says that decides nothing any more: to somebody without an account.
fn used(l: Locale) -> AnyView {
    view! {
        <div class="wrap wrap--narrow page stack">
            {page_title(td_string!(l, guardians.consent_title))}
            {notice(Tone::Warning, td_string!(l, accounts.link_expired))}
            <p>{td_string!(l, guardians.consent_used_text)}</p>
        </div>
    }
    .into_any()
}

fn page(consent: &AccountConsent, l: Locale) -> AnyView {
    let form = FormState::new(use_draft::<AccountConsentForm>());
    let name = consent.name.as_str();
    let lead = match consent.agreed {
        true => td_string!(l, guardians.consent_lead_agreed, name = name),
        false => td_string!(l, guardians.consent_lead, name = name, until = consent.until.as_str()),
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                {form_title(td_string!(l, guardians.consent_title), form.is_refused())}
                <p class="lead">{lead}</p>
            </div>
            {points(
                "service",
                td_string!(l, guardians.what_title),
                [
                    td_string!(l, guardians.what_talks),
                    td_string!(l, guardians.what_each),
                    td_string!(l, guardians.what_safe),
                ],
            )}
            {points(
                "donnees",
                td_string!(l, guardians.kept_title),
                [
                    td_string!(l, guardians.kept_account),
                    td_string!(l, guardians.kept_use),
                    td_string!(l, guardians.kept_guardian),
                ],
            )}
            {points(
                "droits",
                td_string!(l, guardians.rights_title),
                [
                    td_string!(l, guardians.rights_withdraw),
                    td_string!(l, guardians.rights_access),
                    td_string!(l, guardians.rights_complain),
                ],
            )}
            {(!consent.agreed).then(|| agree(&form, consent, l))}
            {object(consent, l)}
        </div>
    }
    .into_any()
}

fn points(id: &'static str, title: &'static str, texts: [&'static str; 3]) -> AnyView {
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <ul class="points">{texts.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn agree(form: &FormState, consent: &AccountConsent, l: Locale) -> AnyView {
    let responsible = td_string!(l, guardians.responsible, name = consent.name.as_str());
    view! {
        <section class="panel" aria-labelledby="accord">
            <h2 class="panel__title" id="accord">{td_string!(l, guardians.agree_title)}</h2>
            <form class="form" method="post" action=AgreeToAccount::url() novalidate>
                {form.summary(&[("responsible", &responsible)])}
                {hidden("token", &token())}
                {form.field("responsible", &responsible).checkbox("on")}
                {submit(Weight::Primary, td_string!(l, guardians.agree))}
            </form>
        </section>
    }
    .into_any()
}

fn object(consent: &AccountConsent, l: Locale) -> AnyView {
    let (title, text, button) = match consent.agreed {
        true => (
            td_string!(l, guardians.withdraw_title),
            td_string!(l, guardians.withdraw_text),
            td_string!(l, guardians.withdraw),
        ),
        false => (
            td_string!(l, guardians.object_title),
            td_string!(l, guardians.object_text),
            td_string!(l, guardians.object),
        ),
    };
    view! {
        <section class="panel panel--danger" aria-labelledby="refus">
            <h2 class="panel__title" id="refus">{title}</h2>
            <p>{text}</p>
            {FormState::new(use_draft::<AccountObjectionForm>()).summary(&[])}
            <form method="post" action=ObjectToAccount::url()>
                {hidden("token", &token())} {submit(Weight::Danger, button)}
            </form>
        </section>
    }
    .into_any()
}
