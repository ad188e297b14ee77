// The page: who is shown, and who hears what happens.

import { inZone, language, make, preferred, say, speak } from "./dom.js";
import { connect, listen, world } from "./wire.js";
import { avatar } from "./message.js";
import { pane } from "./pane.js";
import { tools, traffic } from "./tools.js";

const people = document.getElementById("people");
const panes = document.getElementById("panes");
const offline = document.getElementById("offline");

/** The panes by seat, and the seats in the order in which they were chosen, the last first. */
const open = new Map();
let chosen = ["oksana", "alex", "officers", "iryna", "admin", "news"];
const unread = new Set();
let bar = null;
let calls = null;

/** How many panes there is room for. */
const room = () => (window.innerWidth >= 1180 ? 3 : window.innerWidth >= 780 ? 2 : 1);

function arrange() {
  const shown = new Set(chosen.slice(0, room()));
  panes.style.setProperty("--panes", String(room()));
  for (const seat of world.seats) {
    const { element, button, shown: settle } = open.get(seat.id);
    const show = shown.has(seat.id);
    const fresh = show && element.hidden;
    element.hidden = !show;
    button.setAttribute("aria-pressed", String(show));
    if (show) unread.delete(seat.id);
    button.classList.toggle("unread", unread.has(seat.id));
    if (fresh) settle();
  }
}

function choose(id) {
  chosen = [id, ...chosen.filter((other) => other !== id)];
  arrange();
  open.get(id).button.scrollIntoView({ inline: "center", block: "nearest" });
}

function build() {
  document.getElementById("council").textContent = world.name[language()];
  people.setAttribute("aria-label", say("people"));
  people.replaceChildren();
  panes.replaceChildren();
  for (const seat of world.seats) {
    const title = world.chats.get(seat.chat).title;
    const made = pane(seat);
    made.element.hidden = true;
    const button = make(
      "button",
      { type: "button", class: "person", "aria-controls": `pane-${seat.id}`, onclick: () => choose(seat.id) },
      avatar(seat),
      make("span", { class: "names" }, make("b", {}, title), make("span", {}, say(seat.role))),
    );
    people.append(button);
    panes.append(made.element);
    open.set(seat.id, { ...made, button });
  }
  bar = tools(async (tag) => {
    await speak(tag);
    build();
    document.querySelector(`.languages [lang="${tag}"]`).focus();
  });
  document.getElementById("tools").replaceChildren(...bar.elements);
  calls = traffic(document.getElementById("traffic"));
  arrange();
}

function hear(happening) {
  if (happening.what === "online" || happening.what === "offline") {
    offline.hidden = happening.what === "online";
    return;
  }
  if (happening.what === "traffic") {
    calls.add(happening.calls);
    return;
  }
  if (happening.what === "status") bar.refresh();
  for (const { hear: listener } of open.values()) listener(happening);
  if (happening.what === "sent") {
    const seat = world.seats.find((own) => own.chat === happening.chat);
    if (seat && open.get(seat.id).element.hidden) {
      unread.add(seat.id);
      arrange();
    }
  }
}

await speak(preferred());
await connect();
inZone(world.status.clock.zone);
build();
listen(hear);
window.addEventListener("resize", arrange);
setInterval(() => bar.tick(), 1000);
document.body.classList.add("ready");
