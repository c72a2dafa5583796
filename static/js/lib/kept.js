// What has to outlive its page, the browser and an empty battery: values in IndexedDB, of which nobody is told that they are
// kept before they are on the disk. Where a browser has none, or no room in it, in local storage. Every tab has the same.

import { loadAll, remove, save } from "./storage.js";
import { kept } from "./world.js";

const BASE = "kds";
const STORE = "kept";
const OPENS_MS = 3000;

let opening = null;

/** The database, the same for all; null where there is none. */
function base() {
  if (!opening) opening = opened();
  return opening;
}

function opened() {
  return new Promise((resolve) => {
    // A tab of an older release can keep a database from being opened: then this one does without.
    const timer = setTimeout(() => resolve(null), OPENS_MS);
    const done = (found) => {
      clearTimeout(timer);
      resolve(found);
    };
    try {
      const asked = window.indexedDB.open(BASE, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
    } catch (missing) {
      done(null);
    }
  });
}

/** Do `work(store)` in one transaction. Whether it is done, on disk where it wrote; never throws. */
async function within(mode, work) {
  const found = await base();
  if (!found) return false;
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

  /** The values whose keys begin with `prefix`; `heard()` is called when another tab has changed one. */
  constructor(prefix, heard) {
    this.#prefix = prefix;
    this.#heard = heard;
    window.addEventListener("storage", (event) => {
      if (event.key === null || event.key.startsWith(kept(prefix))) this.read().then(heard);
    });
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

  /** Read again what there is: at the beginning, and before something is done about it. */
  async read() {
    const found = new Map(this.#homeless);
    this.#said.clear();
    const from = kept(this.#prefix);
    await within("readonly", (store) => {
      store.getAll(IDBKeyRange.bound(from, `${from}\uffff`)).onsuccess = (event) => {
        for (const value of event.target.result) found.set(value.key, value);
      };
    });
    // What is in local storage was written when the database took nothing: it is the newer one.
    for (const value of loadAll(this.#prefix)) found.set(value.key, value);
    for (const [key, value] of this.#said) {
      if (value) found.set(key, value);
      else found.delete(key);
    }
    this.#values = found;
  }

  /** Keep a value under its `key`. Whether it is on the disk; if not, it lives as long as its page does. */
  async put(value) {
    this.#say(value.key, value);
    const name = this.#prefix + value.key;
    const written = await within("readwrite", (store) => store.put(value, kept(name)));
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
    await within("readwrite", (store) => store.delete(kept(name)));
    this.#tell();
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
