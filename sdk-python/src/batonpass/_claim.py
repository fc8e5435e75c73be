"""A claim in hand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event
from types import TracebackType

from ._drive import drive
from ._generated import models
from ._generated.errors import LeaseLost
from ._holding import Block, BlockKind, HeldReview, HeldTask, Holding, Submission, let_go, reason_of
from ._late import go_on
from ._lease import Lease, Outcome
from ._signal import waker

_log = logging.getLogger("batonpass")


class InHand:
    """What every handle tells, whether it blocks or not: of a task or of a review."""

    def __init__(self, held: Holding) -> None:
        self._holding = held
        self._lease: Lease = held.lease
        self.epoch: int = held.epoch
        """The fencing token that the claim gave."""

    @property
    def held(self) -> bool:
        """Whether it is still this process's to work on."""
        return self._lease.over is None

    @property
    def outcome(self) -> Outcome:
        """What has become of it: `held`, `submitted`, `released`, `blocked`, `decided`, `lost`."""
        return self._lease.outcome

    @property
    def remaining_s(self) -> float:
        """How long the lease may still be trusted without a renewal, in seconds."""
        return self._lease.remaining_s

    def check(self) -> None:
        """Raises LeaseLost when it is over. Cheap: call it in loops."""
        self._holding.check()

    def on_lost(self, listener: Callable[[LeaseLost], None]) -> None:
        """Calls `listener` once, in the thread that finds out, when it is lost."""
        self._lease.on_lost(listener)


class TaskInHand(InHand):
    """What the handles of a task tell."""

    def __init__(self, held: HeldTask) -> None:
        super().__init__(held)
        self._held = held
        self.fence: str = held.result.fence
        """Task and epoch, `T-12:7`, for use outside: in a branch name, in a merge check."""
        self.handover: models.Handover = held.result.handover
        """What earlier attempts left, newest first."""

    @property
    def task(self) -> models.Task:
        """The task as the last answer of the server showed it."""
        return self._held.task

    @property
    def id(self) -> str:
        """The task's id, `T-12`."""
        return self._held.task.id

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.fence!r}, held={self.held})"


class Claim(TaskInHand):
    """A task that this process holds. The heartbeat renews its lease until it is submitted, released, blocked or lost.

    As a context manager: left by an exception, it is released with that as the reason; left cleanly without a result, it
    is released with "no result". Every call after the end raises LeaseLost.
    """

    @property
    def lost(self) -> Event:
        """Set when the claim is lost: stop working on it."""
        return self._lease.lost

    def progress(self, note: str, *, percent: int | None = None) -> None:
        """Notes progress for people and for whoever comes next, and renews the lease. `percent` is 0 to 100. Raises LeaseLost."""
        drive(self._held.progress(note, percent))

    def attach(self, name: str, content: bytes, *, media_type: str = "application/octet-stream") -> models.Artifact:
        """Attaches a file, up to 10 MiB, under a name without folders. Raises LeaseLost, TooLarge."""
        return drive(self._held.attach(name, content, media_type))

    def fetch(self, name: str) -> bytes:
        """A file that is attached to the task, by this attempt or an earlier one. Raises NotFound."""
        return drive(self._held.fetch(name))

    def reserve(self, paths: Sequence[str], *, mode: models.ReservationMode | None = None) -> models.Reservation:
        """Holds more paths than the task declares, as globs, until the claim ends. Raises PathsReserved, LeaseLost."""
        return drive(self._held.reserve(paths, mode))

    def submit(
        self,
        summary: str,
        *,
        evidence: Sequence[models.EvidenceInput] = (),
        answers: Sequence[models.AnswerInput] = (),
        idempotency_key: str | None = None,
    ) -> models.Task:
        """Hands the work in: for review, or done where the task wants none.

        What was lost is sent all the same: if nobody has taken the task it counts, else the server keeps the work on the
        task and this raises LeaseLost. With an `idempotency_key` of your own, code that runs again hands in once.
        """
        return drive(self._held.submit(Submission(summary, evidence, answers, idempotency_key)))

    def release(self, reason: str) -> models.Task:
        """Gives the task back for anyone to claim. Raises LeaseLost."""
        return drive(self._held.release(reason))

    def block(
        self,
        reason: str,
        *,
        kind: BlockKind = "question",
        waiting_on: models.WaitingOn | None = None,
        until: datetime | None = None,
        options: Sequence[str] = (),
    ) -> models.Task:
        """Gives the task back until what it waits for has come; the next holder gets the answer. Raises LeaseLost."""
        return drive(self._held.block(Block(reason, kind, waiting_on, until, options)))

    def __enter__(self) -> Claim:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        drive(leave(self._held, "no result", error))


