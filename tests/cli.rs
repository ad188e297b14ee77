//! The program as an operator runs it.
//!
//! 1. Exit status: 0 done, 1 failed, 2 wrong usage or configuration.
//! 2. Errors name the key, file or address and what to do, in the reader's language.
//! 3. Flags stand before or after the command.
//! 4. Questions in a file are answered in order, a bad one in its place.
//! 5. A backup is a whole database, and never writes over a file.
//! 6. The demonstration council and real data never share a database.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

const CONFIG: &str = r#"
[council]
name = { uk = "Тестова рада", en = "Test Council" }

[[source]]
id = "folder"
kind = "folder"
url = "data"
"#;

fn dovidka(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dovidka"));
    command.args(args).current_dir(folder).env_clear().env("LANG", "en_US.UTF-8");
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    dovidka(folder, args).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn wrong_usage_ends_with_status_2_and_names_the_argument() {
    let folder = tempfile::tempdir().unwrap();
    for (args, name) in [
        (&["ask"][..], "dovidka ask"),
        (&["akk"], "akk"),
        (&["ask", "x", "--nearr", "1,1"], "--nearr"),
        (&["ask", "x", "--near", "here"], "--near"),
        (&["--at", "noon", "ask", "x"], "--at"),
        (&["--lang", "fr", "ask", "x"], "--lang"),
        (&["backup"], "FILE"),
        (&[], "ask"),
    ] {
        let output = run(folder.path(), args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(err(&output).contains(name), "{args:?}: {}", err(&output));
    }
}

#[test]
fn help_and_version_end_with_status_0() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&["--help"][..], &["ask", "--help"], &["--version"]] {
        let output = run(folder.path(), args);
        assert_eq!((code(&output), err(&output)), (0, String::new()), "{args:?}");
    }
}

#[test]
fn errors_are_told_in_the_readers_language() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["--config", "none.toml", "ask", "x"];
    assert!(err(&run(folder.path(), &args)).contains("There is no configuration file none.toml"));
    let uk = dovidka(folder.path(), &args).env("LANG", "uk_UA.UTF-8").output().unwrap();
    assert!(err(&uk).contains("Немає файлу конфігурації none.toml"));
    let uk = run(folder.path(), &["ask", "x", "--config", "none.toml", "--lang", "uk"]);
    assert!(err(&uk).contains("Немає файлу конфігурації none.toml"));
    assert_eq!(code(&uk), 2);
}

#[test]
fn the_configuration_is_of_the_flag_else_the_variable_else_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["flag.toml", "variable.toml", "dovidka.toml"] {
        fs::write(folder.path().join(name), "[councill]\n").unwrap();
    }
    let ask = |args: &[&str], variable| {
        let output = dovidka(folder.path(), args).env("DOVIDKA_CONFIG", variable).output().unwrap();
        assert_eq!(code(&output), 2);
        err(&output)
    };
    assert!(ask(&["--config", "flag.toml", "ask", "x"], "variable.toml").contains("flag.toml"));
    assert!(ask(&["ask", "x", "--config", "flag.toml"], "variable.toml").contains("flag.toml"));
    assert!(ask(&["ask", "x"], "variable.toml").contains("variable.toml"));
    assert!(ask(&["ask", "x"], "").contains("dovidka.toml"));
}

#[test]
fn an_unknown_key_ends_with_status_2_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("dovidka.toml"), format!("{CONFIG}\n[harvest]\nevry = \"1h\"\n"))
        .unwrap();
    let output = run(folder.path(), &["check"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("harvest.evry") && err(&output).contains("every"));
}

#[test]
fn commands_that_need_a_configuration_say_so_with_status_2() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&["check"][..], &["harvest"], &["serve"]] {
        let output = run(folder.path(), args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(err(&output).contains("dovidka.example.toml"), "{args:?}: {}", err(&output));
    }
}

#[test]
fn a_database_that_cannot_be_opened_is_named_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    for (url, status) in [
        ("mysql://a:secret@b/c", 2),
        ("postgres://a:secret@127.0.0.1:1/c", 1),
        ("sqlite:no/such", 1),
    ] {
        let output =
            dovidka(folder.path(), &["migrate"]).env("DATABASE_URL", url).output().unwrap();
        assert_eq!(code(&output), status, "{url}");
        assert!(err(&output).contains("DATABASE_URL"), "{}", err(&output));
        assert!(!err(&output).contains("secret"), "{}", err(&output));
    }
}

#[test]
fn questions_in_a_file_are_answered_in_order_and_a_bad_one_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = dovidka(folder.path(), &["ask", "--batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = "{\"id\":\"1\",\"text\":\"графік прийому\"}\noops\n{\"id\":\"3\",\"text\":\"?\"}\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0);
    let lines: Vec<serde_json::Value> =
        out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["id"], "1");
    assert!(lines[1]["id"].is_null() && lines[1]["error"].is_string());
    assert_eq!(lines[2]["id"], "3");
}

#[test]
fn a_file_of_questions_that_is_not_there_ends_with_status_1() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["ask", "--batch", "none.jsonl"]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("none.jsonl"));
}

#[test]
fn a_backup_is_a_whole_database_and_never_writes_over_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let missing = run(folder.path(), &["backup", "copy.db"]);
    assert_eq!(code(&missing), 1, "there is no database yet");
    assert!(!folder.path().join("dovidka.db").exists(), "a backup makes no database");

    assert_eq!(code(&run(folder.path(), &["migrate"])), 0);
    let first = run(folder.path(), &["backup", "copy.db"]);
    assert_eq!(code(&first), 0, "{}", err(&first));
    let copy = fs::read(folder.path().join("copy.db")).unwrap();
    assert!(copy.starts_with(b"SQLite format 3\0"));

    let again = run(folder.path(), &["backup", "copy.db"]);
    assert_eq!(code(&again), 1);
    assert!(err(&again).contains("copy.db"));
    assert_eq!(fs::read(folder.path().join("copy.db")).unwrap(), copy);
    assert!(!folder.path().join("copy.db.part").exists());

    let migrate = dovidka(folder.path(), &["migrate", "--json"])
        .env("DATABASE_URL", "sqlite:copy.db")
        .output()
        .unwrap();
    assert_eq!(out(&migrate), "{\"database\":\"sqlite:copy.db\",\"migrated\":true}\n");
}

#[test]
fn a_backup_of_postgresql_points_to_pg_dump() {
    let folder = tempfile::tempdir().unwrap();
    let output = dovidka(folder.path(), &["backup", "copy.db"])
        .env("DATABASE_URL", "postgres://127.0.0.1:1/x")
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("pg_dump"));
}

#[test]
fn the_demonstration_council_and_real_data_never_share_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let url = "sqlite:shared.db";
    let demo = dovidka(folder.path(), &["ask", "?"]).env("DATABASE_URL", url).output().unwrap();
    assert_eq!(code(&demo), 0, "{}", err(&demo));
    fs::write(folder.path().join("dovidka.toml"), CONFIG).unwrap();
    let real = dovidka(folder.path(), &["ask", "?"]).env("DATABASE_URL", url).output().unwrap();
    assert_eq!(code(&real), 2);
    assert!(err(&real).contains("sqlite:shared.db"), "{}", err(&real));
}
