//! Reading somebody's calendar from the address that they gave.
//!
//! The address is whatever a person types, so the server must not be led to its own network: only `https`, only to
//! addresses of the public internet. Names are resolved by [`PublicNames`], which gives the connection nothing but
//! such addresses, so what is checked is what is connected to; a number in place of a name is checked before. Every
//! redirect is followed here and checked the same way, and no proxy is asked. The address is a secret: it goes into no
//! log and no error.

use super::public_address::is_public;
use crate::error::CalendarProblem;
use reqwest::{
    Client, Response, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{self, HeaderMap},
    redirect,
};
use std::{error::Error, fmt, net::SocketAddr, sync::Arc, time::Duration};
use url::{Host, Url};

/// Longest address of a calendar, in characters.
const ADDRESS_LENGTH: usize = 2_000;
/// Most bytes of a calendar: far more than a busy life of ten years.
const MOST_BYTES: usize = 5 * 1024 * 1024;
/// A calendar must be there whole after this.
const WHOLE: Duration = Duration::from_secs(10);
const MOST_REDIRECTS: usize = 3;
/// Longest name of a version that is kept, in bytes.
const LONGEST_VERSION: usize = 500;

/// Reads calendars. Cloning is cheap.
#[derive(Clone)]
pub struct CalendarClient {
    http: Client,
    /// The one address that is trusted although it is not public: of a calendar server beside a site under development.
    trusted: Option<SocketAddr>,
}

/// What a server calls a version of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

/// A calendar as it was found.
#[derive(Clone, PartialEq, Eq)]
pub enum Found {
    /// Still the version that was known.
    Unchanged,
    /// Its text, and what this version is called.
    Text(String, Version),
}

impl CalendarClient {
    /// Reads from the public internet, and by `http` from the address `trusted`.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(trusted: Option<SocketAddr>) -> Result<Self, reqwest::Error> {
        let http = Client::builder()
            .user_agent("Declic")
            .dns_resolver(Arc::new(PublicNames))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            // A connection that is kept would be to an address of another day.
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self { http, trusted })
    }

    /// The address in what somebody typed, if a calendar can be read from there at all: `https`, or `webcal`, which
    /// means the same.
    #[must_use]
    pub fn address(&self, typed: &str) -> Option<Url> {
        let typed = typed.trim();
        let https = typed.get(..9).filter(|scheme| scheme.eq_ignore_ascii_case("webcal://"));
        let text = https.map_or_else(|| typed.to_owned(), |scheme| format!("https://{}", &typed[scheme.len()..]));
        let mut url = Url::parse(&text).ok().filter(|_| text.chars().count() <= ADDRESS_LENGTH)?;
        url.set_fragment(None);
        (self.is_trusted(&url) || (url.scheme() == "https" && url.has_host())).then_some(url)
    }

    /// The calendar at `address`, unless it is still the version that is `known`.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn fetch(&self, address: &Url, known: &Version) -> Result<Found, CalendarProblem> {
        let outcome = tokio::time::timeout(WHOLE, self.follow(address.clone(), known)).await;
        outcome.unwrap_or(Err(CalendarProblem::TooSlow))
    }

    async fn follow(&self, mut url: Url, known: &Version) -> Result<Found, CalendarProblem> {
        for _ in 0..=MOST_REDIRECTS {
            self.check(&url)?;
            let response =
                self.http.get(url.clone()).headers(conditions(known)).send().await.map_err(|e| problem(&e))?;
            let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
            match (response.status(), location) {
                (StatusCode::NOT_MODIFIED, _) => return Ok(Found::Unchanged),
                (status, Some(location)) if status.is_redirection() => {
                    url = url.join(location).map_err(|_| CalendarProblem::Unreachable)?;
                }
                (status, _) if status.is_success() => return read(response).await,
                (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, _) => return Err(CalendarProblem::Refused),
                (StatusCode::NOT_FOUND | StatusCode::GONE, _) => return Err(CalendarProblem::NotFound),
                _ => return Err(CalendarProblem::Unreachable),
            }
        }
        Err(CalendarProblem::TooManyRedirects)
    }

    /// Refuses what is not `https`, and numbers that are not public: they are not resolved.
    fn check(&self, url: &Url) -> Result<(), CalendarProblem> {
        if self.is_trusted(url) {
            return Ok(());
        }
        let is_public = match url.host() {
            Some(Host::Ipv4(address)) => is_public(address.into()),
            Some(Host::Ipv6(address)) => is_public(address.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        };
        match (is_public, url.scheme()) {
            (false, _) => Err(CalendarProblem::PrivateAddress),
            (true, "https") => Ok(()),
            (true, _) => Err(CalendarProblem::Unreachable),
        }
    }

    fn is_trusted(&self, url: &Url) -> bool {
        let address = match url.host() {
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
            _ => return false,
        };
        let port = url.port_or_known_default().unwrap_or_default();
        url.scheme() == "http" && self.trusted == Some(SocketAddr::new(address, port))
    }
}

