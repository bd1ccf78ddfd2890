//! The conversation of a talk: what was written, a field to write in, and what to do when something is wrong.

use super::labels;
use crate::{
    accounts::visitor::{use_account, use_draft},
    form::Form,
    i18n::*,
    locale::{is_singular, use_locale},
    routes::Route,
    talks::{
        api::{BlockPerson, ReadMessages, ReportPerson, SendMessage, UnblockPerson, conversation},
        form::{BlockForm, MessageForm, ReportForm},
        types::{ConversationDetails, Message, ReportReason, Side, Writing},
    },
    ui::{
        choice::Choice,
        demonstration::demonstration_banner,
        failure::current_path,
        form::{FormState, Weight, hidden, submit},
        icon::icon,
        loaded::loaded,
        markup::Markup,
        notice::{Tone, notice, notice_of},
        page_title::form_title,
    },
};
use leptos::{nonce::use_nonce, prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{
    components::Redirect,
    hooks::{use_params_map, use_query_map},
};

/// The conversation of a talk, `/rendez-vous/:id/messages`.
#[component]
pub fn ConversationPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let (parameters, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let id = parameters.with(|parameters| parameters.get("id").unwrap_or_default());
        let of = |name| query.with(|query| query.get(name).unwrap_or_default());
        (id, of("avant"), of("signaler"))
    });
    let details =
        Resource::new_blocking(move || asked.get(), |(id, before, reported)| conversation(id, before, reported));
    loaded(details, move |details| page(&details, l))
}

/// The form of this conversation that came back refused, or a fresh one.
fn state<F: Form>(details: &ConversationDetails) -> FormState {
    FormState::new(use_draft::<F>().filter(|draft| draft.value("talk") == Some(&details.talk.id)))
}

fn page(details: &ConversationDetails, l: Locale) -> AnyView {
    let talk = &details.talk;
    let writing = state::<MessageForm>(details);
    let report = state::<ReportForm>(details).id_prefix("report-");
    let title = td_string!(l, conversation.title, other = labels::other(talk.other.as_deref(), l));
    let about =
        td_string!(l, conversation.about, trade = talk.trade.as_str(), moment = labels::moment(&talk.moment, l));
    let write = match details.writing {
        Writing::Open => write(details, &writing, l),
        closed => why_not(closed, details, &writing, l),
    };
    view! {
        {talk.demonstration.then(demonstration_banner)}
        <div class="wrap wrap--narrow page stack stack--l">
            <p class="crumbs">
                <a href=Route::Talk(talk.id.clone()).path()>{icon("chevron-left")}{td_string!(l, conversation.back)}</a>
            </p>
            <div class="stack">
                {form_title(&title, writing.is_refused() || report.is_refused())}
                <p class="lead">{about}</p>
            </div>
            {messages(details, l)}
            {write}
            {details.has_other.then(|| trouble(details, &report, l))}
            {live(details)}
        </div>
    }
    .into_any()
}

fn messages(details: &ConversationDetails, l: Locale) -> AnyView {
    let talk = details.talk.id.clone();
    let older = details.older_before.map(|before| {
        let href = Route::OlderMessages { talk: talk.clone(), before }.path();
        view! { <p><a href=href>{td_string!(l, conversation.older)}</a></p> }
    });
    let newest = (!details.is_newest).then(|| {
        view! { <p><a href=Route::NewestMessages(talk.clone()).path()>{td_string!(l, conversation.newest)}</a></p> }
    });
    let awaits = details.writing == Writing::AwaitsGuardian;
    let nothing = (details.messages.is_empty() && !awaits).then(|| {
        view! { <p class="muted" id="no-message">{td_string!(l, conversation.nothing)}</p> }
    });
    let list = details.messages.iter().map(|message| message_markup(message, &talk, l).into_view());
    // What is added to it is read out.
    view! {
        <div class="stack">
            {older}
            <div role="log" aria-live="polite" aria-label=td_string!(l, conversation.log)>
                {nothing}
                <ol class="messages" id="messages">{list.collect_view()}</ol>
            </div>
            <div class="messages__end" id="derniers"></div>
            {newest}
        </div>
    }
    .into_any()
}

