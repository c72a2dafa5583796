// What has been sent: rounds that nobody has confirmed yet look it, and those that the house has say how far each line is.

import { element, fill, find, made, part, renew, write } from "./dom.js";
import { money } from "./prices.js";

const GONE = ["voided", "ended"];

export class SentView {
  #texts;
  #clock;
  #again;
  #beside;

  /** `again(lines)` puts sent lines into the cart once more; `beside(row, line)` writes what a channel says of one besides. */
  constructor(texts, clock, { again, beside }) {
    this.#texts = texts;
    this.#clock = clock;
    this.#again = again;
    this.#beside = beside;
  }

  /** The rounds of this party on their way, those that have `arrived` and that `view` (/order/now) has not, and its own. */
  paint({ menu, view, waiting, arrived, status, isHomeless }) {
    this.#waiting(menu, waiting, isHomeless ? "homeless" : status === "idle" ? "sending" : status);
    const rounds = view ? view.rounds : [];
    const come = arrived.map((round) => this.#arrived(menu, round)).reverse();
    find("sent").hidden = !rounds.length && !come.length;
    renew(find("rounds"), come.concat(rounds.map((round) => this.#round(round))));
    const { party } = view || {};
    write(find("sent-total"), party && menu ? this.#texts.say("total", { price: money(party.total_minor, menu) }) : "");
  }

  #waiting(menu, rounds, state) {
    const place = find("waiting");
    place.hidden = !rounds.length;
    const nodes = rounds.map((round) => {
      const node = made("t-round");
      fill(node, "head", this.#texts.say("on_way"));
      fill(node, "time", this.#clock.timeOfDay(round.at));
      part(node, "lines").append(...round.lines.map((line) => this.#chosen(menu, line, "waiting", "")));
      return node;
    });
    const list = element("ul", "");
    list.append(...nodes);
    renew(place, [element("p", "waiting-word", this.#texts.say(state)), list]);
  }

  /** The house has it; how far it is nobody has heard yet. */
  #arrived(menu, { no, at, lines }) {
    const node = made("t-round");
    fill(node, "head", this.#texts.say("round", { n: no }));
    fill(node, "time", this.#clock.timeOfDay(at));
    const word = this.#texts.say("state_arrived");
    part(node, "lines").append(...lines.map((line) => this.#chosen(menu, line, "arrived", word)));
    return node;
  }

  #chosen(menu, line, state, word) {
    const dish = menu && menu.of(line);
    const name = dish ? this.#texts.name(dish.name) : line.dish;
    const chosen = [dish ? this.#texts.chosen(dish, line) : "", line.note].filter(Boolean).join(" · ");
    return this.#line({ qty: this.#texts.qty(dish, line.qty), name, chosen, state, word });
  }

  #round(round) {
    const node = made("t-round");
    fill(node, "head", this.#texts.say("round", { n: round.round_no }));
    fill(node, "time", this.#clock.timeOfDay(round.placed_at));
    const again = node.querySelector("[data-deed=again]");
    again.hidden = round.lines.every((line) => GONE.includes(line.state));
    again.addEventListener("click", () => this.#again(round.lines));
    part(node, "lines").append(...round.lines.map((line) => this.#sent(line)));
    return node;
  }

  #sent(line) {
    const chosen = line.chosen.map((name) => this.#texts.name(name)).concat(line.note || []).join(" · ");
    const name = this.#texts.name(line.name) + (line.meal ? ` (${this.#texts.name(line.meal.name)})` : "");
    const row = this.#line({ qty: this.#texts.qty(line, line.qty), name, chosen, state: line.state, word: this.#texts.say(`state_${line.state}`) });
    if (this.#beside) this.#beside(row, line);
    return row;
  }

  #line({ qty, name, chosen, state, word }) {
    const node = made("t-sent");
    node.dataset.state = state;
    fill(node, "qty", qty);
    fill(node, "name", name);
    fill(node, "chosen", chosen);
    fill(node, "word", word);
    return node;
  }
}

/** The lines of the last round that are still to be had, as the cart takes them; what was taken back is not meant. */
export function repeated(lines, menu) {
  const meant = lines.filter((line) => !GONE.includes(line.state)).map(asOrdered).filter((line) => line && menu.of(line));
  return meant.map(({ parts, ...line }) => ({ ...line, cells: soups(line.cells), parts: parts.map((each) => ({ ...each, cells: soups(each.cells) })) }));
}

/** A line as it was ordered: an open item without the id it was given, a set meal by its first line, its others not. */
function asOrdered({ dish, qty, options, cells, note, item, meal }) {
  if (meal) return meal.parts.length ? { dish: meal.dish, qty: meal.qty, options: [], cells: [], note, parts: meal.parts } : null;
  return { dish: item ? "" : dish, ...(item ? { item } : {}), qty, options, cells, note, parts: [] };
}

function soups(cells) {
  return cells.map(({ soup, spice }) => ({ soup, spice: spice || null }));
}
