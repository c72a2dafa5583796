"""The public events: what the world is told of the ledger's, one file a feature for those that are told otherwise.

An event is told as it is: every field of it, defaults too. Where its shape is not for the public, or holds records of
the house, the feature's file here gives a projection. Additive only: tests hold every shape to what it was.
"""

from __future__ import annotations

from kds.feed.public.telling import EncodedEvent, PublicEvent, encode_event, encode_stored

__all__ = ["EncodedEvent", "PublicEvent", "encode_event", "encode_stored"]
