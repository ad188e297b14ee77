//! A matter's whole life: an answer is complained of, and an officer's word that it is put right is checked.
//!
//! 1. While the published file is as it was, the matter stays open and the officers hear why.
//! 2. While the row complained of is as it was, too, whatever else of the file changed.
//! 3. Once the row is another, the matter is closed and the resident told the new fact; what is not settled is reopened.

use dovidka::{
    config::Config,
    feedback::{Outcome, State},
    playground::telegram::Telegram,
};

#[path = "common/office.rs"]
#[expect(dead_code, reason = "other tests of matters use the rest")]
mod office;
use office::{
    Office,
    engines::postgres_url,
    town::{ADMIN, GROUP},
};

fn publish(folder: &std::path::Path, rows: &str) {
    let catalog = r#"[{"id": "d", "name": "pharmacies", "title": "Аптеки громади", "resources":
        [{"id": "phones", "name": "Телефони", "format": "CSV", "path": "phones.csv"}]}]"#;
    std::fs::write(folder.join("catalog.json"), catalog).unwrap();
    std::fs::write(folder.join("phones.csv"), format!("Назва,Телефон\n{rows}")).unwrap();
}

/// An officer says that the matter is put right.
async fn says_fixed(office: &Office) {
    let officer = office.telegram.member(GROUP, ADMIN);
    for (label, next) in [("Закрити", "виправлено"), ("виправлено", "Закрити")]
    {
        officer.presses(label);
        let shown = |telegram: &Telegram| {
            let all = telegram.messages(GROUP, 0);
            all.iter().any(|it| it.labels().contains(&next)).then_some(())
        };
        office.telegram.waits_for(next, shown).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_holds_closes_a_complaint_and_the_resident_hears_the_new_fact() {
    for url in ["sqlite::memory:".to_owned(), postgres_url("fix").await] {
        let folder = tempfile::tempdir().unwrap();
        publish(folder.path(), "Аптека Центральна,04300 11111\nАптека Нова,04300 22222\n");
        let config = format!(
            "[council]\nname = {{ uk = \"Рада\" }}\n[[source]]\nid = \"a\"\nkind = \"folder\"\nurl = \"{}\"\n",
            folder.path().display()
        );
        let config = Config::parse(&config).unwrap();
        let mut office = Office::of(Some(config), url, 6.0).await;
        office.begin();
        let olha = office.telegram.resident(7);
        let answer = olha.asks("телефон аптеки Центральної").await;
        assert!(answer.text.contains("11111"), "{}", answer.text);
        olha.presses("Хибно?");
        olha.hears().await;
        olha.presses("Пропустити");
        olha.hears().await;
        olha.presses("Надіслати");
        office.told(7, "Прийнято, № 1").await;
        office.group("Скарга на дані № 1").await;

        says_fixed(&office).await;
        office.group("опублікований файл той самий").await;
        publish(folder.path(), "Аптека Центральна,04300 11111\nАптека Нова,04300 33333\n");
        says_fixed(&office).await;
        office.group("рядки, на які скаржаться, ті самі: 2").await;
        publish(folder.path(), "Аптека Центральна,04300 99999\nАптека Нова,04300 33333\n");
        says_fixed(&office).await;
        office.group("було «04300 11111», стало «04300 99999»").await;
        let told = office.told(7, "виправлено, бот це перевірив").await;
        assert!(told.text.contains("99999"), "{}", told.text);
        office.group("Стан: виправлено").await;
        let closed = office.get(1).await;
        assert_eq!((closed.state, closed.outcome()), (State::Closed, Some(Outcome::Fixed)));

        olha.presses("Ні, не виправлено");
        let opened = |telegram: &Telegram| {
            let all = telegram.messages(GROUP, 0);
            all.iter().any(|it| it.labels().contains(&"Беру")).then_some(())
        };
        office.telegram.waits_for("the matter to be open again", opened).await;
        assert_eq!(office.get(1).await.state, State::New);
        office.closes().await;
    }
}
