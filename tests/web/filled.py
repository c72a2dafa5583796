"""Forms as a browser would send them: every field as the page filled it, and what somebody changes of it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlencode

from kds.web.auth import COOKIE
from tests.web.forms import Answered, shown
from tests.web.served import Api

Filled = dict[str, list[str]]


class _Reader(HTMLParser):
    """The fields of the last form that is whole."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Filled = {}
        self._name = ""
        self._text = ""
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self.fields = {}
        elif "disabled" in found:
            return
        elif tag == "input" and name:
            if found.get("type") not in ("checkbox", "radio") or "checked" in found:
                self.fields.setdefault(name, []).append(found.get("value", "on"))
        elif tag in ("select", "textarea"):
            self._name, self._text, self._options = name, "", []
        elif tag == "option" and self._name:
            self._options.append((found.get("value", ""), "selected" in found))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.fields[self._name], self._name = [self._text], ""
        elif tag == "select":
            chosen = [value for value, so in self._options if so] or [value for value, _ in self._options[:1]]
            self.fields[self._name], self._name = chosen[:1], ""

    def handle_data(self, data: str) -> None:
        self._text += data


def fields_of(html: str) -> Filled:
    """What the last form of a page would send if nothing was touched."""
    reader = _Reader()
    reader.feed(html)
    return reader.fields


async def form_at(api: Api, path: str, role: str = "manager") -> Filled:
    """The form of a page as it is shown."""
    answer = await shown(api, path, role)
    assert answer.status == 200, (path, answer.html)
    return fields_of(answer.html)


async def send(api: Api, path: str, fields: Filled, role: str = "manager", **changed: str | None) -> Answered:
    """The form with some fields changed; None is not sent at all, as a tick that is taken away is not."""
    sent = {name: values for name, values in fields.items() if name not in changed}
    for name, value in changed.items():
        if value is not None:
            sent[name] = value.split("\n") if name in LISTS else [value]
    headers = {
        "cookie": f"{COOKIE}={api.secrets.get(role, role)}",
        "accept-language": "en",
        "accept": "text/html",
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
    }
    answer = await api.client.post(path, content=urlencode(sent, doseq=True), headers=headers)
    return Answered(answer.status_code, answer.text, answer.headers.get("location", ""))


LISTS = ("stations", "services", "exempt", "channels", "dishes")
"""Fields that are lists of ticks."""
