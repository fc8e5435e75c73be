"""What is in hand, a task or a review: the logic that the blocking and the async handles share."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from ._asking import Asking
from ._call import NOT_GIVEN
from ._generated import models
from ._generated.errors import BatonError, Forbidden, LeaseLost, NotFound, StaleReview, TaskHeld
from ._heartbeat import HEARTBEAT_TIMEOUT_S
from ._io import Api, Io
from ._lease import Lease, lease_lost

T = TypeVar("T")

CLAIM_WAIT_MAX_S = 25
"""The server waits so long at most in one call; a longer wait is several."""
SLOW_GRANT_S = 1.0
"""What was granted is trusted from when it was asked for (SPEC LE2); a grant that took longer than this is asked after at once."""
REASON_MAX_CHARS = 1_000
"""A reason that is made from an exception is cut off here."""
EMPTY_TOO_SOON_S = 0.25
"""An empty answer that came sooner than this was not waited for."""
REVIEWS_LOOKED_AT = 200

BlockKind = Literal["question", "dependency", "resource", "external"]


class NothingClaimable(LookupError):
    """There was no task to claim, or no review to take in hand, within the time. The message says why."""


class Holding:
    """A lease in hand, and the calls that it carries."""

    def __init__(self, io: Io, lease: Lease, epoch: int) -> None:
        self.io = io
        self.api = Api(io)
        self.lease = lease
        self.epoch = epoch

    def check(self) -> None:
        """Raises LeaseLost when it is over."""
        if self.lease.over is not None:
            raise self.lease.over

    async def holding(self, call: Callable[[], Awaitable[T]]) -> T:
        """Makes a call as holder. A refusal ends the lease here too, and nothing more is sent."""
        self.check()
        return await self._as_holder(call)

    async def settling(self, how: Literal["submitted", "released", "blocked", "decided"], call: Callable[[], Awaitable[T]]) -> T:
        """Makes the call that ends the lease. Only what is handed in is sent after a loss: the server keeps it (SPEC LE4)."""
        if how != "submitted" or self.lease.outcome != "lost":
            self.check()
        self.lease.settling = True
        try:
            answer = await self._as_holder(call)
        finally:
            self.lease.settling = False
        self.lease.settle(how)
        self.io.session.forget(self.lease)
        return answer

    async def _as_holder(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            return await call()
        except LeaseLost as lost:
            self.lease.lose("refused", lost)
            self.io.session.forget(self.lease)
            raise


class HeldTask(Holding):
    """A task in hand."""

    def __init__(self, io: Io, result: models.ClaimResult, lease: Lease) -> None:
        super().__init__(io, lease, result.epoch)
        self.result = result
        self.task = result.task

    async def progress(self, note: str, percent: int | None) -> None:
        """See Claim."""
        sent_at = time.monotonic()
        given = NOT_GIVEN if percent is None else percent
        result = await self.holding(
            lambda: self.api.progress_task(self.task.id, epoch=self.epoch, note=note, percent=given)
        )
        self.lease.renew(sent_at=sent_at, granted_s=result.lease_remaining_ms / 1000)
        self.task = result.task

    async def attach(self, name: str, content: bytes, media_type: str) -> models.Artifact:
        """See Claim."""
        return await self.holding(
            lambda: self.api.attach_artifact(
                self.task.id, name, content=content, epoch=self.epoch, content_type=media_type
            )
        )

    async def fetch(self, name: str) -> bytes:
        """See Claim."""
        return await self.api.get_artifact(self.task.id, name)

    async def reserve(self, paths: Sequence[str], mode: models.ReservationMode | None) -> models.Reservation:
        """See Claim."""
        return await self.holding(
            lambda: self.api.make_reservation(
                task_id=self.task.id, epoch=self.epoch, paths=paths, mode=NOT_GIVEN if mode is None else mode
            )
        )

    async def submit(self, what: Submission) -> models.Task:
        """See Claim."""
        self.task = await self.settling(
            "submitted",
            lambda: self.api.submit_task(
                self.task.id,
                epoch=self.epoch,
                summary=what.summary,
                evidence=what.evidence or NOT_GIVEN,
                answers=what.answers or NOT_GIVEN,
                idempotency_key=what.idempotency_key,
            ),
        )
        return self.task

    async def release(self, reason: str) -> models.Task:
        """See Claim."""
        self.task = await self.settling(
            "released", lambda: self.api.release_task(self.task.id, epoch=self.epoch, reason=reason)
        )
        return self.task

    async def take_away(self, reason: str) -> None:
        """Gives it back while somebody works on it, whom the loss tells. Raises BatonError."""
        try:
            await self.api.release_task(self.task.id, epoch=self.epoch, reason=reason)
        finally:
            self.lease.lose("stopped")

    async def block(self, what: Block) -> models.Task:
        """See Claim."""
        self.task = await self.settling(
            "blocked",
            lambda: self.api.block_task(
                self.task.id,
                epoch=self.epoch,
                kind=what.kind,
                reason=what.reason,
                waiting_on=what.waiting_on or NOT_GIVEN,
                until=what.until or NOT_GIVEN,
                options=what.options or NOT_GIVEN,
            ),
        )
        return self.task


class HeldReview(Holding):
    """A review in hand."""

    def __init__(self, io: Io, result: models.ReviewClaim, lease: Lease) -> None:
        super().__init__(io, lease, result.epoch)
        self.review = result.review
        self.task = result.task

    async def decide(self, decision: Literal["approve", "request_changes"], note: str | None) -> models.Task:
        """See ReviewClaim."""
        decided = await self.settling(
            "decided",
            lambda: self.api.decide_review(
                self.review.id,
                revision=self.review.revision,
                decision=decision,
                epoch=self.epoch,
                note=NOT_GIVEN if note is None else note,
            ),
        )
        self.review, self.task = decided.review, decided.task
        return self.task

    async def release(self, reason: str) -> models.Review:
        """See ReviewClaim."""
        self.review = await self.settling(
            "released", lambda: self.api.release_review(self.review.id, epoch=self.epoch, reason=reason)
        )
        return self.review

    async def take_away(self, reason: str) -> None:
        """Gives it back while somebody works on it, whom the loss tells. Raises BatonError."""
        try:
            await self.api.release_review(self.review.id, epoch=self.epoch, reason=reason)
        finally:
            self.lease.lose("stopped")


@dataclass(frozen=True)
class Submission:
    """What a handler hands in: a summary, with what proves it and an answer for each acceptance criterion."""

    summary: str
    evidence: Sequence[models.EvidenceInput] = ()
    answers: Sequence[models.AnswerInput] = ()
    idempotency_key: str | None = None


@dataclass(frozen=True)
class Block:
    """What a task waits for."""

    reason: str
    kind: BlockKind
    waiting_on: models.WaitingOn | None
    until: datetime | None
    options: Sequence[str]


async def let_go(held: HeldTask | HeldReview, reason: str) -> BatonError | None:
    """Gives back what is still in hand; why the server could not take it, or None.

    However it ends, it is renewed no more: what could not be given back would else be held for ever by nobody.
    """
    if held.lease.over is not None or held.io.session.closing.fired:
        return None
    try:
        await held.release(reason)
    except BatonError as refused:
        return refused
    finally:
        held.lease.lose("let_go")
        held.io.session.forget(held.lease)
    return None


async def claim_named(io: Io, id: str) -> HeldTask:
    """Claims one task. Raises TaskHeld, NotClaimable, WipLimit, AgentPaused, NotFound."""
    await io.connect()
    sent_at = time.monotonic()
    return await _hold_task(io, await Api(io).claim_task(id), sent_at)


async def take_over(io: Io, id: str) -> HeldTask:
    """Moves a claim of an older session of the same agent here. Raises TaskHeld when another agent holds it."""
    await io.connect()
    sent_at = time.monotonic()
    return await _hold_task(io, await Api(io).take_over_task(id), sent_at)


async def claim_next(
    io: Io, labels: Sequence[str], wait_s: float, asking: Asking | None = None
) -> HeldTask | str:
    """Claims the next task, for which it waits up to `wait_s`; else says why there is none."""
    asking = asking or Asking(labels)
    await io.connect()
    end = time.monotonic() + wait_s
    while True:
        left = max(0.0, end - time.monotonic())
        seconds = math.ceil(min(CLAIM_WAIT_MAX_S, left))
        sent_at = time.monotonic()
        result = await asking.ask(io, seconds)
        for claimed in result.claims:
            return await _hold_task(io, claimed, sent_at)
        if time.monotonic() >= end:
            return result.none.because if result.none is not None else "There is no task to claim."
        # A server that goes down answers at once: it is not asked again without a pause.
        if time.monotonic() - sent_at < EMPTY_TOO_SOON_S:
            await io.sleep(EMPTY_TOO_SOON_S, io.session.closing)


async def claim_review(io: Io, id: str) -> HeldReview:
    """Takes one review in hand. Raises TaskHeld while another has it, StaleReview, Forbidden, WipLimit, AgentPaused, NotFound."""
    await io.connect()
    sent_at = time.monotonic()
    result = await Api(io).claim_review(id)
    granted_s = result.lease_remaining_ms / 1000
    grant = _Grant(result.task, result.epoch, result.review.id, sent_at, granted_s)
    return HeldReview(io, result, await _hold(io, grant))


async def claim_next_review(io: Io) -> HeldReview | None:
    """Takes the next review in hand: what is offered to this agent first, then the oldest; None: there is none."""
    me = (await io.connect()).agent
    page = await Api(io).list_reviews(mine=True, limit=REVIEWS_LOOKED_AT)
    free = [review for review in page.items if review.holder is None]
    offered = [review for review in free if review.offered_to == me]
    for id in dict.fromkeys(review.id for review in [*offered, *free]):
        try:
            return await claim_review(io, id)
        except (TaskHeld, StaleReview, Forbidden, NotFound):
            continue  # another was faster, or the review is not for this agent any more
    return None


def reason_of(error: BaseException) -> str:
    """An exception as a reason that the server can store."""
    text = f"{type(error).__name__}: {error}".replace("\x00", "")[:REASON_MAX_CHARS]
    return text.encode("utf-8", "replace").decode()


async def _hold_task(io: Io, result: models.ClaimResult, sent_at: float) -> HeldTask:
    granted_s = result.lease_remaining_ms / 1000
    return HeldTask(io, result, await _hold(io, _Grant(result.task, result.epoch, None, sent_at, granted_s)))


@dataclass(frozen=True)
class _Grant:
    task: models.Task
    epoch: int
    review_id: str | None
    sent_at: float
    granted_s: float


async def _hold(io: Io, grant: _Grant) -> Lease:
    """Renews it from now on. What the session held already has one lease, however often it is claimed."""
    sent_at, granted_s = grant.sent_at, grant.granted_s
    if io.session.closing.fired:
        raise lease_lost((grant.task.id, grant.review_id), "closed")
    if time.monotonic() - sent_at > SLOW_GRANT_S:
        sent_at, granted_s = await _ask_again(io, grant)
    known = io.session.find(grant.review_id or grant.task.id, grant.epoch)
    if known is not None:
        known.renew(sent_at=sent_at, granted_s=granted_s)
        return known
    lease = Lease(
        grant.task.id,
        grant.epoch,
        review_id=grant.review_id,
        ttl_s=float(grant.task.lease_ttl_seconds),
        sent_at=sent_at,
        granted_s=granted_s,
    )
    io.session.hold(lease)
    return lease


async def _ask_again(io: Io, grant: _Grant) -> tuple[float, float]:
    """When a request was sent that says how long the lease still holds, and how long: the grant waited for the task.

    Raises LeaseLost where it was taken back meanwhile.
    """
    asked_at = time.monotonic()
    reviews = [] if grant.review_id is None else [models.HeartbeatReview(review_id=grant.review_id, epoch=grant.epoch)]
    leases = [] if reviews else [models.HeartbeatLease(task_id=grant.task.id, epoch=grant.epoch)]
    try:
        result = await Api(io).heartbeat("current", leases=leases, reviews=reviews, timeout=HEARTBEAT_TIMEOUT_S)
    except BatonError:
        # It is held all the same, and renewed if the next beat comes through while it may still be trusted.
        return grant.sent_at, grant.granted_s
    for report in [*result.leases, *result.reviews]:
        if isinstance(report, (models.LeaseOk, models.ReviewLeaseOk)):
            return asked_at, report.lease_remaining_ms / 1000
        if isinstance(report, (models.LeaseLost, models.ReviewLeaseLost)):
            raise lease_lost((grant.task.id, grant.review_id), report.reason)
    return grant.sent_at, grant.granted_s
