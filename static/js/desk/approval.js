// Somebody who may, approves of one deed of somebody who may not, on the same device: by their name and PIN, for which the
// server gives a word that is good for that deed alone, or by a login code. Either is kept nowhere.

import { headers } from "../lib/world.js";
import { asked, say } from "./dialogs.js";
import { Keypad } from "./keypad.js";
import { Tiles } from "./tiles.js";

const REFUSED = ["forbidden", "over_limit", "approver_unknown"];
const SILENCE_MS = 5000;
/** What is longer is named by its path alone: an address has an end. */
const BODY_MOST = 2000;
const find = (id) => document.getElementById(id);

export class Approval {
  #words;
  /** The question that stands, and how many deeds of one press share its answer. */
  #standing = null;
  #deeds = 0;
  #keypad = null;
  #tiles = null;

  constructor(words) {
    this.#words = words;
  }

  /** Whether a deed was refused for want of a right, on a page where somebody can approve. */
  wanted({ refused }) {
    return Boolean(refused) && REFUSED.includes(refused.reason) && find("approving") !== null;
  }

  /**
   * Ask for who approves: what goes with one deed, "" where nobody does. What was wrong with the last one is said, and,
   * `again`, that who approved may not do it either. `deed`, a {path, body}, is named by the server.
   */
  async code({ refused }, again, deed = null) {
    this.#deeds += 1;
    if (!this.#standing) {
      this.#standing = this.#ask(refused, again, deed).finally(() => {
        this.#standing = null;
        this.#deeds = 0;
      });
    }
    const answers = await this.#standing;
    return typeof answers === "string" ? answers : answers.shift() || "";
  }

  async #ask({ reason, message }, again, deed) {
    const dialog = find("approving");
    const { code } = dialog.querySelector("form").elements;
    code.value = "";
    const unknown = reason === "approver_unknown" || (reason === "over_limit" && !again);
    say(dialog, unknown ? this.#words.of(message) : again ? dialog.dataset.mayNot : "");
    this.#prepare(dialog);
    this.#show([]);
    const answered = this.#answer(dialog, code);
    if (dialog.open) code.focus();
    find("approving-about").hidden = true;
    const { people, about } = await told(deed);
    this.#name(about);
    if (dialog.open && code.value === "") this.#show(people);
    const answers = await answered;
    this.#keypad.clear();
    code.value = "";
    return answers;
  }

  /** Say what is to be approved of, and how many of such a press. */
  #name(about) {
    const node = find("approving-about");
    node.textContent = about ? this.#words.of(about) + (this.#deeds > 1 ? ` (+${this.#deeds - 1})` : "") : "";
    node.hidden = !about;
  }

  /** A login code, words of the server, or "" for nobody. */
  async #answer(dialog, code) {
    const words = JSON.parse(dialog.dataset.words);
    while (true) {
      const answer = await asked(dialog);
      if (answer === "") return "";
      if (find("approving-people").hidden) return code.value.trim();
      const { person } = this.#tiles;
      const { state, approvals } = person ? await sent(person, this.#keypad.pin, this.#deeds) : { state: "nobody" };
      if (state === "right") return approvals;
      this.#keypad.clear();
      say(dialog, words[state] || words.away);
    }
  }

  /** Those who can be asked; the field of a login code where there are none, or it is wanted. */
  #show(people) {
    const list = find("approving-tiles");
    list.replaceChildren(...people.map(tile));
    const some = people.length > 0;
    find("approving").classList.toggle("has-people", some);
    find("approving-people").hidden = !some;
    find("approving-other").hidden = !some;
    find("approving-by-code").hidden = some;
    find("approving-yes").hidden = some;
    this.#tiles.clear();
    if (some) this.#keypad.focus();
    else find("approving-code").focus();
  }

  #prepare(dialog) {
    if (this.#keypad) return;
    const keypad = new Keypad(find("approving-pad"));
    const tiles = new Tiles(find("approving-tiles"), find("approving-find"), find("approving-none"), (button) => {
      keypad.clear();
      if (button) keypad.focus();
    });
    this.#keypad = keypad;
    this.#tiles = tiles;
    find("approving-other").addEventListener("click", () => this.#show([]));
    dialog.addEventListener("keydown", (event) => {
      if (find("approving-people").hidden) return;
      if (event.key === "Enter" && event.target.matches("input") && !tiles.person && tiles.first()) {
        event.preventDefault();
        tiles.choose(tiles.first());
      } else if (!keypad.takes(event)) tiles.takes(event);
    });
  }
}

function tile({ person, name, find: typed }) {
  const node = find("approving-tile").content.cloneNode(true);
  node.firstElementChild.dataset.find = typed;
  node.querySelector("button").dataset.person = person;
  node.querySelector("bdi").textContent = name;
  return node;
}

/** Who can be asked, and about what; nobody where the server is away. */
async function told(deed) {
  const body = deed ? JSON.stringify(deed.body) : "";
  const query = new URLSearchParams(deed ? { path: deed.path, body: body.length <= BODY_MOST ? body : "" } : {});
  try {
    const { people, about } = await answer(`/approvals?${query}`, { cache: "no-store" });
    return { people, about };
  } catch (away) {
    return { people: [], about: null };
  }
}

async function sent(person, pin, deeds) {
  try {
    return await answer("/approvals", { method: "POST", body: new URLSearchParams({ person, pin, deeds }), headers: headers() });
  } catch (away) {
    return { state: "away" };
  }
}

async function answer(path, given) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), SILENCE_MS);
  try {
    return await (await fetch(path, { ...given, signal: control.signal })).json();
  } finally {
    clearTimeout(timer);
  }
}
