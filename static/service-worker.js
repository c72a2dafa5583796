// Keeps pages, so that they can be opened while the house does not answer: walls, the page of a guest's visit, and what
// waiters work with. Everything else goes past it.
//
// What is kept of a visit or a person has a holder, whom the house names (`kds-holder`). A room of the cache holds things of
// one holder alone, and is emptied when another comes, when the house shows it to nobody any more, at the scan of a code,
// and when somebody signs in or out (law 10). What comes from here says so, and how many milliseconds ago the house said
// it: a page by <body data-cached="…">, anything else by the header `kds-cached`.

const PREFIX = "kds-";
const RELEASE = `${PREFIX}kept-3-`;
const FILES = `${RELEASE}files`;
const PHOTOS = `${RELEASE}photos`;
const OFFLINE = "/offline";
const KEPT_AT = "kds-kept-at";
const CACHED = "kds-cached";
const FILES_MOST = 400;
const PHOTOS_MOST = 150;
const PAGE_MS = 3000;
const ANSWER_MS = 5000;
/** For so long after a house that did not answer in time, little is waited for the next answer. */
const AWAY_MS = 20000;
const IMPATIENT_MS = 1500;
/** What a person does not wait for is given up after so long: on a dead wire it keeps others from asking for the same. */
const GIVE_UP_MS = 10000;
/** An answer that says the same is written once in so long: phones have little to write on. */
const WRITE_MS = 10000;
const HOUR_MS = 3600000;
/** What is kept together: whether it has a holder, how much it is at most, and for how long it is shown. */
const ROOMS = {
  walls: { owned: false, most: 12, shown_ms: Infinity },
  guest: { owned: true, most: 6, shown_ms: 6 * HOUR_MS },
  staff: { owned: true, most: 60, shown_ms: 12 * HOUR_MS },
};
/** Room → how often it was emptied: what was asked before says nothing of what is kept since. */
const emptied = { walls: 0, guest: 0, staff: 0 };
/** When the house last did not answer in time; 0 where it did since. */
let missedAt = 0;
/** What is written is written one after the other, so that nothing is kept beside what comes of it. */
let turn = Promise.resolve();

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), dropOtherCaches()])));

self.addEventListener("message", (event) => {
  const { keep, files, forget } = event.data || {};
  if (forget in ROOMS) event.waitUntil(empty(forget));
  if (Array.isArray(keep)) event.waitUntil(keepAll(keep, files || []));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  const left = leaves(request, url);
  if (left) event.waitUntil(empty(left));
  if (request.method !== "GET") return;
  // What is practised on is nobody's work.
  const past = url.searchParams.has("token") || request.headers.has("kds-practice");
  const place = past ? null : placeOf(url, request.mode === "navigate");
  if (place) event.respondWith(place.isPage ? page(event, place) : answer(event, place));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (url.pathname.startsWith("/photos/")) event.respondWith(photo(event));
  else if (request.mode === "navigate") event.respondWith(other(request));
});

/** The room that this request ends: somebody else may be here after it. */
function leaves(request, url) {
  const goes = request.mode === "navigate" || request.method === "POST";
  if (/^\/[tv]\//.test(url.pathname)) return "guest";
  if (goes && /^\/(sign-in(\/pin)?|sign-out|screens|screens\/unpair)$/.test(url.pathname)) return "staff";
  return goes && url.searchParams.has("token") ? "staff" : "";
}

/** Where an address is kept: {room, key, isPage}; null where it is not. */
function placeOf({ pathname, search, searchParams }, isPage) {
  const at = (room, key) => ({ room, key, isPage });
  if (!isPage) {
    if (["/guest/menu", "/guest/now"].includes(pathname)) return at("guest", pathname);
    return ["/order/menu", "/order/now", "/floor/known"].includes(pathname) ? at("staff", pathname + search) : null;
  }
  if (pathname === "/guest") return at("guest", pathname);
  if (pathname === "/floor" && !searchParams.has("move")) return at("staff", pathname);
  if (/^\/sessions\/[^/]+$/.test(pathname)) return at("staff", pathname);
  // The page is the same for whomever is ordered; without anybody it is a choice of tables.
  const named = ["session", "table", "service"].some((name) => searchParams.has(name));
  if (pathname === "/order") return at("staff", named ? "/order?for" : "/order");
  return /^\/screens\/(?!pair$)[^/]+$/.test(pathname) ? at("walls", pathname) : null;
}

async function dropOtherCaches() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && !name.startsWith(RELEASE));
  await Promise.all(others.map((name) => caches.delete(name)));
}

