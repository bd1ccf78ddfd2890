//! The guardian of an explorer under age: who is asked, what they are shown, and what they answer. Before they agree, the
//! professional learns neither who asks nor what.

use super::{
    conversation::{self, rules::AFTER_THE_END},
    form::{BookingForm, CONSENT_SIX_MONTHS, ConsentForm, TalkGuardianForm},
    lifecycle::{Action, Actor, Guardian, Subject},
    mails,
    service::{self, own_talk},
    store::{self, ConsentRow, TalkRow},
    transitions::{self, Change},
    types::{ConsentRequest, CoveredTalk, EndReason, EndedBy, Ending, GuardianAsk, GuardianAsked, Side},
    views::telling,
};
use crate::{
    accounts::{
        guardian::{self, MOST_CORRECTIONS},
        mailbox,
        service::token_hash,
        session::{CurrentUser, is_minor},
        store as accounts,
    },
    agenda::moment,
    context::{self, AppContext, new_token},
    db::{DbError, Source, Transaction, WriteError},
    error::{AppError, Problem},
    locale::Locale,
    notifications::{mail::Mail, outbox},
    routes::Route,
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

/// How long a guardian agrees to every talk.
const SIX_MONTHS: Duration = Duration::days(182);

/// The address of the guardian who is to be asked; none for who is of age, or for whom one has agreed to every talk.
///
/// # Errors
/// [`AppError::Invalid`] at `guardian_email`, [`AppError::TooManyAttempts`].
pub async fn address(
    app: &AppContext,
    user: &CurrentUser,
    form: &BookingForm,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<String>, AppError> {
    let professional = service::parse_id(&form.professional)?;
    if user.is_adult_at(start) || is_covered(&app.db, user.id, Some(professional), start).await? {
        return Ok(None);
    }
    let known = store::find_known_guardians(&app.db, user.id).await?;
    let email = match known.of_account(now) {
        Some(email) => email.to_owned(),
        None => guardian::read_address(&form.guardian_email, &user.email)?,
    };
    let professional = store::find_professional(&app.db, professional).await?.ok_or(AppError::NotFound)?;
    let met = accounts::find_account(&app.db, professional.account_id).await?.ok_or(AppError::NotFound)?;
    require_another(&email, &met.email)?;
    app.limits.count_mail(context::client_address(), &email)?;
    Ok(Some(email))
}

/// Whether a guardian agrees to every talk of an explorer at this instant, the one with this professional included.
///
/// # Errors
/// [`DbError`].
pub async fn is_covered(
    source: impl Into<Source<'_>>,
    explorer: Uuid,
    professional: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<bool, DbError> {
    Ok(store::find_covering_consent(source, explorer, professional, at).await?.is_some())
}

/// Nobody answers for a minor who meets themselves.
fn require_another(guardian: &str, met: &str) -> Result<(), AppError> {
    match mailbox::is_same(guardian, met) {
        true => Err(AppError::field("guardian_email", Problem::EmailOfWhoIsMet)),
        false => Ok(()),
    }
}

/// What a talk of `user`, who is under age then, asks of a guardian; and whom they named before, to be proposed where
/// somebody has to be named.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn ask_for(
    app: &AppContext,
    user: &CurrentUser,
    professional: Uuid,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(GuardianAsk, Option<String>), AppError> {
    if is_covered(&app.db, user.id, Some(professional), start).await? {
        return Ok((GuardianAsk::Covered, None));
    }
    let known = store::find_known_guardians(&app.db, user.id).await?;
    Ok(match known.of_account(now) {
        Some(email) => (GuardianAsk::Known(email.to_owned()), None),
        None => (GuardianAsk::Needed, known.to_ask(now).map(str::to_owned)),
    })
}

/// Whom a talk of an explorer waits for; nobody once that is over.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn asked_for(
    app: &AppContext,
    user: &CurrentUser,
    talk: &TalkRow,
    now: DateTime<Utc>,
) -> Result<Option<GuardianAsked>, AppError> {
    if !awaits_guardian(talk, now) {
        return Ok(None);
    }
    let consent = store::find_consent_of(&app.db, talk.id).await?;
    let is_of_account = store::find_known_guardians(&app.db, user.id).await?.of_account(now).is_some();
    Ok(consent.map(|consent| GuardianAsked {
        may_correct: !is_of_account && consent.corrections < i32::from(MOST_CORRECTIONS),
        is_of_account,
        email: consent.email,
    }))
}

/// Whether an agreement to a talk is still worth something.
fn awaits_guardian(talk: &TalkRow, now: DateTime<Utc>) -> bool {
    talk.is_veiled() && talk.stage().is_open() && talk.standing().answer_by.is_some_and(|end| now < end)
}

/// A correction as it goes through the transaction.
struct Correction {
    app: AppContext,
    explorer: Uuid,
    talk: Uuid,
    email: String,
    now: DateTime<Utc>,
}

/// Asks the guardian of a talk at another address, or at the same one once more; the link that was sent before ends.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Invalid`] at `guardian_email`, [`AppError::TooManyAttempts`],
/// [`AppError::TooLate`] once nobody is waited for, [`AppError::Forbidden`] where who agreed to the account is asked.
pub async fn correct(
    app: &AppContext,
    user: &CurrentUser,
    form: &TalkGuardianForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (talk, side) = own_talk(app, user, &form.talk).await?;
    if side != Side::Explorer {
        return Err(AppError::NotFound);
    }
    if store::find_known_guardians(&app.db, user.id).await?.of_account(now).is_some() {
        return Err(AppError::Forbidden);
    }
    let email = guardian::read_address(&form.guardian_email, &user.email)?;
    if let Some(met) = talk.party(Side::Professional) {
        require_another(&email, met.email)?;
    }
    app.limits.count_mail(context::client_address(), &email)?;
    let correction = Correction { app: app.clone(), explorer: user.id, talk: talk.id, email, now };
    app.db.write(correction, |transaction, correction| Box::pin(write_correction(transaction, correction))).await?;
    Ok(Route::Talk(talk.id.to_string()))
}

async fn write_correction(transaction: &mut Transaction, correction: &Correction) -> Result<(), WriteError> {
    let Correction { app, explorer, talk, email, now } = correction;
    // One after the other with the guardian's answer, as `held_consent`; and with a reminder or a move, which would give
    // the link that works to whoever was asked before.
    accounts::hold_account(&mut *transaction, *explorer).await?;
    let talk = store::hold_talk(&mut *transaction, *talk).await?;
    if !awaits_guardian(&talk, *now) {
        return Err(WriteError::Answer(AppError::TooLate));
    }
    let consent = store::find_consent_of(&mut *transaction, talk.id).await?.ok_or(AppError::TooLate)?;
    if !store::correct_consent(&mut *transaction, consent.id, email, MOST_CORRECTIONS.into()).await? {
        return Err(WriteError::Answer(guardian::corrected_too_often()));
    }
    // Once it is corrected nothing else knows that the mistyped one was written to; unless another talk waits for them.
    if !store::is_asked(&mut *transaction, *explorer, &consent.email).await? {
        outbox::forget_guardian(&mut *transaction, *explorer, &consent.email).await?;
    }
    let asked = talk.standing().asked_anew(*now);
    store::save_standing(&mut *transaction, talk.id, &asked, talk.monday, None, *now).await?;
    let question = question(&mut *transaction, app, &talk, *now).await?;
    Ok(outbox::enqueue(transaction, app, &question.iter().collect::<Vec<_>>(), *now).await?)
}

/// Whether a guardian has to agree to a talk of this explorer with this professional at `start`.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn needed(
    source: impl Into<Source<'_>>,
    explorer: Uuid,
    professional: Option<Uuid>,
    start: DateTime<Utc>,
) -> Result<Guardian, WriteError> {
    let mut source = source.into();
    let account = accounts::find_account(source.again(), explorer).await?.ok_or(AppError::SignInRequired)?;
    let zone: Tz = account.time_zone.parse().unwrap_or(Tz::Europe__Paris);
    if !is_minor(account.birth_date, zone, start) {
        return Ok(Guardian::NotNeeded);
    }
    let covered = is_covered(source, explorer, professional, start).await?;
    Ok(if covered { Guardian::Agreed } else { Guardian::Needed })
}

/// Counts the mail that asks a guardian for a talk which is to move to `start`, where one has to be asked: it goes to an
/// address that somebody typed. Whom it goes to is found again as it is written, by [`find_whom_to_ask`].
///
/// # Errors
/// [`AppError::TooManyAttempts`].
pub async fn count_question(
    app: &AppContext,
    talk: &TalkRow,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let Some(explorer) = talk.party(Side::Explorer) else { return Ok(()) };
    if needed(&app.db, explorer.account, talk.professional_id, start).await? != Guardian::Needed {
        return Ok(());
    }
    let email = match store::find_consent_of(&app.db, talk.id).await? {
        Some(consent) => Some(consent.email),
        None => store::find_known_guardians(&app.db, explorer.account).await?.to_ask(now).map(str::to_owned),
    };
    email.map_or(Ok(()), |email| app.limits.count_mail(context::client_address(), &email))
}

/// Makes sure that somebody can be asked for a talk at another hour: who was asked for it, or last for this explorer; never
/// whom they meet.
///
/// # Errors
/// [`AppError::GuardianNeeded`] when nobody is known.
pub async fn find_whom_to_ask(
    transaction: &mut Transaction,
    talk: &TalkRow,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    if store::find_consent_of(&mut *transaction, talk.id).await?.is_some() {
        return Ok(());
    }
    let explorer = talk.party(Side::Explorer).ok_or(AppError::TooLate)?.account;
    let known = store::find_known_guardians(&mut *transaction, explorer).await?;
    let email = known.to_ask(now).ok_or(AppError::GuardianNeeded)?;
    let met = talk.party(Side::Professional).ok_or(AppError::TooLate)?.email;
    if require_another(email, met).is_err() {
        return Err(WriteError::Answer(AppError::GuardianNeeded));
    }
    Ok(store::insert_consent(transaction, context::new_id(), explorer, talk.id, email, now).await?)
}

/// The mail that asks a guardian, with a new link.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn question(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: &TalkRow,
    now: DateTime<Utc>,
) -> Result<Option<Mail>, WriteError> {
    let Some(consent) = store::find_consent_of(&mut *transaction, talk.id).await? else { return Ok(None) };
    let token = new_token()?;
    store::ask_anew(transaction, consent.id, &token_hash(&token)).await?;
    let is_anew = consent.agreed_at.is_some();
    Ok(mails::consent_asked(app, talk, &consent.email, &token, is_anew, now))
}

