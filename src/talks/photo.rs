//! A professional's photo: read from what somebody sends, made small, and without what the camera wrote into it.

use super::{
    profile,
    store::{self, PhotoRow},
    vetting_queue::region_of,
};
use crate::{
    accounts::{
        rate_limit::Limit,
        session::{CurrentUser, Reader},
        store::hold_account,
    },
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    moderation::roles,
};
use chrono::{DateTime, Utc};
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use std::{io::Cursor, net::IpAddr};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Bytes of a file that is read.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// The same in megabytes, for people.
const MOST_MEGABYTES: u32 = 5;
/// Pixels of a picture that is unpacked, in millions: a few kilobytes may stand for as much as anybody likes.
const MOST_MEGAPIXELS: u32 = 50;
/// Memory that unpacking may take: four bytes a pixel, and as much to work with.
const MOST_MEMORY: u64 = 8 * 1_000_000 * MOST_MEGAPIXELS as u64;
/// Pixels of the shorter side, at least.
const SMALLEST_SIDE: u32 = 160;
/// Pixels of the longer side as it is shown: enough for the largest place on a sharp screen.
const SHOWN_SIDE: u32 = 480;
/// JPEG quality, of 100: about 30 kB.
const QUALITY: u8 = 82;

/// Pictures are unpacked one at a time: each may take [`MOST_MEMORY`].
static UNPACKING: Semaphore = Semaphore::const_new(1);

/// A file that somebody sends: what was read of it, and whether there was more than [`MOST_BYTES`].
#[derive(Debug, Default)]
pub struct SentFile {
    /// Its first bytes.
    pub bytes: Vec<u8>,
    /// Whether it goes on.
    pub is_too_large: bool,
}

/// Makes `file` the photo of the profile of `user`, who may not have saved it yet.
///
/// # Errors
/// [`AppError::GuardianNeeded`], [`AppError::Invalid`] at `photo`, [`AppError::TooManyAttempts`].
pub async fn save(
    app: &AppContext,
    user: &CurrentUser,
    address: Option<IpAddr>,
    file: SentFile,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    if !user.is_adult_at(now) {
        return Err(AppError::GuardianNeeded);
    }
    app.limits.count(Limit::Photo, address, &user.id.to_string())?;
    let refuse = |problem| AppError::field("photo", problem);
    if file.is_too_large {
        return Err(refuse(Problem::FileTooLarge(MOST_MEGABYTES)));
    }
    if file.bytes.is_empty() {
        return Err(refuse(Problem::Required));
    }
    let _turn = UNPACKING.acquire().await.map_err(|_| AppError::Internal)?;
    // A panic of a library on somebody's file is a file that cannot be read.
    let shown = tokio::task::spawn_blocking(move || shown(&file.bytes)).await.unwrap_or(Err(Problem::NotAPhoto));
    let jpeg = shown.map_err(refuse)?;
    let change = Change { app: app.clone(), account: user.id, photo: Some((context::new_id(), jpeg)), now };
    app.db.write(change, |transaction, change| Box::pin(write(transaction, change))).await
}

/// Another photo, or none, on its way through the transaction.
struct Change {
    app: AppContext,
    account: Uuid,
    /// Its id, and the file.
    photo: Option<(Uuid, Vec<u8>)>,
    now: DateTime<Utc>,
}

/// Writes the photo; whoever looks at profiles looks at it too.
async fn write(transaction: &mut Transaction, change: &Change) -> Result<(), WriteError> {
    let Change { app, account, photo, now } = change;
    hold_account(&mut *transaction, *account).await?;
    store::hold_profile_of(&mut *transaction, *account).await?;
    let before = store::find_professional_of(&mut *transaction, *account).await?;
    match photo {
        Some((id, jpeg)) => store::save_photo(&mut *transaction, *account, *id, jpeg, *now).await?,
        None => store::delete_photo(&mut *transaction, *account).await?,
    }
    if let Some(before) = before {
        profile::reconsider(&mut *transaction, app, *account, Some(&before), before.published, *now).await?;
        // No minor finds who has something new to be looked at.
        store::note_change(transaction, before.id, *now).await?;
    }
    Ok(())
}

/// Removes the photo of the profile of `user`.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn remove(app: &AppContext, user: &CurrentUser, now: DateTime<Utc>) -> Result<(), AppError> {
    let change = Change { app: app.clone(), account: user.id, photo: None, now };
    app.db.write(change, |transaction, change| Box::pin(write(transaction, change))).await
}

async fn find(app: &AppContext, id: &str) -> Result<PhotoRow, AppError> {
    let id = Uuid::parse_str(id).map_err(|_| AppError::NotFound)?;
    store::find_photo(&app.db, id).await?.ok_or(AppError::NotFound)
}

/// The photo of this id as a JPEG file, for anybody; nothing while nobody has looked at it.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn find_vetted(app: &AppContext, id: &str) -> Result<Option<Vec<u8>>, AppError> {
    let photo = find(app, id).await?;
    Ok(photo.is_vetted.then_some(photo.jpeg))
}

