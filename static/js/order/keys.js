// The keyboard of the ordering page. Whatever a key does is written on the page.

import { find } from "./dom.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const ALT = { KeyR: "repeat", KeyH: "hold", Minus: "less", NumpadSubtract: "less", Equal: "plus", NumpadAdd: "plus" };

/** `deeds` has {isBusy(), add(), more(), move(step), clear(), send(), repeat(), hold(), less(), plus()}. */
export function listen(deeds) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || deeds.isBusy()) return;
    const deed = deedOf(event);
    if (!deed) {
      if (isTyped(event)) find("search").focus();
      return;
    }
    event.preventDefault();
    deeds[deed](STEPS[event.key]);
  });
}

function deedOf(event) {
  const atRest = event.target === find("search") || event.target === document.body;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return "send";
  if (event.altKey && !event.ctrlKey) return event.key === "Enter" ? "more" : ALT[event.code];
  if (event.key === "Escape") return "clear";
  if (!atRest) return undefined;
  if (event.key === "Enter") return "add";
  return STEPS[event.key] ? "move" : undefined;
}

/** A letter or digit that is typed nowhere goes to the search. */
function isTyped(event) {
  const { tagName } = event.target;
  return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey && tagName !== "INPUT";
}
