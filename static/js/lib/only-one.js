// One tab of this device at a time does a thing: by Web Locks, or by a claim in storage where those are missing, as on
// a page without HTTPS. A claim is weaker: what is done under it must do no harm when it is done twice.

import { newId } from "./ids.js";
import { load, remove, save } from "./storage.js";

/** A claim that nobody has renewed for so long is nobody's: its tab was closed. */
export const CLAIM_MS = 4000;
const SETTLE_MS = 60;
const me = { id: "" };

/** Do `work` while no other tab does what has this name. False, and nothing done, where another one is at it. */
export async function onlyOne(name, work) {
  const locks = window.navigator.locks;
  if (locks) {
    return locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await work();
      return Boolean(lock);
    });
  }
  return claimed(`kds.claim.${name}`, work);
}

async function claimed(key, work) {
  me.id = me.id || newId();
  if (!free(key)) return false;
  const renew = () => save(key, { id: me.id, until: Date.now() + CLAIM_MS });
  renew();
  // Two tabs that claim at once both wait, and the one that wrote last has it.
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  if (!mine(key)) return false;
  const timer = setInterval(renew, CLAIM_MS / 4);
  try {
    await work();
  } finally {
    clearInterval(timer);
    if (mine(key)) remove(key);
  }
  return true;
}

function free(key) {
  const claim = load(key, null);
  return !claim || claim.until < Date.now() || claim.until > Date.now() + 2 * CLAIM_MS;
}

function mine(key) {
  const claim = load(key, null);
  return claim === null || claim.id === me.id;
}
