"""What a worker does, in threads or in tasks: claim, run, settle, until it is stopped."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ._generated.errors import VersionConflict
from ._holding import EMPTY_TOO_SOON_S, HeldTask, Submission, claim_next
from ._io import Api, Io
from ._lease import Outcome
from ._retry import backoff_s
from ._rounds import Rounds

WORK_WAIT_S_DEFAULT = 20.0
WORK_CONCURRENCY_MAX = 100


@dataclass(frozen=True)
class WorkOptions:
    """How a worker works."""

    labels: Sequence[str]
    concurrency: int
    wait_s: float
    drain_s: float
    on_error: Callable[[Exception], None] | None

    def __post_init__(self) -> None:
        if not 1 <= self.concurrency <= WORK_CONCURRENCY_MAX:
            raise ValueError(f"concurrency must be a whole number from 1 to {WORK_CONCURRENCY_MAX}.")


@dataclass(frozen=True)
class WorkReport:
    """What a worker did until it stopped."""

    claimed: int
    submitted: int
    released: int
    """Given back: the handler raised or returned nothing, or the result was refused."""
    blocked: int
    """Blocked by the handler, until what they wait for has come."""
    lost: int
    """Taken away, cancelled, or no longer trusted while the handler ran."""
    stopped_because: str
    """`signal` of the system, `stopped` by `stop()`, the server's `drain`, or the client was `closed`."""


class Handle(Protocol):
    """Runs the handler of a worker on one claim."""

    def __call__(self, held: HeldTask) -> Awaitable[str | Submission | None]: ...


class ClaimNext(Protocol):
    """Claims the next task; else says why there is none."""

    def __call__(self, io: Io, labels: Sequence[str], wait_s: float) -> Awaitable[HeldTask | str]: ...


class Work(Rounds[HeldTask]):
    """The lanes of one worker, each a task at a time, and what they did."""

    nothing = "no result"

    def __init__(self, io: Io, options: WorkOptions, handle: Handle, claim: ClaimNext = claim_next) -> None:
        super().__init__(io, options.on_error)
        self._options = options
        self._handle = handle
        self._claim = claim
        self._counts: dict[Outcome, int] = dict.fromkeys(("held", "submitted", "released", "blocked", "lost", "decided"), 0)

    def report(self) -> WorkReport:
        """What was done so far."""
        counts = self._counts
        return WorkReport(
            claimed=sum(counts.values()),
            submitted=counts["submitted"],
            released=counts["released"],
            blocked=counts["blocked"],
            lost=counts["lost"],
            stopped_because=self.stop.reason,
        )

    async def prepare(self) -> None:
        """Raises the agent's limit: it holds one task unless it says otherwise (SPEC CL7)."""
        wanted = self._options.concurrency
        name = (await self.io.connect()).agent
        api = Api(self.io)
        if wanted == 1 or (await api.get_agent(name)).max_concurrent >= wanted:
            return
        try:
            await api.update_agent(name, max_concurrent=wanted)
        except VersionConflict:
            # Somebody changed the agent in the same moment; what they set stays, but for the limit.
            await api.update_agent(name, max_concurrent=wanted)

    async def claim(self) -> HeldTask | None:
        """See Rounds."""
        asked_at = time.monotonic()
        found = await self._claim(self.io, self._options.labels, self._options.wait_s)
        if isinstance(found, HeldTask):
            return found
        if time.monotonic() - asked_at < EMPTY_TOO_SOON_S:
            await self.io.sleep(backoff_s(1, random.random()), self.stop)
        return None

    async def settle(self, held: HeldTask) -> None:
        """See Rounds. What has no result goes back."""
        result = await self._handle(held)
        # A result that comes after the loss is sent too: the server keeps it.
        if result is not None and held.lease.outcome in ("held", "lost"):
            await held.submit(result if isinstance(result, Submission) else Submission(result))

    def count(self, outcome: Outcome) -> bool:
        """See Rounds."""
        self._counts[outcome] += 1
        return outcome in ("submitted", "blocked")
