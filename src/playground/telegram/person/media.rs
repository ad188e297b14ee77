//! What people send that is no text.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{
    super::{
        methods::{self, Upload},
        world::World,
    },
    Resident,
};

impl Resident {
    /// Sends a place.
    pub fn sends_location(&self, latitude: f64, longitude: f64) -> i64 {
        self.sends(&json!({"location": {"latitude": latitude, "longitude": longitude}}))
    }

    /// Sends a picture, with or without a caption.
    pub fn sends_photo(&self, caption: &str) -> i64 {
        let mut content = self.photo();
        if !caption.is_empty() {
            content["caption"] = json!(caption);
        }
        self.sends(&content)
    }

    /// The same in reply to a message.
    pub fn replies_with_photo(&self, to: i64, caption: &str) -> i64 {
        let mut content = self.photo();
        if !caption.is_empty() {
            content["caption"] = json!(caption);
        }
        self.sends_to(None, Some(to), &content)
    }

    fn photo(&self) -> Value {
        self.file("photo", "photo.jpg", Bytes::from_static(b"\xff\xd8"))
    }

    /// Content with a file that Telegram keeps.
    fn file(&self, kind: &str, name: &str, bytes: Bytes) -> Value {
        self.telegram.change(|world| {
            let upload = Upload { name: name.to_owned(), bytes };
            let id = methods::keep_file(world, kind, &upload);
            json!({kind: methods::media(world, &id)})
        })
    }

    /// Sends `count` pictures as one album.
    pub fn sends_album(&self, count: usize) {
        let group = self.telegram.change(World::fresh);
        for _ in 0..count {
            let mut content = self.photo();
            content["media_group_id"] = json!(group);
            self.sends(&content);
        }
    }

    /// Sends a file.
    pub fn sends_document(&self, name: &str, bytes: Bytes) -> i64 {
        self.sends(&self.file("document", name, bytes))
    }

    /// Sends a sticker.
    pub fn sends_sticker(&self) -> i64 {
        self.sends(&self.file("sticker", "sticker.webp", Bytes::from_static(b"RIFF")))
    }

    /// Sends a voice message.
    pub fn sends_voice(&self) -> i64 {
        self.sends(&self.file("voice", "voice.ogg", Bytes::from_static(b"OggS")))
    }

    /// Sends a film.
    pub fn sends_video(&self) -> i64 {
        self.sends(&self.file("video", "video.mp4", Bytes::from_static(b"ftyp")))
    }

    /// Sends a phone number.
    pub fn sends_contact(&self) -> i64 {
        self.sends(&json!({"contact": {"phone_number": "380000000000", "first_name": "Ім’я"}}))
    }
}
