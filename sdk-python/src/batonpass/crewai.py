"""Batonpass for CrewAI: tools for a model, and the lifecycle of a task on the board around each task of a crew."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from ._claim import Claim
from ._client import Baton
from ._desk import check_not_lost, desk_of, say_error, say_task
from ._generated.errors import BatonError, LeaseLost
from ._holding import NothingClaimable
from ._tools import Tool, ToolRefused, missing, tools_of

try:
    from crewai.events import (
        BaseEventListener,
        TaskCompletedEvent,
        TaskFailedEvent,
        ToolUsageFinishedEvent,
        crewai_event_bus,
    )
    from crewai.events.event_bus import CrewAIEventsBus
    from crewai.hooks import HookAborted, InterceptionPoint, register_hook, unregister_hook
    from crewai.task import Task
    from crewai.tools import BaseTool
except ModuleNotFoundError as error:
    raise missing("CrewAI", "crewai", error) from error

__all__ = ["BatonListener", "baton_tools"]

TITLE_MAX_CHARS = 200
_TASK_ID = re.compile(r"T-[1-9]\d*")
_log = logging.getLogger("batonpass")


def baton_tools(baton: Baton, *, only: Sequence[str] | None = None) -> list[BaseTool]:
    """The tools of the board for an agent of a crew. A refusal is the tool's result, with its code and the next action.

    `only`: the names of those that the model gets, such as `["baton_progress", "baton_submit"]`; None: all.
    """
    return [_crew_tool(tool) for tool in tools_of(baton, only)]


class BatonListener(BaseEventListener):
    """Each task of a crew is a claimed task of the board.

    When one starts, it is claimed: the task that it is named after (`Task(name="T-12", …)`), else one that is created for it;
    a refusal stops the crew. While it runs, presence and lease are kept, unread messages are put before the model, and each
    tool that was used is noted as progress. When it is completed, its output is submitted; when it fails, the task is released
    with the error as the reason. When the lease is lost, no tool runs any more and the next call of the model stops the crew.

    It hears all crews of the process, unless it is told `tasks`, until it is closed; it is a context manager.

    Args:
        baton: The client, for all agents of the crew.
        tasks: Only these tasks of a crew; None: all.
        labels: Of the tasks that it creates.
        reviewer: Of the tasks that it creates: `any`, `none`, or an agent's name.
    """

    def __init__(
        self, baton: Baton, *, tasks: Sequence[Task] | None = None, labels: Sequence[str] = (), reviewer: str = "any"
    ) -> None:
        self._baton = baton
        self._desk = desk_of(baton)
        self._only = None if tasks is None else {task.id for task in tasks}
        self._labels = labels
        self._reviewer = reviewer
        self._guard = threading.Lock()
        self._claims: dict[str, Claim] = {}
        # Events are handled in other threads and later; what must come before the next step is done in these hooks.
        self._hooks = {
            InterceptionPoint.PRE_STEP: self._started,
            InterceptionPoint.PRE_MODEL_CALL: self._before_model,
            InterceptionPoint.PRE_TOOL_CALL: self._check,
        }
        super().__init__()
        for point, hook in self._hooks.items():
            register_hook(point, hook)

    def setup_listeners(self, crewai_event_bus: CrewAIEventsBus) -> None:
        """Listens to the end of tasks and to used tools; the base class calls it."""
        crewai_event_bus.on(TaskCompletedEvent)(self._completed)
        crewai_event_bus.on(TaskFailedEvent)(self._task_failed)
        crewai_event_bus.on(ToolUsageFinishedEvent)(self._tool_used)

    def close(self) -> None:
        """Hears no more. What it holds is released, with "no result"."""
        crewai_event_bus.flush()
        crewai_event_bus.off(TaskCompletedEvent, self._completed)
        crewai_event_bus.off(TaskFailedEvent, self._task_failed)
        crewai_event_bus.off(ToolUsageFinishedEvent, self._tool_used)
        for point, hook in self._hooks.items():
            unregister_hook(point, hook)
        for task_id in list(self._claims):
            self._desk.fail(self._claims.pop(task_id), "no result")

    def __enter__(self) -> BatonListener:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _started(self, context: Any) -> None:
        task = context.task
        if context.kind != "task" or self._only is not None and task.id not in self._only:
            return
        try:
            claim = self._desk.claim(self._board_id(task))
        except (BatonError, NothingClaimable) as refused:
            raise HookAborted(say_error(refused)) from refused
        with self._guard:
            self._claims[str(task.id)] = claim
        context.payload = "\n\n".join(part for part in (say_task(claim), context.payload) if part)

    def _board_id(self, task: Task) -> str:
        if task.name and _TASK_ID.fullmatch(task.name):
            return task.name
        lines = (task.name or task.description).strip().splitlines()
        # Assigned, so that no other agent takes it between this and the claim.
        return self._baton.create_task(
            title=lines[0][:TITLE_MAX_CHARS], brief=f"{task.description}\n\nExpected: {task.expected_output}", labels=self._labels,
            reviewer=self._reviewer, assignee=self._baton.agent,
        ).id

    def _before_model(self, context: Any) -> None:
        self._check(context)
        if self._claim_of(context.task) is None:
            return
        mail = self._desk.unread()
        context.messages.extend({"role": "user", "content": one.text} for one in mail)
        self._desk.ack([one.seq for one in mail])

    def _check(self, context: Any) -> None:
        try:
            check_not_lost(self._claim_of(context.task))
        except LeaseLost as lost:
            raise HookAborted(say_error(lost)) from lost

    def _completed(self, source: Any, event: TaskCompletedEvent) -> None:
        claim = self._take(event.task_id)
        if claim is None:
            return
        try:
            self._desk.finish(claim, event.output.raw)
        except BatonError as refused:
            _log.warning("%s could not be handed in: %s", claim.id, refused)

    def _task_failed(self, source: Any, event: TaskFailedEvent) -> None:
        claim = self._take(event.task_id)
        if claim is not None:
            self._desk.fail(claim, f"{getattr(event.error_type, '__name__', 'Error')}: {event.error}")

    def _tool_used(self, source: Any, event: ToolUsageFinishedEvent) -> None:
        with self._guard:
            claim = self._claims.get(event.task_id or "")
        if claim is None or event.tool_name.startswith("baton_"):
            return
        try:
            claim.progress(f"Used {event.tool_name}.")
        except BatonError as refused:
            _log.warning("Progress on %s could not be noted: %s", claim.id, refused)

    def _claim_of(self, task: Task | None) -> Claim | None:
        with self._guard:
            return self._claims.get(str(task.id)) if task is not None else None

    def _take(self, task_id: str | None) -> Claim | None:
        with self._guard:
            return self._claims.pop(task_id or "", None)


class _CrewTool(BaseTool):
    call: Any

    def _run(self, **given: Any) -> str:
        try:
            return str(self.call(**given))
        except ToolRefused as refused:
            return str(refused)


def _crew_tool(tool: Tool) -> BaseTool:
    # Nothing is kept in the cache of a crew: the board has changed when the same is asked again.
    return _CrewTool(
        name=tool.name, description=tool.description, args_schema=tool.args, call=tool.call, cache_function=_never
    )


def _never(arguments: Any, result: Any) -> bool:
    return False
