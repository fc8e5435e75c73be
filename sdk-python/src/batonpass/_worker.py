"""Workers and reviewers of the blocking client: each place is a thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from ._claim import Claim
from ._drive import drive
from ._holding import HeldReview, HeldTask, Submission
from ._io import BlockingIo
from ._review import ReviewClaim
from ._reviewing import Decision, Reviewing, ReviewOptions
from ._rounds import Rounds
from ._stopping import stopped_from_outside
from ._working import Work, WorkOptions, WorkReport

WorkHandler: TypeAlias = Callable[[Claim], "str | Submission | None"]
ReviewHandler: TypeAlias = Callable[[ReviewClaim], Decision]

_LOOK_S = 0.5
"""On Windows a thread that waits on a lock hears no signal, so the wait is cut into pieces."""


class Worker:
    """A handler and how it is to be run. Made by `Baton.worker`; calling it runs the handler alone."""

    def __init__(
        self, io: BlockingIo, handler: WorkHandler, options: WorkOptions, keep: Callable[[Claim], Claim]
    ) -> None:
        self._io = io
        self._handler = handler
        self._options = options
        self._keep = keep
        self._work: Work | None = None

    def __call__(self, task: Claim) -> str | Submission | None:
        """The handler itself, for a claim that was made elsewhere."""
        return self._handler(task)

    def run(self) -> WorkReport:
        """Claims, runs the handler and submits what it returns, until SIGTERM or SIGINT, `stop()`, the server's wish to
        drain, or the end of the client; then lets what runs finish. Stopped by a signal it ends the session, too, and
        waits no longer than `drain_seconds`: what is held then is released. The handler runs in threads of its own.

        Raises what makes going on useless: Unauthenticated, Forbidden, BadRequest, SettingsError.
        """
        work = Work(self._io, self._options, self._handle)
        self._io.session.connect()
        self._work = work
        try:
            _run(work, self._io, lanes=self._options.concurrency, drain_s=self._options.drain_s)
        finally:
            self._work = None
        return work.report()

    def stop(self) -> None:
        """Takes no more; `run` returns when what runs has finished. From any thread."""
        work = self._work
        if work is not None:
            work.stop.fire("stopped")

    async def _handle(self, held: HeldTask) -> str | Submission | None:
        return self._handler(self._keep(Claim(held)))

    def __repr__(self) -> str:
        return f"Worker({getattr(self._handler, '__qualname__', self._handler)!r})"


class Reviewer:
    """A handler of reviews. Made by `Baton.reviewer`; calling it runs the handler alone."""

    def __init__(self, io: BlockingIo, handler: ReviewHandler, options: ReviewOptions) -> None:
        self._io = io
        self._handler = handler
        self._options = options
        self._reviewing: Reviewing | None = None

    def __call__(self, review: ReviewClaim) -> Decision:
        """The handler itself, for a review that was taken elsewhere."""
        return self._handler(review)

    def run(self) -> int:
        """Takes reviews in hand, one after the other, and decides what the handler says, until SIGTERM or SIGINT,
        `stop()`, the server's wish to drain, or the end of the client; how many it decided. Stopped by a signal it ends
        the session, too, and waits no longer than `drain_seconds`: what is in hand then is released. The handler runs in
        a thread of its own.

        Raises what makes going on useless: Unauthenticated, Forbidden, BadRequest, SettingsError.
        """
        reviewing = Reviewing(self._io, self._options, self._handle)
        self._io.session.connect()
        self._reviewing = reviewing
        try:
            _run(reviewing, self._io, lanes=1, drain_s=self._options.drain_s)
        finally:
            self._reviewing = None
        return reviewing.decided

    def stop(self) -> None:
        """Takes no more; `run` returns when what is in hand is decided. From any thread."""
        reviewing = self._reviewing
        if reviewing is not None:
            reviewing.stop.fire("stopped")

    async def _handle(self, held: HeldReview) -> Decision:
        return self._handler(ReviewClaim(held))


def _run(rounds: Rounds[Any], io: BlockingIo, *, lanes: int, drain_s: float) -> None:
    """Until it is stopped and nothing is held any more."""
    changed = threading.Condition()

    def tell() -> None:
        with changed:
            changed.notify_all()

    rounds.on_change = tell
    try:
        with stopped_from_outside(rounds, io.session):
            drive(rounds.prepare())
            _wait(rounds, [_Lane(rounds) for _ in range(lanes)], changed)
            _drain(rounds, changed, drain_s)
    finally:
        rounds.stop.fire("stopped")
    if rounds.signalled.fired:
        io.session.end()
    if rounds.failure is not None:
        raise rounds.failure


class _Lane(threading.Thread):
    """A daemon: one that waits on the server when all is over must not keep the process."""

    def __init__(self, rounds: Rounds[Any]) -> None:
        super().__init__(name="batonpass-worker", daemon=True)
        self._rounds = rounds
        self.start()

    def run(self) -> None:
        try:
            drive(self._rounds.lane())
        except BaseException as error:  # KeyboardInterrupt and SystemExit of a handler end the worker, not only its thread
            self._rounds.failure = error
            self._rounds.stop.fire("stopped")
            self._rounds.on_change()


def _wait(rounds: Rounds[Any], lanes: list[_Lane], changed: threading.Condition) -> None:
    with changed:
        while not rounds.stop.fired and any(lane.is_alive() for lane in lanes):
            changed.wait(_LOOK_S)


def _drain(rounds: Rounds[Any], changed: threading.Condition, drain_s: float) -> None:
    """Until no handler holds anything. A lane that still waits on the server is left to itself: what it gets goes back."""
    end: float | None = None
    while rounds.holding:
        if end is None and rounds.signalled.fired:
            end = time.monotonic() + drain_s
        left = _LOOK_S if end is None else end - time.monotonic()
        if left <= 0:
            drive(rounds.release_all())
            return
        with changed:
            if rounds.holding:
                changed.wait(min(_LOOK_S, left))
