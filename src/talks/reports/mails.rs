//! What is told by mail of a report that is settled: nothing of what was written, and nobody's name. Who is reported is not
//! told by whom, nor of which talk, which would tell it.

use super::super::{
    form::Settlement,
    store::ReportRow,
    types::{Consequence, Outcome},
};
use crate::{
    accounts::store::AccountRow,
    locale,
    moderation::{labels::finding, types::Finding},
    notifications::{mail::Mail, types::MailKind},
};
use leptos_i18n::td_string;

/// "Somebody has read your report", to who made it.
#[must_use]
pub fn settled(reporter: &AccountRow, outcome: Outcome) -> Mail {
    let l = locale::from_code(&reporter.locale).unwrap_or_default();
    let name = reporter.display_name.as_str();
    let body = match outcome {
        Outcome::Upheld => td_string!(l, reports.mail_upheld_body, name = name),
        Outcome::Dismissed => td_string!(l, reports.mail_dismissed_body, name = name),
    };
    Mail::text(MailKind::Account, &reporter.email, td_string!(l, reports.mail_settled_subject), body)
}

/// "What you wrote is against the rules", or what they did where nothing is kept that they wrote, to who is reported, with
/// what follows.
#[must_use]
pub fn warned(reported: &AccountRow, report: &ReportRow, settlement: &Settlement, consequence: Consequence) -> Mail {
    let l = locale::from_code(&reported.locale).unwrap_or_default();
    // "Something else" says nothing that the note does not say.
    let why = (settlement.finding != Finding::Other).then(|| finding(settlement.finding, l));
    let why = why.into_iter().chain(settlement.note.as_deref()).collect::<Vec<_>>().join("\n\n");
    let follows = match consequence {
        Consequence::Warn => td_string!(l, reports.mail_warned_only),
        Consequence::Separate => td_string!(l, reports.mail_warned_separate),
        Consequence::RefuseProfile => td_string!(l, reports.mail_warned_refused),
    };
    let name = reported.display_name.as_str();
    let (subject, body) = match report.evidence.is_some() {
        true => (
            td_string!(l, reports.mail_warned_subject),
            td_string!(l, reports.mail_warned_body, name = name, why = why, follows = follows),
        ),
        false => (
            td_string!(l, reports.mail_warned_person_subject),
            td_string!(l, reports.mail_warned_person_body, name = name, why = why, follows = follows),
        ),
    };
    Mail::text(MailKind::Account, &reported.email, subject, body)
}
