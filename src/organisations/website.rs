//! The web site of an organisation: an address that a link may lead to, once somebody has looked at it.

use url::{Host, Url};

/// Longest address, in bytes.
const LENGTH: usize = 300;

/// The address that somebody typed, with or without `https://`: of a name on the web, without a password or a port.
#[must_use]
pub fn read(text: &str) -> Option<String> {
    let text = text.trim();
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&whole).ok().filter(|url| url.as_str().len() <= LENGTH)?;
    let is_named = matches!(url.host(), Some(Host::Domain(name)) if name.trim_end_matches('.').contains('.'));
    let is_plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    (matches!(url.scheme(), "http" | "https") && is_named && is_plain).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_whole() {
        for (typed, whole) in [
            ("exemple.fr", "https://exemple.fr/"),
            (" www.exemple.fr/nous ", "https://www.exemple.fr/nous"),
            ("http://exemple.fr", "http://exemple.fr/"),
            ("HTTPS://Écluse.fr", "https://xn--cluse-9ra.fr/"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(whole), "{typed}");
        }
    }

    #[test]
    fn what_leads_elsewhere_is_refused() {
        let long = format!("exemple.fr/{}", "a".repeat(300));
        for typed in [
            "",
            "nous",
            "javascript:alert(1)",
            "javascript://exemple.fr/%0aalert(1)",
            "ftp://exemple.fr",
            "https://127.0.0.1",
            "https://[::1]/",
            "https://moi:secret@exemple.fr",
            "https://exemple.fr:8080",
            "deux mots",
            &long,
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
