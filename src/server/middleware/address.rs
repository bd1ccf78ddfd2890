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
    header.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}
