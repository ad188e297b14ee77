//! What Telegram refuses the simulated one refuses, in Telegram's words. Each line is one call.

use bytes::Bytes;
use dovidka::{
    playground::telegram::{Kind, Role, Setup, Telegram},
    telegram::{Api, call::File},
};
use serde_json::{Value, json};

/// Somebody who started the bot (7) and wrote message 1; one who did not (8), who blocked it (9), whose account is
/// gone (10); a group without rights (-5), a forum where the bot leads (-1005) with a topic, a forum where it does
/// not (-1006), a channel (-1007) and one where it may not post (-1008); chats that it left (-1009), was thrown out
/// of (-1010), may not write in (-1011); a group that became -1012.
async fn city() -> (Telegram, i64) {
    let setup = Setup { limits: false, ..Setup::default() };
    let telegram = Telegram::start_with(setup).await.unwrap();
    telegram.resident(7).says("/start");
    telegram.resident(8);
    telegram.resident(9).says("/start");
    telegram.resident(9).blocks();
    telegram.resident(10).says("/start");
    telegram.resident(10).is_gone();
    telegram.group(-5, Kind::Group, "Двір");
    telegram.forum(-1005, "Рада");
    telegram.forum(-1006, "Чужа рада");
    telegram.bot_is(-1006, Role::Member);
    for channel in [-1007, -1008] {
        telegram.group(channel, Kind::Channel, "Новини");
    }
    telegram.bot_lacks(-1008, &["can_post_messages"]);
    for (chat, role) in [(-1009, Role::Left), (-1010, Role::Kicked), (-1011, Role::Member)] {
        telegram.group(chat, Kind::Supergroup, "Група");
        telegram.bot_is(chat, role);
    }
    telegram.mutes(-1011, true);
    telegram.group(-6, Kind::Group, "Мала");
    telegram.migrates(-6, -1012);
    let topic = telegram.member(-1005, 11).opens_topic("Ями");
    (telegram, topic)
}

async fn refusal(telegram: &Telegram, method: &str, body: &Value, files: Vec<File>) -> String {
    let api = Api::new(&telegram.token(), telegram.url()).unwrap();
    match api.call(method, body, files).await {
        Ok(result) => panic!("{method} {body} gave {result}"),
        Err(error) => error.description,
    }
}

async fn all_are_refused(telegram: &Telegram, calls: &[(&str, Value, &str)]) {
    for (method, body, expected) in calls {
        let told = refusal(telegram, method, body, vec![]).await;
        assert_eq!(told, *expected, "{method} {body:.200}");
    }
}

