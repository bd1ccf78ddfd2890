//! The forms of organisations: what they say, who is invited, who leaves, and what is decided on them.

use crate::{
    accounts::form::looks_like_an_email,
    error::{AppError, Problem},
    form::{Checks, Form, Secret},
    organisations::types::{Decision, Kind, MemberRole, Place},
};
use serde::{Deserialize, Serialize};

/// Lengths in characters.
const NAME_LENGTHS: (u32, u32) = (2, 120);
const ABOUT_LENGTHS: (u32, u32) = (20, 1200);
const REFUSAL_LENGTHS: (u32, u32) = (10, 1000);

/// Opens an organisation, or changes what it says.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OrganisationForm {
    /// Its name in its address; empty for a new one.
    #[serde(default)]
    pub organisation: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Code of what it is.
    #[serde(default)]
    pub kind: String,
    /// A commune.
    #[serde(default)]
    pub commune: String,
    /// A few words.
    #[serde(default)]
    pub about: String,
    /// The address of its web site (optional).
    #[serde(default)]
    pub website: String,
    /// Its SIRET (optional).
    #[serde(default)]
    pub siret: String,
}

impl Form for OrganisationForm {
    const NAME: &'static str = "organisation";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![
            ("organisation", self.organisation.clone()),
            ("name", self.name.clone()),
            ("kind", self.kind.clone()),
            ("commune", self.commune.clone()),
            ("about", self.about.clone()),
            ("website", self.website.clone()),
            ("siret", self.siret.clone()),
        ]
    }
}

impl OrganisationForm {
    /// Checks what can be told from the form alone; gives what it is.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<Kind, AppError> {
        let kind = Kind::from_code(&self.kind);
        let ((name_from, name_to), (about_from, about_to)) = (NAME_LENGTHS, ABOUT_LENGTHS);
        Checks::new()
            .text("name", &self.name, name_from, name_to)
            .require("name", !self.name.trim().contains(['\n', '\r']), Problem::NotAName)
            .require("kind", !self.kind.is_empty(), Problem::ChooseOne)
            .require("kind", kind.is_some(), Problem::NotAChoice)
            .require("commune", !self.commune.trim().is_empty(), Problem::Required)
            .text("about", &self.written(), about_from, about_to)
            .done()?;
        kind.ok_or_else(|| AppError::field("kind", Problem::NotAChoice))
    }

    /// The few words, with the ends of their lines as one sign: browsers send two, and people count one.
    #[must_use]
    pub fn written(&self) -> String {
        self.about.replace("\r\n", "\n").trim().to_owned()
    }
}

/// Invites somebody.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct InvitationForm {
    /// The organisation.
    #[serde(default)]
    pub organisation: String,
    /// Where the mail goes.
    #[serde(default)]
    pub email: String,
    /// Code of the place.
    #[serde(default)]
    pub place: String,
}

impl Form for InvitationForm {
    const NAME: &'static str = "organisation_invitation";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("email", self.email.clone()), ("place", self.place.clone())]
    }
}

impl InvitationForm {
    /// What somebody is invited to, if the form is filled in.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<Place, AppError> {
        let place = Place::from_code(&self.place);
        Checks::new()
            .require("email", !self.email.trim().is_empty(), Problem::Required)
            .require("email", looks_like_an_email(&self.email), Problem::NotAnEmail)
            .require("place", !self.place.is_empty(), Problem::ChooseOne)
            .require("place", place.is_some(), Problem::NotAChoice)
            .done()?;
        place.ok_or_else(|| AppError::field("place", Problem::NotAChoice))
    }
}

/// Takes an invitation back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WithdrawForm {
    /// The organisation.
    #[serde(default)]
    pub organisation: String,
    /// The invitation's id.
    #[serde(default)]
    pub invitation: String,
}

impl Form for WithdrawForm {
    const NAME: &'static str = "organisation_withdrawal";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Accepts an invitation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AcceptInvitationForm {
    /// The token of its link.
    #[serde(default)]
    pub token: Secret,
}

impl Form for AcceptInvitationForm {
    const NAME: &'static str = "organisation_acceptance";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Declines an invitation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DeclineInvitationForm {
    /// The token of its link.
    #[serde(default)]
    pub token: Secret,
}

impl Form for DeclineInvitationForm {
    const NAME: &'static str = "organisation_refusal";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Gives a member another role.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RoleForm {
    /// The organisation.
    #[serde(default)]
    pub organisation: String,
    /// Id of the member's account.
    #[serde(default)]
    pub account: String,
    /// Code of the role.
    #[serde(default)]
    pub role: String,
}

impl Form for RoleForm {
    const NAME: &'static str = "organisation_role";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl RoleForm {
    /// The role that was chosen.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it is none.
    pub fn chosen(&self) -> Result<MemberRole, AppError> {
        MemberRole::from_code(&self.role).ok_or_else(|| AppError::field("role", Problem::NotAChoice))
    }
}

/// Ends somebody's place in an organisation: one's own, or that of another.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RemovalForm {
    /// The organisation.
    #[serde(default)]
    pub organisation: String,
    /// Id of the account; empty for one's own.
    #[serde(default)]
    pub account: String,
    /// Code of the place.
    #[serde(default)]
    pub place: String,
}

