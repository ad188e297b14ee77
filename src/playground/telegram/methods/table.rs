//! The methods that are known, and what each takes: Bot API 9.1.

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Integer,
    Float,
    Boolean,
    Text,
    /// A number or `@name`.
    Chat,
    /// A JSON object or array.
    Object,
    List,
    Either,
    /// An id, or a file of the request.
    File,
}

/// A parameter bears the same type in every method.
const TYPES: &[(Type, &str)] = &[
    (
        Type::Integer,
        "message_thread_id message_id user_id offset limit timeout duration width height length \
         start_timestamp video_start_timestamp live_period heading proximity_alert_radius cache_time icon_color",
    ),
    (Type::Float, "latitude longitude horizontal_accuracy"),
    (
        Type::Boolean,
        "disable_notification protect_content allow_paid_broadcast show_caption_above_media has_spoiler \
         supports_streaming disable_content_type_detection show_alert is_personal remove_caption is_big \
         for_channels drop_pending_updates",
    ),
    (Type::Chat, "chat_id from_chat_id"),
    (
        Type::Object,
        "reply_parameters reply_markup link_preview_options button scope menu_button rights",
    ),
    (Type::List, "entities caption_entities allowed_updates results commands message_ids reaction"),
    (Type::Either, "media"),
    (Type::File, "photo document audio video animation voice video_note sticker thumbnail cover"),
];

/// What several methods take; a star stands before what must be there.
const GROUPS: &[(&str, &str)] = &[
    (
        "TO",
        "business_connection_id *chat_id message_thread_id disable_notification protect_content \
         allow_paid_broadcast message_effect_id reply_parameters",
    ),
    ("SEND", "TO reply_markup"),
    ("CAPTION", "caption parse_mode caption_entities"),
    ("SHOWN", "CAPTION show_caption_above_media"),
    ("EDIT", "business_connection_id chat_id message_id inline_message_id reply_markup"),
    ("TEXT", "*text parse_mode entities link_preview_options"),
    ("PLACE", "*latitude *longitude"),
    ("COPY", "*chat_id message_thread_id *from_chat_id disable_notification protect_content"),
    ("TOPIC", "*chat_id *message_thread_id"),
];

