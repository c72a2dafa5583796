// Colour, word and elapsed time of every ticket, kept up by the page itself: time passing needs no message.

import { ageOf, elapsed, momentsOf } from "../lib/ages.js";

export class TicketAges {
  #clock;
  #words;
  #bar;
  #tickets = [];
  #lines = [];

  /** `bar` are the elements {time, late, lateCount} of the time of day and of the number of late tickets. */
  constructor(clock, words, bar) {
    this.#clock = clock;
    this.#words = words;
    this.#bar = bar;
  }

  /** These articles are on the page: `shown` of pairs [article, ticket]. */
  watch(shown) {
    this.#tickets = shown.map(([node, ticket]) => ({
      node, ticket, age: node.dataset.age || null,
      time: node.querySelector(".ticket-clock"),
      word: node.querySelector(".ticket-word"),
    }));
    for (const [node] of shown) {
      for (const moment of node.querySelectorAll("time[data-at]")) {
        setText(moment, this.#clock.timeOfDay(Number(moment.dataset.at)).slice(0, 5));
      }
    }
    this.#lines = shown.flatMap(([article]) => Array.from(article.querySelectorAll(".line[data-late-at]"), (node) => ({
      node, age: node.dataset.age || null, moments: momentsOf(node.dataset),
    })));
  }

  /** Show the ages of now; `open` are the open tickets, of which the late ones are counted. */
  show(open) {
    const now = this.#clock.now();
    for (const each of this.#tickets) {
      const age = ageOf(each.ticket, now);
      if (age !== each.age) {
        each.age = each.node.dataset.age = age;
        if (age && each.word) each.word.textContent = this.#words.say(age);
      }
      const passed = elapsed(now - each.ticket.since);
      if (each.time) setText(each.time, passed);
      if (each.time) each.time.classList.toggle("is-long", passed.length > 5);
    }
    for (const each of this.#lines) {
      const age = ageOf(each.moments, now);
      if (age !== each.age) each.age = each.node.dataset.age = age;
    }
    this.#count(open, now);
    setText(this.#bar.time, this.#clock.timeOfDay(now));
  }

  #count(open, now) {
    let late = 0;
    for (const each of open) if (now >= each.lateAt) late += 1;
    if (this.#bar.late.hidden !== (late === 0)) this.#bar.late.hidden = late === 0;
    setText(this.#bar.lateCount, String(late));
  }
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
