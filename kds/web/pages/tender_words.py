"""What the kinds of tenders are called: by what guests pay."""

from __future__ import annotations

from kds.core.billing.model import TenderKind
from kds.core.types import Name

TENDER_KINDS: dict[TenderKind, Name] = {
    "cash": Name(zh="现金", en="cash"),
    "card": Name(zh="刷卡", en="card"),
    "qr": Name(zh="扫码", en="QR code"),
    "account": Name(zh="挂账", en="on account"),
    "deposit": Name(zh="押金抵扣", en="deposit"),
    "other": Name(zh="其他", en="other"),
}
"""In the order in which pages list them."""
