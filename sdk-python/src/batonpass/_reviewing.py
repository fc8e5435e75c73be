"""What a reviewer does: take a review, judge it, decide, until it is stopped."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable

from typing_extensions import TypeAlias

from ._call import NOT_GIVEN
from ._generated.errors import CursorExpired, LogReset
from ._holding import CLAIM_WAIT_MAX_S, EMPTY_TOO_SOON_S, HeldReview, claim_next_review, let_go, reason_of
from ._io import Api, Io
from ._retry import backoff_s
from ._signal import Signal
from ._working import Approve, RequestChanges, is_hopeless, log, settle_review

REVIEW_LOOK_S_DEFAULT = 5.0
"""So long a reviewer waits at most before it looks again. News of a review wakes it sooner; what is free again because
another's lease ran out is found by looking alone."""

Decision: TypeAlias = "Approve | RequestChanges | None"


class Reviewing:
    """The rounds of one reviewer."""

    def __init__(
        self,
        io: Io,
        handle: Callable[[HeldReview], Awaitable[Decision]],
        look_s: float,
        claim: Callable[[Io], Awaitable[HeldReview | None]] = claim_next_review,
    ) -> None:
        self.stop = Signal()
        """Fires when no more is to be taken in hand."""
        self.on_error: Callable[[Exception], None] | None = None
        self._io = io
        self._handle = handle
        self._claim = claim
        self._look_s = min(max(1.0, look_s), CLAIM_WAIT_MAX_S)
        self._cursor: str | None = None

    async def run(self) -> int:
        """Takes, judges and decides until it is stopped; how many were decided. Raises what makes going on useless."""
        decided = failures = 0
        while not self.stop.fired:
            held: HeldReview | None = None
            try:
                held = await self._claim(self._io)
                if held is None:
                    await self._rest()
                else:
                    decided += await self._judge(held)
                failures = 0
            except Exception as error:
                if held is None and is_hopeless(error):
                    raise
                if held is None and self.stop.fired:
                    return decided
                self._tell(error)
                failures += 1
                await self._io.sleep(backoff_s(failures, random.random()), self.stop)
        return decided

    async def _judge(self, held: HeldReview) -> bool:
        """Decides it, or gives it back with the reason, for whoever takes it next."""
        why = "no decision"
        try:
            await settle_review(held, await self._handle(held))
        except BaseException as error:
            why = reason_of(error)
            raise
        finally:
            refused = await let_go(held, why)
            if refused is not None:
                self._tell(refused)
        return held.lease.outcome == "decided"

    async def _rest(self) -> None:
        """Waits until it is worth looking again."""
        sent_at = time.monotonic()
        try:
            result = await Api(self._io).wait(
                kinds=["review"], wait_seconds=int(self._look_s), cursor=self._cursor or NOT_GIVEN
            )
            self._cursor = result.cursor
        except (CursorExpired, LogReset):
            self._cursor = None
        if time.monotonic() - sent_at < EMPTY_TOO_SOON_S:
            await self._io.sleep(EMPTY_TOO_SOON_S, self.stop)

    def _tell(self, error: Exception) -> None:
        if self.on_error is not None:
            self.on_error(error)
        else:
            log.warning("The reviewer goes on after: %s", reason_of(error))
