//! The mail that says that thanks wait: what they say stays on Déclic.

use super::super::{
    mails::{other_name, trade_label},
    store::{Party, TalkRow},
};
use crate::{
    context::AppContext,
    locale,
    notifications::{mail::Mail, types::MailKind},
    routes::Route,
};
use leptos_i18n::td_string;

/// Thanks wait for the professional of a talk.
pub fn thanks_wait(app: &AppContext, talk: &TalkRow, professional: &Party<'_>) -> Mail {
    let l = locale::from_code(professional.locale).unwrap_or_default();
    let other = other_name(talk, professional.side, l).unwrap_or_else(|| td_string!(l, talks.somebody_gone).to_owned());
    let subject = td_string!(l, feedback.mail_subject, other = other.as_str());
    let body = td_string!(
        l,
        feedback.mail_body,
        name = professional.name,
        other = other.as_str(),
        trade = trade_label(&talk.trade_code),
        link = app.link(&Route::Talk(talk.id.to_string()))
    );
    Mail::text(MailKind::Thanks, professional.email, subject, body)
}
