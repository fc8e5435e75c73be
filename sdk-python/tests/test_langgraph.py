"""The real LangGraph, on the real board."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from board import LoopWatch, as_lead, events, import_without, outcome
from conftest import LEASE_S, PATIENCE_S, Server
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt
from typing_extensions import TypedDict
from snippets import run_connect_program, run_snippet

from batonpass import Baton, Claim, LeaseLost
from batonpass._generated.operations import Operations
from batonpass.langgraph import BatonTask, claim_node, review_gate, wait_for_decision, work_node


class State(TypedDict, total=False):
    baton: BatonTask | None
    text: str


def after_claim(state: State) -> str:
    return "work" if state.get("baton") else END


def after_review(state: State) -> str:
    task = state.get("baton")
    return "claim" if task is not None and task["decision"] == "changes_requested" else END


def graph_of(baton: Baton, work: Any, saver: InMemorySaver | None = None, **given: Any) -> Any:
    graph = StateGraph(State)
    graph.add_node("claim", claim_node(baton, **given))
    graph.add_node("work", work_node(baton, work))
    graph.add_node("review", review_gate(baton, lambda state: state["text"]))
    graph.add_edge(START, "claim")
    graph.add_conditional_edges("claim", after_claim)
    graph.add_edge("work", "review")
    graph.add_conditional_edges("review", after_review)
    return graph.compile(checkpointer=saver or InMemorySaver())


def write(state: State, claim: Claim) -> dict[str, Any]:
    claim.progress("writing")
    notes = [note.text for note in claim.handover.notes if note.kind == "review"]
    return {"text": f"Version after {notes}"}


@pytest.fixture
def lead(server: Server) -> Iterator[Operations]:
    yield as_lead(server)


CONFIG: dict[str, Any] = {"configurable": {"thread_id": "one"}}


def decide(lead: Operations, decision: str, note: str) -> None:
    (review,) = lead.list_reviews().items
    lead.decide_review(review.id, revision=review.revision, decision=decision, note=note)


def test_a_graph_waits_for_its_review_and_goes_on_by_the_decision(
    baton: Baton, server: Server, lead: Operations
) -> None:
    task = baton.create_task(title="Write it")
    graph = graph_of(baton, write)
    stopped = graph.invoke({}, CONFIG)
    assert stopped["__interrupt__"][0].value == {"baton_review": task.id, "revision": 1}
    assert baton.get_task(task.id).status == "validating"
    assert not wait_for_decision(baton, task.id, 1, timeout_s=0)

    decide(lead, "request_changes", "Shorter.")
    assert wait_for_decision(baton, task.id, 1)
    again = graph.invoke(Command(resume=True), CONFIG)
    assert again["__interrupt__"][0].value == {"baton_review": task.id, "revision": 2}

    decide(lead, "approve", "Good.")
    done = graph.invoke(Command(resume=True), CONFIG)
    assert (done["baton"]["decision"], done["baton"]["note"]) == ("approved", "Good.")
    assert done["text"] == "Version after ['Shorter.']"
    types = [one for one in events(server, task.id) if one in ("task.claimed", "task.submitted", "task.done")]
    assert types == ["task.claimed", "task.submitted", "task.claimed", "task.submitted", "task.done"]


def test_a_graph_that_is_resumed_too_early_waits_on_and_hands_in_once(
    baton: Baton, server: Server, lead: Operations
) -> None:
    task = baton.create_task(title="Write it")
    graph = graph_of(baton, write)
    graph.invoke({}, CONFIG)
    for said in (True, "approved"):
        assert graph.invoke(Command(resume=said), CONFIG)["__interrupt__"]
    decide(lead, "approve", "Fine.")
    assert graph.invoke(Command(resume=True), CONFIG)["baton"]["decision"] == "approved"
    assert events(server, task.id).count("task.submitted") == 1


def test_a_cancelled_task_closes_the_gate(baton: Baton, lead: Operations) -> None:
    task = baton.create_task(title="Write it")
    graph = graph_of(baton, write)
    graph.invoke({}, CONFIG)
    lead.cancel_task(task.id, reason="Not wanted.")
    assert graph.invoke(Command(resume=True), CONFIG)["baton"]["decision"] == "closed"


def test_a_claim_node_that_runs_again_has_the_same_task(
    baton: Baton, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = baton.create_task(title="First"), baton.create_task(title="Second")
    graph = graph_of(baton, write)
    claims = baton.claim
    failures = [OSError("the machine went down after the claim")]

    def claim(*rest: Any, **given: Any) -> Claim:
        if failures:
            raise failures.pop()
        return claims(*rest, **given)

    monkeypatch.setattr(baton, "claim", claim)
    with pytest.raises(OSError):
        graph.invoke({}, CONFIG)
    graph.invoke(None, CONFIG)
    assert baton.get_task(first.id).status == "validating" and baton.get_task(second.id).status == "todo"
    assert events(server, first.id).count("task.claimed") == 1


@pytest.mark.parametrize("at_most", [1, 2])
def test_a_claim_node_that_runs_again_in_another_process_has_the_same_task(
    baton: Baton, server: Server, at_most: int
) -> None:
    first, second = baton.create_task(title="First"), baton.create_task(title="Second")
    baton.update_agent("scout", max_concurrent=at_most)
    config: Any = {"configurable": {"thread_id": "one", "checkpoint_ns": "claim:1"}}
    assert claim_node(baton)({}, config)["baton"]["task_id"] == first.id
    with Baton("scout", url=server.url) as later:
        again = claim_node(later)({}, config)["baton"]
        assert (again["task_id"], later.get_task(first.id).epoch) == (first.id, again["epoch"])
        assert later.get_task(second.id).status == "todo"


def test_a_round_that_is_claimed_again_in_another_process_is_the_same(
    baton: Baton, server: Server, lead: Operations
) -> None:
    task = baton.create_task(title="Write it")
    graph = graph_of(baton, write)
    graph.invoke({}, CONFIG)
    decide(lead, "request_changes", "Shorter.")
    asked = {"baton": {**graph.get_state(CONFIG).values["baton"], "decision": "changes_requested"}}
    config: Any = {"configurable": {"thread_id": "one", "checkpoint_ns": "claim:2"}}
    before = claim_node(baton)(asked, config)["baton"]
    with Baton("scout", url=server.url) as later:
        assert claim_node(later)(asked, config)["baton"]["epoch"] > before["epoch"]
        assert outcome(later, task.id)[0] == "doing"


def test_a_graph_goes_on_in_another_process_where_its_agent_still_has_the_task(
    baton: Baton, server: Server, lead: Operations
) -> None:
    task = baton.create_task(title="Write it")
    asked = InMemorySaver()

    def ask(state: State, claim: Claim) -> dict[str, Any]:
        return {"text": interrupt("What colour?")}

    graph_of(baton, ask, saver=asked).invoke({}, CONFIG)
    with Baton("scout", url=server.url) as later:
        graph = graph_of(later, ask, saver=asked)
        assert graph.invoke(Command(resume="Blue."), CONFIG)["__interrupt__"][0].value["revision"] == 1
    decide(lead, "approve", "Fine.")
    with Baton("scout", url=server.url) as last:
        assert graph_of(last, ask, saver=asked).invoke(Command(resume=True), CONFIG)["baton"]["decision"] == "approved"
    assert lead.get_task(task.id).summary == "Blue." and events(server, task.id).count("task.submitted") == 1


def test_a_graph_does_not_go_on_where_another_has_the_task(baton: Baton, server: Server, lead: Operations) -> None:
    task = baton.create_task(title="Write it")
    asked = InMemorySaver()

    def ask(state: State, claim: Claim) -> dict[str, Any]:
        return {"text": interrupt("What colour?")}

    graph_of(baton, ask, saver=asked).invoke({}, CONFIG)
    lead.force_release_task(task.id, reason="Stop it.")
    with Baton("scout", url=server.url) as later, later.claim(task.id) as own:
        with pytest.raises(LeaseLost, match="the claim of this graph is over"):
            graph_of(later, ask, saver=asked).invoke(Command(resume="Blue."), CONFIG)
        assert own.held, "a later claim of the same agent is not this graph's"


def test_an_async_graph_does_the_same_and_holds_up_no_event_loop(
    baton: Baton, lead: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = baton.create_task(title="Write it")
    graph = graph_of(baton, write)
    watch = LoopWatch(monkeypatch, (Baton, "claim_next_task"), (Baton, "get_task"), (Claim, "progress"), (Claim, "submit"))

    async def both() -> Any:
        assert (await graph.ainvoke({}, CONFIG))["__interrupt__"]
        decide(lead, "approve", "Good.")
        return await graph.ainvoke(Command(resume=True), CONFIG)

    assert asyncio.run(both())["baton"]["decision"] == "approved"
    assert watch.called == {"claim_next_task", "get_task", "progress", "submit"} and watch.in_loop == []
    assert baton.get_task(task.id).status == "done"


def test_without_a_task_the_graph_ends(baton: Baton) -> None:
    assert graph_of(baton, write, labels=["none"]).invoke({}, CONFIG)["baton"] is None


def test_work_that_raises_releases_with_the_reason(baton: Baton) -> None:
    task = baton.create_task(title="Break it")

    def fail(state: State, claim: Claim) -> dict[str, Any]:
        raise ValueError("no luck")

    with pytest.raises(ValueError):
        graph_of(baton, fail).invoke({}, CONFIG)
    assert outcome(baton, task.id) == ("todo", "released", "ValueError: no luck")


def test_work_of_a_lost_claim_is_dropped(baton: Baton, lead: Operations) -> None:
    task = baton.create_task(title="Hold it", lease_ttl_seconds=LEASE_S)

    def late(state: State, claim: Claim) -> dict[str, Any]:
        lead.force_release_task(task.id, reason="Stop it.")
        assert claim.lost.wait(PATIENCE_S)
        return {"text": "too late"}

    graph = graph_of(baton, late)
    with pytest.raises(LeaseLost, match="a lead took it back"):
        graph.invoke({}, CONFIG)
    assert "text" not in graph.get_state(CONFIG).values


def test_the_documentation_shows_what_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_URL", server.url)
    assert run_snippet(server, "langgraph", None) == ("validating", "Done: Find it")


def test_what_the_dashboard_shows_to_connect_with_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_connect_program(server, monkeypatch, "LANGGRAPH") == [("done", "Hello.")]


def test_without_the_framework_the_import_says_what_to_install() -> None:
    assert "pip install 'batonpass[langgraph]'" in import_without("langgraph", "batonpass.langgraph")
