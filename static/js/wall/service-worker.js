// Keeps each wall's page and its files, so that a wall can be opened again while the server is away.
// Everything else goes past it. A page that comes from here says so: <body data-kept="1">.

const CACHE = "kds-walls-1";
const PATIENCE_MS = 4000;
const FILES_MOST = 120;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data && Array.isArray(event.data.keep)) event.waitUntil(keep(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && isWall(url)) event.respondWith(page(event.request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(event.request));
});

function isWall(url) {
  return /^\/screens\/[^/]+$/.test(url.pathname);
}

/** The page of now, or the one that was kept where the server does not answer in time. */
async function page(request, url) {
  const cache = await caches.open(CACHE);
  const fetched = fetch(request).then(async (response) => {
    if (response.type === "basic" && response.ok) await cache.put(url.pathname, response.clone());
    // A screen that was unpaired is not to be seen any more.
    else if (response.type === "opaqueredirect" || (response.status >= 400 && response.status < 500)) await cache.delete(url.pathname);
    return response;
  });
  const late = new Promise((resolve, reject) => setTimeout(reject, PATIENCE_MS, new Error("no answer")));
  try {
    const response = await Promise.race([fetched, late]);
    if (response.status < 500) return response;
  } catch (away) {
    fetched.catch(() => undefined);
  }
  const kept = await cache.match(url.pathname);
  return kept ? marked(kept) : fetched;
}

async function marked(response) {
  const html = await response.text();
  return new Response(html.replace("<body ", '<body data-kept="1" '), { status: 200, headers: response.headers });
}

async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  return kept || fetch(request);
}

/** Keep this page and these files, and let go of the files of older builds that no page here needs. */
async function keep(urls) {
  const cache = await caches.open(CACHE);
  const [address, ...files] = urls;
  const path = new URL(address).pathname;
  if (!(await cache.match(path))) {
    const response = await fetch(address);
    if (response.ok && !response.redirected) await cache.put(path, response);
  }
  for (const name of new Set(files)) if (!(await cache.match(name))) await cache.add(name);
  const build = files.length ? new URL(files[0]).pathname.split("/")[2] : "";
  const known = await cache.keys();
  const old = known.filter((each) => /^\/static\//.test(new URL(each.url).pathname) && each.url.split("/")[4] !== build);
  for (const request of old.slice(0, Math.max(0, known.length - FILES_MOST))) await cache.delete(request);
}
