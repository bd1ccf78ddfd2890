//! The forms of an account. Passwords are never kept after a refusal.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form, Secret},
};
use serde::{Deserialize, Serialize};

/// Longest e-mail address (RFC 5321 §4.5.3.1.3, without the angle brackets).
pub const EMAIL_LENGTH: u32 = 254;
/// Shortest and longest name.
pub const NAME_LENGTH: (u32, u32) = (2, 60);
/// Shortest and longest password: length matters, composition does not (OWASP ASVS 5.0, 6.2).
pub const PASSWORD_LENGTH: (u32, u32) = (10, 128);

/// Opens an account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SignUpForm {
    /// The address that will sign in.
    #[serde(default)]
    pub email: String,
    /// The name shown to professionals.
    #[serde(default)]
    pub display_name: String,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    pub birth_date: String,
    /// A commune as typed: name, postal code or label.
    #[serde(default)]
    pub commune: String,
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
            .require("commune", !self.commune.trim().is_empty(), Problem::Required);
        check_new_password(&mut checks, &self.password.0, &[&self.email, &self.display_name]);
        checks.done()
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
        checks.text("password", &self.password.0, 1, PASSWORD_LENGTH.1).done()
    }
}

/// Confirms an e-mail address by the link's token.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct VerifyEmailForm {
    /// The token of the link.
    #[serde(default)]
    pub token: Secret,
}

impl Form for VerifyEmailForm {
    const NAME: &'static str = "verify_email";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Asks for a link that sets a new password.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ForgottenPasswordForm {
    /// The account's address.
    #[serde(default)]
    pub email: String,
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
        let mut checks = Checks::new();
        check_new_password(&mut checks, &self.password.0, &[]);
        checks.done()
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
        let mut checks = Checks::new();
        checks.text("current", &self.current.0, 1, PASSWORD_LENGTH.1);
        check_new_password(&mut checks, &self.password.0, &[]);
        checks.done()
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
        Checks::new().text("current", &self.current.0, 1, PASSWORD_LENGTH.1).done()
    }
}

fn check_email(checks: &mut Checks, email: &str) {
    checks.text("email", email, 1, EMAIL_LENGTH).require("email", looks_like_an_email(email), Problem::NotAnEmail);
}

/// Mails greet people by their name: it must not carry a message or an address of its own.
fn looks_like_a_name(name: &str) -> bool {
    !name.trim().chars().any(char::is_control) && !name.contains(['/', ':', '<', '>', '@']) && !name.contains("www.")
}

/// A first look that both sides share; the server also parses the address.
fn looks_like_an_email(email: &str) -> bool {
    email.trim().split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !email.trim().contains(' ')
    })
}

/// The most used passwords of ten characters and more, and what people add to reach ten. Shorter ones
/// are refused by their length.
const EASY: [&str; 24] = [
    "1234567890",
    "0123456789",
    "12345678910",
    "123456789a",
    "1234567891",
    "0987654321",
    "1111111111",
    "0000000000",
    "qwertyuiop",
    "azertyuiop",
    "azerty1234",
    "qwerty1234",
    "azerty12345",
    "qwerty12345",
    "password12",
    "password123",
    "password1234",
    "motdepasse",
    "motdepasse1",
    "motdepasse123",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "iloveyou123",
    "bonjour123",
];

fn check_new_password(checks: &mut Checks, password: &str, personal: &[&str]) {
    let lower = password.to_lowercase();
    let repeated = password.chars().next().is_some_and(|first| password.chars().all(|next| next == first));
    let is_personal = personal.iter().any(|text| {
        let name = text.split('@').next().unwrap_or_default().trim().to_lowercase();
        name.chars().count() >= 4 && lower.contains(&name)
    });
    checks.text("password", password, PASSWORD_LENGTH.0, PASSWORD_LENGTH.1).require(
        "password",
        !EASY.contains(&lower.as_str()) && !repeated && !is_personal,
        Problem::EasyPassword,
    );
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
    fn easy_passwords_are_refused() {
        for password in ["motdepasse123", "AZERTYUIOP", "aaaaaaaaaaaa", "Léa Martin 1999", "lea martin"] {
            let refused = problem_of(&SignUpForm { password: Secret(password.into()), ..form() }, "password");
            assert_eq!(refused.is_some(), password != "lea martin", "{password}");
        }
        assert_eq!(
            problem_of(&SignUpForm { password: Secret("court".into()), ..form() }, "password"),
            Some(Problem::TooShort(10))
        );
    }

    #[test]
    fn a_password_is_never_kept() {
        assert!(form().kept().iter().all(|(_, value)| !value.contains("chevaux")));
    }
}
