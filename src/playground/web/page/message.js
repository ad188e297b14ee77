// One message as a person sees it.

import { draw, hour, icon, iconButton, make, say, size } from "./dom.js";
import { world } from "./wire.js";
import { sketch } from "./town.js";

const LINKS = /^(https?|tg|tel|mailto):/i;

/**
 * The element of `message` in a pane.
 * `seat` is the pane's, `person` who is played in it; `does` has { press, reply, edit, react, command, jump }.
 */
export function bubble(message, seat, person, does) {
  const service = serviceWords(message);
  if (service) return make("div", { class: "service", "data-id": message.message_id }, make("span", {}, service));
  const own = message.from?.id === person;
  const group = seat.people.length > 1;
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities ?? [];
  const name = message.from?.first_name ?? message.sender_chat?.title ?? "";
  const marks = Object.entries(world.chats.get(seat.chat).reactions[message.message_id] ?? {});
  const body = make(
    "div",
    { class: "bubble" },
    group && !own ? make("div", { class: `name hue${(message.from?.id ?? 0) % 4}` }, name) : make("span", { class: "unseen" }, `${name}: `),
    quote(message, does),
    ...media(message),
    text ? make("div", { class: "text" }, ...formatted(text, entities, does)) : null,
    reactions(marks),
    make(
      "div",
      { class: "meta" },
      message.edit_date ? make("span", {}, say("edited")) : null,
      make("time", { datetime: new Date(message.date * 1000).toISOString() }, hour(message.date * 1000)),
    ),
  );
  const marked = marks.some(([id, list]) => Number(id) === person && list.length);
  const tools = make("div", { class: "handles" });
  if (person && does.reply) {
    tools.append(iconButton("thumb", say("react"), { "aria-pressed": String(marked), onclick: () => does.react(message, !marked) }));
    tools.append(iconButton("reply", say("reply"), { onclick: () => does.reply(message) }));
    if (own && message.text) tools.append(iconButton("pen", say("edit"), { onclick: () => does.edit(message) }));
  }
  const picture = message.photo || message.location ? " wide" : "";
  return make(
    "article",
    { class: `message ${own ? "own" : "other"}${picture}`, "data-id": message.message_id },
    make("div", { class: "row" }, body, tools),
    keyboard(message, person, does),
  );
}

/** How often each mark was set. */
function reactions(marks) {
  const counts = new Map();
  for (const { emoji } of marks.flatMap(([, list]) => list)) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  if (!counts.size) return null;
  return make("div", { class: "marks" }, ...[...counts].map(([emoji, count]) => make("span", {}, count > 1 ? `${emoji} ${count}` : emoji)));
}

function serviceWords(message) {
  if (message.forum_topic_created) return say("topic-created", { topic: message.forum_topic_created.name });
  if (message.forum_topic_edited) return say("topic-renamed", { topic: message.forum_topic_edited.name ?? "…" });
  if (message.forum_topic_closed) return say("topic-closed");
  if (message.forum_topic_reopened) return say("topic-reopened");
  if (message.pinned_message) return say("pinned");
  return null;
}

/** The first words of a message. */
export function summary(message) {
  const text = message.text ?? message.caption ?? message.document?.file_name;
  if (text) return text.split("\n")[0].slice(0, 80);
  if (message.photo) return say("photo");
  if (message.location) return say("location");
  return say("other");
}

function quote(message, does) {
  const to = message.reply_to_message;
  // In a topic every message replies to the one that opened it.
  if (!to || to.forum_topic_created) return null;
  return make(
    "button",
    { type: "button", class: "quote", onclick: () => does.jump(to.message_id) },
    make("b", {}, to.from?.first_name ?? ""),
    make("span", {}, summary(to)),
  );
}

