// What the page knows of the playground, and how it asks for more.

/** Everything that is shown; see `/state`. */
export const world = {
  name: { uk: "", en: "" },
  bot: { username: "" },
  seats: [],
  /** chat number → { …chat, messages: Map of number → message } */
  chats: new Map(),
  status: null,
  /** Newest first. */
  traffic: [],
  /** How far the civil clock is ahead of the browser's, in milliseconds. */
  ahead: 0,
};

const CALLS = 100;
const listeners = new Set();

/** Lets `listener` hear each happening: { what, … }. */
export function listen(listener) {
  listeners.add(listener);
}

function tell(happening) {
  for (const listener of listeners) listener(happening);
}

/** The civil time, in milliseconds. */
export const now = () => Date.now() + world.ahead;

/** Reads everything, then hears what happens. */
export async function connect() {
  const state = await (await fetch("/state")).json();
  world.name = state.name;
  world.bot = state.bot;
  world.seats = state.seats;
  world.traffic = state.traffic.toReversed();
  for (const [id, chat] of Object.entries(state.chats)) {
    const messages = new Map(chat.messages.map((message) => [message.message_id, message]));
    world.chats.set(Number(id), { ...chat, messages });
  }
  take(state.status);
  const source = new EventSource(`/events?since=${encodeURIComponent(state.event)}`);
  source.addEventListener("open", () => tell({ what: "online" }));
  source.addEventListener("error", () => tell({ what: "offline" }));
  source.addEventListener("message", (event) => hear(JSON.parse(event.data)));
}

function take(status) {
  if (world.status && world.status.boot !== status.boot) {
    // Another start of the playground: its numbers are new, and so may be its chats.
    location.reload();
    return;
  }
  world.status = status;
  world.ahead = Date.parse(status.clock.now) - Date.now();
}

function hear(portion) {
  for (const fresh of portion.chats ?? []) Object.assign(world.chats.get(fresh.id), fresh);
  if (portion.status) {
    take(portion.status);
    tell({ what: "status" });
  }
  for (const event of portion.events ?? []) {
    const messages = world.chats.get(event.chat)?.messages;
    if (!messages) continue;
    if (event.what === "sent" || event.what === "edited") messages.set(event.message.message_id, event.message);
    if (event.what === "reacted") {
      const marks = world.chats.get(event.chat).reactions;
      marks[event.id] = { ...marks[event.id], [event.person]: event.reactions };
    }
    if (event.what === "deleted") messages.delete(event.id);
    tell(event);
  }
  for (const fresh of portion.chats ?? []) tell({ what: "chat", chat: fresh.id });
  if (portion.traffic) {
    world.traffic.unshift(...portion.traffic.toReversed());
    world.traffic.length = Math.min(world.traffic.length, CALLS);
    tell({ what: "traffic", calls: portion.traffic });
  }
}

/** Does something; whether it was done. */
export async function act(action, body) {
  const headers = { "content-type": "application/json" };
  return done(fetch(`/${action}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Sends a file; whether it was sent. */
export async function attach(who, file) {
  const query = new URLSearchParams({ ...who, name: file.name });
  return done(fetch(`/attach?${query}`, { method: "POST", body: file }));
}

async function done(answer) {
  try {
    return (await answer).ok;
  } catch {
    return false;
  }
}
