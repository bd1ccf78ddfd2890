//! What who answers for a minor is asked and told.

use super::{offered_way, trade_label, way};
use crate::{
    agenda::moment,
    context::AppContext,
    geo,
    i18n::*,
    locale,
    notifications::{mail::Mail, types::MailKind},
    routes::Route,
    talks::{
        lifecycle::Subject,
        store::{ConsentRow, TalkRow},
        types::{Side, Way},
    },
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use leptos_i18n::td_string;
use uuid::Uuid;

/// A talk in the words of a mail to who answers for its explorer, in the explorer's language and on their clock.
struct ForGuardian<'t> {
    l: Locale,
    zone: Tz,
    /// The explorer's account.
    minor: Uuid,
    explorer: &'t str,
    /// With a mark, where they are invented.
    professional: String,
    trade: String,
    moment: String,
}

impl<'t> ForGuardian<'t> {
    /// None once a side is gone.
    fn new(talk: &'t TalkRow, now: DateTime<Utc>) -> Option<Self> {
        let (explorer, professional) = (talk.party(Side::Explorer)?, talk.party(Side::Professional)?);
        let l = locale::from_code(explorer.locale).unwrap_or_default();
        let zone: Tz = explorer.zone.parse().unwrap_or(Tz::Europe__Paris);
        Some(Self {
            l,
            zone,
            minor: explorer.account,
            explorer: explorer.name,
            professional: match talk.is_demonstration() {
                true => format!("{} ({})", professional.name, td_string!(l, talks.demonstration_profile)),
                false => professional.name.to_owned(),
            },
            trade: trade_label(&talk.trade_code),
            moment: moment::whole(talk.starts_at, now, zone, l),
        })
    }

    /// What an agreement is to: every talk until a day, or this one.
    fn scope(&self, covers_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
        let Self { l, zone, professional, trade, moment, .. } = self;
        match covers_until.map(|until| until.with_timezone(zone).date_naive()) {
            Some(until) => {
                let day = moment::day(until, now.with_timezone(zone).date_naive(), *l);
                td_string!(*l, mail.consent_scope_all, day = day)
            }
            None => td_string!(
                *l,
                mail.consent_scope_talk,
                professional = professional.as_str(),
                trade = trade.as_str(),
                moment = moment.as_str()
            ),
        }
    }
}

/// "May your child talk with them?", to who answers for the explorer; `is_anew` where they had agreed to another hour.
/// None once a side is gone.
#[must_use]
pub fn consent_asked(
    app: &AppContext,
    talk: &TalkRow,
    email: &str,
    token: &str,
    is_anew: bool,
    now: DateTime<Utc>,
) -> Option<Mail> {
    let ForGuardian { l, zone, minor, explorer, professional, trade, moment } = ForGuardian::new(talk, now)?;
    let until = talk.standing().answer_by.map_or_else(String::new, |end| moment::whole(end, now, zone, l));
    let link = app.link(&Route::Consent(token.to_owned()));
    let way = match place_for_guardian(talk) {
        Some(place) => td_string!(l, guardians.way_onsite_at, place = place),
        None => offered_way(talk, l).to_owned(),
    };
    let (subject, body) = match is_anew {
        false => (
            td_string!(l, mail.consent_asked_subject, explorer = explorer),
            td_string!(
                l,
                mail.consent_asked_body,
                explorer = explorer,
                professional = professional,
                trade = trade,
                moment = moment,
                way = way,
                until = until,
                link = link
            ),
        ),
        true => (
            td_string!(l, mail.consent_anew_subject, explorer = explorer),
            td_string!(
                l,
                mail.consent_anew_body,
                explorer = explorer,
                professional = professional,
                trade = trade,
                moment = moment,
                way = way,
                until = until,
                link = link
            ),
        ),
    };
    Some(Mail::text(MailKind::Talk, email, subject, body).of_minor(minor))
}

/// "You agreed", to a guardian, with what to, and the link that takes it back; none once a side is gone.
#[must_use]
pub fn consent_given(
    app: &AppContext,
    talk: &TalkRow,
    email: &str,
    token: &str,
    covers_until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<Mail> {
    let told = ForGuardian::new(talk, now)?;
    let scope = told.scope(covers_until, now);
    let ForGuardian { l, minor, explorer, .. } = told;
    let link = app.link(&Route::Consent(token.to_owned()));
    let body = td_string!(l, mail.consent_given_body, explorer = explorer, scope = scope, link = link);
    let subject = td_string!(l, mail.consent_given_subject, explorer = explorer);
    Some(Mail::text(MailKind::Talk, email, subject, body).of_minor(minor))
}

/// "You do not agree", or "no longer", to the guardian of a consent; none once a side is gone.
#[must_use]
pub fn objection_noted(talk: &TalkRow, consent: &ConsentRow, now: DateTime<Utc>) -> Option<Mail> {
    let told = ForGuardian::new(talk, now)?;
    let scope = told.scope(consent.covers_until, now);
    let ForGuardian { l, minor, explorer, .. } = told;
    let (subject, body) = match consent.agreed_at {
        Some(_) => (
            td_string!(l, guardians.withdrawal_noted_subject, explorer = explorer),
            td_string!(l, guardians.withdrawal_noted_body, explorer = explorer, scope = scope),
        ),
        None => (
            td_string!(l, guardians.refusal_noted_subject, explorer = explorer),
            td_string!(l, guardians.refusal_noted_body, explorer = explorer, scope = scope),
        ),
    };
    Some(Mail::text(MailKind::Talk, &consent.email, subject, body).of_minor(minor))
}

/// What became of a talk, to a guardian who agreed to it: it is asked for ([`Subject::RequestSent`]), it takes place
/// ([`Subject::Confirmed`]), or it does not. None once a side is gone.
#[must_use]
pub fn guardian_told(
    app: &AppContext,
    talk: &TalkRow,
    email: &str,
    subject: Subject,
    now: DateTime<Utc>,
) -> Option<Mail> {
    let ForGuardian { l, minor, explorer, professional, trade, moment, .. } = ForGuardian::new(talk, now)?;
    let (title, body) = match subject {
        Subject::Confirmed => (
            td_string!(l, mail.guardian_confirmed_subject, explorer = explorer, moment = moment.as_str()),
            td_string!(
                l,
                mail.guardian_confirmed_body,
                explorer = explorer,
                professional = professional,
                trade = trade,
                moment = moment.as_str(),
                way = way(app, talk, l)
            ),
        ),
        Subject::RequestSent => (
            td_string!(l, guardians.request_told_subject, explorer = explorer, moment = moment.as_str()),
            td_string!(
                l,
                guardians.request_told_body,
                explorer = explorer,
                professional = professional,
                trade = trade,
                moment = moment.as_str()
            ),
        ),
        _ => (
            td_string!(l, mail.guardian_off_subject, explorer = explorer, moment = moment.as_str()),
            td_string!(
                l,
                mail.guardian_off_body,
                explorer = explorer,
                professional = professional,
                trade = trade,
                moment = moment.as_str()
            ),
        ),
    };
    Some(Mail::text(MailKind::Talk, email, title, body).of_minor(minor))
}

/// Where a talk on site is, as a guardian is told before they agree: the organisation, whose address a minor meets at, and
/// the commune. The address itself is for who meets there.
#[must_use]
pub fn place_for_guardian(talk: &TalkRow) -> Option<String> {
    if talk.way() != Way::Onsite {
        return None;
    }
    let commune = talk.commune_code().and_then(geo::communes::find)?;
    Some(format!("{}, {}", talk.organisation()?, commune.label()))
}
