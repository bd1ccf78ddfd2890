//! Judging passwords, and hashing and checking them with Argon2id, off the runtime's threads and a few at a time: it is
//! the dearest thing that a stranger can ask of the server.

use super::easy_password;
use crate::error::{AppError, Problem};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier, Version, password_hash::SaltString,
};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// OWASP Password Storage Cheat Sheet: m = 19 MiB, t = 2, p = 1.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// More at once only makes each slower.
const AT_ONCE: usize = 2;
/// Passwords that wait for their turn: some seconds of them.
const MOST_WAITING: usize = 100;

/// The one place that hashes and checks passwords.
#[derive(Clone)]
pub struct PasswordHasher {
    argon2: Argon2<'static>,
    permits: Arc<Semaphore>,
    /// Places of those who compute and of those who wait for it.
    places: Arc<Semaphore>,
    /// What a stranger's password is checked against, so that an unknown address takes as long.
    nobody: Arc<str>,
}

impl PasswordHasher {
    /// Prepares the parameters.
    ///
    /// # Errors
    /// When the parameters are refused or the system gives no randomness.
    pub fn new() -> Result<Self, argon2::password_hash::Error> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash_now(&argon2, "nobody has this password")?;
        Ok(Self {
            argon2,
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(AT_ONCE + MOST_WAITING)),
            nobody: nobody.into(),
        })
    }

    /// Hashes a password with a fresh salt, in the PHC string format.
    ///
    /// # Errors
    /// [`AppError::Internal`].
    pub async fn hash(&self, password: String) -> Result<String, AppError> {
        let argon2 = self.argon2.clone();
        self.run(move || hash_now(&argon2, &password)).await
    }

    /// Refuses a new password that is guessed too fast ([`easy_password`]). `personal` is what is known of its
    /// owner: address, name.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at `password`, or [`AppError::Internal`].
    pub async fn refuse_easy(&self, password: String, personal: [&str; 2]) -> Result<(), AppError> {
        let personal = personal.map(str::to_owned);
        let is_easy = self.run(move || Ok(easy_password::is_easy(&password, &personal))).await?;
        if is_easy { Err(AppError::field("password", Problem::EasyPassword)) } else { Ok(()) }
    }

    /// Whether `password` is the one that `hash` was made from. Without a hash the answer is no, and takes
    /// as long.
    ///
    /// # Errors
    /// [`AppError::Internal`].
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, AppError> {
        let argon2 = self.argon2.clone();
        let nobody = Arc::clone(&self.nobody);
        self.run(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| nobody.to_string());
            let parsed = PasswordHash::new(&hash)?;
            match argon2.verify_password(password.as_bytes(), &parsed) {
                Ok(()) => Ok(known),
                Err(argon2::password_hash::Error::Password) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, argon2::password_hash::Error> + Send + 'static,
    ) -> Result<T, AppError> {
        // Whoever would wait longer than anybody does is told to try again instead.
        let _place = self.places.try_acquire().map_err(|_| AppError::Unavailable)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| AppError::Unavailable)?;
        let outcome = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await;
        match outcome {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                tracing::error!(%error, "password hash");
                Err(AppError::Internal)
            }
            Err(error) => {
                tracing::error!(%error, "password task");
                Err(AppError::Internal)
            }
        }
    }
}

fn hash_now(argon2: &Argon2<'_>, password: &str) -> Result<String, argon2::password_hash::Error> {
    let salt = SaltString::generate(&mut argon2::password_hash::rand_core::OsRng);
    argon2.hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_passes() {
        let hasher = PasswordHasher::new().unwrap();
        let hash = hasher.hash("quatre chevaux bleus".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hasher.verify("quatre chevaux bleus".into(), Some(hash.clone())).await.unwrap());
        assert!(!hasher.verify("quatre chevaux verts".into(), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_signs_in_without_a_password() {
        let hasher = PasswordHasher::new().unwrap();
        assert!(!hasher.verify("nobody has this password".into(), None).await.unwrap());
    }
}
