// From the cart to a round on its way, and what comes back of it.

import { refusedLines } from "./faults.js";
import { giveBack, handOn } from "./handing-on.js";
import { ASKED } from "./question.js";

const RIGHTS = ["forbidden", "over_limit", "approver_unknown"];

export class Placing {
  #page;
  #channel;
  #approve;

  constructor(page, { channel, approve }) {
    this.#page = page;
    this.#channel = channel;
    this.#approve = approve;
  }

  /** Why the cart cannot be sent now, in words; "" where it can. */
  get hindrance() {
    return this.hindranceOf(this.#page.cart.lines);
  }

  /** The same of some of its lines. */
  hindranceOf(lines) {
    const { cartView, menu, notices, party, texts, view, waiting } = this.#page;
    if (!menu) return texts.say("menu_missing");
    if (view && view.gone) return texts.say("gone_short");
    if (notices.mustChoose) return texts.say("choose_party");
    if (!lines.length) return texts.say("cart_empty");
    const faults = cartView.faultsOf(lines);
    if (faults) return texts.say("mend_first", { n: faults });
    return waiting.length && !party.session ? texts.say("first_unsent") : "";
  }

  /** Send the cart, or some of its lines. */
  send(lines = this.#page.cartView.lines) {
    const hindrance = this.hindranceOf(lines);
    if (hindrance) this.#page.toast.say(hindrance);
    else this.#send(lines, false);
  }

  /** These lines were asked about, and are meant. */
  confirm(lines) {
    this.#send(lines, true);
  }

  /** The lines leave the cart once they are written down as on their way, and go then. */
  async #send(lines, confirmed, approval = "") {
    const { cart, header, party, sending, toast, view } = this.#page;
    await sending.add(party.key, header.label(view), { ...this.#body(lines), confirmed }, lines, approval);
    cart.take(lines);
    cart.set({ fault: null, fire: "now" });
    // A way back that is offered for what was chosen takes back nothing that is sent.
    toast.hide();
    this.#page.paint();
    sending.flush();
  }

  /** The round as the interface takes it; the same lines make the same body in every tab. */
  #body(lines) {
    const { cart, menu, party } = this.#page;
    const { fire, guests } = cart.settings;
    return {
      channel: this.#channel,
      ...party.fields,
      ...(guests && !this.#page.knowsGuests ? { guests } : {}),
      fire,
      made_at: Math.round(Math.max(...lines.map((line) => line.at))),
      menu_version: menu.version,
      lines: lines.map(sent),
    };
  }

  /** The house has it: the lines are nobody's cart's any more, and who was new is a party now. */
  placed(round, answer) {
    const { session } = answer;
    const { cart, clock, live, own, party, texts, toast } = this.#page;
    const isHere = round.party === cart.party;
    if (isHere) cart.ordered(round.lines);
    else handOn(round, session, clock);
    toast.say(own.placed(round, answer) || `${round.label}: ${texts.say("sent_lines", { n: round.lines.length })}`);
    if (!isHere) return;
    if (party.session !== session) this.#page.belongTo({ session });
    else live.poll();
    this.#page.arrive(round, answer);
  }

  /** What was not taken comes back to its party's cart, each line with what is wrong with it. */
  refused(round, problem) {
    const { cart, live, own, texts, toast } = this.#page;
    if (round.party === cart.party) {
      const { lines, fault } = refusedLines(round.lines, problem);
      if (own.keeps(round, problem)) cart.restore(lines);
      cart.set({ fault, fire: round.body.fire });
      live.poll();
      if (problem.reason === ASKED || own.refused(round, problem)) return;
      if (RIGHTS.includes(problem.reason)) {
        this.#askApproval(round, problem);
        return;
      }
    } else {
      giveBack(round, problem);
    }
    toast.say(`${round.label}: ${texts.say("refused", { why: texts.name(problem.message) })}`);
  }

  /** Who lacks the right has somebody approve here: of these lines alone, and as long as they lie in the cart as they were. */
  async #askApproval(round, problem) {
    const code = await this.#approve(problem, round.approved, round.body);
    const { cart } = this.#page;
    const lines = round.lines.map(({ id, at }) => {
      const line = cart.line(id);
      return line && line.at === at ? line : null;
    });
    if (code && round.party === cart.party && lines.every(Boolean)) this.#send(lines, round.body.confirmed, code);
  }
}

function sent({ id, dish, qty, options, cells, note, fire, price_minor, parts, item, seat, course }) {
  return {
    id, qty, options, price_minor,
    cells: soups(cells),
    ...(item ? { item } : { dish }),
    ...(parts && parts.length ? { parts: parts.map((each) => ({ ...each, cells: soups(each.cells) })) } : {}),
    ...(note ? { note } : {}),
    ...(seat ? { seat } : {}),
    ...(course ? { course } : {}),
    ...(fire ? { fire } : {}),
  };
}

function soups(cells) {
  return cells.map(({ soup, spice }) => (spice ? { soup, spice } : { soup }));
}
