// What touch and keys do to tickets: choosing one, pressing for it, and saying at its slot what became of it.

import { aimed, lineIn } from "./members.js";
import { stillAsPainted, voidsOf } from "./painted-lines.js";

const BOUNCE_MS = 400;
/** A choice that nobody follows up is let go. */
const CHOSEN_MS = 15000;

export class Presses {
  /** Called with a ticket of which somebody wants to see more. */
  onCard = () => {};
  #board;
  #slots;
  #socket;
  #outbox;
  #messages;
  #words;
  #mayPress;
  #selected = null;
  #letGoTimer = 0;
  #last = { what: "", at: 0 };

  /** `mayPress` is false for who may only look. */
  constructor({ board, slots, socket, outbox, messages, words, mayPress }) {
    this.#board = board;
    this.#slots = slots;
    this.#socket = socket;
    this.#outbox = outbox;
    this.#messages = messages;
    this.#words = words;
    this.#mayPress = mayPress;
  }

  /** One deed upon the target of a press: {deed, ticket, label, slot, line, lines} or {refused, label, slot, number}. */
  act(target) {
    if (target.refused) this.#refuse(target);
    else if (target.deed === "answer") return;
    else if (target.deed === "select") this.#toggle(target);
    else if (target.deed === "card") this.#card(target);
    else if (target.deed === "line") this.#pressLine(target);
    else this.#pressTicket(target.deed, target);
  }

