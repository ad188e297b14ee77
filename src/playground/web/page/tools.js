// What is moved and switched by hand: clock, faults, language; and the calls of the Bot API.

import { field, icon, language, make, moment, say } from "./dom.js";
import { act, now, world } from "./wire.js";

/** The tools of the bar; `speak` changes the page's language. */
export function tools(speak) {
  const face = make("span", { class: "face" });
  const input = make("input", { type: "datetime-local", id: "clock-set" });
  const move = (body) => act("clock", body);
  const clock = sheet(
    "clock",
    [icon("clock"), make("span", { class: "unseen" }, `${say("clock")}: `), face],
    make("p", { class: "now", id: "clock-now" }),
    make("div", { class: "pair" }, plain("clock-hour", () => move({ minutes: 60 })), plain("clock-day", () => move({ minutes: 24 * 60 }))),
    make(
      "form",
      { class: "pair", onsubmit: (event) => {
        event.preventDefault();
        if (input.value) move({ local: input.value.length === 16 ? `${input.value}:00` : input.value });
      } },
      make("label", { for: "clock-set", class: "unseen" }, say("clock-set")),
      input,
      make("button", { class: "plain" }, say("clock-set")),
    ),
    plain("clock-reset", () => move({})),
    make("p", { class: "small" }, say("clock-note")),
  );
  const tick = () => {
    const moved = world.status.clock.moved;
    face.textContent = moment(now());
    clock.classList.toggle("lit", moved);
    clock.querySelector("#clock-now").textContent = `${moment(now())}${moved ? ` · ${say("clock-moved")}` : ""}`;
  };

  const switches = ["errors", "resets", "slow"].map((name) => {
    const input = make("input", { type: "checkbox", name, onchange: () => {
      act("faults", Object.fromEntries(switches.map(([own, box]) => [own, box.checked])));
    } });
    return [name, input];
  });
  const residents = world.seats.filter((seat) => seat.role === "role-resident" || seat.role === "role-english");
  const blocks = residents.map(({ chat }) => {
    const input = make("input", { type: "checkbox", name: `blocks-${chat}`, onchange: () => act("block", { chat, person: chat, blocked: input.checked }) });
    return [chat, input];
  });
  const faults = sheet(
    "faults",
    [icon("fault"), make("span", { class: "label" }, say("faults"))],
    ...switches.map(([name, input]) => make("label", { class: "switch" }, input, make("span", {}, say(`faults-${name}`)))),
    ...blocks.map(([chat, input]) => make("label", { class: "switch" }, input, make("span", {}, say("faults-blocks", { name: world.chats.get(chat).title })))),
    make("p", { class: "small" }, say("faults-note")),
  );

  const choice = make(
    "div",
    { class: "languages", role: "group", "aria-label": say("language") },
    ...[["uk", "УКР", "Українська"], ["en", "ENG", "English"]].map(([tag, short, name]) =>
      make("button", { type: "button", lang: tag, "aria-label": name, title: name, "aria-pressed": String(language() === tag), onclick: () => speak(tag) }, short)),
  );

  const refresh = () => {
    if (!input.matches(":focus")) input.value = field(now());
    for (const [name, box] of switches) box.checked = world.status.faults[name];
    for (const [chat, box] of blocks) box.checked = world.status.blocked.includes(chat);
    faults.classList.toggle("lit", [...switches, ...blocks].some(([, box]) => box.checked));
    tick();
  };
  refresh();
  return { elements: [clock, faults, choice], refresh, tick };
}

function plain(word, action) {
  return make("button", { type: "button", class: "plain", onclick: action }, say(word));
}

/** A button with a sheet below it. Escape, or a click elsewhere, closes it. */
function sheet(name, label, ...content) {
  const details = make(
    "details",
    { class: `sheet ${name}`, name: "sheet", onkeydown: (event) => {
      if (event.key !== "Escape") return;
      details.open = false;
      details.querySelector("summary").focus();
    } },
    make("summary", {}, ...label),
    make("div", { class: "body" }, ...content),
  );
  return details;
}

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.sheet[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

const SHOWN = 100;

/** The foldable panel of calls. */
export function traffic(details) {
  const list = make("ol", { class: "calls", reversed: true });
  const none = make("p", { class: "small" }, say("traffic-empty"));
  const count = make("span", { class: "count" });
  details.replaceChildren(
    make("summary", {}, icon("code"), say("traffic"), count),
    make("div", { class: "body" }, make("p", { class: "small" }, say("traffic-note")), none, list),
  );
  const entry = (call) => {
    const chat = /"chat_id": "?(-?\d+)/.exec(call.parameters)?.[1];
    const failed = !call.ok || call.failing;
    return make(
      "li",
      {},
      make(
        "details",
        { class: "call" },
        make(
          "summary",
          {},
          make("code", {}, call.method),
          make("span", { class: failed ? "code bad" : "code" }, call.failing ?? String(call.status)),
          chat ? make("span", { class: "chat" }, world.chats.get(Number(chat))?.title ?? chat) : null,
          make("span", { class: "ms" }, `${(call.ms / 1000).toFixed(2)} s`),
        ),
        make("pre", { tabindex: "0" }, call.parameters),
        make("pre", { tabindex: "0" }, call.answer),
      ),
    );
  };
  const add = (calls) => {
    for (const call of calls) list.prepend(entry(call));
    while (list.children.length > SHOWN) list.lastElementChild.remove();
    none.hidden = list.children.length > 0;
    count.textContent = list.children.length ? String(world.traffic[0]?.number ?? "") : "";
  };
  add(world.traffic.toReversed());
  return { add };
}
