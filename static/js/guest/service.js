// Calls for service (服务呼叫): what is asked for shows who is on the way, and can be taken back.

import { Deeds } from "../lib/deeds.js";
import { button, find, made, part, renew, write } from "../order/dom.js";

export class Service {
  #page;
  #own;
  #deeds;

  constructor(page, own) {
    this.#page = page;
    this.#own = own;
    this.#deeds = new Deeds(page.party.visit, () => page.menu && page.paint(), { "kds-visit": page.party.visit });
  }

  start() {
    this.#deeds.resume((deed, result) => this.#ended(result, ""));
    for (const [opens, dialog] of [["service-open", "service"], ["bill-open", "bill"]]) {
      find(opens).addEventListener("click", () => this.#open(dialog));
      find(dialog).addEventListener("click", (event) => {
        if (event.target === find(dialog) || event.target.closest("[data-close]")) find(dialog).close();
      });
    }
    find("service-kinds").addEventListener("click", (event) => {
      const kind = event.target.closest("[data-kind]");
      if (kind) this.#call({ kind: kind.dataset.kind });
    });
    find("service-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = find("service-words").value.trim();
      if (!text) return;
      find("service-words").value = "";
      this.#call({ kind: "words", text });
    });
  }

  #open(dialog) {
    find(dialog).showModal();
    this.#page.live.poll();
    this.#page.paint();
  }

  /** Do something by way of the interface; `done` is said when it is. */
  async ask(path, body, done) {
    // Whoever calls now and is heard in ten minutes has long waved to somebody.
    if (this.#page.live.status === "stale") {
      this.#say(this.#page.texts.say("call_away"));
      return;
    }
    const asked = this.#deeds.ask(path, body, {});
    if (asked) this.#ended(await asked, done);
  }

  isAsking(path) {
    return this.#deeds.waiting.some((deed) => deed.path === path);
  }

  #ended({ done, refused, unknown }, words) {
    const { live, texts, toast } = this.#page;
    if (refused) this.#say(texts.name(refused.message));
    else if (unknown) this.#say(texts.say("not_known"));
    else if (done && words) toast.say(words);
    live.poll();
  }

  /** A toast is below an open dialog: there it is said in the dialog itself. */
  #say(text) {
    const open = document.querySelector("dialog[open] [data-says]");
    if (open) write(open, text);
    else this.#page.toast.say(text);
  }

  #call(body) {
    for (const place of document.querySelectorAll("[data-says]")) write(place, "");
    this.ask(`/sessions/${this.#page.party.session}/calls`, body, "");
  }

  paint() {
    const { party, texts } = this.#page;
    const { calls } = this.#own.said || { calls: [] };
    const known = party.session !== null;
    find("service-none").hidden = known;
    find("service-deeds").hidden = !known;
    for (const item of find("service-kinds").querySelectorAll("[data-kind]")) {
      const open = calls.find((call) => call.kind === item.dataset.kind);
      item.setAttribute("aria-pressed", String(Boolean(open)));
      item.disabled = this.#waits(item.dataset.kind) || (Boolean(open) && open.again_at > this.#page.clock.now());
    }
    renew(find("calls"), calls.map((call) => this.#row(call)));
    const open = find("service-open");
    open.classList.toggle("is-asking", calls.length > 0);
    open.setAttribute("aria-label", calls.length ? `${open.textContent.trim()}: ${texts.say("calls_open", { n: calls.length })}` : open.textContent.trim());
  }

  #waits(kind) {
    return this.#deeds.waiting.some((deed) => deed.body.kind === kind);
  }

  #row(call) {
    const { clock, texts } = this.#page;
    const row = made("t-call");
    row.dataset.call = call.call;
    write(part(row, "what"), call.text || this.#called(call.kind));
    write(part(row, "when"), texts.say(call.taken ? "call_taken" : "call_asked", { time: clock.timeOfDay(call.asked_at) }));
    part(row, "back").append(button(texts.say("call_back"), () => this.ask(`/calls/${call.call}/end`, {}, "")));
    return row;
  }

  #called(kind) {
    const item = find("service-kinds").querySelector(`[data-kind="${kind}"]`);
    return item ? item.textContent.trim() : kind;
  }
}
