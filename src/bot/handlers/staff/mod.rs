//! Who may act for the council: invitations, officers, usual answers.

mod group;

use std::{collections::BTreeSet, sync::Arc};

use chrono::TimeDelta;
use serde_json::json;
use sha2::{Digest, Sha256};
use teloxide::types::Message;

use super::words;
use crate::{
    bot::{
        Deps, Place, command_list,
        matter::{self, Rights},
        reply::Reply,
        scene::Scene,
        staff::Staff,
        view::{self, Refused, Role},
    },
    catalog::{Holder, Key},
    i18n::Locale,
    store::{
        officers::{self, Invitation, Officer},
        templates,
    },
    telegram::{Call, Cx, Failure, Unit, Work},
};
pub(in crate::bot) use group::bind;

/// How long a code serves.
const SERVES: TimeDelta = TimeDelta::days(7);
/// Departments on buttons.
const DEPARTMENTS: usize = 40;
/// Letters of an officer's name, of a template's title and of its text.
const NAME: usize = 100;
const TITLE: usize = 60;
const TEXT: usize = 3_000;
/// Usual answers that are kept.
const TEMPLATES: usize = 15;

/// A code of 128 bits that nobody can guess.
fn code() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// What is kept of a code.
fn digest(code: &str) -> String {
    format!("{:x}", Sha256::digest(code))
}

/// The bodies that hold data and those that officers were invited for, by title, each with a short name.
pub(in crate::bot::handlers) fn departments(
    holders: Vec<String>,
    officers: &[Officer],
) -> Vec<(Key, String)> {
    let theirs = officers.iter().map(|officer| officer.department.clone());
    let titles: BTreeSet<String> =
        holders.into_iter().chain(theirs).filter(|title| !title.is_empty()).collect();
    let key = |title: &str| Holder { name: String::new(), title: title.to_owned() }.key();
    titles.into_iter().map(|title| (key(&title), title)).take(DEPARTMENTS).collect()
}

fn holders(deps: &Deps) -> Vec<String> {
    deps.council().holders().iter().map(|(holder, _)| holder.title.clone()).collect()
}

pub(in crate::bot::handlers) async fn rights(
    deps: &Deps,
    cx: &Cx,
    person: i64,
) -> Result<Rights, Failure> {
    let mut tx = deps.db.read().await?;
    Ok(Rights::of(&mut tx, cx.bot, &deps.settings, person).await?)
}

/// The scene, if an admin writes in their own chat.
pub(in crate::bot::handlers) async fn admins(
    message: &Message,
    deps: &Deps,
    cx: &Cx,
) -> Result<Option<Scene>, Failure> {
    let place = Place::of(message);
    if !place.private || !rights(deps, cx, place.person).await?.is_admin {
        return Ok(None);
    }
    Ok(Some(Scene::load(deps, cx, place).await?))
}

/// To others there is no such command; in a group nothing is said.
pub(in crate::bot::handlers) async fn unknown(
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    if message.chat.is_private() {
        words::unknown(message, deps, cx).await
    } else {
        Ok(Work::nothing())
    }
}

/// `/invite`: who?
pub(in crate::bot) async fn invite(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    match admins(&message, &deps, &cx).await? {
        Some(scene) => scene.says(&view::invite(scene.locale())),
        None => unknown(message, deps, cx).await,
    }
}

/// `/officers`: who acts for the council.
pub(in crate::bot) async fn list(message: Message, deps: Deps, cx: Cx) -> Result<Work, Failure> {
    let Some(scene) = admins(&message, &deps, &cx).await? else {
        return unknown(message, deps, cx).await;
    };
    let all = officers::all(&mut deps.db.read().await?, cx.bot).await?;
    scene.says(&view::officers(&all, scene.locale()))
}

