//! The fields of what an organisation says, to open it and to change it.

use super::labels;
use crate::{
    i18n::*,
    organisations::types::{Kind, OrganisationDetails},
    ui::{
        choice::Choice,
        field::Input,
        form::{FormState, hidden},
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The summary and the fields, empty or with what the organisation says now.
pub fn fields(form: &FormState, now: Option<&OrganisationDetails>, l: Locale) -> AnyView {
    let name = td_string!(l, organisations.name);
    let kind = td_string!(l, organisations.kind);
    let commune = td_string!(l, organisations.commune);
    let about = td_string!(l, organisations.about);
    let website = td_string!(l, organisations.website);
    let siret = td_string!(l, organisations.siret);
    let labelled = [
        ("name", name),
        ("kind", kind),
        ("commune", commune),
        ("about", about),
        ("website", website),
        ("siret", siret),
    ];
    let held = |read: fn(&OrganisationDetails) -> String| now.map(read).unwrap_or_default();
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.code(), labels::kind(kind, l))).to_vec();
    view! {
        {form.summary(&labelled)}
        {hidden("organisation", &held(|now| now.link.slug.clone()))}
        {form.field("name", name).value(&held(|now| now.link.name.clone())).autocomplete("organization").input(Input::Text)}
        {form.field("kind", kind).value(&held(|now| now.kind.code().to_owned())).radios(kinds)}
        {form
            .field("commune", commune)
            .value(&held(|now| now.place.clone()))
            .hint(td_string!(l, organisations.commune_hint))
            .input(Input::Text)}
        {form
            .field("about", about)
            .value(&held(|now| now.about.clone()))
            .hint(td_string!(l, organisations.about_hint))
            .textarea(6)}
        {form
            .field("website", website)
            .optional()
            .value(&held(|now| now.website.clone().unwrap_or_default()))
            .hint(td_string!(l, organisations.website_hint))
            .input(Input::Text)}
        {form
            .field("siret", siret)
            .optional()
            .value(&held(|now| now.siret.clone().unwrap_or_default()))
            .hint(td_string!(l, organisations.siret_hint))
            .input(Input::Text)}
    }
    .into_any()
}
