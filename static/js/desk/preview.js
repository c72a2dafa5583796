// The picture of a screen beside its form follows what is chosen there, before anything is saved.

const WIDE = 1920;
const PAUSE_MS = 250;
/** What of the form changes the picture. */
const LOOKS = [
  "zh", "en", "role", "areas", "layout", "columns", "rows", "text", "language", "inches", "metres", "reserved", "all_day",
];

const section = document.getElementById("preview");
const form = document.querySelector("form[data-previewed]");
const frame = section.querySelector("iframe");
let timer = 0;
let shown = "";

function fit() {
  frame.style.transform = `scale(${frame.parentElement.clientWidth / WIDE})`;
}

function follow() {
  // A role that has no picture.
  if (section.hidden) return;
  const fields = Array.from(new FormData(form)).filter(([name, value]) => LOOKS.includes(name) && typeof value === "string");
  const address = `${section.dataset.preview}?${new URLSearchParams(fields)}`;
  if (address === shown) return;
  shown = address;
  // Another address in the place of the one before: the way back is the page's own.
  frame.contentWindow.location.replace(address);
}

fit();
window.addEventListener("resize", fit);
form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(follow, PAUSE_MS);
});
follow();
