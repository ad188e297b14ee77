//! What the playground needs of a simulated Telegram beyond what tests do: people with names, pictures of their own,
//! and chats that outlast the process.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    Kind, Resident, Role, Telegram, Topic,
    chat::Chat,
    methods::{self, Upload},
    world::{Stored, World},
};
use crate::{db::Db, store};

/// Added to the numbers that a restart goes on with: what was given out after the last write is not given out again.
const GAP: i64 = 1000;
/// The row of the state; files have rows of their own.
const STATE: &str = "state";
const FILE: &str = "file:";

/// A chat as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptChat {
    messages: BTreeMap<i64, Value>,
    next_message: i64,
    started: bool,
    pinned: Vec<i64>,
    topics: Vec<KeptTopic>,
    keyboard: Option<Value>,
    reactions: BTreeMap<i64, BTreeMap<i64, Vec<Value>>>,
}

/// A topic as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptTopic {
    id: i64,
    name: String,
    icon_color: i64,
    icon_custom_emoji_id: Option<String>,
    closed: bool,
}

/// A file as it is kept, beside its bytes.
#[derive(Serialize, Deserialize)]
struct KeptFile {
    kind: String,
    name: String,
    path: String,
}

/// All that is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    chats: BTreeMap<i64, KeptChat>,
    files: BTreeMap<String, KeptFile>,
    settings: Map<String, Value>,
    next_update: i64,
    mailbox: i64,
    counter: u64,
}

impl Telegram {
    /// A person with a name and the language of their Telegram.
    pub fn introduces(&self, id: i64, name: &str, language: &str) {
        self.change(|world| {
            world.person(id, language);
            if let Some(person) = world.people.get_mut(&id) {
                person["first_name"] = json!(name);
                person["language_code"] = json!(language);
            }
        });
    }

    /// The person began the private chat with the bot some time ago: the bot may write to them.
    pub fn acquaints(&self, id: i64) {
        self.resident(id);
        self.change(|world| {
            if let Some(chat) = world.chat(id) {
                chat.started = true;
            }
        });
    }

    /// Opens a channel in which the bot may post.
    pub fn channel(&self, id: i64, username: &str, title: &str) {
        self.change(|world| {
            world.open(id, Kind::Channel, title);
            if let Some(chat) = world.chat(id) {
                chat.info.insert("username".to_owned(), json!(username));
                chat.bot = Role::Administrator;
            }
        });
    }

    /// Who has marked what in a chat: message → (person → `ReactionType`s).
    pub fn reactions(&self, chat: i64) -> BTreeMap<i64, BTreeMap<i64, Vec<Value>>> {
        self.world().chats.get(&chat).map(|chat| chat.reactions.clone()).unwrap_or_default()
    }

    /// Writes the chats into `db`.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn remembers(&self, db: &Db) -> sqlx::Result<()> {
        let (state, files) = {
            let world = self.world();
            let files: Vec<_> = world
                .files
                .iter()
                .map(|(id, file)| (format!("{FILE}{id}"), file.bytes.clone()))
                .collect();
            (json!(world.kept()).to_string(), files)
        };
        let mut tx = db.write().await?;
        for (name, bytes) in files {
            store::playground::add(&mut tx, &name, &bytes).await?;
        }
        store::playground::put(&mut tx, STATE, state.as_bytes()).await?;
        tx.commit().await
    }

    /// Goes on with the chats that `db` keeps, if it does.
    ///
    /// # Errors
    ///
    /// The database's; [`sqlx::Error::Decode`] for chats that were kept otherwise.
    pub async fn recalls(&self, db: &Db) -> sqlx::Result<()> {
        let mut tx = db.write().await?;
        let rows = store::playground::all(&mut tx).await?;
        tx.commit().await?;
        let mut files = BTreeMap::new();
        let mut state = None;
        for (name, content) in rows {
            match name.strip_prefix(FILE) {
                Some(id) => {
                    files.insert(id.to_owned(), Bytes::from(content));
                }
                None => state = Some(content),
            }
        }
        let Some(state) = state else { return Ok(()) };
        let kept: Kept =
            serde_json::from_slice(&state).map_err(|error| sqlx::Error::Decode(error.into()))?;
        self.change(|world| world.recall(kept, &files));
        Ok(())
    }
}

impl World {
    fn kept(&self) -> Kept {
        let topic = |topic: &Topic| KeptTopic {
            id: topic.id,
            name: topic.name.clone(),
            icon_color: topic.icon_color,
            icon_custom_emoji_id: topic.icon_custom_emoji_id.clone(),
            closed: topic.closed,
        };
        let chat = |chat: &Chat| KeptChat {
            messages: chat.messages.clone(),
            next_message: chat.next_message,
            started: chat.started,
            pinned: chat.pinned.clone(),
            topics: chat.topics.values().map(topic).collect(),
            keyboard: chat.keyboard.clone(),
            reactions: chat.reactions.clone(),
        };
        let file = |file: &Stored| KeptFile {
            kind: file.kind.clone(),
            name: file.name.clone(),
            path: file.path.clone(),
        };
        Kept {
            chats: self.chats.iter().map(|(id, own)| (*id, chat(own))).collect(),
            files: self.files.iter().map(|(id, own)| (id.clone(), file(own))).collect(),
            settings: self
                .settings
                .iter()
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
            next_update: self.next_update,
            mailbox: self.mailbox,
            counter: self.counter,
        }
    }

    fn recall(&mut self, kept: Kept, files: &BTreeMap<String, Bytes>) {
        for (id, own) in kept.chats {
            let Some(chat) = self.chat(id) else { continue };
            chat.messages = own.messages;
            chat.next_message = own.next_message + GAP;
            chat.started = own.started;
            chat.pinned = own.pinned;
            chat.keyboard = own.keyboard;
            chat.reactions = own.reactions;
            for own in own.topics {
                let KeptTopic { id, name, icon_color, icon_custom_emoji_id, closed } = own;
                let topic = Topic { id, name, icon_color, icon_custom_emoji_id, closed };
                chat.topics.insert(id, topic);
            }
        }
        for (id, file) in kept.files {
            let Some(bytes) = files.get(&id).cloned() else { continue };
            let KeptFile { kind, name, path } = file;
            self.files.insert(id, Stored { kind, name, bytes, path });
        }
        self.settings.extend(kept.settings);
        self.next_update = kept.next_update + GAP;
        self.mailbox = kept.mailbox + GAP;
        self.counter = kept.counter + GAP.unsigned_abs();
    }
}

impl Resident {
    /// Sends a picture of one's own.
    pub fn sends_picture(&self, bytes: Bytes, caption: &str) -> i64 {
        let mut content = self.telegram.change(|world| {
            let upload = Upload { name: "photo.jpg".to_owned(), bytes };
            let id = methods::keep_file(world, "photo", &upload);
            json!({"photo": methods::media(world, &id)})
        });
        if !caption.is_empty() {
            content["caption"] = json!(caption);
        }
        self.sends(&content)
    }
}
