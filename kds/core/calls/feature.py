"""Calls for service: what is done about them, and what becomes of them when a party leaves."""

from __future__ import annotations

from kds.core.calls import call_service, end_call, events, take_call
from kds.core.deeds import Feature
from kds.core.floor.events import SessionCleared, SessionMerged

CALLS = Feature(
    deeds=(call_service.DEED, take_call.DEED, end_call.DEED),
    folds={
        events.ServiceCalled: events.fold_service_called,
        events.CallTaken: events.fold_call_taken,
        events.CallEnded: events.fold_call_ended,
        SessionCleared: events.fold_session_cleared,
        SessionMerged: events.fold_session_merged,
    },
)