function inTurn(work) {
  turn = turn.then(work, work);
  return turn;
}

function empty(room) {
  emptied[room] += 1;
  return inTurn(() => caches.delete(RELEASE + room));
}

/** The page of now, or the one that is kept where the house does not answer in time. */
async function page(event, place) {
  const [asked, said] = await within(event, place, PAGE_MS);
  if (said && isAnswer(place, said)) return said;
  const kept = await find(place);
  if (kept) return marked(kept);
  if (place.key.startsWith("/sessions/") && !said && (await find({ room: "staff", key: "/floor" }))) {
    return Response.redirect(`/floor?known=${place.key.slice("/sessions/".length)}`);
  }
  return said || asked.catch(offline);
}

/** What a script asks for, of now or as it is kept. */
async function answer(event, place) {
  const [asked, said] = await within(event, place, ANSWER_MS);
  if (said && isAnswer(place, said)) return said;
  const kept = await find(place);
  if (!kept) return said || asked;
  const headers = new Headers(kept.headers);
  headers.set(CACHED, String(ago(kept)));
  return new Response(kept.body, { headers });
}

/** Whether the house itself has said that: it says honestly that it is busy. A wall shows what it has whatever is wrong. */
function isAnswer({ room }, { status }) {
  return room === "walls" ? status < 500 : status !== 502 && status !== 504;
}

/** What is asked, and what is said to it by then; null for nothing. */
async function within(event, place, patience_ms) {
  const before = emptied[place.room];
  const asked = place.isPage ? fetch(event.request) : bounded(event.request);
  event.waitUntil(asked.then((said) => hear(place, said.clone(), before), () => undefined));
  const wait_ms = Math.abs(Date.now() - missedAt) < AWAY_MS ? IMPATIENT_MS : patience_ms;
  const late = new Promise((resolve) => setTimeout(resolve, wait_ms, null));
  asked.then(() => { missedAt = 0; }, () => undefined);
  const said = await Promise.race([asked.catch(() => null), late]);
  if (!said) missedAt = Date.now();
  return [asked, said];
}

