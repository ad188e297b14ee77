//! The simulated Telegram keeps these promises:
//!
//! 1. What it shows of itself is what happened: chats, messages, events, calls with their answers.
//! 2. Faults with a share meet that share of the calls, the same ones each time, until they are taken away.
//! 3. What Telegram refuses it refuses, in Telegram's words; `tests/simulator_refusals.rs` has the list.
//! 4. A forum is kept as Telegram keeps one: where messages stand, what notices come, what a topic takes.
//! 5. Albums and copies arrive whole, or not at all.
//! 6. Of a group in privacy mode a bot hears what is meant for it; it hears of reactions and members if it asks.
//! 7. A chosen inline result is a message of the person; its buttons work by `inline_message_id`.
//! 8. A key of a reply keyboard sends its label or a place, once if it is for one time.
//! 9. A link to a person by number mentions them; a message that wants an answer opens one for those whom it concerns.

use bytes::Bytes;
use dovidka::{
    playground::telegram::{Failing, Fault, Happening, Kind, Role, Setup, Telegram},
    telegram::{Api, CallError, Mono, call::File},
};
use serde_json::{Value, json};

async fn call(telegram: &Telegram, method: &str, body: Value) -> Result<Value, CallError> {
    let api = Api::new(&telegram.token(), telegram.url()).unwrap();
    api.call(method, &body, vec![]).await
}

/// A Telegram without flood control.
async fn patient(privacy: bool) -> Telegram {
    let setup = Setup { limits: false, privacy, ..Setup::default() };
    Telegram::start_with(setup).await.unwrap()
}

/// The updates that wait, confirmed.
async fn updates(telegram: &Telegram) -> Vec<Value> {
    let waiting = call(telegram, "getUpdates", json!({})).await.unwrap();
    let waiting = waiting.as_array().unwrap().clone();
    if let Some(last) = waiting.last() {
        let next = last["update_id"].as_i64().unwrap() + 1;
        call(telegram, "getUpdates", json!({"offset": next})).await.unwrap();
    }
    waiting
}

#[tokio::test]
async fn it_shows_what_happened() {
    let mono = Mono::at_speed(50.0);
    let telegram = Telegram::start_with(Setup { mono, ..Setup::default() }).await.unwrap();
    let mut watch = telegram.watch();
    let olha = telegram.resident(7);
    let asked = olha.says("/start");
    assert!(watch.has_changed().unwrap());
    watch.borrow_and_update();
    telegram.forum(-1005, "Рада");
    telegram.member(-1005, 9);
    let typing = json!({"chat_id": 7, "action": "typing"});
    call(&telegram, "sendChatAction", typing).await.unwrap();
    let chats = telegram.chats();
    assert_eq!(chats.iter().map(|chat| chat.id).collect::<Vec<_>>(), [-1005, 7]);
    assert_eq!((chats[0].kind, chats[0].is_forum), (Kind::Supergroup, true));
    assert_eq!((chats[0].title.as_str(), chats[0].bot), ("Рада", Role::Administrator));
    assert_eq!(chats[0].members[0].id, 9);
    assert_eq!(chats[1].action.as_ref().map(|action| action.name.as_str()), Some("typing"));
    // 5 s of its clock are a tenth of a second.
    tokio::time::sleep(std::time::Duration::from_millis(120)).await;
    assert_eq!(telegram.chats()[1].action, None);
    let said = call(&telegram, "sendMessage", json!({"chat_id": 7, "text": "a"})).await.unwrap();
    let id = said["message_id"].as_i64().unwrap();
    let edit = json!({"chat_id": 7, "message_id": id, "text": "b"});
    call(&telegram, "editMessageText", edit.clone()).await.unwrap();
    assert_eq!(
        telegram.messages(7, asked).iter().map(|m| m.text.as_str()).collect::<Vec<_>>(),
        ["b"]
    );
    let refusal = call(&telegram, "editMessageText", edit).await.unwrap_err();
    olha.presses_data(id, "x");
    let updates = call(&telegram, "getUpdates", json!({"offset": -1})).await.unwrap();
    let press = updates[0]["callback_query"]["id"].clone();
    let toast = json!({"callback_query_id": press, "text": "є"});
    call(&telegram, "answerCallbackQuery", toast).await.unwrap();
    call(&telegram, "deleteMessage", json!({"chat_id": 7, "message_id": id})).await.unwrap();
    let events = telegram.events(0);
    let seen: Vec<&Happening> = events.iter().map(|event| &event.what).collect();
    match seen[..] {
        [
            Happening::Sent(start),
            Happening::Acting { .. },
            Happening::Sent(first),
            Happening::Edited(second),
            Happening::Toast { person: 7, text, alert: false },
            Happening::Deleted(gone),
        ] => {
            assert_eq!(
                (&start["text"], &first["text"], &second["text"]),
                (&json!("/start"), &json!("a"), &json!("b"))
            );
            assert_eq!((text.as_str(), *gone), ("є", id));
        }
        _ => panic!("{seen:#?}"),
    }
    assert_eq!(telegram.events(events[4].number), events[5..]);
    let traffic = telegram.traffic(0);
    let methods: Vec<_> =
        traffic.iter().map(|call| (call.method.as_str(), call.accepted)).collect();
    assert_eq!(
        methods,
        [
            ("sendChatAction", true),
            ("sendMessage", true),
            ("editMessageText", true),
            ("editMessageText", false),
            ("getUpdates", true),
            ("answerCallbackQuery", true),
            ("deleteMessage", true),
        ]
    );
    assert_eq!(traffic[3].answer["description"], refusal.description);
    assert_eq!(traffic[1].answer["result"], said);
    assert_eq!(telegram.traffic(traffic[5].number).len(), 1);
}

