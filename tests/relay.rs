//! Letters between residents and officers, and a great many matters:
//!
//! 1. Killed at any moment, the service loses no letter in either direction and brings none twice; one that nobody can
//!    know to have arrived is marked as doubtful.
//! 2. A thousand matters are posted in their turn, urgent ones first, also one that begins meanwhile; a resident's answer does
//!    not wait behind them.

use std::time::Duration;

use dovidka::{
    feedback::Term,
    playground::telegram::{Message, Telegram},
};

#[path = "common/office.rs"]
#[expect(dead_code, reason = "other tests of matters use the rest")]
mod office;
use office::{
    Office,
    engines::postgres_url,
    town::{GROUP, Wish},
};

const OFFICER: i64 = 50;
/// Kills in one run.
const ROUNDS: usize = 8;
/// Matters that wait when the service begins.
const MATTERS: usize = 1_000;
/// Of these, those that wait in the outbox at once.
const WAITING: usize = 10;

/// How many messages of `chat` contain `text`, beside the writer's own.
fn copies(telegram: &Telegram, chat: i64, text: &str) -> usize {
    let of_bot = |it: &&Message| it.raw["from"]["is_bot"] == true && it.text.ends_with(text);
    telegram.messages(chat, 0).iter().filter(of_bot).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_loses_no_letter_and_brings_none_twice() {
    for url in ["sqlite::memory:".to_owned(), postgres_url("relay_kill").await] {
        let mut office = Office::at_speed(url, 20.0).await;
        office.employs(OFFICER, "").await;
        office.begin();
        let resident = office.telegram.resident(7);
        resident.asks("/help").await;
        office.complains("Телефон аптеки", "").await;
        let header = office.group_sees("the header", |it| it.labels().contains(&"Беру")).await;
        let officer = office.telegram.member(GROUP, OFFICER);
        officer.replies(header.id, "Перший лист");
        let first = office
            .telegram
            .waits_for("the first letter", |telegram| {
                telegram.messages(7, 0).into_iter().find(|it| it.text.contains("Перший лист"))
            })
            .await;
        let mut random = fastrand::Rng::with_seed(7);
        for round in 0..ROUNDS {
            officer.replies(header.id, &format!("від ради {round}."));
            resident.replies(first.id, &format!("від мешканця {round}."));
            tokio::time::sleep(Duration::from_millis(random.u64(0..120))).await;
            office.dies().await;
            office.begin();
        }
        let open = "SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'sending')";
        let waiting = "SELECT COUNT(*) FROM inbox WHERE state = 'waiting'";
        for _ in 0..600 {
            let left = office.counted(open).await + office.counted(waiting).await;
            if left + office.telegram.unconfirmed() == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let doubtful =
            "SELECT COUNT(*) FROM letter_copy JOIN outbox ON outbox.id = letter_copy.outbox
                        WHERE outbox.state = 'unknown'";
        let doubtful = office.counted(doubtful).await;
        let mut missing = 0;
        for round in 0..ROUNDS {
            let there = [
                copies(&office.telegram, 7, &format!("від ради {round}.")),
                copies(&office.telegram, GROUP, &format!("від мешканця {round}.")),
            ];
            assert!(there.iter().all(|copies| *copies <= 1), "twice in round {round}: {there:?}");
            missing += there.iter().filter(|copies| **copies == 0).count();
        }
        assert!(missing <= doubtful, "{missing} missing, {doubtful} marked as doubtful");
        let letters = office.counted("SELECT COUNT(*) FROM letter").await;
        assert_eq!(letters, 1 + 2 * ROUNDS, "every letter is kept once");
        office.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_matters_go_in_turn_and_an_answer_does_not_wait_behind_them() {
    let mut office = Office::at_speed("sqlite::memory:".to_owned(), 60.0).await;
    for person in 0..50 {
        office.employs(100 + person, "").await;
    }
    for number in 0..MATTERS {
        // Every tenth is urgent, and comes last.
        let urgent = number >= MATTERS * 9 / 10;
        let term = if urgent { Term::URGENT } else { Term::FORMAL };
        let title = format!("Справа {number}");
        office.begins(&Wish { title: &title, term, ..Wish::default() }).await;
    }
    office.begin();
    let resident = office.telegram.resident(7);
    office.group_sees("the first header", |it| it.labels().contains(&"Беру")).await;
    let answer = resident.asks("тариф на холодну воду").await;
    assert!(answer.text.contains("грн"), "{}", answer.text);
    let headers = |office: &Office| -> Vec<String> {
        let all = office.telegram.messages(GROUP, 0).into_iter();
        let headers = all.filter(|it| it.labels().contains(&"Беру"));
        headers.filter_map(|it| it.text.lines().nth(1).map(ToOwned::to_owned)).collect()
    };
    assert!(headers(&office).len() < MATTERS, "the answer came before the last of them");
    // One that is urgent and begins now passes all that nobody has posted yet.
    while headers(&office).len() < MATTERS / 4 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let before = headers(&office).len();
    let late = Wish { title: "Терміново", term: Term::URGENT, ..Wish::default() };
    office.begins(&late).await;
    let came = |telegram: &Telegram| {
        telegram.messages(GROUP, 0).iter().any(|it| it.text.contains("Терміново")).then_some(())
    };
    office.telegram.waits_for("the late one", came).await;
    let place = headers(&office).iter().position(|title| title == "Терміново").unwrap();
    assert!(place <= before + 2 * WAITING, "{place}, {before} were there when it began");
    let headers = |office: &Office| -> Vec<String> {
        headers(office).into_iter().filter(|title| title != "Терміново").collect()
    };
    for _ in 0..6_000 {
        if headers(&office).len() == MATTERS {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let said = headers(&office);
    let numbers: Vec<usize> =
        said.iter().map(|title| title.rsplit(' ').next().unwrap().parse().unwrap()).collect();
    let urgent = numbers.iter().take(MATTERS / 10);
    assert!(
        urgent.clone().all(|number| *number >= MATTERS * 9 / 10),
        "{:?}",
        &numbers[..MATTERS / 10]
    );
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    assert!(sorted.iter().copied().eq(0..MATTERS), "each once: {}", said.len());
    // A topic and its header are two calls: neighbours may pass each other.
    let rest = numbers.iter().skip(MATTERS / 10).enumerate();
    let furthest = rest.map(|(at, number)| at.abs_diff(*number)).max().unwrap_or(0);
    assert!(furthest <= WAITING, "{furthest} places from its turn");
    office.closes().await;
}