const METHODS: &[(&str, &str)] = &[
    ("getMe", ""),
    ("getUpdates", "offset limit timeout allowed_updates"),
    ("deleteWebhook", "drop_pending_updates"),
    ("getWebhookInfo", ""),
    ("sendMessage", "SEND TEXT"),
    ("sendPhoto", "SEND SHOWN *photo has_spoiler"),
    ("sendDocument", "SEND CAPTION *document thumbnail disable_content_type_detection"),
    ("sendAudio", "SEND CAPTION *audio duration performer title thumbnail"),
    (
        "sendVideo",
        "SEND SHOWN *video duration width height thumbnail cover start_timestamp has_spoiler supports_streaming",
    ),
    ("sendAnimation", "SEND SHOWN *animation duration width height thumbnail has_spoiler"),
    ("sendVoice", "SEND CAPTION *voice duration"),
    ("sendVideoNote", "SEND *video_note duration length thumbnail"),
    ("sendSticker", "SEND *sticker emoji"),
    ("sendMediaGroup", "TO *media"),
    ("sendLocation", "SEND PLACE horizontal_accuracy live_period heading proximity_alert_radius"),
    (
        "sendVenue",
        "SEND PLACE *title *address foursquare_id foursquare_type google_place_id google_place_type",
    ),
    ("sendContact", "SEND *phone_number *first_name last_name vcard"),
    ("sendChatAction", "business_connection_id *chat_id message_thread_id *action"),
    (
        "copyMessage",
        "COPY SHOWN message_id video_start_timestamp allow_paid_broadcast reply_parameters reply_markup",
    ),
    ("copyMessages", "COPY *message_ids remove_caption"),
    ("forwardMessage", "COPY message_id video_start_timestamp"),
    ("forwardMessages", "COPY *message_ids"),
    ("editMessageText", "EDIT TEXT"),
    ("editMessageCaption", "EDIT SHOWN"),
    ("editMessageMedia", "EDIT *media"),
    ("editMessageReplyMarkup", "EDIT"),
    ("deleteMessage", "*chat_id message_id"),
    ("deleteMessages", "*chat_id *message_ids"),
    ("setMessageReaction", "*chat_id message_id reaction is_big"),
    ("pinChatMessage", "business_connection_id *chat_id message_id disable_notification"),
    ("unpinChatMessage", "business_connection_id *chat_id message_id"),
    ("unpinAllChatMessages", "*chat_id"),
    ("createForumTopic", "*chat_id *name icon_color icon_custom_emoji_id"),
    ("editForumTopic", "TOPIC name icon_custom_emoji_id"),
    ("closeForumTopic", "TOPIC"),
    ("reopenForumTopic", "TOPIC"),
    ("deleteForumTopic", "TOPIC"),
    ("unpinAllForumTopicMessages", "TOPIC"),
    ("getForumTopicIconStickers", ""),
    ("answerCallbackQuery", "*callback_query_id text show_alert url cache_time"),
    ("answerInlineQuery", "*inline_query_id *results cache_time is_personal next_offset button"),
    ("setMyCommands", "*commands scope language_code"),
    ("getMyCommands", "scope language_code"),
    ("deleteMyCommands", "scope language_code"),
    ("setMyName", "name language_code"),
    ("getMyName", "language_code"),
    ("setMyDescription", "description language_code"),
    ("getMyDescription", "language_code"),
    ("setMyShortDescription", "short_description language_code"),
    ("getMyShortDescription", "language_code"),
    ("setChatMenuButton", "chat_id menu_button"),
    ("getChatMenuButton", "chat_id"),
    ("getChat", "*chat_id"),
    ("getChatMember", "*chat_id *user_id"),
    ("getChatMemberCount", "*chat_id"),
    ("getChatAdministrators", "*chat_id"),
    ("leaveChat", "*chat_id"),
    ("getFile", "*file_id"),
];

/// The server's own spelling of a method; it takes any case.
pub(crate) fn spelled(method: &str) -> Option<&'static str> {
    METHODS.iter().map(|(name, _)| *name).find(|name| name.eq_ignore_ascii_case(method))
}

/// The parameters of a method: name, type, whether it must be there.
pub(super) fn known(method: &str) -> Vec<(&'static str, Type, bool)> {
    let mut known = Vec::new();
    if let Some((_, words)) = METHODS.iter().find(|(name, _)| *name == method) {
        expand(words, &mut known);
    }
    known
}

fn expand(words: &'static str, known: &mut Vec<(&'static str, Type, bool)>) {
    for word in words.split_whitespace() {
        if let Some((_, group)) = GROUPS.iter().find(|(name, _)| *name == word) {
            expand(group, known);
            continue;
        }
        let name = word.trim_start_matches('*');
        let of = |(_, names): &&(Type, &str)| names.split_whitespace().any(|known| known == name);
        let kind = TYPES.iter().find(of).map_or(Type::Text, |(kind, _)| *kind);
        known.push((name, kind, word.starts_with('*')));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_stars_are_read() {
        assert_eq!(
            known("closeForumTopic"),
            [("chat_id", Type::Chat, true), ("message_thread_id", Type::Integer, true)]
        );
        let voice = known("sendVoice");
        for expected in [
            ("voice", Type::File, true),
            ("caption", Type::Text, false),
            ("reply_markup", Type::Object, false),
        ] {
            assert!(voice.contains(&expected), "{voice:?}");
        }
    }

    #[test]
    fn nothing_stands_twice() {
        for (method, _) in METHODS {
            let mut names: Vec<_> = known(method).into_iter().map(|(name, ..)| name).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{method}");
        }
    }
}
