"""Batonpass for LangChain 1.x: tools for a model, and the lifecycle of a task around `create_agent`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any

from typing_extensions import NotRequired

from ._client import Baton
from ._desk import desk_of, say_error, say_task
from ._generated.errors import LeaseLost
from ._holding import NothingClaimable
from ._lease import lease_lost
from ._run import GIVEN_UP, Run, Step, in_thread
from ._tools import Tool, ToolRefused, missing, tools_of

try:
    from langchain.agents.middleware import AgentMiddleware, AgentState, hook_config
    from langchain.agents.middleware.types import ModelRequest, ModelResponse, ToolCallRequest
    from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
    from langchain_core.tools import BaseTool, StructuredTool, ToolException
    from langgraph.errors import GraphBubbleUp
    from langgraph.runtime import Runtime
    from langgraph.types import Command
except ModuleNotFoundError as error:
    raise missing("LangChain", "langchain", error) from error

__all__ = ["BatonMiddleware", "BatonState", "baton_tools"]


def baton_tools(baton: Baton, *, only: Sequence[str] | None = None) -> list[BaseTool]:
    """The tools of the board for a model. A refusal is a ToolMessage with its code and the next action.

    `only`: the names of those that the model gets, such as `["task_update", "task_submit"]`; None: all.
    """
    return [_structured(tool) for tool in tools_of(baton, only)]


class BatonState(AgentState[Any]):
    """What the middleware adds to the agent's state."""

    baton_task: NotRequired[str | None]
    """The task to claim in this run, for `invoke`; absent: as the middleware is set. Used once."""
    baton_fence: NotRequired[str | None]
    """Task and epoch of the last claim, `T-12:7`; None: there was none to claim."""


Update = dict[str, Any]
Reply = ModelResponse[Any]
Answer = ToolMessage | Command[Any]


