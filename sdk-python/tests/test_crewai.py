"""The real CrewAI, with a model that follows a script, on the real board."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from board import as_lead, events, import_without, outcome, refusing
from conftest import LEASE_S, PATIENCE_S, Server
from crewai import Agent, Crew, Task
from crewai.llms.base_llm import BaseLLM
from crewai.tools import tool
from snippets import run_connect_program, run_snippet

from batonpass import Baton, Claim
from batonpass._desk import desk_of
from batonpass.crewai import BatonListener, baton_tools

Step = Callable[[list[dict[str, Any]]], str]


class Scripted(BaseLLM):
    """Answers with one step after the other, and keeps what it was asked."""

    steps: list[Any] = []
    asked: list[Any] = []

    def call(self, messages: Any, *rest: Any, **given: Any) -> str:
        self.asked.append([dict(one) for one in messages])
        step: Step | str = self.steps.pop(0)
        return step if isinstance(step, str) else step(messages)

    async def acall(self, messages: Any, *rest: Any, **given: Any) -> str:
        return self.call(messages)

    def supports_function_calling(self) -> bool:
        return False


def model(*steps: Step | str) -> Scripted:
    return Scripted(model="scripted", steps=list(steps), asked=[])


def use(name: str, args: str = "{}") -> str:
    return f"Thought: I use it.\nAction: {name}\nAction Input: {args}\n"


def say(text: str) -> str:
    return f"Thought: I know.\nFinal Answer: {text}"


@tool("look")
def look(where: str) -> str:
    """Looks somewhere."""
    return f"found it in {where}"


def crew(llm: Scripted, tools: list[Any], *tasks: Task) -> Crew:
    agent = Agent(role="finder", goal="find", backstory="You find.", llm=llm, tools=tools, max_retry_limit=0)
    for task in tasks:
        task.agent = agent
    return Crew(agents=[agent], tasks=list(tasks))


@pytest.fixture
def listener(baton: Baton) -> Iterator[BatonListener]:
    with BatonListener(baton, labels=["crew"]) as one:
        yield one


def test_a_task_of_the_crew_is_created_claimed_noted_and_handed_in(
    baton: Baton, server: Server, listener: BatonListener
) -> None:
    seen: list[Any] = []

    def first(messages: list[dict[str, Any]]) -> str:
        seen.append((baton.get_task("T-1"), baton.get_agent("scout").presence.connection))
        return use("look", '{"where": "the footer"}')

    llm = model(first, say("It was in the footer."))
    crew(llm, [look], Task(description="Find the link.", expected_output="Where it is.")).kickoff()
    task, presence = seen[0]
    assert (task.title, task.labels, task.holder.agent, presence) == ("Find the link.", ["crew"], "scout", "online")
    assert outcome(baton, "T-1")[:2] == ("validating", "submitted")
    after = baton.get_task("T-1")
    assert (after.summary, after.notes[0].text) == ("It was in the footer.", "Used look.")
    assert events(server, "T-1") == ["task.created", "task.claimed", "task.progressed", "task.submitted"]


def test_a_task_named_after_one_of_the_board_claims_that_and_its_brief_is_told(
    baton: Baton, listener: BatonListener
) -> None:
    board = baton.create_task(title="Count", brief="Count the pages of the manual.")
    llm = model(say("Forty."))
    crew(llm, [], Task(name=board.id, description="Do it.", expected_output="A number.")).kickoff()
    assert any("Count the pages of the manual." in one["content"] for one in llm.asked[0])
    assert baton.get_task(board.id).summary == "Forty." and len(list(baton.iter_tasks())) == 1


def test_a_task_that_another_holds_stops_the_crew_before_the_model_is_called(
    baton: Baton, server: Server, listener: BatonListener
) -> None:
    with Baton("ada", url=server.url) as ada:
        held = ada.create_task(title="Ada's")
        ada.claim(held.id)
        llm = model()
        with pytest.raises(Exception, match="task_held"):
            crew(llm, [], Task(name=held.id, description="Do it.", expected_output="It.")).kickoff()
        assert llm.asked == []


def test_a_crew_that_fails_releases_with_the_reason(baton: Baton, listener: BatonListener) -> None:
    def fail(messages: list[dict[str, Any]]) -> str:
        raise RuntimeError("the model is gone")

    with pytest.raises(RuntimeError):
        crew(model(fail), [], Task(description="Break it.", expected_output="It.")).kickoff()
    assert outcome(baton, "T-1")[:2] == ("todo", "released") and "the model is gone" in outcome(baton, "T-1")[2]


def test_the_tasks_of_a_crew_are_handed_in_one_before_the_other_is_claimed(
    baton: Baton, listener: BatonListener, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, second = Claim.submit, threading.Event()

    def slowly(claim: Claim, summary: str, **given: Any) -> Any:
        # As with a server that is far away: whoever goes on meanwhile has claimed the next by then.
        second.wait(0.5)
        return submit(claim, summary, **given)

    def then(messages: list[dict[str, Any]]) -> str:
        second.set()
        return say("two")

    monkeypatch.setattr(Claim, "submit", slowly)
    tasks = [Task(description=words, expected_output="It.") for words in ("First.", "Second.")]
    crew(model(say("one"), then), [], *tasks).kickoff()
    assert [(one.summary, one.status) for one in baton.iter_tasks()] == [("one", "validating"), ("two", "validating")]


@pytest.mark.parametrize("how", ["kickoff_async", "akickoff"])
def test_an_async_crew_does_the_same(baton: Baton, server: Server, listener: BatonListener, how: str) -> None:
    llm = model(use("look", '{"where": "the footer"}'), say("In the footer."), say("Mended."))
    tasks = [Task(description=words, expected_output="It.") for words in ("Find it.", "Mend it.")]
    asyncio.run(getattr(crew(llm, [look], *tasks), how)())
    assert [one.summary for one in baton.iter_tasks()] == ["In the footer.", "Mended."]
    assert events(server, "T-1") == ["task.created", "task.claimed", "task.progressed", "task.submitted"]


def test_what_was_created_and_cannot_be_claimed_is_cancelled(baton: Baton, listener: BatonListener) -> None:
    with baton.claim(baton.create_task(title="In hand").id):
        with pytest.raises(Exception, match="wip_limit"):
            crew(model(), [], Task(description="One too many.", expected_output="It.")).kickoff()
        assert baton.get_task("T-2").status == "cancelled"


def test_a_crew_does_not_work_without_a_claim_whatever_stands_in_its_way(server: Server) -> None:
    (server.home / ".batonpass" / "admin.key").unlink()
    llm = model(say("done all the same"))
    with BatonListener(Baton("scout", url=server.url)), pytest.raises(Exception, match="SettingsError"):
        crew(llm, [], Task(description="Work.", expected_output="It.")).kickoff()
    assert llm.asked == []


def test_a_task_without_words_is_named_after_what_it_should_bring(baton: Baton, listener: BatonListener) -> None:
    crew(model(say("Forty.")), [], Task(description=" ", expected_output="A number.")).kickoff()
    assert [(one.title, one.status) for one in baton.iter_tasks()] == [("A number.", "validating")]


def test_a_submission_that_is_refused_releases_and_stops_the_crew(baton: Baton, listener: BatonListener) -> None:
    board = baton.create_task(title="Prove it", acceptance=["It is tested"])
    with pytest.raises(Exception, match="criteri"):
        crew(model(say("Done.")), [], Task(name=board.id, description="Do it.", expected_output="It.")).kickoff()
    assert outcome(baton, board.id)[:2] == ("todo", "released")


@pytest.mark.parametrize("ends", ["with an answer", "with an error"])
def test_what_the_model_claims_by_a_tool_goes_back_at_the_end_of_the_task(
    baton: Baton, listener: BatonListener, ends: str
) -> None:
    other = baton.create_task(title="Other")

    def last(messages: list[dict[str, Any]]) -> str:
        assert baton.get_task(other.id).status == "doing"
        if ends == "with an error":
            raise RuntimeError("the model is gone")
        return say("Bye.")

    llm = model(use("task_submit", '{"summary": "It is done."}'), use("task_claim", f'{{"id": "{other.id}"}}'), last)
    going = crew(llm, baton_tools(baton), Task(description="Mine.", expected_output="It."))
    if ends == "with an error":
        with pytest.raises(RuntimeError):
            going.kickoff()
    else:
        going.kickoff()
    reason = "no result" if ends == "with an answer" else "RuntimeError: the model is gone"
    assert outcome(baton, other.id) == ("todo", "released", reason)


def test_an_inbox_that_cannot_be_read_does_not_stop_the_crew(
    baton: Baton, listener: BatonListener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with refusing(monkeypatch, "list_inbox", "ack_inbox"):
        crew(model(say("Done.")), [], Task(description="Work on.", expected_output="It.")).kickoff()
    assert baton.get_task("T-1").summary == "Done."


def test_a_message_that_no_model_answered_to_stays_unread(baton: Baton, server: Server, listener: BatonListener) -> None:
    baton.connect()
    as_lead(server).send_message(to={"agent": "scout"}, body="Look in the header too.")  # type: ignore[arg-type]

    def fail(messages: list[dict[str, Any]]) -> str:
        raise RuntimeError("the model is gone")

    with pytest.raises(RuntimeError):
        crew(model(fail), [], Task(description="Break it.", expected_output="It.")).kickoff()
    assert baton.list_inbox().unacked == 1
    llm = model(say("Both."))
    crew(llm, [], Task(description="Listen.", expected_output="It.")).kickoff()
    assert sum("header too" in one["content"] for one in llm.asked[0]) == 1 and baton.list_inbox().unacked == 0


def test_unread_messages_stand_before_the_model(baton: Baton, server: Server, listener: BatonListener) -> None:
    def first(messages: list[dict[str, Any]]) -> str:
        as_lead(server).send_message(to={"agent": "scout"}, body="Look in the header too.")  # type: ignore[arg-type]
        return use("look", '{"where": "the footer"}')

    llm = model(first, say("Both."))
    crew(llm, [look], Task(description="Listen.", expected_output="It.")).kickoff()
    said = [[one for one in asked if "header too" in one["content"]] for asked in llm.asked]
    assert [len(one) for one in said] == [0, 1] and baton.list_inbox().unacked == 0


def test_when_the_lease_is_lost_no_tool_runs_and_the_model_is_not_called_again(
    baton: Baton, server: Server, listener: BatonListener
) -> None:
    ran: list[str] = []

    @tool("write")
    def write(what: str) -> str:
        """Writes."""
        ran.append(what)
        return "written"

    board = baton.create_task(title="Hold it", lease_ttl_seconds=LEASE_S)

    def first(messages: list[dict[str, Any]]) -> str:
        as_lead(server).force_release_task(board.id, reason="Stop it.")
        claim = desk_of(baton).find(f"{board.id}:1")
        assert claim is not None and claim.lost.wait(PATIENCE_S)
        return use("write", '{"what": "too late"}')

    llm = model(first, say("never"))
    with pytest.raises(Exception, match="lease_lost"):
        crew(llm, [write], Task(name=board.id, description="Hold.", expected_output="It.")).kickoff()
    assert ran == [] and len(llm.asked) == 1
    assert outcome(baton, board.id)[1] == "force_released"


def test_a_refusal_is_what_the_tool_says(baton: Baton, server: Server, listener: BatonListener) -> None:
    with Baton("ada", url=server.url) as ada:
        held = ada.create_task(title="Ada's")
        ada.claim(held.id)
        llm = model(use("task_claim", f'{{"id": "{held.id}"}}'), use("task_submit", '{"summary": "Mine."}'), say("ok"))
        crew(llm, baton_tools(baton), Task(description="Mine.", expected_output="It.")).kickoff()
    said = "".join(one["content"] for one in llm.asked[1])
    assert "task_held: " in said and " Next: " in said
    assert baton.get_task("T-2").summary == "Mine."


def test_a_listener_of_some_tasks_leaves_the_others_alone_and_a_closed_one_all(baton: Baton) -> None:
    mine = Task(description="Mine.", expected_output="It.")
    others = Task(description="Others'.", expected_output="It.")
    with BatonListener(baton, tasks=[mine]):
        crew(model(say("one"), say("two")), [], mine, others).kickoff()
    crew(model(say("three")), [], Task(description="Later.", expected_output="It.")).kickoff()
    assert [task.title for task in baton.iter_tasks()] == ["Mine."]


def test_the_documentation_shows_what_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_URL", server.url)
    assert run_snippet(server, "crewai", model(say("Found."))) == ("validating", "Found.")


def test_what_the_dashboard_shows_to_connect_with_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    instead = ("tools=baton_tools(baton))", "tools=baton_tools(baton), llm=model)")
    assert ("validating", "Hello.") in run_connect_program(server, monkeypatch, "CREWAI", model(say("Hello.")), instead)


def test_without_the_framework_the_import_says_what_to_install() -> None:
    assert "pip install 'batonpass[crewai]'" in import_without("crewai", "batonpass.crewai")
