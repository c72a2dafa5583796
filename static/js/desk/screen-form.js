// What a screen has room for in each text size, as its form says now: by layout and language, and what is set by hand.

const form = document.querySelector("form[data-previewed]");
const sizes = form.querySelector("[data-fits]");
const fits = JSON.parse(sizes.dataset.fits);

function say() {
  const { layout, language, columns, rows } = Object.fromEntries(new FormData(form));
  // A role that lays nothing out is not asked how.
  if (!layout) return;
  for (const node of sizes.querySelectorAll("[data-grids]")) {
    const [across, down] = JSON.parse(node.dataset.grids)[layout][language];
    node.textContent = fits[layout].replace("{columns}", Number(columns) || across).replace("{rows}", Number(rows) || down);
  }
}

form.addEventListener("input", say);
say();
