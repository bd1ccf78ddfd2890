//! New messages of a conversation as server-sent events (HTML standard, section 9.2): each event is a message's
//! markup, as the page shows it, with its number as the id to go on from.

use crate::{
    accounts::session::Reader,
    context::{self, AppContext},
    error::AppError,
    talks::{
        conversation::{live::Live, views},
        pages::message_markup,
    },
};
use axum::{
    Extension,
    extract::{Path, Query},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{StreamExt, stream};
use serde::Deserialize;
use std::{convert::Infallible, time::Duration};

/// How long a stream lasts. The browser comes back by itself, and whether it may still listen is asked anew: who has
/// signed out, or is not to know any more, hears nothing after this time.
const LASTS: Duration = Duration::from_secs(50);
/// How soon the browser comes back once a stream has ended.
const BACK_AFTER: Duration = Duration::from_secs(1);
/// A stream on which nothing happens says so: proxies hang up on silence.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// Where to begin.
#[derive(Deserialize)]
pub struct From {
    /// The number of the last message that the page shows.
    #[serde(default)]
    apres: i32,
}

/// The messages that come after the last one that the reader has. For the parties of the talk.
pub async fn stream(
    Extension(app): Extension<AppContext>,
    Extension(live): Extension<Live>,
    Extension(reader): Extension<Reader>,
    Path(id): Path<String>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Response {
    // After a break the browser says what it has (`Last-Event-ID`); the address is of the page when it was opened.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    match open(&app, &live, reader, &id, last.unwrap_or(from.apres)).await {
        Ok(stream) => stream,
        Err(error) => StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
    }
}

async fn open(app: &AppContext, live: &Live, reader: Reader, id: &str, after: i32) -> Result<Response, AppError> {
    let user = reader.user.ok_or(AppError::SignInRequired)?;
    let (talk, side) = views::to_listen(app, &user, id).await?;
    let messages = live.listen(user.id, talk.id, after, LASTS).await?;
    let events = messages.map(move |row| {
        let message = views::message(&talk, side, &user, &row, context::now());
        let markup = message_markup(&message, &talk.id.to_string(), user.locale).into_string();
        Event::default().id(row.number.to_string()).data(markup)
    });
    // Something to be sent at once: a proxy may hold back an empty answer.
    let first = stream::iter([Event::default().retry(BACK_AFTER).comment("")]);
    let stream =
        Sse::new(first.chain(events).map(Ok::<_, Infallible>)).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE));
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // nginx would keep the answer until it is whole.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((headers, stream).into_response())
}
