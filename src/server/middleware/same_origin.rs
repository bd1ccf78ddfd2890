//! Unsafe requests must come from this site's own pages: server functions have no check of their own.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use url::Url;

/// Refuses an unsafe request with 403 unless the browser says that it is of this site
/// (`Sec-Fetch-Site`, Fetch Metadata) or, from browsers that don't say, its `Origin` or `Referer` is ours.
/// A program that sends none of the three is no browser and carries nobody's cookies by itself, but is
/// refused as well: there is no such caller.
pub async fn require(State(base_url): State<Url>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_same_origin(request.headers(), &base_url) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "cross-site request").into_response()
    }
}

fn is_same_origin(headers: &HeaderMap, base_url: &Url) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let host = text(header::HOST.as_str());
    let source = text(header::ORIGIN.as_str()).or_else(|| text(header::REFERER.as_str()));
    source.and_then(|source| Url::parse(source).ok()).is_some_and(|source| {
        // Whoever develops may say `127.0.0.1` for `localhost`: the host may be the one that was asked, never
        // the scheme, or a page that somebody put between us and the reader without TLS would be ours.
        let is_host_asked = host.is_some_and(|host| authority(&source) == host);
        source.origin() == base_url.origin() || (source.scheme() == base_url.scheme() && is_host_asked)
    })
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed_at(base_url: &str, headers: &[(&'static str, &str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_same_origin(&headers, &Url::parse(base_url).unwrap())
    }

    fn allowed(headers: &[(&'static str, &str)]) -> bool {
        allowed_at("https://declic.example", headers)
    }

    #[test]
    fn only_our_own_pages_may_post() {
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(allowed(&[("origin", "https://declic.example")]));
        assert!(allowed(&[("referer", "https://declic.example/compte?x=1")]));
        assert!(allowed(&[("origin", "https://www.declic.example"), ("host", "www.declic.example")]));
        let development = [("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")];
        assert!(allowed_at("http://localhost:3000", &development));
    }

    #[test]
    fn nobody_else_may() {
        assert!(!allowed(&[]));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!allowed(&[("sec-fetch-site", site), ("origin", "https://declic.example")]), "{site}");
        }
        for origin in [
            "null",
            "https://evil.example",
            "https://evil.declic.example",
            "https://declic.example.evil.example",
            "http://declic.example",
        ] {
            for host in ["declic.example", "other.example"] {
                assert!(!allowed(&[("origin", origin), ("host", host)]), "{origin} at {host}");
            }
        }
        assert!(
            !allowed(&[("origin", "null"), ("referer", "https://declic.example/")]),
            "an opaque origin is nobody's"
        );
    }
}
