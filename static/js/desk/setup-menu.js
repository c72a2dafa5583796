// A menu from a file: its text comes into the field, where it can be looked at and changed before anything is stored.

import { headers } from "../lib/world.js";

const file = document.getElementById("file");
const menu = document.getElementById("menu");
const fault = document.getElementById("file-fault");

async function read(chosen) {
  const said = { ...headers(), "content-type": "application/octet-stream" };
  const answer = await fetch("/setup/menu/file", { method: "POST", body: chosen, headers: said });
  if (!answer.headers.get("content-type")?.startsWith("text/plain")) return null; // signed out meanwhile
  return { good: answer.ok, text: await answer.text() };
}

function wrong(words) {
  fault.textContent = words;
  fault.hidden = false;
}

file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (!chosen) return;
  fault.hidden = true;
  if (chosen.size > Number(file.dataset.most)) {
    wrong(file.dataset.large);
    return;
  }
  let found = null;
  try {
    found = await read(chosen);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  if (found === null) {
    wrong(file.dataset.away);
  } else if (found.good) {
    menu.value = found.text;
    menu.focus();
  } else {
    wrong(found.text);
  }
});
