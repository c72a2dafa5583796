// The photo of a dish: stored when it is chosen, and named by the form, which says whose it is when it is saved.

import { headers } from "../lib/world.js";

const field = document.getElementById("photo");
const file = document.getElementById("photo-file");
const shown = document.getElementById("photo-shown");
const word = document.getElementById("photo-word");
const off = document.getElementById("photo-off");

function show(photo) {
  field.value = photo;
  shown.hidden = off.hidden = !photo;
  if (photo) shown.src = `/photos/${encodeURIComponent(photo)}/small`;
  else shown.removeAttribute("src");
}

function say(text, bad = false) {
  word.textContent = text;
  word.className = bad ? "field-fault" : "field-hint";
}

async function keep(chosen) {
  const said = { ...headers(), "content-type": "application/octet-stream" };
  const answer = await fetch("/menu/photos", { method: "POST", body: chosen, headers: said });
  if (answer.redirected || !(answer.headers.get("content-type") || "").startsWith("application/json")) return { why: file.dataset.away };
  return answer.json();
}

file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (!chosen) return;
  const { sending, kept, away } = file.dataset;
  say(sending);
  let told = { why: away };
  try {
    told = await keep(chosen);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  file.value = "";
  if (told.photo) show(told.photo);
  say(told.photo ? kept : told.why || away, !told.photo);
});

off.addEventListener("click", () => show(""));
shown.addEventListener("error", () => { shown.hidden = true; });
