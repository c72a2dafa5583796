// A page that is left for another is not loaded anew for so long: that would take the place of where it goes.

const LEAVING_MS = 5000;
let leftAt = -Infinity;

window.addEventListener("beforeunload", () => { leftAt = performance.now(); });

/** Whether the page is being left. */
export const leaving = () => performance.now() - leftAt < LEAVING_MS;
