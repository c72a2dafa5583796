"""/people: somebody is added, changed, given a PIN, let go and erased; what breaks in between loses nothing."""

from __future__ import annotations

import asyncio
import re

import pytest

from kds.core.people.change_person import ChangePerson
from kds.storage.ledger import StorageError
from kds.storage.tokens import SignIn
from kds.web.pages.staff_rows import CODES_SHOWN, FORMER_SHOWN
from tests.web.forms import field, sent, shown
from tests.web.served import Api

MEI = {"name": "王梅", "phone": "+86 138 0013 8000", "role": "waiter"}
PIN = {"pin": "48291", "again": "48291"}


async def added(api: Api, by: str = "manager", **fields: str) -> str:
    """Add somebody by the form, and give their id."""
    html = (await shown(api, "/people", by)).html
    form = {**MEI, "key": field(html, "key"), "person": field(html, "person"), **fields}
    answer = await sent(api, "/people", form, by)
    assert answer.status == 303, answer.html
    return form["person"]


def role_of(api: Api, person: str) -> str | None:
    found = api.store.state.people.staff.get(person)
    return None if found is None else found.role


@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("owner", 200), ("waiter", 403), ("kitchen", 403), ("integration", 403)]
)
async def test_who_leads_the_house_sees_who_works_here(api: Api, role: str, status: int) -> None:
    assert (await shown(api, "/people", role)).status == status
    assert ('href="/people"' in (await shown(api, "/settings", role)).html) is (status == 200)


async def test_somebody_is_added_with_a_pin_once_however_often_it_is_sent(api: Api) -> None:
    html = (await shown(api, "/people")).html
    form = {**MEI, **PIN, "key": field(html, "key"), "person": field(html, "person")}
    answers = [await sent(api, "/people", form) for _ in range(2)]
    assert [each.to for each in answers] == [f"/people?person={form['person']}&done=added"] * 2
    (card,) = api.people.all()
    assert (card.name, card.phone, card.has_pin) == (MEI["name"], MEI["phone"], True)
    assert role_of(api, card.person) == "waiter"
    assert await api.people.has_pin(card.person, "48291")
    assert "王梅" in (await shown(api, "/people")).html


async def test_a_form_that_was_gone_back_to_adds_somebody_else(api: Api) -> None:
    html = (await shown(api, "/people")).html
    form = {**MEI, "key": field(html, "key"), "person": field(html, "person")}
    await sent(api, "/people", form)
    await sent(api, "/people", {**form, "name": "李伟", "role": "cashier"})
    assert sorted((each.name, role_of(api, each.person)) for each in api.people.all()) == [
        ("李伟", "cashier"),
        ("王梅", "waiter"),
    ]


async def test_what_breaks_between_the_name_and_the_role_goes_on_when_it_is_sent_again(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = (await shown(api, "/people")).html
    form = {**MEI, **PIN, "key": field(html, "key"), "person": field(html, "person")}

    async def broken(*_: object, **__: object) -> None:
        raise StorageError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(api.store, "submit", broken)
        assert (await sent(api, "/people", form)).status == 503
    assert [each.name for each in api.people.all()] == ["王梅"]
    assert role_of(api, form["person"]) is None
    assert "王梅" in (await shown(api, "/people")).html, "whoever looks sees what is unfinished"
    assert (await sent(api, "/people", form)).status == 303
    assert ([each.person for each in api.people.all()], role_of(api, form["person"])) == ([form["person"]], "waiter")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "  "}, "Type a name"),
        ({"name": "a" * 61}, "may have 60 characters at most"),
        ({"name": "a\x00b"}, "cannot be used"),
        ({"phone": "call me"}, "A phone number has digits"),
        ({"role": ""}, "Choose a role"),
        ({"role": "owner"}, "Choose a role"),
        ({"pin": "1234", "again": "1234"}, "A PIN has 4 to 8 digits"),
        ({"pin": "482", "again": "482"}, "A PIN has 4 to 8 digits"),
        ({"pin": "48291", "again": "48292"}, "The two PINs are not the same"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    api: Api, wrong: dict[str, str], said: str
) -> None:
    answer = await sent(api, "/people", {**MEI, **PIN, "key": "k", "person": "prs_0123456789ab", **wrong})
    assert (answer.status, api.people.all()) == (422, [])
    (told,) = re.findall(r'class="field-fault"[^>]*>.*?</svg>([^<]*)<', answer.html)
    assert said in told
    assert field(answer.html, "person") == "prs_0123456789ab", "sent again it is about the same person"
    assert "48291" not in answer.html


