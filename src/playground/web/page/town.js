// A plain map of the town: a grid with addresses out of the council's data, drawn here, nothing fetched.

import { draw, icon, iconButton, make, say } from "./dom.js";
import { world } from "./wire.js";

/** A step of an arrow key is this part of the map. */
const STEP = 1 / 60;

const clamp = (value) => Math.min(1, Math.max(0, value));

/** From degrees to parts of the map (0 to 1 from the left and from the top), and back. */
function scale() {
  const [south, west, north, east] = world.status?.places.bounds ?? [48, 29, 49, 30];
  return {
    part: (lat, lon) => [(lon - west) / (east - west), (north - lat) / (north - south)],
    degrees: (x, y) => [north - y * (north - south), west + x * (east - west)],
  };
}

function grid(width, height, columns, rows) {
  const lines = draw("g", { class: "lines" });
  for (let at = 1; at < columns; at += 1) {
    const x = (at * width) / columns;
    lines.append(draw("line", { x1: x, y1: 0, x2: x, y2: height }));
  }
  for (let at = 1; at < rows; at += 1) {
    const y = (at * height) / rows;
    lines.append(draw("line", { x1: 0, y1: y, x2: width, y2: y }));
  }
  return lines;
}

const PIN = "M0 0C-9-11-13-16-13-23a13 13 0 0 1 26 0C13-16 9-11 0 0z";

function pin(x, y) {
  return draw("g", { class: "pin", transform: `translate(${x} ${y})` }, draw("path", { d: PIN }), draw("circle", { cx: 0, cy: -23, r: 5 }));
}

/** A small map of one place, for a message. */
export function sketch(lat, lon) {
  const { part } = scale();
  const [width, height] = [320, 150];
  const map = draw("svg", { class: "map", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, grid(width, height, 8, 4));
  // The window is a third of the town with the place in its middle.
  const [cx, cy] = part(lat, lon);
  const place = (x, y) => [width / 2 + (x - cx) * width * 2.4, height * 0.62 + (y - cy) * height * 2.4 * 1.3];
  for (const other of world.status?.places.places ?? []) {
    const [x, y] = place(...part(other.lat, other.lon));
    if (x > 0 && x < width && y > 0 && y < height) map.append(draw("circle", { class: "dot", cx: x, cy: y, r: 3 }));
  }
  map.append(pin(...place(cx, cy)));
  return map;
}

/** The place with a label nearest to a point. */
function nearest(lat, lon) {
  const narrow = Math.cos((lat * Math.PI) / 180);
  const far = (place) => Math.hypot(place.lat - lat, (place.lon - lon) * narrow);
  const places = world.status?.places.places ?? [];
  return places.reduce((best, place) => (best && far(best) <= far(place) ? best : place), null);
}

/** Asks for a place; gives [latitude, longitude], or null. */
export function choosePlace() {
  const { part, degrees } = scale();
  const places = world.status?.places.places ?? [];
  const mark = { x: 0.5, y: 0.5 };
  const [width, height, columns, rows] = window.innerWidth < 780 ? [380, 380, 6, 6] : [720, 440, 9, 6];
  const marker = pin(0, 0);
  const map = draw("svg", { class: "map", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, grid(width, height, columns, rows));
  const drawn = places.map((place) => {
    const [x, y] = part(place.lat, place.lon);
    return [place, x * width, y * height];
  });
  const taken = drawn.map(([, x, y]) => [x - 6, x + 6, y]);
  for (const [place, x, y] of drawn) {
    map.append(draw("circle", { class: "dot", cx: x, cy: y, r: 4.5 }, draw("title", {}, place.label)));
    // Labels that would run into others are left to the list.
    const length = place.label.length * 7;
    const left = x + 9 + length > width ? x - 9 - length : x + 9;
    const free = !taken.some((box) => left < box[1] && left + length > box[0] && Math.abs(y - box[2]) < 17);
    if (free) {
      taken.push([left, left + length, y]);
      map.append(draw("text", { x: left, y: y + 4 }, place.label));
    }
  }
  map.append(marker);
  const where = make("output", { class: "where", "aria-live": "polite" });
  const list = make(
    "select",
    { id: "near", onchange: () => {
      const place = places[Number(list.value)];
      if (place) put(...part(place.lat, place.lon));
    } },
    ...places.map((place, at) => make("option", { value: at }, place.label)),
  );
  const put = (x, y) => {
    mark.x = clamp(x);
    mark.y = clamp(y);
    marker.setAttribute("transform", `translate(${mark.x * width} ${mark.y * height})`);
    const [lat, lon] = degrees(mark.x, mark.y);
    const close = nearest(lat, lon);
    if (close) list.value = String(places.indexOf(close));
    where.textContent = say("town-cell", { text: `${lat.toFixed(5)}, ${lon.toFixed(5)}` });
  };
  const field = make(
    "div",
    {
      class: "field", tabindex: "0", role: "application", "aria-label": say("town"), "aria-describedby": "town-note",
      onclick: (event) => {
        const box = map.getBoundingClientRect();
        put((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
      },
      onkeydown: (event) => {
        const far = event.shiftKey ? 5 : 1;
        const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
        if (!step && event.key !== "Enter") return;
        // The focus goes back to the button that opened this: the key must not press it again.
        event.preventDefault();
        if (!step) {
          finish(true);
          return;
        }
        put(mark.x + step[0] * STEP * far, mark.y + step[1] * STEP * far);
      },
    },
    map,
  );
  let settle;
  const chosen = new Promise((resolve) => {
    settle = resolve;
  });
  const finish = (send) => {
    settle(send ? degrees(mark.x, mark.y) : null);
    dialog.close();
  };
  const dialog = make(
    "dialog",
    { class: "town", "aria-labelledby": "town-title", onclose: () => {
      settle(null);
      dialog.remove();
    } },
    make("header", {}, make("h2", { id: "town-title" }, say("town")), iconButton("close", say("close"), { onclick: () => finish(false) })),
    make("p", { id: "town-note" }, say("town-note")),
    field,
    make(
      "footer",
      {},
      make("label", { for: "near" }, say("town-near")),
      list,
      where,
      make("button", { type: "button", class: "main", onclick: () => finish(true) }, icon("pin"), say("town-here")),
    ),
  );
  document.body.append(dialog);
  put(0.5, 0.5);
  dialog.showModal();
  field.focus();
  return chosen;
}
