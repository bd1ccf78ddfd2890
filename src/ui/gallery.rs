//! Every component in every state, to look at and to check: a page of development servers.

use super::{
    choice::Choice,
    completion::completion,
    demonstration::demonstration_banner,
    empty::{WayOn, empty},
    failure::failure,
    field::{Field, Input},
    form::{FormState, Weight, hidden, submit},
    http_status::set_status,
    icon::icon,
    map::{Area, france_map},
    notice::{Tone, notice, outcome},
    page_title::page_title,
    pagination::pagination,
    tag::{chip, strong_tag, tag},
};
use crate::{
    error::{AppError, FieldError, Problem},
    form::Draft,
    locale::use_locale,
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// Every pictogram of `public/icons.svg`.
const ICONS: [&str; 26] = [
    "calendar",
    "clock",
    "pin",
    "video",
    "phone",
    "building",
    "search",
    "check",
    "check-circle",
    "alert",
    "info",
    "chevron",
    "chevron-left",
    "chevron-down",
    "user",
    "globe",
    "arrow",
    "close",
    "quote",
    "filter",
    "mail",
    "link",
    "talk",
    "workshop",
    "immersion",
    "training",
];
const INPUTS: [Input; 8] =
    [Input::Text, Input::Search, Input::Email, Input::Password, Input::Date, Input::Time, Input::Number, Input::File];
const TONES: [Tone; 4] = [Tone::Info, Tone::Success, Tone::Warning, Tone::Error];

/// The gallery.
#[must_use]
pub fn gallery() -> AnyView {
    let l = use_locale();
    let page = view! {
        {demonstration_banner()}
        <div class="wrap wrap--narrow page stack stack--l">
            {page_title(td_string!(l, common.gallery_title))} {marks()} {notices()} {fields()} {choices()} {refused()} {lists()} {map()}
        </div>
    }
    .into_any();
    // The failures shown here are none of this page's own.
    set_status(200);
    page
}

fn section(title: &'static str, content: AnyView) -> AnyView {
    view! { <section class="stack"><h2>{title}</h2>{content}</section> }.into_any()
}

fn marks() -> AnyView {
    let l = use_locale();
    let text = td_string!(l, common.gallery_answer);
    let icons = ICONS.into_iter().map(|name| view! { <li class="tag">{icon(name)}{name}</li> }).collect_view();
    let content = view! {
        <ul class="tags">{icons}</ul>
        <ul class="tags">
            <li>{tag(text)}</li>
            <li>{strong_tag(text)}</li>
            <li>{chip(text, "#".to_owned())}</li>
        </ul>
        <p class="actions">
            {submit(Weight::Primary, text)} {submit(Weight::Plain, text)} {submit(Weight::Danger, text)}
            <a class="button button--link" href="#" rel="external">{text}</a>
        </p>
    };
    section(td_string!(l, common.gallery_marks), content.into_any())
}

fn notices() -> AnyView {
    let l = use_locale();
    let text = td_string!(l, common.gallery_sentence);
    let failures = [AppError::SignInRequired, AppError::NotFound, AppError::Unavailable];
    let content = view! {
        {TONES.into_iter().map(|tone| notice(tone, text)).collect_view()}
        {TONES.into_iter().map(|tone| outcome(tone, text)).collect_view()}
        {failures.iter().map(failure).collect_view()}
    };
    section(td_string!(l, common.gallery_notices), content.into_any())
}

/// A field of its own id.
fn sample(id: &str) -> Field {
    Field::plain(id, td_string!(use_locale(), common.gallery_label))
}

fn fields() -> AnyView {
    let l = use_locale();
    let hint = td_string!(l, common.gallery_sentence);
    let kinds = INPUTS.into_iter().enumerate().map(|(index, kind)| sample(&format!("input-{index}")).input(kind));
    let content = view! {
        {kinds.collect_view()}
        {sample("hinted").hint(hint).optional().placeholder(hint).input(Input::Text)}
        {sample("wrong").hint(hint).value(hint).problem(Some(Problem::TooShort(10))).input(Input::Text)}
        {sample("bounded").bounds("1", "40").step(1).value("3").input(Input::Number)}
        {sample("long").value(hint).textarea(4)}
        {sample("long-wrong").problem(Some(Problem::Required)).textarea(4)}
        {completion(sample("completed"), Input::Text, |text| Box::pin(async move { Ok(vec![format!("{text} 1"), format!("{text} 2")]) }))}
    };
    section(td_string!(l, common.gallery_fields), content.into_any())
}

fn choices() -> AnyView {
    let l = use_locale();
    let answer = td_string!(l, common.gallery_answer);
    let choices = || vec![Choice::new("1", answer).icon("video"), Choice::new("2", answer), Choice::new("3", answer)];
    let several = Problem::AmbiguousPlace(vec![format!("{answer} (1)"), format!("{answer} (2)")]);
    let content = view! {
        {sample("select").value("2").select(choices())}
        {sample("radios").value("2").radios(choices())}
        {sample("radios-wrong").problem(Some(Problem::Required)).radios(choices())}
        {sample("checkboxes").value("1 3").optional().checkboxes(choices())}
        {sample("checkbox").value("on").checkbox("on")}
        {sample("ambiguous").problem(Some(several)).input(Input::Text)}
    };
    section(td_string!(l, common.gallery_choices), content.into_any())
}

fn refused() -> AnyView {
    let l = use_locale();
    let label = td_string!(l, common.gallery_label);
    let error = AppError::Invalid(vec![FieldError { field: "email".to_owned(), problem: Problem::NotAnEmail }]);
    let draft =
        |error| Draft { form: String::new(), values: vec![("email".to_owned(), "a@b".to_owned())], error: Some(error) };
    let form = FormState::new(Some(draft(error)));
    let busy = FormState::new(Some(draft(AppError::TooManyAttempts { minutes: 3 })));
    let content = view! {
        {busy.summary(&[])}
        <form class="form" novalidate>
            {form.summary(&[("email", label)])} {hidden("next", "/")} {form.field("email", label).input(Input::Email)}
        </form>
    };
    section(td_string!(l, common.gallery_refused), content.into_any())
}

fn map() -> AnyView {
    let l = use_locale();
    let text = td_string!(l, common.gallery_answer);
    let area = |(shade, code): (usize, &str)| Area {
        code: code.to_owned(),
        name: format!("{text} {code}"),
        value: text.to_owned(),
        label: format!("{text} {code}"),
        shade,
        href: "/dev/ui".to_owned(),
        is_current: code == "12",
    };
    let areas: Vec<Area> = ["31", "81", "12", "48", "34", "974", "75"].into_iter().enumerate().map(area).collect();
    let legend: Vec<_> = (0..5).map(|shade| (shade, format!("{text} {shade}"))).collect();
    section(td_string!(l, common.gallery_map), france_map(&areas, &legend))
}

fn lists() -> AnyView {
    let l = use_locale();
    let text = td_string!(l, common.gallery_sentence);
    let href = |page: u32| format!("?page={page}");
    let pages = [(1, 3), (6, 12), (12, 12)]
        .into_iter()
        .map(|(page, pages)| pagination(page, pages, &format!("{text} {page}/{pages}"), &href));
    let content = view! {
        {pages.collect_view()}
        {empty(text, vec![WayOn { icon: "pin", text: text.to_owned(), href: "/".to_owned() }])}
    };
    section(td_string!(l, common.gallery_lists), content.into_any())
}
