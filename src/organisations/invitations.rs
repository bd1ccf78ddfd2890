//! Invitations by a link that is sent by mail: unguessable, single use, until it is too old. Opening it changes nothing:
//! its page asks first, as scanners of mail open links. Whoever has the link and an account may accept, as people are
//! often invited at an address of their work: the owners are told who did. Whoever has the link may decline.

use super::{
    form::{AcceptInvitationForm, DeclineInvitationForm, InvitationForm, WithdrawForm},
    mails,
    membership::{self, hold},
    store::{self, InvitationRow, OrganisationRow},
    types::{InvitationDetails, Place},
    views::details,
};
use crate::{
    accounts::{
        service::token_hash,
        session::{CurrentUser, Reader},
    },
    context::{self, AppContext, new_token},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    notifications::outbox,
    routes::Route,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// How long a link works.
const OPEN_FOR: Duration = Duration::days(14);
/// Invitations of one organisation that may wait at once.
const MOST_OPEN: u32 = 30;
/// Invitations of one organisation in a day, taken back or not: each is a mail to a stranger.
const MOST_DAILY: u32 = 30;

/// An invitation as it goes through the transaction.
struct Inviting {
    app: AppContext,
    user: CurrentUser,
    organisation: Uuid,
    place: Place,
    email: String,
    now: DateTime<Utc>,
}

/// Invites somebody by a mail; another invitation of the same address to the same place ends. Only for an organisation
/// that somebody has looked at: a mail in the name of another is what a swindler wants.
///
/// # Errors
/// [`AppError::NotFound`] for who is no member; [`AppError::Forbidden`] for what only owners may, and before the
/// organisation is approved; [`AppError::Invalid`], [`AppError::TooManyAttempts`].
pub async fn invite(
    app: &AppContext,
    user: &CurrentUser,
    form: &InvitationForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (organisation, role) = membership::require(app, user, &form.organisation).await?;
    let place = form.check()?;
    if !place.is_given_by(role) || !organisation.is_approved() {
        return Err(AppError::Forbidden);
    }
    let email = form.email.trim().to_owned();
    if email.parse::<lettre::Address>().is_err() {
        return Err(AppError::field("email", Problem::NotAnEmail));
    }
    app.limits.count_mail(context::client_address(), &email)?;
    let inviting = Inviting { app: app.clone(), user: user.clone(), organisation: organisation.id, place, email, now };
    app.db.write(inviting, |transaction, inviting| Box::pin(write_invitation(transaction, inviting))).await?;
    Ok(Route::OrganisationTeam(organisation.slug))
}

async fn write_invitation(transaction: &mut Transaction, inviting: &Inviting) -> Result<(), WriteError> {
    let Inviting { app, user, organisation, place, email, now } = inviting;
    let (organisation, role) = hold(&mut *transaction, *organisation, user.id).await?;
    if !place.is_given_by(role) || !organisation.is_approved() {
        return Err(WriteError::Answer(AppError::Forbidden));
    }
    let mut open = store::list_invitations(&mut *transaction, organisation.id, *now).await?;
    let is_same = |other: &InvitationRow| other.place() == *place && other.email.eq_ignore_ascii_case(email);
    for same in open.extract_if(.., |other| is_same(other)) {
        store::delete_invitation(&mut *transaction, same.id).await?;
    }
    if u32::try_from(open.len()).unwrap_or(u32::MAX) >= MOST_OPEN {
        return Err(WriteError::Answer(AppError::field("email", Problem::TooManyInvitations(MOST_OPEN))));
    }
    if !store::count_invitation(&mut *transaction, organisation.id, now.date_naive(), MOST_DAILY).await? {
        return Err(WriteError::Answer(AppError::field("email", Problem::TooManyInvitationsToday(MOST_DAILY))));
    }
    let token = new_token()?;
    let invitation = InvitationRow {
        id: context::new_id(),
        organisation_id: organisation.id,
        place: place.code().to_owned(),
        email: email.clone(),
        expires_at: *now + OPEN_FOR,
    };
    store::insert_invitation(&mut *transaction, &invitation, user.id, &token_hash(&token), *now).await?;
    let mail = mails::invitation(app, user, &organisation, *place, email, &token);
    outbox::enqueue(transaction, app, &[&mail], *now).await?;
    Ok(())
}

/// Takes an invitation back: its link works no more.
///
/// # Errors
/// [`AppError::NotFound`] for who is no member, and for what is answered already; [`AppError::Forbidden`] for what only
/// owners may.
pub async fn withdraw(
    app: &AppContext,
    user: &CurrentUser,
    form: &WithdrawForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (organisation, _) = membership::require(app, user, &form.organisation).await?;
    let id = Uuid::parse_str(&form.invitation).map_err(|_| AppError::NotFound)?;
    app.db
        .write((organisation.id, user.id, id), move |transaction, (organisation, user, id)| {
            Box::pin(async move {
                let (organisation, role) = hold(&mut *transaction, *organisation, *user).await?;
                let open = store::list_invitations(&mut *transaction, organisation.id, now).await?;
                let invitation = open.iter().find(|open| open.id == *id).ok_or(AppError::NotFound)?;
                if !invitation.place().is_given_by(role) {
                    return Err(WriteError::Answer(AppError::Forbidden));
                }
                store::delete_invitation(transaction, *id).await?;
                Ok(())
            })
        })
        .await?;
    Ok(Route::OrganisationTeam(organisation.slug))
}

/// What a link asks. Opening it changes nothing.
///
/// # Errors
/// [`AppError::LinkExpired`] when it was used, is too old or never was, and while somebody looks at what has changed in
/// the organisation.
pub async fn page(
    app: &AppContext,
    reader: &Reader,
    token: &str,
    now: DateTime<Utc>,
) -> Result<InvitationDetails, AppError> {
    let invitation = store::find_invitation(&app.db, &token_hash(token), now).await?.ok_or(AppError::LinkExpired)?;
    let user = reader.user.as_ref().map(|user| user.id);
    let organisation = store::find_by_id(&app.db, invitation.organisation_id, user).await?;
    let organisation = organisation.filter(OrganisationRow::is_approved).ok_or(AppError::LinkExpired)?;
    Ok(InvitationDetails {
        organisation: details(&organisation),
        place: invitation.place(),
        is_too_young: reader.user.as_ref().is_some_and(|user| !user.is_adult_at(now)),
    })
}

/// Accepts an invitation, which is used up by it.
///
/// # Errors
/// [`AppError::LinkExpired`]; [`AppError::Forbidden`] under 18; [`AppError::Invalid`] for who gives time in the name of
/// another organisation.
pub async fn accept(
    app: &AppContext,
    user: &CurrentUser,
    form: &AcceptInvitationForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    if !user.is_adult_at(now) {
        return Err(AppError::Forbidden);
    }
    let answer = Answer { app: app.clone(), token_hash: token_hash(&form.token.0), now };
    app.db
        .write((answer, user.clone()), |transaction, (answer, user)| {
            Box::pin(write_acceptance(transaction, answer, user))
        })
        .await
}

/// An answer to an invitation as it goes through the transaction.
struct Answer {
    app: AppContext,
    token_hash: String,
    now: DateTime<Utc>,
}

impl Answer {
    /// Takes the invitation, which works no more; gives whose it was.
    async fn use_up(&self, transaction: &mut Transaction) -> Result<(InvitationRow, OrganisationRow), WriteError> {
        let invitation = store::find_invitation(&mut *transaction, &self.token_hash, self.now).await?;
        let invitation = invitation.ok_or(AppError::LinkExpired)?;
        let organisation = store::hold(&mut *transaction, invitation.organisation_id, None).await?;
        let organisation = organisation.filter(OrganisationRow::is_approved).ok_or(AppError::LinkExpired)?;
        // Somebody else may have used the link in between.
        if !store::delete_invitation(transaction, invitation.id).await? {
            return Err(WriteError::Answer(AppError::LinkExpired));
        }
        Ok((invitation, organisation))
    }

    /// Tells the owners what came of an invitation: who joined, or nobody.
    async fn tell(
        &self,
        transaction: &mut Transaction,
        (invitation, organisation): (&InvitationRow, &OrganisationRow),
        joined: Option<&CurrentUser>,
    ) -> Result<(), WriteError> {
        let mut owners = store::list_people(&mut *transaction, organisation.id).await?;
        owners.retain(|owner| owner.is_owner() && joined.is_none_or(|joined| joined.id != owner.account_id));
        let mail = |owner| mails::invitation_answered(&self.app, owner, organisation, invitation, joined);
        let mails: Vec<_> = owners.iter().map(mail).collect();
        outbox::enqueue(transaction, &self.app, &mails.iter().collect::<Vec<_>>(), self.now).await?;
        Ok(())
    }
}

async fn write_acceptance(
    transaction: &mut Transaction,
    answer: &Answer,
    user: &CurrentUser,
) -> Result<Route, WriteError> {
    let (invitation, organisation) = answer.use_up(&mut *transaction).await?;
    let route = match invitation.place() {
        Place::Member(role) => {
            store::insert_member(&mut *transaction, organisation.id, user.id, role.code(), answer.now).await?;
            Route::OrganisationSpace(organisation.slug.clone())
        }
        Place::Professional => {
            let whose = store::insert_professional(&mut *transaction, organisation.id, user.id, answer.now).await?;
            if whose != organisation.id {
                return Err(WriteError::Answer(AppError::field("token", Problem::OtherOrganisation)));
            }
            Route::OwnOrganisations
        }
    };
    answer.tell(transaction, (&invitation, &organisation), Some(user)).await?;
    Ok(route)
}

/// Declines an invitation, which is used up by it. Who has the link needs no account.
///
/// # Errors
/// [`AppError::LinkExpired`].
pub async fn decline(app: &AppContext, form: &DeclineInvitationForm, now: DateTime<Utc>) -> Result<Route, AppError> {
    let answer = Answer { app: app.clone(), token_hash: token_hash(&form.token.0), now };
    app.db
        .write(answer, |transaction, answer| {
            Box::pin(async move {
                let (invitation, organisation) = answer.use_up(&mut *transaction).await?;
                answer.tell(transaction, (&invitation, &organisation), None).await
            })
        })
        .await?;
    Ok(Route::Home)
}

/// Forgets the invitations that nobody answered in time.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn sweep(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    app.db
        .write(now, |transaction, now| {
            Box::pin(async move { Ok(store::delete_expired_invitations(transaction, *now).await?) })
        })
        .await
}
