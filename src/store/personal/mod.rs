//! A person's own data: all of it at once, and none of it any more.
//!
//! What is public stays without the person: titles of suggestions and complaints, and how many want them.

mod journals;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub use journals::{end_farewells, farewell, is_farewell_over, sweep};

use crate::db::{Tx, on};

/// The rows of a question for `$bot` and `$person`, of which each column is text or a number.
macro_rules! rows {
    ($tx:expr, $types:ty, $sql:literal, $($bind:expr),+) => {{
        let found: Vec<$types> = on!($tx, conn => {
            sqlx::query_as($sql)$(.bind($bind))+.fetch_all(conn).await?
        });
        found
    }};
}

/// Everything that is kept of `person`, as a document for the person.
pub async fn export(tx: &mut Tx, bot: i64, person: i64) -> sqlx::Result<Value> {
    type Voiced = (
        i64,
        String,
        String,
        String,
        i64,
        String,
        Option<String>,
        Option<String>,
        Option<i64>,
        DateTime<Utc>,
    );
    let voices = rows!(
        tx,
        Voiced,
        "SELECT f.id, f.kind, f.title, f.state, v.number, v.question, v.name, v.contact, v.rating, v.joined_at
         FROM voice AS v JOIN feedback AS f ON f.id = v.feedback
         WHERE f.bot = $1 AND v.person = $2 ORDER BY f.id",
        bot,
        person
    );
    let details = rows!(
        tx,
        (i64, String, String, DateTime<Utc>),
        "SELECT id, question, details, created_at FROM feedback
         WHERE bot = $1 AND person = $2 ORDER BY id",
        bot,
        person
    );
    let letters = rows!(
        tx,
        (i64, String, DateTime<Utc>),
        "SELECT letter.feedback, letter.text, letter.at FROM letter
         JOIN feedback ON feedback.id = letter.feedback
         WHERE feedback.bot = $1 AND letter.person = $2 AND letter.side = 'resident' ORDER BY letter.id",
        bot,
        person
    );
    let states = rows!(
        tx,
        (String, DateTime<Utc>),
        "SELECT state, updated_at FROM conversation WHERE bot = $1 AND person = $2",
        bot,
        person
    );
    let answers = rows!(
        tx,
        (String, DateTime<Utc>),
        "SELECT kept, created_at FROM answer WHERE bot = $1 AND chat = $2 ORDER BY id",
        bot,
        person
    );
    let languages = rows!(
        tx,
        (Option<String>,),
        "SELECT language FROM chat WHERE bot = $1 AND chat = $2",
        bot,
        person.to_string()
    );
    let blocks = rows!(
        tx,
        (String, DateTime<Utc>),
        "SELECT reason, until FROM block WHERE bot = $1 AND person = $2",
        bot,
        person
    );
    Ok(json!({
        "telegram": person,
        "language": languages.into_iter().find_map(|(language,)| language),
        "matters": voices.into_iter().map(
            |(number, kind, title, state, place, question, name, contact, rating, at)| json!({
                "number": number, "kind": kind, "title": title, "state": state, "began_it": place == 0,
                "question": question, "name": name, "contact": contact, "rating": rating, "joined": at,
            })
        ).collect::<Vec<_>>(),
        "began": details.into_iter().map(|(number, question, details, at)| json!({
            "number": number, "question": question, "details": details, "at": at,
        })).collect::<Vec<_>>(),
        "letters": letters.into_iter().map(|(matter, text, at)| json!({
            "matter": matter, "text": text, "at": at,
        })).collect::<Vec<_>>(),
        "conversations": states.into_iter().map(|(state, at)| json!({
            "state": read(state), "at": at,
        })).collect::<Vec<_>>(),
        "answers": answers.into_iter().map(|(kept, at)| json!({
            "kept": read(kept), "at": at,
        })).collect::<Vec<_>>(),
        "news": news_of(tx, bot, person).await?,
        "blocks": blocks.into_iter().map(|(reason, until)| json!({
            "reason": reason, "until": until,
        })).collect::<Vec<_>>(),
    }))
}

/// What is kept of the news that `person` wants.
async fn news_of(tx: &mut Tx, bot: i64, person: i64) -> sqlx::Result<Value> {
    let subscribers = rows!(
        tx,
        (String, String, i64, i64, String, DateTime<Utc>),
        "SELECT consent, rhythm, quiet_from, quiet_until, language, since FROM subscriber
         WHERE bot = $1 AND chat = $2",
        bot,
        person
    );
    let follows = rows!(
        tx,
        (String, String, Option<String>, DateTime<Utc>),
        "SELECT kind, title, question, created_at FROM follow WHERE bot = $1 AND chat = $2 ORDER BY id",
        bot,
        person
    );
    let notices = rows!(
        tx,
        (Option<i64>, Option<i64>, Option<String>, DateTime<Utc>, DateTime<Utc>),
        "SELECT news, follow, answer, due_at, created_at FROM notice WHERE bot = $1 AND chat = $2 ORDER BY id",
        bot,
        person
    );
    Ok(json!({
        "settings": subscribers.into_iter().map(|(consent, rhythm, from, until, language, since)| json!({
            "to_everyone": consent, "rhythm": rhythm, "quiet_minutes": [from, until], "language": language,
            "since": since,
        })).collect::<Vec<_>>(),
        "follows": follows.into_iter().map(|(kind, title, question, at)| json!({
            "kind": kind, "title": title, "question": question.map(read), "at": at,
        })).collect::<Vec<_>>(),
        "notices": notices.into_iter().map(|(news, follow, answer, due, at)| json!({
            "item": news, "because_of": follow, "answer": answer.map(read), "due": due, "at": at,
        })).collect::<Vec<_>>(),
    }))
}