/// Does what a button arranges, for who may.
pub(in crate::bot::handlers) async fn press(
    staff: Staff,
    message: i32,
    scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let rights = rights(deps, cx, scene.place.person).await?;
    let may = if matches!(staff, Staff::Forget(_)) { rights.is_officer } else { rights.is_admin };
    if !may {
        return Ok(Work::nothing());
    }
    let locale = scene.locale();
    let edit = |reply: &Reply| Work::says(reply.edit_message(&scene.place, message));
    match staff {
        Staff::InviteOfficer => {
            let all = officers::all(&mut deps.db.read().await?, cx.bot).await?;
            let departments = departments(holders(deps), &all);
            Ok(edit(&view::invite_for(&departments, locale)))
        }
        Staff::InviteAdmin => invitation(&scene, cx, "admin", String::new()),
        Staff::InviteTo(None) => invitation(&scene, cx, "officer", String::new()),
        Staff::InviteTo(Some(key)) => {
            let all = officers::all(&mut deps.db.read().await?, cx.bot).await?;
            let departments = departments(holders(deps), &all);
            match departments.into_iter().find(|(known, _)| *known == key) {
                Some((_, title)) => invitation(&scene, cx, "officer", title),
                None => scene.says(&view::expired(locale).into()),
            }
        }
        Staff::Dismiss(person) => Ok(dismiss(scene, person, message)),
        Staff::Forget(template) => Ok(forget(scene, template, message)),
    }
}

/// A new link, of which only the digest is kept.
fn invitation(
    scene: &Scene,
    cx: &Cx,
    role: &'static str,
    department: String,
) -> Result<Work, Failure> {
    let code = code()?;
    let html = view::invitation(cx.me.username(), &code, role, &department, scene.locale());
    let call = Reply::from(html).call(&scene.place, 0)?;
    let made_by = scene.place.person;
    Ok(Work::says(call).and_does(move |unit| {
        Box::pin(async move {
            let new = Invitation { purpose: role.to_owned(), department, made_by };
            let expires = unit.now + SERVES;
            officers::invite(&mut unit.tx, unit.bot, &digest(&code), &new, expires).await?;
            matter::log(unit, made_by, "invite", None, &format!("{role} {}", new.department))
                .await?;
            Ok(())
        })
    }))
}

fn dismiss(scene: Scene, person: i64, message: i32) -> Work {
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            if officers::remove(&mut unit.tx, unit.bot, person).await? == 0 {
                return Ok(());
            }
            let by = scene.place.person;
            matter::log(unit, by, "dismiss", None, &person.to_string()).await?;
            let all = officers::all(&mut unit.tx, unit.bot).await?;
            let reply = view::officers(&all, scene.locale());
            unit.say(&reply.edit_message(&scene.place, message)).await?;
            unit.say(&Call::new(
                "deleteMyCommands",
                json!({"scope": {"type": "chat", "chat_id": person}}),
            ))
            .await?;
            Ok(())
        })
    })
}

fn forget(scene: Scene, template: i64, message: i32) -> Work {
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            if !templates::remove(&mut unit.tx, unit.bot, template).await? {
                return Ok(());
            }
            let by = scene.place.person;
            matter::log(unit, by, "template removed", None, &template.to_string()).await?;
            let all = templates::all(&mut unit.tx, unit.bot).await?;
            let reply = view::templates(&all, scene.locale());
            unit.say(&reply.edit_message(&scene.place, message)).await?;
            Ok(())
        })
    })
}

