"""The real OpenAI Agents SDK, with a model that follows a script, on the real board."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from agents import Agent, Model, ModelResponse, RunConfig, Runner, Usage, function_tool, handoff
from agents.items import TResponseOutputItem
from board import LoopWatch, as_lead, events, import_without, outcome, refusing
from conftest import LEASE_S, PATIENCE_S, Server, until
from openai.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
)
from snippets import run_connect_program, run_snippet

from batonpass import Baton, Claim, LeaseLost, NothingClaimable
from batonpass._desk import desk_of
from batonpass._holding import HeldTask
from batonpass.openai_agents import BatonRunHooks, baton_tools

Said = TResponseOutputItem | list[TResponseOutputItem]
Step = Callable[[list[Any]], Said]


class Scripted(Model):
    """Answers with one step after the other, and keeps what it was asked."""

    def __init__(self, *steps: Step | Said) -> None:
        self.steps = list(steps)
        self.asked: list[list[Any]] = []

    async def get_response(self, system_instructions: Any, input: Any, *rest: Any, **given: Any) -> ModelResponse:
        self.asked.append(list(input))
        step = self.steps.pop(0)
        output = await asyncio.to_thread(step, input) if callable(step) else step
        said = output if isinstance(output, list) else [output]
        return ModelResponse(output=said, usage=Usage(), response_id=f"response-{len(self.asked)}")

    async def stream_response(self, system_instructions: Any, input: Any, *rest: Any, **given: Any) -> AsyncIterator[Any]:
        answer = await self.get_response(system_instructions, input)
        response = Response(
            id="r", created_at=0, model="scripted", object="response", output=answer.output,
            parallel_tool_calls=False, tool_choice="auto", tools=[],
        )
        yield ResponseCompletedEvent(response=response, sequence_number=0, type="response.completed")


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


def run(agent: Agent[Any], hooks: BatonRunHooks, **given: Any) -> Any:
    async def inner() -> Any:
        async with hooks:
            return await Runner.run(agent, "Go.", hooks=hooks, run_config=RunConfig(tracing_disabled=True), **given)

    return asyncio.run(inner())


def texts(asked: list[Any]) -> list[str]:
    return [str(one.get("content")) for one in asked if one.get("role") == "user"]


def test_a_run_claims_is_present_makes_progress_and_hands_in_its_output(baton: Baton, server: Server) -> None:
    task = baton.create_task(title="Find the link", brief="It is broken.")
    seen: list[Any] = []

    def first(asked: list[Any]) -> TResponseOutputItem:
        seen.append((baton.get_task(task.id).holder, baton.get_agent("scout").presence))
        return use("task_update", progress="half", percent=50)

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


def test_after_a_handoff_no_other_task_is_claimed_though_the_first_is_handed_in(baton: Baton) -> None:
    first, second = baton.create_task(title="First"), baton.create_task(title="Second")
    writer = Agent(name="writer", model=Scripted(say("Bye.")))
    steps = [use("task_submit", summary="Written."), use("transfer_to_writer")]
    planner = Agent(name="planner", model=Scripted(*steps), tools=baton_tools(baton), handoffs=[handoff(writer)])
    hooks = BatonRunHooks(baton)
    run(planner, hooks)
    assert (baton.get_task(first.id).summary, baton.get_task(second.id).status) == ("Written.", "todo")
    run(Agent(name="writer", model=Scripted(say("Also."))), hooks)
    assert baton.get_task(second.id).summary == "Also.", "the next run has the next task"


def test_a_loss_ends_the_run_at_a_handoff(baton: Baton, server: Server) -> None:
    first, second = baton.create_task(title="First", lease_ttl_seconds=LEASE_S), baton.create_task(title="Second")

    def lose(asked: list[Any]) -> TResponseOutputItem:
        as_lead(server).cancel_task(first.id, reason="Not wanted.")
        (claim,) = desk_of(baton).held()
        assert claim.lost.wait(PATIENCE_S)
        return use("transfer_to_writer")

    writer = Scripted(say("The work on First is finished."))
    planner = Agent(name="planner", model=Scripted(lose), handoffs=[handoff(Agent(name="writer", model=writer))])
    with pytest.raises(LeaseLost, match="it was cancelled"):
        run(planner, BatonRunHooks(baton))
    assert writer.asked == [] and baton.get_task(second.id).status == "todo"


def test_what_is_said_parts_no_call_from_its_output_when_a_handoff_cuts_the_history(baton: Baton, server: Server) -> None:
    baton.create_task(title="Find it")

    def first(asked: list[Any]) -> list[TResponseOutputItem]:
        as_lead(server).send_message(to={"agent": "scout"}, body="Look in the header too.")  # type: ignore[arg-type]
        return [say("I look."), use("look", where="the footer")]

    steps = [use("look", where=place) for place in ("the header", "the menu", "the margin")]
    writer = Scripted(*steps, say("Nowhere."))
    cut = handoff(Agent(name="writer", model=writer, tools=[look]), input_filter=lambda data: data.clone(pre_handoff_items=(), new_items=()))
    planner = Scripted(first, use("transfer_to_writer"))
    run(Agent(name="planner", model=planner, tools=[look], handoffs=[cut]), BatonRunHooks(baton))
    for asked in [*planner.asked[1:], *writer.asked]:
        assert sum("header too" in text for text in texts(asked)) == 1
        calls = [index for index, one in enumerate(asked) if one.get("type") == "function_call"]
        assert all(asked[index + 1].get("type") == "function_call_output" for index in calls), asked


def test_a_conversation_that_the_server_keeps_is_told_each_thing_once(baton: Baton, server: Server) -> None:
    task = baton.create_task(title="Find it")

    def second(asked: list[Any]) -> TResponseOutputItem:
        as_lead(server).send_message(to={"agent": "scout"}, body="Look in the header too.")  # type: ignore[arg-type]
        return use("look", where="the menu")

    scripted = Scripted(use("look", where="the footer"), second, use("look", where="the header"), say("Nowhere."))
    run(Agent(name="finder", model=scripted, tools=[look]), BatonRunHooks(baton), auto_previous_response_id=True)
    said = [[text.split(": ")[-1] for text in texts(asked)] for asked in scripted.asked]
    assert said == [["Find it", "Go."], [], ["Look in the header too."], []], task
    assert all(asked[0]["type"] == "function_call_output" for asked in scripted.asked[1:])


def test_a_run_that_streams_does_the_same(baton: Baton) -> None:
    task = baton.create_task(title="Find the link")
    scripted = Scripted(use("look", where="the footer"), say("It was in the footer."))

    async def inner() -> None:
        agent = Agent(name="finder", model=scripted, tools=[look])
        async with BatonRunHooks(baton) as hooks:
            streamed = Runner.run_streamed(agent, "Go.", hooks=hooks, run_config=RunConfig(tracing_disabled=True))
            async for _ in streamed.stream_events():
                pass

    asyncio.run(inner())
    assert [len(texts(asked)) for asked in scripted.asked] == [2, 2]
    assert (baton.get_task(task.id).status, baton.get_task(task.id).summary) == ("validating", "It was in the footer.")


def test_a_loss_ends_a_run_that_streams(baton: Baton, server: Server) -> None:
    task = baton.create_task(title="Hold it", lease_ttl_seconds=LEASE_S)

    def lose(asked: list[Any]) -> TResponseOutputItem:
        as_lead(server).force_release_task(task.id, reason="Stop it.")
        (claim,) = desk_of(baton).held()
        assert claim.lost.wait(PATIENCE_S)
        return use("look", where="the footer")

    async def inner() -> None:
        agent = Agent(name="finder", model=Scripted(lose, say("never")), tools=[look])
        async with BatonRunHooks(baton) as hooks:
            streamed = Runner.run_streamed(agent, "Go.", hooks=hooks, run_config=RunConfig(tracing_disabled=True))
            async for _ in streamed.stream_events():
                pass

    with pytest.raises(LeaseLost, match="a lead took it back"):
        asyncio.run(inner())


def test_an_inbox_that_cannot_be_read_does_not_end_the_run(baton: Baton, monkeypatch: pytest.MonkeyPatch) -> None:
    task = baton.create_task(title="Work on")
    with refusing(monkeypatch, "list_inbox", "ack_inbox"):
        run(Agent(name="finder", model=Scripted(say("Done."))), BatonRunHooks(baton))
    assert baton.get_task(task.id).summary == "Done."


@pytest.mark.parametrize("ends", ["with an answer", "with an error"])
def test_what_the_model_claims_by_a_tool_goes_back_at_the_end_of_the_run(baton: Baton, ends: str) -> None:
    baton.create_task(title="First")
    second = baton.create_task(title="Second")

    def last(asked: list[Any]) -> TResponseOutputItem:
        assert baton.get_task(second.id).status == "doing"
        if ends == "with an error":
            raise RuntimeError("the model is gone")
        return say("Bye.")

    scripted = Scripted(use("task_submit", summary="It is done."), use("task_claim"), last)
    agent = Agent(name="finder", model=scripted, tools=baton_tools(baton))
    if ends == "with an error":
        with pytest.raises(RuntimeError):
            run(agent, BatonRunHooks(baton))
    else:
        run(agent, BatonRunHooks(baton))
    reason = "no result" if ends == "with an answer" else "RuntimeError: the model is gone"
    assert outcome(baton, second.id) == ("todo", "released", reason)


def test_what_is_granted_to_a_run_that_was_cancelled_goes_back(baton: Baton, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = threading.Event()
    claim = baton.claim

    def told(*rest: Any, **given: Any) -> Any:
        waits.set()
        return claim(*rest, **given)

    async def cancelled() -> None:
        async with BatonRunHooks(baton, wait=60) as hooks:
            going = asyncio.ensure_future(Runner.run(Agent(name="finder", model=Scripted()), "Go.", hooks=hooks))
            assert await asyncio.to_thread(waits.wait, PATIENCE_S)
            going.cancel()
            with pytest.raises(asyncio.CancelledError):
                await going
        await asyncio.to_thread(baton.create_task, title="Too late")

    monkeypatch.setattr(baton, "claim", told)
    asyncio.run(cancelled())
    until(lambda: outcome(baton, "T-1") == ("todo", "released", "The run was cancelled before its task came."))


def test_a_run_never_holds_up_the_event_loop(baton: Baton, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    task = baton.create_task(title="Break it")
    as_lead(server).send_message(to={"agent": "scout"}, body="Look in the header too.")  # type: ignore[arg-type]
    client = ("claim", "list_inbox", "ack_inbox")
    watch = LoopWatch(monkeypatch, *((Baton, name) for name in client), (Claim, "progress"), (Claim, "submit"), (HeldTask, "release"))

    def fail(asked: list[Any]) -> TResponseOutputItem:
        raise RuntimeError("the model is gone")

    scripted = Scripted(use("task_update", progress="half"), fail, say("Done."))
    agent = Agent(name="finder", model=scripted, tools=baton_tools(baton))
    with pytest.raises(RuntimeError):
        run(agent, BatonRunHooks(baton))
    run(agent, BatonRunHooks(baton))
    assert baton.get_task(task.id).summary == "Done."
    assert watch.called == {*client, "progress", "submit", "release"} and watch.in_loop == []


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
    task = baton.create_task(title="Hold it", lease_ttl_seconds=LEASE_S)
    ran: list[str] = []

    @function_tool
    def write(what: str) -> str:
        """Writes."""
        ran.append(what)
        return "written"

    def first(asked: list[Any]) -> TResponseOutputItem:
        as_lead(server).force_release_task(task.id, reason="Stop it.")
        claim = desk_of(baton).find(f"{task.id}:1")
        assert claim is not None and claim.lost.wait(PATIENCE_S)
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
        steps = [use("task_claim", id=held.id), use("task_submit", answers=[]), say("ok")]
        scripted = Scripted(*steps)
        run(Agent(name="finder", model=scripted, tools=baton_tools(baton)), BatonRunHooks(baton))
    said = [one["output"] for one in scripted.asked[-1] if one.get("type") == "function_call_output"]
    assert said[0].startswith("task_held: ") and " Next: " in said[0] and len(said[0]) <= 300
    assert said[1] == "invalid_input: summary: Field required"


def test_the_documentation_shows_what_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_URL", server.url)
    assert run_snippet(server, "openai_agents", Scripted(say("Found."))) == ("validating", "Found.")


def test_what_the_dashboard_shows_to_connect_with_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted, instead = Scripted(say("Hello.")), ("tools=baton_tools(baton))", "tools=baton_tools(baton), model=model)")
    assert run_connect_program(server, monkeypatch, "OPENAI_AGENTS", scripted, instead) == [("done", "Hello.")]


def test_without_the_framework_the_import_says_what_to_install() -> None:
    assert "pip install 'batonpass[openai-agents]'" in import_without("agents", "batonpass.openai_agents")
