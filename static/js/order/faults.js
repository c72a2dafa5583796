// What is wrong with lines that are to be sent: found here before, or told by the server; each at the line it concerns.
//
// A fault: {reason, message?: {zh, en}, price_minor?, left?: thousandths, hours?: {zh, en} or null, differs?}

import { isForeign, isSold, linePrice, takenOf, unanswered } from "./prices.js";

/** What the page sees by itself once it has the menu and the stock of now; what was told of it before is out of date then. */
const SEEN_HERE = ["price_changed", "sold_out", "unknown_dish", "unknown_option", "unknown_soup", "options_count", "cells_count", "no_cells", "unknown_part", "not_sold_now", "not_sold_here"];

/** What keeps a line from being sent, null for nothing. `lines` are all that are to be sent with it. */
export function faultOf(menu, lines, line) {
  if (line.fault && !SEEN_HERE.includes(line.fault.reason)) return line.fault;
  const dish = menu.of(line);
  if (!dish) return { reason: "unknown_dish" };
  if (isForeign(dish, line) || unanswered(dish, line).length) return { reason: "options_count" };
  if (!isSold(dish)) return { reason: "not_sold_now", hours: dish.hours };
  const price = linePrice(dish, line);
  if (price !== line.price_minor) return { reason: "price_changed", price_minor: price };
  const before = lines.filter((each) => each.id !== line.id && comesBefore(each, line) && menu.of(each));
  for (const id of new Set([line.dish, ...(line.parts || []).map((part) => part.dish)])) {
    const taken = before.reduce((sum, each) => sum + takenOf(id, each, menu.of(each)), 0);
    const left = Math.max(0, menu.left(id) - taken);
    const needed = takenOf(id, line, dish);
    if (needed > left) return { reason: "sold_out", left: id === line.dish ? left : Math.floor((left * line.qty) / needed) * 1000 };
  }
  return null;
}

function comesBefore(one, other) {
  return one.since < other.since || (one.since === other.since && one.id < other.id);
}

/** The lines of a round that was refused, each with its fault if it has one, and the fault of the round if none has. */
export function refusedLines(lines, problem) {
  const found = lines.map((line, place) => ({ ...line, fault: aboutLine(line, place, problem) }));
  const told = found.some((line) => line.fault);
  const { reason, message, sessions, slips } = problem;
  const sent = lines.map(({ id, at }) => ({ id, at }));
  return { lines: found, fault: told ? null : { reason, message, sessions: sessions || [], slips: slips || [], sent } };
}

function aboutLine(line, place, problem) {
  const { reason, message } = problem;
  if (Array.isArray(problem.lines)) {
    const entry = problem.lines.find((each) => each.id === line.id);
    return entry ? { reason, message, price_minor: entry.price_minor, differs: entry.differs } : null;
  }
  if (problem.meal ? problem.meal === line.dish : problem.dish && problem.dish === line.dish) {
    const left = problem.remaining === undefined ? undefined : problem.remaining * 1000 + (problem.rest_permille || 0);
    return { reason, message, left };
  }
  const named = problem.id === line.id || String(problem.field || "").startsWith(`lines[${place}]`);
  return named ? { reason, message } : null;
}
