// What has no slot stands in the strip by table: those to cook, with those further back of which the screen knows only
// the table, then, apart, those that are held. Nothing is hidden silently: tables that do not fit are counted.

import { worstAge } from "../lib/ages.js";
import { most } from "../lib/most.js";
import { SameNodes } from "../lib/same-nodes.js";

/**
 * What makes room, one after the other, until every table is named: two rows of smaller letters, the buttons beside it
 * without their words, and an age for the oldest table alone: of the others the colour says it.
 */
const ROOM = ["is-in-rows", "is-crowded", "is-dense"];

export class OverflowStrip {
  #root;
  #clock;
  #words;
  #tables = [];
  #shown = "";
  #nodes;
  /** The place in the order of those of the first that stand here, by ticket. */
  #ranks = new Map();
  /** How many of the ways to make room it needed last, and how many tables were named then: it is much the same again. */
  #ways = 0;
  #named = 0;

  constructor(root, clock, words) {
    this.#root = root;
    this.#clock = clock;
    this.#words = words;
    this.#nodes = new SameNodes(root);
    new ResizeObserver(() => this.fit()).observe(root);
  }

  /** Show these tickets, in order, and [label, count] of those behind them; `next` are the ids of those to cook first. */
  show(tickets, behind, next = []) {
    const ranks = next.map((id, at) => [id, at + 1]).filter(([id]) => tickets.some((each) => each.ticket === id));
    const looks = tickets.map((each) => `${each.ticket}${each.label}${each.held}${each.base}${each.rushed}`);
    this.#ranks = new Map(ranks);
    const wanted = `${looks} ${behind} ${ranks}`;
    const open = tickets.filter((each) => !each.held);
    const held = tickets.filter((each) => each.held);
    this.#fill(wanted, [["more_tickets", withThoseBehind(byTable(open), behind)], ["held_tickets", byTable(held)]]);
  }

  /** Show the [label, count] of those that are on no page at all. */
  showBehind(behind) {
    this.#ranks = new Map();
    this.#fill(`behind ${behind}`, [["behind_tickets", withThoseBehind([], behind)]]);
  }

  #fill(wanted, groups) {
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    this.#tables = [];
    const parts = groups.flatMap(([counted, tables]) => this.#group(counted, tables));
    const nodes = this.#nodes.show(parts.map(({ said, make }) => [said, make]).concat([["", () => element("span", "strip-rest", "")]]));
    parts.forEach((part, at) => { part.take(nodes[at]); });
    this.age();
    this.fit();
  }

  /** Colour the tables by their worst ticket, and say how old their oldest is. */
  age() {
    const now = this.#clock.now();
    const since = (table) => Math.min(...table.tickets.map((each) => each.since));
    const first = Math.min(...this.#tables.map(since));
    const oldestOfAll = this.#tables.find((table) => table.tickets.length && since(table) === first);
    for (const table of this.#tables) {
      table.node.classList.toggle("is-oldest", table === oldestOfAll);
      if (!table.tickets.length) continue;
      const age = worstAge(table.tickets, now);
      if (age !== table.age) table.age = table.node.dataset.age = age;
      const minutes = Math.max(0, Math.floor((now - since(table)) / 60000));
      const said = this.#words.say("minutes", { n: minutes });
      const oldest = table.node.querySelector(".strip-age");
      if (oldest.textContent !== said) oldest.textContent = said;
    }
  }

  /** Make room where one row is too short; hide and count what does not fit even so. Mostly it is as full as it was. */
  fit() {
    const rest = this.#root.querySelector(".strip-rest");
    if (!rest) return;
    rest.hidden = true;
    this.#hideFrom(this.#tables.length);
    // With as many ways it fits, and with none fewer; one more than there are where it does not fit with all of them.
    this.#ways = most(0, ROOM.length + 1, (ways) => !this.#fitsWith(ways - 1), this.#ways);
    this.#makeRoom(this.#ways);
    if (this.#ways <= ROOM.length) return;
    rest.hidden = false;
    // As wide as it can become: none of them named.
    rest.textContent = this.#notNamed(this.#tables);
    this.#named = most(0, this.#tables.length, (named) => this.#fitsNaming(named), this.#named);
    this.#hideFrom(this.#named);
    rest.textContent = this.#notNamed(this.#tables.slice(this.#named));
  }

  #fitsWith(ways) {
    this.#makeRoom(ways);
    return this.#fits();
  }

  #fitsNaming(tables) {
    this.#hideFrom(tables);
    return this.#fits();
  }

