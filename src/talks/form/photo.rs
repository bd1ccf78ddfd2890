//! The photo of a professional.

use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Sends a professional's photo: a file, which is not kept when it is refused.
pub struct PhotoForm;

impl Form for PhotoForm {
    const NAME: &'static str = "photo";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Removes a professional's photo.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RemovePhotoForm {}

impl Form for RemovePhotoForm {
    const NAME: &'static str = "remove_photo";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