  /** A deed upon the chosen ticket: "start", "bump" or "card"; `linesOf(ticket)` are those of its lines that could be read. */
  actOnChosen(deed, linesOf) {
    const chosen = this.#selected;
    if (!chosen) this.#messages.sayInBar(this.#words.say("choose_first"));
    else if (deed === "card") this.#card({ ...chosen, lines: linesOf(chosen.ticket) });
    else if (this.#board.ticket(chosen.ticket)) this.#pressTicket(deed, { ...chosen, lines: linesOf(chosen.ticket) });
    else this.#refuse({ ...chosen, refused: "gone" });
  }

  /** Send what was pressed elsewhere than on the board; the id of the press, "" where it was not taken. */
  send(kind, target, lines, more) {
    if (!this.#mayPress || this.#bounced(kind, `${target.ticket} ${lines.join()}`)) return "";
    const press = this.#outbox.add(kind, target.ticket, lines, target.label, kind === "acknowledge" ? lines : [], more);
    if (press === undefined) this.#say(target.slot, target.label, this.#words.say("full"));
    this.paint();
    return press ? press.press : "";
  }

  /** Let go of the chosen ticket. */
  letGo() {
    this.#select(null);
  }

  /** The keyboard's focus has come to a slot, or, where that is 0, has left the board: what has it is chosen. */
  focused(slot) {
    const stands = slot ? this.#slots.standing()[slot - 1] : null;
    const { ticket, label } = stands || { ticket: "", label: "" };
    if (this.#selected && this.#selected.ticket === ticket) return;
    this.#select(ticket ? { ticket, label, slot } : null);
  }

  /** Undo the last bump of this screen's stations, whoever made it. */
  recall() {
    if (!this.#bounced("recall_last", "")) this.#press("recall_last", { ticket: "", label: "", slot: 0 }, []);
  }

  /** The connection is back. */
  flush() {
    this.#outbox.flush();
    this.paint();
  }

  /** The server answered a press, and what it says of it is said; returns why it refused it, "" where it did not. */
  answered(message) {
    const press = this.#outbox.answered(message);
    if (!press) return "";
    const refused = message.outcome === "refused";
    const said = message.message ? this.#words.of(message.message) : "";
    const text = refused ? said || message.reason : "";
    if (refused) this.#say(this.#slots.slotOfTicket(this.#board.placeOf(press.ticket)), press.label, text);
    else if (said) this.#messages.sayInBar(said);
    this.paint();
    return text;
  }

  /** A bump bar of this screen selected a slot, pressed, or has something wrong with it; its slots are the numbers. */
  ofBar({ bar, select, slot, outcome, message }) {
    const standing = this.#slots.standing();
    const target = select && standing.find((each) => each.number === select && each.node);
    if (target) this.#select({ ticket: target.ticket, slot: target.slot, label: this.#board.ticket(target.ticket).label });
    if (outcome === "done") this.#select(null);
    const text = message ? this.#words.of(message) : "";
    const at = slot && standing.find((each) => each.number === slot);
    if (text) this.#say(at ? at.slot : 0, bar, bar && at ? `${bar}: ${text}` : text);
  }

  /** How many presses wait for the server. */
  get waiting() {
    return this.#outbox.waiting.length;
  }

  /** Another page is shown. */
  turned() {
    this.#messages.forget();
    this.#select(null);
  }

  /** Mark tickets as chosen and pressed, and say what waits; after every change. */
  paint() {
    this.#slots.choose(this.#selected === null ? "" : this.#selected.ticket);
    const pressed = new Map(this.#outbox.waiting.map((press) => [press.ticket, press]));
    const cut = this.#socket.status !== "live";
    const waiting = new Map();
    for (const { node, ticket, slot } of this.#slots.standing()) {
      if (!node) continue;
      const press = pressed.get(ticket) || this.#pressOf(ticket);
      mark(node, "is-selected", this.#selected !== null && this.#selected.ticket === ticket);
      const lines = Array.from(node.querySelectorAll(".line"));
      mark(node, "is-pressed", press !== undefined && lines.every((line) => press.lines.includes(line.dataset.line)));
      for (const line of lines) mark(line, "is-pressed", this.#lineWaits(ticket, line));
      if (press && cut && this.#slots.slotOfTicket(ticket) === slot) waiting.set(slot, this.#words.say("waiting"));
    }
    this.#messages.paint(waiting);
    this.#focus();
  }

  /** The keyboard's focus is where the choice is; every ticket can be reached by Tab, at its first slot. */
  #focus() {
    for (const { ticket, slot } of this.#slots.standing()) {
      const wanted = ticket && this.#slots.slotOfTicket(ticket) === slot ? 0 : -1;
      const element = this.#slots.element(slot);
      if (element.tabIndex !== wanted) element.tabIndex = wanted;
    }
    const chosen = this.#selected && this.#slots.element(this.#slots.slotOfTicket(this.#selected.ticket));
    const has = document.activeElement;
    if (chosen && has !== chosen) chosen.focus({ preventScroll: true });
    else if (!chosen && has && has.classList.contains("slot")) has.blur();
  }

  #lineWaits(ticket, { dataset }) {
    return this.#outbox.waiting.some((press) => press.ticket === (dataset.of || ticket) && press.lines.includes(dataset.line));
  }

  /** A press that waits of one of the tickets of a group. */
  #pressOf(group) {
    const { members } = this.#board.ticket(group) || { members: [] };
    return this.#outbox.waiting.find((press) => this.#slots.isGrouped && members.some(({ ticket }) => ticket === press.ticket));
  }

  /** Of a group that ticket, and those lines, which a press of it is for, said where it stands; a ticket as it is. Null where that has gone. */
  #aimed(target) {
    if (!this.#slots.isGrouped) return target;
    const found = aimed(this.#board.ticket(target.ticket), target.lines, this.#slots.isByDish);
    return found && { ...target, ...found };
  }

  #card(target) {
    const aim = this.#aimed(target);
    if (aim) this.onCard(aim.ticket);
    else this.#refuse({ ...target, refused: "changed" });
  }

  #refuse({ refused, label, slot, number, quiet, deed }) {
    // A finger on a free slot means nothing; a number that was typed is answered, once it is whole.
    if (!quiet && refused !== "free") this.#say(slot, "", this.#words.say(refused, { label }));
    else if (!quiet && number) this.#say(slot, "", this.#words.say("no_slot", { slot: number }));
    if (deed !== "answer" || !this.#selected) this.#select(null);
  }

  /** Say it at a slot; in the bar, with the label, where that is 0. */
  #say(slot, label, text) {
    if (slot) this.#messages.say(slot, text);
    else this.#messages.sayInBar(label ? `${label}: ${text}` : text);
  }

  /** Done and start are for what could be read of the ticket, and for nothing else; what is held is fired first. */
  #pressTicket(deed, target) {
    const known = this.#board.ticket(target.ticket);
    const aim = this.#aimed(target);
    const isHeld = aim && aim !== target ? aim.lines.every((each) => isOf(lineIn(known, each.replace("!", "")), "held")) : known.held;
    const kind = isHeld ? "fire" : deed;
    if (!this.#mayPress || this.#bounced(kind, target.ticket)) return;
    const lines = aim ? stillAsPainted(aim.lines, known.node) : [];
    if (!lines.length) {
      this.#say(target.slot, target.label, this.#words.say("changed"));
      return;
    }
    this.#press(kind, aim, lines, voidsOf(aim.lines));
    if (aim !== target) this.#say(target.slot, "", this.#words.say(`said_${kind}`, { label: aim.label }));
    if (kind !== "start") this.#select(null);
  }

  #pressLine(target) {
    const node = lineIn(this.#board.ticket(target.ticket), target.line);
    const is = (state) => isOf(node, state);
    if (!node || (is("voided") && !is("stop")) || this.#bounced("line", target.line)) return;
    this.#press(is("done") || is("ended") ? "recall" : is("held") ? "fire" : "bump", { ...target, ticket: node.dataset.of || target.ticket }, [target.line], voidsOf(target.lines));
  }

  /** Send a press for these lines; `voids` were painted as ones to be stopped. */
  #press(kind, { ticket, label, slot }, lines, voids = []) {
    if (!this.#mayPress) return;
    const press = this.#outbox.add(kind, ticket, lines, label, voids);
    if (press === undefined) this.#say(slot, label, this.#words.say("full"));
    this.paint();
  }

  /** A finger that trembles presses once. */
  #bounced(kind, id) {
    const what = `${kind} ${id}`;
    const bounced = what === this.#last.what && performance.now() - this.#last.at < BOUNCE_MS;
    this.#last = { what, at: performance.now() };
    return bounced;
  }

  #toggle(target) {
    const again = this.#selected && this.#selected.ticket === target.ticket && !target.number;
    this.#select(again ? null : target);
  }

  #select(target) {
    this.#selected = target;
    clearTimeout(this.#letGoTimer);
    if (target) this.#letGoTimer = setTimeout(() => this.#select(null), CHOSEN_MS);
    this.paint();
  }
}

function isOf(line, state) {
  return line !== null && line.classList.contains(`is-${state}`);
}

function mark(node, name, on) {
  if (node.classList.contains(name) !== on) node.classList.toggle(name, on);
}
