// Caches each wall's page and its files, so that a wall can be opened again while the server is away.
// Everything else goes past it. A page that comes from the cache says so: <body data-cached="1">.

const CACHES = "kds-walls-";
const CACHE = `${CACHES}2`;
const PATIENCE_MS = 4000;
const FILES_MOST = 120;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), dropOtherCaches()])));

self.addEventListener("message", (event) => {
  if (event.data && Array.isArray(event.data.cache)) event.waitUntil(store(event.data.cache));
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

/** Pages that a worker of another release cached do not understand the mark of this one. */
async function dropOtherCaches() {
  const others = (await caches.keys()).filter((name) => name.startsWith(CACHES) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** The page of now, or the cached one where the server does not answer in time. */
async function page(request, url) {
  const cache = await caches.open(CACHE);
  const fetched = fetch(request).then(async (response) => {
    // A wall that is practised on is none.
    if (response.headers.has("kds-practice")) return response;
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
  const cached = await cache.match(url.pathname);
  return cached ? marked(cached) : fetched;
}

async function marked(response) {
  const html = await response.text();
  return new Response(html.replace("<body ", '<body data-cached="1" '), { status: 200, headers: response.headers });
}

async function file(request) {
  const cache = await caches.open(CACHE);
  const cached = await cache.match(request);
  return cached || fetch(request);
}

/** Cache this page and these files, and drop the files of older builds that no page here needs. */
async function store(urls) {
  const cache = await caches.open(CACHE);
  const [address, ...files] = urls;
  const path = new URL(address).pathname;
  if (!(await cache.match(path))) {
    const response = await fetch(address);
    if (response.ok && !response.redirected && !response.headers.has("kds-practice")) await cache.put(path, response);
  }
  for (const name of new Set(files)) if (!(await cache.match(name))) await cache.add(name);
  const build = files.length ? new URL(files[0]).pathname.split("/")[2] : "";
  const known = await cache.keys();
  const old = known.filter((each) => /^\/static\//.test(new URL(each.url).pathname) && each.url.split("/")[4] !== build);
  for (const request of old.slice(0, Math.max(0, known.length - FILES_MOST))) await cache.delete(request);
}
