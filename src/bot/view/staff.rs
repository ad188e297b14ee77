//! What admins see of who may do what.

use super::{
    markup::{cut, escape, one_line, tidy},
    matter::TITLE,
    officer::called,
};
use crate::{
    bot::{
        callback::Press,
        reply::{Button, Reply},
        staff::Staff,
    },
    catalog::Key,
    i18n::Locale,
    store::{officers::Officer, templates::Template},
};

/// Letters on a button.
const LABEL: usize = 60;
/// Letters of a template in the list.
const TEMPLATE: usize = 200;

fn plain(key: &str, locale: Locale) -> String {
    escape(&locale.text(key, &[]))
}

fn button(label: &str, staff: Staff) -> Vec<Button> {
    vec![Button { label: cut(label, LABEL), press: Press::Staff(staff) }]
}

/// Who is to be invited?
pub fn invite(locale: Locale) -> Reply {
    Reply {
        html: plain("officer-invite", locale),
        buttons: vec![
            button(&locale.text("officer-button-officer", &[]), Staff::InviteOfficer),
            button(&locale.text("officer-button-admin", &[]), Staff::InviteAdmin),
        ],
        ..Reply::default()
    }
}

/// For which department?
pub fn invite_for(departments: &[(Key, String)], locale: Locale) -> Reply {
    let all = button(&locale.text("officer-button-all", &[]), Staff::InviteTo(None));
    let each = departments
        .iter()
        .map(|(key, title)| button(&one_line(title), Staff::InviteTo(Some(*key))));
    Reply {
        html: plain("officer-for-which", locale),
        buttons: each.chain([all]).collect(),
        ..Reply::default()
    }
}

/// The link by which an officer of `department` (empty: all), or an admin, joins the bot `me`.
pub fn invitation(me: &str, code: &str, role: &str, department: &str, locale: Locale) -> String {
    let key = match (role, department) {
        ("admin", _) => "officer-link-admin",
        (_, "") => "officer-link-all",
        _ => "officer-link",
    };
    let department = cut(&one_line(department), TITLE);
    let words = escape(&locale.text(key, &[("department", department.into())]));
    format!("{words}\nhttps://t.me/{}?start=o_{}", escape(me), escape(code))
}

/// A person joined.
pub fn joined(role: &str, department: &str, council: &str, locale: Locale) -> String {
    let key = match (role, department) {
        ("admin", _) => "officer-joined-admin",
        (_, "") => "officer-joined-all",
        _ => "officer-joined",
    };
    let arguments = [
        ("department", cut(&one_line(department), TITLE).into()),
        ("council", one_line(council).into()),
    ];
    escape(&locale.text(key, &arguments))
}

/// Why a code does not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It was used.
    Used,
    /// Its time is over.
    Old,
    /// There is no such code.
    Unknown,
}

/// A code does not serve.
pub fn code_refused(why: Refused, locale: Locale) -> String {
    let key = match why {
        Refused::Used => "officer-code-used",
        Refused::Old => "officer-code-old",
        Refused::Unknown => "officer-code-unknown",
    };
    plain(key, locale)
}

/// Everyone who may act for the council, with buttons that take that away.
pub fn officers(all: &[Officer], locale: Locale) -> Reply {
    if all.is_empty() {
        return plain("officer-list-none", locale).into();
    }
    let mut lines = vec![format!("<b>{}</b>", plain("officer-list", locale))];
    let mut buttons: Vec<Vec<Button>> = Vec::new();
    for (at, officer) in all.iter().take(40).enumerate() {
        let what = match (officer.role.as_str(), officer.department.as_str()) {
            ("admin", _) => locale.text("officer-admin", &[]),
            (_, "") => locale.text("officer-button-all", &[]),
            (_, department) => cut(&one_line(department), LABEL),
        };
        let name = cut(&called(&officer.name, locale), LABEL);
        lines.push(format!("{}. {}: {}", at + 1, escape(&name), escape(&what)));
        let press = Staff::Dismiss(officer.person);
        let known = |row: &Vec<Button>| row.iter().any(|it| it.press == Press::Staff(press));
        if !buttons.iter().any(known) {
            let label = locale.text("officer-button-dismiss", &[("name", name.into())]);
            buttons.push(button(&label, press));
        }
    }
    Reply { html: lines.join("\n"), buttons, ..Reply::default() }
}

/// The code by which a group is bound to the bot `me`.
pub fn bind_code(me: &str, code: &str, locale: Locale) -> String {
    let words = plain("officer-bind-code", locale);
    format!("{words}\n<code>/bind@{} {}</code>", escape(me), escape(code))
}

/// A group is bound in the group itself.
pub fn bind_here(locale: Locale) -> String {
    plain("officer-bind-here", locale)
}

/// The group was bound; `forum`: whether it has topics, `count`: matters that are posted now.
pub fn bound(forum: bool, count: usize, locale: Locale) -> String {
    let key = if forum { "officer-bound" } else { "officer-bound-plain" };
    escape(&locale.text(key, &[("count", count.into())]))
}

/// The usual answers, with buttons that remove them, and how to add one.
pub fn templates(all: &[Template], locale: Locale) -> Reply {
    let mut lines = Vec::new();
    let mut buttons = Vec::new();
    for template in all.iter().take(15) {
        let title = cut(&one_line(&template.title), LABEL);
        lines.push(format!(
            "<b>{}</b>\n{}",
            escape(&title),
            escape(&cut(&tidy(&template.text), TEMPLATE))
        ));
        let label = locale.text("officer-button-drop", &[("title", title.into())]);
        buttons.push(button(&label, Staff::Forget(template.id)));
    }
    lines.push(plain("officer-templates", locale));
    Reply { html: lines.join("\n\n"), buttons, ..Reply::default() }
}

/// A usual answer is kept.
pub fn template_kept(title: &str, locale: Locale) -> String {
    let title = cut(&one_line(title), LABEL);
    escape(&locale.text("officer-template-kept", &[("title", title.into())]))
}
