//! What a browser may ask of organisations. Every function is a public endpoint.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use super::{
    form::{
        AcceptInvitationForm, DeclineInvitationForm, DeletionForm, InvitationForm, OrganisationForm, RemovalForm,
        ReviewForm, RoleForm, WithdrawForm,
    },
    types::{
        InvitationDetails, OrganisationCase, OrganisationList, OrganisationPeople, OrganisationQueue, OrganisationText,
        OwnOrganisations,
    },
};
use crate::error::AppError;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// A page of the organisations that somebody has looked at. Public.
///
/// # Errors
/// [`AppError`] of the reads.
#[server(prefix = "/api", endpoint = "organisations", input = GetUrl)]
pub async fn organisations(page: u32) -> Result<OrganisationList, AppError> {
    use super::views;
    use crate::context;
    views::list(&context::app(), page).await.map_err(context::fail)
}

/// What the reader has to do with organisations.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_organisations", input = GetUrl)]
pub async fn my_organisations() -> Result<OwnOrganisations, AppError> {
    use super::views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    views::own(&context::app(), &user, context::now()).await.map_err(context::fail)
}

/// Opens an organisation, whose owner the reader is.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::Forbidden`] under 18, [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "create_organisation")]
pub async fn create_organisation(form: OrganisationForm) -> Result<(), AppError> {
    use super::editing;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => editing::create(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::OrganisationSubmitted).await
}

/// An organisation as its members write it. For members.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "organisation_draft", input = GetUrl)]
pub async fn organisation_draft(slug: String) -> Result<OrganisationText, AppError> {
    use super::views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    views::draft(&context::app(), &user, &slug).await.map_err(context::fail)
}

/// Changes what an organisation says. For members.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "save_organisation")]
pub async fn save_organisation(form: OrganisationForm) -> Result<(), AppError> {
    use super::editing;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => editing::save(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    let notice = outcome.as_ref().map_or(Notice::OrganisationSubmitted, |(_, notice)| *notice);
    context::answer_and_tell(&form, outcome.map(|(route, _)| route), notice).await
}

/// Who is part of an organisation. For members.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "organisation_team", input = GetUrl)]
pub async fn organisation_team(slug: String) -> Result<OrganisationPeople, AppError> {
    use super::views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    views::team(&context::app(), &user, &slug, context::now()).await.map_err(context::fail)
}

/// Invites somebody by mail. For members: professionals; for owners: members too.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, [`AppError::Forbidden`],
/// [`AppError::Invalid`], [`AppError::TooManyAttempts`].
#[server(prefix = "/api", endpoint = "invite_to_organisation")]
pub async fn invite_to_organisation(form: InvitationForm) -> Result<(), AppError> {
    use super::invitations;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => invitations::invite(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::InvitationSent).await
}

/// Takes an invitation back. For who may invite to it.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, [`AppError::Forbidden`].
#[server(prefix = "/api", endpoint = "withdraw_invitation")]
pub async fn withdraw_invitation(form: WithdrawForm) -> Result<(), AppError> {
    use super::invitations;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => invitations::withdraw(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::InvitationWithdrawn).await
}

/// What the link of an invitation asks. Public: the link is what lets in, and signing in comes after.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "invitation_by_link", input = GetUrl)]
pub async fn invitation_by_link(token: String) -> Result<InvitationDetails, AppError> {
    use super::invitations;
    use crate::{accounts::session, context};
    invitations::page(&context::app(), &session::reader(), &token, context::now()).await.map_err(context::fail)
}

/// Accepts an invitation for the reader.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::LinkExpired`], [`AppError::Forbidden`] under 18, [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "accept_invitation")]
pub async fn accept_invitation(form: AcceptInvitationForm) -> Result<(), AppError> {
    use super::invitations;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => invitations::accept(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::InvitationAccepted).await
}

/// Declines an invitation. Public: the link is what lets in.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "decline_invitation")]
pub async fn decline_invitation(form: DeclineInvitationForm) -> Result<(), AppError> {
    use super::invitations;
    use crate::{context, form::Notice};
    let outcome = invitations::decline(&context::app(), &form, context::now()).await;
    context::answer_and_tell(&form, outcome, Notice::InvitationDeclined).await
}

/// Gives a member another role. For owners.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for who is no member, [`AppError::Forbidden`],
/// [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "change_member_role")]
pub async fn change_member_role(form: RoleForm) -> Result<(), AppError> {
    use super::membership;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => membership::set_role(&context::app(), &user, &form).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::MemberRoleChanged).await
}

/// Ends somebody's place in an organisation: the reader's own, or that of another, for who may give it.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, [`AppError::Forbidden`],
/// [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "remove_from_organisation")]
pub async fn remove_from_organisation(form: RemovalForm) -> Result<(), AppError> {
    use super::membership;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => membership::remove(&context::app(), &user, &form).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::RemovedFromOrganisation).await
}

/// Deletes an organisation. For its only member.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "delete_organisation")]
pub async fn delete_organisation(form: DeletionForm) -> Result<(), AppError> {
    use super::membership;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => membership::delete(&context::app(), &user, &form).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::OrganisationDeleted).await
}

/// The organisations that wait for a decision. For moderators.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "organisations_to_review", input = GetUrl)]
pub async fn organisations_to_review() -> Result<OrganisationQueue, AppError> {
    use super::review;
    use crate::{context, moderation::types::Role};
    let moderator = context::require_role(Role::Relay).await?;
    review::queue(&context::app(), &moderator, context::now()).await.map_err(context::fail)
}

/// An organisation, to take down what was approved. For moderators of its région.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else.
#[server(prefix = "/api", endpoint = "moderated_organisation", input = GetUrl)]
pub async fn moderated_organisation(slug: String) -> Result<OrganisationCase, AppError> {
    use super::review;
    use crate::{context, moderation::types::Role};
    let moderator = context::require_role(Role::Relay).await?;
    review::case(&context::app(), &moderator, &slug).await.map_err(context::fail)
}

/// Decides on an organisation: one that waits, a change of it, or to take it down. For moderators of its région.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for anybody else, [`AppError::Forbidden`] on one's own,
/// [`AppError::AlreadyDecided`], [`AppError::ChangedMeanwhile`], [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "decide_on_organisation")]
pub async fn decide_on_organisation(form: ReviewForm) -> Result<(), AppError> {
    use super::review;
    use crate::{context, form::Notice, moderation::types::Role};
    let outcome = match context::require_role(Role::Relay).await {
        Ok(moderator) => review::decide(&context::app(), &moderator, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::OrganisationDecided).await
}