/// The mail that tells a guardian who agreed to a talk what became of it; none where nobody is known to have.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn news(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: &TalkRow,
    subject: Subject,
    now: DateTime<Utc>,
) -> Result<Option<Mail>, WriteError> {
    let Some(explorer) = talk.party(Side::Explorer) else { return Ok(None) };
    // Whoever was asked and has not agreed may be a stranger, by a slip of the pen.
    let consent = store::find_consent_of(&mut *transaction, talk.id).await?;
    let agreed = match consent.filter(|consent| consent.agreed_at.is_some()) {
        Some(consent) => Some(consent),
        None => {
            let (explorer, start) = (explorer.account, talk.starts_at);
            store::find_covering_consent(transaction, explorer, talk.professional_id, start).await?
        }
    };
    Ok(agreed.and_then(|consent| mails::guardian_told(app, talk, &consent.email, subject, now)))
}

/// What a link asks a guardian, or what they agreed to. Opening it changes nothing.
///
/// # Errors
/// [`AppError::LinkExpired`].
pub async fn consent_page(
    app: &AppContext,
    token: &str,
    l: Locale,
    now: DateTime<Utc>,
) -> Result<ConsentRequest, AppError> {
    let consent = store::find_consent(&app.db, &token_hash(token)).await?.ok_or(AppError::LinkExpired)?;
    let mut talks = stands_for(&app.db, &consent, now).await?;
    require_live(&consent, &talks, now)?;
    let demonstration = talks.iter().any(TalkRow::is_demonstration);
    let talk = if consent.covers_until.is_none() { talks.pop() } else { None };
    let agreed = consent.agreed_at.is_some();
    let explorer = accounts::find_account(&app.db, consent.explorer_id).await?.ok_or(AppError::LinkExpired)?;
    let zone = |talk: &TalkRow| talk.party(Side::Explorer).and_then(|party| party.zone.parse().ok());
    Ok(ConsentRequest {
        explorer: explorer.display_name,
        professional: talk.as_ref().and_then(|talk| talk.party(Side::Professional).map(|party| party.name.to_owned())),
        professional_id: talk.as_ref().and_then(|talk| talk.shown_professional().map(|id| id.to_string())),
        trade: talk.as_ref().map(|talk| mails::trade_label(&talk.trade_code)),
        moment: talk
            .as_ref()
            .map(|talk| telling(talk, l, zone(talk).unwrap_or(Tz::Europe__Paris), now).moment(talk.starts_at)),
        way: talk.as_ref().map(TalkRow::way),
        place: talk.as_ref().and_then(mails::place_for_guardian),
        question: talk.as_ref().and_then(|talk| talk.question.clone()),
        agreed,
        demonstration,
        is_over: talk.as_ref().is_some_and(|talk| is_over(talk, now)),
        covers_until: consent.covers_until.map(|until| moment::day(until.date_naive(), now.date_naive(), l)),
        covered: talks.iter().filter(|talk| !is_over(talk, now)).filter_map(|talk| covered(talk, l, now)).collect(),
    })
}

