"""Write anew what may be written anew: `make golden`."""

from __future__ import annotations

import json

from tests.golden.frozen import SNAPSHOT, snapshot

if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(snapshot(), indent=2) + "\n")
