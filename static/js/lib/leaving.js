// A page that is left for another is not loaded anew for so long: that would take the place of where it goes.

const LEAVING_MS = 5000;
let leftAt = -Infinity;
let watches = false;

/** Notice from now on when the page is left; as often as one likes. */
export function watchLeaving() {
  if (watches) return;
  watches = true;
  window.addEventListener("beforeunload", () => { leftAt = performance.now(); });
}

/** Whether the page is being left. */
export const leaving = () => performance.now() - leftAt < LEAVING_MS;
