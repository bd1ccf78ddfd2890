//! What is told by mail of profiles that somebody looks at: to their owners what was decided, to moderators that some
//! wait, and reports with them.

use super::{mails::trade_label, store::ProfessionalRow, vetting::Letter};
use crate::{
    context::AppContext,
    i18n::*,
    locale,
    moderation::{labels::reason, store::MemberRow, types::Reason},
    notifications::{mail::Mail, types::MailKind},
    routes::Route,
};
use leptos_i18n::td_string;

/// What was decided, to whose profile it is.
#[must_use]
pub fn decided(
    app: &AppContext,
    professional: &ProfessionalRow,
    letter: Letter,
    why: Option<Reason>,
    note: Option<&str>,
) -> Mail {
    let l = locale::from_code(&professional.locale).unwrap_or_default();
    let name = professional.display_name.as_str();
    let trade = trade_label(&professional.trade_code);
    let editor = || app.link(&Route::ProfessionalEditor);
    let page = || app.link(&Route::Professional(professional.id.to_string()));
    let why = || explained(why, note, l);
    let (subject, body) = match letter {
        Letter::Approved => (
            td_string!(l, moderation.mail_approved_subject),
            td_string!(l, moderation.mail_approved_body, name = name, trade = trade, page = page(), editor = editor()),
        ),
        Letter::ChangesApproved => (
            td_string!(l, moderation.mail_changes_approved_subject),
            td_string!(l, moderation.mail_changes_approved_body, name = name, page = page()),
        ),
        Letter::ChangesAsked => (
            td_string!(l, moderation.mail_changes_asked_subject),
            td_string!(
                l,
                moderation.mail_changes_asked_body,
                name = name,
                trade = trade,
                why = why(),
                editor = editor()
            ),
        ),
        Letter::Refused => (
            td_string!(l, moderation.mail_refused_subject),
            td_string!(l, moderation.mail_refused_body, name = name, trade = trade, why = why(), editor = editor()),
        ),
    };
    Mail::text(MailKind::Account, &professional.email, subject, body)
}

/// The reason and what was written with it. "Another reason" says nothing that the note does not say.
fn explained(why: Option<Reason>, note: Option<&str>, l: Locale) -> String {
    let why = why.filter(|why| *why != Reason::Other || note.is_none()).map(|why| reason(why, l));
    why.into_iter().chain(note).collect::<Vec<_>>().join("\n\n")
}

/// "Profiles wait, and reports", to somebody who moderates; at least one of either.
#[must_use]
pub fn waiting(app: &AppContext, moderator: &MemberRow, profiles: i64, reports: i64) -> Mail {
    let l = locale::from_code(&moderator.locale).unwrap_or_default();
    let is_one = |count: i64| locale::is_singular(l, count.unsigned_abs());
    let queue = app.link(&Route::Moderation { region: String::new(), page: 1 });
    let list = app.link(&Route::Reports(1));
    let profiles = (profiles > 0).then(|| match is_one(profiles) {
        true => (
            td_string!(l, moderation.mail_one_waits_subject).to_owned(),
            td_string!(l, moderation.mail_one_waits, link = queue),
        ),
        false => (
            td_string!(l, moderation.mail_some_wait_subject, count = profiles),
            td_string!(l, moderation.mail_some_wait, count = profiles, link = queue),
        ),
    });
    let reports = (reports > 0).then(|| match is_one(reports) {
        true => (
            td_string!(l, reports.mail_waiting_one_subject).to_owned(),
            td_string!(l, reports.mail_waiting_one, link = list),
        ),
        false => (
            td_string!(l, reports.mail_waiting_many_subject, count = reports),
            td_string!(l, reports.mail_waiting_many, count = reports, link = list),
        ),
    });
    // Somebody may be unsafe: what is reported comes first.
    let (subjects, waiting): (Vec<_>, Vec<_>) = reports.into_iter().chain(profiles).unzip();
    let subject = subjects.into_iter().next().unwrap_or_default();
    let body = td_string!(
        l,
        moderation.mail_waiting_body,
        name = moderator.display_name.as_str(),
        waiting = waiting.join("\n\n")
    );
    Mail::text(MailKind::Account, &moderator.email, subject, body)
}
