"""The kitchen on paper: printers are set up and tested, what is not confirmed is seen and settled, tickets printed."""

from __future__ import annotations

import re

import pytest

from kds.connect.printers import alarming
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenGone
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.model import Printer, PrintJob
from kds.core.printing.report_not_confirmed import ReportNotConfirmed
from kds.core.printing.report_printed import ReportPrinted
from tests.core.printing.paper import printer
from tests.web.filled import form_at, send
from tests.web.forms import field, sent, shown
from tests.web.served import Api


async def set_up(api: Api) -> None:
    """A printer that nothing listens for: what is queued stays queued here."""
    await api.do(ChangePrinters((printer("p", mode="always"),)))


def jobs(api: Api) -> list[PrintJob]:
    return [*api.store.state.printing.jobs.values(), *api.store.state.printing.sheets.values()]


async def unsure(api: Api) -> str:
    """The slip of an order that was not confirmed twice."""
    await api.post("/rounds", {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]})
    (job,) = jobs(api)
    for _ in range(2):
        await api.do(ReportNotConfirmed("p", (job.job,), "paper_end", sent=True))
    return job.job


async def test_a_printer_is_set_up_by_its_form(api: Api) -> None:
    form = await form_at(api, "/settings/printers/new")
    answer = await send(api, "/settings/printers/new", form, zh="热菜", en="Hot", host="10.0.0.9", mode="always")
    assert (answer.status, answer.to) == (303, "/settings/printers?saved=1")
    (found,) = api.store.state.printing.printers.values()
    assert (found.host, found.port, found.mode, found.stations, found.width) == ("10.0.0.9", 9100, "always", (), 80)
    listed = (await shown(api, "/settings/printers")).html
    assert all(each in listed for each in ("Hot", "10.0.0.9:9100", "has printed nothing yet"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"host": " "}, "Write the printer"),
        ({"host": "10.0.0. 9"}, "The printer&#39;s address holds a character that cannot be used, a space"),
        ({"port": "99999"}, "The port is 1 to 65535"),
        ({"minutes": "0"}, "1 to 240 minutes"),
        ({"all": ""}, "Choose all stations"),
        ({"second": "roof"}, "does not exist"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_typed_is_lost(api: Api, wrong: dict[str, str], said: str) -> None:
    form = await form_at(api, "/settings/printers/new")
    good = {"zh": "热菜", "en": "Hot line", "host": "10.0.0.9"}
    answer = await send(api, "/settings/printers/new", form, **{**good, **wrong})
    assert answer.status == 422
    assert said in answer.html
    assert 'value="Hot line"' in answer.html
    assert api.store.state.printing.printers == {}


async def test_a_printer_is_changed_moved_and_removed(api: Api) -> None:
    await api.do(ChangePrinters((printer("p"), printer("q"))))
    form = await form_at(api, "/settings/printers/q")
    assert (await send(api, "/settings/printers/q", form, slip="dish")).status == 303
    form = await form_at(api, "/settings/printers/q")
    assert (await send(api, "/settings/printers/q", form, deed="up")).status == 303
    assert [each.position for each in api.store.state.printing.printers.values()] == [2, 1]
    form = await form_at(api, "/settings/printers/q")
    assert (await send(api, "/settings/printers/q", form, deed="remove")).to == "/settings/printers?gone=1"
    assert list(api.store.state.printing.printers) == ["p"]


async def test_a_printer_changes_at_once_also_within_a_draft(api: Api) -> None:
    await set_up(api)
    form = await form_at(api, "/settings/printers/p")
    assert (await send(api, "/settings/printers/p", form, width="58", when="draft:new")).status == 303
    assert api.store.state.printing.printers["p"].width == 58
    assert api.store.state.changes.drafts == {}


async def test_a_test_slip_is_asked_for_from_the_form_and_the_page(api: Api) -> None:
    await set_up(api)
    assert 'formaction="/paper/printers/p/test"' in (await shown(api, "/settings/printers/p")).html
    answer = await sent(api, "/paper/printers/p/test", {"key": "k", "back": "/settings/printers"})
    assert (answer.status, answer.to) == (303, "/settings/printers")
    assert [each.why for each in jobs(api)] == ["test"]
    again = await sent(api, "/paper/printers/p/test", {"key": "l"})
    assert again.status == 409
    assert "being printed already" in again.html


async def test_what_is_not_confirmed_stands_on_the_start_page_and_is_printed_again(api: Api) -> None:
    await set_up(api)
    job = await unsure(api)
    for path in ("/", "/paper"):
        html = (await shown(api, path)).html
        assert all(each in html for each in ("1 slip is not confirmed", "A01", "tofu", "has no paper", "Print again"))
    answer = await sent(api, f"/paper/jobs/{job}/again", {"key": "k", "back": "/"})
    assert (answer.status, answer.to) == (303, "/")
    assert [(each.state, each.first_at is not None) for each in jobs(api)] == [("replaced", False), ("queued", True)]
    assert "not confirmed" not in (await shown(api, "/")).html


async def test_a_slip_that_lies_there_is_settled(api: Api) -> None:
    await set_up(api)
    job = await unsure(api)
    assert (await sent(api, f"/paper/jobs/{job}/printed", {"key": "k", "back": "//evil.example"})).to == "/paper"
    assert [each.state for each in jobs(api)] == ["printed"]
    assert (await sent(api, f"/paper/jobs/{job}/printed", {"key": "l"})).status == 409
    assert (await sent(api, "/paper/jobs/J999-1/printed", {"key": "m"})).status == 404


async def test_a_ticket_and_the_whole_kitchen_are_printed_by_one_press(api: Api) -> None:
    await api.do(ChangePrinters((printer("p"),)))
    placed = (await api.post("/rounds", {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]})).json()
    html = (await shown(api, "/paper")).html
    assert all(each in html for each in ("Open tickets", "tofu", f"/paper/tickets/{placed['tickets'][0]}"))
    assert (await sent(api, f"/paper/tickets/{placed['tickets'][0]}", {"key": "k"})).status == 303
    assert 'href="/paper?ask=kitchen"' in (await shown(api, "/")).html
    asked = (await shown(api, "/paper?ask=kitchen")).html
    assert "Print 2 slips on p?" in asked
    assert "One for each of 1 stations and 1 tables" in asked
    answer = await sent(api, "/paper/kitchen", {"key": field(asked, "key"), "back": "/paper"})
    assert answer.to == "/paper?sent=2&on=p"
    assert "2 slips were sent to p." in (await shown(api, answer.to)).html
    assert [each.why for each in jobs(api)] == ["asked", "handover", "handover"]


