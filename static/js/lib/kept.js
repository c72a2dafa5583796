// What has to outlive its page, the browser and an empty battery: values in IndexedDB, of which nobody is told that they are
// kept before they are on the disk. Where a browser has none, or no room in it, in local storage. Every tab has the same.

import { load, loadAll, remove, save } from "./storage.js";
import { kept } from "./world.js";

const BASE = "kds";
const STORE = "kept";
const OPENS_MS = 3000;
/** Kept in local storage: that the database has been written to. Where it does not open then, something may lie in it. */
const USED = "kds.kept";
/** Before the name of a value that could not be dropped: it is nobody's any more. */
const DROPPED = "kds.dropped.";

let opening = null;
/** Who reads again when a database opens later than it was waited for. */
const late = new Set();

/** The database, the same for all; null where this browser has none, undefined as long as it is not open. */
function base() {
  if (!opening) opening = opened();
  return opening;
}

function opened() {
  return new Promise((resolve) => {
    let waited = false;
    // On an old phone that takes its time, and a tab of an older release can keep it from being opened.
    const timer = setTimeout(() => {
      waited = true;
      resolve(undefined);
    }, OPENS_MS);
    const done = (found) => {
      clearTimeout(timer);
      resolve(found);
      if (found === undefined) opening = null;
      if (!waited || !found) return;
      opening = Promise.resolve(found);
      for (const again of late) again();
    };
    try {
      const asked = window.indexedDB.open(BASE, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
      asked.onsuccess = () => done(living(asked.result));
      asked.onerror = () => done(load(USED, false) ? undefined : null);
    } catch (missing) {
      done(load(USED, false) ? undefined : null);
    }
  });
}

/** A database that the browser closes is opened again when it is next needed. */
function living(found) {
  const gone = () => {
    opening = null;
  };
  found.onclose = gone;
  found.onversionchange = () => {
    found.close();
    gone();
  };
  return found;
}

/** Do `work(store)` in one transaction. Whether it is done, on disk where it wrote; null where there is no database. */
async function within(mode, work) {
  const found = await base();
  if (!found) return found === null ? null : false;
  return new Promise((resolve) => {
    try {
      const deal = found.transaction(STORE, mode, { durability: "strict" });
      deal.oncomplete = () => resolve(true);
      deal.onabort = () => resolve(false);
      deal.onerror = () => resolve(false);
      work(deal.objectStore(STORE));
    } catch (closed) {
      opening = null;
      resolve(false);
    }
  });
}

export class Kept {
  #prefix;
  #heard;
  #values = new Map();
  /** What was said here since a reading began: that reading knows less. */
  #said = new Map();
  /** Values for which the device had no room: they live as long as their page does. */
  #homeless = new Map();
  /** Whether all that is on the disk is known: else it is to be read again. */
  isWhole = false;

  /** The values whose keys begin with `prefix`; `heard()` is called when another tab has changed one. */
  constructor(prefix, heard) {
    this.#prefix = prefix;
    this.#heard = heard;
    window.addEventListener("storage", (event) => {
      if (event.key === null || event.key.startsWith(kept(prefix))) this.read().then(heard);
    });
    late.add(() => this.read().then(heard));
    this.ready = this.read();
  }

  /** All of them, as far as they are known. */
  get values() {
    return Array.from(this.#values.values());
  }

  /** Whether a value is on no disk. */
  isHomeless(key) {
    return this.#homeless.has(key);
  }

  /** Read again what there is: at the beginning, and before something is done about it. What cannot be read stays known. */
  async read() {
    this.#said.clear();
    const [from, read] = [kept(this.#prefix), []];
    const done = await within("readonly", (store) => {
      store.getAll(IDBKeyRange.bound(from, `${from}\uffff`)).onsuccess = (event) => read.push(...event.target.result);
    });
    this.isWhole = done !== false;
    const found = new Map(this.isWhole ? this.#homeless : this.#values);
    for (const value of read) found.set(value.key, value);
    // What is in local storage was written when the database took nothing: it is the newer one.
    for (const value of loadAll(this.#prefix)) found.set(value.key, value);
    for (const [key, value] of this.#said) {
      if (value) found.set(key, value);
      else found.delete(key);
    }
    this.#values = found;
    for (const key of found.keys()) if (load(this.#dropped(key), false)) await this.drop(key);
  }

  /** Keep a value under its `key`. Whether it is on the disk; if not, it lives as long as its page does. */
  async put(value) {
    this.#say(value.key, value);
    const name = this.#prefix + value.key;
    remove(this.#dropped(value.key));
    const written = (await within("readwrite", (store) => store.put(value, kept(name)))) === true;
    if (written && !load(USED, false)) save(USED, true);
    const done = written || save(name, value);
    if (written) remove(name);
    if (done) this.#homeless.delete(value.key);
    else if (this.#values.has(value.key)) this.#homeless.set(value.key, value);
    this.#tell();
    return done;
  }

  /** Forget a value. */
  async drop(key) {
    this.#say(key, null);
    const name = this.#prefix + key;
    remove(name);
    const done = await within("readwrite", (store) => store.delete(kept(name)));
    if (done === false) save(this.#dropped(key), true);
    else remove(this.#dropped(key));
    this.#tell();
  }

  #dropped(key) {
    return DROPPED + this.#prefix + key;
  }

  #say(key, value) {
    this.#said.set(key, value);
    if (!value) this.#homeless.delete(key);
    if (value) this.#values.set(key, value);
    else this.#values.delete(key);
  }

  /** Other tabs hear of a write to local storage. */
  #tell() {
    save(`${this.#prefix}turn`, null);
    remove(`${this.#prefix}turn`);
  }
}

/** Forget all whose names on the device begin with `prefix`, whichever page kept it. */
export async function forgetAll(prefix) {
  await within("readwrite", (store) => store.delete(IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
}
