//! What organisations say by mail: an invitation; to owners what was decided; to moderators that some wait.

use super::{
    labels,
    review::Outcome,
    store::{InvitationRow, OrganisationRow, PersonRow},
    types::Place,
};
use crate::{
    accounts::session::CurrentUser,
    context::AppContext,
    locale,
    moderation::store::MemberRow,
    notifications::{mail::Mail, types::MailKind},
    routes::Route,
};
use leptos_i18n::td_string;

/// "You are invited", in the language of who invites: whose address it is, nobody knows yet.
#[must_use]
pub fn invitation(
    app: &AppContext,
    by: &CurrentUser,
    organisation: &OrganisationRow,
    place: Place,
    recipient: &str,
    token: &str,
) -> Mail {
    let (l, name) = (by.locale, organisation.name.as_str());
    let link = app.link(&Route::OrganisationInvitation(token.to_owned()));
    let body = td_string!(
        l,
        organisations.mail_invitation_body,
        by = by.display_name.as_str(),
        what = labels::invited_to(place, l),
        organisation = name,
        link = link
    );
    Mail::text(
        MailKind::Organisation,
        recipient,
        td_string!(l, organisations.mail_invitation_subject, organisation = name),
        body,
    )
}

/// What came of an invitation, to an owner: who joined, as the link may have been passed on; or that nobody does.
#[must_use]
pub fn invitation_answered(
    app: &AppContext,
    owner: &PersonRow,
    organisation: &OrganisationRow,
    invitation: &InvitationRow,
    joined: Option<&CurrentUser>,
) -> Mail {
    let l = locale::from_code(&owner.locale).unwrap_or_default();
    let (name, email) = (owner.display_name.as_str(), invitation.email.as_str());
    let organisation_name = organisation.name.as_str();
    let (subject, body) = match joined {
        Some(joined) => (
            td_string!(
                l,
                organisations.mail_joined_subject,
                person = joined.display_name.as_str(),
                organisation = organisation_name
            ),
            td_string!(
                l,
                organisations.mail_joined_body,
                name = name,
                person = joined.display_name.as_str(),
                organisation = organisation_name,
                email = email,
                place = labels::place(invitation.place(), l),
                team = app.link(&Route::OrganisationTeam(organisation.slug.clone()))
            ),
        ),
        None => (
            td_string!(l, organisations.mail_declined_subject, organisation = organisation_name),
            td_string!(
                l,
                organisations.mail_declined_body,
                name = name,
                organisation = organisation_name,
                email = email
            ),
        ),
    };
    Mail::text(MailKind::Organisation, &owner.email, subject, body)
}

/// What was decided, to an owner.
#[must_use]
pub fn decided(
    app: &AppContext,
    owner: &PersonRow,
    organisation: &OrganisationRow,
    outcome: Outcome,
    why: &str,
) -> Mail {
    let l = locale::from_code(&owner.locale).unwrap_or_default();
    let (name, organisation_name) = (owner.display_name.as_str(), organisation.name.as_str());
    let editor = || app.link(&Route::OrganisationEditor(organisation.slug.clone()));
    let (subject, body) = match outcome {
        Outcome::Approved => (
            td_string!(l, organisations.mail_approved_subject, organisation = organisation_name),
            td_string!(
                l,
                organisations.mail_approved_body,
                name = name,
                organisation = organisation_name,
                page = app.link(&Route::Organisation { slug: organisation.slug.clone(), page: 1 }),
                team = app.link(&Route::OrganisationTeam(organisation.slug.clone()))
            ),
        ),
        Outcome::Refused => (
            td_string!(l, organisations.mail_refused_subject, organisation = organisation_name),
            td_string!(
                l,
                organisations.mail_refused_body,
                name = name,
                organisation = organisation_name,
                why = why,
                editor = editor()
            ),
        ),
        Outcome::TakenDown => (
            td_string!(l, organisations.mail_taken_down_subject, organisation = organisation_name),
            td_string!(
                l,
                organisations.mail_taken_down_body,
                name = name,
                organisation = organisation_name,
                why = why,
                editor = editor()
            ),
        ),
        Outcome::ChangeRefused => (
            td_string!(l, organisations.mail_change_refused_subject, organisation = organisation_name),
            td_string!(
                l,
                organisations.mail_change_refused_body,
                name = name,
                organisation = organisation_name,
                why = why,
                editor = editor()
            ),
        ),
    };
    Mail::text(MailKind::Organisation, &owner.email, subject, body)
}

/// "Organisations wait", to somebody who moderates.
#[must_use]
pub fn waiting(app: &AppContext, moderator: &MemberRow) -> Mail {
    let l = locale::from_code(&moderator.locale).unwrap_or_default();
    let link = app.link(&Route::ModeratedOrganisations);
    let body = td_string!(l, organisations.mail_waiting_body, name = moderator.display_name.as_str(), link = link);
    Mail::text(MailKind::Account, &moderator.email, td_string!(l, organisations.mail_waiting_subject), body)
}
