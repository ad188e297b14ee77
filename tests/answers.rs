//! The facts of the demonstration council, asked as residents ask: each line of `data/answers.jsonl` is a question, or
//! questions that follow each other, with how it must end, the dataset it must come from and what must be said.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde::Deserialize;
use serde_json::{Value, json};

/// When the questions are asked: a Thursday.
const AT: &str = "2025-11-20T10:00:00+02:00";

#[derive(Deserialize)]
struct Line {
    lang: Option<String>,
    turns: Vec<String>,
    outcome: String,
    dataset: Option<String>,
    #[serde(default)]
    says: Vec<String>,
}

#[test]
fn questions_of_every_kind_are_answered_with_the_fact() {
    let lines: Vec<Line> = include_str!("data/answers.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let answers = ask(&lines);
    let mut wrong = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let answer = &answers[at];
        let text = answer["text"].as_str().unwrap_or_default();
        let dataset = answer["datasets"][0].as_str();
        let said = line.says.iter().all(|item| text.contains(item.as_str()));
        if answer["outcome"] != line.outcome.as_str() || dataset != line.dataset.as_deref() || !said
        {
            wrong.push(format!(
                "{:?}: wanted {} {:?} {:?}, got {answer}",
                line.turns, line.outcome, line.dataset, line.says
            ));
        }
    }
    assert!(lines.len() >= 100, "{} questions", lines.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}

/// The answer to the last turn of each line, in order.
fn ask(lines: &[Line]) -> Vec<Value> {
    let mut batch = String::new();
    for (at, line) in lines.iter().enumerate() {
        for (turn, text) in line.turns.iter().enumerate() {
            let mut asked = json!({"id": format!("{at}.{turn}"), "text": text});
            if line.turns.len() > 1 {
                asked["conversation"] = at.to_string().into();
            }
            if let Some(lang) = &line.lang {
                asked["lang"] = lang.as_str().into();
            }
            batch.push_str(&asked.to_string());
            batch.push('\n');
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dovidka"))
        .args(["--at", AT, "ask", "--batch", "-"])
        .current_dir(folder.path())
        .env_remove("DOVIDKA_CONFIG")
        .env_remove("DATABASE_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(batch.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let mut answers: Vec<Value> = Vec::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let answer: Value = serde_json::from_str(line).unwrap();
        let id = answer["id"].as_str().unwrap();
        if id.ends_with(".0") {
            answers.push(answer);
        } else {
            *answers.last_mut().unwrap() = answer;
        }
    }
    answers
}
