"""What one client has in hand, shared by its tools and by the lifecycle around an agent."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ._claim import Claim
from ._drive import drive
from ._generated import models
from ._generated.errors import BatonError, InvalidInput, LeaseLost
from ._holding import REASON_MAX_CHARS, NothingClaimable, let_go, reason_of

if TYPE_CHECKING:
    from ._client import Baton
    from ._review import ReviewClaim

SAID_MAX_CHARS = 300
"""What a model is told of one error; more would push out what it works on."""
SUMMARY_MAX_CHARS = 8_000
"""A summary that is made from an agent's last words is cut off here."""
NOTES_MAX = 5
"""So many notes of earlier attempts are told with a task."""
MAIL_MAX = 20
"""So many messages are put before a model at once; the rest comes with the next call."""

OVER_MAX = 100
"""So many claims that are over are kept, to say why they are; the oldest go first."""

_log = logging.getLogger("batonpass")


@dataclass(frozen=True)
class Mail:
    """One unread message: its number in the inbox, its id, and how it is said to a model."""

    seq: int
    id: str
    text: str


class Desk:
    """The claims that a client holds for agents, by task. Safe to use from several threads."""

    def __init__(self, baton: Baton) -> None:
        self._baton = weakref.ref(baton)
        self._guard = threading.Lock()
        self._claims: dict[str, Claim] = {}

    def claim(self, task_id: str | None = None, *, labels: Sequence[str] = (), wait: float = 0) -> Claim:
        """Claims the task named, or the next. Raises NothingClaimable and the errors of `Baton.claim`."""
        return self.keep(self.baton.claim(task_id, labels=labels, wait=wait))

    def keep(self, claim: Claim) -> Claim:
        """Puts a claim that was made elsewhere on the desk."""
        over = [known for known in self._known() if not known.held]
        with self._guard:
            for known in over[: max(0, len(over) - OVER_MAX)]:
                if self._claims.get(known.id) is known:
                    del self._claims[known.id]
            self._claims.pop(claim.id, None)
            self._claims[claim.id] = claim
        return claim

    def get(self, task_id: str | None = None) -> Claim:
        """The claim on the task named, or the only one. Raises LeaseLost, InvalidInput."""
        held = self.held()
        if task_id is None and len(held) == 1:
            return held[0]
        with self._guard:
            newest = next(reversed(self._claims.values()), None) if not held else None
            claim = newest if task_id is None else self._claims.get(task_id)
        if claim is None:
            raise _not_held(task_id, [one.id for one in held])
        claim.check()
        return claim

    def find(self, fence: str | None) -> Claim | None:
        """The claim of that task and epoch, `T-12:7`, if this process made it."""
        with self._guard:
            return next((claim for claim in self._claims.values() if claim.fence == fence), None)

    def held(self) -> list[Claim]:
        """The claims that are still this process's to work on."""
        return [claim for claim in self._known() if claim.held]

    def finish(self, claim: Claim, result: str) -> None:
        """Submits the result, or releases where there is none. What is over already is left alone.

        Raises BatonError where the server refuses the submission, such as one that leaves criteria unanswered; the task is
        released first, with that as the reason.
        """
        summary = result.strip()[:SUMMARY_MAX_CHARS]
        try:
            if claim.held and not summary:
                claim.release("no result")
            elif claim.held:
                claim.submit(summary)
        except LeaseLost:
            raise
        except BatonError as refused:
            self.fail(claim, refused)
            raise

    def fail(self, claim: Claim | ReviewClaim, error: BaseException | str) -> None:
        """Releases with the reason. Raises nothing: what went wrong before is what the caller has to hear."""
        reason = error[:REASON_MAX_CHARS] if isinstance(error, str) else reason_of(error)
        refused = drive(let_go(claim._held, reason))
        if refused is not None:
            _log.warning("%s could not be released: %s", claim.id, refused)

    def unread(self) -> list[Mail]:
        """The unread messages, oldest first, as a model reads them. They stay unread until `ack`."""
        return [Mail(item.seq, item.message.id, say_message(item.message)) for item in self._waiting()]

    def ack(self, seqs: Sequence[int]) -> None:
        """Acknowledges messages of the inbox by their numbers."""
        if seqs:
            self.baton.ack_inbox(seqs=list(seqs))

    def _known(self) -> list[Claim]:
        """All that is on the desk. Whether a claim is held is looked at without the guard: its listeners may come here."""
        with self._guard:
            return list(self._claims.values())

    def _waiting(self) -> list[models.InboxItem]:
        return self.baton.list_inbox(limit=MAIL_MAX).items

    @property
    def baton(self) -> Baton:
        """The client whose desk it is."""
        baton = self._baton()
        assert baton is not None, "whoever asks holds the client"
        return baton


_desks: weakref.WeakKeyDictionary[Baton, Desk] = weakref.WeakKeyDictionary()
_desks_guard = threading.Lock()


def desk_of(baton: Baton) -> Desk:
    """The one desk of a client."""
    with _desks_guard:
        return _desks.setdefault(baton, Desk(baton))


def say_error(error: BatonError | NothingClaimable) -> str:
    """The code, what happened and the next action, in 300 characters at most; the next action is never what is cut off."""
    if isinstance(error, NothingClaimable):
        code, detail, hint = "nothing_claimable", str(error), "Wait, or stop: no task is yours."
    else:
        code, detail, hint = error.code, error.detail or error.title, error.hint
    tail = f" Next: {hint}" if hint else ""
    tail = _cut(tail, SAID_MAX_CHARS // 2)
    return _cut(f"{code}: {detail}", SAID_MAX_CHARS - len(tail)) + tail


def say_message(message: models.Message) -> str:
    """A message as a model reads it: who says so stands before it, since it is data and no instruction of the server."""
    about = f" about {message.task_id}" if message.task_id else ""
    subject = f"{message.subject}: " if message.subject else ""
    return f"Message {message.id} from {message.from_}{about} ({message.urgency}): {subject}{message.body}"


def say_task(claim: Claim) -> str:
    """A claimed task as a model reads it, with what earlier attempts left."""
    task = claim.task
    lines = [f"You hold {task.id}: {task.title}"]
    if task.brief:
        lines.append(task.brief)
    if task.acceptance:
        lines.append("Answer each criterion, in this order, when you submit:")
        lines += [f"{index}. {criterion}" for index, criterion in enumerate(task.acceptance)]
    for note in claim.handover.notes[:NOTES_MAX]:
        lines.append(f"Note of {note.author} ({note.kind}): {note.text}")
    for block in claim.handover.blocks[:NOTES_MAX]:
        if block.answer:
            lines.append(f"Asked: {block.reason} Answered: {block.answer}")
    return "\n".join(lines)


def say_review(claim: ReviewClaim) -> str:
    """A review in hand as a model reads it."""
    task, review = claim.task, claim.review
    lines = [f"Review {task.id}: {task.title}", task.brief, f"Revision {review.revision} by {review.author}: {review.summary}"]
    lines += [f"{one.criterion}. {'met' if one.met else 'not met'}: {one.note or ''}" for one in review.answers]
    return "\n".join(line for line in lines if line)


def _not_held(task_id: str | None, held: Sequence[str]) -> InvalidInput:
    if task_id is None and held:
        detail, hint = f"You hold {', '.join(held)}.", "Say with id which of them you mean."
    else:
        detail = f"You do not hold {task_id}." if task_id else "You hold no task."
        hint = f"You hold {', '.join(held)}." if held else "Claim a task first, with task_claim."
    return InvalidInput({"code": "invalid_input", "detail": detail, "hint": hint}, 422)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
