//! The simulated Telegram keeps these promises:
//!
//! 1. What it shows of itself is what happened: chats, messages, events, calls with their answers.
//! 2. Faults with a share meet that share of the calls, the same ones each time, until they are taken away.

use dovidka::{
    playground::telegram::{Failing, Fault, Happening, Kind, Role, Setup, Telegram},
    telegram::{Api, CallError, Mono},
};
use serde_json::{Value, json};

async fn call(telegram: &Telegram, method: &str, body: Value) -> Result<Value, CallError> {
    let api = Api::new(&telegram.token(), telegram.url()).unwrap();
    api.call(method, &body, vec![]).await
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