/// `/start o_CODE`: a person becomes what the link says, once.
pub(in crate::bot::handlers) async fn join(
    code: &str,
    message: &Message,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let scene = Scene::load(deps, cx, Place::of(message)).await?;
    let name = message.from.as_ref().map(teloxide::types::User::full_name).unwrap_or_default();
    let name: String = view::tidy(&name).chars().take(NAME).collect();
    let (settings, digest) = (Arc::clone(&deps.settings), digest(code));
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let (person, locale) = (scene.place.person, scene.locale());
            let purposes = ["officer", "admin"];
            let (bot, now) = (unit.bot, unit.now);
            let accepted =
                officers::accept(&mut unit.tx, bot, &digest, purposes, person, now).await?;
            let Some(invitation) = accepted else {
                let html = refused(unit, &digest, locale).await?;
                unit.say(&Reply::from(html).call(&scene.place, 0)?).await?;
                return Ok(());
            };
            let Invitation { purpose: role, department, .. } = invitation;
            let html = view::joined(&role, &department, settings.name.of(locale), locale);
            let detail = format!("{role} {department}");
            let listed = if role == "admin" { Role::Admin } else { Role::Officer };
            let officer = Officer { person, role, department, name };
            officers::add(&mut unit.tx, bot, &officer, now).await?;
            matter::log(unit, person, "join", None, &detail).await?;
            unit.say(&Reply::from(html).call(&scene.place, 0)?).await?;
            list_commands(unit, listed, person).await
        })
    }))
}

/// Why a code does not serve.
async fn refused(unit: &mut Unit, digest: &str, locale: Locale) -> Result<String, Failure> {
    let fate = officers::invitation(&mut unit.tx, unit.bot, digest).await?;
    let why = match fate {
        Some((Some(_), _)) => Refused::Used,
        Some((None, expires)) if expires <= unit.now => Refused::Old,
        // There is none, or it is a code of another kind.
        None | Some((None, _)) => Refused::Unknown,
    };
    Ok(view::code_refused(why, locale))
}

/// Lists the commands of `role` in the chat, in both languages.
async fn list_commands(unit: &mut Unit, role: Role, chat: i64) -> Result<(), Failure> {
    for (locale, language) in [(Locale::Uk, None), (Locale::En, Some("en"))] {
        let commands = command_list(role, locale);
        let scope = json!({"type": "chat", "chat_id": chat});
        let mut payload = json!({"commands": commands, "scope": scope});
        if let Some(language) = language {
            payload["language_code"] = json!(language);
        }
        unit.say(&Call::new("setMyCommands", payload)).await?;
    }
    Ok(())
}

/// `/templates`: the usual answers; with words after it, one more: its title, and from the next line on its text.
pub(in crate::bot) async fn usual(
    text: String,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let place = Place::of(&message);
    if !rights(&deps, &cx, place.person).await?.is_officer {
        return unknown(message, deps, cx).await;
    }
    let scene = Scene::load(&deps, &cx, place).await?;
    let locale = scene.locale();
    let all = templates::all(&mut deps.db.read().await?, cx.bot).await?;
    let (title, body) = text.split_once('\n').unwrap_or((&text, ""));
    let title: String = view::tidy(title).chars().take(TITLE).collect();
    let body: String = view::tidy(body).chars().take(TEXT).collect();
    if title.is_empty() || body.is_empty() || all.len() >= TEMPLATES {
        return scene.says(&view::templates(&all, locale));
    }
    let call = Reply::from(view::template_kept(&title, locale)).call(&scene.place, 0)?;
    let by = scene.place.person;
    Ok(Work::says(call).and_does(move |unit| {
        Box::pin(async move {
            templates::add(&mut unit.tx, unit.bot, &title, &body, by, unit.now).await?;
            matter::log(unit, by, "template added", None, &title).await?;
            Ok(())
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_128_bits_and_fits_a_link() {
        let (one, other) = (code().unwrap(), code().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 32);
        assert!(format!("o_{one}").len() <= 64);
        assert_eq!(digest(&one).len(), 64);
    }

    #[test]
    fn departments_are_those_of_data_and_of_officers_each_once() {
        let officer = |department: &str| Officer {
            person: 1,
            role: "officer".to_owned(),
            department: department.to_owned(),
            name: String::new(),
        };
        let officers = [officer("Відділ Б"), officer(""), officer("Рада")];
        let all = departments(vec!["Рада".to_owned()], &officers);
        let titles: Vec<&str> = all.iter().map(|(_, title)| title.as_str()).collect();
        assert_eq!(titles, ["Відділ Б", "Рада"]);
    }
}
