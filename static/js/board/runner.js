// The runners' board: what to carry now. A tap takes a dish, another says that it is served.

import { countRunner } from "./counts.js";
import { PassPage } from "./pass-page.js";

const page = new PassPage(act, countRunner);

function act(data) {
  const lines = data.do === "line" ? [data.line] : data.lines.split(" ");
  if (data.do === "serve" || (data.do === "line" && data.carried === "1")) page.deeds.serve(lines, data);
  else page.deeds.handOver(lines, data);
}

page.open();
