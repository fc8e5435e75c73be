"""Workers and reviewers of the blocking client: each place is a thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeAlias

from ._claim import Claim
from ._drive import drive
from ._holding import HeldReview, HeldTask, Submission
from ._io import BlockingIo
from ._review import ReviewClaim
from ._reviewing import Decision, Reviewing
from ._stopping import stopped_from_outside
from ._working import Work, WorkOptions, WorkReport

WorkHandler: TypeAlias = Callable[[Claim], "str | Submission | None"]
ReviewHandler: TypeAlias = Callable[[ReviewClaim], Decision]

_LOOK_S = 0.5
"""On Windows a thread that waits on a lock hears no signal, so the wait is cut into pieces."""


class Worker:
    """A handler and how it is to be run. Made by `Baton.worker`; calling it runs the handler alone."""

    def __init__(self, io: BlockingIo, handler: WorkHandler, options: WorkOptions) -> None:
        self._io = io
        self._handler = handler
        self._options = options
        self._work: Work | None = None

    def __call__(self, task: Claim) -> str | Submission | None:
        """The handler itself, for a claim that was made elsewhere."""
        return self._handler(task)

    def run(self) -> WorkReport:
        """Claims, runs the handler and submits what it returns, until SIGTERM or SIGINT, `stop()`, the server's wish to
        drain, or the end of the client; then lets what runs finish. Stopped by a signal it ends the session, too, and
        waits no longer than `drain_seconds`: what is held then is released.

        Raises what makes going on useless: Unauthenticated, Forbidden, BadRequest, SettingsError.
        """
        work = Work(self._io, self._options, self._handle)
        changed = threading.Condition()

        def tell() -> None:
            with changed:
                changed.notify_all()

        work.on_change = tell
        self._io.session.connect()
        self._work = work
        try:
            with stopped_from_outside(work.stop, self._io.session):
                drive(work.raise_limit())
                lanes = [_Lane(work) for _ in range(self._options.concurrency)]
                _wait(work, lanes, changed)
                self._drain(work, changed)
        finally:
            work.stop.fire("stopped")
            self._work = None
        if work.stop.reason == "signal":
            self._io.session.close()
        if work.failure is not None:
            raise work.failure
        return work.report()

    def stop(self) -> None:
        """Takes no more; `run` returns when what runs has finished. From any thread."""
        work = self._work
        if work is not None:
            work.stop.fire("stopped")

    def _drain(self, work: Work, changed: threading.Condition) -> None:
        """Until no handler holds anything. A lane that still waits on the server is left to itself: what it gets goes back."""
        end = time.monotonic() + self._options.drain_s if work.stop.reason == "signal" else None
        with changed:
            while work.holding and (end is None or time.monotonic() < end):
                changed.wait(_LOOK_S if end is None else min(_LOOK_S, max(0.0, end - time.monotonic())))
        if work.holding:
            drive(work.release_all())

    async def _handle(self, held: HeldTask) -> str | Submission | None:
        return self._handler(Claim(held))

    def __repr__(self) -> str:
        return f"Worker({getattr(self._handler, '__qualname__', self._handler)!r})"


class Reviewer:
    """A handler of reviews. Made by `Baton.reviewer`; calling it runs the handler alone."""

    def __init__(self, io: BlockingIo, handler: ReviewHandler, look_s: float) -> None:
        self._io = io
        self._handler = handler
        self._look_s = look_s
        self._reviewing: Reviewing | None = None

    def __call__(self, review: ReviewClaim) -> Decision:
        """The handler itself, for a review that was taken elsewhere."""
        return self._handler(review)

    def run(self) -> int:
        """Takes reviews in hand, one after the other, and decides what the handler says, until SIGTERM or SIGINT,
        `stop()`, the server's wish to drain, or the end of the client; how many it decided.

        Raises what makes going on useless: Unauthenticated, Forbidden, BadRequest, SettingsError.
        """
        reviewing = Reviewing(self._io, self._handle, self._look_s)
        self._io.session.connect()
        self._reviewing = reviewing
        try:
            with stopped_from_outside(reviewing.stop, self._io.session):
                decided = drive(reviewing.run())
        finally:
            self._reviewing = None
        if reviewing.stop.reason == "signal":
            self._io.session.close()
        return decided

    def stop(self) -> None:
        """Takes no more; `run` returns when what is in hand is decided. From any thread."""
        reviewing = self._reviewing
        if reviewing is not None:
            reviewing.stop.fire("stopped")

    async def _handle(self, held: HeldReview) -> Decision:
        return self._handler(ReviewClaim(held))


class _Lane(threading.Thread):
    """A daemon: one that waits on the server when all is over must not keep the process."""

    def __init__(self, work: Work) -> None:
        super().__init__(name="batonpass-worker", daemon=True)
        self._work = work
        self.start()

    def run(self) -> None:
        try:
            drive(self._work.lane())
        except BaseException as error:  # KeyboardInterrupt and SystemExit of a handler end the worker, not only its thread
            self._work.failure = error
            self._work.stop.fire("stopped")
            self._work.on_change()


def _wait(work: Work, lanes: list[_Lane], changed: threading.Condition) -> None:
    with changed:
        while not work.stop.fired and any(lane.is_alive() for lane in lanes):
            changed.wait(_LOOK_S)