/// The photo of this id as a JPEG file, looked at or not, for its owner and for who looks at their profile.
///
/// # Errors
/// [`AppError::NotFound`] for anybody else.
pub async fn find_for(app: &AppContext, reader: &Reader, id: &str) -> Result<Vec<u8>, AppError> {
    let photo = find(app, id).await?;
    let user = reader.user.as_ref().ok_or(AppError::NotFound)?;
    if photo.account_id == user.id {
        return Ok(photo.jpeg);
    }
    let commune = photo.commune_code.ok_or(AppError::NotFound)?;
    let reach = roles::reach_of(&app.db, user.id).await?.ok_or(AppError::NotFound)?;
    if reach.covers(region_of(&commune)) { Ok(photo.jpeg) } else { Err(AppError::NotFound) }
}

/// What is shown of a picture: upright, small, on white where it is transparent, and nothing but its pixels.
fn shown(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let unreadable = |error| match error {
        ImageError::Limits(_) => Problem::TooManyPixels(MOST_MEGAPIXELS),
        _ => Problem::NotAPhoto,
    };
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Problem::NotAPhoto)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(Problem::NotAPhoto);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > 1_000_000 * u64::from(MOST_MEGAPIXELS) {
        return Err(Problem::TooManyPixels(MOST_MEGAPIXELS));
    }
    if width.min(height) < SMALLEST_SIDE {
        return Err(Problem::PhotoTooSmall(SMALLEST_SIDE));
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    if width.max(height) > SHOWN_SIDE {
        picture = picture.resize(SHOWN_SIDE, SHOWN_SIDE, FilterType::CatmullRom);
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&on_white(&picture)).map_err(unreadable)?;
    Ok(jpeg)
}

fn on_white(picture: &DynamicImage) -> RgbImage {
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |value: u8| {
            let mixed = u32::from(value) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgba;

    fn picture(width: u32, height: u32) -> DynamicImage {
        let pixel = |x: u32, y: u32| Rgba([(x % 256) as u8, (y % 256) as u8, 120, if x < width / 2 { 0 } else { 255 }]);
        DynamicImage::ImageRgba8(image::RgbaImage::from_fn(width, height, pixel))
    }

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        match format {
            ImageFormat::Jpeg => picture.to_rgb8().write_to(&mut bytes, format).unwrap(),
            _ => picture.write_to(&mut bytes, format).unwrap(),
        }
        bytes.into_inner()
    }

    #[test]
    fn what_is_shown_is_small_and_whole() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let shown = shown(&file(&picture(1200, 600), format)).unwrap();
            let again = image::load_from_memory_with_format(&shown, ImageFormat::Jpeg).unwrap();
            assert_eq!((again.width(), again.height()), (480, 240), "{format:?}");
            assert!(shown.len() < 60_000, "{} bytes", shown.len());
        }
        // What is small stays as it is, and what is transparent is white.
        let shown = shown(&file(&picture(200, 180), ImageFormat::Png)).unwrap();
        let again = image::load_from_memory(&shown).unwrap();
        assert_eq!((again.width(), again.height()), (200, 180));
        assert!(again.get_pixel(10, 10).0.iter().all(|value| *value > 245), "{:?}", again.get_pixel(10, 10));
    }

    /// A JPEG file with an EXIF block (Exif 2.3): lying on its side, and a place that is nobody's business.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        tiff.extend_from_slice(b"GPS 43.9289 2.1464");
        let mut block = b"Exif\0\0".to_vec();
        block.extend(tiff);
        let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, &block, &jpeg[2..]].concat()
    }

    #[test]
    fn nothing_that_the_camera_wrote_is_kept() {
        let sent = with_exif(&file(&picture(400, 200), ImageFormat::Jpeg));
        assert!(sent.windows(3).any(|bytes| bytes == b"GPS"));
        let shown = shown(&sent).unwrap();
        assert!(!shown.windows(3).any(|bytes| bytes == b"GPS") && !shown.windows(4).any(|bytes| bytes == b"Exif"));
        // It stands upright.
        let again = image::load_from_memory(&shown).unwrap();
        assert_eq!((again.width(), again.height()), (200, 400));
    }

    /// A PNG file whose header announces so many pixels.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut png = file(&picture(200, 200), ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let mut crc = !0_u32;
        for byte in &png[12..29] {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        png[29..33].copy_from_slice(&(!crc).to_be_bytes());
        png
    }

    #[test]
    fn what_is_no_photo_is_told() {
        assert_eq!(shown(&bomb(60_000, 60_000)), Err(Problem::TooManyPixels(50)));
        assert_eq!(shown(&bomb(2_000_000_000, 1)), Err(Problem::TooManyPixels(50)));
        assert_eq!(shown(&bomb(5_000, 5_000)), Err(Problem::NotAPhoto), "it holds less than it announces");
        assert_eq!(shown(&file(&picture(100, 900), ImageFormat::Png)), Err(Problem::PhotoTooSmall(160)));
        let jpeg = file(&picture(400, 400), ImageFormat::Jpeg);
        for bytes in [
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".as_slice(),
            b"GIF89a\x01\0\x01\0\0\0\0;",
            b"%PDF-1.7",
            b"\x89PNG\r\n\x1a\n",
            &jpeg[..40],
            &[0; 1000],
        ] {
            assert_eq!(shown(bytes), Err(Problem::NotAPhoto), "{:?}", &bytes[..8]);
        }
    }
}