async def test_two_of_the_same_name_are_let_in_and_said(api: Api) -> None:
    first, second = await added(api), await added(api)
    assert first != second
    html = (await shown(api, f"/people?person={second}")).html
    assert html.count("name used twice") == 2
    assert "Somebody else here is called the same" in html


async def test_a_made_pin_is_shown_once_and_opens(api: Api) -> None:
    person = await added(api)
    answer = await sent(api, f"/people/{person}/pin", {"generate": "1"})
    found = re.search(r"data-pin>(\d{6})<", answer.html)
    assert (answer.status, found is not None) == (200, True)
    assert found is not None
    assert await api.people.has_pin(person, found[1])
    assert found[1] not in (await shown(api, f"/people?person={person}")).html


async def test_a_pin_is_changed_and_taken(api: Api) -> None:
    person = await added(api, **PIN)
    assert (await sent(api, f"/people/{person}/pin", {"pin": "59302", "again": "59302"})).status == 303
    assert await api.people.has_pin(person, "59302")
    assert (await sent(api, f"/people/{person}/pin", {})).status == 422
    await sent(api, f"/people/{person}/pin", {"take": "1"})
    assert not await api.people.has_pin(person, "59302")
    assert "no PIN" in (await shown(api, "/people")).html


async def test_name_phone_and_role_are_changed(api: Api) -> None:
    person = await added(api)
    html = (await shown(api, f"/people?person={person}")).html
    form = {"name": "王小梅", "phone": "", "role": "cashier", "key": field(html, "key")}
    assert (await sent(api, f"/people/{person}", form)).status == 303
    card = api.people.card(person)
    assert card is not None
    assert (card.name, card.phone, role_of(api, person)) == ("王小梅", "", "cashier")


async def test_who_leaves_is_signed_out_everywhere_and_may_come_back(api: Api) -> None:
    person = await added(api, **PIN)
    _, secret = await api.tokens.create("waiter", "王梅", sign_in=SignIn(person))
    assert (await sent(api, f"/people/{person}/leave", {"key": "k"})).status == 303
    assert (role_of(api, person), api.tokens.find(secret)) == (None, None)
    assert not await api.people.has_pin(person, "48291")
    html = (await shown(api, f"/people?person={person}")).html
    assert "does not work here" in html
    form = {**MEI, "role": "kitchen", "key": field(html, "key")}
    assert (await sent(api, f"/people/{person}", form)).status == 303
    assert role_of(api, person) == "kitchen"


async def test_who_has_left_is_erased_and_only_they(api: Api) -> None:
    person = await added(api)
    assert (await sent(api, f"/people/{person}/erase", {})).to == f"/people?person={person}&ask=leave"
    card = api.people.card(person)
    assert card is not None
    assert card.name == "王梅"
    await sent(api, f"/people/{person}/leave", {"key": "k"})
    assert "keep all their figures" in (await shown(api, f"/people?person={person}&ask=erase")).html
    assert (await sent(api, f"/people/{person}/erase", {})).status == 303
    html = (await shown(api, "/people")).html
    assert "王梅" not in html
    assert f"erased ({person})" in html
    assert (await sent(api, f"/people/{person}/pin", PIN)).status == 404


async def test_nobody_touches_whoever_may_more(api: Api) -> None:
    boss = await added(api, "owner", role="owner", **PIN)
    html = (await shown(api, f"/people?person={boss}")).html
    assert "They may more than you" in html
    assert f"/people/{boss}/pin" not in html
    for path, fields in (("pin", PIN), ("leave", {"key": "k"}), ("erase", {})):
        assert (await sent(api, f"/people/{boss}/{path}", fields)).status == 403
    assert (await sent(api, f"/people/{boss}", {**MEI, "key": "k"})).status == 403
    assert (role_of(api, boss), await api.people.has_pin(boss, "48291")) == ("owner", True)
    assert 'value="owner"' not in html
    assert 'value="owner"' in (await shown(api, "/people", "owner")).html


