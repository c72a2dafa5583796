// A wall that can be opened without its server: where the browser allows it, a service worker caches the page.

/** Let the service worker cache this page and its files. Browsers allow it over HTTPS, and on the box itself. */
export async function cachePage() {
  if (!("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  try {
    await serviceWorker.register("/sw.js");
    // A worker of another release that takes over has a cache of its own.
    serviceWorker.addEventListener("controllerchange", () => handOver(serviceWorker.controller));
    handOver((await serviceWorker.ready).active);
  } catch (refused) {
    // The wall works without; it only cannot be opened while the server is down.
  }
}

function handOver(worker) {
  const files = performance.getEntriesByType("resource").map((each) => each.name);
  const own = files.filter((name) => name.startsWith(`${window.location.origin}/static/`));
  worker.postMessage({ cache: [window.location.href.split("#")[0], ...own] });
}
