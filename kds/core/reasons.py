"""Why something is done, where the house has said for which reasons alone it may be."""

from __future__ import annotations

from kds.core.billing.offered import DEEDS, ReasonFor, Reasons
from kds.core.bills import settings_of
from kds.core.state import State
from kds.core.types import Refusal, reason

NOT_LISTED = reason(
    "reason_not_listed",
    "invalid",
    "本店只用列出的原因：{known_zh}",
    "The house gives these reasons alone: {known_en}",
)


def reasons_for(state: State, deed: ReasonFor) -> Reasons:
    """What is offered for that; a house that has no list of it takes any reason."""
    return next((each for each in settings_of(state).reasons if each.deed == deed), Reasons(deed))


def all_reasons(state: State) -> dict[ReasonFor, Reasons]:
    """What is offered for each thing that is done for a reason."""
    return {deed: reasons_for(state, deed) for deed in DEEDS}


def listed(state: State, deed: ReasonFor, said: str) -> None:
    """A reason that may be given, in either language. Refused: reason_not_listed."""
    offered = reasons_for(state, deed)
    if offered.free or any(said in (each.zh, each.en) for each in offered.said):
        return
    known_zh, known_en = "、".join(each.in_zh for each in offered.said), ", ".join(each.in_en for each in offered.said)
    raise Refusal(NOT_LISTED, deed=deed, known_zh=known_zh, known_en=known_en)