#[tokio::test]
async fn chats_that_cannot_be_written_to() {
    let (telegram, _) = city().await;
    let say = |chat: i64| json!({"chat_id": chat, "text": "x"});
    all_are_refused(
        &telegram,
        &[
            ("sendMessage", json!({"text": "x"}), "Bad Request: chat_id is empty"),
            ("sendMessage", say(404), "Bad Request: chat not found"),
            ("sendMessage", say(8), "Forbidden: bot can't initiate conversation with a user"),
            ("sendMessage", say(9), "Forbidden: bot was blocked by the user"),
            ("sendMessage", say(10), "Forbidden: user is deactivated"),
            (
                "sendMessage",
                say(-1008),
                "Bad Request: need administrator rights in the channel chat",
            ),
            ("sendMessage", say(-1009), "Forbidden: bot is not a member of the supergroup chat"),
            ("sendMessage", say(-1010), "Forbidden: bot was kicked from the supergroup chat"),
            (
                "sendMessage",
                say(-1011),
                "Bad Request: not enough rights to send text messages to the chat",
            ),
            ("sendMessage", say(-6), "Bad Request: group chat was upgraded to a supergroup chat"),
            (
                "sendMessage",
                json!({"chat_id": 7, "message_thread_id": 5, "text": "x"}),
                "Bad Request: message thread not found",
            ),
            (
                "sendMessage",
                json!({"chat_id": 7, "text": "x", "reply_parameters": {"message_id": 99}}),
                "Bad Request: message to be replied not found",
            ),
            (
                "getChat",
                json!({"chat_id": -1010}),
                "Forbidden: bot was kicked from the supergroup chat",
            ),
            (
                "getChatMember",
                json!({"chat_id": -5, "user_id": 404}),
                "Bad Request: PARTICIPANT_ID_INVALID",
            ),
            (
                "getChatAdministrators",
                json!({"chat_id": 7}),
                "Bad Request: there are no administrators in the private chat",
            ),
            (
                "sendChatAction",
                json!({"chat_id": 7, "action": "dancing"}),
                "Bad Request: wrong parameter action in request",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn texts_and_keyboards_that_do_not_fit() {
    let (telegram, _) = city().await;
    let with = |markup: Value| json!({"chat_id": 7, "text": "x", "reply_markup": markup});
    let button = |button: Value| with(json!({"inline_keyboard": [[button]]}));
    all_are_refused(
        &telegram,
        &[
            ("sendMessage", json!({"chat_id": 7, "text": " "}), "Bad Request: message text is empty"),
            (
                "sendMessage",
                json!({"chat_id": 7, "text": "є".repeat(4097)}),
                "Bad Request: message is too long",
            ),
            (
                "sendMessage",
                json!({"chat_id": 7, "text": "<b>x", "parse_mode": "HTML"}),
                "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
            ),
            (
                "sendMessage",
                button(json!({"text": "x", "callback_data": "є".repeat(33)})),
                "Bad Request: BUTTON_DATA_INVALID",
            ),
            (
                "sendMessage",
                button(json!({"text": "x"})),
                "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            ),
            (
                "sendMessage",
                button(json!({"callback_data": "x"})),
                "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
            ),
            (
                "sendMessage",
                button(json!({"text": "x", "url": "https://"})),
                "Bad Request: inline keyboard button URL 'https://' is invalid: Wrong HTTP URL",
            ),
            (
                "sendMessage",
                with(json!({"inline_keyboard": ["x"]})),
                "Bad Request: field \"inline_keyboard\" must be an Array of Arrays",
            ),
            (
                "sendMessage",
                with(json!({"keyboard": [[{"text": ""}]]})),
                "Bad Request: keyboard button text must be non-empty",
            ),
            (
                "sendMessage",
                json!({"chat_id": -5, "text": "x",
                    "reply_markup": {"keyboard": [[{"text": "x", "request_location": true}]]}}),
                "Bad Request: location can be requested in private chats only",
            ),
            (
                "sendMessage",
                json!({"chat_id": -1007, "text": "x", "reply_markup": {"keyboard": [["x"]]}}),
                "Bad Request: inline keyboard expected",
            ),
            (
                "sendLocation",
                json!({"chat_id": 7, "latitude": 91.0, "longitude": 0.0}),
                "Bad Request: wrong location specified",
            ),
            ("sendLocation", json!({"chat_id": 7, "longitude": 0.0}), "Bad Request: latitude is empty"),
        ],
    )
    .await;
    assert_eq!(telegram.resident(7).sees(), []);
}

#[tokio::test]
async fn topics_that_cannot_be_kept_so() {
    let (telegram, topic) = city().await;
    let of = |chat: i64, topic: i64| json!({"chat_id": chat, "message_thread_id": topic});
    all_are_refused(
        &telegram,
        &[
            (
                "createForumTopic",
                json!({"chat_id": 7, "name": "x"}),
                "Bad Request: the chat is not a forum",
            ),
            (
                "createForumTopic",
                json!({"chat_id": -1006, "name": "x"}),
                "Bad Request: not enough rights to create a topic",
            ),
            (
                "createForumTopic",
                json!({"chat_id": -1005, "name": " "}),
                "Bad Request: title must be non-empty",
            ),
            (
                "createForumTopic",
                json!({"chat_id": -1005}),
                "Bad Request: parameter \"name\" is required",
            ),
            ("closeForumTopic", of(-1005, 99), "Bad Request: TOPIC_ID_INVALID"),
            ("reopenForumTopic", of(-1005, topic), "Bad Request: TOPIC_NOT_MODIFIED"),
            (
                "editForumTopic",
                json!({"chat_id": -1005, "message_thread_id": topic, "name": "Ями"}),
                "Bad Request: TOPIC_NOT_MODIFIED",
            ),
            (
                "deleteForumTopic",
                of(-1006, 1),
                "Bad Request: not enough rights to delete the topic",
            ),
            (
                "pinChatMessage",
                json!({"chat_id": -5, "message_id": 1}),
                "Bad Request: not enough rights to manage pinned messages in the chat",
            ),
            (
                "pinChatMessage",
                json!({"chat_id": 7, "message_id": 99}),
                "Bad Request: message to pin not found",
            ),
            ("unpinChatMessage", json!({"chat_id": 7}), "Bad Request: message to unpin not found"),
        ],
    )
    .await;
}

#[tokio::test]
async fn messages_that_cannot_be_changed_or_copied() {
    let (telegram, _) = city().await;
    let api = Api::new(&telegram.token(), telegram.url()).unwrap();
    let said = json!({"chat_id": 7, "text": "x", "protect_content": true});
    let said = api.call("sendMessage", &said, vec![]).await.unwrap();
    let id = said["message_id"].clone();
    let copy = |ids: Value| json!({"chat_id": 7, "from_chat_id": 7, "message_ids": ids});
    all_are_refused(
        &telegram,
        &[
            (
                "editMessageText",
                json!({"chat_id": 7, "message_id": id, "text": "x"}),
                "Bad Request: message is not modified: specified new message content and reply markup \
                 are exactly the same as a current content and reply markup of the message",
            ),
            (
                "editMessageText",
                json!({"chat_id": 7, "message_id": 99, "text": "y"}),
                "Bad Request: message to edit not found",
            ),
            (
                "editMessageText",
                json!({"chat_id": 7, "message_id": 1, "text": "y"}),
                "Bad Request: message can't be edited",
            ),
            (
                "editMessageText",
                json!({"text": "y"}),
                "Bad Request: message identifier is not specified",
            ),
            (
                "editMessageText",
                json!({"chat_id": 7, "message_id": id, "text": "y", "reply_markup": {"keyboard": [["x"]]}}),
                "Bad Request: inline keyboard expected",
            ),
            (
                "editMessageCaption",
                json!({"chat_id": 7, "message_id": id, "caption": "y"}),
                "Bad Request: there is no caption in the message to edit",
            ),
            (
                "editMessageMedia",
                json!({"chat_id": 7, "message_id": id, "media": {"type": "photo", "media": "AgACx"}}),
                "Bad Request: wrong file identifier/HTTP URL specified",
            ),
            (
                "deleteMessage",
                json!({"chat_id": 7, "message_id": 99}),
                "Bad Request: message to delete not found",
            ),
            (
                "copyMessage",
                json!({"chat_id": 7, "from_chat_id": 7, "message_id": id}),
                "Bad Request: the message can't be copied",
            ),
            (
                "copyMessage",
                json!({"chat_id": 7, "from_chat_id": 7, "message_id": 99}),
                "Bad Request: message to copy not found",
            ),
            (
                "forwardMessage",
                json!({"chat_id": 7, "from_chat_id": 7, "message_id": id}),
                "Bad Request: the message can't be forwarded",
            ),
            ("copyMessages", copy(json!([])), "Bad Request: message identifiers are not specified"),
            (
                "copyMessages",
                copy(json!([2, 1])),
                "Bad Request: message identifiers must be in a strictly increasing order",
            ),
            (
                "copyMessages",
                copy((1..=101).collect()),
                "Bad Request: too many message identifiers specified",
            ),
            ("copyMessages", copy(json!([98, 99])), "Bad Request: there are no messages to forward"),
            (
                "setMessageReaction",
                json!({"chat_id": 7, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "x"}]}),
                "Bad Request: REACTION_INVALID",
            ),
            (
                "setMessageReaction",
                json!({"chat_id": 7, "message_id": 1,
                    "reaction": [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👎"}]}),
                "Bad Request: REACTIONS_TOO_MANY",
            ),
            (
                "setMessageReaction",
                json!({"chat_id": 7, "message_id": 99, "reaction": []}),
                "Bad Request: message to react not found",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn files_that_are_not_taken() {
    let (telegram, _) = city().await;
    let api = Api::new(&telegram.token(), telegram.url()).unwrap();
    let file = |field: &str, bytes: Bytes| {
        vec![File { field: field.to_owned(), name: "x".to_owned(), bytes }]
    };
    let body = json!({"chat_id": 7});
    let sent = api.call("sendVoice", &body, file("voice", Bytes::from_static(b"OggS"))).await;
    let voice = sent.unwrap()["voice"]["file_id"].as_str().unwrap().to_owned();
    let group = |media: Value| json!({"chat_id": 7, "media": media});
    let known = json!({"type": "photo", "media": "AgACx"});
    all_are_refused(
        &telegram,
        &[
            ("sendPhoto", body.clone(), "Bad Request: there is no photo in the request"),
            (
                "sendDocument",
                json!({"chat_id": 7, "document": voice}),
                "Bad Request: can't use file of type VoiceNote as Document",
            ),
            (
                "sendDocument",
                json!({"chat_id": 7, "document": "BQACx"}),
                "Bad Request: wrong file identifier/HTTP URL specified",
            ),
            ("getFile", json!({"file_id": "x"}), "Bad Request: invalid file_id"),
            ("sendMediaGroup", group(json!([])), "Bad Request: there are no messages to send"),
            (
                "sendMediaGroup",
                group(vec![known; 11].into()),
                "Bad Request: too many messages to send as an album",
            ),
            (
                "sendMediaGroup",
                group(
                    json!([{"type": "voice", "media": voice}, {"type": "voice", "media": voice}]),
                ),
                "Bad Request: can't parse InputMedia: type \"voice\" is unsupported",
            ),
            (
                "sendMediaGroup",
                group(json!([{"type": "photo"}, {"type": "photo"}])),
                "Bad Request: can't parse InputMedia: media not found",
            ),
        ],
    )
    .await;
    let told = refusal(&telegram, "sendDocument", &body, file("document", Bytes::new())).await;
    assert_eq!(told, "Bad Request: file must be non-empty");
    let told =
        refusal(&telegram, "sendPhoto", &body, file("photo", Bytes::from_static(b"x"))).await;
    assert_eq!(told, "Bad Request: IMAGE_PROCESS_FAILED");
}

#[tokio::test]
async fn answers_and_settings_that_are_not_taken() {
    let (telegram, _) = city().await;
    let query = telegram.resident(7).types("x");
    let answer = |results: Value| json!({"inline_query_id": query, "results": results});
    let article = |id: &str| json!({"type": "article", "id": id, "title": "t", "input_message_content": {"message_text": "x"}});
    let button = |button: Value| json!({"inline_query_id": query, "results": [], "button": button});
    let commands = |command: &str, scope: Value| json!({"commands": [{"command": command, "description": "x"}], "scope": scope});
    all_are_refused(
        &telegram,
        &[
            (
                "answerInlineQuery",
                answer((0..51).map(|at| article(&at.to_string())).collect()),
                "Bad Request: RESULTS_TOO_MUCH",
            ),
            (
                "answerInlineQuery",
                answer(json!([article("a"), article("a")])),
                "Bad Request: RESULT_ID_DUPLICATE",
            ),
            (
                "answerInlineQuery",
                answer(json!([article(&"є".repeat(33))])),
                "Bad Request: RESULT_ID_INVALID",
            ),
            (
                "answerInlineQuery",
                answer(json!([{"type": "article", "id": "a", "title": "t"}])),
                "Bad Request: MESSAGE_EMPTY",
            ),
            (
                "answerInlineQuery",
                answer(json!([{"type": "photo", "id": "a", "photo_file_id": "AgACx"}])),
                "Bad Request: wrong file identifier/HTTP URL specified",
            ),
            (
                "answerInlineQuery",
                button(json!({"text": "x", "start_parameter": "a b"})),
                "Bad Request: START_PARAM_INVALID",
            ),
            (
                "answerInlineQuery",
                json!({"inline_query_id": "x", "results": []}),
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            ),
            (
                "answerInlineQuery",
                json!({"inline_query_id": query, "results": [], "next_offset": "x".repeat(65)}),
                "Bad Request: NEXT_OFFSET_INVALID",
            ),
            (
                "answerCallbackQuery",
                json!({"callback_query_id": "x"}),
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            ),
            (
                "setMyCommands",
                commands("Пошук", json!({"type": "default"})),
                "Bad Request: BOT_COMMAND_INVALID",
            ),
            (
                "setMyCommands",
                commands("help", json!({"type": "chat", "chat_id": 404})),
                "Bad Request: chat not found",
            ),
            (
                "setMyCommands",
                commands("help", json!({"type": "everyone"})),
                "Bad Request: can't parse BotCommandScope: unsupported type specified",
            ),
            (
                "setMyCommands",
                commands("help", json!({"type": "chat_administrators", "chat_id": 7})),
                "Bad Request: can't use specified scope in private chats",
            ),
            (
                "setMyDescription",
                json!({"description": "x".repeat(513)}),
                "Bad Request: description is too long",
            ),
            (
                "setChatMenuButton",
                json!({"menu_button": {"type": "x"}}),
                "Bad Request: can't parse menu button: MenuButton has unsupported type",
            ),
            ("sendGift", json!({}), "Not Found: method not found"),
        ],
    )
    .await;
}