fn conditions(known: &Version) -> HeaderMap {
    let given = [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.last_modified)];
    given.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?.parse().ok()?))).collect()
}

async fn read(mut response: Response) -> Result<Found, CalendarProblem> {
    let told = |name| {
        let value = response.headers().get(name).and_then(|value| value.to_str().ok());
        value.filter(|value| value.len() <= LONGEST_VERSION).map(str::to_owned)
    };
    let version = Version { etag: told(header::ETAG), last_modified: told(header::LAST_MODIFIED) };
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    if response.content_length().is_some_and(|length| length > most) {
        return Err(CalendarProblem::TooLarge);
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| problem(&error))? {
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(CalendarProblem::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Found::Text(String::from_utf8_lossy(&bytes).into_owned(), version))
}

/// What a failed request means; its text is dropped, as it repeats the address.
fn problem(error: &reqwest::Error) -> CalendarProblem {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<NotPublic>() {
            return CalendarProblem::PrivateAddress;
        }
        cause = error.source();
    }
    CalendarProblem::Unreachable
}

/// Resolves names to their public addresses only.
struct PublicNames;

/// A name that has addresses, none of them public.
#[derive(Debug)]
struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no public address")
    }
}

impl Error for NotPublic {}

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let all: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> = all.into_iter().filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client() -> CalendarClient {
        CalendarClient::new(Some("127.0.0.1:4000".parse().unwrap())).unwrap()
    }

    #[test]
    fn only_addresses_of_the_web_are_read() {
        let address = |typed: &str| client().address(typed).map(String::from);
        assert_eq!(address(" https://Exemple.fr/a.ics#b "), Some("https://exemple.fr/a.ics".to_owned()));
        assert_eq!(address("WebCal://exemple.fr/a.ics"), Some("https://exemple.fr/a.ics".to_owned()));
        assert_eq!(address("http://127.0.0.1:4000/a"), Some("http://127.0.0.1:4000/a".to_owned()));
        for typed in [
            "",
            "exemple",
            "exemple.fr/a.ics",
            "http://exemple.fr/a.ics",
            "ftp://exemple.fr",
            "file:///etc/passwd",
            "https://",
            "javascript:alert(1)",
            "http://127.0.0.1:4001/a",
            "http://localhost:4000/a",
            "webcal:é",
            "éééééé",
        ] {
            assert_eq!(address(typed), None, "{typed}");
        }
        assert_eq!(address(&format!("https://exemple.fr/{}", "a".repeat(2_000))), None);
    }

    #[tokio::test]
    async fn private_addresses_are_not_connected_to() {
        for address in [
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://169.254.169.254/latest/meta-data",
            "https://10.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://localhost/",
            "https://127.0.0.1:4000/",
        ] {
            let outcome = client().fetch(&Url::parse(address).unwrap(), &Version::default()).await;
            assert_eq!(outcome.err(), Some(CalendarProblem::PrivateAddress), "{address}");
        }
        let plain = client().fetch(&Url::parse("http://1.1.1.1/").unwrap(), &Version::default()).await;
        assert_eq!(plain.err(), Some(CalendarProblem::Unreachable), "unencrypted");
    }
}