async function bounded(address, how = {}) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), GIVE_UP_MS);
  try {
    return await fetch(address, { ...how, signal: control.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function other(request) {
  try {
    return await fetch(request);
  } catch (away) {
    return offline();
  }
}

/** The page that says that nothing is kept here, and waits for the house. */
async function offline() {
  const cache = await caches.open(FILES);
  return (await cache.match(OFFLINE)) || Response.error();
}

/** Keep what the house says to what was asked when the room had been emptied so often, or what that means for the room. */
async function hear(place, said, before) {
  const { room, key } = place;
  const { owned } = ROOMS[room];
  if (said.headers.has("kds-practice") || before !== emptied[room]) return;
  const isGone = said.type === "opaqueredirect" || said.status === 401 || said.status === 403;
  if (isKept(place, said)) await keep(place, said, before);
  else if (owned && (isGone || said.ok)) await empty(room);
  else if (isGone || said.status === 404 || said.status === 410) await inTurn(async () => (await caches.open(RELEASE + room)).delete(key));
}

function isKept({ room }, said) {
  return said.type === "basic" && said.ok && !said.redirected && (!ROOMS[room].owned || said.headers.has("kds-holder"));
}

async function keep({ room, key, isPage }, said, before) {
  const text = await said.text();
  const headers = new Headers(said.headers);
  headers.delete("content-encoding");
  headers.set(KEPT_AT, String(Date.now()));
  // A page without its files would be worse than none.
  if (isPage) await keepFiles(filesOf(text));
  await inTurn(async () => {
    if (before !== emptied[room]) return;
    if ((await holderOf(room)) !== (headers.get("kds-holder") || "")) await caches.delete(RELEASE + room);
    const cache = await caches.open(RELEASE + room);
    const mark = headers.get("etag");
    const same = isPage || !mark ? undefined : await cache.match(key);
    if (same && same.headers.get("etag") === mark && ago(same) < WRITE_MS) return;
    await cache.put(key, new Response(text, { headers }));
    await leave(cache, ROOMS[room].most);
  });
}

async function holderOf(room) {
  const cache = await caches.open(RELEASE + room);
  const [first] = await cache.keys();
  const kept = first && (await cache.match(first));
  return (kept && kept.headers.get("kds-holder")) || "";
}

/** Leave the latest so many. */
async function leave(cache, most) {
  const keys = await cache.keys();
  for (const each of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(each);
}

function filesOf(html) {
  return html.match(/\/static\/[^"'\s<>&]+/g) || [];
}

async function find({ room, key }) {
  const cache = await caches.open(RELEASE + room);
  const kept = await cache.match(key);
  if (!kept || ago(kept) <= ROOMS[room].shown_ms) return kept;
  await cache.delete(key);
  return undefined;
}

function ago(kept) {
  return Math.max(0, Date.now() - Number(kept.headers.get(KEPT_AT)));
}

async function marked(kept) {
  const html = await kept.text();
  return new Response(html.replace("<body ", `<body data-cached="${ago(kept)}" `), { status: 200, headers: kept.headers });
}

/** Keep these addresses, where they are not kept yet, and these files. */
async function keepAll(addresses, files) {
  for (const address of addresses) {
    const url = new URL(address, self.location.origin);
    const place = placeOf(url, true) || placeOf(url, false);
    if (!place || (await find(place))) continue;
    const before = emptied[place.room];
    const said = await bounded(address, { cache: "no-store", redirect: "manual", headers: { accept: "text/html, */*" } });
    if (!said.headers.has("kds-practice") && isKept(place, said)) await keep(place, said, before);
  }
  if (addresses.length) await keepOffline();
  await keepFiles(files);
}

async function keepOffline() {
  const said = await bounded(OFFLINE, { cache: "no-store" });
  if (!said.ok) return;
  const text = await said.clone().text();
  await keepFiles(filesOf(text));
  await (await caches.open(FILES)).put(OFFLINE, said);
}

/** Keep files of the house's release, and drop those of others where there are too many. */
async function keepFiles(addresses) {
  if (!addresses.length) return;
  const cache = await caches.open(FILES);
  for (const address of new Set(addresses)) {
    if (await cache.match(address)) continue;
    const said = await bounded(address);
    // Under the address of another release there is what stands today, which is not what its page means.
    if (said.ok && (said.headers.get("cache-control") || "").includes("immutable")) await cache.put(address, said);
  }
  const build = new URL(addresses[0], self.location.origin).pathname.split("/")[2];
  const known = (await cache.keys()).filter((each) => new URL(each.url).pathname !== OFFLINE);
  const old = known.filter((each) => each.url.split("/")[4] !== build);
  for (const each of old.slice(0, Math.max(0, known.length - FILES_MOST))) await cache.delete(each);
}

async function file(request) {
  const cache = await caches.open(FILES);
  return (await cache.match(request)) || fetch(request);
}

/** A photo of the menu never changes under its address. */
async function photo(event) {
  const cache = await caches.open(PHOTOS);
  const kept = await cache.match(event.request);
  if (kept) return kept;
  const said = await fetch(event.request);
  if (said.ok && said.type === "basic") event.waitUntil(keepPhoto(cache, event.request, said.clone()));
  return said;
}

async function keepPhoto(cache, request, said) {
  await cache.put(request, said);
  await leave(cache, PHOTOS_MOST);
}
