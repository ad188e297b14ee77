// Elements, words and times. Text goes in as text: nothing that the bot or a person wrote is read as markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes, handlers (`on…`) and children; text is put in as text. */
export function make(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for pictures drawn in the page. */
export function draw(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const ICONS = {
  send: "M4 12 20 4l-4 16-4-6.5z M12 13.5 20 4",
  pin: "M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21z M12 12.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2z",
  clip: "m20 11.5-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.6 1.6 0 0 1-2.3-2.3l7.8-7.8",
  slash: "M15.5 4 8.5 20",
  reply: "M10 6 4 12l6 6 M4.5 12H14a6 6 0 0 1 6 6v.5",
  thumb: "M8 11v9H4v-9z M8 11l4-7.500a2.200 2.200 0 0 1 2 2.200V10h4.500a1.800 1.800 0 0 1 1.800 2.200l-1.300 6.200A2 2 0 0 1 17 20H8",
  pen: "M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 3L8 18.5z",
  close: "M6 6l12 12 M18 6 6 18",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5.2l3.4 2",
  fault: "M12 4 3 20h18z M12 10v4.5 M12 17.4v.1",
  file: "M7 3h7l5 5v13H7z M14 3v5h5",
  down: "M12 4v11 M7 10.5l5 5 5-5 M5 20h14",
  code: "M9 8l-4 4 4 4 M15 8l4 4-4 4",
  out: "M9 5h10v10 M19 5 6 18",
};

/** A drawn sign; what it means is said beside it, or by the control it stands in. */
export function icon(name) {
  const path = draw("path", { d: ICONS[name] });
  return draw("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, path);
}

/** A button that shows a sign alone, and says its name. */
export function iconButton(name, label, attributes = {}) {
  return make("button", { type: "button", class: "round", "aria-label": label, title: label, ...attributes }, icon(name));
}

const page = { language: "uk", words: {}, zone: "Europe/Kyiv" };

/** The language of the page. */
export const language = () => page.language;

/** Reads the words of a language; the page is in it from then on. */
export async function speak(tag) {
  const answer = await fetch(`/words/${tag}`);
  page.words = await answer.json();
  page.language = tag;
  document.documentElement.lang = tag;
  document.title = page.words.title;
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = say(element.dataset.word);
  }
  try {
    localStorage.setItem("language", tag);
  } catch {
    // A browser that keeps nothing starts with its own language.
  }
}

/** The language to begin with: the one chosen before, else the browser's, else Ukrainian. */
export function preferred() {
  let kept = null;
  try {
    kept = localStorage.getItem("language");
  } catch {
    // As above.
  }
  return kept === "uk" || kept === "en" ? kept : navigator.language.startsWith("en") ? "en" : "uk";
}

/** The message `key` with its variables. */
export function say(key, variables = {}) {
  const text = page.words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => variables[name] ?? whole);
}

/** The council's time zone, in which times are shown. */
export function inZone(zone) {
  page.zone = zone;
}

const format = (options) => new Intl.DateTimeFormat(page.language === "uk" ? "uk-UA" : "en-GB", { timeZone: page.zone, ...options });

/** The hour and minute of a time in milliseconds. */
export const hour = (time) => format({ hour: "2-digit", minute: "2-digit" }).format(time);

/** The day of a time in words. */
export const day = (time) => format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(time);

/** A short day and hour. */
export const moment = (time) => `${format({ weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(time)}, ${hour(time)}`;

/** `2026-03-02T10:30` in the council's zone, as a date-time field wants it. */
export function field(time) {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: page.zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  });
  return parts.format(time).replace(" ", "T");
}

/** A size in bytes for people. */
export function size(bytes) {
  const number = (value) => new Intl.NumberFormat(page.language, { maximumFractionDigits: 1 }).format(value);
  if (bytes < 1024) return say("bytes", { number: number(bytes) });
  if (bytes < 1024 * 1024) return say("unit-kilo", { number: number(bytes / 1024) });
  return say("unit-mega", { number: number(bytes / 1024 / 1024) });
}
