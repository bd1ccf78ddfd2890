//! What a domain hands over to be mailed: the one place where mail is written, so that no kind can forget who does
//! without it, nor the link that says so.

use super::{
    mail::Mail,
    store::{self, NewMail, ReaderRow, Switch},
    types::MailKind,
};
use crate::{
    accounts::store::email_key,
    context::{self, AppContext},
    db::{DbError, Transaction},
    error::AppError,
    locale,
    routes::Route,
};
use chrono::{DateTime, Utc};
use leptos_i18n::td_string;
use std::collections::HashMap;
use uuid::Uuid;

/// Puts mails into the outbox as part of `transaction`: they go out if, and only if, it commits. What its reader has
/// switched off is not written; what they could switch off carries the link that does.
///
/// # Errors
/// [`DbError`].
pub async fn enqueue(
    transaction: &mut Transaction,
    app: &AppContext,
    mails: &[&Mail],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let readers = readers(&mut *transaction, mails).await?;
    let written: Vec<NewMail> = mails.iter().filter_map(|mail| finished(app, &readers, mail)).collect();
    store::insert(transaction, &written, now).await
}

/// Who reads the mails that can be switched off, by the key of their address; asked for only if there are any.
async fn readers(transaction: &mut Transaction, mails: &[&Mail]) -> Result<HashMap<String, Reader>, DbError> {
    let mut keys: Vec<String> =
        mails.iter().filter(|mail| mail.kind.is_switchable()).map(|mail| email_key(&mail.recipient)).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut readers: HashMap<String, Reader> = HashMap::new();
    for row in store::list_readers(transaction, &keys).await? {
        let off = row.switched_off.as_deref().and_then(MailKind::from_code);
        let reader = readers.entry(row.email_key.clone()).or_insert_with(|| Reader { row, off: Vec::new() });
        reader.off.extend(off);
    }
    Ok(readers)
}

struct Reader {
    row: ReaderRow,
    off: Vec<MailKind>,
}

/// The mail as it is sent; none that is switched off, or whose reader is gone.
fn finished(app: &AppContext, readers: &HashMap<String, Reader>, mail: &Mail) -> Option<NewMail> {
    if !mail.kind.is_switchable() {
        return Some(NewMail { mail: mail.clone(), switch: None });
    }
    let reader = readers.get(&email_key(&mail.recipient))?;
    if reader.off.contains(&mail.kind) {
        return None;
    }
    let l = locale::from_code(&reader.row.locale).unwrap_or_default();
    let account = reader.row.id;
    let url = app.link(&Route::Unsubscribe(app.unsubscribing.token(account, mail.kind)));
    let footer = td_string!(
        l,
        journey.mail_footer,
        kind = mail.kind.label(l),
        link = url.as_str(),
        choices = app.link(&Route::MailChoices)
    );
    // "-- " and the end of the line: what follows is a signature (RFC 3676 §4.3).
    let body = format!("{}\n\n-- \n{footer}", mail.body);
    let switch = Switch { account, kind: mail.kind, url };
    Some(NewMail { mail: Mail { body, ..mail.clone() }, switch: Some(switch) })
}

/// Forgets, as part of `transaction`, what was sent or given up to who is no longer the guardian of a minor at this address,
/// and takes back what waits to tell them of the minor.
///
/// # Errors
/// [`DbError`].
pub async fn forget_guardian(transaction: &mut Transaction, minor: Uuid, address: &str) -> Result<(), DbError> {
    store::delete_settled(&mut *transaction, address).await?;
    store::delete_waiting(transaction, minor, Some(address)).await
}

/// The same, as part of `transaction`, for somebody who leaves and all of `guardians`, whom they named: nothing goes out
/// any more but what is written from here on. What somebody else's guardian waits for stays.
///
/// # Errors
/// [`DbError`].
pub async fn forget_leaving(
    transaction: &mut Transaction,
    account: Uuid,
    address: &str,
    guardians: &[String],
) -> Result<(), DbError> {
    for guardian in guardians {
        store::delete_settled(&mut *transaction, guardian).await?;
    }
    store::delete_waiting(&mut *transaction, account, None).await?;
    store::delete_all(transaction, address).await
}

/// Puts one mail into the outbox in a transaction of its own.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn send(app: &AppContext, mail: Mail) -> Result<(), AppError> {
    app.db
        .write((app.clone(), mail), |transaction, (app, mail)| {
            Box::pin(async move { Ok(enqueue(transaction, app, &[mail], context::now()).await?) })
        })
        .await
}
