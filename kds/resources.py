"""Where the templates and static files lie: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def templates_dir() -> Path:
    """The folder of the Jinja2 templates."""
    return _find("templates")


def static_dir() -> Path:
    """The folder of the static files."""
    return _find("static")


def _find(name: str) -> Path:
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _PACKAGE.parent / name
