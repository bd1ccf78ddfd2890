//! A professional's own profile: kept step by step until it is whole, checked, saved.

use super::{
    answering,
    form::{ProfessionalForm, ProfileStep, RANGES_A_DAY, RangeInput},
    hours, mails, special_days,
    store::{self, NewProfile, ProfessionalRow},
    types::{Accommodation, LANGUAGES, Vetting, Way},
    vetting::{Action, Actor, Saving},
    vetting_queue::region_of,
    views,
    wanted::following::{self, Found},
};
use crate::{
    accounts::{service::resolve_commune, session::CurrentUser, session_store::hex, store::hold_account},
    agenda::availability::Availability,
    contact_details,
    context::{self, AppContext},
    db::{Source, Transaction, WriteError},
    error::{AppError, FieldError, Problem},
    form::{Form, Notice},
    geo::{self, public_holidays::PublicHolidays},
    locale::Locale,
    routes::Route,
    trades::catalogue,
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Meanings of an ambiguous trade to choose from: more is no help.
const MEANINGS_SHOWN: usize = 12;
/// Characters that are kept of an unfinished profile: several times what its fields accept.
const KEPT_LENGTH: usize = 65_536;

/// How long an unfinished profile is kept in which nothing is kept any more.
pub(super) const DRAFT_KEPT: Duration = Duration::days(365);

/// A profile as it is before anything more is typed.
pub(super) struct Base {
    /// As it was saved; else as far as it was kept; else as most people begin.
    pub(super) form: ProfessionalForm,
    /// As it was saved.
    pub(super) row: Option<ProfessionalRow>,
    /// What was kept of it, while it was never saved.
    pub(super) kept: Kept,
    /// What is stored of it, field by field, the same in every language.
    stored: BTreeMap<String, String>,
}

impl Base {
    /// What is stored of a step, in short: another text once it was saved with anything else.
    pub(super) fn seen(&self, step: ProfileStep) -> String {
        let fields: Vec<_> = self.stored.iter().filter(|(name, _)| step.fields().contains(&name.as_str())).collect();
        // Quoted by `Debug`: no two steps give the same text.
        hex(&Sha256::digest(format!("{fields:?}")))
    }
}

/// What was kept of an unfinished profile: the fields of the steps that were taken.
#[derive(Default)]
pub(super) struct Kept {
    fields: BTreeMap<String, String>,
    /// When something was last kept.
    pub(super) at: Option<DateTime<Utc>>,
}

impl Kept {
    /// Reads it.
    ///
    /// # Errors
    /// [`AppError`] of the read.
    pub(super) async fn find(source: impl Into<Source<'_>>, account: Uuid) -> Result<Self, AppError> {
        let Some(row) = store::find_profile_draft(source, account).await? else { return Ok(Self::default()) };
        // What cannot be read any more is asked for again.
        let fields = serde_json::from_str(&row.fields).unwrap_or_default();
        Ok(Self { fields, at: Some(row.updated_at) })
    }

    /// Whether a step was taken.
    pub(super) fn has(&self, step: ProfileStep) -> bool {
        step.fields().iter().any(|field| self.fields.contains_key(*field))
    }

    /// The steps before publication that are still to be taken.
    pub(super) fn left(&self) -> Vec<ProfileStep> {
        let before = |step: &ProfileStep| step.is_needed() && *step != ProfileStep::Publication;
        ProfileStep::ALL.into_iter().filter(|step| before(step) && !self.has(*step)).collect()
    }

    /// Keeps the fields of one step more.
    async fn keep(
        mut self,
        transaction: &mut Transaction,
        account: Uuid,
        taken: BTreeMap<String, String>,
        now: DateTime<Utc>,
    ) -> Result<(), WriteError> {
        self.fields.extend(taken);
        let fields = serde_json::to_string(&self.fields).map_err(|_| AppError::Internal)?;
        // What is checked above is far shorter; only a program fills a form with spaces.
        if fields.chars().count() > KEPT_LENGTH {
            return Err(AppError::Malformed.into());
        }
        Ok(store::save_profile_draft(transaction, account, &fields, now).await?)
    }
}

/// The profile of `user` before anything more is typed; one that was never kept is of `trade`, if that is the code of one.
///
/// # Errors
/// [`AppError`] of the reads.
pub(super) async fn base(
    source: impl Into<Source<'_>>,
    user: &CurrentUser,
    trade: &str,
    now: DateTime<Utc>,
) -> Result<Base, AppError> {
    let mut source = source.into();
    match store::find_professional_of(source.again(), user.id).await? {
        Some(row) => {
            let rules = store::find_availability(source, &row).await?;
            let stored = saved(row.clone(), &rules, Locale::default(), now).kept();
            Ok(Base {
                form: saved(row.clone(), &rules, user.locale, now),
                row: Some(row),
                kept: Kept::default(),
                stored: stored.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            })
        }
        None => {
            let kept = Kept::find(source, user.id).await?;
            let stored = kept.fields.clone();
            Ok(Base { form: suggested(user, trade).with(&kept.fields), row: None, kept, stored })
        }
    }
}

fn suggested(user: &CurrentUser, trade: &str) -> ProfessionalForm {
    ProfessionalForm {
        trade: catalogue::find(trade).map(|trade| trade.label.clone()).unwrap_or_default(),
        languages: vec!["fr".to_owned()],
        ways: vec![Way::Video.code().to_owned()],
        commune: views::place_label(&user.commune_code),
        time_zone: user.time_zone.name().to_owned(),
        notice_hours: "48".to_owned(),
        horizon_days: "60".to_owned(),
        buffer_before: "0".to_owned(),
        buffer_after: "0".to_owned(),
        maximum_per_week: "2".to_owned(),
        closed_on_holidays: "on".to_owned(),
        ranges: vec![RangeInput::default(); 7 * RANGES_A_DAY],
        published: "on".to_owned(),
        ..ProfessionalForm::default()
    }
}

fn saved(row: ProfessionalRow, rules: &Availability, l: Locale, now: DateTime<Utc>) -> ProfessionalForm {
    let mut others = mails::trade_labels(&row.other_trades()).into_iter();
    let most = |maximum: Option<i32>| maximum.map(|maximum| maximum.to_string()).unwrap_or_default();
    let ticked = |holds: bool| if holds { "on".to_owned() } else { String::new() };
    ProfessionalForm {
        trade: mails::trade_label(&row.trade_code),
        second_trade: others.next().unwrap_or_default(),
        third_trade: others.next().unwrap_or_default(),
        accessibility: row.accessibility().into_iter().map(|one| one.code().to_owned()).collect(),
        languages: row.languages(),
        commune: views::place_label(&row.commune_code),
        organisation: row.organisation.clone().unwrap_or_default(),
        ways: row.ways().into_iter().map(|way| way.code().to_owned()).collect(),
        meeting_place: row.meeting_place.clone().unwrap_or_default(),
        time_zone: row.time_zone.clone(),
        notice_hours: (row.minimum_notice_minutes / 60).to_string(),
        horizon_days: row.horizon_days.to_string(),
        buffer_before: row.buffer_before_minutes.to_string(),
        buffer_after: row.buffer_after_minutes.to_string(),
        maximum_per_day: most(row.maximum_per_day),
        maximum_per_week: most(row.maximum_per_week),
        maximum_per_month: most(row.maximum_per_month),
        closed_on_holidays: ticked(row.closed_on_holidays),
        ranges: hours::write_week(&rules.weekly),
        exceptions: special_days::write(&rules.exceptions, now.with_timezone(&rules.zone).date_naive(), l),
        welcomes_minors: ticked(row.charter_signed_at.is_some()),
        confirms_by_hand: ticked(!row.accepts_automatically),
        published: ticked(row.published),
        closed_from: String::new(),
        closed_until: String::new(),
        step: String::new(),
        seen: String::new(),
        headline: row.headline,
        likes: row.likes,
        dislikes: row.dislikes,
        day: row.day,
        path: row.path,
        copy: String::new(),
        copy_from: String::new(),
        copy_to: Vec::new(),
        language: String::new(),
        preview: None,
    }
}

/// Saves what one step of the profile asks for; gives the page to go on to and what to tell there. The first time, steps
/// are kept until the last one saves the whole profile; later each saves it at once.
///
/// # Errors
/// [`AppError::GuardianNeeded`]; [`AppError::Malformed`] without a step; [`AppError::SavedElsewhere`] where the step was saved
/// since its page was shown; [`AppError::Invalid`] with what is wrong in the step or, where all of it is right, in others.
pub async fn save_step(
    app: &AppContext,
    user: &CurrentUser,
    form: &ProfessionalForm,
    now: DateTime<Utc>,
) -> Result<(Route, Notice), AppError> {
    if !user.is_adult_at(now) {
        return Err(AppError::GuardianNeeded);
    }
    let step = ProfileStep::from_code(&form.step).ok_or(AppError::Malformed)?;
    let form = match step {
        ProfileStep::Hours => with_closed_days(form, user, now)?,
        _ => form.clone(),
    };
    let input = (app.clone(), user.clone(), form);
    app.db
        .write(input, move |transaction, (app, user, form)| {
            Box::pin(write_step(transaction, app, user, (step, form), now))
        })
        .await?
}

/// The form with a line of special days for the two dates that it closes.
///
/// # Errors
/// [`AppError::Invalid`] at the date that is wrong.
pub fn with_closed_days(
    form: &ProfessionalForm,
    user: &CurrentUser,
    now: DateTime<Utc>,
) -> Result<ProfessionalForm, AppError> {
    let zone = hours::zone(&form.time_zone).unwrap_or(user.time_zone);
    special_days::with_closed_days(form, now.with_timezone(&zone).date_naive(), user.locale)
}

/// The refusal inside is of a profile that is not whole yet: what was typed is kept all the same.
async fn write_step(
    transaction: &mut Transaction,
    app: &AppContext,
    user: &CurrentUser,
    (step, typed): (ProfileStep, &ProfessionalForm),
    now: DateTime<Utc>,
) -> Result<Result<(Route, Notice), AppError>, WriteError> {
    hold_account(&mut *transaction, user.id).await?;
    // What is saved may call talks off, which are taken before the profile.
    store::hold_open_talks(&mut *transaction, user.id).await?;
    // A moderator may be deciding on it.
    store::hold_profile_of(&mut *transaction, user.id).await?;
    let base = base(&mut *transaction, user, "", now).await?;
    let mut form = base.form.with(&typed.of_step(step));
    if step == ProfileStep::Hours {
        form.ranges.clone_from(&typed.ranges);
        form.ranges.truncate(7 * RANGES_A_DAY);
    }
    let whole = read(&form, user, now);
    let is_old = !typed.seen.is_empty() && typed.seen != base.seen(step);
    // The same sent twice puts nothing back.
    if is_old && is_changed(&base.form, (step, &form, &whole), user, now) {
        return Err(WriteError::Answer(AppError::SavedElsewhere));
    }
    only_of(step, &whole)?;
    if base.row.is_none() {
        base.kept.keep(&mut *transaction, user.id, form.of_step(step), now).await?;
        if let Some(next) = step.next() {
            return Ok(Ok((Route::ProfileStep(next.code()), Notice::ProfileStepKept)));
        }
    }
    match whole {
        Ok(profile) => {
            let notice = write(transaction, app, base.row.as_ref(), &profile, now).await?;
            Ok(Ok((Route::ProfessionalEditor, notice)))
        }
        Err(error) => Ok(Err(error)),
    }
}

/// Whether saving a step would make anything else of the profile than it is.
fn is_changed(
    before: &ProfessionalForm,
    (step, form, whole): (ProfileStep, &ProfessionalForm, &Result<NewProfile, AppError>),
    user: &CurrentUser,
    now: DateTime<Utc>,
) -> bool {
    match (read(before, user, now), whole) {
        (Ok(before), Ok(after)) => NewProfile { id: after.id, ..before } != *after,
        _ => before.of_step(step) != form.of_step(step),
    }
}

/// What is wrong with a profile, as far as one step can mend it.
fn only_of(step: ProfileStep, whole: &Result<NewProfile, AppError>) -> Result<(), AppError> {
    match whole {
        Ok(_) => Ok(()),
        Err(AppError::Invalid(errors)) => {
            let here = |error: &&FieldError| ProfileStep::of_field(&error.field).is_none_or(|other| other == step);
            let here: Vec<_> = errors.iter().filter(here).cloned().collect();
            if here.is_empty() { Ok(()) } else { Err(AppError::Invalid(here)) }
        }
        Err(error) => Err(error.clone()),
    }
}

/// Saves a profile that was as `before`, which its owner holds, and settles where it stands then; gives what to tell of it.
/// Who waited for somebody of its trade is told.
async fn write(
    transaction: &mut Transaction,
    app: &AppContext,
    before: Option<&ProfessionalRow>,
    profile: &NewProfile,
    now: DateTime<Utc>,
) -> Result<Notice, WriteError> {
    store::save_profile(&mut *transaction, profile, now).await?;
    store::delete_profile_draft(&mut *transaction, profile.account_id).await?;
    let begins_to_wait = reconsider(&mut *transaction, app, profile.account_id, before, profile.published, now).await?;
    answering::call_off_unsuited(transaction, app, profile.account_id, now).await?;
    let notice = notice(profile, now);
    Ok(if begins_to_wait && notice == Notice::ProfileSaved { Notice::ProfileSubmitted } else { notice })
}

/// Lets the profile of `user` be seen, or takes it out of sight; gives what to tell of it.
///
/// # Errors
/// [`AppError::GuardianNeeded`]; [`AppError::NotFound`] without a profile.
pub async fn set_published(
    app: &AppContext,
    user: &CurrentUser,
    published: bool,
    now: DateTime<Utc>,
) -> Result<Notice, AppError> {
    if !user.is_adult_at(now) {
        return Err(AppError::GuardianNeeded);
    }
    app.db
        .write((app.clone(), user.id), move |transaction, (app, account)| {
            Box::pin(async move {
                hold_account(&mut *transaction, *account).await?;
                store::hold_profile_of(&mut *transaction, *account).await?;
                let before = store::find_professional_of(&mut *transaction, *account).await?;
                let before = before.ok_or(AppError::NotFound)?;
                store::set_published(&mut *transaction, *account, published).await?;
                store::note_change(&mut *transaction, before.id, now).await?;
                let begins_to_wait = reconsider(transaction, app, *account, Some(&before), published, now).await?;
                Ok(if begins_to_wait { Notice::ProfileSubmitted } else { Notice::ProfileSaved })
            })
        })
        .await
}

/// Settles where a profile stands that its owner has changed, who held it since it was as `before`; gives whether it begins to
/// wait, unlisted, for somebody to look at it.
///
/// # Errors
/// [`AppError`] of the reads and writes.
pub async fn reconsider(
    transaction: &mut Transaction,
    app: &AppContext,
    account: Uuid,
    before: Option<&ProfessionalRow>,
    publishes: bool,
    now: DateTime<Utc>,
) -> Result<bool, WriteError> {
    let after = store::find_professional_of(&mut *transaction, account).await?.ok_or(AppError::Internal)?;
    let approved = store::find_vetted(&mut *transaction, after.id).await?;
    let from = before.map_or(Vetting::Draft, ProfessionalRow::vetting);
    let saving = Saving {
        publishes,
        touched: before.is_none_or(|before| before.vetted() != after.vetted()),
        as_approved: approved.as_ref().is_some_and(|row| after.vetted().changes_since(&row.vetted()).is_empty()),
    };
    let state = from.step(Actor::Owner, Action::Save(saving)).map_err(|_| AppError::Internal)?.after;
    // Whoever waits already keeps their place.
    let since = before.and_then(|before| before.waits_since).unwrap_or(now);
    let waits = state.waits().then(|| (since, region_of(&after.commune_code)));
    store::set_vetting(&mut *transaction, after.id, state, waits).await?;
    // Where it stands decides whether it is listed.
    store::note_listing(&mut *transaction, after.id, now).await?;
    if state == Vetting::Approved && after.can_be_met() {
        let known = match (from, before, &approved) {
            (Vetting::Approved, Some(before), _) if before.published => Some(before.into()),
            (Vetting::Changed, Some(before), Some(row)) if before.published => {
                let (trades, meets_minors) = (row.trades(), row.welcomes_minors);
                Some(Found { trades, commune: &row.commune_code, meets_minors })
            }
            _ => None,
        };
        following::tell(transaction, app, known, &after, now).await?;
    }
    Ok(state == Vetting::Submitted && from != Vetting::Submitted)
}

/// Hours on another clock than the commune's may be meant, or forgotten when somebody moved.
fn notice(profile: &NewProfile, now: DateTime<Utc>) -> Notice {
    let clock = |zone: Tz| now.with_timezone(&zone).naive_local();
    let commune = geo::communes::find(&profile.commune_code).map(geo::zones::zone_of);
    match commune {
        Some(zone) if clock(zone) != clock(profile.availability.zone) => Notice::ProfileSavedOnOtherClock,
        _ => Notice::ProfileSaved,
    }
}

/// The profile that the form tells, or everything that is wrong with it.
pub(super) fn read(form: &ProfessionalForm, user: &CurrentUser, now: DateTime<Utc>) -> Result<NewProfile, AppError> {
    let mut checks = form.checks();
    let texts = [
        ("headline", &form.headline),
        ("likes", &form.likes),
        ("dislikes", &form.dislikes),
        ("day", &form.day),
        ("path", &form.path),
        ("organisation", &form.organisation),
    ];
    for (field, text) in texts {
        checks.note(contact_details::refuse(field, text))?;
    }
    checks.note(contact_details::refuse_beside_address("meeting_place", &form.meeting_place))?;
    let at = |field: &'static str| move |problem| AppError::field(field, problem);
    let trade = checks.note(resolve_trade(&form.trade).map_err(at("trade")))?;
    let mut other_trades: Vec<String> = Vec::new();
    for (field, typed) in [("second_trade", &form.second_trade), ("third_trade", &form.third_trade)] {
        if typed.trim().is_empty() {
            continue;
        }
        let Some(other) = checks.note(resolve_trade(typed).map_err(at(field)))? else { continue };
        let is_new = trade.as_ref() != Some(&other) && !other_trades.contains(&other);
        checks.require(field, is_new, Problem::SameTrade);
        other_trades.push(other);
    }
    let commune = checks.note(resolve_commune(&form.commune))?;
    let zone = checks.note(hours::zone(&form.time_zone).map_err(at("time_zone")))?;
    let weekly = hours::read_week(&form.ranges, &mut checks);
    let today = now.with_timezone(&zone.unwrap_or(user.time_zone)).date_naive();
    let exceptions = special_days::read(&form.exceptions, today, zone.unwrap_or(user.time_zone));
    let exceptions = checks.note(exceptions.map_err(at("exceptions")))?;
    checks.done()?;
    let (Some(trade_code), Some((commune_code, _)), Some(zone), Some(exceptions)) = (trade, commune, zone, exceptions)
    else {
        return Err(AppError::Internal);
    };
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let holidays = geo::communes::find(&commune_code).map(PublicHolidays::of);
    let languages = LANGUAGES.iter().filter(|code| form.languages.iter().any(|own| own == *code));
    let profile = NewProfile {
        id: context::new_id(),
        account_id: user.id,
        trade_code,
        other_trades,
        headline: form.headline.trim().to_owned(),
        likes: form.likes.trim().to_owned(),
        dislikes: form.dislikes.trim().to_owned(),
        day: form.day.trim().to_owned(),
        path: form.path.trim().to_owned(),
        accessibility: Accommodation::ALL
            .into_iter()
            .filter(|known| form.accessibility.iter().any(|code| code == known.code()))
            .collect(),
        languages: languages.map(|code| (*code).to_owned()).collect(),
        commune_code,
        organisation: text(&form.organisation),
        meeting_place: text(&form.meeting_place),
        ways: form.ways.iter().filter_map(|code| Way::from_code(code)).collect(),
        availability: hours::rules(form, zone, weekly, exceptions, holidays),
        charter_signed_at: (form.welcomes_minors == "on").then_some(now),
        accepts_automatically: form.confirms_by_hand != "on",
        published: form.published == "on",
    };
    // What was typed is told field by field above; this is the gate of the rules themselves.
    profile.availability.validate().map_err(|error| {
        tracing::error!(%error, "hours that the form let through");
        AppError::Internal
    })?;
    Ok(profile)
}

fn resolve_trade(text: &str) -> Result<String, Problem> {
    match catalogue::resolve(text) {
        catalogue::Resolution::One(trade) => Ok(trade.code.to_string()),
        catalogue::Resolution::Several(several) => {
            let labels = several.into_iter().take(MEANINGS_SHOWN).map(|trade| trade.label.clone());
            Err(Problem::AmbiguousTrade(labels.collect()))
        }
        catalogue::Resolution::None => Err(Problem::UnknownTrade),
    }
}
