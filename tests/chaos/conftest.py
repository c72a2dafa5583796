"""Disasters befall a real server."""

from tests.live.fixtures import api, founded, house, server

__all__ = ["api", "founded", "house", "server"]
