//! The professional's photo in the editor: what is shown of it, sending another one, removing it.

use crate::{
    i18n::*,
    routes::Route,
    talks::api::RemovePhoto,
    ui::{
        field::Input,
        form::{FormState, Weight, submit},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// What the browser offers to choose from; the server looks at the file itself.
const KINDS: &str = "image/jpeg,image/png,image/webp";

/// The section after the profile's form: a file goes by a form of its own.
pub fn section(photo: Option<&str>, name: &str, form: &FormState, l: Locale) -> AnyView {
    let label = td_string!(l, talks.photo_choose);
    let shown = photo.map(|photo| {
        view! {
            {portrait(photo, name, l)}
            <form method="post" action=RemovePhoto::url()>
                <button class="button button--small" type="submit">{td_string!(l, talks.photo_remove)}</button>
            </form>
        }
    });
    view! {
        <section class="stack" aria-labelledby="photo-titre">
            <h2 id="photo-titre">{td_string!(l, talks.photo_title)}</h2>
            <p>{td_string!(l, talks.photo_text)}</p>
            {shown}
            <form class="form" method="post" action=Route::PhotoUpload.path() enctype="multipart/form-data" novalidate>
                {form.summary(&[("photo", label)])}
                {form
                    .field("photo", label)
                    .posted_as("photo")
                    .hint(td_string!(l, talks.photo_hint))
                    .accept(KINDS)
                    .input(Input::File)}
                <p class="actions">{submit(Weight::Plain, td_string!(l, talks.photo_save))}</p>
            </form>
        </section>
    }
    .into_any()
}

/// A professional's photo.
pub fn portrait(photo: &str, name: &str, l: Locale) -> AnyView {
    let alt = td_string!(l, talks.photo_of, name = name);
    view! { <img class="portrait" src=photo.to_owned() alt=alt width="144" height="144" /> }.into_any()
}
