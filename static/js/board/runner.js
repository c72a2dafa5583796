// The runners' board: what to carry now. A tap takes a dish, another says that it is served.

import { PassPage } from "./pass-page.js";

const find = (id) => document.getElementById(id);
const page = new PassPage(act, changed);

function changed() {
  find("count-tables").textContent = String(page.cards.length);
  find("count-ready").textContent = String(page.cards.reduce((all, { dataset }) => all + Number(dataset.ready), 0));
}

function act(data) {
  const lines = data.do === "line" ? [data.line] : data.lines.split(" ");
  if (data.do === "serve" || (data.do === "line" && data.carried === "1")) page.deeds.serve(lines, data);
  else page.deeds.handOver(lines, data);
}

page.open();
