"""Batonpass for the OpenAI Agents SDK: tools for a model, and the lifecycle of a task around a run."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any

from pydantic import BaseModel, ValidationError

from ._claim import Claim
from ._client import Baton
from ._desk import SAID_MAX_CHARS, desk_of, say_task
from ._generated.errors import LeaseLost
from ._review import ReviewClaim
from ._run import GIVEN_UP, Run, in_thread, taken_by_tools
from ._tools import Tool, ToolRefused, missing, tools_of

try:
    from agents import Agent, FunctionTool, ModelResponse, RunContextWrapper, RunHooks
    from agents import Tool as AgentTool
    from agents.items import TResponseInputItem
    from agents.run_context import AgentHookContext
    from agents.tool_context import ToolContext
except ModuleNotFoundError as error:
    raise missing("the OpenAI Agents SDK", "openai-agents", error) from error

__all__ = ["BatonRunHooks", "baton_tools"]


def baton_tools(baton: Baton, *, only: Sequence[str] | None = None) -> list[AgentTool]:
    """The tools of the board for an agent. A refusal is the tool's output, with its code and the next action.

    `only`: the names of those that the model gets, such as `["task_update", "task_submit"]`; None: all.
    """
    return [_function_tool(tool) for tool in tools_of(baton, only)]


class BatonRunHooks(RunHooks[Any]):
    """A run is one claimed task: `async with BatonRunHooks(baton) as hooks: await Runner.run(agent, "Go.", hooks=hooks)`.

    Claims when the first agent starts; keeps presence and lease while it runs; puts the task and unread messages before the
    model; raises LeaseLost out of the run before the next call of an agent, of the model or of a tool when the lease is lost;
    submits the final output, unless the agent did. Runs have no hook for an error: leave the context by it, and the task is
    released with that as the reason. One run at a time, also over handoffs; then the next.

    Args:
        baton: The client, for all agents of the run.
        task_id: The task to claim; None: the next. The run raises NothingClaimable where there is none.
        labels: Only a task with one of these labels.
        wait: For a task to claim, in seconds.
    """

    def __init__(
        self, baton: Baton, *, task_id: str | None = None, labels: Sequence[str] = (), wait: float = 0
    ) -> None:
        self._baton = baton
        self._desk = desk_of(baton)
        self._task_id = task_id
        self._labels = labels
        self._wait = wait
        self._run: Run | None = None
        self._taken: list[Claim | ReviewClaim] = []
        self._words = _Words()
        self.claim: Claim | None = None
        """The claim of the run, or of the last one."""

    async def on_agent_start(self, context: AgentHookContext[Any], agent: Any) -> None:
        """Claims for the first agent of a run; the others have its task. Raises LeaseLost, NothingClaimable and the errors of
        `Baton.claim`."""
        if self._run is not None:
            return self._run.check()
        self._run = await in_thread(self._begin, lambda run: run.fail(GIVEN_UP))
        self.claim = self._run.claim
        self._words = _Words(say_task(self.claim))

    async def on_llm_start(
        self,
        context: RunContextWrapper[Any],
        agent: Agent[Any],
        system_prompt: str | None,
        input_items: list[TResponseInputItem],
    ) -> None:
        """Puts the task and the messages before the model. Raises LeaseLost."""
        if self._run is not None:
            self._run.check()
            mail = await asyncio.to_thread(self._run.unread)
            self._words.put_into(input_items, [one.text for one in mail])

    async def on_llm_end(self, context: RunContextWrapper[Any], agent: Agent[Any], response: ModelResponse) -> None:
        """Acknowledges what the model has read."""
        if self._run is not None:
            await asyncio.to_thread(self._run.ack)

    async def on_tool_start(self, context: RunContextWrapper[Any], agent: Any, tool: AgentTool) -> None:
        """Raises LeaseLost, so that nothing is done for a task that is another's."""
        if self._run is not None:
            self._run.check()

    async def on_agent_end(self, context: AgentHookContext[Any], agent: Any, output: Any) -> None:
        """Submits the final output. Raises BatonError where that is refused."""
        run, self._run = self._run, None
        if run is not None:
            text = output.model_dump_json() if isinstance(output, BaseModel) else str(output or "")
            await asyncio.to_thread(run.finish, text)

    async def __aenter__(self) -> BatonRunHooks:
        # The tasks that the runner makes for tools are made in here.
        taken_by_tools.set(self._taken)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        taken_by_tools.set(None)
        run, self._run = self._run, None
        if run is not None:
            await asyncio.to_thread(run.fail, error or "no result")
        # The runner wraps what a hook of a tool raises.
        if error is not None and isinstance(error.__cause__, LeaseLost):
            raise error.__cause__

    def _begin(self) -> Run:
        claim = self._desk.claim(self._task_id, labels=self._labels, wait=self._wait)
        return Run(self._desk, claim, self._taken)


def _function_tool(tool: Tool) -> FunctionTool:
    async def invoke(context: ToolContext[Any], arguments: str) -> str:
        try:
            given = tool.args.model_validate_json(arguments or "{}")
            return await asyncio.to_thread(tool.call, **dict(given))
        except ToolRefused as refused:
            return str(refused)
        except ValidationError as invalid:
            wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in invalid.errors())
            return f"invalid_input: {wrong}"[:SAID_MAX_CHARS]

    schema = tool.args.model_json_schema()
    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=schema,
        on_invoke_tool=invoke,
        # In strict mode a model must give every argument, and here most may be left out.
        strict_json_schema=False,
    )



@dataclass
class _Said:
    text: str
    at: int
    """So many of the run's own items stand before it."""
    after: TResponseInputItem | None
    """The last of these."""


class _Words:
    """What is put before the model of a run. The run keeps only its own items, so each call gets it again, at the same place."""

    def __init__(self, task: str = "") -> None:
        self._task = task
        self._said: list[_Said] = []

    def put_into(self, items: list[TResponseInputItem], mail: Sequence[str]) -> None:
        own, known = list(items), {one.text for one in self._said}
        rest = _is_rest(own)
        new = [_Said(text, len(own), own[-1] if own else None) for text in mail if text not in known]
        if self._task not in known:
            new.insert(0, _Said(self._task, len(own) if rest else 0, None))
        # Where the server keeps the conversation, it has what was said before.
        shown = new if rest else [*map(partial(_placed, own), self._said), *new]
        self._said += new
        items.clear()
        for at in range(len(own) + 1):
            items += [_item(one.text) for one in shown if one.at == at]
            items += own[at : at + 1]


def _item(text: str) -> TResponseInputItem:
    return {"role": "user", "content": text}


def _placed(own: list[TResponseInputItem], said: _Said) -> _Said:
    """Where the history was cut or told anew, as at a handoff, the place is no more: in front it parts no call from its output."""
    there = said.after is not None and said.at <= len(own) and own[said.at - 1] == said.after
    return said if there else _Said(said.text, 0, None)


def _is_rest(own: list[TResponseInputItem]) -> bool:
    """Whether these are only the newest items of a conversation that the server keeps: the output of a call, without the call."""
    items: list[dict[str, Any]] = [dict(item) for item in own]
    calls = {item.get("call_id") for item in items if not str(item.get("type")).endswith("_output")}
    return any(item.get("call_id") not in calls for item in items if str(item.get("type")).endswith("_output"))
