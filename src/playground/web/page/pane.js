// A pane: one chat as one person sees it.

import { day, iconButton, make, say } from "./dom.js";
import { act as send, now, world } from "./wire.js";
import { avatar, bubble } from "./message.js";
import { composer } from "./composer.js";

const HINTS = { officers: "hint-officers", iryna: "hint-officer", admin: "hint-admin", news: "hint-news" };

/** The pane of `seat`. */
export function pane(seat) {
  let person = seat.people[0]?.id ?? null;
  let topic = null;
  const unread = new Set();
  let typing = 0;
  const chat = () => world.chats.get(seat.chat);
  const name = chat()?.title ?? "";

  const log = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": say("log", { name }), tabindex: "0" });
  const dots = make("div", { class: "typing", hidden: true }, make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")), say("typing"));
  const toast = make("div", { class: "toast", role: "status" });
  const topics = make("div", { class: "topics", role: "group", "aria-label": say("topics"), hidden: true });
  const banner = make("p", { class: "banner", hidden: true }, say("blocked"));

  let fade = 0;
  const warn = (text) => {
    clearTimeout(fade);
    toast.textContent = text;
    toast.classList.add("shown");
    fade = setTimeout(() => {
      toast.classList.remove("shown");
      toast.textContent = "";
    }, 4000);
  };

  const own = { seat, act: (...all) => act(...all), person: () => person, topic: () => topic, warn, speak: (id) => {
    person = id;
    redraw();
  } };
  // Whoever has just asked or pressed wants to see what comes of it, wherever the log stands.
  let awaited = false;
  const act = (action, body) => {
    awaited = true;
    return send(action, body);
  };
  const writes = person === null ? null : composer(own);

  const does = {
    reply: writes ? (message) => writes.reply(message) : null,
    edit: writes ? (message) => writes.edit(message) : null,
    react: (message, on) => send("react", { chat: seat.chat, person, message: message.message_id, on }),
    command: (text) => writes?.send(text),
    // A link to the bot itself begins the private chat of who follows it.
    start: person === null ? null : async (code) => {
      if (!(await act("say", { chat: person, person, text: `/start ${code}` }))) warn(say("refused"));
    },
    jump: (id) => {
      const target = log.querySelector(`[data-id="${id}"]`);
      target?.scrollIntoView({ block: "center" });
      target?.animate?.([{ opacity: 0.4 }, { opacity: 1 }], 600);
    },
    press: async (message, data) => {
      if (!(await act("press", { chat: seat.chat, person, message: message.message_id, data }))) warn(say("refused"));
    },
  };

  const topicOf = (message) => (message.is_topic_message ? message.message_thread_id : null);
  const belongs = (message) => !chat().forum || topicOf(message) === topic;
  /** The topics, what was last written in first. */
  const latest = () => {
    const last = new Map();
    for (const message of chat().messages.values()) last.set(topicOf(message), Math.max(last.get(topicOf(message)) ?? 0, message.message_id));
    return chat().topics.toSorted((a, b) => (last.get(b.id) ?? 0) - (last.get(a.id) ?? 0));
  };
  const enter = (id) => {
    topic = id;
    unread.delete(id);
    redraw();
    topics.scrollLeft = 0;
  };
  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
  };

  const toTop = (element) => {
    const above = element.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
    if (above < 0) log.scrollTop += above;
  };

  const append = (message) => {
    const date = day(message.date * 1000);
    if (log.dataset.day !== date) {
      log.dataset.day = date;
      const today = date === day(now());
      log.append(make("div", { class: "day" }, make("span", {}, today ? `${say("today")}, ${date}` : date)));
    }
    log.append(bubble(message, seat, person, does));
  };

  const empty = () => {
    const suggestions = seat.id === "oksana" || seat.id === "alex" ? world.status.suggestions[seat.language] : [];
    const tried = suggestions.map((question) => make("button", { type: "button", class: "suggestion", onclick: () => writes.send(question) }, question));
    const start = writes && seat.people.length === 1 ? make("button", { type: "button", class: "main", onclick: () => writes.send("/start") }, say("start")) : null;
    return make(
      "div",
      { class: "empty" },
      make("img", { src: "/mark.svg", alt: "", width: "60", height: "60" }),
      make("p", {}, say(HINTS[seat.id] ?? "hint")),
      tried.length ? make("p", { class: "label" }, say("try")) : null,
      ...tried,
      start,
      tried.length ? make("p", { class: "small" }, say("hint-more")) : null,
    );
  };

  const redraw = () => {
    delete log.dataset.day;
    log.replaceChildren();
    const shown = [...chat().messages.values()].filter(belongs).sort((a, b) => a.message_id - b.message_id);
    if (shown.length) shown.forEach(append);
    else log.append(empty());
    toEnd();
    refresh();
  };

  const replace = (message) => {
    const old = log.querySelector(`[data-id="${message.message_id}"]`);
    if (!old) return;
    const end = atEnd();
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    const pressed = held?.dataset.press;
    const label = held?.getAttribute("aria-label");
    const fresh = bubble(message, seat, person, does);
    old.replaceWith(fresh);
    if (held) {
      const keys = [...fresh.querySelectorAll("button, a")];
      const same = keys.find((key) => (pressed ? key.dataset.press === pressed : label && key.getAttribute("aria-label") === label));
      (same ?? log).focus();
    }
    if (end) toEnd();
  };

  const refresh = () => {
    const { acting, keyboard, forum } = chat();
    clearTimeout(typing);
    const end = atEnd();
    dots.hidden = !acting || (acting.topic ?? null) !== topic;
    if (acting) {
      typing = setTimeout(() => {
        dots.hidden = true;
      }, acting.ms);
    }
    if (end) toEnd();
    writes?.lay(keyboard);
    banner.hidden = !world.status.blocked.includes(person);
    topics.hidden = !forum;
    if (!forum) return;
    const tab = (id, words, color) => {
      const hue = make("i", { "aria-hidden": "true" });
      if (color) hue.style.background = color;
      const fresh = unread.has(id) ? make("span", { class: "unseen" }, ` (${say("topic-unread")})`) : null;
      return make("button", { type: "button", class: fresh ? "fresh" : "", "data-topic": id, "aria-pressed": String(topic === id), onclick: () => enter(id) }, hue, make("span", { class: "title" }, words), fresh);
    };
    const held = topics.contains(document.activeElement) ? document.activeElement : null;
    topics.replaceChildren(tab(null, say("topic-general")), ...latest().map((one) => tab(one.id, one.closed ? `${one.name} ✓` : one.name, one.color)));
    if (held) [...topics.children].find((one) => one.dataset.topic === held.dataset.topic)?.focus();
  };

  const element = make(
    "section",
    { class: `pane ${seat.id}`, id: `pane-${seat.id}`, "aria-label": name },
    make("header", {}, avatar(seat), make("div", { class: "who" }, make("h2", {}, name), make("p", {}, say(seat.role)))),
    topics,
    banner,
    log,
    dots,
    toast,
    writes ? writes.element : make("p", { class: "readonly" }, say("read-only")),
  );

  const hear = (happening) => {
    if (happening.what === "status") {
      if (!chat().messages.size) redraw();
      else refresh();
      return;
    }
    if (happening.chat !== seat.chat) return;
    if (happening.what === "sent") {
      if (!belongs(happening.message)) {
        const where = topicOf(happening.message);
        // Nobody reads an empty room while something is said in another.
        if (log.querySelector(".empty")) enter(where);
        else if (happening.message.from?.id !== person && !happening.message.forum_topic_edited) unread.add(where);
        refresh();
        return;
      }
      log.querySelector(".empty")?.remove();
      const mine = happening.message.from?.id === person;
      const follow = mine || awaited || atEnd();
      append(happening.message);
      if (!follow) return;
      toEnd();
      if (mine) return;
      awaited = false;
      // The first line of an answer is the answer: a long one is read from its top.
      toTop(log.lastElementChild);
    } else if (happening.what === "edited") {
      replace(happening.message);
    } else if (happening.what === "deleted") {
      log.querySelector(`[data-id="${happening.id}"]`)?.remove();
      if (chat().forum && topic !== null && !chat().topics.some((one) => one.id === topic)) enter(null);
    } else if (happening.what === "reacted") {
      const message = chat().messages.get(happening.id);
      if (message) replace(message);
    } else if (happening.what === "asks") {
      const message = chat().messages.get(happening.id);
      if (message && belongs(message) && (happening.whom?.includes(person) ?? true)) does.reply?.(message);
    } else if (happening.what === "toast") {
      if (happening.person !== person) return;
      if (happening.alert) show(happening.text);
      else warn(happening.text);
    } else if (happening.what === "chat") {
      refresh();
    }
  };
  if (chat().forum && ![...chat().messages.values()].some(belongs)) topic = latest()[0]?.id ?? null;
  redraw();
  return { element, hear, shown: toEnd };
}

function show(text) {
  const dialog = make("dialog", { class: "alert", onclose: () => dialog.remove() }, make("p", {}, text), iconButton("close", say("close"), { onclick: () => dialog.close() }));
  document.body.append(dialog);
  dialog.showModal();
}