impl Form for RemovalForm {
    const NAME: &'static str = "organisation_removal";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl RemovalForm {
    /// The place that ends.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it is none.
    pub fn chosen(&self) -> Result<Place, AppError> {
        Place::from_code(&self.place).ok_or_else(|| AppError::field("role", Problem::NotAChoice))
    }
}

/// Deletes an organisation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DeletionForm {
    /// The organisation.
    #[serde(default)]
    pub organisation: String,
}

impl Form for DeletionForm {
    const NAME: &'static str = "organisation_deletion";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Decides on an organisation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReviewForm {
    /// Its id.
    #[serde(default)]
    pub organisation: String,
    /// What the page that it is sent from showed.
    #[serde(default)]
    pub seen: String,
    /// Code of the decision.
    #[serde(default)]
    pub decision: String,
    /// Why it is refused, for its members.
    #[serde(default)]
    pub note: String,
}

impl Form for ReviewForm {
    const NAME: &'static str = "organisation_review";

    fn kept(&self) -> Vec<(&'static str, String)> {
        // Not what was seen: the page shows what there is to see now.
        vec![
            ("organisation", self.organisation.clone()),
            ("decision", self.decision.clone()),
            ("note", self.note.clone()),
        ]
    }
}

impl ReviewForm {
    /// What is decided, and why, unless it is approved.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn read(&self) -> Result<(Decision, Option<String>), AppError> {
        let decision = Decision::from_code(&self.decision);
        let needs_why = decision.is_some_and(|decision| decision != Decision::Approve);
        let mut checks = Checks::new();
        checks.require("decision", !self.decision.is_empty(), Problem::ChooseOne).require(
            "decision",
            decision.is_some(),
            Problem::NotAChoice,
        );
        if needs_why {
            checks.text("note", &self.note, REFUSAL_LENGTHS.0, REFUSAL_LENGTHS.1);
        }
        checks.done()?;
        let decision = decision.ok_or_else(|| AppError::field("decision", Problem::NotAChoice))?;
        Ok((decision, needs_why.then(|| self.note.trim().to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> OrganisationForm {
        OrganisationForm {
            name: "Fournil de l’Écluse".into(),
            kind: "company".into(),
            commune: "Albi".into(),
            about: "Six boulangers, un moulin, et du temps pour raconter.".into(),
            ..OrganisationForm::default()
        }
    }

    #[test]
    fn what_is_missing_is_told_field_by_field() {
        assert_eq!(good().check(), Ok(Kind::Company));
        let error = OrganisationForm::default().check().unwrap_err();
        for (field, problem) in [
            ("name", Problem::Required),
            ("kind", Problem::ChooseOne),
            ("commune", Problem::Required),
            ("about", Problem::Required),
        ] {
            assert_eq!(error.problem(field), Some(&problem), "{field}");
        }
        let problem = |form: OrganisationForm, field: &str| form.check().unwrap_err().problem(field).cloned();
        assert_eq!(problem(OrganisationForm { kind: "gang".into(), ..good() }, "kind"), Some(Problem::NotAChoice));
        assert_eq!(problem(OrganisationForm { name: "A\nB".into(), ..good() }, "name"), Some(Problem::NotAName));
        assert_eq!(problem(OrganisationForm { about: "Court".into(), ..good() }, "about"), Some(Problem::TooShort(20)));
        assert_eq!(
            problem(OrganisationForm { about: "é ".repeat(900), ..good() }, "about"),
            Some(Problem::TooLong(1200))
        );
        assert!(OrganisationForm { about: "été à la mer.\r\n".repeat(80), ..good() }.check().is_ok());
    }

    #[test]
    fn a_refusal_says_why() {
        let review = |decision: &str, note: &str| ReviewForm {
            decision: decision.into(),
            note: note.into(),
            ..ReviewForm::default()
        };
        assert_eq!(review("approve", "sans objet").read(), Ok((Decision::Approve, None)));
        let why = "Ce site n’est pas celui de la mairie.";
        assert_eq!(review("refuse", why).read(), Ok((Decision::Refuse, Some(why.to_owned()))));
        let problem = |form: ReviewForm, field: &str| form.read().unwrap_err().problem(field).cloned();
        assert_eq!(problem(review("refuse", " "), "note"), Some(Problem::Required));
        assert_eq!(problem(review("refuse", "Non."), "note"), Some(Problem::TooShort(10)));
        assert_eq!(problem(review("", why), "decision"), Some(Problem::ChooseOne));
        assert_eq!(problem(review("burn", why), "decision"), Some(Problem::NotAChoice));
    }

    #[test]
    fn a_place_is_one_of_three() {
        let invitation = |email: &str, place: &str| {
            InvitationForm { email: email.into(), place: place.into(), ..InvitationForm::default() }.check()
        };
        for place in Place::ALL {
            assert_eq!(invitation("lea@exemple.fr", place.code()), Ok(place));
        }
        assert_eq!(invitation("", "owner").unwrap_err().problem("email"), Some(&Problem::Required));
        assert_eq!(invitation("a@b.fr", "").unwrap_err().problem("place"), Some(&Problem::ChooseOne));
        assert_eq!(invitation("a@b.fr", "king").unwrap_err().problem("place"), Some(&Problem::NotAChoice));
    }
}
