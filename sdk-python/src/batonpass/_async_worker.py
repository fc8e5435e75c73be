"""Workers and reviewers of the async client: each place is a task of the event loop."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from ._claim import AsyncClaim
from ._holding import HeldReview, HeldTask, Submission, claim_next_review
from ._io import AsyncIo
from ._late import claim_next_unless_cancelled, give_back_when_cancelled
from ._review import AsyncReviewClaim
from ._reviewing import Decision, Reviewing, ReviewOptions
from ._rounds import Rounds
from ._signal import waker
from ._stopping import stopped_from_outside
from ._working import Work, WorkOptions, WorkReport

AsyncWorkHandler: TypeAlias = Callable[[AsyncClaim], "Awaitable[str | Submission | None]"]
AsyncReviewHandler: TypeAlias = Callable[[AsyncReviewClaim], Awaitable[Decision]]

_CANCEL_S = 10.0
"""So long a handler that is cancelled may take to end; one that will not is left to itself."""

_abandoned: set[asyncio.Task[None]] = set()
"""Lanes that still run after the end. The loop itself holds its tasks only weakly."""


class AsyncWorker:
    """A handler and how it is to be run. Made by `AsyncBaton.worker`; calling it runs the handler alone."""

    def __init__(self, io: AsyncIo, handler: AsyncWorkHandler, options: WorkOptions) -> None:
        self._io = io
        self._handler = handler
        self._options = options
        self._work: Work | None = None

    def __call__(self, task: AsyncClaim) -> Awaitable[str | Submission | None]:
        """The handler itself, for a claim that was made elsewhere."""
        return self._handler(task)

    async def run(self) -> WorkReport:
        """Claims, runs the handler and submits what it returns, until SIGTERM or SIGINT, `stop()`, the server's wish to
        drain, or the end of the client; then lets what runs finish. Stopped by a signal it ends the session, too, and
        waits no longer than `drain_seconds`: what is held then is released and its handlers are cancelled. Cancelling
        this releases what is held, and cancels the handlers at once.

        Raises what makes going on useless: Unauthenticated, Forbidden, BadRequest, SettingsError.
        """
        work = Work(self._io, self._options, self._handle, claim_next_unless_cancelled)
        await self._io.connect()
        self._work = work
        try:
            await _run(work, self._io, lanes=self._options.concurrency, drain_s=self._options.drain_s)
        finally:
            self._work = None
        return work.report()

    def stop(self) -> None:
        """Takes no more; `run` returns when what runs has finished. From any thread."""
        work = self._work
        if work is not None:
            work.stop.fire("stopped")

    async def _handle(self, held: HeldTask) -> str | Submission | None:
        result = self._handler(AsyncClaim(held))
        return await result if inspect.isawaitable(result) else result

    def __repr__(self) -> str:
        return f"AsyncWorker({getattr(self._handler, '__qualname__', self._handler)!r})"


class AsyncReviewer:
    """A handler of reviews. Made by `AsyncBaton.reviewer`; calling it runs the handler alone."""

    def __init__(self, io: AsyncIo, handler: AsyncReviewHandler, options: ReviewOptions) -> None:
        self._io = io
        self._handler = handler
        self._options = options
        self._reviewing: Reviewing | None = None

    def __call__(self, review: AsyncReviewClaim) -> Awaitable[Decision]:
        """The handler itself, for a review that was taken elsewhere."""
        return self._handler(review)

    async def run(self) -> int:
        """Takes reviews in hand, one after the other, and decides what the handler says, until SIGTERM or SIGINT,
        `stop()`, the server's wish to drain, or the end of the client; how many it decided. Stopped by a signal it ends
        the session, too, and waits no longer than `drain_seconds`: what is in hand then is released and its handler is
        cancelled. Cancelling this releases what is in hand, and cancels the handler at once.

        Raises what makes going on useless: Unauthenticated, Forbidden, BadRequest, SettingsError.
        """
        reviewing = Reviewing(self._io, self._options, self._handle, _claim_review)
        await self._io.connect()
        self._reviewing = reviewing
        try:
            await _run(reviewing, self._io, lanes=1, drain_s=self._options.drain_s)
        finally:
            self._reviewing = None
        return reviewing.decided

    def stop(self) -> None:
        """Takes no more; `run` returns when what is in hand is decided. From any thread."""
        reviewing = self._reviewing
        if reviewing is not None:
            reviewing.stop.fire("stopped")

    async def _handle(self, held: HeldReview) -> Decision:
        return await self._handler(AsyncReviewClaim(held))


async def _claim_review(io: Any) -> HeldReview | None:
    return await give_back_when_cancelled(claim_next_review(io))


async def _run(rounds: Rounds[Any], io: AsyncIo, *, lanes: int, drain_s: float) -> None:
    """Until it is stopped and nothing is held any more."""
    running: list[asyncio.Task[None]] = []
    try:
        with stopped_from_outside(rounds, io.session):
            await rounds.prepare()
            running += [asyncio.ensure_future(rounds.lane()) for _ in range(lanes)]
            await _wait(rounds, running)
            await _drain(rounds, running, drain_s)
    except asyncio.CancelledError:
        rounds.stop.fire("stopped")
        await _cancel(rounds, running)
        raise
    finally:
        rounds.stop.fire("stopped")
        _leave(running)
    if rounds.signalled.fired:
        await io.run(io.session.end)
        await io.close()
    if rounds.failure is not None:
        raise rounds.failure


async def _wait(rounds: Rounds[Any], lanes: list[asyncio.Task[None]]) -> None:
    stopped = asyncio.ensure_future(rounds.stop.wait_async())
    ended = asyncio.ensure_future(asyncio.wait(lanes))
    try:
        await asyncio.wait({stopped, ended}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        ended.cancel()


async def _drain(rounds: Rounds[Any], lanes: list[asyncio.Task[None]], drain_s: float) -> None:
    """Until no handler holds anything. A lane that still waits on the server is left to itself: what it gets goes back."""
    loop = asyncio.get_running_loop()
    changed = asyncio.Event()
    wake = waker(loop, changed)
    rounds.on_change = wake
    forget = rounds.signalled.listen(wake)
    end: float | None = None
    try:
        while rounds.holding:
            if end is None and rounds.signalled.fired:
                end = loop.time() + drain_s
            left = None if end is None else end - loop.time()
            if left is not None and left <= 0:
                await rounds.release_all()
                await _cancel(rounds, lanes)
                return
            changed.clear()
            if rounds.holding and (end is not None or not rounds.signalled.fired):
                await _wait_for(changed, left)
    finally:
        forget()


async def _wait_for(event: asyncio.Event, seconds: float | None) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except asyncio.TimeoutError:
        pass


async def _cancel(rounds: Rounds[Any], lanes: list[asyncio.Task[None]]) -> None:
    """Cancels what runs, and waits until it has released what it held. A handler that goes on all the same loses it."""
    rounds.cancelled = True
    for lane in lanes:
        lane.cancel()
    if lanes:
        await asyncio.wait(lanes, timeout=_CANCEL_S)
    await rounds.release_all()


def _leave(lanes: list[asyncio.Task[None]]) -> None:
    for lane in lanes:
        if not lane.done():
            _abandoned.add(lane)
            lane.add_done_callback(_abandoned.discard)
