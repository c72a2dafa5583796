// The matrix of rights: what is changed is marked until it is saved, what others change is shown and never overwritten.

import { Deeds } from "../lib/deeds.js";
import { told, toMinor, typed } from "../lib/money.js";
import { Words } from "../lib/words.js";
import { asked, letClose } from "./dialogs.js";

const EVERY_MS = 3000;
const PERCENT = 1;
const find = (id) => document.getElementById(id);
const { actor, exponent, language, symbol, words: texts } = document.body.dataset;
const words = new Words(JSON.parse(texts), language);
const deeds = new Deeds(actor, () => paint());

/** One cell: what the ledger says, as it was last told, and what stands on the page. */
class Cell {
  constructor(node) {
    [this.role, this.right] = node.dataset.cell.split(" ");
    this.node = node;
    this.box = node.querySelector("input[type=checkbox]");
    this.field = node.querySelector(".limit input");
    this.usual = node.dataset.usual === "1";
    this.most = node.dataset.most === undefined ? null : Number(node.dataset.most);
    this.decimals = this.field && this.field.parentNode.dataset.unit === "permille" ? PERCENT : Number(exponent);
    const limit = this.field && this.field.dataset.limit !== "" ? Number(this.field.dataset.limit) : null;
    this.base = { has: this.box.checked, limit };
    this.put(this.base);
  }

  /** What stands on the page; a limit that makes no sense is NaN. */
  get now() {
    const has = this.box.checked;
    const text = this.field && has ? this.field.value.trim() : "";
    return { has, limit: text === "" ? null : toMinor(text, this.decimals) };
  }

  get changed() {
    return !same(this.now, this.base);
  }

  /** Why the limit will not do, or "". */
  get fault() {
    const { has, limit } = this.now;
    if (!has || !this.field || !this.changed) return "";
    const percent = this.field.parentNode.dataset.unit === "permille";
    if (Number.isNaN(limit) || (percent && limit > 1000)) return words.say(percent ? "percent_bad" : "amount_bad");
    const beyond = this.most !== null && (limit === null || limit > this.most);
    return beyond ? words.say("most", { most: this.said(this.most) }) : "";
  }

  said(limit) {
    const percent = this.field.parentNode.dataset.unit === "permille";
    return percent ? `${plain(typed(limit, PERCENT))}%` : `${symbol}${told(limit, this.decimals)}`;
  }

  put({ has, limit }) {
    this.box.checked = has;
    if (this.field) this.field.value = limit === null ? "" : plain(typed(limit, this.decimals));
  }

  /** The ledger says this now: shown, but for what is changed here, which is marked as changed by somebody else too. */
  hear(row) {
    if (same(row, this.base)) return false;
    const keep = this.changed;
    this.base = row;
    if (!keep) this.put(row);
    this.node.classList.add("is-moved");
    return true;
  }

  paint() {
    this.node.classList.toggle("is-changed", this.changed);
    if (!this.field) return;
    this.field.parentNode.hidden = !this.box.checked;
    const fault = this.node.querySelector(".field-fault");
    fault.textContent = this.fault;
    fault.hidden = this.fault === "";
    if (this.fault) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
  }

  /** What will change, in words. */
  tell() {
    const named = { role: named_role(this.role), right: document.querySelector(`[data-right-name="${this.right}"]`).textContent };
    const { has, limit } = this.now;
    const said = [];
    if (has !== this.base.has) said.push(words.say(has ? "gives" : "takes", named));
    if (has && this.field && limit !== (this.base.has ? this.base.limit : null)) {
      said.push(limit === null ? words.say("no_limit", named) : words.say("limit", { ...named, limit: this.said(limit) }));
    }
    return said;
  }
}

const cells = Array.from(document.querySelectorAll("[data-cell]"), (node) => new Cell(node));

function same(one, other) {
  return one.has === other.has && (!one.has || Object.is(one.limit, other.limit));
}

/** 10.0 is 10, and 2,000.00 is 2000. */
function plain(number) {
  return number.replace(/\.0+$/, "");
}

function named_role(role) {
  return document.querySelector(`[data-role-name="${role}"]`).textContent;
}

function of(role) {
  return cells.filter((cell) => cell.role === role);
}

