//! The links that switch a kind of mail off. A token is signed, so that nothing has to be kept of it: it works as long
//! as its account, lets nobody in, and says which mails of whose it is about.

use super::{
    store,
    types::{MailKind, Unsubscription},
};
use crate::{
    context::{self, AppContext},
    db::Db,
    error::AppError,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::sync::Arc;
use uuid::Uuid;

/// What the secret is for, in `site_secret`.
const PURPOSE: &str = "unsubscribe";
/// Between the kind and the rest of a token: no code of a kind has it, and a URL needs not escape it.
const SEPARATOR: char = '.';
/// Bytes of an account's id, which come before the signature.
const ID: usize = 16;

/// What tokens are signed with. Cloning is cheap. Not `Debug`: it has no place in a log.
#[derive(Clone)]
pub struct UnsubscribeKey(Arc<Hmac<Sha256>>);

impl UnsubscribeKey {
    /// The key of the site whose database this is, made when it first starts.
    ///
    /// # Errors
    /// [`AppError`] of the read or the write.
    pub async fn of_site(db: &Db) -> Result<Self, AppError> {
        let fresh = context::new_token()?;
        Self::new(&store::secret(db, PURPOSE, fresh).await?)
    }

    fn new(secret: &str) -> Result<Self, AppError> {
        // HMAC takes a key of any length.
        let mac = Hmac::new_from_slice(secret.as_bytes()).map_err(|_| AppError::Internal)?;
        Ok(Self(Arc::new(mac)))
    }

    fn mac(&self, account: Uuid, kind: MailKind) -> Hmac<Sha256> {
        // The id is of one length, so that no two accounts and kinds make the same text.
        Hmac::clone(&self.0).chain_update(account.as_bytes()).chain_update(kind.code())
    }

    /// The token that switches `kind` off for an account.
    #[must_use]
    pub fn token(&self, account: Uuid, kind: MailKind) -> String {
        let mut bytes = account.as_bytes().to_vec();
        bytes.extend(self.mac(account, kind).finalize().into_bytes());
        format!("{}{SEPARATOR}{}", kind.code(), URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Whose mails of which kind a token is about; nothing for one that we did not sign.
    #[must_use]
    pub fn read(&self, token: &str) -> Option<(Uuid, MailKind)> {
        let (kind, rest) = token.split_once(SEPARATOR)?;
        let kind = MailKind::from_code(kind).filter(|kind| kind.is_switchable())?;
        let bytes = URL_SAFE_NO_PAD.decode(rest).ok()?;
        let (id, signature) = bytes.split_at_checked(ID)?;
        let account = Uuid::from_slice(id).ok()?;
        // Compares in a time that tells nothing.
        self.mac(account, kind).verify_slice(signature).ok()?;
        Some((account, kind))
    }
}

/// What a link is about. Opening it changes nothing: mail scanners open links.
///
/// # Errors
/// [`AppError::LinkExpired`] for a token that we did not sign, or whose account is gone.
pub async fn page(app: &AppContext, token: &str) -> Result<Unsubscription, AppError> {
    let (account, kind) = app.unsubscribing.read(token).ok_or(AppError::LinkExpired)?;
    let off = store::find_switch(&app.db, account, kind).await?.ok_or(AppError::LinkExpired)?;
    Ok(Unsubscription { kind, is_off: off })
}

/// Switches off what a link is about; once more changes nothing.
///
/// # Errors
/// [`AppError::LinkExpired`] as [`page`].
pub async fn switch_off(app: &AppContext, token: &str, now: DateTime<Utc>) -> Result<(), AppError> {
    let (account, kind) = app.unsubscribing.read(token).ok_or(AppError::LinkExpired)?;
    app.db
        .write((account, kind), move |transaction, (account, kind)| {
            Box::pin(async move {
                store::hold_reader(&mut *transaction, *account).await?;
                Ok(store::switch_off(transaction, *account, &[*kind], now).await?)
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(secret: &str) -> UnsubscribeKey {
        UnsubscribeKey::new(secret).unwrap()
    }

    const LEA: Uuid = Uuid::from_u128(7);

    #[test]
    fn a_token_is_of_one_account_and_one_kind() {
        let key = key("secret");
        let token = key.token(LEA, MailKind::SavedSearch);
        assert_eq!(key.read(&token), Some((LEA, MailKind::SavedSearch)));
        assert_eq!(token, key.token(LEA, MailKind::SavedSearch), "it stays the same: nothing is kept of it");
        assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)), "{token}");
        // Nobody makes one of another.
        let (_, rest) = token.split_once('.').unwrap();
        assert_eq!(key.read(&format!("talk_reminder.{rest}")), None);
        let of_max = key.token(Uuid::from_u128(8), MailKind::SavedSearch);
        let mixed = format!("{}{}", &of_max[..token.len() - 43], &token[token.len() - 43..]);
        assert_eq!(key.read(&mixed), None);
    }

    #[test]
    fn what_we_did_not_sign_is_nothing() {
        let ours = key("secret");
        let token = key("another").token(LEA, MailKind::SavedSearch);
        assert_eq!(ours.read(&token), None);
        let service = ours.token(LEA, MailKind::Talk);
        assert_eq!(ours.read(&service), None, "what always comes cannot be switched off");
        let good = ours.token(LEA, MailKind::SavedSearch);
        for forged in ["", ".", "saved_search", "saved_search.", "saved_search.AAAA", "é.é", &good[..good.len() - 4]]
        {
            assert_eq!(ours.read(forged), None, "{forged}");
        }
        assert_eq!(ours.read(&format!("{good}AAAA")), None);
    }
}
