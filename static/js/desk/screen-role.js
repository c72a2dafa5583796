// The form of a screen asks for what its role uses; the rest comes back as it was when another role is chosen.

const form = document.querySelector("form input[name=role]").form;
const parts = Array.from(document.querySelectorAll("[data-roles]"));

function follow() {
  const role = new FormData(form).get("role");
  parts.forEach((part) => {
    part.hidden = !part.dataset.roles.split(" ").includes(role);
    // What is not asked is neither sent nor wanted.
    part.querySelectorAll("input, select").forEach((field) => {
      field.disabled = part.hidden;
    });
  });
}

form.addEventListener("change", follow);
follow();
