//! Files: uploaded, kept, sent again, alone and in albums.

use serde_json::{Map, Value, json};

use super::{
    super::world::{Refusal, Stored, World},
    Answer, Upload, fields,
    parameters::{list, text},
    send::{formatted, send, send_all},
};

/// Field of a message, beginning of the ids, the server's word for the type.
const KINDS: [(&str, &str, &str); 8] = [
    ("photo", "AgAC", "Photo"),
    ("document", "BQAC", "Document"),
    ("audio", "CQAC", "Audio"),
    ("video", "BAAC", "Video"),
    ("animation", "CgAC", "Animation"),
    ("voice", "AwAC", "VoiceNote"),
    ("video_note", "DQAC", "VideoNote"),
    ("sticker", "CAAC", "Sticker"),
];

/// The fields of a message that hold a file.
pub(super) fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, ..)| *kind)
}

fn word(kind: &str) -> &'static str {
    KINDS.iter().find(|(name, ..)| *name == kind).map_or("Document", |(.., word)| word)
}

/// `sendPhoto`, `sendDocument`, …
pub(super) fn send_file(
    world: &mut World,
    parameters: &Map<String, Value>,
    uploads: &[(String, Upload)],
    kind: &str,
) -> Answer {
    let id = file(world, text(parameters, kind), uploads, kind)?;
    let mut content = content(world, &id, kind);
    for (name, value) in ["duration", "width", "height", "title", "performer"]
        .iter()
        .filter_map(|name| Some((*name, parameters.get(*name)?.clone())))
    {
        content[kind][name] = value;
    }
    content.extend(formatted(world, parameters, "caption")?);
    send(world, parameters, content)
}

/// `sendMediaGroup`.
pub(super) fn send_album(
    world: &mut World,
    parameters: &Map<String, Value>,
    uploads: &[(String, Upload)],
) -> Answer {
    if !parameters["media"].is_array() {
        return Err(Refusal::bad("expected an Array of InputMedia"));
    }
    let media = list(parameters, "media");
    match media.len() {
        0 => return Err(Refusal::bad("there are no messages to send")),
        1 => world.violation("sendMediaGroup: an album has 2-10 files".to_owned()),
        2..=10 => {}
        _ => return Err(Refusal::bad("too many messages to send as an album")),
    }
    let mut contents = Vec::new();
    let mut types = Vec::new();
    for item in &media {
        let (kind, content) = input_media(world, item, uploads, true)?;
        contents.push(content);
        types.push(kind);
    }
    for kind in ["document", "audio"] {
        if types.contains(&kind) && types.iter().any(|other| *other != kind) {
            return Err(Refusal::bad(&format!("{kind} can't be mixed with other media types")));
        }
    }
    if contents.len() > 1 {
        let group = world.fresh();
        for content in &mut contents {
            content.insert("media_group_id".to_owned(), json!(group));
        }
    }
    send_all(world, parameters, contents).map(Value::Array)
}

/// An `InputMedia`: its type, and the content of the message that it makes.
pub(super) fn input_media(
    world: &mut World,
    item: &Value,
    uploads: &[(String, Upload)],
    album: bool,
) -> Result<(&'static str, Map<String, Value>), Refusal> {
    let unfit = |words: &str| Refusal::bad(&format!("can't parse InputMedia: {words}"));
    let Some(item) = item.as_object() else { return Err(unfit("expected an Object")) };
    let given = text(item, "type").ok_or_else(|| unfit("Can't find field \"type\""))?;
    let kind = ["photo", "video", "audio", "document", "animation"]
        .into_iter()
        .find(|kind| *kind == given)
        .ok_or_else(|| unfit(&format!("type \"{given}\" is unsupported")))?;
    if album && kind == "animation" {
        return Err(unfit("type \"animation\" can't be used in sendMediaGroup"));
    }
    let Some(media) = text(item, "media") else { return Err(unfit("media not found")) };
    let id = file(world, Some(media), uploads, kind)?;
    let mut content = content(world, &id, kind);
    content.extend(formatted(world, item, "caption")?);
    Ok((kind, content))
}

/// The fields of a message with this file.
fn content(world: &World, id: &str, kind: &str) -> Map<String, Value> {
    let mut content = fields([(kind, media(world, id))]);
    if kind == "animation" {
        let mut document = media(world, id);
        if let Some(document) = document.as_object_mut() {
            document.retain(|name, _| !["duration", "width", "height"].contains(&name.as_str()));
        }
        content.insert("document".to_owned(), document);
    }
    content
}

