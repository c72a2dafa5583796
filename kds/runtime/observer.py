"""What the runtime tells whoever measures it; injected, so that the runtime knows no metrics."""

from __future__ import annotations

from typing import Protocol


class Observer(Protocol):
    """Called on the hot path: implementations count and return."""

    def command(self, kind: str, outcome: str, seconds: float) -> None:
        """A command was answered: `outcome` is done, replayed, a refusal's code, or a failure."""
        ...

    def commit(self, batch: int, seconds: float) -> None:
        """A batch of so many commands was committed in so many seconds."""
        ...

    def queue(self, depth: int) -> None:
        """So many commands wait."""
        ...


class NoObserver:
    """Measures nothing."""

    def command(self, kind: str, outcome: str, seconds: float) -> None:
        """Nothing."""

    def commit(self, batch: int, seconds: float) -> None:
        """Nothing."""

    def queue(self, depth: int) -> None:
        """Nothing."""
