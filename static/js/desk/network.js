// The network page is kept up to date.

import { keepFresh } from "./fresh.js";

keepFresh("network", 5000);
