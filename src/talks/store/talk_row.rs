//! A talk as it is read: what was agreed, and who is on each side.

use super::super::{
    lifecycle::{Guardian, Standing, Word},
    types::{EndReason, EndedBy, Ending, Side, Stage, Vetting, Way},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A row of `talk` with who is on each side; nobody is on the side of a person who deleted their account.
#[derive(Clone, Debug, FromRow)]
pub struct TalkRow {
    /// Its id.
    pub id: Uuid,
    /// The professional.
    pub professional_id: Option<Uuid>,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    moved_from: Option<DateTime<Utc>>,
    /// Code of the way of meeting.
    pub way: String,
    /// The explorer's question.
    pub question: Option<String>,
    /// The room's unguessable name.
    pub room: String,
    status: String,
    awaits: Option<String>,
    guardian: String,
    asked_at: DateTime<Utc>,
    waiting_since: Option<DateTime<Utc>>,
    answer_by: Option<DateTime<Utc>>,
    reminders: i32,
    explorer_word: Option<String>,
    professional_word: Option<String>,
    professional_knows: bool,
    ended_by: Option<String>,
    end_reason: Option<String>,
    end_note: Option<String>,
    /// RFC 5545 SEQUENCE.
    pub sequence: i32,
    /// When calendars were last told of a change; nothing before the first.
    pub calendar_changed_at: Option<DateTime<Utc>>,
    /// When it was booked.
    pub created_at: DateTime<Utc>,
    /// When it came to its end.
    pub ended_at: Option<DateTime<Utc>>,
    /// When a moderator, or a guardian after the hour, closed its conversation.
    pub messages_closed_at: Option<DateTime<Utc>>,
    /// ROME code of the trade it is about.
    pub trade_code: String,
    /// Where they meet, for a talk on site.
    pub meeting_place: Option<String>,
    /// The week that it counts in, by its Monday.
    pub monday: NaiveDate,
    /// The professional's zone when it was booked.
    pub professional_zone: String,
    professional_listed: Option<bool>,
    professional_vetting: Option<String>,
    professional_commune: Option<String>,
    accepts_automatically: Option<bool>,
    minimum_notice_minutes: Option<i32>,
    professional_account_id: Option<Uuid>,
    professional_name: Option<String>,
    professional_email: Option<String>,
    professional_locale: Option<String>,
    explorer_id: Option<Uuid>,
    explorer_name: Option<String>,
    explorer_email: Option<String>,
    explorer_locale: Option<String>,
    explorer_zone: Option<String>,
    organisation: Option<String>,
    charter_signed_at: Option<DateTime<Utc>>,
    demonstration: Option<bool>,
}

/// Somebody on a side of a talk.
#[derive(Clone, Copy, Debug)]
pub struct Party<'t> {
    /// Which side.
    pub side: Side,
    /// Their account.
    pub account: Uuid,
    /// Their name.
    pub name: &'t str,
    /// Their mail address.
    pub email: &'t str,
    /// Code of their language.
    pub locale: &'t str,
    /// Their zone; of a professional the one when it was booked.
    pub zone: &'t str,
}

impl TalkRow {
    /// The way of meeting.
    #[must_use]
    pub fn way(&self) -> Way {
        Way::from_code(&self.way).unwrap_or(Way::Video)
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        Stage::from_code(&self.status).unwrap_or(Stage::Expired)
    }

    /// Whether it takes place, or took.
    #[must_use]
    pub fn takes_place(&self) -> bool {
        matches!(self.stage(), Stage::Confirmed | Stage::Done | Stage::Absent)
    }