/// That a link is still good for something: of what is over there is nothing to decide, but for what was agreed to further
/// talks.
fn require_live(consent: &ConsentRow, talks: &[TalkRow], now: DateTime<Utc>) -> Result<(), AppError> {
    let covers = consent.covers_until.is_some_and(|until| now < until);
    if talks.is_empty() && !covers { Err(AppError::LinkExpired) } else { Ok(()) }
}

/// The talks that a consent is asked for, or stands for, while a no still changes something: those that are to come or
/// under way, and, of what was agreed to, those whose sides may still write to each other.
async fn stands_for(
    source: impl Into<Source<'_>>,
    consent: &ConsentRow,
    now: DateTime<Utc>,
) -> Result<Vec<TalkRow>, DbError> {
    // A talk is called off before it is over, so whatever may still be written to has had its hour since then, or has it ahead.
    let since = now - AFTER_THE_END - Duration::days(1);
    let mut talks = match (consent.covers_until, consent.talk_id) {
        (Some(until), _) => store::list_agreed(source, consent.explorer_id, since, until).await?,
        (None, Some(talk)) => store::find_talk(source, talk).await?.into_iter().collect(),
        (None, None) => Vec::new(),
    };
    talks.retain(|talk| match (talk.standing().guardian, consent.agreed_at) {
        // At another hour the explorer may be of age.
        (Guardian::NotNeeded, _) => false,
        (_, Some(_)) => !is_with(talk, consent) && (!is_over(talk, now) || conversation::goes_on(talk, now)),
        (_, None) => talk.stage().is_open() && now < talk.starts_at,
    });
    Ok(talks)
}

