//! What moderation tells people: roles, and lines of the log.

use serde::{Deserialize, Serialize};

/// What somebody may do beyond what everybody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Looks after the people of a région.
    Relay,
    /// Looks after everybody, and names relays.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 2] = [Self::Relay, Self::Administrator];

    /// The code on the command line and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Relay => "relay",
            Self::Administrator => "administrator",
        }
    }

    /// The role of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What a moderator did, as the log has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Deed {
    /// A profile was approved.
    ProfileApproved,
    /// Changes to a profile were asked for.
    ProfileChangesAsked,
    /// A profile was refused.
    ProfileRefused,
    /// An organisation was approved.
    OrganisationApproved,
    /// An organisation was refused.
    OrganisationRefused,
    /// A change of an organisation that is online was refused.
    OrganisationChangeRefused,
    /// An organisation that was approved is online no more.
    OrganisationTakenDown,
    /// Somebody was given a role.
    RoleGranted,
    /// Somebody lost a role.
    RoleRevoked,
    /// A report was found to be right.
    ReportUpheld,
    /// A report was found to be nothing to act on.
    ReportDismissed,
    /// A talk was called off, if it was ahead, and its conversation closed.
    TalkStopped,
}

impl Deed {
    /// Every deed.
    pub const ALL: [Self; 12] = [
        Self::ProfileApproved,
        Self::ProfileChangesAsked,
        Self::ProfileRefused,
        Self::OrganisationApproved,
        Self::OrganisationRefused,
        Self::OrganisationChangeRefused,
        Self::OrganisationTakenDown,
        Self::RoleGranted,
        Self::RoleRevoked,
        Self::ReportUpheld,
        Self::ReportDismissed,
        Self::TalkStopped,
    ];

    /// The code in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ProfileApproved => "profile_approved",
            Self::ProfileChangesAsked => "profile_changes_asked",
            Self::ProfileRefused => "profile_refused",
            Self::OrganisationApproved => "organisation_approved",
            Self::OrganisationRefused => "organisation_refused",
            Self::OrganisationChangeRefused => "organisation_change_refused",
            Self::OrganisationTakenDown => "organisation_taken_down",
            Self::RoleGranted => "role_granted",
            Self::RoleRevoked => "role_revoked",
            Self::ReportUpheld => "report_upheld",
            Self::ReportDismissed => "report_dismissed",
            Self::TalkStopped => "talk_stopped",
        }
    }

    /// The deed of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.code() == code)
    }

    /// Whether it was done to a profile.
    #[must_use]
    pub fn is_of_profile(self) -> bool {
        matches!(self, Self::ProfileApproved | Self::ProfileChangesAsked | Self::ProfileRefused)
    }

    /// Whether it was done to a report.
    #[must_use]
    pub fn is_of_report(self) -> bool {
        matches!(self, Self::ReportUpheld | Self::ReportDismissed)
    }
}

/// Why a profile cannot be listed as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// It says too little of the job.
    Vague,
    /// It presents a company or a product, not somebody who does the job.
    NotAPerson,
    /// Nothing shows that they do this job.
    Unverified,
    /// It sells or recruits.
    Advertising,
    /// It lacks respect.
    Disrespectful,
    /// The place where they meet suits no minor.
    UnsafePlace,
    /// What is written with it says why.
    Other,
}

/// What a moderator finds that a report is about, or that there is nothing to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Finding {
    /// Somebody may be in danger.
    Danger,
    /// Advances, or sexual words.
    Sexual,
    /// Insistence or threats.
    Harassment,
    /// Insults or contempt.
    Insult,
    /// They want contact details, or to go on elsewhere.
    ContactDetails,
    /// Advertising or a scam.
    Advertising,
    /// Nothing that is not allowed.
    NoBreach,
    /// What there is to read tells too little.
    Unclear,
    /// A misunderstanding between the two.
    Misunderstanding,
    /// What is written with it says what.
    Other,
}

impl Finding {
    /// What a report that is upheld can be about, in the order of the interface.
    pub const BREACHES: [Self; 7] = [
        Self::Danger,
        Self::Sexual,
        Self::Harassment,
        Self::Insult,
        Self::ContactDetails,
        Self::Advertising,
        Self::Other,
    ];
    /// Why a report is dismissed, in the order of the interface.
    pub const OF_NOTHING: [Self; 4] = [Self::NoBreach, Self::Misunderstanding, Self::Unclear, Self::Other];

    /// The code in forms and in the log.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Sexual => "sexual",
            Self::Harassment => "harassment",
            Self::Insult => "insult",
            Self::ContactDetails => "contact_details",
            Self::Advertising => "advertising",
            Self::NoBreach => "no_breach",
            Self::Unclear => "unclear",
            Self::Misunderstanding => "misunderstanding",
            Self::Other => "other",
        }
    }

    /// The finding of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::BREACHES.into_iter().chain(Self::OF_NOTHING).find(|finding| finding.code() == code)
    }

    /// Why a profile is refused after a report that was found to be about this.
    #[must_use]
    pub fn reason(self) -> Reason {
        match self {
            Self::Sexual | Self::Harassment | Self::Insult => Reason::Disrespectful,
            Self::Advertising => Reason::Advertising,
            _ => Reason::Other,
        }
    }
}

impl Reason {
    /// Every reason, in the order of the interface.
    pub const ALL: [Self; 7] = [
        Self::Vague,
        Self::NotAPerson,
        Self::Unverified,
        Self::Advertising,
        Self::Disrespectful,
        Self::UnsafePlace,
        Self::Other,
    ];

    /// The code in forms and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vague => "vague",
            Self::NotAPerson => "not_a_person",
            Self::Unverified => "unverified",
            Self::Advertising => "advertising",
            Self::Disrespectful => "disrespectful",
            Self::UnsafePlace => "unsafe_place",
            Self::Other => "other",
        }
    }

    /// The reason of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether a minor may not be safe with somebody whose profile is sent back for it: nobody knows that they are who they
    /// say, what they write suits no minor, or the place does not.
    #[must_use]
    pub fn concerns_safety(self) -> bool {
        matches!(self, Self::Unverified | Self::Disrespectful | Self::UnsafePlace)
    }
}

/// Who did what the log tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doer {
    /// Somebody of this name.
    Person(String),
    /// Somebody who has left since.
    Gone,
    /// Whoever runs the program.
    Operator,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// `dimanche 22 novembre à 14 h 05 (heure de Paris)`.
    pub at: String,
    /// Who did it.
    pub by: Doer,
    /// What was done; its code, where this program does not know it.
    pub deed: Result<Deed, String>,
    /// Id of what it was done to.
    pub subject: String,
    /// Name of whom it concerns; nobody once they left.
    pub concerns: Option<String>,
    /// Code of the reason, or of the role that was given.
    pub reason: Option<String>,
    /// The région of a relay's role.
    pub region: Option<RegionName>,
    /// What was written with it.
    pub note: Option<String>,
}

/// A page of the log, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLog {
    /// Its lines.
    pub lines: Vec<AuditLine>,
    /// The page, from 1.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
}

/// A région.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionName {
    /// INSEE code.
    pub code: String,
    /// `Occitanie`
    pub name: String,
}

/// Somebody with a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Id of the account.
    pub account: String,
    /// Their name.
    pub name: String,
    /// Their address, for administrators.
    pub email: String,
    /// The role.
    pub role: Role,
    /// The région of a relay.
    pub region: Option<RegionName>,
}

/// Everybody with a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// One for each role that somebody has.
    pub members: Vec<TeamMember>,
    /// The régions to name a relay for.
    pub regions: Vec<RegionName>,
}
