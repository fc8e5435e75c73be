"""What workers and reviewers do alike: take something, let a handler work on it, settle it, until they are stopped."""

from __future__ import annotations

import asyncio
import logging
import random
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from ._generated.errors import AgentPaused, BadRequest, BatonError, Forbidden, LeaseLost, Misdirected, Unauthenticated
from ._holding import HeldReview, HeldTask, let_go, reason_of
from ._io import Io
from ._lease import Outcome
from ._retry import backoff_s
from ._settings import SettingsError
from ._signal import Signal

H = TypeVar("H", HeldTask, HeldReview)

DRAIN_S_DEFAULT = 20.0
"""So long those that a signal stops let their handlers finish; what these still hold then is released."""
STOPPED_REASON = "The worker was stopped."

log = logging.getLogger("batonpass")


class Rounds(ABC, Generic[H]):
    """The rounds of one worker or reviewer, in one lane or several at once."""

    nothing: str
    """The reason with which something goes back that its handler left as it was."""

    def __init__(self, io: Io, on_error: Callable[[Exception], None] | None) -> None:
        self.stop = Signal()
        """Fires when no more is to be taken."""
        self.signalled = Signal()
        """Fires when a signal of the system came, also where it was stopped before by something else."""
        self.cancelled = False
        """Whether the handlers are being cancelled from outside."""
        self.failure: BaseException | None = None
        """What makes going on useless."""
        self.on_change: Callable[[], None] = lambda: None
        """Called when a lane has settled something, or ended."""
        self.io = io
        self._on_error = on_error
        self._guard = threading.Lock()
        self._holding: list[H] = []

    async def prepare(self) -> None:
        """What comes before the first round."""

    @abstractmethod
    async def claim(self) -> H | None:
        """Claims something; None: there was nothing, and enough was waited for it."""

    @abstractmethod
    async def settle(self, held: H) -> None:
        """Runs the handler and does what it says."""

    @abstractmethod
    def count(self, outcome: Outcome) -> bool:
        """Counts what has become of something; whether that is in good order."""

    @property
    def holding(self) -> list[H]:
        """What handlers work on now. Once it is empty after a stop, it stays so."""
        with self._guard:
            return list(self._holding)

    async def lane(self) -> None:
        """One after the other, until it is stopped."""
        failures = 0
        try:
            while not self.stop.fired:
                failures = 0 if await self._round() else failures + 1
                # What a handler failed at comes back at once: without a pause its attempts would be gone in a moment.
                if failures > 0:
                    await self.io.sleep(backoff_s(failures, random.random()), self.stop)
        except Exception as error:
            self.failure = self.failure or error
            self.stop.fire("stopped")
        finally:
            self.on_change()

    async def release_all(self) -> None:
        """Gives back what handlers still work on. They are told by their handle: it is lost."""
        refused: list[BatonError] = []
        for held in self.holding:
            try:
                await held.take_away(STOPPED_REASON)
            except BatonError as error:
                refused.append(error)
        for one in refused:
            self.tell(one)

    def tell(self, error: Exception) -> None:
        """Reports an error that does not stop it."""
        if self._on_error is not None:
            self._on_error(error)
        else:
            log.warning("%s goes on after: %s", type(self).__name__, reason_of(error))

    async def _round(self) -> bool:
        """Whether it went well."""
        try:
            held = await self.claim()
        except Exception as error:
            if self.stop.fired:
                return False
            if is_hopeless(error):
                raise
            self.tell(error)
            # Whether the pause also asks to drain, only a heartbeat tells.
            if isinstance(error, AgentPaused):
                await self.io.run(self.io.session.beat_now)
            return False
        if held is None:
            return True
        if not self._take(held):
            self._tell_refusal(await let_go(held, STOPPED_REASON))
            return False
        return await self._work_on(held)

    def _take(self, held: H) -> bool:
        """Whether it is worked on. The server may have granted it in the very moment of the stop: what comes now goes back."""
        with self._guard:
            if self.stop.fired:
                return False
            self._holding.append(held)
            return True

    async def _work_on(self, held: H) -> bool:
        raised: BaseException | None = None
        try:
            try:
                await self.settle(held)
            except BaseException as error:
                raised = error
            # Before anybody is told: who listens may fail, too.
            refused = await let_go(held, self.nothing if raised is None else reason_of(raised))
            self._tell_raised(raised)
            self._tell_refusal(refused)
        finally:
            with self._guard:
                self._holding.remove(held)
            is_good = self.count(held.lease.outcome)
            self.on_change()
        return is_good

    def _tell_raised(self, raised: BaseException | None) -> None:
        if raised is None:
            return
        if isinstance(raised, asyncio.CancelledError) and not self.cancelled:
            # Of something that the handler awaited, and no wish that this should end.
            self.tell(RuntimeError("A handler raised CancelledError."))
        elif isinstance(raised, Exception):
            self.tell(raised)
        else:
            raise raised

    def _tell_refusal(self, refused: BatonError | None) -> None:
        if refused is not None and not isinstance(refused, LeaseLost):
            self.tell(refused)


def is_hopeless(error: BaseException) -> bool:
    """Whether asking again would only be refused again."""
    return isinstance(error, (Unauthenticated, Forbidden, BadRequest, Misdirected, SettingsError)) or not isinstance(
        error, BatonError
    )
