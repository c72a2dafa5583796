// What stands above the menu and the cart: for whom the order is where that is not clear, what is wrong with all of it,
// and what else is kept on this device.

import { Cart, otherCarts } from "./cart.js";
import { button, element, find, renew } from "./dom.js";
import { addressOf } from "./party.js";
import { ASKED } from "./question.js";

/** Lines that were chosen so long before a party came are not taken to be theirs. */
const STALE_MS = 30 * 60000;

export class Notices {
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** Whether the order has to say whose it is before it can be sent. */
  get mustChoose() {
    const { view } = this.#page;
    return Boolean(view) && (view.gone || (this.#choices.length > 0 && !view.takes_new));
  }

  /** Whether what is in the cart of a table is for the party that sits there now. */
  mayJoin(party) {
    return !this.#page.cart.lines.some((line) => line.at < party.opened_at - STALE_MS);
  }

  get #choices() {
    const { cart, party, view } = this.#page;
    const told = cart.settings.fault ? cart.settings.fault.sessions || [] : [];
    if (party.session || !view) return told;
    const stale = view.party ? [view.party] : [];
    return view.choices.length ? view.choices : stale.length ? stale : told;
  }

  paint() {
    const { cart, needsBase, texts, view } = this.#page;
    const top = needsBase ? [element("p", "notice is-base", texts.say("base_first"))] : [];
    const fault = cart.settings.fault;
    const about = () => [...this.#whose(view), ...(fault && fault.reason !== ASKED ? [this.#fault(fault)] : [])];
    if (view && view.gone && !cart.settings.gone) cart.set({ gone: true });
    // On a phone the cart covers the menu and what stands above it.
    renew(find("notices"), [...about(), ...top, ...this.#others()]);
    renew(find("cart-notices"), about());
  }

  #whose(view) {
    const { texts } = this.#page;
    if (view && view.gone) {
      return [element("p", "notice is-bad is-about", texts.say("gone"))];
    }
    const choices = this.#choices;
    if (!choices.length) return [];
    const node = element("div", "notice is-asking is-about");
    node.append(element("p", "", texts.say("choose_party")), ...choices.map((each) => this.#choice(each)));
    return [node];
  }

  #choice({ session, number, guests, opened_at }) {
    const { clock, texts } = this.#page;
    const words = texts.say("party_since", { n: number, guests, time: clock.timeOfDay(opened_at) });
    return button(words, () => {
      this.#page.cart.set({ fault: null });
      this.#page.belongTo({ session });
    });
  }

  /** The fault of a whole round; what is late may be for those who sit there now, if a person says so. */
  #fault({ reason, message }) {
    const { cart, texts } = this.#page;
    const node = element("div", "notice is-bad is-about");
    node.append(element("p", "", texts.say("refused", { why: message ? texts.name(message) : reason })));
    if (reason === "party_gone") {
      node.append(button(texts.say("order_anew"), () => {
        for (const line of cart.lines) cart.change(line.id, {});
        cart.set({ fault: null });
        this.#page.paint();
      }));
    }
    return node;
  }

  #others() {
    const { cart, clock, sending, texts } = this.#page;
    const kept = otherCarts(cart.party, clock.now());
    for (const round of sending.waiting) {
      if (round.party !== cart.party) kept.set(round.party, (kept.get(round.party) || 0) + round.lines.length);
    }
    if (!kept.size) return [];
    const node = element("p", "notice is-kept", texts.say("others"));
    for (const [party, n] of kept) {
      const link = element("a", "", `${this.#called(party)}: ${texts.say("unsent", { n })}`);
      link.href = `/order${addressOf(party)}`;
      node.append(" ", link);
      const whose = new Cart(party, clock);
      if (whose.settings.gone) node.append(" ", button(texts.say("take_over"), () => this.#takeOver(whose)));
    }
    return [node];
  }

  /** What was chosen for a party that has left is for this one, as a person says. */
  #takeOver(whose) {
    const { cart } = this.#page;
    const { lines } = whose;
    whose.take(lines);
    cart.restore(lines.map((line) => ({ ...line, fault: null })));
    this.#page.paint();
  }

  #called(key) {
    const { sending, texts } = this.#page;
    const round = sending.waiting.find((each) => each.party === key);
    if (round) return round.label;
    const [kind, name] = [key.split(":")[0], key.slice(key.indexOf(":") + 1)];
    if (kind === "table") return texts.say("table", { table: name });
    return kind === "session" ? name : texts.say(name.split(":")[0]);
  }
}
