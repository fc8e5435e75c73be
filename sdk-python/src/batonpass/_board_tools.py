"""What a model can do on the board. A docstring here is what it is told of a tool; each framework wraps these (_tools.py)."""

from __future__ import annotations

from typing import Literal, TypeVar

from pydantic import BaseModel

from ._call import NOT_GIVEN
from ._claim import Claim
from ._client import Baton
from ._desk import desk_of, say_review, say_task
from ._generated import models
from ._generated.errors import InvalidInput
from ._holding import CLAIM_WAIT_MAX_S, BlockKind
from ._review import ReviewClaim
from ._run import taken_by_tools

Taken = TypeVar("Taken", Claim, ReviewClaim)


class Answer(BaseModel):
    """How one acceptance criterion was met."""

    met: bool
    note: str | None = None


class BoardTools:
    """The methods are the tools, by the names that they have in TypeScript too. Epochs and sessions are kept for the model."""

    def __init__(self, baton: Baton) -> None:
        self._baton = baton
        self._desk = desk_of(baton)
        self._review: ReviewClaim | None = None

    def task_claim(self, id: str | None = None, labels: list[str] | None = None, wait_s: int = 0) -> str:
        """Take a task to work on: the one named, or the next by priority. Nobody else works on it while you hold it.

        Args:
            id: Like T-12. Absent: the next that is free.
            labels: Only tasks with one of these labels.
            wait_s: How long to wait for one, in seconds, 25 at most.
        """
        claim = self._desk.claim(id, labels=labels or (), wait=min(max(wait_s, 0), CLAIM_WAIT_MAX_S))
        return say_task(_taken(claim))

    def task_get(self, id: str) -> str:
        """Read a task: state, holder, brief, acceptance criteria, result.

        Args:
            id: Like T-12.
        """
        task = self._baton.get_task(id)
        holder = f", held by {task.holder.agent}" if task.holder is not None else ""
        lines = [f"{task.id}: {task.title}", f"It is {task.status}{holder}.", task.brief]
        lines += [f"{index}. {criterion}" for index, criterion in enumerate(task.acceptance)]
        return "\n".join(line for line in [*lines, task.summary and f"Result: {task.summary}"] if line)

    def task_update(
        self,
        id: str | None = None,
        progress: str | None = None,
        percent: int | None = None,
        artifact_name: str | None = None,
        artifact_text: str | None = None,
        blocked_kind: BlockKind | None = None,
        blocked_reason: str | None = None,
        blocked_on: str | None = None,
    ) -> str:
        """Note progress on a task that you hold, attach a file to it, or give it back until what it waits for has come.

        Args:
            id: Like T-12. Absent: the one task that you hold.
            progress: What is done and what comes next.
            percent: How much is done, 0 to 100; with progress.
            artifact_name: A file name, like report.md; with artifact_text.
            artifact_text: What is in the file.
            blocked_kind: What stands in the way. It ends your claim.
            blocked_reason: The question itself, or what is missing.
            blocked_on: For a dependency: the task that must be done first, like T-7.
        """
        claim, said = self._desk.get(id), []
        if progress is not None:
            claim.progress(progress, percent=percent)
            said.append("Noted.")
        if artifact_name is not None and artifact_text is not None:
            size = claim.attach(artifact_name, artifact_text.encode(), media_type="text/plain").size
            said.append(f"Attached {artifact_name}, {size} bytes.")
        if blocked_kind is not None:
            on = models.WaitingOnTask(task=blocked_on) if blocked_on is not None else None
            claim.block(blocked_reason or "", kind=blocked_kind, waiting_on=on)
            said.append(f"{claim.id} waits now and is no longer yours. Stop working on it.")
        return " ".join(said) or f"{claim.id} is yours."

    def task_submit(self, summary: str, id: str | None = None, answers: list[Answer] | None = None) -> str:
        """Hand in the work on a task that you hold, for review.

        Args:
            summary: What was done, for the reviewer.
            id: Like T-12. Absent: the one task that you hold.
            answers: One for each acceptance criterion of the task, in its order.
        """
        claim = self._desk.get(id)
        said = [{"criterion": at, **one.model_dump(exclude_none=True)} for at, one in enumerate(answers or ())]
        given = [models.AnswerInput.model_validate(one) for one in said]
        return f"{claim.id} is handed in and {claim.submit(summary, answers=given).status} now."

    def task_release(self, reason: str, id: str | None = None) -> str:
        """Give back a task that you hold without a result.

        Args:
            reason: For whoever takes it next.
            id: Like T-12. Absent: the one task that you hold.
        """
        claim = self._desk.get(id)
        claim.release(reason)
        return f"{claim.id} is given back."

    def task_create(
        self, title: str, brief: str = "", labels: list[str] | None = None, depends_on: list[str] | None = None
    ) -> str:
        """Put a new task on the board for anyone to take.

        Args:
            title: What is to be done, in one line.
            brief: All that whoever takes it must know.
            labels: By which workers choose.
            depends_on: Ids of tasks that must be done first.
        """
        task = self._baton.create_task(
            title=title, brief=brief, labels=labels or NOT_GIVEN, depends_on=depends_on or NOT_GIVEN
        )
        return f"{task.id} is {task.status}."

    def review(self, action: Literal["next", "approve", "request_changes"], note: str | None = None) -> str:
        """Judge what another handed in: take the next review in hand, then approve it or request changes.

        Args:
            action: next, approve or request_changes.
            note: What must change; needed for request_changes.
        """
        if action == "next":
            self._review = self._baton.reviews.try_claim()
            return say_review(_taken(self._review)) if self._review is not None else "There is nothing to review now."
        if self._review is None:
            raise _invalid("You have no review in hand.", 'Call review with action "next" first.')
        if action == "approve":
            return f"{self._review.approve(note).id} is approved."
        if not note:
            raise _invalid("There is no note.", "Say in note what must change.")
        return f"{self._review.request_changes(note).id} goes back to its author."

    def inbox(
        self,
        action: Literal["read", "ack", "send"],
        up_to: int | None = None,
        to: str | None = None,
        reply_to: str | None = None,
        body: str = "",
    ) -> str:
        """Read messages to you, acknowledge those that are dealt with, or send one to an agent, a role or all.

        Args:
            action: read, ack or send.
            up_to: For ack: the number of the last message that is dealt with.
            to: For send: the name of an agent; @agent, @reviewer or @lead for a role; @all.
            reply_to: For send: the id of the message that it answers, instead of to.
            body: For send: the text.
        """
        if action == "read":
            return "\n".join(f"[{one.seq}] {one.text}" for one in self._desk.unread()) or "There are no new messages."
        if action == "ack":
            if up_to is None:
                raise _invalid("up_to is missing.", "Say up to which number.")
            self._baton.ack_inbox(up_to=up_to)
            return f"Acknowledged up to {up_to}."
        recipient = NOT_GIVEN if to is None else _recipient_of(to)
        return f"Sent as {self._baton.send_message(to=recipient, reply_to=reply_to or NOT_GIVEN, body=body).id}."


def _taken(claim: Taken) -> Taken:
    """The run in which the tool was called gives back what is still in hand at its end."""
    if (taken := taken_by_tools.get()) is not None:
        taken.append(claim)
    return claim


def _recipient_of(to: str) -> models.Recipient:
    if to == "@all":
        return models.ToAll(all=True)
    return models.ToRole(role=to[1:]) if to in ("@agent", "@reviewer", "@lead") else models.ToAgent(agent=to)


def _invalid(detail: str, hint: str) -> InvalidInput:
    return InvalidInput({"code": "invalid_input", "detail": detail, "hint": hint}, 422)
