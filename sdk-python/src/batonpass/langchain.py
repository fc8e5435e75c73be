"""Batonpass for LangChain 1.x: tools for a model, and the lifecycle of a task around `create_agent`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Annotated, Any

from typing_extensions import NotRequired

from ._claim import Claim
from ._client import Baton
from ._desk import check_not_lost, desk_of, say_error, say_task
from ._generated.errors import LeaseLost
from ._holding import NothingClaimable
from ._tools import Tool, ToolRefused, missing, tools_of

try:
    from langchain.agents.middleware import AgentMiddleware, AgentState, hook_config
    from langchain.agents.middleware.types import ModelRequest, ModelResponse, PrivateStateAttr, ToolCallRequest
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

    `only`: the names of those that the model gets, such as `["baton_progress", "baton_submit"]`; None: all.
    """
    return [_structured(tool) for tool in tools_of(baton, only)]


class BatonState(AgentState[Any]):
    """What the middleware adds to the agent's state."""

    baton_task: NotRequired[str | None]
    """The task to claim in this run, for `invoke`; absent: as the middleware is set. Used once."""
    baton_fence: NotRequired[str | None]
    """Task and epoch of the last claim, `T-12:7`; None: there was none to claim."""
    baton_unacked: NotRequired[Annotated[list[int], PrivateStateAttr]]
    """Messages that are before the model, and are acknowledged once it has answered."""


class BatonMiddleware(AgentMiddleware[BatonState, Any, Any]):
    """A run of the agent is one claimed task.

    Claims a task before the agent runs and tells it to the model; keeps presence and lease while it runs; puts unread
    messages before each call of the model; stops the agent when the lease is lost, and lets no further tool run then; submits
    the last answer at the end, unless the agent did. A model or a tool that raises releases the task with that as the reason.
    Where there is nothing to claim, the agent ends without a call of the model. Put it first in the list, outside of others
    that retry. As a context manager it also releases what a run left in hand that ended elsewhere, such as at a recursion
    limit.

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
        self._claims: dict[str, Claim] = {}

    @hook_config(can_jump_to=["end"])
    def before_agent(self, state: BatonState, runtime: Runtime[Any]) -> dict[str, Any] | None:
        """Claims. Raises the errors of `Baton.claim`, but for NothingClaimable."""
        try:
            claim = self._desk.claim(state.get("baton_task") or self._task_id, labels=self._labels, wait=self._wait)
        except NothingClaimable as nothing:
            return {"messages": [AIMessage(f"There is nothing to do: {nothing}")], "baton_fence": None, "baton_task": None, "jump_to": "end"}
        self._claims[claim.fence] = claim
        return {"messages": [HumanMessage(say_task(claim))], "baton_fence": claim.fence, "baton_task": None}

    @hook_config(can_jump_to=["end"])
    def before_model(self, state: BatonState, runtime: Runtime[Any]) -> dict[str, Any] | None:
        """Stops a run whose claim is lost; adds the unread messages."""
        lost = self._lost(state)
        if lost is not None:
            return {"messages": [AIMessage(f"Stopped. {say_error(lost)}")], "jump_to": "end"}
        mail = self._desk.unread()
        # By its id a message that is already there, as after a resumed step, is not there twice.
        said = [HumanMessage(one.text, id=one.id) for one in mail]
        return {"messages": said, "baton_unacked": [one.seq for one in mail]} if mail else None

    def after_model(self, state: BatonState, runtime: Runtime[Any]) -> dict[str, Any] | None:
        """Acknowledges what the model has read."""
        unacked = state.get("baton_unacked") or []
        self._desk.ack(unacked)
        return {"baton_unacked": []} if unacked else None

    def after_agent(self, state: BatonState, runtime: Runtime[Any]) -> None:
        """Submits the last answer, or releases where there is none. Raises BatonError where that is refused."""
        claim = self._claims.pop(state.get("baton_fence") or "", None)
        if claim is not None:
            last = state["messages"][-1]
            self._desk.finish(claim, str(last.text) if isinstance(last, AIMessage) else "")

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Releases the task when the model fails."""
        with self._releasing(request.state):
            return handler(request)

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        """Releases the task when the model fails."""
        with self._releasing(request.state):
            return await handler(request)

    def wrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], ToolMessage | Command[Any]]
    ) -> ToolMessage | Command[Any]:
        """Runs no tool once the claim is lost; releases the task when a tool fails."""
        lost = self._lost(request.state)
        if lost is not None:
            return _refusal(request, lost)
        with self._releasing(request.state):
            return handler(request)

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]]
    ) -> ToolMessage | Command[Any]:
        """Runs no tool once the claim is lost; releases the task when a tool fails."""
        lost = self._lost(request.state)
        if lost is not None:
            return _refusal(request, lost)
        with self._releasing(request.state):
            return await handler(request)

    def __enter__(self) -> BatonMiddleware:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for fence in list(self._claims):
            self._desk.fail(self._claims.pop(fence), error or "no result")

    def _lost(self, state: Any) -> LeaseLost | None:
        fence = state.get("baton_fence")
        if fence is None:
            return None
        claim = self._claims.get(fence)
        if claim is None:
            told = {"code": "lease_lost", "detail": f"This process does not hold {fence}.", "hint": "Claim it again."}
            return LeaseLost(told, 409)
        try:
            check_not_lost(claim)
        except LeaseLost as over:
            return over
        return None

    @contextmanager
    def _releasing(self, state: Any) -> Iterator[None]:
        try:
            yield
        except BaseException as failure:
            claim = self._claims.get(state.get("baton_fence") or "")
            # An interrupt only pauses the run: a person is asked, and the task stays in hand.
            if claim is not None and not isinstance(failure, GraphBubbleUp):
                self._desk.fail(claim, failure)
            raise


def _structured(tool: Tool) -> BaseTool:
    def call(**given: Any) -> str:
        try:
            return tool.call(**given)
        except ToolRefused as refused:
            raise ToolException(str(refused)) from refused

    return StructuredTool(
        name=tool.name,
        description=tool.description,
        args_schema=tool.args,
        func=call,
        handle_tool_error=True,
        handle_validation_error=True,
    )


def _refusal(request: ToolCallRequest, lost: LeaseLost) -> ToolMessage:
    call = request.tool_call
    return ToolMessage(say_error(lost), tool_call_id=call["id"], name=call["name"], status="error")
