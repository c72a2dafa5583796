// The print button; and a roll that is as long as what stands on it, where the printer cuts no paper by itself.

const PX_PER_MM = 96 / 25.4;
const WIDTH_MM = 80;
/** Longer pages are none that browsers print: what is longer goes on on the next one. */
const LONGEST_MM = 5000;

const rolled = new CSSStyleSheet();

function cutToLength() {
  const height_mm = Math.ceil(document.getElementById("paper").getBoundingClientRect().height / PX_PER_MM) + 1;
  rolled.replaceSync(`@page { size: ${WIDTH_MM}mm ${Math.min(height_mm, LONGEST_MM)}mm; }`);
}

if (document.body.dataset.paper === "80") {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, rolled];
  cutToLength();
  window.addEventListener("beforeprint", cutToLength);
}
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
