//! Letting the organisation of whom one meets know that one is interested: what it would be told, in full, before.

use super::labels;
use crate::{
    accounts::visitor::use_draft,
    i18n::*,
    talks::{
        api::{TakeInterestBack, TellInterest},
        form::{TakeInterestBackForm, TellInterestForm},
        types::{Interest, TalkSummary},
    },
    ui::{
        form::{FormState, Weight, hidden, submit},
        notice::{Tone, notice},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// The choice, on the page of a talk.
pub fn interest(interest: &Interest, talk: &TalkSummary, l: Locale) -> AnyView {
    let organisation = interest.organisation.as_str();
    let other = labels::other(talk.other.as_deref(), l);
    let content = match interest.is_told {
        true => view! {
            {notice(Tone::Success, &td_string!(l, organisations.interest_is_told, organisation = organisation))}
            {FormState::new(use_draft::<TakeInterestBackForm>()).summary(&[])}
            <form method="post" action=TakeInterestBack::url()>
                {hidden("talk", &talk.id)} {submit(Weight::Plain, td_string!(l, organisations.interest_take_back))}
            </form>
        }
        .into_any(),
        false => view! {
            <p>{td_string!(l, organisations.interest_text, organisation = organisation, other = other)}</p>
            <ul class="points">
                <li>{td_string!(l, organisations.interest_sees, organisation = organisation, other = other)}</li>
                <li>{td_string!(l, organisations.interest_hides, organisation = organisation)}</li>
                <li>{td_string!(l, organisations.interest_next, other = labels::other_first(talk.other.as_deref(), l))}</li>
                <li>{td_string!(l, organisations.interest_revocable)}</li>
            </ul>
            {FormState::new(use_draft::<TellInterestForm>()).summary(&[])}
            <form method="post" action=TellInterest::url()>
                {hidden("talk", &talk.id)}
                {submit(Weight::Plain, &td_string!(l, organisations.interest_tell, organisation = organisation))}
            </form>
        }
        .into_any(),
    };
    view! {
        <section class="panel stack" aria-labelledby="interet">
            <h2 class="panel__title" id="interet">
                {td_string!(l, organisations.interest_title, organisation = organisation)}
            </h2>
            {content}
        </section>
    }
    .into_any()
}
