// Where a person writes: text, files, places, commands, replies and changes.

import { icon, iconButton, make, say } from "./dom.js";
import { attach, world } from "./wire.js";
import { choosePlace } from "./town.js";
import { summary } from "./message.js";

const LARGEST = 10 * 1024 * 1024;

/** The composer of a pane: `pane` has { seat, act(action, body), person(), topic(), warn(text), speak(person) }. */
export function composer(pane) {
  const { seat } = pane;
  const who = () => ({ chat: seat.chat, person: pane.person() });
  let about = null;
  // What is said last: the next waits for it, so that words stand in the order in which they were written.
  let said = null;

  const text = make("textarea", {
    rows: "1", "aria-label": say("write"), placeholder: say("write-here"), maxlength: "4096",
    oninput: () => {
      grow();
      if (text.value === "/") open();
      else if (!menu.hidden && !text.value.startsWith("/")) close();
      else if (!menu.hidden) open();
    },
    onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        send();
      } else if (event.key === "Escape") {
        if (menu.hidden) leave();
        else close();
      } else if (event.key === "ArrowDown" && !menu.hidden) {
        event.preventDefault();
        menu.querySelector("button")?.focus();
      }
    },
  });
  const grow = () => {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
  };

  const context = make("div", { class: "context", hidden: true });
  const leave = () => {
    if (about?.edit) text.value = "";
    about = null;
    context.hidden = true;
    grow();
  };
  const turn = (kind, message) => {
    about = { [kind]: message };
    const words = kind === "edit" ? say("editing") : say("replying", { text: summary(message) });
    context.replaceChildren(icon(kind === "edit" ? "pen" : "reply"), make("span", {}, words), iconButton("close", say("cancel"), { onclick: leave }));
    context.hidden = false;
    if (kind === "edit") text.value = message.text;
    grow();
    text.focus();
  };

  const send = async (words = text.value) => {
    if (!words.trim()) return;
    // The field is free at once for the next words; what was refused comes back into it.
    const drafted = words === text.value;
    const on = about;
    if (drafted) text.value = "";
    about = null;
    leave();
    close();
    const [action, body] = on?.edit
      ? ["edit", { ...who(), message: on.edit.message_id, text: words }]
      : ["say", { ...who(), text: words, reply_to: on?.reply?.message_id ?? null, topic: pane.topic() }];
    said = Promise.resolve(said).then(() => pane.act(action, body));
    const done = await said;
    if (done) return;
    pane.warn(say("refused"));
    if (drafted && !text.value) {
      text.value = words;
      if (on?.edit || on?.reply) about = on;
      context.hidden = !about;
      grow();
    }
  };

  const place = async () => {
    const found = await choosePlace();
    if (!found) return;
    const [lat, lon] = found;
    if (!(await pane.act("location", { ...who(), lat, lon }))) pane.warn(say("refused"));
    text.focus();
  };

  const pick = make("input", {
    type: "file", class: "unseen", tabindex: "-1", "aria-hidden": "true",
    onchange: async () => {
      const [file] = pick.files;
      pick.value = "";
      if (!file) return;
      if (file.size > LARGEST) pane.warn(say("too-large"));
      else if (!(await attach(who(), file))) pane.warn(say("refused"));
    },
  });

  const menu = make("ul", {
    class: "menu", hidden: true, "aria-label": say("commands"),
    onkeydown: (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const all = [...menu.querySelectorAll("button")];
      if (event.key === "Escape") {
        close();
        text.focus();
      }
      if (!step) return;
      event.preventDefault();
      const next = all.indexOf(document.activeElement) + step;
      if (next < 0) text.focus();
      else all[Math.min(next, all.length - 1)].focus();
    },
  });
  const open = () => {
    const begun = text.value.startsWith("/") ? text.value.slice(1) : "";
    const commands = [{ command: "start", description: say("start") }, ...(world.status?.commands[seat.id] ?? [])];
    const fit = commands.filter(({ command }) => command.startsWith(begun));
    menu.replaceChildren(
      ...fit.map(({ command, description }) => {
        const choose = () => {
          text.value = "";
          send(`/${command}`);
          text.focus();
        };
        return make("li", {}, make("button", { type: "button", onclick: choose }, make("b", {}, `/${command}`), make("span", {}, description)));
      }),
    );
    menu.hidden = fit.length === 0;
    slash.setAttribute("aria-expanded", String(!menu.hidden));
  };
  const close = () => {
    menu.hidden = true;
    slash.setAttribute("aria-expanded", "false");
  };
  const slash = iconButton("slash", say("commands"), { "aria-expanded": "false", onclick: () => (menu.hidden ? open() : close()) });

  const keys = make("div", { class: "replykeys", hidden: true });
  let used = "";
  /** Shows the keyboard that the bot has put below the chat. */
  const lay = (keyboard) => {
    // One that is to be used once stays away after that.
    const rows = used === JSON.stringify(keyboard) ? [] : (keyboard?.keyboard ?? []);
    keys.hidden = rows.length === 0;
    keys.replaceChildren(
      ...rows.map((row) =>
        make("div", { class: "keyrow" }, ...row.map((button) => {
          const words = typeof button === "string" ? button : button.text;
          const press = () => {
            used = keyboard.one_time_keyboard ? JSON.stringify(keyboard) : "";
            if (used) lay(keyboard);
            if (button.request_location) place();
            else send(words);
          };
          return make("button", { type: "button", class: "key", onclick: press }, button.request_location ? icon("pin") : null, words);
        })),
      ),
    );
    text.placeholder = keyboard?.input_field_placeholder ?? say("write-here");
  };

  const speaking = seat.people.length > 1
    ? make("label", { class: "speaking" }, make("span", {}, say("speaking-as")), make("select", { onchange: (event) => pane.speak(Number(event.target.value)) },
        ...seat.people.map((person) => make("option", { value: person.id, selected: person.id === pane.person() }, person.name))))
    : null;

  const element = make(
    "form",
    {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        send();
      },
      onfocusout: (event) => {
        if (!element.contains(event.relatedTarget)) close();
      },
    },
    menu,
    keys,
    context,
    speaking,
    make(
      "div",
      { class: "line" },
      slash,
      iconButton("clip", say("attach"), { onclick: () => pick.click() }),
      pick,
      iconButton("pin", say("send-place"), { class: "round place", onclick: place }),
      text,
      make("button", { class: "round go", "aria-label": say("send"), title: say("send") }, icon("send")),
    ),
  );
  return { element, reply: (message) => turn("reply", message), edit: (message) => turn("edit", message), send, lay, focus: () => text.focus() };
}
