//! Whose a matter is: its department's officers, else those who have what nobody else has, else the admins.

use crate::{
    bot::{Settings, reply::Reply, view},
    i18n::Locale,
    store::{
        chats,
        feedback::Matter,
        inbox,
        officers::{self, Officer},
    },
    telegram::{Failure, Priority, Unit},
};

/// People mentioned at once.
const MENTIONED: usize = 10;

/// Those who are to take a matter of `holder`; admins of the configuration have no name.
async fn responsible(
    unit: &mut Unit,
    settings: &Settings,
    holder: Option<&str>,
) -> sqlx::Result<Vec<Officer>> {
    let all = officers::all(&mut unit.tx, unit.bot).await?;
    let of = |department: &str| -> Vec<Officer> {
        let fits =
            |officer: &&Officer| officer.role == "officer" && officer.department == department;
        all.iter().filter(fits).cloned().collect()
    };
    let mut found = holder.map(of).unwrap_or_default();
    if found.is_empty() {
        found = of("");
    }
    if found.is_empty() {
        found = admins_among(all, settings);
    }
    Ok(found)
}

/// The admins that were invited, and those of the configuration, who have no name.
fn admins_among(mut all: Vec<Officer>, settings: &Settings) -> Vec<Officer> {
    all.retain(|officer| officer.role == "admin");
    for admin in &settings.admins {
        if !all.iter().any(|known| known.person == *admin) {
            all.push(Officer {
                person: *admin,
                role: "admin".to_owned(),
                department: String::new(),
                name: String::new(),
            });
        }
    }
    all
}

/// Mentions of those who are to take a matter of `holder`, as HTML; empty where there is nobody.
pub(crate) async fn mentions(
    unit: &mut Unit,
    settings: &Settings,
    holder: Option<&str>,
    locale: Locale,
) -> sqlx::Result<String> {
    let people = responsible(unit, settings, holder).await?;
    let mentions = people.iter().take(MENTIONED);
    let mentions =
        mentions.map(|officer| view::mention(officer.person, &view::called(&officer.name, locale)));
    Ok(mentions.collect::<Vec<_>>().join(", "))
}

/// The line of a matter's header that says who is at it, or is to be, as HTML; empty where there is nobody.
pub(super) async fn whose(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    locale: Locale,
) -> sqlx::Result<String> {
    if matter.officer.is_none() && !matter.state.is_open() {
        return Ok(String::new());
    }
    let people = in_charge(unit, settings, matter, locale).await?;
    Ok(match matter.officer {
        Some(_) => view::at_it(&people, locale),
        None if people.is_empty() => people,
        None => view::meant_for(&people, locale),
    })
}

/// Mentions of who is at `matter`, else of those who are to take it, as HTML; empty where there is nobody.
pub(crate) async fn in_charge(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    locale: Locale,
) -> sqlx::Result<String> {
    let Some(officer) = matter.officer else {
        return mentions(unit, settings, matter.holder.as_deref(), locale).await;
    };
    let name = officers::name(&mut unit.tx, unit.bot, officer).await?.unwrap_or_default();
    Ok(view::mention(officer, &view::called(&name, locale)))
}

/// Tells those who are to take `matter` in private, where they have a chat with the bot, what `words` make of it.
pub(crate) async fn notify(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    words: fn(&Matter, &Settings, Locale) -> String,
) -> Result<(), Failure> {
    for officer in responsible(unit, settings, matter.holder.as_deref()).await? {
        // Who joined by a link has written to the bot; of an admin of the configuration nobody knows.
        let lane = format!("c{}", officer.person);
        if !officer.name.is_empty() || inbox::has_heard(&mut unit.tx, unit.bot, &lane).await? {
            tell(unit, officer.person, |locale| words(matter, settings, locale)).await?;
        }
    }
    Ok(())
}

/// Tells every admin in private what `words` say.
pub(crate) async fn notify_admins<R: Into<Reply>>(
    unit: &mut Unit,
    settings: &Settings,
    words: impl Fn(Locale) -> R,
) -> Result<(), Failure> {
    let all = officers::all(&mut unit.tx, unit.bot).await?;
    for admin in admins_among(all, settings) {
        tell(unit, admin.person, &words).await?;
    }
    Ok(())
}

/// Tells `person` in private what `words` say in their language.
async fn tell<R: Into<Reply>>(
    unit: &mut Unit,
    person: i64,
    words: impl Fn(Locale) -> R,
) -> Result<(), Failure> {
    let chat = chats::get(&mut unit.tx, unit.bot, &person.to_string()).await?;
    if chat.blocked_at.is_some() {
        return Ok(());
    }
    let locale = chat.language.as_deref().map_or(Locale::Uk, Locale::nearest);
    let reply: Reply = words(locale).into();
    let call = reply.to_chat(person);
    unit.say(&call.priority(Priority::Officers)).await?;
    Ok(())
}
