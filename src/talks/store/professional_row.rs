//! A professional as a row tells them, and what follows from it.

use crate::{
    agenda::availability::Availability,
    fold::fold,
    geo::{communes, public_holidays::PublicHolidays},
    organisations::types::OrganisationLink,
    talks::{
        types::{Accommodation, Vetting, Way},
        vetting::Vetted,
    },
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use sqlx::FromRow;
use uuid::Uuid;

/// Minutes that who confirms by hand has at least to do so, before the notice of an hour passes.
const ANSWER_MINUTES: i32 = 24 * 60;

/// The notice with which hours are offered, in minutes: who confirms by hand needs time to.
#[must_use]
pub fn offered_notice(minimum_notice_minutes: i32, accepts_automatically: bool) -> i32 {
    minimum_notice_minutes + if accepts_automatically { 0 } else { ANSWER_MINUTES }
}

/// A row of `professional` with what its account adds.
#[derive(Clone, Debug, FromRow)]
pub struct ProfessionalRow {
    /// Its id.
    pub id: Uuid,
    /// The account, also the person in the agenda.
    pub account_id: Uuid,
    /// ROME code of the main trade.
    pub trade_code: String,
    pub(super) second_trade_code: Option<String>,
    pub(super) third_trade_code: Option<String>,
    /// The job in a sentence.
    pub headline: String,
    /// What they like in it.
    pub likes: String,
    /// What they like less.
    pub dislikes: String,
    /// What a day is like; may be empty.
    pub day: String,
    /// How they came to it, and what they studied; may be empty.
    pub path: String,
    /// Space-separated codes.
    pub languages: String,
    accessibility: String,
    /// INSEE code.
    pub commune_code: String,
    /// Where they work for.
    pub organisation: Option<String>,
    /// The address of talks on site.
    pub meeting_place: Option<String>,
    /// Offers video.
    pub by_video: bool,
    /// Offers sound only.
    pub by_phone: bool,
    /// Offers to meet on site.
    pub on_site: bool,
    /// IANA name.
    pub time_zone: String,
    /// Between a booking and its talk, at least.
    pub minimum_notice_minutes: i32,
    /// That can be booked ahead.
    pub horizon_days: i32,
    /// Kept free before a talk.
    pub buffer_before_minutes: i32,
    /// Kept free after a talk.
    pub buffer_after_minutes: i32,
    /// Talks a day at most.
    pub maximum_per_day: Option<i32>,
    /// Talks a week at most.
    pub maximum_per_week: Option<i32>,
    /// Talks a month at most.
    pub maximum_per_month: Option<i32>,
    /// No talk on the public holidays of the commune.
    pub closed_on_holidays: bool,
    /// Wants to be found and booked.
    pub published: bool,
    vetting: String,
    /// Since when it waits for a decision, if it does.
    pub waits_since: Option<DateTime<Utc>>,
    /// Code of the reason why it was sent back or refused.
    pub vetting_reason: Option<String>,
    /// What was written with it.
    pub vetting_note: Option<String>,
    listed: bool,
    /// Confirms nothing by hand.
    pub accepts_automatically: bool,
    /// Since when the profile is paused, as requests went unanswered.
    pub paused_at: Option<DateTime<Utc>>,
    /// When they signed the charter for meeting minors; none: they meet adults only.
    pub charter_signed_at: Option<DateTime<Utc>>,
    /// The account's name.
    pub display_name: String,
    /// The account's address.
    pub email: String,
    /// The account's language.
    pub locale: String,
    /// Invented for demonstration.
    pub demonstration: bool,
    /// Their photo.
    pub photo_id: Option<Uuid>,
    vetted_photo_id: Option<Uuid>,
    partner_slug: Option<String>,
    partner_name: Option<String>,
}

impl ProfessionalRow {
    /// Their photo as others see it: one that somebody has looked at.
    #[must_use]
    pub fn shown_photo(&self) -> Option<Uuid> {
        self.photo_id.filter(|photo| Some(*photo) == self.vetted_photo_id)
    }

    /// The organisation in whose name they give time, where everybody sees it.
    #[must_use]
    pub fn partner(&self) -> Option<OrganisationLink> {
        let (slug, name) = self.partner_slug.clone().zip(self.partner_name.clone())?;
        Some(OrganisationLink { slug, name })
    }

    /// Whether they want to be found and are not on a break: all that is needed besides an approval.
    #[must_use]
    pub fn can_be_met(&self) -> bool {
        self.published && self.paused_at.is_none()
    }

    /// Whether they can be found and booked.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.listed
    }

    /// Where the profile stands with those who look at it.
    #[must_use]
    pub fn vetting(&self) -> Vetting {
        Vetting::from_code(&self.vetting).unwrap_or(Vetting::Draft)
    }

    /// What they look at.
    #[must_use]
    pub fn vetted(&self) -> Vetted {
        Vetted {
            trade_code: self.trade_code.clone(),
            other_trades: self.other_trades(),
            headline: self.headline.clone(),
            likes: self.likes.clone(),
            dislikes: self.dislikes.clone(),
            day: self.day.clone(),
            path: self.path.clone(),
            organisation: self.organisation.clone(),
            meeting_place: self.meeting_place.clone(),
            commune_code: self.commune_code.clone(),
            photo: self.photo_id,
            welcomes_minors: self.charter_signed_at.is_some(),
        }
    }

    /// Whether minors may ask for an hour: not before somebody has looked at what has changed.
    #[must_use]
    pub fn meets_minors(&self) -> bool {
        self.charter_signed_at.is_some() && self.vetting() == Vetting::Approved
    }

    /// Whether a minor can meet them in any way once the profile is approved as it is.
    #[must_use]
    pub fn suits_minors_once_approved(&self) -> bool {
        !open_to_minors(self.ways(), self.charter_signed_at.is_some(), self.organisation.is_some()).is_empty()
    }

    /// The ways in which they meet a minor: on site at an organisation's address only.
    #[must_use]
    pub fn ways_for_minors(&self) -> Vec<Way> {
        open_to_minors(self.ways(), self.meets_minors(), self.organisation.is_some())
    }

    /// The minimum notice.
    #[must_use]
    pub fn notice(&self) -> Duration {
        Duration::minutes(i64::from(self.minimum_notice_minutes))
    }

    /// The zone of their hours.
    #[must_use]
    pub fn zone(&self) -> Tz {
        zone(&self.time_zone)
    }

    /// The ways of meeting they offer.
    #[must_use]
    pub fn ways(&self) -> Vec<Way> {
        offered(self.by_video, self.by_phone, self.on_site)
    }

    /// Their rules but for the hours: nothing is ever open.
    #[must_use]
    pub fn without_hours(&self) -> Availability {
        let commune = communes::find(&self.commune_code).filter(|_| self.closed_on_holidays);
        Availability {
            zone: self.zone(),
            weekly: Vec::new(),
            exceptions: Vec::new(),
            closed_on: commune.map(PublicHolidays::of),
            minimum_notice_minutes: offered_notice(self.minimum_notice_minutes, self.accepts_automatically),
            horizon_days: self.horizon_days,
            buffer_before_minutes: self.buffer_before_minutes,
            buffer_after_minutes: self.buffer_after_minutes,
            maximum_per_day: self.maximum_per_day,
            maximum_per_week: self.maximum_per_week,
            maximum_per_month: self.maximum_per_month,
        }
    }

    /// Where talks on site take place, with the commune's name if the address leaves it out.
    #[must_use]
    pub fn full_address(&self) -> Option<String> {
        let address = self.meeting_place.clone()?;
        let commune = communes::find(&self.commune_code).map_or("", |commune| commune.name.as_str());
        let names_it = fold(&address).contains(&fold(commune));
        Some(if names_it { address } else { format!("{address}, {commune}") })
    }

    /// The codes of the languages they speak.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        languages(&self.languages)
    }

    /// What of [`Self::accessibility`] goes with the ways of meeting that they offer.
    #[must_use]
    pub fn accessibility_offered(&self) -> Vec<Accommodation> {
        let mut offered = self.accessibility();
        offered.retain(|one| match one {
            Accommodation::Wheelchair => self.on_site,
            Accommodation::Captions => self.by_video,
            _ => true,
        });
        offered
    }

    /// What makes a talk with them possible for everybody.
    #[must_use]
    pub fn accessibility(&self) -> Vec<Accommodation> {
        self.accessibility.split_whitespace().filter_map(Accommodation::from_code).collect()
    }

    /// The ROME codes of their other trades.
    #[must_use]
    pub fn other_trades(&self) -> Vec<String> {
        other_trades(self.second_trade_code.as_deref(), self.third_trade_code.as_deref())
    }

    /// The ROME codes of their trades, the main one first.
    #[must_use]
    pub fn trades(&self) -> Vec<&str> {
        let others = [&self.second_trade_code, &self.third_trade_code];
        std::iter::once(self.trade_code.as_str()).chain(others.into_iter().filter_map(Option::as_deref)).collect()
    }
}

/// Trades besides the main one as their columns hold them.
pub(super) fn other_trades(second: Option<&str>, third: Option<&str>) -> Vec<String> {
    [second, third].into_iter().flatten().map(str::to_owned).collect()
}

/// A zone as its column holds it.
pub(super) fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::Europe__Paris)
}

/// Ways of meeting as their columns hold them.
pub(super) fn offered(by_video: bool, by_phone: bool, on_site: bool) -> Vec<Way> {
    let offered = [(Way::Video, by_video), (Way::Phone, by_phone), (Way::Onsite, on_site)];
    offered.into_iter().filter(|(_, offers)| *offers).map(|(way, _)| way).collect()
}

/// Those of the ways offered in which somebody meets a minor: on site at an organisation's address only, and none unless
/// they meet minors at all.
pub(super) fn open_to_minors(mut ways: Vec<Way>, meets_minors: bool, has_organisation: bool) -> Vec<Way> {
    ways.retain(|way| meets_minors && (*way != Way::Onsite || has_organisation));
    ways
}

/// Codes of languages as their column holds them.
pub(super) fn languages(codes: &str) -> Vec<String> {
    codes.split_whitespace().map(str::to_owned).collect()
}
