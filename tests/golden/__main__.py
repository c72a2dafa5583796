"""Write anew what may be written anew: `make golden`."""

from __future__ import annotations

import json

from tests.golden.frozen import PUBLIC, SNAPSHOT, lost, public, snapshot

if __name__ == "__main__":
    if PUBLIC.exists() and (gone := lost(json.loads(PUBLIC.read_text()), public())):
        raise SystemExit(f"a public event may only grow, and these would change: {', '.join(gone)}")
    PUBLIC.write_text(json.dumps(public(), indent=1, ensure_ascii=False) + "\n")
    SNAPSHOT.write_text(json.dumps(snapshot(), indent=2) + "\n")