/// One message, as the page shows it and as it is sent to whoever has the page open.
#[must_use]
pub fn message_markup(message: &Message, talk: &str, l: Locale) -> Markup {
    let (class, author) = match message.is_own {
        true => ("message message--own", td_string!(l, conversation.you).to_owned()),
        false => ("message", labels::other_first(message.other.as_deref(), l)),
    };
    let number = message.number.to_string();
    let told = Markup::default()
        .raw("<li class=\"")
        .raw(class)
        .raw("\" id=\"message-")
        .text(&number)
        .raw("\"><p class=\"message__head\"><span class=\"message__author\">")
        .text(&author)
        .raw("</span> <time datetime=\"")
        .text(&message.moment.iso)
        .raw("\">")
        .text(&labels::moment(&message.moment, l))
        .raw("</time></p><p class=\"message__body\">")
        .text(&message.body)
        .raw("</p>");
    let told = match message.is_own {
        true => told,
        false => told
            .raw("<p class=\"message__report\"><a href=\"")
            .text(&Route::ReportMessage { talk: talk.to_owned(), number: message.number }.path())
            .raw("\">")
            .text(td_string!(l, conversation.report))
            .raw("<span class=\"visually-hidden\"> ")
            .text(&td_string!(l, conversation.report_which, moment = labels::moment(&message.moment, l)))
            .raw("</span></a></p>"),
    };
    told.raw("</li>")
}

fn write(details: &ConversationDetails, form: &FormState, l: Locale) -> AnyView {
    let label = td_string!(l, conversation.label);
    let until = details.until.as_ref().map(|until| labels::moment(until, l));
    let until = until.map(|until| view! { <p class="muted">{td_string!(l, conversation.until, until = until)}</p> });
    view! {
        <form class="form" id="ecrire" method="post" action=SendMessage::url() novalidate>
            {form.summary(&[("body", label)])}
            {hidden("talk", &details.talk.id)}
            {form.field("body", label).hint(td_string!(l, conversation.hint)).textarea(4)}
            {submit(Weight::Primary, td_string!(l, conversation.send))}
            {until}
        </form>
    }
    .into_any()
}

/// Why nothing can be written now; what was typed meanwhile is not lost.
fn why_not(writing: Writing, details: &ConversationDetails, form: &FormState, l: Locale) -> AnyView {
    let other = || labels::other_first(details.talk.other.as_deref(), l);
    let text = match writing {
        Writing::AwaitsGuardian => match details.talk.side {
            Side::Explorer => td_string!(l, conversation.awaits_guardian).to_owned(),
            Side::Professional => td_string!(l, conversation.awaits_their_guardian).to_owned(),
        },
        Writing::Over => td_string!(l, conversation.over).to_owned(),
        Writing::OtherLeft => td_string!(l, conversation.other_left).to_owned(),
        Writing::Blocked => td_string!(l, conversation.blocked, other = other()),
        Writing::Closed | Writing::Open => td_string!(l, conversation.closed).to_owned(),
    };
    let typed = form.typed("body").filter(|typed| !typed.is_empty()).map(|typed| {
        let content = view! {
            <p>{td_string!(l, conversation.typed)}</p>
            <p class="message__body">{typed.to_owned()}</p>
        };
        notice_of(Tone::Info, content.into_any())
    });
    view! { {form.summary(&[])} {notice(Tone::Info, &text)} {typed} }.into_any()
}

/// Reporting and blocking, folded away until they are needed.
fn trouble(details: &ConversationDetails, form: &FormState, l: Locale) -> AnyView {
    let is_open = details.reported.is_some() || form.is_refused() || details.writing == Writing::Blocked;
    view! {
        <details class="trouble" open=is_open>
            <summary>{icon("alert")}{td_string!(l, conversation.trouble)}{icon("chevron-down")}</summary>
            <div class="trouble__ways stack stack--l">{report(details, form, l)} {block(details, l)}</div>
        </details>
    }
    .into_any()
}

