"""The real OpenAI Agents SDK, with a model that follows a script, on the real board."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from agents import Agent, Model, ModelResponse, RunConfig, Runner, Usage, function_tool, handoff
from agents.items import TResponseOutputItem
from board import as_lead, events, import_without, outcome
from conftest import Server
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText
from snippets import run_connect_program, run_snippet

from batonpass import Baton, LeaseLost, NothingClaimable
from batonpass._desk import desk_of
from batonpass.openai_agents import BatonRunHooks, baton_tools

Step = Callable[[list[Any]], TResponseOutputItem]


class Scripted(Model):
    """Answers with one step after the other, and keeps what it was asked."""

    def __init__(self, *steps: Step | TResponseOutputItem) -> None:
        self.steps = list(steps)
        self.asked: list[list[Any]] = []

    async def get_response(self, system_instructions: Any, input: Any, *rest: Any, **given: Any) -> ModelResponse:
        self.asked.append(list(input))
        step = self.steps.pop(0)
        output = await asyncio.to_thread(step, input) if callable(step) else step
        return ModelResponse(output=[output], usage=Usage(), response_id=None)

    def stream_response(self, *rest: Any, **given: Any) -> AsyncIterator[Any]:
        raise AssertionError("nothing streams here")


def say(text: str) -> ResponseOutputMessage:
    content = ResponseOutputText(text=text, type="output_text", annotations=[])
    return ResponseOutputMessage(id="m", content=[content], role="assistant", status="completed", type="message")


def use(name: str, **args: Any) -> ResponseFunctionToolCall:
    call = f"call-{name}-{json.dumps(args)}"
    return ResponseFunctionToolCall(name=name, arguments=json.dumps(args), call_id=call, type="function_call")


@function_tool
def look(where: str) -> str:
    """Looks somewhere."""
    return f"found it in {where}"


def run(agent: Agent[Any], hooks: BatonRunHooks) -> Any:
    async def inner() -> Any:
        async with hooks:
            return await Runner.run(agent, "Go.", hooks=hooks, run_config=RunConfig(tracing_disabled=True))

    return asyncio.run(inner())


def texts(asked: list[Any]) -> list[str]:
    return [str(one.get("content")) for one in asked if one.get("role") == "user"]


def test_a_run_claims_is_present_makes_progress_and_hands_in_its_output(baton: Baton, server: Server) -> None:
    task = baton.create_task(title="Find the link", brief="It is broken.")
    seen: list[Any] = []

    def first(asked: list[Any]) -> TResponseOutputItem:
        seen.append((baton.get_task(task.id).holder, baton.get_agent("scout").presence))
        return use("baton_progress", note="half", percent=50)

    scripted = Scripted(first, use("look", where="the footer"), say("It was in the footer."))
    agent = Agent(name="finder", model=scripted, tools=[*baton_tools(baton), look])
    assert run(agent, BatonRunHooks(baton)).final_output == "It was in the footer."
    assert seen[0][0].agent == "scout" and seen[0][1].connection == "online"
    for asked in scripted.asked:
        assert [text.splitlines()[0] for text in texts(asked)] == [f"You hold {task.id}: Find the link", "Go."]
    after = baton.get_task(task.id)
    assert (after.status, after.summary, after.notes[0].percent) == ("validating", "It was in the footer.", 50)
    assert events(server, task.id) == ["task.created", "task.claimed", "task.progressed", "task.submitted"]


def test_one_task_goes_over_a_handoff(baton: Baton) -> None:
    task = baton.create_task(title="Write it")
    writer = Agent(name="writer", model=Scripted(say("Written.")))
    planner = Agent(name="planner", model=Scripted(use("transfer_to_writer")), handoffs=[handoff(writer)])
    run(planner, BatonRunHooks(baton, wait=1))
    after = baton.get_task(task.id)
    assert (after.summary, len(after.attempt_log)) == ("Written.", 1)


def test_what_raises_releases_the_task_with_the_reason(baton: Baton) -> None:
    task = baton.create_task(title="Break it")

    def fail(asked: list[Any]) -> TResponseOutputItem:
        raise RuntimeError("the model is gone")

    with pytest.raises(RuntimeError):
        run(Agent(name="finder", model=Scripted(fail)), BatonRunHooks(baton))
    assert outcome(baton, task.id) == ("todo", "released", "RuntimeError: the model is gone")


def test_nothing_to_claim_raises_before_the_model_is_called(baton: Baton) -> None:
    scripted = Scripted()
    with pytest.raises(NothingClaimable):
        run(Agent(name="finder", model=scripted), BatonRunHooks(baton, labels=["none"]))
    assert scripted.asked == []


def test_unread_messages_stand_before_the_model_and_stay_there(baton: Baton, server: Server) -> None:
    baton.create_task(title="Listen")

    def first(asked: list[Any]) -> TResponseOutputItem:
        as_lead(server).send_message(to={"agent": "scout"}, body="Look in the header too.")  # type: ignore[arg-type]
        return use("look", where="the footer")

    scripted = Scripted(first, use("look", where="the header"), say("Both."))
    run(Agent(name="finder", model=scripted, tools=[look]), BatonRunHooks(baton))
    at = [[i for i, one in enumerate(asked) if "header too" in str(one.get("content"))] for asked in scripted.asked]
    assert [len(one) for one in at] == [0, 1, 1] and at[1] == at[2], "it keeps its place among the items"
    assert baton.list_inbox().unacked == 0


def test_when_the_lease_is_lost_no_tool_runs_and_the_run_ends(baton: Baton, server: Server) -> None:
    task = baton.create_task(title="Hold it", lease_ttl_seconds=10)
    ran: list[str] = []

    @function_tool
    def write(what: str) -> str:
        """Writes."""
        ran.append(what)
        return "written"

    def first(asked: list[Any]) -> TResponseOutputItem:
        as_lead(server).force_release_task(task.id, reason="Stop it.")
        claim = desk_of(baton).find(f"{task.id}:1")
        assert claim is not None and claim.lost.wait(10)
        return use("write", what="too late")

    scripted = Scripted(first, say("never"))
    with pytest.raises(LeaseLost, match="a lead took it back"):
        run(Agent(name="finder", model=scripted, tools=[write]), BatonRunHooks(baton))
    assert ran == [] and len(scripted.asked) == 1 and outcome(baton, task.id)[1] == "force_released"


def test_a_refusal_is_what_the_tool_says(baton: Baton, server: Server) -> None:
    with Baton("ada", url=server.url) as ada:
        held = ada.create_task(title="Ada's")
        ada.claim(held.id)
        baton.create_task(title="Mine")
        steps = [use("baton_claim", task_id=held.id), use("baton_progress", percent=5), say("ok")]
        scripted = Scripted(*steps)
        run(Agent(name="finder", model=scripted, tools=baton_tools(baton)), BatonRunHooks(baton))
    said = [one["output"] for one in scripted.asked[-1] if one.get("type") == "function_call_output"]
    assert said[0].startswith("task_held: ") and " Next: " in said[0] and len(said[0]) <= 300
    assert said[1] == "invalid_input: note: Field required"


def test_the_documentation_shows_what_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_URL", server.url)
    assert run_snippet(server, "openai_agents", Scripted(say("Found."))) == ("validating", "Found.")


def test_what_the_dashboard_shows_to_connect_with_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted, instead = Scripted(say("Hello.")), ("tools=baton_tools(baton))", "tools=baton_tools(baton), model=model)")
    assert run_connect_program(server, monkeypatch, "OPENAI_AGENTS", scripted, instead) == [("done", "Hello.")]


def test_without_the_framework_the_import_says_what_to_install() -> None:
    assert "pip install 'batonpass[openai-agents]'" in import_without("agents", "batonpass.openai_agents")
