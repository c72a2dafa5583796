"""`kds serve` of the next release: the same house, whose pages say that they are of the next one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from kds import bootstrap, cli, resources

CHANGED = "js/lib/words.js"
SAYS = 'document.documentElement.dataset.release = "next";\n'


def pages_of(data: Path) -> Path:
    """The static files of the next release, beside what the house keeps."""
    made = data / "next-release"
    shutil.copytree(resources.static_dir(), made)
    with (made / CHANGED).open("a") as script:
        script.write(SAYS)
    return made


def serve(arguments: list[str]) -> None:
    """Serve the house with them."""
    templates, static = resources.templates_dir(), pages_of(Path(arguments[arguments.index("--data") + 1]))
    resources._find = {"templates": templates, "static": static}.__getitem__  # type: ignore[assignment]
    bootstrap.FOLLOWERS = {}  # type: ignore[attr-defined]
    cli.main(["serve", *arguments])


if __name__ == "__main__":
    serve(sys.argv[1:])