fn report(details: &ConversationDetails, form: &FormState, l: Locale) -> AnyView {
    let (why, note) = (td_string!(l, conversation.report_reason), td_string!(l, conversation.report_note));
    let reasons = ReportReason::ALL.iter().map(|reason| Choice::new(reason.code(), labels::report_reason(*reason, l)));
    let message = details.reported.as_ref().map(|message| message.number.to_string());
    let message = message.or_else(|| form.typed("message").map(str::to_owned)).unwrap_or_default();
    let quoted = details.reported.as_ref().map(|message| {
        view! {
            <p>{td_string!(l, conversation.report_this)}</p>
            <blockquote class="message__body">{message.body.clone()}</blockquote>
        }
    });
    view! {
        <section class="panel" id="signaler" aria-labelledby="signaler-titre">
            <h2 class="panel__title" id="signaler-titre">{td_string!(l, conversation.report_title)}</h2>
            <p>{td_string!(l, conversation.report_text)}</p>
            {quoted}
            <form class="form" method="post" action=ReportPerson::url() novalidate>
                {form.summary(&[("reason", why), ("note", note)])}
                {hidden("talk", &details.talk.id)}
                {hidden("message", &message)}
                {form.field("reason", why).radios(reasons.collect())}
                {form.field("note", note).not_required().hint(td_string!(l, conversation.report_note_hint)).textarea(3)}
                {submit(Weight::Plain, td_string!(l, conversation.report_send))}
            </form>
        </section>
    }
    .into_any()
}

fn block(details: &ConversationDetails, l: Locale) -> AnyView {
    let form = state::<BlockForm>(details);
    let other = labels::other(details.talk.other.as_deref(), l);
    let (title, text, action, button, weight) = match details.writing {
        Writing::Blocked => (
            td_string!(l, conversation.unblock_title),
            td_string!(l, conversation.unblock_text, other = other),
            UnblockPerson::url(),
            td_string!(l, conversation.unblock),
            Weight::Plain,
        ),
        _ => (
            td_string!(l, conversation.block_title),
            td_string!(l, conversation.block_text, other = other),
            BlockPerson::url(),
            td_string!(l, conversation.block),
            Weight::Danger,
        ),
    };
    view! {
        <section class="panel panel--danger" aria-labelledby="bloquer">
            <h2 class="panel__title" id="bloquer">{title}</h2>
            <p>{text}</p>
            <form method="post" action=action>
                {form.summary(&[])}
                {hidden("talk", &details.talk.id)}
                {submit(weight, button)}
            </form>
        </section>
    }
    .into_any()
}

/// Has the browser listen for new messages, where there may be some.
fn live(details: &ConversationDetails) -> Option<AnyView> {
    let is_live = details.is_newest && details.writing == Writing::Open;
    let script = || {
        view! {
            <script
                src="/messages.js"
                nonce=use_nonce()
                data-talk=details.talk.id.clone()
                data-last=details.last
                data-stream=Route::MessageStream(details.talk.id.clone()).path()
                data-read=ReadMessages::url()
            ></script>
        }
        .into_any()
    };
    is_live.then(script)
}

/// The way to the conversation from a list of talks, where something in it is unread.
pub fn unread_link(talk: &str, count: Option<&u32>, l: Locale) -> Option<AnyView> {
    let count = *count?;
    Some(
        view! {
            <li>
                {icon("mail")}
                <a class="meta__link" href=Route::NewestMessages(talk.to_owned()).path()>{unread(count, l)}</a>
            </li>
        }
        .into_any(),
    )
}

/// `2 nouveaux messages`.
pub fn unread(count: u32, l: Locale) -> String {
    if is_singular(l, u64::from(count)) {
        td_string!(l, conversation.unread_one, count = count)
    } else {
        td_string!(l, conversation.unread_many, count = count)
    }
}
