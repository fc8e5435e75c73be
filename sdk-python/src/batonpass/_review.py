"""A review in hand, and the queue that it comes from."""

from __future__ import annotations

import asyncio
from threading import Event
from types import TracebackType

from ._claim import InHand, Lost, leave
from ._claiming import Claiming
from ._drive import drive
from ._generated import models
from ._holding import HeldReview, NothingClaimable, claim_next_review, claim_review
from ._io import AsyncIo, BlockingIo
from ._late import give_back_when_cancelled, go_on

NOTHING = "There is no review for this agent to take in hand."


class _ReviewInHand(InHand):
    def __init__(self, held: HeldReview) -> None:
        super().__init__(held)
        self._held = held

    @property
    def id(self) -> str:
        """The review's id."""
        return self._held.review.id

    @property
    def review(self) -> models.Review:
        """The review as the last answer of the server showed it: the summary, the evidence, the answers."""
        return self._held.review

    @property
    def task(self) -> models.Task:
        """The task that was handed in."""
        return self._held.task

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r}, held={self.held})"


class ReviewClaim(_ReviewInHand):
    """A review that this process has in hand. Its own lease is renewed by the heartbeat until it is decided or lost.

    As a context manager: left without a decision it is released, with the exception as the reason where there is one.
    """

    @property
    def lost(self) -> Event:
        """Set when it is lost: stop reviewing it."""
        return self._lease.lost

    def approve(self, note: str | None = None) -> models.Task:
        """Approves the revision that was taken in hand. Raises LeaseLost, StaleReview, Forbidden."""
        return drive(self._held.decide("approve", note))

    def request_changes(self, note: str) -> models.Task:
        """Sends the revision back with a note for its author. Raises LeaseLost, StaleReview, Forbidden."""
        return drive(self._held.decide("request_changes", note))

    def release(self, reason: str) -> models.Review:
        """Gives the review back undecided. Raises LeaseLost."""
        return drive(self._held.release(reason))

    def __enter__(self) -> ReviewClaim:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        drive(leave(self._held, "no decision", error))


class AsyncReviewClaim(_ReviewInHand):
    """A review that this process has in hand, for code that awaits. Its own lease is renewed by the heartbeat's thread.

    As an async context manager: left without a decision it is released, with the exception as the reason where there is one.
    """

    def __init__(self, held: HeldReview) -> None:
        super().__init__(held)
        self.lost = Lost(self._lease)
        """Set when it is lost, and can be awaited: stop reviewing it."""

    async def approve(self, note: str | None = None) -> models.Task:
        """Approves the revision that was taken in hand. Raises LeaseLost, StaleReview, Forbidden."""
        return await self._held.decide("approve", note)

    async def request_changes(self, note: str) -> models.Task:
        """Sends the revision back with a note for its author. Raises LeaseLost, StaleReview, Forbidden."""
        return await self._held.decide("request_changes", note)

    async def release(self, reason: str) -> models.Review:
        """Gives the review back undecided. Raises LeaseLost."""
        return await self._held.release(reason)

    async def __aenter__(self) -> AsyncReviewClaim:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.shield(go_on(leave(self._held, "no decision", error)))


class Reviews:
    """The reviews that wait for this agent. It is `Baton.reviews`."""

    def __init__(self, io: BlockingIo) -> None:
        self._io = io

    def claim(self, id: str | None = None) -> ReviewClaim:
        """Takes a review in hand: the one named, or the next, what is offered to this agent first, then the oldest.

        Raises NothingClaimable, TaskHeld while another has it, StaleReview, Forbidden, WipLimit, AgentPaused, NotFound.
        """
        if id is not None:
            return ReviewClaim(drive(claim_review(self._io, id)))
        claim = self.try_claim()
        if claim is None:
            raise NothingClaimable(NOTHING)
        return claim

    def try_claim(self) -> ReviewClaim | None:
        """Like `claim` of the next review, but None when there is none."""
        found = drive(claim_next_review(self._io))
        return ReviewClaim(found) if found is not None else None


class AsyncReviews:
    """The reviews that wait for this agent. It is `AsyncBaton.reviews`."""

    def __init__(self, io: AsyncIo) -> None:
        self._io = io

    def claim(self, id: str | None = None) -> Claiming[AsyncReviewClaim]:
        """Takes a review in hand: the one named, or the next, what is offered to this agent first, then the oldest.

        Use it as `async with baton.reviews.claim() as review`, or await it. Raises NothingClaimable, TaskHeld while
        another has it, StaleReview, Forbidden, WipLimit, AgentPaused, NotFound.
        """
        return Claiming(self._claim(id))

    async def try_claim(self) -> AsyncReviewClaim | None:
        """Like `claim` of the next review, but None when there is none."""
        found = await give_back_when_cancelled(claim_next_review(self._io))
        return AsyncReviewClaim(found) if found is not None else None

    async def _claim(self, id: str | None) -> AsyncReviewClaim:
        if id is not None:
            return AsyncReviewClaim(await give_back_when_cancelled(claim_review(self._io, id)))
        claim = await self.try_claim()
        if claim is None:
            raise NothingClaimable(NOTHING)
        return claim
