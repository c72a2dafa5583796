// A wall that can be opened without its server: where the browser allows it, a service worker keeps the page.

/** Keep this page and its files. Browsers allow it over HTTPS, and on the box itself. */
export async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map((each) => each.name);
    const own = files.filter((name) => name.startsWith(`${window.location.origin}/static/`));
    active.postMessage({ keep: [window.location.href.split("#")[0], ...own] });
  } catch (refused) {
    // The wall works without; it only cannot be opened while the server is down.
  }
}
