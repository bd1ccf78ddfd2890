//! How deeds, roles and people of the log are called, in the reader's language.

use crate::{
    i18n::*,
    moderation::types::{Deed, Doer, Finding, Reason, Role},
};
use leptos_i18n::td_string;

/// `Profil approuvé`; the code itself of a deed that this program does not know.
#[must_use]
pub fn deed(deed: &Result<Deed, String>, l: Locale) -> String {
    let name = match deed {
        Ok(Deed::ProfileApproved) => td_string!(l, moderation.deed_profile_approved),
        Ok(Deed::ProfileChangesAsked) => td_string!(l, moderation.deed_profile_changes_asked),
        Ok(Deed::ProfileRefused) => td_string!(l, moderation.deed_profile_refused),
        Ok(Deed::OrganisationApproved) => td_string!(l, organisations.deed_approved),
        Ok(Deed::OrganisationRefused) => td_string!(l, organisations.deed_refused),
        Ok(Deed::OrganisationChangeRefused) => td_string!(l, organisations.deed_change_refused),
        Ok(Deed::OrganisationTakenDown) => td_string!(l, organisations.deed_taken_down),
        Ok(Deed::RoleGranted) => td_string!(l, moderation.deed_role_granted),
        Ok(Deed::RoleRevoked) => td_string!(l, moderation.deed_role_revoked),
        Ok(Deed::ReportUpheld) => td_string!(l, reports.deed_upheld),
        Ok(Deed::ReportDismissed) => td_string!(l, reports.deed_dismissed),
        Ok(Deed::TalkStopped) => td_string!(l, reports.deed_talk_stopped),
        Err(code) => code,
    };
    name.to_owned()
}

/// `relais`.
#[must_use]
pub fn role(role: Role, l: Locale) -> &'static str {
    match role {
        Role::Relay => td_string!(l, moderation.role_relay),
        Role::Administrator => td_string!(l, moderation.role_administrator),
    }
}

/// Who did it.
#[must_use]
pub fn doer(doer: &Doer, l: Locale) -> String {
    match doer {
        Doer::Person(name) => name.clone(),
        Doer::Gone => td_string!(l, moderation.account_gone).to_owned(),
        Doer::Operator => td_string!(l, moderation.operator).to_owned(),
    }
}

/// Why a profile cannot be listed, as its owner is told too.
#[must_use]
pub fn reason(reason: Reason, l: Locale) -> &'static str {
    match reason {
        Reason::Vague => td_string!(l, moderation.reason_vague),
        Reason::NotAPerson => td_string!(l, moderation.reason_not_a_person),
        Reason::Unverified => td_string!(l, moderation.reason_unverified),
        Reason::Advertising => td_string!(l, moderation.reason_advertising),
        Reason::Disrespectful => td_string!(l, moderation.reason_disrespectful),
        Reason::UnsafePlace => td_string!(l, moderation.reason_unsafe_place),
        Reason::Other => td_string!(l, moderation.reason_other),
    }
}

/// What a report was found to be about, as the log has it.
#[must_use]
pub fn finding(finding: Finding, l: Locale) -> &'static str {
    match finding {
        Finding::Danger => td_string!(l, reports.finding_danger),
        Finding::Sexual => td_string!(l, reports.finding_sexual),
        Finding::Harassment => td_string!(l, reports.finding_harassment),
        Finding::Insult => td_string!(l, reports.finding_insult),
        Finding::ContactDetails => td_string!(l, reports.finding_contact_details),
        Finding::Advertising => td_string!(l, reports.finding_advertising),
        Finding::NoBreach => td_string!(l, reports.finding_no_breach),
        Finding::Unclear => td_string!(l, reports.finding_unclear),
        Finding::Misunderstanding => td_string!(l, reports.finding_misunderstanding),
        Finding::Other => td_string!(l, reports.finding_other),
    }
}
