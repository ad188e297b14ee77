//! What people do to chats: they block, join, leave, open and close topics.

use serde_json::{Map, Value, json};

use super::{
    super::{Role, Topic, world::World},
    Resident,
};

impl Resident {
    /// Blocks the bot.
    pub fn blocks(&self) {
        self.blocked(true);
    }

    /// Lets the bot write again.
    pub fn unblocks(&self) {
        self.blocked(false);
    }

    fn blocked(&self, blocked: bool) {
        self.telegram.change(|world| {
            let (from, date, bot) =
                (world.person(self.person, "uk"), world.date(), world.bot_user());
            let Some(chat) = world.chat(self.chat) else { return };
            chat.blocked = blocked;
            let chat = chat.json();
            let member = json!({"status": "member", "user": bot});
            let gone = json!({"status": "kicked", "user": bot, "until_date": 0});
            let (old, new) = if blocked { (member, gone) } else { (gone, member) };
            let change = json!({
                "chat": chat, "from": from, "date": date, "old_chat_member": old,
                "new_chat_member": new,
            });
            world.update("my_chat_member", &change);
        });
    }

    /// Deletes the account.
    pub fn is_gone(&self) {
        self.telegram.change(|world| world.deactivated.insert(self.person));
    }

    /// Becomes this in the group: an administrator, say, or somebody who left. The bot is told if it asked.
    pub fn becomes(&self, role: Role) {
        self.telegram.change(|world| world.changes_role(self.chat, self.person, role, &[]));
    }

    /// Comes into the group, which all see.
    pub fn joins(&self) {
        self.becomes(Role::Member);
        self.notices(|_, person| json!({"new_chat_members": [person]}));
    }

    /// Leaves the group, which all see.
    pub fn leaves(&self) {
        self.notices(|_, person| json!({"left_chat_member": person}));
        self.becomes(Role::Left);
    }

    fn notices(&self, content: impl FnOnce(&World, &Value) -> Value) {
        self.telegram.change(|world| {
            let person = world.person(self.person, "uk");
            let content = content(world, &person);
            world.notice(self.chat, person, content.as_object().cloned().unwrap_or_default());
        });
    }

    /// Opens a topic; returns its number.
    pub fn opens_topic(&self, name: &str) -> i64 {
        self.telegram.change(|world| {
            let person = world.person(self.person, "uk");
            let topic = Topic {
                id: 0,
                name: name.to_owned(),
                icon_color: 7_322_096,
                icon_custom_emoji_id: None,
                closed: false,
            };
            world.open_topic(self.chat, person, topic).id
        })
    }

    /// Gives a topic another name.
    pub fn renames_topic(&self, id: i64, name: &str) {
        let notice = json!({"forum_topic_edited": {"name": name}});
        self.changes_topic(id, &notice, |topic| name.clone_into(&mut topic.name));
    }

    /// Closes a topic.
    pub fn closes_topic(&self, id: i64) {
        self.changes_topic(id, &json!({"forum_topic_closed": {}}), |topic| topic.closed = true);
    }

    /// Opens a closed topic again.
    pub fn reopens_topic(&self, id: i64) {
        self.changes_topic(id, &json!({"forum_topic_reopened": {}}), |topic| topic.closed = false);
    }

    /// Deletes a topic with all that was said in it; the bot is not told.
    pub fn deletes_topic(&self, id: i64) {
        self.telegram.change(|world| world.delete_topic(self.chat, id));
    }

    fn changes_topic(&self, id: i64, notice: &Value, change: impl FnOnce(&mut Topic)) {
        self.telegram.change(|world| {
            let person = world.person(self.person, "uk");
            let topic = world.chats.get(&self.chat).and_then(|chat| chat.topics.get(&id)).cloned();
            let Some(mut topic) = topic else { return };
            change(&mut topic);
            let notice: Map<String, Value> = notice.as_object().cloned().unwrap_or_default();
            world.change_topic(self.chat, person, topic, notice);
        });
    }
}
