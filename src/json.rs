//! JSON between the server and its client. Written by `serde_json`; read by `serde-json-wasm`, which is a
//! fraction of it in the bytes of the client.

use leptos::{
    server::codee::{Decoder, Encoder},
    server_fn::{
        Bytes, ContentType, Decodes, Encodes, Format, FormatType, Http,
        codec::{GetUrl, Post},
    },
};
use serde::{Serialize, de::DeserializeOwned};

/// The protocol of a function that the client calls: arguments in the address, the answer in JSON.
pub type Get = Http<GetUrl, Post<Json>>;

/// The encoding of answers, of errors, and of the data in a page.
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl ContentType for Json {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Json {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Json {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Json {
    type Error = serde_json_wasm::de::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        serde_json_wasm::from_slice(&bytes)
    }
}

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<Self::Encoded, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json_wasm::de::Error;
    type Encoded = str;

    fn decode(text: &Self::Encoded) -> Result<T, Self::Error> {
        serde_json_wasm::from_str(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{AppError, Problem};

    #[test]
    fn what_is_written_is_read() {
        let text = "«\u{202f}L’Haÿ-les-Roses\u{a0}» \"\\\n\t\u{0}\u{7f} <script> 🥖 \u{1F468}\u{200D}\u{1F373}";
        let error = AppError::field("place", Problem::AmbiguousPlace(vec![text.to_owned(), String::new()]));
        let answer: Result<(Option<String>, Vec<u32>), AppError> = Err(error);
        let written = <Json as Encoder<_>>::encode(&answer).unwrap();
        assert_eq!(<Json as Decoder<_>>::decode(&written), Ok(answer.clone()));
        // As a page holds it: `<` could end the element early.
        assert_eq!(<Json as Decoder<_>>::decode(&written.replace('<', "\\u003c")), Ok(answer));
        let numbers = (u32::MAX, -1_i32, true, None::<u8>, Some("é"));
        let written = <Json as Encoder<_>>::encode(&numbers).unwrap();
        let read: (u32, i32, bool, Option<u8>, Option<String>) = <Json as Decoder<_>>::decode(&written).unwrap();
        assert_eq!(read, (u32::MAX, -1, true, None, Some("é".to_owned())));
    }
}
