//! The address that a request came from, for rate limits.

use crate::context::ClientAddress;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use std::net::{IpAddr, SocketAddr};

/// Attaches the [`ClientAddress`]: the connection's, or behind a proxy the last one that it forwarded
/// (the one that the proxy itself wrote).
pub async fn attach(State(behind_proxy): State<bool>, mut request: Request, next: Next) -> Response {
    let connected = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = if behind_proxy { forwarded(request.headers()) } else { None };
    if let Some(address) = forwarded.or(connected) {
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let header = headers.get_all("x-forwarded-for").iter().next_back()?;
    read(header.to_str().ok()?.rsplit(',').next()?.trim())
}

/// An address as proxies write it: `203.0.113.7`, `2001:db8::7`, with a port `203.0.113.7:4711`, `[2001:db8::7]:4711`, or
/// in brackets alone.
fn read(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_however_the_proxy_writes_it() {
        let (four, six) = (Some(IpAddr::from([203, 0, 113, 7])), "2001:db8::7".parse().ok());
        for (text, address) in [
            ("203.0.113.7", four),
            ("203.0.113.7:4711", four),
            ("2001:db8::7", six),
            ("[2001:db8::7]", six),
            ("[2001:db8::7]:4711", six),
            ("unknown", None),
            ("", None),
        ] {
            assert_eq!(read(text), address, "{text}");
        }
    }
}
