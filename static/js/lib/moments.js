// What time alone changes on a page of pieces: how long ago things were, what is over, and how old dishes and calls are.

import { ageOf, elapsed, momentsOf } from "./ages.js";

const MINUTE_MS = 60000;

/** Paint what it says at this time. Whether pieces have come or gone with it. */
export function paintMoments(clock, words) {
  const now = clock.now();
  for (const node of document.querySelectorAll("time[data-since]")) setText(node, elapsed(now - Number(node.dataset.since)));
  for (const node of document.querySelectorAll("time[data-minutes-since]")) {
    const n = Math.max(0, Math.floor((now - Number(node.dataset.minutesSince)) / MINUTE_MS));
    setText(node, words.say("minutes", { n }));
  }
  for (const node of document.querySelectorAll("time[data-at]")) setText(node, clock.timeOfDay(Number(node.dataset.at)));
  for (const node of document.querySelectorAll("[data-from]")) node.hidden = now < Number(node.dataset.from);
  const turned = Array.from(document.querySelectorAll("[data-until]")).filter((node) => node.hidden !== now >= Number(node.dataset.until));
  for (const node of turned) node.hidden = !node.hidden;
  for (const node of document.querySelectorAll("[data-late-ats]")) {
    const n = node.dataset.lateAts.split(" ").filter((each) => Number(each) <= now).length;
    node.hidden = n < 2;
    setText(node, words.say("late_count", { n }));
  }
  for (const node of document.querySelectorAll("[data-late-at]")) {
    const age = ageOf(momentsOf(node.dataset), now);
    if (node.dataset.age === age) continue;
    node.dataset.age = age;
    setText(node.querySelector(".age-word"), age === "fresh" ? "" : words.say(age));
  }
  return turned.length > 0;
}

/** Exchange a text where it is another: nothing is laid out anew for one that is the same. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
