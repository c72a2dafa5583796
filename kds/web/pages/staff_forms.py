"""What the forms of /people say, and what is wrong with it, field by field."""

from __future__ import annotations

import re
from typing import NamedTuple, get_args

from kds.core.cleaning import MISSING, a_text
from kds.core.people.model import StaffRole
from kds.core.text import TextRule
from kds.core.types import Name, Refusal
from kds.storage.people import BadPin, checked_pin, made_pin
from kds.web.pages.forms import Fields

PERSON_NAME, PHONE = TextRule(60, required=True), TextRule(30, required=False)
STAFF_ROLES: tuple[StaffRole, ...] = get_args(StaffRole)
PHONE_SIGNS = re.compile(r"[0-9+()\-. /]*", re.ASCII)
PIN_BAD = Name(
    zh="PIN 码要4到8位数字，不能全部相同，也不能是连号（如1234）",
    en="A PIN has 4 to 8 digits, not all alike and not counted up or down (such as 1234)",
)
PIN_DIFFERS = Name(zh="两次输入的 PIN 码不一样", en="The two PINs are not the same")
PHONE_BAD = Name(zh="电话只能有数字、空格和 + - ( ) . /", en="A phone number has digits, spaces and + - ( ) . / only")
ROLE_BAD = Name(zh="请选择一个您可以给的身份", en="Choose a role that you may give")

Faults = dict[str, Name]
"""What is wrong, by the fields of the form."""


class Said(NamedTuple):
    """A form about somebody. `role` is None where none was chosen that there is."""

    name: str
    phone: str
    role: StaffRole | None


def read(fields: Fields, faults: Faults) -> Said:
    """Name, phone and role of a form; what is wrong goes into `faults`."""
    said = Said(
        name=_text("name", fields, PERSON_NAME, faults),
        phone=_text("phone", fields, PHONE, faults),
        role=next((each for each in STAFF_ROLES if each == fields.get("role")), None),
    )
    if "phone" not in faults and PHONE_SIGNS.fullmatch(said.phone) is None:
        faults["phone"] = PHONE_BAD
    if said.role is None:
        faults["role"] = ROLE_BAD
    return said


def _text(field: str, fields: Fields, rule: TextRule, faults: Faults) -> str:
    try:
        return a_text(field, fields.get(field, ""), rule)
    except Refusal as refusal:
        missing = refusal.reason.zh == MISSING.zh
        faults[field] = Name(zh="请填写姓名", en="Type a name") if missing else refusal.message()
        return ""


def read_pin(fields: Fields, faults: Faults, *, required: bool = False) -> str:
    """The PIN of a form, one that is made where it asks for that; "" where it has none."""
    if "generate" in fields:
        return made_pin()
    pin, again = fields.get("pin", "").strip(), fields.get("again", "").strip()
    if not pin and not again and not required:
        return ""
    try:
        checked_pin(pin)
    except BadPin:
        faults["pin"] = PIN_BAD
        return ""
    if pin != again:
        faults["again"] = PIN_DIFFERS
    return pin