  #makeRoom(ways) {
    const foot = this.#root.parentElement || this.#root;
    ROOM.forEach((way, at) => foot.classList.toggle(way, at < ways));
  }

  #fits() {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = this.#root;
    return scrollWidth <= clientWidth + 1 && scrollHeight <= clientHeight + 1;
  }

  #hideFrom(first) {
    this.#tables.forEach((table, at) => { table.node.hidden = at >= first; });
    for (const head of this.#heads()) head.hidden = Number(head.dataset.from) >= first;
  }

  #heads() {
    return this.#root.querySelectorAll(".strip-count");
  }

  /** The tickets whose table can be read. */
  visible() {
    return this.#tables.filter((table) => !table.node.hidden).flatMap((table) => table.tickets.map((each) => each.ticket));
  }

  #notNamed(tables) {
    return this.#words.say("more_tables", { n: tables.reduce((sum, table) => sum + table.size, 0) });
  }

  /** What a group consists of: how many tickets there are, then each table. `counted` is the key of "so many". */
  #group(counted, tables) {
    if (!tables.length) return [];
    const n = tables.reduce((sum, table) => sum + table.size, 0);
    const from = String(this.#tables.length);
    const [look, said] = [`strip-count is-${counted.split("_")[0]}`, this.#words.say(counted, { n })];
    const head = { said: `${look} ${said}`, make: () => element("b", look, said), take: (node) => { node.dataset.from = from; } };
    const shown = tables.map((table) => ({ ...table, node: null, age: null }));
    this.#tables.push(...shown);
    return [head, ...shown.map((table) => tablePart(table, this.#ranks))];
  }
}

/** {label, size, tickets} of each table that these tickets are for. */
function byTable(tickets) {
  const groups = new Map();
  for (const each of tickets) groups.set(each.label, (groups.get(each.label) || []).concat(each));
  return Array.from(groups, ([label, group]) => ({ label, size: group.length, tickets: group }));
}

/** The same tables, each with its tickets further back too, and after them the tables that have no others. */
function withThoseBehind(tables, behind) {
  const further = new Map(behind);
  const here = tables.map((table) => ({ ...table, size: table.size + (further.get(table.label) || 0) }));
  for (const { label } of tables) further.delete(label);
  return here.concat(Array.from(further, ([label, size]) => ({ label, size, tickets: [] })));
}

/** How a table is shown: what it says, how that is made, and that it takes its node. */
function tablePart(table, ranks) {
  const { label, size, tickets } = table;
  const rank = Math.min(...tickets.map((each) => ranks.get(each.ticket) || Infinity));
  const looks = ["base", "rushed", "held"].filter((look) => tickets.some((each) => each[look])).map((look) => ` is-${look}`);
  const named = label && size === 1 ? label : `${label || "…"} ×${size}`;
  return {
    said: `${rank} ${named}${looks.join("")}${tickets.length ? "" : " behind"}`,
    make: () => {
      const node = element("span", `strip-table${looks.join("")}`, "");
      if (rank < Infinity) node.append(element("b", "strip-rank", String(rank)));
      node.append(element("span", "strip-label", named), element("small", "strip-age", ""));
      return node;
    },
    take: (node) => {
      table.node = node;
      table.age = node.dataset.age;
    },
  };
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}
