"""How far somebody has come with an exercise: a step is done when they did it, and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kds.core.types import Event, Name
from kds.ops.practice.exercises import EXERCISES, Exercise
from kds.ops.practice.stage import Props, staged
from kds.runtime.messages import Committed
from kds.runtime.store import Store


class StepShown(NamedTuple):
    """A step in words, where it is done, and whether it has been. `now`: it is the next one."""

    words: Name
    page: str
    done: bool
    now: bool


class Progress:
    """What one person practises in a store of their own."""

    def __init__(self, store: Store, person: str) -> None:
        self._store = store
        self._person = person
        self._props = Props()
        self.exercise: Exercise | None = None
        self.done = 0
        """Steps of the exercise."""
        self.finished: set[str] = set()
        """Exercises that were brought to their end."""
        store.listeners.follow(self._committed)

    @property
    def is_over(self) -> bool:
        """Whether every step of the exercise is done."""
        return self.exercise is not None and self.done == len(self.exercise.steps)

    async def begin(self, name: str) -> None:
        """Set the stage of an exercise, and begin it. Raises `NoStage`, and what `Store.submit` raises."""
        props = await staged(self._store, name)
        self.exercise, self._props, self.done = EXERCISES[name], props, 0

    def steps(self) -> list[StepShown]:
        """The steps of the exercise, in order; none where there is none."""
        steps = () if self.exercise is None else self.exercise.steps
        said = self._props._asdict()
        return [
            StepShown(
                words=Name(zh=each.words.zh.format_map(said), en=each.words.en.format_map(said)),
                page=each.page.format_map(said),
                done=number < self.done,
                now=number == self.done,
            )
            for number, each in enumerate(steps)
        ]

    def _committed(self, events: Sequence[Committed]) -> None:
        for each in events:
            if each.stamp.actor == self._person:
                self._take(each.event)

    def _take(self, event: Event) -> None:
        steps = () if self.exercise is None else self.exercise.steps[self.done :]
        if self.exercise is None or not steps or not isinstance(event, steps[0].event):
            return
        self.done += 1
        if len(steps) == 1:
            self.finished.add(self.exercise.exercise)
