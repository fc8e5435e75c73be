"""What a reviewer does: take a review, judge it, decide, until it is stopped."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from typing_extensions import TypeAlias

from ._call import NOT_GIVEN
from ._generated.errors import CursorExpired, LogReset
from ._holding import CLAIM_WAIT_MAX_S, EMPTY_TOO_SOON_S, HeldReview, claim_next_review
from ._io import Api, Io
from ._lease import Outcome
from ._rounds import Rounds

REVIEW_LOOK_S_DEFAULT = 5.0
"""So long a reviewer waits at most before it looks again. News of a review wakes it sooner; what is free again because
another's lease ran out is found by looking alone."""


@dataclass(frozen=True)
class Approve:
    """What a reviewer's handler returns for work that is good."""

    note: str | None = None


@dataclass(frozen=True)
class RequestChanges:
    """What a reviewer's handler returns for work that goes back to its author, with a note that says why."""

    note: str


Decision: TypeAlias = "Approve | RequestChanges | None"


@dataclass(frozen=True)
class ReviewOptions:
    """How a reviewer works."""

    look_s: float
    drain_s: float
    on_error: Callable[[Exception], None] | None


class Reviewing(Rounds[HeldReview]):
    """The rounds of one reviewer."""

    nothing = "no decision"

    def __init__(
        self,
        io: Io,
        options: ReviewOptions,
        handle: Callable[[HeldReview], Awaitable[Decision]],
        claim: Callable[[Io], Awaitable[HeldReview | None]] = claim_next_review,
    ) -> None:
        super().__init__(io, options.on_error)
        self.decided = 0
        """How many were decided so far."""
        self._handle = handle
        self._claim = claim
        self._look_s = min(max(1.0, options.look_s), CLAIM_WAIT_MAX_S)
        self._cursor: str | None = None

    async def claim(self) -> HeldReview | None:
        """See Rounds."""
        held = await self._claim(self.io)
        if held is None:
            await self._rest()
        return held

    async def settle(self, held: HeldReview) -> None:
        """See Rounds. What is not decided goes back, for whoever takes it next."""
        decision = await self._handle(held)
        if decision is None or held.lease.outcome != "held":
            return
        if not isinstance(decision, (Approve, RequestChanges)):
            raise TypeError("A reviewer's handler returns Approve() or RequestChanges(note).")
        await held.decide("approve" if isinstance(decision, Approve) else "request_changes", decision.note)

    def count(self, outcome: Outcome) -> bool:
        """See Rounds."""
        self.decided += outcome == "decided"
        return outcome == "decided"

    async def _rest(self) -> None:
        """Waits until it is worth looking again."""
        sent_at = time.monotonic()
        try:
            result = await Api(self.io).wait(
                kinds=["review"], wait_seconds=int(self._look_s), cursor=self._cursor or NOT_GIVEN
            )
            self._cursor = result.cursor
        except (CursorExpired, LogReset):
            self._cursor = None
        if time.monotonic() - sent_at < EMPTY_TOO_SOON_S:
            await self.io.sleep(EMPTY_TOO_SOON_S, self.stop)
