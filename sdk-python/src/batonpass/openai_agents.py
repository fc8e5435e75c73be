"""Batonpass for the OpenAI Agents SDK: tools for a model, and the lifecycle of a task around a run."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from pydantic import BaseModel, ValidationError

from ._claim import Claim
from ._client import Baton
from ._desk import SAID_MAX_CHARS, check_not_lost, desk_of, say_task
from ._generated.errors import LeaseLost
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

    `only`: the names of those that the model gets, such as `["baton_progress", "baton_submit"]`; None: all.
    """
    return [_function_tool(tool) for tool in tools_of(baton, only)]


class BatonRunHooks(RunHooks[Any]):
    """A run is one claimed task: `async with BatonRunHooks(baton) as hooks: await Runner.run(agent, "Go.", hooks=hooks)`.

    Claims when the first agent starts; keeps presence and lease while it runs; puts the task and unread messages before the
    model; raises LeaseLost out of the run before the next call of the model or of a tool when the lease is lost; submits the
    final output, unless the agent did. Runs have no hook for an error: leave the context by it, and the task is released with
    that as the reason. One run at a time, also over handoffs; then the next.

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
        self._unacked: list[int] = []
        self._said: list[tuple[int, TResponseInputItem]] = []
        """What was put before the model, and where: the run keeps only its own items, so each call gets it again."""
        self.claim: Claim | None = None
        """The claim of the run, or of the last one."""

    async def on_agent_start(self, context: AgentHookContext[Any], agent: Any) -> None:
        """Claims, unless the run has its task already. Raises NothingClaimable and the errors of `Baton.claim`."""
        if self.claim is not None and self.claim.held:
            return
        claim = await asyncio.to_thread(self._desk.claim, self._task_id, labels=self._labels, wait=self._wait)
        self.claim = claim
        self._said = [(0, _item(say_task(claim)))]
        self._unacked = []

    async def on_llm_start(
        self,
        context: RunContextWrapper[Any],
        agent: Agent[Any],
        system_prompt: str | None,
        input_items: list[TResponseInputItem],
    ) -> None:
        """Puts the task and the messages before the model. Raises LeaseLost."""
        check_not_lost(self.claim)
        mail = await asyncio.to_thread(self._desk.unread)
        place = len(input_items) + len(self._said)
        self._said += [(place + index, _item(one.text)) for index, one in enumerate(mail)]
        self._unacked = [one.seq for one in mail]
        for place, item in self._said:
            input_items.insert(place, item)

    async def on_llm_end(self, context: RunContextWrapper[Any], agent: Agent[Any], response: ModelResponse) -> None:
        """Acknowledges what the model has read."""
        unacked, self._unacked = self._unacked, []
        await asyncio.to_thread(self._desk.ack, unacked)

    async def on_tool_start(self, context: RunContextWrapper[Any], agent: Any, tool: AgentTool) -> None:
        """Raises LeaseLost, so that nothing is done for a task that is another's."""
        check_not_lost(self.claim)

    async def on_agent_end(self, context: AgentHookContext[Any], agent: Any, output: Any) -> None:
        """Submits the final output. Raises BatonError where that is refused."""
        if self.claim is not None:
            text = output.model_dump_json() if isinstance(output, BaseModel) else str(output or "")
            await asyncio.to_thread(self._desk.finish, self.claim, text)

    async def __aenter__(self) -> BatonRunHooks:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.claim is not None:
            await asyncio.to_thread(self._desk.fail, self.claim, error or "no result")
        # The runner wraps what a hook of a tool raises.
        if error is not None and isinstance(error.__cause__, LeaseLost):
            raise error.__cause__


def _function_tool(tool: Tool) -> FunctionTool:
    async def invoke(context: ToolContext[Any], arguments: str) -> str:
        try:
            given = tool.args.model_validate_json(arguments or "{}")
            return await asyncio.to_thread(tool.call, **given.model_dump())
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


def _item(text: str) -> TResponseInputItem:
    return {"role": "user", "content": text}
