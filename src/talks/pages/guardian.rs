//! Who is asked to agree to a minor's talk, and a way to correct the address.

use crate::{
    accounts::visitor::use_draft,
    i18n::*,
    talks::{
        api::CorrectGuardian,
        form::TalkGuardianForm,
        types::{GuardianAsked, TalkSummary},
    },
    ui::{
        field::Input,
        form::{FormState, Weight, hidden, submit},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

fn form_of(talk: &TalkSummary) -> FormState {
    let own = use_draft::<TalkGuardianForm>().filter(|draft| draft.value("talk") == Some(&talk.id));
    FormState::new(own).id_prefix("guardian-")
}

/// Whether a correction for this talk was refused.
pub fn is_refused(talk: &TalkSummary) -> bool {
    form_of(talk).is_refused()
}

/// Whom a minor waits for, and the form that asks at another address.
pub fn guardian(asked: &GuardianAsked, talk: &TalkSummary, l: Locale) -> AnyView {
    let form = form_of(talk);
    let label = td_string!(l, guardians.email);
    let correct = match asked.may_correct {
        _ if asked.is_of_account => ().into_any(),
        true => view! {
            <p>{td_string!(l, guardians.correct_title)} " " {td_string!(l, guardians.correct_text)}</p>
            <form class="form" method="post" action=CorrectGuardian::url() novalidate>
                {form.summary(&[("guardian_email", label)])}
                {hidden("talk", &talk.id)}
                {form.field("guardian_email", label).value(&asked.email).autocomplete("off").input(Input::Email)}
                <p class="actions">{submit(Weight::Plain, td_string!(l, guardians.correct))}</p>
            </form>
        }
        .into_any(),
        false => view! {
            {form.summary(&[("guardian_email", label)])}
            <p>{td_string!(l, guardians.no_more_corrections)}</p>
        }
        .into_any(),
    };
    view! {
        <section class="panel stack" aria-labelledby="parent">
            <h2 class="panel__title" id="parent">{td_string!(l, guardians.correct_talk_title)}</h2>
            <p>{td_string!(l, guardians.correct_talk_sent)} " " <strong>{asked.email.clone()}</strong></p>
            {correct}
        </section>
    }
    .into_any()
}