async def test_a_kitchen_with_nothing_to_make_is_not_asked_about(api: Api) -> None:
    await set_up(api)
    for path in ("/", "/paper", "/paper?ask=kitchen"):
        html = (await shown(api, path)).html
        assert 'action="/paper/kitchen"' not in html
        assert "Print 0" not in html
    for strange in ("sent=x&on=p", "sent=3&on=roof", "sent=-1&on=p"):
        assert "sent to" not in (await shown(api, f"/paper?{strange}")).html


async def test_without_a_printer_nothing_is_offered_but_the_way_to_one(api: Api) -> None:
    assert "Print the whole kitchen" not in (await shown(api, "/")).html
    assert "/settings/printers" in (await shown(api, "/paper")).html
    assert 'id="sheet-paper"' not in (await shown(api, "/screens/wall")).html
    answer = await sent(api, "/paper/kitchen", {"key": "k"})
    assert (answer.status, "no kitchen printer" in answer.html) == (409, True)
    await set_up(api)
    assert 'id="sheet-paper"' in (await shown(api, "/screens/wall")).html


async def test_who_may_not_print_is_told_so_and_the_hub_leads_to_the_printers(api: Api) -> None:
    await set_up(api)
    assert (await shown(api, "/paper", "cashier")).status == 200
    assert (await shown(api, "/settings/printers", "waiter")).status == 403
    assert re.search(r'href="/settings/printers".*?Kitchen printers', (await shown(api, "/settings")).html, re.DOTALL)
    assert "厨房打印机" in (await shown(api, "/settings", language="zh")).html


async def test_a_printer_that_takes_nothing_is_no_printer_that_works(api: Api) -> None:
    await set_up(api)
    await api.post("/rounds", {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]})
    (job,) = jobs(api)
    await api.do(ReportPrinted((job.job,), "p"))
    for path in ("/paper", "/settings/printers"):
        assert ">works<" in (await shown(api, path)).html
    alarming.tell(api.store, {"p": "paper_end"})
    for path in ("/paper", "/settings/printers"):
        html = (await shown(api, path)).html
        assert "has no paper" in html, path
        assert ">works<" not in html, path
    (told,) = (await api.get("/printers")).json()["printers"]
    assert told["fault"] == "paper_end"
    alarming.tell(api.store, {})
    assert ">works<" in (await shown(api, "/paper")).html


async def test_a_ticket_says_where_it_was_printed_and_where_it_was_not(api: Api) -> None:
    await api.do(ChangePrinters((printer("p", mode="always"), printer("q", mode="always"))))
    await api.post("/rounds", {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]})
    html = (await shown(api, "/paper")).html
    assert "not yet printed on" in html
    first, second = jobs(api)
    await api.do(ReportPrinted((first.job,), first.printer))
    html = (await shown(api, "/paper")).html
    assert re.search(rf"printed [0-9:]+ on {first.printer}<", html)
    assert f"not yet printed on {second.printer}" in html
    await api.do(ReportPrinted((second.job,), second.printer))
    assert "not yet printed" not in (await shown(api, "/paper")).html


async def test_programs_read_how_the_printers_fare(api: Api) -> None:
    await set_up(api)
    job = await unsure(api)
    told = (await api.get("/printers")).json()
    assert [(each["printer"], each["queued"], each["fault"]) for each in told["printers"]] == [("p", 0, "paper_end")]
    assert [(each["job"], each["label"]) for each in told["not_confirmed"]] == [(job, "A01")]
    assert told["more"] == 0


async def test_law_12_a_printer_that_prints_every_ticket_ends_the_alarm_about_a_station(api: Api) -> None:
    await api.do(ChangeKitchen(gone=KitchenGone(screens=("wall",))))
    assert "No screen shows these stations" in (await shown(api, "/")).html
    await api.do(ChangePrinters((Printer("p", printer("p").name, "10.0.0.9", mode="always"),)))
    assert "No screen shows these stations" not in (await shown(api, "/")).html
