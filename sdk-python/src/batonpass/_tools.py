"""The tools of an agent: which operations there are, in which words, and how an error is said. Each framework wraps these."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, Field, create_model

from ._call import NOT_GIVEN
from ._client import Baton
from ._desk import desk_of, say_error, say_task
from ._generated import models
from ._generated.errors import BatonError
from ._holding import NothingClaimable
from ._run import taken_by_tools

TASKS_LISTED = 20
"""So many tasks are listed; a narrower query finds the others."""

_ARGUMENT = re.compile(r"^ {4}(\w+): (.*)$", re.MULTILINE)


class ToolRefused(Exception):
    """The board refused what a model asked for. The message is what the model is told."""


def missing(framework: str, extra: str, error: ModuleNotFoundError) -> ImportError:
    """What to raise when the framework is not installed."""
    return ImportError(
        f"batonpass.{extra.replace('-', '_')} needs {framework}, of which {error.name} was not found: "
        f"pip install 'batonpass[{extra}]'",
        name=error.name,
    )


@dataclass(frozen=True)
class Tool:
    """One tool: its name, what it does, its arguments, and the call, which raises ToolRefused."""

    name: str
    description: str
    args: type[BaseModel]
    call: Callable[..., str]


def tools_of(baton: Baton, only: Sequence[str] | None = None) -> list[Tool]:
    """The tools of a client. `only`: these names. Raises ValueError for a name that no tool has."""
    methods = _Methods(baton)
    tools = {name: _tool(getattr(methods, name)) for name in _NAMES}
    unknown = sorted(set(only or ()) - set(tools))
    if unknown:
        raise ValueError(f"There is no tool {', '.join(unknown)}; there are {', '.join(tools)}.")
    return [tool for name, tool in tools.items() if only is None or name in only]


class _Methods:
    def __init__(self, baton: Baton) -> None:
        self._baton = baton
        self._desk = desk_of(baton)

    def baton_claim(self, task_id: str | None = None, labels: list[str] | None = None) -> str:
        """Claim a task to work on: the one named, or the next that is free. Nobody else can have it then.

        Args:
            task_id: The task, such as T-12; leave it out for the next one.
            labels: Only a task with one of these labels.
        """
        claim = self._desk.claim(task_id, labels=labels or ())
        if (taken := taken_by_tools.get()) is not None:
            taken.append(claim)
        return say_task(claim)

    def baton_progress(self, note: str, percent: int | None = None, task_id: str | None = None) -> str:
        """Note progress on the task you hold, for people and for whoever comes after you.

        Args:
            note: What you found or did.
            percent: How much is done, 0 to 100.
            task_id: Which task, if you hold several.
        """
        claim = self._desk.get(task_id)
        claim.progress(note, percent=percent)
        return f"Noted on {claim.id}."

    def baton_submit(self, summary: str, answers: list[str] | None = None, task_id: str | None = None) -> str:
        """Hand in the task you hold: it is finished, and then reviewed by another.

        Args:
            summary: What you did and what came of it.
            answers: How each acceptance criterion was met, in their order; leave it out if there are none.
            task_id: Which task, if you hold several.
        """
        claim = self._desk.get(task_id)
        given = [models.AnswerInput(criterion=index, met=True, note=note) for index, note in enumerate(answers or ())]
        return f"{claim.id} is handed in; it is {claim.submit(summary, answers=given).status}."

    def baton_release(self, reason: str, task_id: str | None = None) -> str:
        """Give back the task you hold, unfinished, for anyone to claim.

        Args:
            reason: Why, and what the next one should know.
            task_id: Which task, if you hold several.
        """
        claim = self._desk.get(task_id)
        claim.release(reason)
        return f"{claim.id} is given back."

    def baton_ask(self, question: str, options: list[str] | None = None, task_id: str | None = None) -> str:
        """Ask the leads what you cannot decide. The task is given back until the answer has come; stop working on it.

        Args:
            question: The question.
            options: Answers to choose from.
            task_id: Which task, if you hold several.
        """
        claim = self._desk.get(task_id)
        claim.block(question, options=options or ())
        return f"{claim.id} waits for the answer. Stop working on it."

    def baton_create_task(
        self, title: str, brief: str = "", labels: list[str] | None = None, depends_on: list[str] | None = None
    ) -> str:
        """Put a task on the board, for anyone to claim.

        Args:
            title: What is to be done, in one line.
            brief: All that whoever does it must know.
            labels: Labels by which workers choose.
            depends_on: Tasks that must be done first, such as T-12.
        """
        task = self._baton.create_task(
            title=title, brief=brief, labels=labels or NOT_GIVEN, depends_on=depends_on or NOT_GIVEN
        )
        return f"{task.id} is on the board."

    def baton_list_tasks(self, query: str = "") -> str:
        """List tasks of the board.

        Args:
            query: Such as `status:todo label:docs agent:scout words`; leave it out for all.
        """
        items = self._baton.list_tasks(q=query or None, limit=TASKS_LISTED).items
        lines = [f"{task.id} {task.status}{_held_by(task)}: {task.title}" for task in items]
        return "\n".join(lines) or "No task is like that."

    def baton_send_message(self, to: str, body: str, task_id: str | None = None) -> str:
        """Send a message to an agent, or to all.

        Args:
            to: The agent's name, or `all`.
            body: The text.
            task_id: The task that it is about.
        """
        recipient = models.ToAll(all=True) if to == "all" else models.ToAgent(agent=to)
        sent = self._baton.send_message(to=recipient, body=body, task_id=task_id or NOT_GIVEN)
        return f"{sent.id} is sent to {to}."

    def baton_read_inbox(self) -> str:
        """Read your unread messages; they count as read then."""
        mail = self._desk.unread()
        self._desk.ack([one.seq for one in mail])
        return "\n".join(one.text for one in mail) or "Nothing is unread."

    def baton_list_reviews(self) -> str:
        """List what others handed in and you may review."""
        items = self._baton.list_reviews(mine=True, limit=TASKS_LISTED).items
        lines = [f"{one.id} revision {one.revision}: {one.task_id} by {one.author}: {one.summary}" for one in items]
        return "\n".join(lines) or "There is nothing to review."

    def baton_decide_review(self, review_id: str, revision: int, approve: bool, note: str = "") -> str:
        """Decide a review: approve, or ask for changes.

        Args:
            review_id: The review, `rev_…`.
            revision: The revision that you looked at.
            approve: Whether it is good as it is.
            note: What must change; needed unless you approve.
        """
        decision = "approve" if approve else "request_changes"
        done = self._baton.decide_review(review_id, revision=revision, decision=decision, note=note or NOT_GIVEN)
        return f"{done.task.id} is {done.task.status}."


_NAMES = [name for name in vars(_Methods) if name.startswith("baton_")]


def _tool(method: Callable[..., str]) -> Tool:
    words = inspect.getdoc(method) or ""
    description, _, arguments = words.partition("\n\nArgs:\n")
    said = dict(_ARGUMENT.findall(arguments))
    hints = typing.get_type_hints(method)
    fields: dict[str, typing.Any] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[name] = (hints[name], Field(default, description=said[name]))
    return Tool(method.__name__, description, create_model(method.__name__, **fields), _refusing(method))


def _refusing(method: Callable[..., str]) -> Callable[..., str]:
    def call(**given: object) -> str:
        try:
            return method(**given)
        except (BatonError, NothingClaimable) as error:
            raise ToolRefused(say_error(error)) from error

    return call


def _held_by(task: models.Task) -> str:
    return f" by {task.holder.agent}" if task.holder is not None else ""