fn read(text: String) -> Value {
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

/// What of a person stands in the officers' group, to be taken out there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Matters whose headers named the person or their words.
    pub matters: Vec<i64>,
    /// Outbox rows that brought the person's letters.
    pub copies: Vec<i64>,
}

/// Runs statements one after another for the same two numbers: the bot and the person.
async fn run(tx: &mut Tx, bot: i64, person: i64, statements: &[&'static str]) -> sqlx::Result<()> {
    for statement in statements {
        on!(tx, conn => {
            sqlx::query(*statement).bind(bot).bind(person).execute(conn).await?;
        });
    }
    Ok(())
}

/// Forgets `person`, whose private chat has the same number: erases what is theirs alone, detaches what is public.
pub async fn forget(tx: &mut Tx, bot: i64, person: i64, now: DateTime<Utc>) -> sqlx::Result<Left> {
    let matters = rows!(
        tx,
        (i64,),
        "SELECT f.id FROM feedback AS f JOIN voice ON voice.feedback = f.id
         WHERE f.bot = $1 AND voice.person = $2",
        bot,
        person
    );
    let copies = rows!(
        tx,
        (i64,),
        "SELECT letter_copy.outbox FROM letter_copy JOIN letter ON letter.id = letter_copy.letter
         JOIN feedback ON feedback.id = letter.feedback
         WHERE feedback.bot = $1 AND letter.person = $2 AND letter.side = 'resident'",
        bot,
        person
    );
    on!(tx, conn => {
        // Nobody is left to whom it could be answered.
        sqlx::query(
            "UPDATE feedback SET state = 'withdrawn', closed_at = $3, version = version + 1
             WHERE bot = $1 AND person = $2 AND kind = 'formal' AND state NOT IN ('closed', 'withdrawn')",
        )
        .bind(bot)
        .bind(person)
        .bind(now)
        .execute(conn)
        .await?;
    });
    run(
        tx,
        bot,
        person,
        &[
            // What was asked in words that became the title is public; a request's title is not.
            "UPDATE feedback SET title = '—' WHERE bot = $1 AND person = $2 AND kind = 'formal'",
            "UPDATE feedback SET person = 0, chat = 0, answer = NULL, question = '', details = ''
             WHERE bot = $1 AND person = $2",
            "UPDATE letter SET person = 0, chat = 0, message = -id, text = ''
             WHERE person = $2 AND side = 'resident'
               AND feedback IN (SELECT id FROM feedback WHERE bot = $1)",
            "UPDATE voice SET person = 0, chat = 0, question = '', name = NULL, contact = NULL
             WHERE person = $2 AND feedback IN (SELECT id FROM feedback WHERE bot = $1)",
            "DELETE FROM conversation WHERE bot = $1 AND person = $2",
            "DELETE FROM answer WHERE bot = $1 AND chat = $2",
            "DELETE FROM notice WHERE bot = $1 AND chat = $2",
            "DELETE FROM follow WHERE bot = $1 AND chat = $2",
            "DELETE FROM subscriber WHERE bot = $1 AND chat = $2",
        ],
    )
    .await?;
    let chat = person.to_string();
    on!(tx, conn => {
        sqlx::query("DELETE FROM chat WHERE bot = $1 AND chat = $2")
            .bind(bot)
            .bind(&chat)
            .execute(conn)
            .await?;
    });
    journals::forget(tx, bot, person, now).await?;
    Ok(Left {
        matters: matters.into_iter().map(|(id,)| id).collect(),
        copies: copies.into_iter().map(|(row,)| row).collect(),
    })
}

/// Erases what was written about matters that ended before `before`, and who wrote it; returns how many matters.
pub async fn retire(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    on!(tx, conn => {
        sqlx::query(
            "UPDATE letter SET text = '', person = 0, chat = 0, message = -id
             WHERE chat <> 0 AND feedback IN
                (SELECT id FROM feedback WHERE closed_at <= $1 AND state IN ('closed', 'withdrawn'))",
        )
        .bind(before)
        .execute(conn)
        .await?;
    });
    on!(tx, conn => {
        sqlx::query(
            "UPDATE voice SET name = NULL, contact = NULL, question = '', person = 0, chat = 0
             WHERE person <> 0 AND feedback IN
                (SELECT id FROM feedback WHERE closed_at <= $1 AND state IN ('closed', 'withdrawn'))",
        )
        .bind(before)
        .execute(conn)
        .await?;
    });
    on!(tx, conn => {
        let done = sqlx::query(
            "UPDATE feedback SET details = '', question = '', person = 0, chat = 0, answer = NULL,
                title = CASE WHEN kind = 'formal' THEN '—' ELSE title END
             WHERE closed_at <= $1 AND state IN ('closed', 'withdrawn') AND person <> 0",
        )
        .bind(before)
        .execute(conn)
        .await?;
        Ok(done.rows_affected())
    })
}
