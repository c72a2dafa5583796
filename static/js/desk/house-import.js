// A file of settings: the server reads it, the form carries what it read, and what would change is shown at once.

import { headers } from "../lib/world.js";

const form = document.getElementById("import");
const file = document.getElementById("file");
const sheets = document.getElementById("sheets");
const fault = document.getElementById("file-fault");
const reading = document.getElementById("file-reading");

function tell(words) {
  fault.textContent = words;
  fault.hidden = !words;
}

function busy(is) {
  reading.textContent = is ? file.dataset.reading : "";
  reading.hidden = !is;
  file.disabled = is;
}

async function read(chosen) {
  const said = { ...headers(), "content-type": "application/octet-stream" };
  const answer = await fetch("/settings/import/file", { method: "POST", body: chosen, headers: said });
  const plain = (answer.headers.get("content-type") || "").startsWith("text/plain");
  return { good: answer.ok && plain, text: plain ? await answer.text() : "" };
}

file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (!chosen) return;
  tell("");
  busy(true);
  let found = { good: false, text: "" };
  try {
    found = await read(chosen);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  } finally {
    busy(false);
  }
  if (!found.good) {
    tell(found.text || file.dataset.bad);
    return;
  }
  sheets.value = found.text;
  form.querySelector("[value=look]").click();
});
