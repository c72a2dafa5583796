// The keys of the pass. Each says what it did, or why it did nothing.

import { byTicket } from "./pass-deeds.js";
import { Typing } from "./typing.js";

/** What a key is for where it is the button of another deed that must have been there. */
const BUTTONS = { rush: "more", front: "more" };

/** Hear keys, and what a scanner types: that goes to `scanned(text)`. */
export function listenToKeys(page, choice, scanned) {
  const { words } = page.live;
  const say = (key, values) => page.say(words.say(key, values));

  /** Why nothing can be done of a deed with the chosen card. */
  function whyNot(deed) {
    const { label, ready, carried, held, served, cooking } = choice.card.dataset;
    const counts = { table: label, served, held, cooking: byTicket(cooking).reduce((sum, [, lines]) => sum + lines.length, 0) };
    if (deed === "fire") return ["nothing_held", counts];
    if (deed === "hand" && Number(ready) && ready === carried) return ["nothing_to_hand", counts];
    return Number(ready) ? ["just_changed", counts] : ["nothing_ready", counts];
  }

  /** Do with the chosen card what this deed is for, by what was painted of it a moment ago. */
  function onChosen(deed, line) {
    const at = performance.now();
    if (!choice.card) {
      if (choice.label) say("nothing_left", { table: choice.label });
      else say("choose_first");
      return;
    }
    const data = page.stood.of(choice.session, BUTTONS[deed] || deed, at, line);
    if (data) page.act({ ...data, do: deed });
    else say(...(line || BUTTONS[deed] ? ["just_changed", { table: choice.label }] : whyNot(deed)));
  }

  function choose(number) {
    const session = page.stood.numbered(number, performance.now());
    if (session) {
      page.say("");
      choice.choose(session);
    } else say("no_number", { n: number });
  }

  const keys = {
    ArrowRight: () => choice.step(1),
    ArrowLeft: () => choice.step(-1),
    ArrowDown: () => choice.stepLine(1),
    ArrowUp: () => choice.stepLine(-1),
    PageDown: () => page.pages.turn(1),
    PageUp: () => page.pages.turn(-1),
    Enter: () => (choice.line ? onChosen("line", choice.line) : onChosen("serve")),
    Escape: () => { page.say(""); choice.choose(""); },
    Backspace: () => page.takeBack(),
    h: () => onChosen("hand"), f: () => onChosen("fire"), c: () => onChosen("rush"), p: () => onChosen("front"),
    r: () => page.takeBack(), m: () => onChosen("more"),
  };

  function pressed({ key }) {
    if (document.querySelector("dialog[open]")) return false;
    page.pages.touched();
    const work = /^\d$/.test(key) ? () => choose(key) : keys[key] || keys[key.toLowerCase()];
    if (work) work();
    else if (key.length === 1) say("no_key", { key: key.toUpperCase() });
    return work !== undefined;
  }

  new Typing({
    scanned, pressed,
    typing: (text) => page.say(text && words.say("code_begun", { text })),
    dropped: (text) => say("code_dropped", { text }),
    hasty: () => say("keys_hasty"),
  });
}