/** A row as the interface takes it: the rights of a role and their limits. */
function row(role, which) {
  const has = of(role).filter((cell) => which(cell).has);
  const limits = has.filter((cell) => which(cell).limit !== null).map((cell) => ({ right: cell.right, most: which(cell).limit }));
  return { rights: has.map((cell) => cell.right), limits };
}

function tell(id, text) {
  find(id).textContent = text;
  find(id).hidden = text === "";
}

function paint() {
  for (const cell of cells) cell.paint();
  const changed = cells.filter((cell) => cell.changed);
  const busy = deeds.waiting.length > 0;
  const bad = changed.find((cell) => cell.fault);
  find("count").textContent = bad ? bad.fault : changed.length ? words.say("count", { n: changed.length }) : words.say("none");
  find("saving").classList.toggle("is-waiting", changed.length > 0);
  find("saving").classList.toggle("is-bad", bad !== undefined);
  find("save").disabled = find("discard").disabled = changed.length === 0 || busy;
  for (const head of document.querySelectorAll("[data-head]")) {
    head.classList.toggle("is-changed", changed.some((cell) => cell.role === head.dataset.head));
  }
}

/** Take in what the ledger says; how many cells somebody else has changed. */
function hear({ roles }) {
  let moved = 0;
  for (const { role, rights, limits } of roles) {
    const most = new Map(limits.map((each) => [each.right, each.most]));
    for (const cell of of(role)) {
      const has = rights.includes(cell.right);
      if (cell.hear({ has, limit: has && most.has(cell.right) ? most.get(cell.right) : null })) moved += 1;
    }
  }
  if (moved) tell("others", words.say("others", { n: moved }));
  paint();
}

/** Ask what the ledger says; that it cannot be heard is said, but not over why something was refused. */
async function look() {
  if (deeds.waiting.length) return;
  let fault = "gone";
  try {
    const answer = await fetch("/api/v1/rights", { headers: { accept: "application/json" } });
    if (answer.ok) {
      const view = await answer.json();
      if (deeds.waiting.length) return;
      fault = "";
      hear(view);
    } else if (answer.status === 401 || answer.status === 403) fault = "no_right";
  } catch (away) {
    // What is shown was true; it is said below that nothing newer is known.
  }
  const shown = find("fault");
  if (!shown.hidden && shown.dataset.of === "save") return;
  shown.dataset.of = "look";
  tell("fault", fault && words.say(fault));
}

/** Save the roles that are changed, each over the row that was seen; the first that is refused ends it. */
async function save(roles) {
  find("fault").dataset.of = "save";
  tell("fault", "");
  for (const role of roles) {
    const asking = deeds.ask(`/roles/${role}/rights`, { ...row(role, (cell) => cell.now), before: row(role, (cell) => cell.base) }, role);
    const { done, refused } = (await asking) || {};
    if (!done) {
      tell("fault", refused ? (refused.message ? words.of(refused.message) : refused.title) : words.say("unknown"));
      await look();
      return;
    }
    for (const cell of of(role)) {
      cell.base = cell.now;
      cell.node.classList.remove("is-moved");
    }
  }
  tell("saved", words.say("saved"));
  tell("others", "");
  paint();
}

async function ask() {
  const changed = cells.filter((cell) => cell.changed);
  const bad = changed.find((cell) => cell.fault);
  tell("saved", "");
  if (bad) {
    tell("fault", words.say("mend_first"));
    find("fault").dataset.of = "save";
    bad.field.focus();
    return;
  }
  tell("fault", "");
  find("changes").replaceChildren(...changed.flatMap((cell) => cell.tell()).map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  }));
  if ((await asked(find("asking"))) === "save") await save([...new Set(changed.map((cell) => cell.role))]);
}

function reset(role) {
  for (const cell of of(role)) if (!cell.box.disabled) cell.put({ has: cell.usual, limit: null });
  paint();
}

find("matrix").addEventListener("input", paint);
find("matrix").addEventListener("click", (event) => {
  const button = event.target.closest("[data-reset]");
  if (button) reset(button.dataset.reset);
});
find("save").addEventListener("click", ask);
find("discard").addEventListener("click", () => {
  for (const cell of cells) cell.put(cell.base);
  paint();
});
letClose([find("asking")]);
window.addEventListener("beforeunload", (event) => { if (cells.some((cell) => cell.changed)) event.preventDefault(); });
deeds.resume(() => look());
setInterval(() => { if (!document.hidden) look(); }, EVERY_MS);
paint();
document.body.dataset.runs = "1";