class BatonMiddleware(AgentMiddleware[BatonState, Any, Any]):
    """A run of the agent is one claimed task.

    Claims a task before the agent runs and tells it to the model; keeps presence and lease while it runs; puts unread
    messages before each call of the model; stops the agent when the lease is lost, and lets no further tool run then; submits
    the last answer at the end, unless the agent did. A model or a tool that raises releases the task with that as the reason.
    Where there is nothing to claim, the agent ends without a call of the model. Put it first in the list, outside of others
    that retry. As a context manager it also releases what a run left in hand, such as at a recursion limit.

    Args:
        baton: The agent's client.
        task_id: The task to claim; None: the next, or `baton_task` of the run's input.
        labels: Only a task with one of these labels.
        wait: For a task to claim, in seconds.
    """

    state_schema = BatonState

    def __init__(self, baton: Baton, *, task_id: str | None = None, labels: Sequence[str] = (), wait: float = 0) -> None:
        super().__init__()
        self._desk = desk_of(baton)
        self._task_id = task_id
        self._labels = labels
        self._wait = wait
        self._runs: dict[str, Run] = {}

    @hook_config(can_jump_to=["end"])
    def before_agent(self, state: BatonState, runtime: Runtime[Any]) -> Update:
        """Claims. Raises the errors of `Baton.claim`, but for NothingClaimable."""
        try:
            claim = self._desk.claim(state.get("baton_task") or self._task_id, labels=self._labels, wait=self._wait)
        except NothingClaimable as nothing:
            return {"messages": [AIMessage(f"There is nothing to do: {nothing}")], "baton_fence": None, "baton_task": None, "jump_to": "end"}
        for fence in [fence for fence, run in list(self._runs.items()) if run.failed]:
            self._runs.pop(fence, None)
        self._runs[claim.fence] = Run(self._desk, claim)
        return {"messages": [HumanMessage(say_task(claim))], "baton_fence": claim.fence, "baton_task": None}

    @hook_config(can_jump_to=["end"])
    async def abefore_agent(self, state: BatonState, runtime: Runtime[Any]) -> Update:
        """Claims. Where the run is cancelled meanwhile, what it was granted goes back."""
        return await in_thread(lambda: self.before_agent(state, runtime), self._give_up)

    @hook_config(can_jump_to=["end"])
    def before_model(self, state: BatonState, runtime: Runtime[Any]) -> Update | None:
        """Stops a run whose claim is lost; adds the unread messages."""
        run, lost = self._run(state), self._lost(state)
        if lost is not None:
            return {"messages": [AIMessage(f"Stopped. {say_error(lost)}")], "jump_to": "end"}
        # By its id a message that is already there, as after a resumed step, is not there twice.
        said = [HumanMessage(mail.text, id=mail.id) for mail in run.unread()] if run is not None else []
        return {"messages": said} if said else None

    @hook_config(can_jump_to=["end"])
    async def abefore_model(self, state: BatonState, runtime: Runtime[Any]) -> Update | None:
        """Stops a run whose claim is lost; adds the unread messages."""
        return await asyncio.to_thread(self.before_model, state, runtime)

    def after_model(self, state: BatonState, runtime: Runtime[Any]) -> None:
        """Acknowledges what the model has read."""
        if (run := self._run(state)) is not None:
            run.ack()

    async def aafter_model(self, state: BatonState, runtime: Runtime[Any]) -> None:
        """Acknowledges what the model has read."""
        await asyncio.to_thread(self.after_model, state, runtime)

    def after_agent(self, state: BatonState, runtime: Runtime[Any]) -> None:
        """Submits the last answer, or releases where there is none. Raises BatonError where that is refused."""
        if (run := self._runs.pop(state.get("baton_fence") or "", None)) is not None:
            last = state["messages"][-1]
            run.finish(str(last.text) if isinstance(last, AIMessage) else "")

    async def aafter_agent(self, state: BatonState, runtime: Runtime[Any]) -> None:
        """Submits the last answer, or releases where there is none. Raises BatonError where that is refused."""
        await asyncio.to_thread(self.after_agent, state, runtime)

    def wrap_model_call(self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Reply]) -> Reply:
        """Calls no model once the claim is lost; releases the task when the model fails."""
        if (lost := self._lost(request.state)) is not None:
            return ModelResponse([AIMessage(f"Stopped. {say_error(lost)}")])
        with self._step(request.state):
            return handler(request)

    async def awrap_model_call(self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[Reply]]) -> Reply:
        """Calls no model once the claim is lost; releases the task when the model fails."""
        if (lost := self._lost(request.state)) is not None:
            return ModelResponse([AIMessage(f"Stopped. {say_error(lost)}")])
        async with self._step(request.state):
            return await handler(request)

    def wrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Answer]) -> Answer:
        """Runs no tool once the claim is lost; releases the task when a tool fails."""
        if (lost := self._lost(request.state)) is not None:
            return _refusal(request, lost)
        with self._step(request.state):
            return handler(request)

    async def awrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Answer]]) -> Answer:
        """Runs no tool once the claim is lost; releases the task when a tool fails."""
        if (lost := self._lost(request.state)) is not None:
            return _refusal(request, lost)
        async with self._step(request.state):
            return await handler(request)

    def __enter__(self) -> BatonMiddleware:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for fence in list(self._runs):
            self._runs.pop(fence).fail(error or "no result")

    def _run(self, state: Any) -> Run | None:
        return self._runs.get(state.get("baton_fence") or "")

    def _lost(self, state: Any) -> LeaseLost | None:
        if (run := self._run(state)) is not None:
            return run.lost
        fence = state.get("baton_fence")
        return lease_lost((fence, None), "this process has not claimed it") if fence is not None else None

    def _give_up(self, began: Update) -> None:
        if (run := self._runs.pop(began["baton_fence"] or "", None)) is not None:
            run.fail(GIVEN_UP)

    def _step(self, state: Any) -> Step:
        # An interrupt only pauses the run: a person is asked, and the task stays in hand.
        return Step(self._run(state), pause=GraphBubbleUp)


def _structured(tool: Tool) -> BaseTool:
    def call(**given: Any) -> str:
        try:
            return tool.call(**given)
        except ToolRefused as refused:
            raise ToolException(str(refused)) from refused

    return StructuredTool(
        name=tool.name, description=tool.description, args_schema=tool.args, func=call, handle_tool_error=True, handle_validation_error=True
    )


def _refusal(request: ToolCallRequest, lost: LeaseLost) -> ToolMessage:
    call = request.tool_call
    return ToolMessage(say_error(lost), tool_call_id=call["id"], name=call["name"], status="error")
