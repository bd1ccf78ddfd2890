//! A talk as it is read: what was agreed, and who is on each side.

use super::super::types::{Side, Way};
use chrono::{DateTime, NaiveDate, Utc};
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
    /// Code of the way of meeting.
    pub way: String,
    /// The explorer's question.
    pub question: Option<String>,
    /// The room's unguessable name.
    pub room: String,
    /// `confirmed` or `cancelled`.
    pub status: String,
    /// `explorer` or `professional`.
    pub cancelled_by: Option<String>,
    /// Code of the reason.
    pub cancel_reason: Option<String>,
    /// In their own words.
    pub cancel_note: Option<String>,
    /// RFC 5545 SEQUENCE.
    pub sequence: i32,
    /// When it was booked.
    pub created_at: DateTime<Utc>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// ROME code of the trade it is about.
    pub trade_code: String,
    /// Where they meet, for a talk on site.
    pub meeting_place: Option<String>,
    /// The week that it counts in, by its Monday.
    pub monday: NaiveDate,
    /// The professional's zone when it was booked.
    pub professional_zone: String,
    professional_published: Option<bool>,
    professional_account_id: Option<Uuid>,
    professional_name: Option<String>,
    professional_email: Option<String>,
    professional_locale: Option<String>,
    explorer_id: Option<Uuid>,
    explorer_name: Option<String>,
    explorer_email: Option<String>,
    explorer_locale: Option<String>,
    explorer_zone: Option<String>,
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

    /// Whether it still holds.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.status == "confirmed"
    }

    /// Whether the professional is invented.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        self.demonstration.unwrap_or_default()
    }

    /// The professional, if they still show their page.
    #[must_use]
    pub fn shown_professional(&self) -> Option<Uuid> {
        self.professional_id.filter(|_| self.professional_published.unwrap_or_default())
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
            "select t.id, t.professional_id, p.account_id as professional_account_id, t.explorer_id, t.starts_at, t.way,
    t.question, t.room, t.status, t.cancelled_by, t.cancel_reason, t.cancel_note, t.sequence, t.created_at, t.cancelled_at,
    t.trade_code, t.meeting_place, t.monday, p.published as professional_published,
    pa.display_name as professional_name, pa.email as professional_email, pa.locale as professional_locale,
    t.time_zone as professional_zone, e.display_name as explorer_name, e.email as explorer_email, e.locale as explorer_locale, e.time_zone as explorer_zone, pa.demonstration
    from talk t left join professional p on p.id = t.professional_id left join account pa on pa.id = p.account_id
    left join account e on e.id = t.explorer_id ",
            $rest
        )
    };
}
pub(super) use talk;