function media(message) {
  const parts = [];
  if (message.photo) {
    const largest = message.photo.at(-1);
    const { width, height } = largest;
    const source = `/file/${encodeURIComponent(largest.file_id)}`;
    const alt = message.caption ? `${say("photo")}: ${message.caption.split("\n")[0]}` : say("photo");
    const image = make("img", { src: source, alt, width, height, decoding: "async" });
    parts.push(make("a", { class: "picture", href: source, target: "_blank", rel: "noopener" }, image));
  }
  if (message.document) {
    const { file_id: id, file_name: given, file_size: bytes } = message.document;
    const name = given ?? say("document");
    parts.push(
      make(
        "a",
        { class: "document", href: `/file/${encodeURIComponent(id)}`, download: name, "aria-label": `${say("download", { name })}, ${size(bytes)}` },
        make("span", { class: "sheet" }, icon("file")),
        make("span", { class: "about" }, make("b", {}, name), make("span", {}, size(bytes))),
        icon("down"),
      ),
    );
  }
  if (message.location) {
    const { latitude, longitude } = message.location;
    const words = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
    parts.push(
      make(
        "figure",
        { class: "spot" },
        sketch(latitude, longitude),
        make(
          "figcaption",
          {},
          message.venue ? make("b", {}, message.venue.title) : make("span", { class: "unseen" }, say("location")),
          message.venue ? make("span", {}, message.venue.address) : null,
          make("span", { class: "degrees" }, words),
        ),
      ),
    );
  }
  const known = message.text ?? message.photo ?? message.document ?? message.location;
  if (known === undefined) parts.push(make("div", { class: "text" }, message.sticker?.emoji ?? say("other")));
  return parts;
}

function keyboard(message, person, does) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const key = (button) => {
    if (button.url) {
      const safe = LINKS.test(button.url) ? button.url : null;
      return make("a", { class: "key", href: safe, target: "_blank", rel: "noopener noreferrer", title: say("opens-outside") }, button.text, icon("out"));
    }
    const press = () => does.press(message, button.callback_data);
    const disabled = !person || button.callback_data === undefined;
    return make("button", { type: "button", class: "key", disabled, "data-press": button.callback_data, onclick: press }, button.text);
  };
  return make("div", { class: "keys" }, ...rows.map((row) => make("div", { class: "keyrow" }, ...row.map(key))));
}

/** `text` with its entities as elements: offsets are UTF-16 units, as in the page's own strings. */
export function formatted(text, entities, does) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (from, to, inside) => {
    const parts = [];
    let at = from;
    while (inside.length) {
      const entity = inside.shift();
      const end = Math.min(entity.offset + entity.length, to);
      if (entity.offset < at || end <= entity.offset) continue;
      if (entity.offset > at) parts.push(text.slice(at, entity.offset));
      const within = [];
      while (inside.length && inside[0].offset < end) within.push(inside.shift());
      parts.push(wrap(entity, text.slice(entity.offset, end), build(entity.offset, end, within), does));
      at = end;
    }
    if (at < to) parts.push(text.slice(at, to));
    return parts;
  };
  return build(0, text.length, sorted);
}

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

function wrap(entity, text, children, does) {
  const link = (href) => (LINKS.test(href) ? make("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children) : make("span", {}, ...children));
  switch (entity.type) {
    case "text_link": return link(entity.url);
    case "url": {
      const start = /^https:\/\/t\.me\/(\w+)\?start=([\w-]+)$/.exec(text);
      if (does.start && start?.[1] === world.bot.username) return make("button", { type: "button", class: "command", onclick: () => does.start(start[2]) }, text);
      return link(text.includes("://") ? text : `https://${text}`);
    }
    case "email": return link(`mailto:${text}`);
    case "phone_number": return link(`tel:${text.replace(/[^+\d]/g, "")}`);
    case "bot_command":
      return make("button", { type: "button", class: "command", onclick: () => does.command(text) }, text);
    case "text_mention": return make("span", { class: "mention" }, ...children);
    case "spoiler": return make("span", { class: "spoiler", tabindex: "0" }, ...children);
    default: {
      const tag = TAGS[entity.type];
      return tag ? make(tag, {}, ...children) : make("span", {}, ...children);
    }
  }
}

/** The letters of somebody's name on a coloured ground. */
export function avatar(seat) {
  const title = world.chats.get(seat.chat)?.title ?? "";
  if (seat.id === "officers" || seat.id === "news") {
    const path = seat.id === "news"
      ? "M5 10v4h3l7 4V6l-7 4z M18 9.5a4 4 0 0 1 0 5"
      : "M8.5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M3 19c0-3.2 2.4-5.2 5.5-5.2S14 15.800 14 19 M15.500 5.300a3 3 0 0 1 0 5.500 M16.500 14c2.700.400 4.500 2.300 4.500 5";
    return make("span", { class: `avatar ${seat.id}`, "aria-hidden": "true" }, draw("svg", { class: "icon", viewBox: "0 0 24 24" }, draw("path", { d: path })));
  }
  return make("span", { class: `avatar ${seat.id}`, "aria-hidden": "true" }, title.slice(0, 1));
}
