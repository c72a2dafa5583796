// The expo board (传菜口): whole tables by touch, by keys and by the codes on slips.

import { asked, letClose, setTitle } from "../desk/dialogs.js";
import { Choice } from "./choice.js";
import { countExpo } from "./counts.js";
import { byTicket } from "./pass-deeds.js";
import { listenToKeys } from "./pass-keys.js";
import { PassPage } from "./pass-page.js";

const SLIP = /^[TL]\d+-\d+$/i;
const find = (id) => document.getElementById(id);
const page = new PassPage(act, changed);
const choice = new Choice(page);
const { words } = page.live;

function changed() {
  countExpo();
  choice.paint();
}

const ON_LINE = {
  serve: (data) => page.deeds.serve([data.line], data),
  rush: (data) => page.deeds.onTickets("rush", [[data.ticket, [data.line]]], data),
  fire: (data) => page.deeds.onTickets("fire", [[data.ticket, [data.line]]], data),
  hold: (data) => page.deeds.hold([[data.ticket, [data.line]]], data),
};
const DEEDS = {
  line: (data) => {
    if (data.state === "done") ON_LINE.serve(data);
    else if (data.state === "served") page.deeds.unserve(data.line, data);
    else askOfLine(data);
  },
  serve: (data) => page.deeds.serve(data.lines.split(" "), data),
  hand: (data) => page.deeds.handOver(data.lines.split(" "), data),
  fire: (data) => page.deeds.onTickets("fire", byTicket(data.tickets), data),
  hold: (data) => page.deeds.hold(byTicket(data.tickets), data),
  rush: (data) => rush(data),
  front: (data) => page.deeds.front(data.session, data.front !== "1", data),
  more: (data) => askOfParty(data),
};

function act(data) {
  DEEDS[data.do](data);
}

function rush(data) {
  const cooking = byTicket(data.cooking);
  if (cooking.length) page.deeds.onTickets("rush", cooking, data);
  else page.say(words.say("nothing_cooking", { table: data.label }));
}

/** What is to be done with a line that is not done. */
async function askOfLine(data) {
  const dialog = find("line-more");
  const states = data.state === "held" ? ["held"] : data.state === "fired" ? ["cooking", "fresh"] : ["cooking"];
  setTitle(dialog, `${data.label} · ${data.text}`);
  for (const button of dialog.querySelectorAll("[data-for]")) button.hidden = !states.includes(button.dataset.for);
  const answer = await asked(dialog);
  if (answer) ON_LINE[answer](data);
}

async function askOfParty(data) {
  const dialog = find("party-more");
  setTitle(dialog, data.label);
  for (const button of dialog.querySelectorAll("[data-for]")) button.hidden = button.dataset.for !== (data.front === "1" ? "front" : "turn");
  const answer = await asked(dialog);
  if (answer) DEEDS[answer](data);
}

/** The slip of a ticket was scanned, or of one of its dishes: what of it stands ready on this page is served. */
function scanned(text) {
  for (const dialog of document.querySelectorAll("#line-more[open], #party-more[open]")) dialog.close("");
  if (!SLIP.test(text)) {
    page.say(words.say("no_slip", { text: text.slice(0, 24) }));
    return;
  }
  const ticket = text.toUpperCase();
  const lines = Array.from(document.querySelectorAll(`.pass-line[data-slips~="${ticket}"]`));
  const done = lines.filter((each) => each.dataset.state === "done");
  if (!done.length) {
    page.say(words.say(lines.length ? "slip_not_done" : "slip_not_here", { ticket }));
    return;
  }
  const { dataset } = done[0].closest(".pass");
  choice.choose(dataset.session);
  page.say("");
  page.deeds.serve(done.map((each) => each.dataset.line), { about: done[0].dataset.about, label: dataset.label });
}

letClose(document.querySelectorAll("dialog"));
listenToKeys(page, choice, scanned);
page.open();
