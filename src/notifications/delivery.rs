//! The worker that sends what is in the outbox, through SMTP: a lease, attempts at growing distances,
//! and dead letters that stay visible.

use super::store::{self, Attempt, MailRow};
use crate::{context, db::Db, error::AppError};
use chrono::{DateTime, Duration, Utc};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType},
    transport::smtp::{self, response::Category},
};
use std::time::Instant;

/// Pauses after the first, second, … failed attempt, in seconds: quick over a restart of the mail server,
/// patient over a bad day. After the last one the mail is a dead letter.
const PAUSES: [i64; 10] = [5, 15, 60, 300, 900, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600];

/// A connection to a mail server and who the mails are from.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
    host: String,
}

/// Why a mailer cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// The URL is not `smtp://` or `smtps://`.
    #[error("not an SMTP URL: {0}")]
    Url(#[from] lettre::transport::smtp::Error),
    /// The sender's address does not parse.
    #[error("not an e-mail address: {0}")]
    Sender(#[from] lettre::address::AddressError),
}

impl Mailer {
    /// Sends through `smtp_url` (`smtp://host:port`, `smtps://user:password@host`), from `sender`;
    /// message ids end in `host`.
    ///
    /// # Errors
    /// [`MailerError`].
    pub fn new(smtp_url: &str, sender: &str, host: &str) -> Result<Self, MailerError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url)?
            .timeout(Some(std::time::Duration::from_secs(20)))
            .build();
        Ok(Self { transport, sender: sender.parse()?, host: host.to_owned() })
    }

    /// Sends every mail that is due at `now`; gives how many were taken up.
    ///
    /// # Errors
    /// [`AppError`] when the outbox cannot be read or written.
    pub async fn deliver_due(&self, db: &Db, now: DateTime<Utc>) -> Result<usize, AppError> {
        let mut taken = 0;
        // A lease counts from when it is taken: a long round must not hand out leases that have run out.
        let started = Instant::now();
        let current = || now + Duration::from_std(started.elapsed()).unwrap_or_default();
        while let Some(mail) = store::lease_due(db, current()).await? {
            let attempt = self.attempt(&mail, current()).await;
            store::settle(db, mail.id, attempt, context::now()).await?;
            taken += 1;
        }
        Ok(taken)
    }

    async fn attempt(&self, mail: &MailRow, now: DateTime<Utc>) -> Attempt {
        let message = match self.message(mail) {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(mail = %mail.id, %error, "a mail cannot be written");
                return Attempt::Dead { error: error.to_string() };
            }
        };
        let Err(error) = self.transport.send(message).await else { return Attempt::Sent };
        // The server's words usually repeat the address: they go into the outbox, not into the log.
        let status = error.status().map(|status| status.to_string()).unwrap_or_default();
        let failed = usize::try_from(mail.attempts - 1).unwrap_or_default();
        match PAUSES.get(failed) {
            Some(pause) if !is_final(&error) => {
                tracing::warn!(mail = %mail.id, attempts = mail.attempts, status, "mail not sent, trying again");
                Attempt::Retry { at: now + Duration::seconds(*pause), error: error.to_string() }
            }
            _ => {
                tracing::error!(mail = %mail.id, attempts = mail.attempts, status, "mail given up");
                Attempt::Dead { error: error.to_string() }
            }
        }
    }

    fn message(&self, mail: &MailRow) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
        let builder = Message::builder()
            .from(self.sender.clone())
            .to(mail.recipient.parse()?)
            .subject(mail.subject.clone())
            .message_id(Some(format!("<{}@{}>", mail.id, self.host)));
        let text = SinglePart::plain(mail.body.clone());
        let (Some(calendar), Some(method)) = (&mail.calendar, &mail.calendar_method) else {
            return Ok(builder.singlepart(text)?);
        };
        // The alternative is what calendar programs act on (RFC 6047), the file is for everything else.
        let content_type = ContentType::parse(&format!("text/calendar; method={method}; charset=utf-8"))?;
        let inline = SinglePart::builder().header(content_type).body(calendar.clone());
        let file =
            Attachment::new("declic.ics".to_owned()).body(calendar.clone(), ContentType::parse("application/ics")?);
        let alternative = MultiPart::alternative().singlepart(text).singlepart(inline);
        Ok(builder.multipart(MultiPart::mixed().multipart(alternative).singlepart(file))?)
    }
}

/// Whether the mail server will say no to this mail again: 5xx about the mail itself. A refused password
/// is about our settings, which somebody will mend.
fn is_final(error: &smtp::Error) -> bool {
    error.is_permanent() && error.status().is_some_and(|status| matches!(status.category, Category::MailSystem))
}