class AsyncClaim(TaskInHand):
    """A task that this process holds, for code that awaits. The heartbeat's thread renews its lease, also while a
    synchronous tool blocks the event loop, until it is submitted, released, blocked or lost.

    As an async context manager: left by an exception, cancellation too, it is released with that as the reason; left
    cleanly without a result, it is released with "no result". Every call after the end raises LeaseLost.
    """

    def __init__(self, held: HeldTask) -> None:
        super().__init__(held)
        self.lost = Lost(self._lease)
        """Set when the claim is lost, and can be awaited: stop working on it."""

    async def progress(self, note: str, *, percent: int | None = None) -> None:
        """Notes progress for people and for whoever comes next, and renews the lease. `percent` is 0 to 100. Raises LeaseLost."""
        await self._held.progress(note, percent)

    async def attach(
        self, name: str, content: bytes, *, media_type: str = "application/octet-stream"
    ) -> models.Artifact:
        """Attaches a file, up to 10 MiB, under a name without folders. Raises LeaseLost, TooLarge."""
        return await self._held.attach(name, content, media_type)

    async def fetch(self, name: str) -> bytes:
        """A file that is attached to the task, by this attempt or an earlier one. Raises NotFound."""
        return await self._held.fetch(name)

    async def reserve(self, paths: Sequence[str], *, mode: models.ReservationMode | None = None) -> models.Reservation:
        """Holds more paths than the task declares, as globs, until the claim ends. Raises PathsReserved, LeaseLost."""
        return await self._held.reserve(paths, mode)

    async def submit(
        self,
        summary: str,
        *,
        evidence: Sequence[models.EvidenceInput] = (),
        answers: Sequence[models.AnswerInput] = (),
        idempotency_key: str | None = None,
    ) -> models.Task:
        """Hands the work in: for review, or done where the task wants none.

        What was lost is sent all the same: if nobody has taken the task it counts, else the server keeps the work on the
        task and this raises LeaseLost.
        """
        return await self._held.submit(Submission(summary, evidence, answers, idempotency_key))

    async def release(self, reason: str) -> models.Task:
        """Gives the task back for anyone to claim. Raises LeaseLost."""
        return await self._held.release(reason)

    async def block(
        self,
        reason: str,
        *,
        kind: BlockKind = "question",
        waiting_on: models.WaitingOn | None = None,
        until: datetime | None = None,
        options: Sequence[str] = (),
    ) -> models.Task:
        """Gives the task back until what it waits for has come; the next holder gets the answer. Raises LeaseLost."""
        return await self._held.block(Block(reason, kind, waiting_on, until, options))

    async def __aenter__(self) -> AsyncClaim:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A second cancellation leaves at once, and the release goes on by itself.
        await asyncio.shield(go_on(leave(self._held, "no result", error)))


class Lost:
    """Whether a lease is lost, for code that awaits."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease

    def is_set(self) -> bool:
        """Whether it is lost by now."""
        return self._lease.lost.is_set()

    async def wait(self) -> bool:
        """Waits until it is lost; True. What is settled is never lost."""
        woken = asyncio.Event()
        wake = waker(asyncio.get_running_loop(), woken)

        def tell(lost: LeaseLost) -> None:
            wake()

        self._lease.on_lost(tell)
        try:
            await woken.wait()
        finally:
            self._lease.forget(tell)
        return True


async def leave(held: HeldTask | HeldReview, nothing: str, error: BaseException | None) -> None:
    """Releases what its holder leaves without having settled it, with `nothing` as the reason where there was no error."""
    refused = await let_go(held, nothing if error is None else reason_of(error))
    if refused is None:
        return
    if error is None:
        raise refused
    _log.warning("%s could not be released: %s", held.task.id, refused)
