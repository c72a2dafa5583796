// A kiosk: every order is a party of its own, paid at the till and called by its number. One guest after the other uses it,
// and none finds anything of the one before.

import { beginOrdering } from "./begin.js";
import { Called } from "./called.js";
import { FixedOwn } from "./fixed.js";
import { Idle } from "./idle.js";
import { GuestParty } from "./party.js";
import { PlateStep } from "./plate-step.js";
import { find, write } from "../order/dom.js";

const AFTER_MS = 60000;
const EVERY_MS = 5000;
/** Between two guests. */
const SERVICE = "takeaway";

class KioskParty extends GuestParty {
  /** Whoever is called by what they have ordered: the next order is somebody else's. */
  become() {}

  get fields() {
    return { ...super.fields, ...(this.plate && this.service !== SERVICE ? { plate: this.plate } : {}) };
  }
}

class KioskOwn extends FixedOwn {
  #idle;
  #called;
  #plate = new PlateStep((plate) => this.#take(plate), (plate) => this.#outWords(plate));

  constructor(page) {
    super(page);
    this.socket.close();
    this.#idle = new Idle(page.texts, { after_ms: AFTER_MS, applies: () => ["service", "plate", "order"].includes(this.step), over: () => this.forget() });
    this.#called = new Called(page, () => this.forget());
  }

  /** Nobody else has a part in this cart. */
  get shares() {
    return false;
  }

  /** What stands on the screen: "welcome", "service", "plate", "order", "sending" or "called". */
  get step() {
    const { cart, waiting } = this.page;
    const { called, service } = cart.settings;
    if (called) return "called";
    if (waiting.length) return "sending";
    if (this.isWelcome) return "welcome";
    if (!service) return "service";
    return this.#asksPlate ? "plate" : "order";
  }

  /** Without a network nobody begins what could not be ordered. */
  get mayBegin() {
    return this.page.live.status === "live" && Boolean(this.page.menu);
  }

  /** Whether who eats here has not said yet which plate they have taken. */
  get #asksPlate() {
    const { plate, service } = this.page.cart.settings;
    return service !== SERVICE && (plate === undefined || plate === null) && Boolean(this.said) && this.said.number_plates;
  }

  start() {
    const { cart, party } = this.page;
    party.service = cart.settings.service || SERVICE;
    party.plate = cart.settings.plate || "";
    super.start();
    this.#plate.start();
    find("give-up").addEventListener("click", () => this.#giveUp());
    find("services").addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-service]");
      if (pressed) this.#choose(pressed.dataset.service);
    });
    for (const way of document.querySelectorAll("[data-plate] button")) way.addEventListener("click", () => this.#changePlate());
    find("anew").addEventListener("click", () => this.forget());
    find("lower").addEventListener("click", () => this.#lower(!document.body.classList.contains("is-lower")));
    this.#called.start();
    this.#idle.start();
  }

  begin(language) {
    super.begin(language);
    this.#settle();
  }

  heard(said) {
    const view = super.heard(said);
    if (view) this.#settle();
    return view;
  }

  /** Where nobody eats without a table there is nothing to choose. */
  #settle() {
    const { service } = this.page.cart.settings;
    const only = this.said && !this.said.dine_in_by_number;
    if (only && !this.isWelcome && service !== SERVICE) this.#choose(SERVICE);
  }

  #choose(service) {
    const { cart, live, party } = this.page;
    cart.set({ service });
    party.service = service;
    live.poll();
    this.page.paint();
    find("menu").scrollTop = 0;
  }

  #take(plate) {
    const { cart, party } = this.page;
    cart.set({ plate });
    party.plate = plate;
    this.page.paint();
    find("menu").scrollTop = 0;
  }

  /** Why a plate is not theirs: it stands on another table. */
  #outWords(plate) {
    const isOut = Boolean(this.said) && this.said.plates_out.includes(plate);
    return isOut ? this.page.texts.say("plate_out", { plate }) : "";
  }

  /** They have another one in their hand. */
  #changePlate() {
    const { cart, party } = this.page;
    cart.set({ plate: null });
    party.plate = "";
    this.#plate.clear();
    this.page.paint();
    find("kiosk-plate").focus({ preventScroll: true });
  }

  refused(round, problem) {
    if (problem.reason === "plate_out") this.#changePlate();
    return super.refused(round, problem);
  }

  /** Who does not want to wait for the network orders at the till: what was kept here is not sent any more. */
  async #giveUp() {
    const { sending, waiting } = this.page;
    await Promise.all(waiting.map((round) => sending.giveUp(round)));
    if (this.step !== "called") this.forget();
  }

  placed(round, answer) {
    this.#called.ordered(answer);
    return super.placed(round, answer);
  }

  paint() {
    super.paint();
    const { sending, texts } = this.page;
    const { step } = this;
    document.body.dataset.step = step;
    for (const each of ["service", "plate", "sending", "called"]) find(`kiosk-${each}`).hidden = step !== each || this.isOver;
    find("welcome").hidden = step !== "welcome" || this.isOver;
    document.body.classList.toggle("is-takeaway", this.page.party.service === SERVICE);
    write(find("sending-says"), texts.say(sending.status === "idle" ? "sending" : sending.status));
    find("give-up-part").hidden = ["idle", "sending"].includes(sending.status);
    this.#called.paint();
    this.#plate.paint();
    this.#paintPlate();
  }

  /** Where their dishes are brought stands on the menu and in the cart, with a way to change it. */
  #paintPlate() {
    const { party, texts } = this.page;
    const asked = Boolean(this.said) && this.said.number_plates && party.service !== SERVICE;
    for (const place of document.querySelectorAll("[data-plate]")) {
      place.hidden = !asked;
      write(place.querySelector("bdi"), party.plate ? texts.say("plate_is", { plate: party.plate }) : texts.say("plate_none"));
    }
  }

  /** All that is pressed comes down to where it is reached from a wheelchair. */
  #lower(low) {
    document.body.classList.toggle("is-lower", low);
    find("lower").setAttribute("aria-pressed", String(low));
  }

  forget() {
    Object.assign(this.page.party, { service: SERVICE, plate: "" });
    this.#plate.clear();
    this.#lower(false);
    super.forget();
  }
}

beginOrdering({
  own: (page) => new KioskOwn(page),
  party: (about) => new KioskParty(about),
  now: (page) => `/guest/now?service=${page.party.service}`,
  every_ms: EVERY_MS,
  tells: true,
});
