// Touch, mouse and keys become deeds on a ticket: select, start, bump, recall.

const FAR_PX = 40;
const TYPING_MS = 900;

/** Touch and mouse. What was meant is what stood under the finger when it came down. */
export function touch(board, act) {
  let down = null;
  board.addEventListener("pointerdown", (event) => {
    if (event.isPrimary && event.button === 0) down = { meant: meant(event.target), x: event.clientX, y: event.clientY };
  });
  window.addEventListener("pointerup", (event) => {
    const from = down;
    down = null;
    if (!from || !from.meant || !event.isPrimary) return;
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) <= FAR_PX) act(from.meant);
  });
  window.addEventListener("pointercancel", () => { down = null; });
  // A button that is pressed by key makes a click of no pointer.
  board.addEventListener("click", (event) => {
    const found = event.detail === 0 ? meant(event.target) : null;
    if (found) act(found);
  });
}

function meant(target) {
  const zone = target.closest("[data-press]");
  if (!zone) return null;
  const line = zone.dataset.press === "line" ? zone : null;
  return { deed: zone.dataset.press, ticket: zone.closest("[data-ticket]").dataset.ticket, line };
}

/** Keys: digits choose a slot, Enter bumps, S starts, R recalls, arrows move, Escape lets go. */
export function keys(act) {
  let typed = "";
  let timer = 0;
  const deeds = {
    Enter: "bump", s: "start", S: "start", r: "recall", R: "recall", Escape: "none",
    ArrowLeft: "previous", ArrowUp: "previous", ArrowRight: "next", ArrowDown: "next",
  };
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const onButton = event.target instanceof HTMLButtonElement;
    if (/^[0-9]$/.test(event.key)) {
      typed += event.key;
      clearTimeout(timer);
      timer = setTimeout(() => { typed = ""; }, TYPING_MS);
      act({ deed: "slot", slot: Number(typed) });
    } else if (deeds[event.key] && !(event.key === "Enter" && onButton)) {
      typed = "";
      event.preventDefault();
      act({ deed: deeds[event.key] });
    }
  });
}