/// Whether whoever has a consent is met in this talk.
fn is_with(talk: &TalkRow, consent: &ConsentRow) -> bool {
    talk.party(Side::Professional).is_some_and(|met| mailbox::is_same(met.email, &consent.email))
}

/// Whether nothing is left of a talk to call off.
fn is_over(talk: &TalkRow, now: DateTime<Utc>) -> bool {
    !talk.stage().is_open() || talk.standing().ends_at() <= now
}

/// A talk as it is told to who agreed to it and to every other one.
fn covered(talk: &TalkRow, l: Locale, now: DateTime<Utc>) -> Option<CoveredTalk> {
    let zone = talk.party(Side::Explorer)?.zone.parse().unwrap_or(Tz::Europe__Paris);
    Some(CoveredTalk {
        professional: talk.party(Side::Professional)?.name.to_owned(),
        trade: mails::trade_label(&talk.trade_code),
        moment: telling(talk, l, zone, now).moment(talk.starts_at),
    })
}

/// A guardian's answer as it goes through the transaction.
struct Answer {
    app: AppContext,
    token_hash: String,
    six_months: bool,
    now: DateTime<Utc>,
}

/// Notes that a guardian agrees: to one talk, or to every talk of six months.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::LinkExpired`], [`AppError::TooLate`].
pub async fn agree(app: &AppContext, form: &ConsentForm, now: DateTime<Utc>) -> Result<(), AppError> {
    form.check()?;
    let six_months = form.scope == CONSENT_SIX_MONTHS;
    let answer = Answer { app: app.clone(), token_hash: token_hash(&form.token.0), six_months, now };
    app.db.write(answer, |transaction, answer| Box::pin(write_agreement(transaction, answer))).await
}

