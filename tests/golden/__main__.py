"""Write anew what may be written anew: `make golden`."""

from __future__ import annotations

import json

from tests.golden import rights
from tests.golden.frozen import PUBLIC, SNAPSHOT, Frozen, public, renewed, renewed_public, snapshot


def main() -> None:
    """All of it, or nothing where something may not be."""
    told = renewed_public(json.loads(PUBLIC.read_text()), public())
    kept = renewed(json.loads(SNAPSHOT.read_text()), snapshot())
    readme = rights.with_table(rights.README.read_text())
    PUBLIC.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    SNAPSHOT.write_text(json.dumps(kept, indent=2) + "\n")
    rights.README.write_text(readme)


if __name__ == "__main__":
    try:
        main()
    except (Frozen, rights.NoMarks) as refused:
        raise SystemExit(str(refused)) from None
