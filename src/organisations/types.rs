//! What organisations show to people.

use serde::{Deserialize, Serialize};

/// What an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A company or a craft business.
    Company,
    /// The State, a local authority, a hospital, ….
    PublicBody,
    /// An association or a foundation.
    Association,
    /// A school, a university or a training centre.
    School,
    /// Something else.
    Other,
}

impl Kind {
    /// Every kind, in the order of the interface.
    pub const ALL: [Self; 5] = [Self::Company, Self::PublicBody, Self::Association, Self::School, Self::Other];

    /// The code in forms and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::PublicBody => "public_body",
            Self::Association => "association",
            Self::School => "school",
            Self::Other => "other",
        }
    }

    /// The kind of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where an organisation stands with those who look at it before it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody has to look at it.
    Waiting,
    /// Everybody sees it.
    Approved,
    /// It was refused, until something changes.
    Refused,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Approved, Self::Refused];

    /// The code in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }

    /// The state of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What a moderator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Everybody sees what its members wrote.
    Approve,
    /// Nobody else sees what its members wrote.
    Refuse,
    /// Nobody else sees an organisation any more that was approved.
    TakeDown,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 3] = [Self::Approve, Self::Refuse, Self::TakeDown];

    /// The code in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::TakeDown => "take_down",
        }
    }

    /// The decision of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }
}

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    /// Writes the page, and invites professionals.
    Editor,
    /// The same, and says who is a member.
    Owner,
}

impl MemberRole {
    /// Every role, in the order of the interface.
    pub const ALL: [Self; 2] = [Self::Owner, Self::Editor];

    /// The code in forms and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Editor => "editor",
        }
    }

    /// The role of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What somebody is invited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// To give time in its name.
    Professional,
    /// To look after its page.
    Member(MemberRole),
}

impl Place {
    /// Every place, in the order of the interface.
    pub const ALL: [Self; 3] = [Self::Professional, Self::Member(MemberRole::Editor), Self::Member(MemberRole::Owner)];

    /// The code in forms and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Professional => "professional",
            Self::Member(role) => role.code(),
        }
    }

    /// The place of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.code() == code)
    }

    /// Whether a member with `role` gives it and takes it back: who looks after the page is the owners' business.
    #[must_use]
    pub fn is_given_by(self, role: MemberRole) -> bool {
        self == Self::Professional || role == MemberRole::Owner
    }
}

/// An organisation as a link to its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationLink {
    /// Its name in its address.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// What an organisation says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationDetails {
    /// Its page.
    pub link: OrganisationLink,
    /// What it is.
    pub kind: Kind,
    /// `Albi (81)`.
    pub place: String,
    /// A few words.
    pub about: String,
    /// The address of its web site.
    pub website: Option<String>,
    /// Its number in the register of companies (INSEE), 14 digits.
    pub siret: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Whether it is approved, and a change of it waits for a decision.
    pub is_changing: bool,
    /// The reader's role, who is a member.
    pub role: Option<MemberRole>,
    /// Invented for demonstration.
    pub demonstration: bool,
}

/// A page of the organisations that everybody sees, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationList {
    /// This page's.
    pub organisations: Vec<OrganisationDetails>,
    /// The page, from 1.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
}

/// What the reader has to do with organisations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnOrganisations {
    /// Those whose page they look after.
    pub organisations: Vec<OrganisationDetails>,
    /// The one in whose name they give time.
    pub professional_of: Option<OrganisationLink>,
    /// Whether they are of age, as opening one asks for.
    pub is_adult: bool,
}

/// An organisation as its members write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationText {
    /// As they wrote it last.
    pub details: OrganisationDetails,
    /// Why it, or a change of it, was refused.
    pub refusal: Option<String>,
}

/// Somebody of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Id of their account.
    pub account: String,
    /// Their name.
    pub name: String,
    /// What they are there.
    pub place: Place,
    /// Whether it is the reader.
    pub is_self: bool,
}

/// Somebody who has not answered yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInvitation {
    /// Its id.
    pub id: String,
    /// Where the mail went.
    pub email: String,
    /// To what.
    pub place: Place,
    /// Until when: `dimanche 6 décembre`.
    pub until: String,
}

/// Who is part of an organisation, for its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationPeople {
    /// The organisation.
    pub details: OrganisationDetails,
    /// What the reader may do.
    pub role: MemberRole,
    /// Members, owners first, then professionals.
    pub people: Vec<TeamMember>,
    /// Who is invited.
    pub invitations: Vec<OpenInvitation>,
}

impl OrganisationPeople {
    /// Whether nobody else looks after its page.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.people.iter().all(|person| person.is_self || person.place == Place::Professional)
    }
}

/// What the link of an invitation asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationDetails {
    /// Who invites.
    pub organisation: OrganisationDetails,
    /// To what.
    pub place: Place,
    /// Whether the reader is under 18, and cannot accept.
    pub is_too_young: bool,
}

/// An organisation that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingOrganisation {
    /// Its id.
    pub id: String,
    /// As its members wrote it last.
    pub details: OrganisationDetails,
    /// As everybody sees it, if it is online and a change of it waits.
    pub shown: Option<OrganisationLink>,
    /// Name of its first owner.
    pub owner: String,
    /// Since when: `dimanche 22 novembre à 14 h 05 (heure de Paris)`.
    pub since: String,
    /// What the decision is about: another one once it says something else.
    pub seen: String,
}

/// The organisations that wait for a moderator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationQueue {
    /// The longest waiting first, a page of them.
    pub organisations: Vec<WaitingOrganisation>,
    /// How many there are.
    pub total: u32,
    /// Whether the reader is an administrator.
    pub is_administrator: bool,
}

/// An organisation for who moderates, to take down what was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationCase {
    /// Its id.
    pub id: String,
    /// As everybody sees it.
    pub details: OrganisationDetails,
    /// What the decision is about: another one once it says something else.
    pub seen: String,
    /// Whether the reader is an administrator.
    pub is_administrator: bool,
}
