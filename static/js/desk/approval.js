// Somebody who may, approves of one deed of somebody who may not, on the same device: by a login code that is asked for
// each time, goes with that deed alone and is kept nowhere.

import { asked, say } from "./dialogs.js";

const REFUSED = ["forbidden", "approver_unknown"];

export class Approval {
  #words;
  /** The question that stands: deeds of one press share its answer. */
  #standing = null;

  constructor(words) {
    this.#words = words;
  }

  /** Whether a deed was refused for want of a right, on a page where somebody can approve. */
  wanted({ refused }) {
    return Boolean(refused) && REFUSED.includes(refused.reason) && document.getElementById("approving") !== null;
  }

  /**
   * Ask for the login code of who approves; "" where nobody does. What was wrong with the last one is said, and, `again`,
   * that who approved may not do it either.
   */
  code({ refused }, again) {
    if (!this.#standing) {
      this.#standing = this.#ask(refused, again).finally(() => { this.#standing = null; });
    }
    return this.#standing;
  }

  async #ask({ reason, message }, again) {
    const dialog = document.getElementById("approving");
    const { code } = dialog.querySelector("form").elements;
    code.value = "";
    say(dialog, reason === "approver_unknown" ? this.#words.of(message) : again ? dialog.dataset.mayNot : "");
    const answered = asked(dialog);
    code.focus();
    const answer = await answered;
    const typed = answer === "" ? "" : code.value.trim();
    code.value = "";
    return typed;
  }
}
