"""Batonpass for CrewAI: tools for a model, and the lifecycle of a task on the board around each task of a crew."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any
from uuid import UUID

from ._claim import Claim
from ._client import Baton
from ._desk import desk_of, say_error, say_task
from ._generated.errors import BatonError
from ._holding import NothingClaimable
from ._run import Run, taken_by_tools
from ._tools import TOOL_NAMES, Tool, ToolRefused, missing, tools_of

try:
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

    `only`: the names of those that the model gets, such as `["task_update", "task_submit"]`; None: all.
    """
    return [_crew_tool(tool) for tool in tools_of(baton, only)]


class BatonListener:
    """Each task of a crew is a claimed task of the board.

    When one starts, it is claimed: the task that it is named after (`Task(name="T-12", …)`), else one that is created for it;
    where that cannot be done the crew stops. While it runs, presence and lease are kept, unread messages are put before the
    model, and each tool that was used is noted as progress. Its output is submitted before the next task starts; a crew that
    fails releases what it has in hand with the error as the reason. When the lease is lost, no tool runs any more and the next
    call of the model stops the crew.

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
        # By the crew's own ids of its tasks, which may run in several threads.
        self._runs: dict[UUID, Run] = {}
        # Hooks and not events, which are handled in other threads and later: a task must be settled before the next is claimed.
        self._hooks: dict[InterceptionPoint, Callable[[Any], None]] = {
            InterceptionPoint.PRE_STEP: self._started,
            InterceptionPoint.PRE_MODEL_CALL: self._before_model,
            InterceptionPoint.POST_MODEL_CALL: self._answered,
            InterceptionPoint.PRE_TOOL_CALL: self._before_tool,
            InterceptionPoint.POST_TOOL_CALL: self._tool_used,
            InterceptionPoint.POST_STEP: self._completed,
            InterceptionPoint.EXECUTION_END: self._ended,
        }
        for point, hook in self._hooks.items():
            register_hook(point, hook)

    def close(self) -> None:
        """Hears no more. What it holds is released, with "no result"."""
        self.__exit__(None, None, None)

    def __enter__(self) -> BatonListener:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for point, hook in self._hooks.items():
            unregister_hook(point, hook)
        self._fail(list(self._runs), error or "no result")

    def _started(self, context: Any) -> None:
        task = context.task
        if context.kind != "task" or self._only is not None and task.id not in self._only:
            return
        try:
            run = Run(self._desk, self._claim(task))
        except Exception as refused:
            # Whatever else a hook raises is swallowed, and the crew would work on what it does not hold.
            raise _abort(refused) from refused
        self._runs[task.id] = run
        taken_by_tools.set(run.taken)
        context.payload = "\n\n".join(part for part in (say_task(run.claim), context.payload) if part)

    def _claim(self, task: Task) -> Claim:
        if task.name and _TASK_ID.fullmatch(task.name):
            return self._desk.claim(task.name)
        words = f"{task.name or ''}\n{task.description}\n{task.expected_output}".split("\n")
        title = next((line.strip() for line in words if line.strip()), "A task of a crew")
        # Assigned, so that no other agent takes it between this and the claim.
        created = self._baton.create_task(
            title=title[:TITLE_MAX_CHARS], brief=f"{task.description}\n\nExpected: {task.expected_output}",
            labels=self._labels, reviewer=self._reviewer, assignee=self._baton.agent,
        ).id
        try:
            return self._desk.claim(created)
        except BatonError as refused:
            self._baton.cancel_task(created, reason=f"The crew it was created for could not claim it: {refused.code}.")
            raise

    def _before_model(self, context: Any) -> None:
        run = self._find(context)
        if run is None:
            return
        _check(run)
        there = [message.get("content") for message in context.messages]
        new = [mail.text for mail in run.unread() if mail.text not in there]
        context.messages.extend({"role": "user", "content": text} for text in new)

    def _answered(self, context: Any) -> None:
        if (run := self._find(context)) is not None:
            run.ack()

    def _before_tool(self, context: Any) -> None:
        if (run := self._find(context)) is not None:
            # An answer that is nothing but calls of tools is told by these alone.
            run.ack()
            _check(run)

    def _tool_used(self, context: Any) -> None:
        run = self._find(context)
        if run is None or not run.claim.held or context.tool_name in TOOL_NAMES:
            return
        try:
            run.claim.progress(f"Used {context.tool_name}.")
        except BatonError as refused:
            _log.warning("Progress on %s could not be noted: %s", run.claim.id, refused)

    def _completed(self, context: Any) -> None:
        run = self._runs.pop(context.task.id, None) if context.kind == "task" else None
        if run is None:
            return
        taken_by_tools.set(None)
        run.ack()
        try:
            run.finish(context.output.raw)
        except Exception as refused:
            raise _abort(refused) from refused

    def _ended(self, context: Any) -> None:
        if context.crew is not None and context.error is not None:
            self._fail([task.id for task in context.crew.tasks], context.error)

    def _find(self, context: Any) -> Run | None:
        return self._runs.get(context.task.id) if context.task is not None else None

    def _fail(self, task_ids: Iterable[UUID], reason: BaseException | str) -> None:
        for run in [self._runs.pop(task_id, None) for task_id in task_ids]:
            if run is not None:
                run.fail(reason)


def _check(run: Run) -> None:
    if (lost := run.lost) is not None:
        raise _abort(lost) from lost


def _abort(error: Exception) -> HookAborted:
    said = say_error(error) if isinstance(error, (BatonError, NothingClaimable)) else f"{type(error).__name__}: {error}"
    return HookAborted(said)


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
        name=tool.name, description=tool.description, args_schema=tool.args, call=tool.call, cache_function=lambda *_: False
    )
