"""A claim in hand."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from ._call import NOT_GIVEN
from ._generated import models
from ._generated.errors import BatonError, LeaseLost
from ._lease import Lease

if TYPE_CHECKING:
    from ._client import Baton

REASON_MAX_CHARS = 1_000
"""A reason that is made from an exception is cut off here."""

_log = logging.getLogger("batonpass")


class Claim:
    """A task that this process holds. The heartbeat renews its lease until it is submitted, released, blocked or lost.

    As a context manager: left by an exception, it is released with that as the reason; left cleanly without a result, it
    is released with "no result". Every call after the end raises LeaseLost.
    """

    def __init__(self, baton: Baton, result: models.ClaimResult, lease: Lease) -> None:
        self._baton = baton
        self._lease = lease
        self.task: models.Task = result.task
        self.epoch: int = result.epoch
        self.fence: str = result.fence
        """Task and epoch, `T-12:7`, for use outside: in a branch name, in a merge check."""
        self.handover: models.Handover = result.handover
        """What earlier attempts left, newest first."""

    @property
    def id(self) -> str:
        """The task's id, `T-12`."""
        return self.task.id

    @property
    def lost(self) -> Event:
        """Set when the claim is lost: stop working on it."""
        return self._lease.lost

    @property
    def held(self) -> bool:
        """Whether the claim is still this process's to work on."""
        return self._lease.over is None

    @property
    def remaining_s(self) -> float:
        """How long the lease may still be trusted without a renewal, in seconds."""
        return self._lease.remaining_s

    def check(self) -> None:
        """Raises LeaseLost when the claim is over. Cheap: call it in loops."""
        over = self._lease.over
        if over is not None:
            raise over

    def on_lost(self, listener: Callable[[LeaseLost], None]) -> None:
        """Calls `listener` once, in the thread that finds out, when the claim is lost."""
        self._lease.on_lost(listener)

    def progress(self, note: str, *, percent: int | None = None) -> None:
        """Notes progress for people and for whoever comes next. `percent` is 0 to 100. Raises LeaseLost."""
        with self._holding():
            given = NOT_GIVEN if percent is None else percent
            self._baton.progress_task(self.id, epoch=self.epoch, note=note, percent=given)

    def attach(self, name: str, content: bytes, *, content_type: str = "application/octet-stream") -> models.Artifact:
        """Attaches a file, up to 10 MiB, under a name without folders. Raises LeaseLost, TooLarge."""
        with self._holding():
            return self._baton.attach_artifact(
                self.id, name, content=content, epoch=self.epoch, content_type=content_type
            )

    def submit(
        self,
        summary: str,
        *,
        evidence: Sequence[models.EvidenceInput] = (),
        answers: Sequence[models.AnswerInput] = (),
    ) -> models.Task:
        """Hands the work in: for review, or done where the task wants none. Raises LeaseLost."""
        with self._settling("submitted"):
            given = evidence or NOT_GIVEN
            return self._baton.submit_task(
                self.id, epoch=self.epoch, summary=summary, evidence=given, answers=answers or NOT_GIVEN
            )

    def release(self, reason: str) -> models.Task:
        """Gives the task back for anyone to claim. Raises LeaseLost."""
        with self._settling("released"):
            return self._baton.release_task(self.id, epoch=self.epoch, reason=reason)

    def block(
        self,
        reason: str,
        *,
        kind: Literal["question", "dependency", "resource", "external"] = "question",
        waiting_on: models.WaitingOn | None = None,
        until: datetime | None = None,
        options: Sequence[str] = (),
    ) -> models.Task:
        """Gives the task back until what it waits for has come; the next holder gets the answer. Raises LeaseLost."""
        with self._settling("blocked"):
            return self._baton.block_task(
                self.id,
                epoch=self.epoch,
                kind=kind,
                reason=reason,
                waiting_on=waiting_on or NOT_GIVEN,
                until=until or NOT_GIVEN,
                options=options or NOT_GIVEN,
            )

    def __enter__(self) -> Claim:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.held:
            return
        reason = "no result" if error is None else f"{type(error).__name__}: {error}"[:REASON_MAX_CHARS]
        try:
            self.release(reason)
        except BatonError as refused:
            if error is None:
                raise
            _log.warning("%s could not be released: %s", self.id, refused)

    @contextmanager
    def _holding(self) -> Iterator[None]:
        self.check()
        try:
            yield
        except LeaseLost as lost:
            self._lease.lose("refused", lost)
            self._baton._forget(self._lease)
            raise

    @contextmanager
    def _settling(self, how: str) -> Iterator[None]:
        with self._holding():
            self._lease.settling = True
            try:
                yield
            finally:
                self._lease.settling = False
        self._lease.settle(how)
        self._baton._forget(self._lease)

    def __repr__(self) -> str:
        return f"Claim({self.fence!r}, held={self.held})"
