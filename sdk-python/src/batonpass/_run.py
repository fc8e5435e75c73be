"""A run of an agent on one claimed task: what is done around it, whichever framework runs the agent."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import TypeVar

from ._claim import Claim
from ._desk import Desk, Mail
from ._generated.errors import BatonError, LeaseLost
from ._review import ReviewClaim

T = TypeVar("T")

GIVEN_UP = "The run was cancelled before its task came."

taken_by_tools: ContextVar[list[Claim | ReviewClaim] | None] = ContextVar("batonpass_taken_by_tools", default=None)
"""What tools have claimed in the run that they are called in; None: no run is on."""

_log = logging.getLogger("batonpass")


class Run:
    """The task of a run, the mail that it was shown, and what its tools have claimed. It ends once, by `finish` or by `fail`."""

    def __init__(self, desk: Desk, claim: Claim, taken: list[Claim | ReviewClaim] | None = None) -> None:
        self.claim = claim
        self.taken: list[Claim | ReviewClaim] = [] if taken is None else taken
        """What its tools have claimed beside its own task: it goes back at the end."""
        self._desk = desk
        self._unacked: list[int] = []
        self.failed = False
        """Whether it ended by `fail`."""

    @property
    def lost(self) -> LeaseLost | None:
        """Why no tool may run any more and no model be called, or None.

        What the agent itself handed in is over too, but it may still say its last words.
        """
        if not self.failed and self.claim.outcome != "lost":
            return None
        try:
            self.claim.check()
        except LeaseLost as over:
            return over
        return None

    def check(self) -> None:
        """Raises LeaseLost where it is lost."""
        if (lost := self.lost) is not None:
            raise lost

    def unread(self) -> list[Mail]:
        """What to put before the model at its next call. Mail that cannot be read now is no reason to stop working."""
        try:
            mail = self._desk.unread()
        except BatonError as error:
            _log.warning("The inbox could not be read: %s", error)
            return []
        self._unacked = [one.seq for one in mail]
        return mail

    def ack(self) -> None:
        """Acknowledges what the model has answered to. What cannot be acknowledged now comes again."""
        unacked, self._unacked = self._unacked, []
        try:
            self._desk.ack(unacked)
        except BatonError as error:
            _log.warning("Messages could not be acknowledged: %s", error)

    def finish(self, result: str) -> None:
        """Submits the result, or releases where there is none. Raises BatonError where that is refused."""
        try:
            self._desk.finish(self.claim, result)
        finally:
            self.give_back("no result")

    def fail(self, error: BaseException | str) -> None:
        """Releases with the reason. Raises nothing."""
        self.failed = True
        self._desk.fail(self.claim, error)
        self.give_back(error)

    def give_back(self, reason: BaseException | str) -> None:
        """Releases what its tools have claimed. Raises nothing."""
        for claim in self.taken:
            self._desk.fail(claim, reason)
        self.taken.clear()


class Step:
    """A call of a model or of tools in a run: what tools claim meanwhile the run has taken, and what is raised ends the run.

    `pause`: what only pauses it. Where there is no run, it does nothing.
    """

    def __init__(self, run: Run | None, *, pause: type[BaseException]) -> None:
        self._run = run
        self._pause = pause

    def __enter__(self) -> None:
        self._before = taken_by_tools.set(self._run.taken if self._run is not None else None)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        taken_by_tools.reset(self._before)
        if self._run is not None and error is not None and not isinstance(error, self._pause):
            self._run.fail(error)

    async def __aenter__(self) -> None:
        self.__enter__()

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        taken_by_tools.reset(self._before)
        if self._run is not None and error is not None and not isinstance(error, self._pause):
            await asyncio.to_thread(self._run.fail, error)


async def in_thread(call: Callable[[], T], undo: Callable[[T], None]) -> T:
    """Makes a call that may wait, in another thread. Where its caller is cancelled meanwhile, `undo` gets what came of it."""
    guard = threading.Lock()
    came: list[T] = []
    gone = False

    def make() -> T:
        result = call()
        with guard:
            late = gone
            came.append(result)
        if late:
            undo(result)
        return result

    try:
        return await asyncio.to_thread(make)
    except asyncio.CancelledError:
        with guard:
            gone = True
            there = list(came)
        for result in there:
            await asyncio.to_thread(undo, result)
        raise
