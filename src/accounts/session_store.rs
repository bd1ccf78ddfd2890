//! Sessions in the database, behind tower-sessions. Only a hash of the cookie's value is stored.

use super::store;
use crate::db::Db;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::fmt;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};
use uuid::Uuid;

/// The session's key for the signed-in account.
pub const ACCOUNT_KEY: &str = "account";

/// Keeps sessions in [`Db`].
#[derive(Clone)]
pub struct DbSessionStore(Db);

impl DbSessionStore {
    /// Keeps sessions in `db`.
    #[must_use]
    pub fn new(db: Db) -> Self {
        Self(db)
    }
}

impl fmt::Debug for DbSessionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DbSessionStore")
    }
}

/// What is stored instead of the cookie's value.
#[must_use]
pub fn id_hash(id: &Id) -> String {
    hex(&Sha256::digest(id.0.to_be_bytes()))
}

/// Lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn row(record: &Record) -> Result<store::SessionRow> {
    let account_id =
        record.data.get(ACCOUNT_KEY).and_then(|value| value.as_str()).and_then(|id| Uuid::parse_str(id).ok());
    let data = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
    let expires_at = DateTime::<Utc>::from_timestamp(record.expiry_date.unix_timestamp(), 0)
        .ok_or_else(|| Error::Encode("expiry out of range".to_owned()))?;
    Ok(store::SessionRow { id_hash: id_hash(&record.id), account_id, data, expires_at })
}

#[async_trait::async_trait]
impl SessionStore for DbSessionStore {
    /// A random 128-bit id never meets another.
    async fn create(&self, record: &mut Record) -> Result<()> {
        store::create_session(&self.0, row(record)?).await.map_err(|error| Error::Backend(error.to_string()))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        store::update_session(&self.0, row(record)?).await.map_err(|error| Error::Backend(error.to_string()))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = crate::context::now();
        let row =
            store::find_session(&self.0, &id_hash(id), now).await.map_err(|error| Error::Backend(error.to_string()))?;
        row.map(|row| {
            let data = serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
            let expiry_date =
                tower_sessions::cookie::time::OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp())
                    .map_err(|error| Error::Decode(error.to_string()))?;
            Ok(Record { id: *id, data, expiry_date })
        })
        .transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        store::delete_session(&self.0, id_hash(id)).await.map_err(|error| Error::Backend(error.to_string()))
    }
}
