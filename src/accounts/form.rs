//! The forms of an account. Passwords are never kept after a refusal.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form, Secret},
};
use serde::{Deserialize, Serialize};

/// Longest e-mail address (RFC 5321 §4.5.3.1.3, without the angle brackets).
const EMAIL_LENGTH: u32 = 254;
/// Shortest and longest name.
const NAME_LENGTH: (u32, u32) = (2, 60);
/// Shortest and longest password: length matters, composition does not (OWASP ASVS 5.0, 6.2).
pub const PASSWORD_LENGTH: (u32, u32) = (10, 128);

/// Longest commune, as typed: a name, or the label that completion gives.
const COMMUNE_LENGTH: u32 = 120;

/// Opens an account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SignUpForm {
    /// The address that will sign in.
    #[serde(default)]
    pub email: String,
    /// The name shown to professionals.
    #[serde(default)]
    pub display_name: String,
    /// `2008-05-31` or `31/05/2008`.
    #[serde(default)]
    pub birth_date: String,
    /// A commune as typed: name, postal code or label.
    #[serde(default)]
    pub commune: String,
    /// Under 15: the address of a parent. Of anybody else nothing is kept of it.
    #[serde(default)]
    pub guardian_email: String,
    /// The new password.
    #[serde(default)]
    pub password: Secret,
    /// Path to go on to once the address is confirmed.
    #[serde(default)]
    pub next: String,
}

impl Form for SignUpForm {
    const NAME: &'static str = "sign_up";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![
            ("email", self.email.clone()),
            ("display_name", self.display_name.clone()),
            ("birth_date", self.birth_date.clone()),
            ("commune", self.commune.clone()),
            ("guardian_email", self.guardian_email.clone()),
        ]
    }
}

impl SignUpForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        let mut checks = Checks::new();
        check_email(&mut checks, &self.email);
        checks
            .text("display_name", &self.display_name, NAME_LENGTH.0, NAME_LENGTH.1)
            .require("display_name", looks_like_a_name(&self.display_name), Problem::NotAName)
            .require("birth_date", !self.birth_date.trim().is_empty(), Problem::Required)
            .text("commune", &self.commune, 1, COMMUNE_LENGTH);
        checks.secret("password", &self.password.0, PASSWORD_LENGTH.0, PASSWORD_LENGTH.1).done()
    }
}

/// Signs in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SignInForm {
    /// The account's address.
    #[serde(default)]
    pub email: String,
    /// The account's password.
    #[serde(default)]
    pub password: Secret,
    /// Path to go on to.
    #[serde(default)]
    pub next: String,
}

impl Form for SignInForm {
    const NAME: &'static str = "sign_in";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("email", self.email.clone())]
    }
}

impl SignInForm {
    /// Checks that both are there.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        let mut checks = Checks::new();
        check_email(&mut checks, &self.email);
        checks.secret("password", &self.password.0, 1, PASSWORD_LENGTH.1).done()
    }
}

/// Signs out: a button.
#[derive(Clone, Copy, Debug)]
pub struct SignOutForm;

impl Form for SignOutForm {
    const NAME: &'static str = "sign_out";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Chooses the language: buttons.
#[derive(Clone, Copy, Debug)]
pub struct LanguageForm;

impl Form for LanguageForm {
    const NAME: &'static str = "choose_language";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Confirms an e-mail address by the link's token and the password chosen at sign-up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct VerifyEmailForm {
    /// The token of the link: proves the mailbox.
    #[serde(default)]
    pub token: Secret,
    /// The account's password: proves that whoever opened the account is the one who owns the mailbox.
    #[serde(default)]
    pub password: Secret,
}

impl Form for VerifyEmailForm {
    const NAME: &'static str = "verify_email";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl VerifyEmailForm {
    /// Checks that the password is there.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().secret("password", &self.password.0, 1, PASSWORD_LENGTH.1).done()
    }
}

/// Asks for a link that sets a new password.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ForgottenPasswordForm {
    /// The account's address.
    #[serde(default)]
    pub email: String,
    /// Path to go on to once the password is set.
    #[serde(default)]
    pub next: String,
}

impl Form for ForgottenPasswordForm {
    const NAME: &'static str = "forgotten_password";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("email", self.email.clone())]
    }
}

impl ForgottenPasswordForm {
    /// Checks the address's form.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        let mut checks = Checks::new();
        check_email(&mut checks, &self.email);
        checks.done()
    }
}

/// Sets a new password by the link's token.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ResetPasswordForm {
    /// The token of the link.
    #[serde(default)]
    pub token: Secret,
    /// The new password.
    #[serde(default)]
    pub password: Secret,
}

impl Form for ResetPasswordForm {
    const NAME: &'static str = "reset_password";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl ResetPasswordForm {
    /// Checks the new password.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().secret("password", &self.password.0, PASSWORD_LENGTH.0, PASSWORD_LENGTH.1).done()
    }
}

/// Changes the password of the signed-in account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ChangePasswordForm {
    /// The password in force.
    #[serde(default)]
    pub current: Secret,
    /// The new password.
    #[serde(default)]
    pub password: Secret,
}

impl Form for ChangePasswordForm {
    const NAME: &'static str = "change_password";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl ChangePasswordForm {
    /// Checks the new password.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new()
            .secret("current", &self.current.0, 1, PASSWORD_LENGTH.1)
            .secret("password", &self.password.0, PASSWORD_LENGTH.0, PASSWORD_LENGTH.1)
            .require("password", self.password.0 != self.current.0, Problem::SamePassword)
            .done()
    }
}

