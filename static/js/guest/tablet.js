// A tablet that lies at a table: the cart is the one of all phones there, and with the next party all begins anew.

import { beginOrdering } from "./begin.js";
import { FixedOwn } from "./fixed.js";
import { Idle } from "./idle.js";

/** Of a table at which nobody has ordered. */
const AFTER_MS = 300000;

class TabletOwn extends FixedOwn {
  #idle;

  constructor(page) {
    super(page);
    this.#idle = new Idle(page.texts, { after_ms: AFTER_MS, applies: () => this.#isLeft, over: () => this.forget() });
  }

  start() {
    super.start();
    this.#idle.start();
  }

  /** Who has paid, or sits elsewhere by now, takes nothing along and leaves nothing here. */
  nowCame(view) {
    const { cart } = this.page;
    const session = view.party ? view.party.session : "";
    const known = cart.settings.session || "";
    if (known && known !== session) {
      // What was chosen here is the party's, wherever it sits now: of what is forgotten here its phones do not hear.
      this.socket.close();
      this.forget();
      window.location.reload();
      return;
    }
    if (session !== known) {
      cart.set({ session });
      this.socket.again();
    }
    super.nowCame(view);
  }

  /** Whether somebody may have chosen something and gone: nobody has ordered, nothing is on its way, no phone is there. */
  get #isLeft() {
    const { cart, party, waiting } = this.page;
    const others = cart.lines.length > cart.own.length;
    return !this.isWelcome && !this.isOver && party.session === null && !waiting.length && !this.isAsking && !others;
  }
}

beginOrdering({ own: (page) => new TabletOwn(page) });
