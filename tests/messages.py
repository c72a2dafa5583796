"""The Chinese of what pages say, kept beside their English: `make messages`."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from kds.i18n import CATALOGUE
from kds.resources import templates_dir

OPTIONS = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true"}


class Renewed(NamedTuple):
    """The catalogue's new text, the messages that have no Chinese yet, and those that no page says any more."""

    text: str
    lacking: list[str]
    gone: list[str]


def extracted(templates: Path) -> Catalog:
    """The messages of the templates, without Chinese."""
    found = Catalog(locale="zh_CN")
    for _, _, message, _, _ in extract_from_dir(
        templates,
        method_map=[("**.html", "jinja2")],
        options_map={"**.html": OPTIONS},
        keywords={**DEFAULT_KEYWORDS, "brief": None},
    ):
        found.add(message)
    return found


def key_of(message: Message) -> str:
    """A message by its English, in the singular where it has both."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms_of(message: Message) -> list[str]:
    """What a message is in Chinese, a form each; an empty one where it is not."""
    return [message.string or ""] if isinstance(message.string, str) else list(message.string or [""])


def by_key(catalogue: Catalog) -> dict[str, Message]:
    """The messages by their English."""
    return {key_of(message): message for message in catalogue if message.id}


def parsed(text: str) -> Catalog:
    """A catalogue that is on file."""
    return read_po(io.BytesIO(text.encode()), locale="zh_CN", abort_invalid=True)


def renewed(text: str, templates: Path) -> Renewed:
    """The catalogue with the messages of the templates and no others; what is in Chinese already stays as it is."""
    before, now = by_key(parsed(text)), by_key(extracted(templates))
    catalogue = Catalog(locale="zh_CN")
    for key, message in sorted(now.items(), key=lambda each: (each[0].casefold(), each[0])):
        known = before.get(key)
        catalogue.add(message.id, known.string if known is not None and known.id == message.id else None)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True)
    head, blank, _ = text.partition("\n\n")
    lacking = [key for key, message in by_key(catalogue).items() if not all(forms_of(message))]
    return Renewed(f"{head}{blank}{body.getvalue().decode().strip()}\n", sorted(lacking), sorted(before.keys() - now))


def main() -> int:
    """Write the catalogue and say what is to be done; 1 where Chinese is lacking."""
    found = renewed(CATALOGUE.read_text(), templates_dir())
    CATALOGUE.write_text(found.text)
    for key in found.gone:
        sys.stdout.write(f"no longer said: {key}\n")
    for key in found.lacking:
        sys.stderr.write(f"no Chinese yet: {key}\n")
    if found.lacking:
        sys.stderr.write(f"write them into {CATALOGUE}\n")
    return 1 if found.lacking else 0


if __name__ == "__main__":
    raise SystemExit(main())
