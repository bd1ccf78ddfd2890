//! A page made of data that the server is asked for.

use super::failure::failure_page;
use crate::error::AppError;
use leptos::prelude::*;

/// The page that `view` makes of `data` once it is there, or [`failure_page`].
#[must_use]
pub fn loaded<T: Clone + Send + Sync + 'static>(
    data: Resource<Result<T, AppError>>,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    loaded_or(data, view, failure_page)
}

/// The same, with what `failed` makes of an error.
#[must_use]
pub fn loaded_or<T: Clone + Send + Sync + 'static>(
    data: Resource<Result<T, AppError>>,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
    failed: fn(&AppError) -> AnyView,
) -> AnyView {
    let page = move || {
        data.get().map(|data| match data {
            Ok(data) => view(data),
            Err(error) => failed(&error),
        })
    };
    view! { <Suspense>{page}</Suspense> }.into_any()
}