/// Deletes the signed-in account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DeleteAccountForm {
    /// The password in force, so that a borrowed phone cannot do it.
    #[serde(default)]
    pub current: Secret,
}

impl Form for DeleteAccountForm {
    const NAME: &'static str = "delete_account";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl DeleteAccountForm {
    /// Checks that the password is there.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().secret("current", &self.current.0, 1, PASSWORD_LENGTH.1).done()
    }
}

/// Corrects the address of the guardian whom an account waits for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CorrectGuardianForm {
    /// The address, as typed.
    #[serde(default)]
    pub guardian_email: String,
}

impl Form for CorrectGuardianForm {
    const NAME: &'static str = "correct_account_guardian";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("guardian_email", self.guardian_email.clone())]
    }
}

/// A guardian agrees to an account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AccountConsentForm {
    /// Of the link in the mail.
    #[serde(default)]
    pub token: Secret,
    /// `on` when they say that they answer for the minor.
    #[serde(default)]
    pub responsible: String,
}

impl Form for AccountConsentForm {
    const NAME: &'static str = "account_consent";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("responsible", self.responsible.clone())]
    }
}

impl AccountConsentForm {
    /// Checks that they answer for the minor.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().require("responsible", self.responsible == "on", Problem::NotTicked).done()
    }
}

/// A guardian does not agree to an account, or no longer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AccountObjectionForm {
    /// Of the link in the mail.
    #[serde(default)]
    pub token: Secret,
}

impl Form for AccountObjectionForm {
    const NAME: &'static str = "account_objection";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

fn check_email(checks: &mut Checks, email: &str) {
    checks.text("email", email, 1, EMAIL_LENGTH).require("email", looks_like_an_email(email), Problem::NotAnEmail);
}

/// Mails greet people by their name: it must not carry a message or an address of its own, nor what a mail
/// program makes a link of (`exemple.fr`; not `J.-P. Martin`, nor `J.P. Martin`).
fn looks_like_a_name(name: &str) -> bool {
    let name = name.trim();
    let mut words = name.split(|sign: char| !sign.is_alphanumeric() && sign != '.');
    let is_domain = |word: &str| word.trim_matches('.').split('.').skip(1).any(|part| part.chars().count() >= 2);
    name.chars().any(char::is_alphabetic)
        && !name.chars().any(char::is_control)
        && !name.contains(['/', ':', '<', '>', '@'])
        && !words.any(is_domain)
}

/// A first look that both sides share; the server also parses the address.
#[must_use]
pub fn looks_like_an_email(email: &str) -> bool {
    email.trim().split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !email.trim().contains(' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> SignUpForm {
        SignUpForm {
            email: "lea@exemple.fr".into(),
            display_name: "Léa Martin".into(),
            birth_date: "1999-05-31".into(),
            commune: "Albi".into(),
            guardian_email: String::new(),
            password: Secret("quatre chevaux bleus".into()),
            next: String::new(),
        }
    }

    fn problem_of(form: &SignUpForm, field: &str) -> Option<Problem> {
        form.check().err().and_then(|error| error.problem(field).cloned())
    }

    #[test]
    fn a_complete_form_passes() {
        assert_eq!(form().check(), Ok(()));
    }

    #[test]
    fn an_empty_form_names_every_field() {
        let error = SignUpForm::default().check().unwrap_err();
        for field in ["email", "display_name", "birth_date", "commune", "password"] {
            assert_eq!(error.problem(field), Some(&Problem::Required), "{field}");
        }
    }

    #[test]
    fn addresses_that_cannot_be_are_refused() {
        for email in ["lea", "lea@", "@exemple.fr", "lea@exemple", "lea @exemple.fr", "lea@.fr", "lea@fr."] {
            assert_eq!(
                problem_of(&SignUpForm { email: email.into(), ..form() }, "email"),
                Some(Problem::NotAnEmail),
                "{email}"
            );
        }
    }

    #[test]
    fn a_short_password_is_refused() {
        assert_eq!(
            problem_of(&SignUpForm { password: Secret("court".into()), ..form() }, "password"),
            Some(Problem::TooShort(10))
        );
    }

    #[test]
    fn a_name_has_letters_and_no_message() {
        for name in
            ["Léa", "Jo", "Jean-Loup d’Aix", "李娜", "Anne 🌻", "J.-P. Martin", "J.P. Martin", "M. Dupont", "Léa M."]
        {
            let refused = problem_of(&SignUpForm { display_name: name.into(), ..form() }, "display_name");
            assert_eq!(refused, None, "{name}");
        }
        for name in [
            "42",
            "Léa\nMartin",
            "Léa\tMartin",
            "http://x.fr",
            "www.exemple.fr",
            "Gagnez sur evil.example",
            "a.evil-b.fr",
        ] {
            let refused = problem_of(&SignUpForm { display_name: name.into(), ..form() }, "display_name");
            assert_eq!(refused, Some(Problem::NotAName), "{name}");
        }
        for name in ["🙂🙂", "--"] {
            let refused = problem_of(&SignUpForm { display_name: name.into(), ..form() }, "display_name");
            assert_eq!(refused, Some(Problem::NotText), "{name}");
        }
    }

    #[test]
    fn a_commune_is_a_name_not_a_book() {
        let commune = "a".repeat(121);
        assert_eq!(problem_of(&SignUpForm { commune, ..form() }, "commune"), Some(Problem::TooLong(120)));
    }

    #[test]
    fn a_password_is_never_kept() {
        assert!(form().kept().iter().all(|(_, value)| !value.contains("chevaux")));
    }
}
