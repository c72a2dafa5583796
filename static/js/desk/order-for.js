// For whom is this order: a table's name that is typed goes to it. Without this the form asks the server.

import { listenToNames } from "./jump.js";

listenToNames(document.getElementById("jump"), () => Array.from(document.querySelectorAll("[data-table]")));