    /// The talk as its rules see it.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let word = |code: &Option<String>| code.as_deref().and_then(Word::from_code);
        Standing {
            stage: self.stage(),
            awaits: self.awaits.as_deref().and_then(Side::from_code),
            guardian: Guardian::from_code(&self.guardian).unwrap_or(Guardian::Needed),
            starts_at: self.starts_at,
            asked_at: self.asked_at,
            waiting_since: self.waiting_since.unwrap_or(self.asked_at),
            answer_by: self.answer_by,
            reminders: u8::try_from(self.reminders).unwrap_or_default(),
            explorer_word: word(&self.explorer_word),
            professional_word: word(&self.professional_word),
            professional_knows: self.professional_knows,
        }
    }

    /// How it was cancelled or declined.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        let by = self.ended_by.as_deref().and_then(EndedBy::from_code)?;
        let reason = self.end_reason.as_deref().and_then(EndReason::from_code).unwrap_or(EndReason::Other);
        Some(Ending { by, reason, note: self.end_note.clone() })
    }

    /// Whether the professional confirms nothing by hand.
    #[must_use]
    pub fn accepts_automatically(&self) -> bool {
        self.accepts_automatically.unwrap_or_default()
    }

    /// The organisation that the professional works for.
    #[must_use]
    pub fn organisation(&self) -> Option<&str> {
        self.organisation.as_deref()
    }

    /// INSEE code of the professional's commune.
    #[must_use]
    pub fn commune_code(&self) -> Option<&str> {
        self.professional_commune.as_deref()
    }

    /// The professional's minimum notice.
    #[must_use]
    pub fn notice(&self) -> Duration {
        Duration::minutes(i64::from(self.minimum_notice_minutes.unwrap_or_default()))
    }

    /// Whether the professional is invented.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        self.demonstration.unwrap_or_default()
    }

    /// The professional, if they still show their page.
    #[must_use]
    pub fn shown_professional(&self) -> Option<Uuid> {
        self.professional_id.filter(|_| self.professional_listed.unwrap_or_default())
    }

    /// Where the professional's profile stands with those who look at it; nowhere once they left.
    #[must_use]
    pub fn professional_vetting(&self) -> Option<Vetting> {
        self.professional_vetting.as_deref().and_then(Vetting::from_code)
    }

    /// Whether a minor may meet the professional of this talk, as `ProfessionalRow::ways_for_minors` says of a profile.
    /// What was asked for goes on while changes are looked at; not with somebody who was sent back or refused.
    #[must_use]
    pub fn suits_minors(&self) -> bool {
        self.professional_vetting().is_some_and(Vetting::is_open) && self.keeps_to_charter()
    }

    /// Whether the professional still offers what a minor's guardian agrees to: the charter, and an organisation's address
    /// where they meet on site. What moderators think of the profile is not their doing.
    #[must_use]
    pub fn keeps_to_charter(&self) -> bool {
        self.charter_signed_at.is_some() && (self.way() != Way::Onsite || self.organisation.is_some())
    }

    /// Whether the professional must not know yet who asks, nor what: a guardian has not agreed.
    #[must_use]
    pub fn is_veiled(&self) -> bool {
        self.standing().guardian == Guardian::Needed
    }

    /// How it was cancelled or declined, as far as a side may read it: a minor's words wait for their guardian too.
    #[must_use]
    pub fn ending_for(&self, side: Side) -> Option<Ending> {
        let ending = self.ending()?;
        let veiled = side == Side::Professional && self.is_veiled();
        Some(if veiled { Ending { note: None, ..ending } } else { ending })
    }

    /// The explorer's question, as far as a side may read it.
    #[must_use]
    pub fn question_for(&self, side: Side) -> Option<&str> {
        self.question.as_deref().filter(|_| side == Side::Explorer || !self.is_veiled())
    }

    /// The hour before, where another one is proposed and not agreed to yet.
    #[must_use]
    pub fn proposed_instead_of(&self) -> Option<DateTime<Utc>> {
        self.moved_from.filter(|_| matches!(self.stage(), Stage::Requested | Stage::AwaitingGuardian))
    }

    /// Who is on a side; nobody if they left.
    #[must_use]
    pub fn party(&self, side: Side) -> Option<Party<'_>> {
        let (account, name, email, locale, zone) = match side {
            Side::Explorer => (
                self.explorer_id,
                &self.explorer_name,
                &self.explorer_email,
                &self.explorer_locale,
                self.explorer_zone.as_deref(),
            ),
            Side::Professional => (
                self.professional_account_id,
                &self.professional_name,
                &self.professional_email,
                &self.professional_locale,
                Some(self.professional_zone.as_str()),
            ),
        };
        Some(Party {
            side,
            account: account?,
            name: name.as_deref()?,
            email: email.as_deref()?,
            locale: locale.as_deref()?,
            zone: zone?,
        })
    }

    /// Whether it is between these two.
    #[must_use]
    pub fn is_of(&self, explorer: Uuid, professional: Uuid) -> bool {
        self.explorer_id == Some(explorer) && self.professional_id == Some(professional)
    }

    /// Whether this account is its explorer.
    #[must_use]
    pub fn is_explorer(&self, account: Uuid) -> bool {
        self.explorer_id == Some(account)
    }

    /// Both sides that somebody is on.
    pub fn parties(&self) -> impl Iterator<Item = Party<'_>> {
        Side::BOTH.into_iter().filter_map(|side| self.party(side))
    }

    /// An account as a party of it, if it is one.
    #[must_use]
    pub fn party_of(&self, account: Uuid) -> Option<Party<'_>> {
        self.parties().find(|party| party.account == account)
    }
}

/// The columns of [`TalkRow`].
macro_rules! talk {
    ($rest:literal) => {
        concat!(
            "select t.id, t.professional_id, p.account_id as professional_account_id, t.explorer_id, t.starts_at, t.moved_from, t.way,
    t.question, t.room, t.status, t.awaits, t.guardian, t.asked_at, t.waiting_since, t.answer_by, t.reminders, t.explorer_word,
    t.professional_word, t.professional_knows, t.ended_by, t.end_reason, t.end_note, t.sequence, t.calendar_changed_at, t.created_at,
    t.ended_at, t.messages_closed_at,
    t.trade_code, t.meeting_place, t.monday, p.listed as professional_listed, p.vetting as professional_vetting,
    p.accepts_automatically,
    p.commune_code as professional_commune, p.minimum_notice_minutes,
    pa.display_name as professional_name, pa.email as professional_email, pa.locale as professional_locale,
    t.time_zone as professional_zone, e.display_name as explorer_name, e.email as explorer_email, e.locale as explorer_locale, e.time_zone as explorer_zone,
    p.organisation, p.charter_signed_at, pa.demonstration
    from talk t left join professional p on p.id = t.professional_id left join account pa on pa.id = p.account_id
    left join account e on e.id = t.explorer_id ",
            $rest
        )
    };
}
pub(super) use talk;
