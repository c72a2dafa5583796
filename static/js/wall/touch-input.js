// Touch and mouse become deeds at a slot of the board: select, start, bump, a line, or a page turned by a swipe.

const TREMBLE_PX = 40;
const SWIPE_PX = 90;

/**
 * What was meant is what stood under the finger when it came down. `act({deed, slot, line}, at)` is called for it, with
 * deed "next" or "previous" for a swipe; `at` is the moment at which the finger came down. `slotOf(element)` is the slot
 * that an element stands in, 0 for none.
 */
export function listenToTouch(root, slotOf, act) {
  let down = null;
  root.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    down = { meant: meant(event.target, slotOf), x: event.clientX, y: event.clientY, at: event.timeStamp };
  });
  window.addEventListener("pointerup", (event) => {
    const from = down;
    if (!from || !event.isPrimary) return;
    down = null;
    const across = event.clientX - from.x;
    const along = event.clientY - from.y;
    if (Math.abs(across) >= SWIPE_PX && Math.abs(across) > 2 * Math.abs(along)) {
      act({ deed: across < 0 ? "next" : "previous" }, from.at);
    } else if (from.meant && Math.hypot(across, along) <= TREMBLE_PX) {
      act(from.meant, from.at);
    }
  });
  window.addEventListener("pointercancel", () => { down = null; });
  // A button that is pressed by key makes a click of no pointer.
  root.addEventListener("click", (event) => {
    const found = event.detail === 0 ? meant(event.target, slotOf) : null;
    if (found) act(found, event.timeStamp);
  });
  // Nothing on the board takes the keyboard's focus: Enter is for the ticket that was chosen.
  root.addEventListener("mousedown", (event) => event.preventDefault());
}

function meant(target, slotOf) {
  const slot = slotOf(target);
  if (!slot || (target.closest(".ticket-foot") && !target.closest("button"))) return null;
  // Where nothing is to be pressed now, something may have been when the person decided.
  const zone = target.closest("[data-press]");
  const low = target.closest(".ticket-foot") !== null;
  return zone ? { deed: zone.dataset.press, slot, line: zone.dataset.line, low } : { deed: "select", slot };
}
