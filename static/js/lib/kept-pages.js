// Pages that can be opened while the house does not answer: where the browser allows it, a service worker keeps them.

/**
 * Let the service worker keep these addresses, of pages and of what their scripts ask for, and the files that this page has.
 * Browsers allow it over HTTPS, and on the box itself. Whether it can.
 */
export async function keepPages(addresses) {
  if (!("serviceWorker" in navigator)) return false;
  const { serviceWorker } = navigator;
  try {
    await serviceWorker.register("/sw.js");
    // A worker of another release that takes over keeps what it understands.
    serviceWorker.addEventListener("controllerchange", () => handOver(serviceWorker.controller, addresses));
    handOver((await serviceWorker.ready).active, addresses);
    return true;
  } catch (refused) {
    return false; // The page works without; it only cannot be opened while the house is away.
  }
}

/** How many milliseconds ago the house made this page; 0 where it comes from the house. */
export function cachedFor() {
  return Number(document.body.dataset.cached || 0);
}

/** Whether a page of the staff opens while the house is away: where nothing keeps it, going there would lose this one. */
export function opensAway(path) {
  const worker = navigator.serviceWorker;
  return Boolean(worker && worker.controller) && /^\/(floor|order|sessions\/[^/]+)$/.test(path);
}

/** What is kept of whoever was here is let go: "guest" or "staff". */
export async function letGo(room) {
  if (!("serviceWorker" in navigator)) return;
  const found = await navigator.serviceWorker.getRegistration("/sw.js");
  if (found && found.active) found.active.postMessage({ forget: room });
}

function handOver(worker, addresses) {
  const files = performance.getEntriesByType("resource").map((each) => each.name);
  worker.postMessage({ keep: addresses, files: files.filter((name) => name.startsWith(`${window.location.origin}/static/`)) });
}