/// The id of the file that a call means: one of the request, or one that is known.
fn file(
    world: &mut World,
    named: Option<&str>,
    uploads: &[(String, Upload)],
    kind: &str,
) -> Result<String, Refusal> {
    let Some(field) = named.map_or(Some(kind), |name| name.strip_prefix("attach://")) else {
        return known_file(world, named.unwrap_or_default(), kind);
    };
    let Some((_, upload)) = uploads.iter().find(|(name, _)| name == field) else {
        let what = kind.replace('_', " ");
        return Err(Refusal::bad(&format!("there is no {what} in the request")));
    };
    if upload.bytes.is_empty() {
        return Err(Refusal::bad("file must be non-empty"));
    }
    if upload.bytes.len() > if kind == "photo" { 10 << 20 } else { 50 << 20 } {
        return Err(Refusal::new(413, "Request Entity Too Large"));
    }
    if kind == "photo" {
        let Some((width, height)) = picture_size(&upload.bytes) else {
            return Err(Refusal::bad("IMAGE_PROCESS_FAILED"));
        };
        if width + height > 10_000 || width.max(height) > 20 * width.min(height).max(1) {
            return Err(Refusal::bad("PHOTO_INVALID_DIMENSIONS"));
        }
    }
    Ok(keep_file(world, kind, upload))
}

/// Checks that a file is known and fit to be sent as `kind`.
pub(super) fn known_file(world: &mut World, id: &str, kind: &str) -> Result<String, Refusal> {
    if id.starts_with("http://") || id.starts_with("https://") {
        world.violation(format!("the server would download {id:.80}"));
        return Err(Refusal::bad("failed to get HTTP URL content"));
    }
    match world.files.get(id) {
        Some(file) if file.kind == kind => Ok(id.to_owned()),
        Some(file) => Err(Refusal::bad(&format!(
            "can't use file of type {} as {}",
            word(&file.kind),
            word(kind)
        ))),
        None => Err(Refusal::bad("wrong file identifier/HTTP URL specified")),
    }
}

/// Keeps a file as the server would; returns its id.
pub(crate) fn keep_file(world: &mut World, kind: &str, upload: &Upload) -> String {
    let prefix =
        KINDS.iter().find(|(name, ..)| *name == kind).map_or("BQAC", |(_, prefix, _)| prefix);
    let id = format!("{prefix}{}", world.fresh());
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
    let mut base = json!({
        "file_id": id, "file_unique_id": unique(id), "file_size": file.bytes.len(),
    });
    let mut add = |more: Value| {
        if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
            base.extend(more);
        }
    };
    let named = |kind: &str| json!({"file_name": file.name, "mime_type": kind});
    match file.kind.as_str() {
        "photo" => {
            let (width, height) = picture_size(&file.bytes).unwrap_or((640, 480));
            add(json!({"width": width, "height": height}));
            // Smaller sizes come first.
            let mut small = base.clone();
            small["file_size"] = json!((file.bytes.len() / 9).max(1));
            small["width"] = json!((width / 4).max(1));
            small["height"] = json!((height / 4).max(1));
            return json!([small, base]);
        }
        "voice" => add(json!({"duration": 1, "mime_type": "audio/ogg"})),
        "audio" => {
            add(named("audio/mpeg"));
            add(json!({"duration": 1}));
        }
        "video" | "animation" => {
            add(named("video/mp4"));
            add(json!({"duration": 1, "width": 640, "height": 480}));
        }
        "video_note" => add(json!({"duration": 1, "length": 240})),
        "sticker" => add(json!({
            "type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false,
        })),
        _ => add(named("application/octet-stream")),
    }
    base
}

fn unique(file_id: &str) -> String {
    format!("AQ{}", file_id.chars().rev().take(14).collect::<String>())
}

/// `getFile`.
pub(super) fn get_file(world: &World, parameters: &Map<String, Value>) -> Answer {
    let id = text(parameters, "file_id").unwrap_or_default();
    let Some(file) = world.files.get(id) else { return Err(Refusal::bad("invalid file_id")) };
    if file.bytes.len() > 20 << 20 {
        return Err(Refusal::bad("file is too big"));
    }
    Ok(json!({
        "file_id": id, "file_unique_id": unique(id), "file_size": file.bytes.len(),
        "file_path": file.path,
    }))
}

/// (width, height) of a PNG or JPEG.
fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
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