async fn write_agreement(transaction: &mut Transaction, answer: &Answer) -> Result<(), WriteError> {
    let Answer { app, token_hash: hash, six_months, now } = answer;
    let consent = held_consent(&mut *transaction, hash).await?;
    if consent.agreed_at.is_some() {
        return Err(WriteError::Answer(AppError::LinkExpired));
    }
    let asked = consent.talk_id.ok_or(AppError::LinkExpired)?;
    let until = six_months.then(|| *now + SIX_MONTHS);
    let token = new_token()?;
    store::agree(&mut *transaction, consent.id, &token_hash(&token), until, *now).await?;
    let talks = match six_months {
        true => answered_for(&mut *transaction, &consent, *now).await?,
        false => vec![asked],
    };
    for talk in talks {
        let change = Change { talk, actor: Actor::Guardian, action: Action::Consent, ending: None, now: *now };
        match transitions::apply(&mut *transaction, app, &change).await {
            // Of the others some need nobody's agreement any more, or are with somebody whom no minor meets for now.
            Err(WriteError::Answer(AppError::TooLate | AppError::GuardianNeeded)) if talk != asked => {}
            outcome => drop(outcome?),
        }
    }
    let talk = store::find_talk(&mut *transaction, asked).await?.ok_or(AppError::LinkExpired)?;
    let thanks = mails::consent_given(app, &talk, &consent.email, &token, until, *now);
    outbox::enqueue(transaction, app, &thanks.iter().collect::<Vec<_>>(), *now).await?;
    Ok(())
}

/// The open talks to come that whoever has a consent answers for: never those with themselves.
async fn answered_for(
    transaction: &mut Transaction,
    consent: &ConsentRow,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>, WriteError> {
    let talks = store::list_open_talks(transaction, consent.explorer_id, now).await?;
    let theirs =
        talks.into_iter().filter(|(_, met)| met.as_deref().is_none_or(|met| !mailbox::is_same(&consent.email, met)));
    Ok(theirs.map(|(talk, _)| talk).collect())
}

/// The consent of a link, while nobody else answers with it; answers of one minor's guardian come one after the other. The
/// minor's open talks are held before it, as by whoever moves one and asks anew: nobody agrees to an hour that their link did
/// not show, and neither waits for the other.
async fn held_consent(transaction: &mut Transaction, hash: &str) -> Result<ConsentRow, WriteError> {
    let consent = store::find_consent(&mut *transaction, hash).await?.ok_or(AppError::LinkExpired)?;
    accounts::hold_account(&mut *transaction, consent.explorer_id).await?;
    store::hold_open_talks(&mut *transaction, consent.explorer_id).await?;
    // Another answer may have come in between, or another hour.
    store::find_consent(transaction, hash).await?.ok_or(WriteError::Answer(AppError::LinkExpired))
}

/// Notes that a guardian does not agree, or no longer: the talk is called off, or every talk that the agreement
/// covered; of those that are over, the conversation is closed.
///
/// # Errors
/// [`AppError::LinkExpired`].
pub async fn object(app: &AppContext, token: &str, now: DateTime<Utc>) -> Result<(), AppError> {
    let answer = Answer { app: app.clone(), token_hash: token_hash(token), six_months: false, now };
    app.db.write(answer, |transaction, answer| Box::pin(write_objection(transaction, answer))).await
}

async fn write_objection(transaction: &mut Transaction, answer: &Answer) -> Result<(), WriteError> {
    let Answer { app, token_hash: hash, now, .. } = answer;
    let consent = held_consent(&mut *transaction, hash).await?;
    let talks = stands_for(&mut *transaction, &consent, *now).await?;
    require_live(&consent, &talks, *now)?;
    store::end_consent(&mut *transaction, consent.id, *now).await?;
    for TalkRow { id: talk, .. } in talks {
        let ending = Ending { by: EndedBy::Guardian, reason: EndReason::Guardian, note: None };
        let change = Change { talk, actor: Actor::Guardian, action: Action::Object, ending: Some(ending), now: *now };
        match transitions::apply(&mut *transaction, app, &change).await {
            Ok(_) => {}
            // It is over, and its conversation may not be.
            Err(WriteError::Answer(AppError::TooLate)) if consent.agreed_at.is_some() => {
                store::close_messages(&mut *transaction, talk, *now).await?;
            }
            Err(error) => return Err(error),
        }
    }
    let Some(asked) = consent.talk_id else { return Ok(()) };
    let Some(talk) = store::find_talk(&mut *transaction, asked).await? else { return Ok(()) };
    let noted = mails::objection_noted(&talk, &consent, *now);
    Ok(outbox::enqueue(transaction, app, &noted.iter().collect::<Vec<_>>(), *now).await?)
}