/// Which of `count` calls fail.
async fn failures(telegram: &Telegram, count: usize) -> Vec<usize> {
    let mut failed = Vec::new();
    for at in 0..count {
        if call(telegram, "getMe", json!({})).await.is_err() {
            failed.push(at);
        }
    }
    failed
}

#[tokio::test]
async fn faults_with_a_share_meet_the_same_calls_until_they_are_taken_away() {
    let mut runs = Vec::new();
    for seed in [5, 5, 6] {
        let telegram = Telegram::start_with(Setup { seed, ..Setup::default() }).await.unwrap();
        telegram.fails(Fault::new(Failing::Html(502)).share(0.1));
        let failed = failures(&telegram, 200).await;
        assert!((5..=40).contains(&failed.len()), "{failed:?}");
        let told = telegram.traffic(0).iter().filter(|call| call.failing.is_some()).count();
        assert_eq!(told, failed.len());
        assert_eq!(telegram.calls().len(), 200 - failed.len());
        telegram.mends();
        assert_eq!(failures(&telegram, 50).await, Vec::<usize>::new());
        runs.push(failed);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test]
async fn a_forum_is_kept_as_telegram_keeps_one() {
    let telegram = patient(false).await;
    telegram.forum(-1005, "Звернення");
    let officer = telegram.member(-1005, 9);
    let topic = json!({"chat_id": -1005, "name": "№ 12 · яма"});
    let topic = call(&telegram, "createForumTopic", topic).await.unwrap();
    let id = topic["message_thread_id"].as_i64().unwrap();
    assert_eq!(
        topic,
        json!({"message_thread_id": id, "name": "№ 12 · яма", "icon_color": 7_322_096})
    );
    let card = json!({"chat_id": -1005, "message_thread_id": id, "text": "Яма на Шкільній"});
    let card = call(&telegram, "sendMessage", card).await.unwrap();
    assert_eq!((&card["message_thread_id"], &card["is_topic_message"]), (&json!(id), &json!(true)));
    assert_eq!(card["reply_to_message"]["forum_topic_created"]["name"], "№ 12 · яма");
    let card_id = card["message_id"].as_i64().unwrap();
    let pin = json!({"chat_id": -1005, "message_id": card_id});
    call(&telegram, "pinChatMessage", pin).await.unwrap();
    officer.replies(card_id, "Засипали");
    officer.closes_topic(id);
    let heard = updates(&telegram).await;
    let heard: Vec<&Value> = heard.iter().map(|update| &update["message"]).collect();
    assert_eq!(heard.len(), 4, "{heard:#?}");
    assert_eq!(heard[0]["forum_topic_created"]["name"], "№ 12 · яма");
    assert_eq!(heard[1]["pinned_message"]["message_id"], card_id);
    assert_eq!(heard[2]["reply_to_message"]["message_id"], card_id);
    assert_eq!(heard[3]["forum_topic_closed"], json!({}));
    for message in heard {
        assert_eq!(
            (&message["message_thread_id"], &message["is_topic_message"]),
            (&json!(id), &json!(true))
        );
    }
    let state = &telegram.chats()[0];
    assert_eq!(state.pinned, [card_id]);
    assert_eq!((state.topics[0].name.as_str(), state.topics[0].closed), ("№ 12 · яма", true));
    let more = json!({"chat_id": -1005, "message_thread_id": id, "text": "далі"});
    call(&telegram, "sendMessage", more.clone())
        .await
        .expect("who manages topics writes in a closed one");
    telegram.bot_lacks(-1005, &["can_manage_topics"]);
    let refusal = call(&telegram, "sendMessage", more.clone()).await.unwrap_err();
    assert_eq!(refusal.description, "Bad Request: TOPIC_CLOSED");
    officer.deletes_topic(id);
    let refusal = call(&telegram, "sendMessage", more).await.unwrap_err();
    assert_eq!(refusal.description, "Bad Request: message thread not found");
    assert_eq!(telegram.messages(-1005, 0).len(), 0);
    assert_eq!(telegram.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn albums_and_copies_arrive_whole_or_not_at_all() {
    let telegram = patient(false).await;
    let olha = telegram.resident(7);
    olha.says("/start");
    telegram.resident(8).says("/start");
    let media = json!([
        {"type": "document", "media": "attach://one", "caption": "<b>два</b> файли", "parse_mode": "HTML"},
        {"type": "document", "media": "attach://two"},
    ]);
    let file = |field: &str| File {
        field: field.to_owned(),
        name: format!("{field}.csv"),
        bytes: Bytes::from_static(b"a;b"),
    };
    let api = Api::new(&telegram.token(), telegram.url()).unwrap();
    let body = json!({"chat_id": 7, "media": media});
    let refused = api.call("sendMediaGroup", &body, vec![file("one")]).await.unwrap_err();
    assert_eq!(refused.description, "Bad Request: there is no document in the request");
    assert_eq!(olha.sees(), []);
    let sent = api.call("sendMediaGroup", &body, vec![file("one"), file("two")]).await.unwrap();
    assert_eq!(sent[0]["caption"], "два файли");
    assert_eq!(sent[0]["caption_entities"][0]["type"], "bold");
    assert_eq!(sent[1]["document"]["file_name"], "two.csv");
    assert!(sent[0]["media_group_id"].is_string());
    assert_eq!(sent[0]["media_group_id"], sent[1]["media_group_id"]);
    let ids: Vec<i64> = (0..2).map(|at| sent[at]["message_id"].as_i64().unwrap()).collect();
    let body = json!({"chat_id": 8, "from_chat_id": 7, "message_ids": [ids[0], ids[1], 999]});
    let copied = call(&telegram, "copyMessages", body).await.unwrap();
    assert_eq!(copied.as_array().unwrap().len(), 2);
    let seen = telegram.resident(8).sees();
    assert_eq!(seen[0].raw["document"], sent[0]["document"]);
    assert_eq!(seen[0].raw["media_group_id"], seen[1].raw["media_group_id"]);
    assert_eq!(seen[0].raw.get("forward_origin"), None);
    let body = json!({"chat_id": 8, "from_chat_id": 7, "message_id": ids[0], "caption": "один"});
    call(&telegram, "copyMessage", body).await.unwrap();
    let seen = telegram.resident(8).sees().pop().unwrap();
    assert_eq!((seen.text.as_str(), seen.raw.get("media_group_id")), ("один", None));
}

#[tokio::test]
async fn a_bot_in_privacy_mode_hears_what_is_meant_for_it() {
    let telegram = patient(true).await;
    telegram.group(-1005, Kind::Supergroup, "Двір");
    let olha = telegram.member(-1005, 7);
    let said = call(&telegram, "sendMessage", json!({"chat_id": -1005, "text": "привіт"})).await;
    let said = said.unwrap()["message_id"].as_i64().unwrap();
    for text in ["просто так", "/help@other_bot", "@dovidka_test_bot_2 що?", "пошта a@b.ua"]
    {
        olha.says(text);
    }
    assert_eq!(updates(&telegram).await, Vec::<Value>::new());
    for text in ["/help", "/help@Dovidka_Test_bot зараз", "скажи, @dovidka_test_bot"] {
        olha.says(text);
    }
    olha.replies(said, "дякую");
    olha.joins();
    olha.reacts(said, "👍");
    let heard = updates(&telegram).await;
    assert_eq!(heard.len(), 5, "{heard:#?}");
    assert_eq!(heard[4]["message"]["new_chat_members"][0]["id"], 7);
    telegram.bot_is(-1005, Role::Administrator);
    olha.says("просто так");
    let asked =
        json!({"offset": -1, "allowed_updates": ["message", "message_reaction", "chat_member"]});
    call(&telegram, "getUpdates", asked).await.unwrap();
    updates(&telegram).await;
    olha.reacts(said, "👎");
    olha.becomes(Role::Left);
    olha.says("просто так");
    let heard = updates(&telegram).await;
    assert_eq!(heard[0]["message_reaction"]["old_reaction"][0]["emoji"], "👍");
    assert_eq!(heard[0]["message_reaction"]["new_reaction"][0]["emoji"], "👎");
    assert_eq!(heard[1]["chat_member"]["new_chat_member"]["status"], "left");
    assert_eq!(heard[2]["message"]["text"], "просто так");
}

#[tokio::test]
async fn a_chosen_inline_result_is_a_message_of_the_person() {
    let telegram = patient(false).await;
    telegram.group(-1005, Kind::Supergroup, "Без бота");
    telegram.bot_is(-1005, Role::Left);
    updates(&telegram).await;
    let olha = telegram.member(-1005, 7);
    let query = olha.types("тариф");
    let asked = &updates(&telegram).await[0]["inline_query"];
    assert_eq!((&asked["query"], &asked["chat_type"]), (&json!("тариф"), &json!("supergroup")));
    let results = json!([{
        "type": "article", "id": "r1", "title": "Вода",
        "input_message_content": {"message_text": "<b>33,48</b> грн", "parse_mode": "HTML"},
        "reply_markup": {"inline_keyboard": [[{"text": "Ще", "callback_data": "more"}]]},
    }]);
    let answer = json!({
        "inline_query_id": query, "results": results,
        "button": {"text": "Більше в боті", "start_parameter": "inline"},
    });
    call(&telegram, "answerInlineQuery", answer).await.unwrap();
    let id = olha.chooses(&query, "r1");
    let message = &telegram.messages(-1005, 0)[0];
    assert_eq!((message.id, message.text.as_str()), (id, "33,48 грн"));
    assert_eq!(message.raw["from"]["id"], 7);
    assert_eq!(message.raw["via_bot"]["username"], "dovidka_test_bot");
    let heard = updates(&telegram).await;
    assert_eq!(heard.len(), 1, "the bot is not in the chat: {heard:#?}");
    let chosen = &heard[0]["chosen_inline_result"];
    assert_eq!((&chosen["result_id"], &chosen["query"]), (&json!("r1"), &json!("тариф")));
    let inline = chosen["inline_message_id"].clone();
    olha.presses("Ще");
    let press = &updates(&telegram).await[0]["callback_query"];
    assert_eq!((&press["inline_message_id"], press.get("message")), (&inline, None));
    let edit = json!({"inline_message_id": inline, "text": "більше"});
    assert_eq!(call(&telegram, "editMessageText", edit).await.unwrap(), json!(true));
    assert_eq!(telegram.messages(-1005, 0)[0].text, "більше");
}

#[tokio::test]
async fn a_key_sends_its_label_or_a_place() {
    let telegram = patient(false).await;
    let olha = telegram.resident(7);
    olha.opens("q-5");
    assert_eq!(updates(&telegram).await[0]["message"]["text"], "/start q-5");
    let keyboard = json!({
        "keyboard": [["Скасувати", {"text": "Надіслати місце", "request_location": true}]],
        "one_time_keyboard": true,
    });
    let ask = json!({"chat_id": 7, "text": "Де?", "reply_markup": keyboard});
    for (label, field) in [("місце", "location"), ("Скас", "text")] {
        call(&telegram, "sendMessage", ask.clone()).await.unwrap();
        assert!(telegram.chats()[0].keyboard.is_some());
        olha.taps(label, (48.8, 29.4));
        assert_eq!(telegram.chats()[0].keyboard, None, "it is for one time");
        assert!(updates(&telegram).await[0]["message"].get(field).is_some());
    }
    let remove = json!({"chat_id": 7, "text": "x", "reply_markup": {"remove_keyboard": true}});
    call(
        &telegram,
        "sendMessage",
        json!({"chat_id": 7, "text": "?", "reply_markup": {"keyboard": [["а"]]}}),
    )
    .await
    .unwrap();
    call(&telegram, "sendMessage", remove).await.unwrap();
    assert_eq!(telegram.chats()[0].keyboard, None);
}

#[tokio::test]
async fn a_message_that_wants_an_answer_opens_one_for_those_whom_it_mentions() {
    let telegram = patient(true).await;
    telegram.forum(-100, "Працівники");
    telegram.member(-100, 7);
    let said = "<a href=\"tg://user?id=7\">Ольго</a>, <a href=\"tg://user?id=99\">хто це</a>?";
    let markup = |selective: bool| json!({"force_reply": true, "selective": selective});
    for selective in [true, false] {
        let body = json!({"chat_id": -100, "text": said, "parse_mode": "HTML", "reply_markup": markup(selective)});
        let sent = call(&telegram, "sendMessage", body).await.unwrap();
        let entities = sent["entities"].as_array().unwrap();
        assert_eq!(entities.len(), 1, "nobody is met by a number alone: {entities:?}");
        assert_eq!(
            (&entities[0]["type"], &entities[0]["user"]["id"]),
            (&json!("text_mention"), &json!(7))
        );
        assert_eq!(sent["reply_markup"], Value::Null);
        let whom = selective.then(|| vec![7]);
        let message = sent["message_id"].as_i64().unwrap();
        let last = telegram.events(0).pop().unwrap();
        assert_eq!(last.what, Happening::Asks { message, whom });
    }
}
