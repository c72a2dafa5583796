// A menu from a file: its text comes into the field, where it can be looked at and changed before anything is stored.

import { headers } from "../lib/world.js";

const file = document.getElementById("file");
const menu = document.getElementById("menu");
const fault = document.getElementById("file-fault");

async function read(chosen) {
  const said = { ...headers(), "content-type": "application/octet-stream" };
  const answer = await fetch("/setup/menu/file", { method: "POST", body: chosen, headers: said });
  return answer.ok ? answer.text() : null;
}

file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (!chosen) return;
  fault.hidden = true;
  let text = null;
  try {
    text = await read(chosen);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  if (text === null) {
    fault.textContent = file.dataset.bad;
    fault.hidden = false;
  } else {
    menu.value = text;
    menu.focus();
  }
});
