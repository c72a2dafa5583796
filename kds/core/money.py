"""Money in words: ¥88.00. Sums are counted in the currency's minor unit everywhere else."""

from __future__ import annotations

from kds.core.state import State
from kds.core.types import Minor

SYMBOLS = {
    "AUD": "A$",
    "CAD": "C$",
    "CNY": "¥",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "MOP": "MOP$",
    "MYR": "RM",
    "NZD": "NZ$",
    "PHP": "₱",
    "SGD": "S$",
    "THB": "฿",
    "TWD": "NT$",
    "USD": "$",
    "VND": "₫",
}
"""What stands before a sum; any other currency is called by its code."""
EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
"""How many decimals a minor unit is, by ISO 4217, where they are not two."""


def in_words(minor: Minor, currency: str) -> str:
    """A sum as it is read in both languages: ¥1,288.00, ¥500 of Japan, KWD 1.250, -$3.00."""
    exponent = EXPONENTS.get(currency, 2)
    whole, rest = divmod(abs(minor), 10**exponent)
    decimals = f".{rest:0{exponent}}" if exponent else ""
    return f"{'-' if minor < 0 else ''}{symbol_of(currency)}{whole:,}{decimals}"


def symbol_of(currency: str) -> str:
    """What stands before a sum: its sign, or its code and a space."""
    return SYMBOLS.get(currency) or f"{currency} ".lstrip()


def currency_of(state: State) -> str:
    """What the house charges in: the menu's currency, and before there is a menu the house's; "" before both."""
    menu, house = state.menu.head.value, state.day.house.value
    if menu is not None:
        return menu.currency
    return "" if house is None else house.currency


def told(state: State, minor: Minor) -> str:
    """A sum in the house's currency, in words."""
    return in_words(minor, currency_of(state))
