//! Files: uploaded, kept, sent again.

use serde_json::{Map, Value, json};

use super::{
    super::world::{Refusal, Stored, World},
    Answer, Upload, fields,
    send::{formatted, send},
};

pub(super) fn send_file(
    world: &mut World,
    parameters: &Map<String, Value>,
    uploads: &[(String, Upload)],
    kind: &str,
) -> Answer {
    let named = parameters.get(kind).and_then(Value::as_str);
    let field = named.map_or(Some(kind), |name| name.strip_prefix("attach://"));
    let id = if let Some(field) = field {
        let Some((_, upload)) = uploads.iter().find(|(name, _)| name == field) else {
            return Err(Refusal::new(400, &format!("there is no {kind} in the request")));
        };
        if upload.bytes.is_empty() {
            return Err(Refusal::new(400, "file must be non-empty"));
        }
        let limit = if kind == "photo" { 10 << 20 } else { 50 << 20 };
        if upload.bytes.len() > limit {
            return Err(Refusal::new(413, "Request Entity Too Large"));
        }
        if kind == "photo" {
            let Some((width, height)) = picture_size(&upload.bytes) else {
                return Err(Refusal::new(400, "IMAGE_PROCESS_FAILED"));
            };
            if width + height > 10_000 || width.max(height) > 20 * width.min(height).max(1) {
                return Err(Refusal::new(400, "PHOTO_INVALID_DIMENSIONS"));
            }
        }
        keep_file(world, kind, upload)
    } else {
        let id = named.unwrap_or_default();
        match world.files.get(id) {
            Some(file) if file.kind == kind => id.to_owned(),
            Some(file) => {
                let words = format!("can't use file of type {} as {kind}", file.kind);
                return Err(Refusal::new(400, &words));
            }
            None => {
                return Err(Refusal::new(400, "wrong file identifier/HTTP URL specified"));
            }
        }
    };
    let mut content = fields([(kind, media(world, &id))]);
    content.extend(formatted(world, parameters, "caption")?);
    send(world, parameters, content)
}

/// Keeps a file as the server would; returns its id.
pub(crate) fn keep_file(world: &mut World, kind: &str, upload: &Upload) -> String {
    let id = format!("{}{}", if kind == "photo" { "AgAC" } else { "BQAC" }, world.fresh());
    let path = format!("{kind}s/file_{}", world.files.len());
    let file = Stored {
        kind: kind.to_owned(),
        name: upload.name.clone(),
        bytes: upload.bytes.clone(),
        path,
    };
    world.files.insert(id.clone(), file);
    id
}

/// The file as it stands in a message.
pub(crate) fn media(world: &World, id: &str) -> Value {
    let Some(file) = world.files.get(id) else { return Value::Null };
    let base = json!({
        "file_id": id, "file_unique_id": unique(id), "file_size": file.bytes.len(),
    });
    let with = |mut base: Value, more: Value| {
        if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
            base.extend(more);
        }
        base
    };
    if file.kind == "photo" {
        let size = picture_size(&file.bytes).unwrap_or((640, 480));
        json!([with(base, json!({"width": size.0, "height": size.1}))])
    } else {
        with(base, json!({"file_name": file.name, "mime_type": "application/octet-stream"}))
    }
}

pub(super) fn unique(file_id: &str) -> String {
    format!("AQ{}", file_id.chars().rev().take(14).collect::<String>())
}

/// (width, height) of a PNG or JPEG.
pub(super) fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        return Some((number(16)?, number(20)?));
    }
    if !bytes.starts_with(b"\xff\xd8") {
        return None;
    }
    let number = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    while *bytes.get(at)? == 0xff {
        let marker = *bytes.get(at + 1)?;
        if (0xc0..=0xcf).contains(&marker) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return Some((u32::from(number(at + 7)?), u32::from(number(at + 5)?)));
        }
        at += 2 + usize::from(number(at + 2)?);
    }
    None
}
