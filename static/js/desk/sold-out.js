// What is sold out and what is counted: found by name or pinyin, marked, counted and set free, live.

import { ServerClock } from "../lib/clock.js";
import { Outdated } from "../lib/outdated.js";
import { fill, find, made, part, write } from "../order/dom.js";
import { Live, ofStaff } from "../order/live.js";
import { Menu } from "../order/menu.js";
import { Texts } from "../order/texts.js";
import { asking } from "./cashier-till.js";
import { DeedPage } from "./deed-page.js";
import { letClose, setTitle } from "./dialogs.js";

const { language, most, now, timezone } = document.body.dataset;
/** Whose order it would be does not matter: the menu and what is left of it are the same for all. */
const ANYBODY = "?service=takeaway";
const page = new DeedPage();
const texts = new Texts(page.words, language);
const clock = new ServerClock(Number(now), timezone);
const outdated = new Outdated(() => true);
const live = new Live(ofStaff(() => ANYBODY), clock, { menu: menuCame, now: nowCame, problem: () => undefined, status: linked, asked: (isOutdated) => (isOutdated ? outdated.say() : outdated.look()) });
/** Dish → its row in each list, for as long as the menu stands. */
const rows = { counted: new Map(), all: new Map() };
let menu = null;

function menuCame(data) {
  menu = new Menu(data);
  for (const list of Object.values(rows)) list.clear();
}

function nowCame(view) {
  menu.count(view.stock);
  paint();
}

function linked() {
  const fine = live.status === "live" || live.status === "connecting";
  find("gone").hidden = fine;
  const key = live.status === "signed_out" ? "signed_out" : live.heardAt ? "stale" : "away";
  if (!fine) write(find("gone-words"), page.words.say(key, { time: clock.timeOfDay(live.heardAt, true) }));
}

function paint() {
  if (!menu) return;
  const text = find("search").value.trim();
  const { dishes, more } = text ? menu.search(text) : { dishes: menu.dishes, more: 0 };
  const counted = menu.dishes.filter((dish) => menu.left(dish.dish) !== Infinity);
  write(find("count"), String(counted.length));
  find("counted-none").hidden = counted.length > 0;
  find("counted-part").hidden = text !== "";
  find("found-none").hidden = dishes.length > 0 && !more;
  write(find("found-none"), more ? page.words.say("more", { n: more }) : page.words.say("found_none", { text }));
  put("counted", counted);
  put("all", dishes);
  page.paint();
}

/** The rows of a list stay what they are: a finger on its way finds what it saw. */
function put(list, dishes) {
  const nodes = dishes.map((dish) => {
    if (!rows[list].has(dish.dish)) rows[list].set(dish.dish, rowOf(dish));
    return rows[list].get(dish.dish);
  });
  const there = find(list).children;
  if (nodes.length !== there.length || nodes.some((node, at) => node !== there[at])) find(list).replaceChildren(...nodes);
  dishes.forEach((dish, at) => mark(nodes[at], dish));
}

function rowOf(dish) {
  const row = made("t-stock");
  row.dataset.dish = dish.dish;
  fill(row, "name", texts.name(dish.name));
  fill(row, "beside", [dish.code, texts.beside(dish.name)].filter(Boolean).join(" · "));
  part(row, "fault").dataset.fault = `dish ${dish.dish}`;
  for (const button of row.querySelectorAll("[data-open]")) button.dataset.about = `dish ${dish.dish}`;
  return row;
}

function mark(row, dish) {
  const left = menu.left(dish.dish);
  const counted = left !== Infinity;
  row.classList.toggle("is-out", left <= 0);
  fill(row, "mark", counted ? texts.left(dish, left) : "");
  row.querySelector("[data-open=out]").hidden = left <= 0;
  row.querySelector("[data-open=free]").hidden = !counted;
}

async function set(dish, remaining) {
  await page.ask(`/dishes/${encodeURIComponent(dish.dish)}/sold-out`, { remaining }, `dish ${dish.dish}`);
  // What is asked already may have been answered before this was done.
  await live.poll();
  await live.poll();
}

async function count(dish) {
  const dialog = find("counting");
  const field = dialog.querySelector("[name=n]");
  const left = menu.left(dish.dish);
  field.value = left === Infinity || left <= 0 ? "" : String(Math.floor(left / 1000));
  setTitle(dialog, page.words.say("count_what", { what: texts.name(dish.name) }));
  const n = await asking(dialog, () => field, () => {
    const typed = field.value.trim();
    return /^\d{1,7}$/.test(typed) && Number(typed) <= Number(most) ? { n: Number(typed) } : page.words.say("count_bad", { n: most });
  });
  if (n) await set(dish, n.n);
}

const DEEDS = { out: (dish) => set(dish, 0), count, free: (dish) => set(dish, null) };

function tapped(event) {
  const button = event.target.closest("[data-open]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  const dish = menu.dish(button.closest("[data-dish]").dataset.dish);
  if (dish) DEEDS[button.dataset.open](dish);
}

/** Back to the order from which somebody came. */
function lead() {
  const from = document.referrer ? new URL(document.referrer) : null;
  if (from && from.origin === window.location.origin && from.pathname === "/order") find("back").href = from.pathname + from.search;
}

letClose(document.querySelectorAll("dialog"));
lead();
find("search").addEventListener("input", paint);
document.addEventListener("click", tapped);
page.resume(() => live.poll());
live.poll().then(() => { document.body.dataset.runs = "1"; });

/** At a wall nobody leaves the tickets out of sight: where nothing is touched it goes back to them. */
const UNTOUCHED_MS = 45000;
const { wall } = document.body.dataset;
if (wall) {
  const leave = () => window.location.assign(wall);
  let timer = setTimeout(leave, UNTOUCHED_MS);
  for (const touch of ["pointerdown", "keydown", "wheel"]) {
    document.addEventListener(touch, () => {
      clearTimeout(timer);
      timer = setTimeout(leave, UNTOUCHED_MS);
    }, { passive: true });
  }
}