async def test_the_last_owner_stays_and_that_is_said_at_the_role(api: Api) -> None:
    boss = await added(api, "owner", role="owner")
    answer = await sent(api, f"/people/{boss}", {**MEI, "key": "k"}, "owner")
    assert (answer.status, role_of(api, boss)) == (422, "owner")
    assert "A house needs an owner" in answer.html
    answer = await sent(api, f"/people/{boss}/leave", {"key": "l"}, "owner")
    assert (answer.status, role_of(api, boss)) == (422, "owner")


async def test_codes_are_listed_and_revoked_but_for_ones_own_and_those_above(api: Api) -> None:
    listed = {each.name: each.id for each in await api.tokens.list_all()}
    html = (await shown(api, "/people")).html
    assert f"/people?revoke={listed['waiter']}" in html
    assert f"/people?revoke={listed['owner']}" not in html
    assert f"/people?revoke={listed['manager']}" not in html
    asked = (await shown(api, f"/people?revoke={listed['waiter']}")).html
    assert "Revoke the login code of waiter?" in asked
    await sent(api, "/people/codes/revoke", {"token": listed["waiter"]})
    assert api.tokens.find(api.secrets["waiter"]) is None
    assert (await sent(api, "/people/codes/revoke", {"token": listed["owner"]})).status == 403
    assert (await sent(api, "/people/codes/revoke", {"token": listed["manager"]})).to == "/people"
    assert api.tokens.find(api.secrets["owner"]) is not None
    assert api.tokens.find(api.secrets["manager"]) is not None


async def test_pages_of_others_change_nobody(api: Api) -> None:
    person = await added(api)
    foreign = {"sec-fetch-site": "cross-site"}
    for path, fields in (
        ("/people", {**MEI, "key": "k", "person": "prs_0123456789ab"}),
        (f"/people/{person}", {**MEI, "role": "kitchen", "key": "k"}),
        (f"/people/{person}/pin", PIN),
        (f"/people/{person}/leave", {"key": "k"}),
        (f"/people/{person}/erase", {}),
        ("/people/codes/revoke", {"token": "tok_1"}),
    ):
        assert (await sent(api, path, fields, **foreign)).status == 403
    assert (len(api.people.all()), role_of(api, person)) == (1, "waiter")


async def test_both_languages(api: Api) -> None:
    await added(api)
    html = (await shown(api, "/people", language="zh-CN")).html
    assert all(word in html for word in ("在职员工", "添加员工", "未设 PIN 码", "登录码和设备"))


async def test_whoever_works_here_without_a_name_is_seen_and_can_be_given_one(api: Api) -> None:
    mei = "prs_ae1ae1ae1ae1"
    await api.do(ChangePerson(mei, "waiter"))
    html = (await shown(api, f"/people?person={mei}")).html
    assert f"/people?person={mei}#chosen" in html
    assert (await sent(api, f"/people/{mei}", {**MEI, "key": field(html, "key")})).status == 303
    assert [(each.person, each.name) for each in api.people.all()] == [(mei, "王梅")]
    assert (await sent(api, f"/people/{mei}/pin", PIN)).status == 303
    assert await api.people.has_pin(mei, "48291")


async def test_a_form_that_is_sent_twice_at_once_adds_one(api: Api) -> None:
    html = (await shown(api, "/people")).html
    form = {**MEI, "key": field(html, "key"), "person": field(html, "person")}
    answers = await asyncio.gather(*[sent(api, "/people", form) for _ in range(3)])
    assert {each.status for each in answers} == {303}
    assert [each.person for each in api.people.all()] == [form["person"]]


async def test_many_who_have_left_and_many_codes_are_a_link_away(api: Api) -> None:
    for number in range(FORMER_SHOWN + 1):
        await api.people.add(f"former {number}", "")
    for _ in range(CODES_SHOWN):
        await api.tokens.create("guest", "a phone", "A01")
    html = (await shown(api, "/people")).html
    assert html.count("former ") == FORMER_SHOWN
    assert "/people?former=all#left" in html
    assert "/people?codes=all#codes" in html
    assert (await shown(api, "/people?former=all")).html.count("former ") == FORMER_SHOWN + 1
    whole = (await shown(api, "/people?codes=all")).html
    assert whole.count("a phone") == CODES_SHOWN
