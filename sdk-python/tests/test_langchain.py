"""The real LangChain, with a model that follows a script, on the real board."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from board import as_lead, events, import_without, outcome, refusing
from conftest import LEASE_S, PATIENCE_S, Server, until, until_renewed
from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from snippets import run_connect_program, run_snippet

from batonpass import Baton, Claim, NotClaimable
from batonpass.langchain import BatonMiddleware, baton_tools

Step = Callable[[list[BaseMessage]], AIMessage]


class Scripted(BaseChatModel):
    """Answers with one step after the other, and keeps what it was asked."""

    steps: list[Any]
    asked: list[list[BaseMessage]] = []

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **given: Any) -> Scripted:
        return self

    def _generate(self, messages: list[BaseMessage], *rest: Any, **given: Any) -> ChatResult:
        self.asked.append(messages)
        step: Step | AIMessage = self.steps.pop(0)
        return ChatResult(generations=[ChatGeneration(message=step if isinstance(step, AIMessage) else step(messages))])


def model(*steps: Step | AIMessage) -> Scripted:
    return Scripted(steps=list(steps), asked=[])


def use(name: str, **args: Any) -> AIMessage:
    return AIMessage("", tool_calls=[{"name": name, "args": args, "id": f"call-{name}"}])


def run(agent: Any, *said: str, **given: Any) -> dict[str, Any]:
    result: dict[str, Any] = agent.invoke({"messages": [HumanMessage(one) for one in said or ("Go.",)], **given})
    return result


@tool
def look(where: str) -> str:
    """Looks somewhere."""
    if where == "nowhere":
        raise OSError("there is no such place")
    return f"found it in {where}"


def test_a_run_claims_is_present_makes_progress_and_hands_in_its_last_answer(baton: Baton, server: Server) -> None:
    task = baton.create_task(title="Find the link", brief="It is broken.")
    seen: list[Any] = []

    def first(messages: list[BaseMessage]) -> AIMessage:
        seen.append((baton.get_task(task.id).holder, baton.get_agent("scout")))
        return use("task_update", progress="half", percent=50)

    scripted = model(first, use("look", where="the footer"), AIMessage("It was in the footer."))
    agent = create_agent(scripted, [*baton_tools(baton), look], middleware=[BatonMiddleware(baton)])
    result = run(agent)
    assert seen[0][0].agent == "scout" and seen[0][1].presence.connection == "online", "the agent is present while the model is called"
    assert "Find the link" in scripted.asked[0][-1].text and "It is broken." in scripted.asked[0][-1].text
    after = baton.get_task(task.id)
    assert (after.status, after.summary) == ("validating", "It was in the footer.")
    assert (after.notes[0].text, after.notes[0].percent) == ("half", 50)
    assert events(server, task.id) == ["task.created", "task.claimed", "task.progressed", "task.submitted"]
    assert result["baton_fence"] == f"{task.id}:1"


def test_the_agent_may_hand_in_itself_and_then_say_its_last_words(baton: Baton) -> None:
    task = baton.create_task(title="Write it", acceptance=["It is short"])
    scripted = model(use("task_submit", summary="Short.", answers=[{"met": True, "note": "Three words."}]), AIMessage("I am done."))
    run(create_agent(scripted, baton_tools(baton), middleware=[BatonMiddleware(baton)]))
    after = baton.get_task(task.id)
    assert (after.status, after.summary, after.reviews[0].answers[0].note) == ("validating", "Short.", "Three words.")


def test_a_task_is_named_by_the_input_or_a_label_and_nothing_to_do_costs_no_call(baton: Baton) -> None:
    other, named = baton.create_task(title="Other", labels=["a"]), baton.create_task(title="Named", labels=["b"])
    scripted = model(AIMessage("one"), AIMessage("two"))
    agent = create_agent(scripted, [], middleware=[BatonMiddleware(baton, labels=["a"])])
    assert run(agent, baton_task=named.id)["baton_fence"] == f"{named.id}:1"
    assert run(agent)["baton_fence"] == f"{other.id}:1"
    nothing = run(agent)
    assert nothing["baton_fence"] is None and nothing["messages"][-1].text.startswith("There is nothing to do")
    assert len(scripted.asked) == 2


@pytest.mark.parametrize("how", ["model", "tool"])
def test_what_raises_releases_the_task_with_the_reason(baton: Baton, how: str) -> None:
    task = baton.create_task(title="Break it")

    def fail(messages: list[BaseMessage]) -> AIMessage:
        raise RuntimeError("the model is gone")

    scripted = model(fail if how == "model" else use("look", where="nowhere"))
    agent = create_agent(scripted, [look], middleware=[BatonMiddleware(baton)])
    with pytest.raises((RuntimeError, OSError)):
        run(agent)
    assert outcome(baton, task.id)[:2] == ("todo", "released")
    assert ("the model is gone" if how == "model" else "there is no such place") in outcome(baton, task.id)[2]


def test_a_run_that_ends_elsewhere_is_released_when_the_middleware_is_left(baton: Baton) -> None:
    task = baton.create_task(title="Loop")
    endless = [use("look", where=f"place {number}") for number in range(20)]
    with pytest.raises(Exception, match="[Rr]ecursion"), BatonMiddleware(baton) as middleware:
        create_agent(model(*endless), [look], middleware=[middleware]).invoke(
            {"messages": [HumanMessage("Go.")]}, {"recursion_limit": 8}
        )
    assert outcome(baton, task.id)[:2] == ("todo", "released") and "GraphRecursionError" in outcome(baton, task.id)[2]


def test_unread_messages_stand_before_the_model_once_and_are_acknowledged(baton: Baton, server: Server) -> None:
    baton.create_task(title="Listen")
    lead = as_lead(server)

    def first(messages: list[BaseMessage]) -> AIMessage:
        lead.send_message(to={"agent": "scout"}, body="Look in the header too.")  # type: ignore[arg-type]
        assert baton.list_inbox().unacked == 1
        return use("look", where="the footer")

    scripted = model(first, use("look", where="the header"), AIMessage("Both."))
    run(create_agent(scripted, [look], middleware=[BatonMiddleware(baton)]))
    said = [[one.text for one in asked if "header too" in one.text] for asked in scripted.asked]
    assert [len(one) for one in said] == [0, 1, 1]
    assert said[1][0].startswith("Message msg_") and "from " in said[1][0]
    assert baton.list_inbox().unacked == 0


def test_an_inbox_that_cannot_be_read_does_not_end_the_run(baton: Baton, monkeypatch: pytest.MonkeyPatch) -> None:
    task = baton.create_task(title="Work on")
    agent = create_agent(model(AIMessage("Done.")), [], middleware=[BatonMiddleware(baton)])
    with refusing(monkeypatch, "list_inbox", "ack_inbox"):
        run(agent)
    assert baton.get_task(task.id).summary == "Done."


@pytest.mark.parametrize("ends", ["with an answer", "with an error"])
def test_what_the_model_claims_by_a_tool_goes_back_at_the_end_of_the_run(baton: Baton, ends: str) -> None:
    first, second = baton.create_task(title="First"), baton.create_task(title="Second")

    def last(messages: list[BaseMessage]) -> AIMessage:
        assert baton.get_task(second.id).status == "doing"
        if ends == "with an error":
            raise RuntimeError("the model is gone")
        return AIMessage("Bye.")

    steps = [use("task_submit", summary="It is done."), use("task_claim"), last]
    agent = create_agent(model(*steps), baton_tools(baton), middleware=[BatonMiddleware(baton)])
    if ends == "with an error":
        with pytest.raises(RuntimeError):
            run(agent)
    else:
        run(agent)
    assert baton.get_task(first.id).summary == "It is done."
    reason = "no result" if ends == "with an answer" else "RuntimeError: the model is gone"
    assert outcome(baton, second.id) == ("todo", "released", reason)


def test_what_the_tools_of_another_run_claim_is_left_alone(baton: Baton) -> None:
    baton.update_agent("scout", max_concurrent=3)
    first, other = baton.create_task(title="First"), baton.create_task(title="Other")
    claimed = threading.Event()

    def elsewhere() -> None:
        # A model without the middleware, in another thread: nobody ends its claim but itself.
        (claim,) = [one for one in baton_tools(baton) if one.name == "task_claim"]
        claim.invoke({"id": other.id})
        claimed.set()

    def meanwhile(messages: list[BaseMessage]) -> AIMessage:
        threading.Thread(target=elsewhere).start()
        assert claimed.wait(PATIENCE_S)
        return AIMessage("Done.")

    run(create_agent(model(meanwhile), [], middleware=[BatonMiddleware(baton)]), baton_task=first.id)
    assert baton.get_task(other.id).status == "doing"


def test_a_run_that_failed_does_not_go_on_without_its_task(baton: Baton) -> None:
    baton.create_task(title="Break it")

    def fail(messages: list[BaseMessage]) -> AIMessage:
        raise RuntimeError("the model is gone")

    scripted = model(fail, AIMessage("never"))
    agent = create_agent(scripted, [], middleware=[BatonMiddleware(baton)], checkpointer=InMemorySaver())
    config: Any = {"configurable": {"thread_id": "one"}}
    with pytest.raises(RuntimeError):
        agent.invoke({"messages": [HumanMessage("Go.")]}, config)
    assert agent.invoke(None, config)["messages"][-1].text.startswith("Stopped. lease_lost: ") and len(scripted.asked) == 1


def test_an_async_run_never_holds_up_the_event_loop(baton: Baton, monkeypatch: pytest.MonkeyPatch) -> None:
    task = baton.create_task(title="Break it")
    loops: list[asyncio.AbstractEventLoop] = []

    def while_others_run(call: Any) -> Any:
        def inner(*rest: Any, **given: Any) -> Any:
            ran = threading.Event()
            loops[0].call_soon_threadsafe(ran.set)
            assert ran.wait(PATIENCE_S), "the event loop stands still meanwhile"
            return call(*rest, **given)

        return inner

    for owner, name in [(Baton, "claim"), (Baton, "list_inbox"), (Claim, "progress"), (Claim, "release"), (Claim, "submit")]:
        monkeypatch.setattr(owner, name, while_others_run(getattr(owner, name)))

    async def runs() -> None:
        loops.append(asyncio.get_running_loop())
        steps = [use("look", where="nowhere"), use("task_update", progress="half"), AIMessage("Done.")]
        agent = create_agent(model(*steps), [*baton_tools(baton), look], middleware=[BatonMiddleware(baton)])
        with pytest.raises(OSError):
            await agent.ainvoke({"messages": [HumanMessage("Go.")]})
        await agent.ainvoke({"messages": [HumanMessage("Go.")]})

    asyncio.run(runs())
    assert baton.get_task(task.id).summary == "Done."


def test_what_is_granted_to_an_async_run_that_was_cancelled_goes_back(baton: Baton) -> None:
    waits = threading.Event()
    claim = baton.claim

    async def cancelled() -> None:
        agent = create_agent(model(), [], middleware=[BatonMiddleware(baton, wait=60)])
        going = asyncio.ensure_future(agent.ainvoke({"messages": [HumanMessage("Go.")]}))
        assert await asyncio.to_thread(waits.wait, PATIENCE_S)
        going.cancel()
        with pytest.raises(asyncio.CancelledError):
            await going
        await asyncio.to_thread(baton.create_task, title="Too late")

    def told(*rest: Any, **given: Any) -> Claim:
        waits.set()
        return claim(*rest, **given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(baton, "claim", told)
        asyncio.run(cancelled())
    until(lambda: outcome(baton, "T-1") == ("todo", "released", "The run was cancelled before its task came."))


def test_when_the_lease_is_lost_no_tool_runs_and_the_model_is_not_called_again(baton: Baton, server: Server) -> None:
    task = baton.create_task(title="Hold it", lease_ttl_seconds=LEASE_S)
    ran: list[str] = []

    @tool
    def write(what: str) -> str:
        """Writes."""
        ran.append(what)
        return "written"

    def first(messages: list[BaseMessage]) -> AIMessage:
        as_lead(server).force_release_task(task.id, reason="Stop it.")
        from batonpass._desk import desk_of

        claim = desk_of(baton).find(f"{task.id}:1")
        assert claim is not None and claim.lost.wait(PATIENCE_S)
        return use("write", what="too late")

    scripted = model(first, AIMessage("never"))
    result = run(create_agent(scripted, [write], middleware=[BatonMiddleware(baton)]))
    assert ran == [] and len(scripted.asked) == 1
    told, stopped = result["messages"][-2:]
    assert isinstance(told, ToolMessage) and told.status == "error" and told.text.startswith("lease_lost: ")
    assert stopped.text.startswith("Stopped. lease_lost: ") and "a lead took it back" in stopped.text
    assert outcome(baton, task.id)[1] == "force_released"


def test_a_refusal_is_a_tool_message_with_code_and_next_action(baton: Baton, server: Server) -> None:
    with Baton("ada", url=server.url) as ada:
        held = ada.create_task(title="Ada's")
        ada.claim(held.id)
        task = baton.create_task(title="Mine")
        steps = [use("task_claim", id=held.id), use("task_submit", answers=[]), use("inbox", action="read")]
        agent = create_agent(model(*steps, AIMessage("ok")), baton_tools(baton), middleware=[BatonMiddleware(baton)])
        messages = run(agent, baton_task=task.id)["messages"]
    refused, invalid, read = [one for one in messages if isinstance(one, ToolMessage)]
    assert refused.status == "error" and refused.text.startswith("task_held: ") and " Next: " in refused.text
    assert "ada" in refused.text and len(refused.text) <= 300
    assert invalid.status == "error" and read.status == "success"


def test_a_submission_that_is_refused_releases_and_raises(baton: Baton) -> None:
    task = baton.create_task(title="Prove it", acceptance=["It is tested"])
    with pytest.raises(Exception, match="criteri"):
        run(create_agent(model(AIMessage("Done.")), [], middleware=[BatonMiddleware(baton)]))
    assert outcome(baton, task.id)[:2] == ("todo", "released")


def test_an_async_run_does_the_same_and_the_heartbeat_outlives_a_slow_model(baton: Baton) -> None:
    task = baton.create_task(title="Slow", lease_ttl_seconds=LEASE_S)
    began = threading.Event()

    def slow(messages: list[BaseMessage]) -> AIMessage:
        began.set()
        from batonpass._desk import desk_of

        (claim,) = desk_of(baton).held()
        until_renewed(claim)
        return use("look", where="the footer")

    agent = create_agent(model(slow, AIMessage("At last.")), [look], middleware=[BatonMiddleware(baton)])
    asyncio.run(agent.ainvoke({"messages": [HumanMessage("Go.")]}))
    assert began.is_set() and baton.get_task(task.id).summary == "At last."


def test_a_task_that_cannot_be_claimed_raises_before_the_model_is_called(baton: Baton) -> None:
    done = baton.create_task(title="Done", reviewer="none")
    with baton.claim(done.id) as claim:
        claim.submit("done")
    scripted = model()
    with pytest.raises(NotClaimable):
        run(create_agent(scripted, [], middleware=[BatonMiddleware(baton)]), baton_task=done.id)
    assert scripted.asked == []


def test_the_documentation_shows_what_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_URL", server.url)
    assert run_snippet(server, "langchain", model(AIMessage("Found."))) == ("validating", "Found.")


def test_what_the_dashboard_shows_to_connect_with_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted, instead = model(AIMessage("Hello.")), ('"openai:gpt-5"', "model")
    assert run_connect_program(server, monkeypatch, "LANGCHAIN", scripted, instead) == [("done", "Hello.")]


def test_without_the_framework_the_import_says_what_to_install() -> None:
    assert "pip install 'batonpass[langchain]'" in import_without("langchain", "batonpass.langchain")
