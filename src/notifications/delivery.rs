//! Sending what is in the outbox, through SMTP: a lease, attempts at growing distances, and dead letters
//! that stay visible.

use super::store::{self, Attempt, MailRow};
use crate::{context, db::Db, error::AppError};
use chrono::{DateTime, Duration, Utc};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{self, response::Category},
};
use std::time;

/// Pauses after the first, second, … failed attempt, in seconds: quick over a restart of the mail server,
/// patient over a bad day. After the last one the mail is a dead letter.
const PAUSES: [i64; 10] = [5, 15, 60, 300, 900, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600];

/// The mail server may take this long over each of its answers,
const ANSWER: time::Duration = time::Duration::from_secs(20);
/// and this long over a whole mail: shorter than the lease.
const WHOLE: time::Duration = time::Duration::from_secs(60);

/// A connection to a mail server and who the mails are from.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
    host: String,
}

impl Mailer {
    /// Sends through `smtp_url` (`smtps://user:password@host` for TLS, `smtp://…?tls=required` for
    /// STARTTLS, `smtp://host:port` for neither), from `sender`; message ids end in `host`.
    ///
    /// # Errors
    /// A URL that is none of these.
    pub fn new(smtp_url: &str, sender: Mailbox, host: &str) -> Result<Self, smtp::Error> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url)?.timeout(Some(ANSWER)).build();
        Ok(Self { transport, sender, host: host.to_owned() })
    }

    /// Takes up the next mail that is due at `now` and tries to send it; gives whether there was one.
    ///
    /// # Errors
    /// [`AppError`] when the outbox cannot be read or written.
    pub async fn deliver_next(&self, db: &Db, now: DateTime<Utc>) -> Result<bool, AppError> {
        let Some(mail) = store::lease_due(db, now).await? else { return Ok(false) };
        let attempt = self.attempt(&mail, now).await;
        store::settle(db, mail.id, attempt, context::now()).await?;
        Ok(true)
    }

    async fn attempt(&self, mail: &MailRow, now: DateTime<Utc>) -> Attempt {
        let message = match self.message(mail) {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(mail = %mail.id, %error, "a mail cannot be written");
                return Attempt::Dead { error: error.to_string() };
            }
        };
        let Err(refusal) = self.send(message).await else { return Attempt::Sent };
        let Refusal { error, cause, is_final } = refusal;
        let failed = usize::try_from(mail.attempts - 1).unwrap_or_default();
        match PAUSES.get(failed) {
            Some(pause) if !is_final => {
                tracing::warn!(mail = %mail.id, attempts = mail.attempts, cause, "mail not sent, trying again");
                Attempt::Retry { at: now + Duration::seconds(*pause), error }
            }
            _ => {
                tracing::error!(mail = %mail.id, attempts = mail.attempts, cause, "mail given up");
                Attempt::Dead { error }
            }
        }
    }

    async fn send(&self, message: Message) -> Result<(), Refusal> {
        match tokio::time::timeout(WHOLE, self.transport.send(message)).await {
            Ok(sent) => sent.map(drop).map_err(Refusal::from),
            Err(_) => Err(Refusal {
                error: "the mail server is too slow".to_owned(),
                cause: "slow".to_owned(),
                is_final: false,
            }),
        }
    }

    fn message(&self, mail: &MailRow) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
        let mut builder = Message::builder()
            .from(self.sender.clone())
            .to(mail.recipient.parse()?)
            .subject(mail.subject.clone())
            .message_id(Some(format!("<{}@{}>", mail.id, self.host)));
        if let Some(url) = &mail.unsubscribe_url {
            // One click of the mail program, without opening a page (RFC 8058).
            builder = builder
                .raw_header(header("List-Unsubscribe", format!("<{url}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
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

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// Why a mail was not sent.
struct Refusal {
    /// All of it, for the outbox: the mail server's words usually repeat the address.
    error: String,
    /// What may be logged: the server's status, or the kind of failure.
    cause: String,
    /// Whether the mail server will say no to this mail again: 5xx about the mail itself. A refused password
    /// is about our settings, which somebody will mend.
    is_final: bool,
}

impl From<smtp::Error> for Refusal {
    fn from(error: smtp::Error) -> Self {
        let about_mail = error.status().is_some_and(|status| matches!(status.category, Category::MailSystem));
        let cause = match error.status() {
            Some(status) => status.to_string(),
            None if error.is_timeout() => "no answer".to_owned(),
            None if error.is_tls() => "TLS".to_owned(),
            None => "connection".to_owned(),
        };
        Self { cause, is_final: error.is_permanent() && about_mail, error: error.to_string() }
    }
}
