"""Workers and reviewers of the async client: each place is a task of the event loop."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from ._claim import AsyncClaim
from ._holding import HeldReview, HeldTask, Submission, claim_next_review
from ._io import AsyncIo
from ._late import claim_next_unless_cancelled, give_back_when_cancelled
from ._review import AsyncReviewClaim
from ._reviewing import Decision, Reviewing
from ._signal import waker
from ._stopping import stopped_from_outside
from ._working import Work, WorkOptions, WorkReport

AsyncWorkHandler: TypeAlias = Callable[[AsyncClaim], "Awaitable[str | Submission | None]"]
AsyncReviewHandler: TypeAlias = Callable[[AsyncReviewClaim], Awaitable[Decision]]

_abandoned: set[asyncio.Task[None]] = set()
"""Lanes that still wait on the server after the end. The loop itself holds its tasks only weakly."""


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
        lanes: list[asyncio.Task[None]] = []
        try:
            with stopped_from_outside(work.stop, self._io.session):
                await work.raise_limit()
                lanes = [asyncio.ensure_future(work.lane()) for _ in range(self._options.concurrency)]
                await _wait(work, lanes)
                await self._drain(work, lanes)
        except asyncio.CancelledError:
            work.stop.fire("stopped")
            await _cancel(lanes)
            raise
        finally:
            work.stop.fire("stopped")
            self._work = None
            _leave(lanes)
        if work.stop.reason == "signal":
            await self._io.run(self._io.session.close)
            await self._io.close()
        if work.failure is not None:
            raise work.failure
        return work.report()

    def stop(self) -> None:
        """Takes no more; `run` returns when what runs has finished. From any thread."""
        work = self._work
        if work is not None:
            work.stop.fire("stopped")

    async def _drain(self, work: Work, lanes: list[asyncio.Task[None]]) -> None:
        """Until no handler holds anything. A lane that still waits on the server is left to itself: what it gets goes back."""
        changed = asyncio.Event()
        work.on_change = waker(asyncio.get_running_loop(), changed)

        async def idle() -> None:
            while work.holding:
                changed.clear()
                if work.holding:
                    await changed.wait()

        try:
            await asyncio.wait_for(idle(), self._options.drain_s if work.stop.reason == "signal" else None)
        except asyncio.TimeoutError:
            await work.release_all()
            await _cancel(lanes)

    async def _handle(self, held: HeldTask) -> str | Submission | None:
        result = self._handler(AsyncClaim(held))
        return await result if inspect.isawaitable(result) else result

    def __repr__(self) -> str:
        return f"AsyncWorker({getattr(self._handler, '__qualname__', self._handler)!r})"


class AsyncReviewer:
    """A handler of reviews. Made by `AsyncBaton.reviewer`; calling it runs the handler alone."""

    def __init__(self, io: AsyncIo, handler: AsyncReviewHandler, look_s: float) -> None:
        self._io = io
        self._handler = handler
        self._look_s = look_s
        self._reviewing: Reviewing | None = None

    def __call__(self, review: AsyncReviewClaim) -> Awaitable[Decision]:
        """The handler itself, for a review that was taken elsewhere."""
        return self._handler(review)

    async def run(self) -> int:
        """Takes reviews in hand, one after the other, and decides what the handler says, until SIGTERM or SIGINT,
        `stop()`, the server's wish to drain, or the end of the client; how many it decided.

        Raises what makes going on useless: Unauthenticated, Forbidden, BadRequest, SettingsError.
        """
        reviewing = Reviewing(
            self._io, self._handle, self._look_s, lambda io: give_back_when_cancelled(claim_next_review(io))
        )
        await self._io.connect()
        self._reviewing = reviewing
        try:
            with stopped_from_outside(reviewing.stop, self._io.session):
                decided = await reviewing.run()
        finally:
            self._reviewing = None
        if reviewing.stop.reason == "signal":
            await self._io.run(self._io.session.close)
            await self._io.close()
        return decided

    def stop(self) -> None:
        """Takes no more; `run` returns when what is in hand is decided. From any thread."""
        reviewing = self._reviewing
        if reviewing is not None:
            reviewing.stop.fire("stopped")

    async def _handle(self, held: HeldReview) -> Decision:
        return await self._handler(AsyncReviewClaim(held))


async def _wait(work: Work, lanes: list[asyncio.Task[None]]) -> None:
    stopped = asyncio.ensure_future(work.stop.wait_async())
    ended = asyncio.ensure_future(asyncio.wait(lanes))
    try:
        await asyncio.wait({stopped, ended}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        ended.cancel()


async def _cancel(lanes: list[asyncio.Task[None]]) -> None:
    """Cancels what runs, and waits until it has released what it held."""
    for lane in lanes:
        lane.cancel()
    await asyncio.gather(*lanes, return_exceptions=True)


def _leave(lanes: list[asyncio.Task[None]]) -> None:
    for lane in lanes:
        if not lane.done():
            _abandoned.add(lane)
            lane.add_done_callback(_abandoned.discard)
