//! Photos of professionals: sent as a file, shown as one.

use crate::{
    accounts::{carried, session::Reader},
    context::{self, AppContext, ClientAddress},
    error::AppError,
    form::{Draft, Form, Notice},
    routes::Route,
    talks::{
        form::PhotoForm,
        photo::{self, MOST_BYTES, SentFile},
    },
};
use axum::{
    Extension,
    extract::{
        Multipart, Path,
        multipart::{MultipartError, MultipartRejection},
    },
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

/// Bytes of a request that are read, so that who sends too much is told so on the page: a browser that is cut short
/// shows a failure of its own. What is beyond [`MOST_BYTES`] is read and let go.
pub const MOST_SENT: usize = 64 * 1024 * 1024;

/// Takes a professional's photo and goes back to its page, which tells what became of it.
pub async fn save(
    Extension(app): Extension<AppContext>,
    Extension(reader): Extension<Reader>,
    address: Option<Extension<ClientAddress>>,
    session: Session,
    sent: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(user) = reader.user else {
        let next = Route::PhotoUpload.path();
        return Redirect::to(&Route::SignIn(Some(next)).path()).into_response();
    };
    let file = match sent {
        Ok(mut sent) => read(&mut sent).await.map_err(|_| AppError::Malformed),
        Err(_) => Err(AppError::Malformed),
    };
    let address = address.map(|Extension(ClientAddress(address))| address);
    let outcome = match file {
        Ok(file) => photo::save(&app, &user, address, file, context::now()).await,
        Err(error) => Err(error),
    };
    let left = match outcome {
        Ok(()) => carried::leave_notice(&session, Notice::PhotoSaved).await,
        Err(error) => {
            let draft = Draft { form: PhotoForm::NAME.to_owned(), values: Vec::new(), error: Some(error) };
            carried::leave_draft(&session, draft).await
        }
    };
    match left {
        Ok(()) => Redirect::to(&Route::PhotoUpload.path()).into_response(),
        Err(error) => refusal(&error),
    }
}

async fn read(sent: &mut Multipart) -> Result<SentFile, MultipartError> {
    let mut file = SentFile::default();
    while let Some(mut field) = sent.next_field().await? {
        let is_photo = field.name() == Some("photo");
        while let Some(chunk) = field.chunk().await? {
            if !is_photo || file.is_too_large {
                continue;
            }
            if file.bytes.len() + chunk.len() > MOST_BYTES {
                file = SentFile { bytes: Vec::new(), is_too_large: true };
            } else {
                file.bytes.extend_from_slice(&chunk);
            }
        }
    }
    Ok(file)
}

const JPEG: (HeaderName, &str) = (header::CONTENT_TYPE, "image/jpeg");

/// The id that a file's name is made of.
fn id_of(name: &str) -> &str {
    name.strip_suffix(".jpg").unwrap_or_default()
}

/// A photo; browsers keep it for a day, not for ever: its owner may remove it. One that nobody has looked at yet is
/// elsewhere: this address asks for no session, so that what it answers may be kept by anybody.
pub async fn show(Extension(app): Extension<AppContext>, Path(name): Path<String>) -> Response {
    let id = id_of(&name);
    match photo::find_vetted(&app, id).await {
        Ok(Some(jpeg)) => ([JPEG, (header::CACHE_CONTROL, "public, max-age=86400")], jpeg).into_response(),
        Ok(None) => Redirect::to(&Route::PhotoToVet(id.to_owned()).path()).into_response(),
        Err(error) => refusal(&error),
    }
}

/// A photo that nobody has looked at yet, for its owner and for who looks at it.
pub async fn show_to_vet(
    Extension(app): Extension<AppContext>,
    Extension(reader): Extension<Reader>,
    Path(name): Path<String>,
) -> Response {
    match photo::find_for(&app, &reader, id_of(&name)).await {
        Ok(jpeg) => ([JPEG, (header::CACHE_CONTROL, "private, no-cache")], jpeg).into_response(),
        Err(error) => refusal(&error),
    }
}

fn refusal(error: &AppError) -> Response {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}
