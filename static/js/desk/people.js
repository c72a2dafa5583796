// Who serves a party, by name: what is live knows the ids of people alone.

const people = JSON.parse(document.body.dataset.people);

/** Write the names where ids stand; of somebody who came since the page was loaded nothing is written. */
export function nameStaff() {
  for (const node of document.querySelectorAll("[data-staff]")) {
    const names = node.dataset.staff.split(" ").map((id) => people[id]).filter(Boolean).join(", ");
    if (node.textContent !== names) node.textContent = names;
  }
}
