"""The tools of a model, whichever framework calls them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from board import as_lead, outcome
from conftest import ROOT, Server

from batonpass import Baton
from batonpass._desk import desk_of
from batonpass._run import Run, Step
from batonpass._tools import TOOL_NAMES, ToolRefused, tools_of

Tools = dict[str, Callable[..., str]]


@pytest.fixture
def tools(baton: Baton) -> Tools:
    return {tool.name: tool.call for tool in tools_of(baton)}


def test_the_tools_have_the_names_that_they_have_in_typescript() -> None:
    sources = [path.read_text() for path in (ROOT / "client/integrations").glob("*.ts")]
    names = [name for source in sources for name in re.findall(r"name: '(\w+)',\n\s+description:", source)]
    assert sorted(names) == sorted(TOOL_NAMES)


def test_a_model_works_on_a_task_by_tools_alone(baton: Baton, tools: Tools) -> None:
    made = tools["task_create"](title="Count", brief="The pages.", labels=["books"])
    assert made == "T-1 is todo."
    assert tools["task_claim"](labels=["books"]).startswith("You hold T-1: Count\nThe pages.")
    assert tools["task_update"](progress="half", percent=50, artifact_name="list.md", artifact_text="One.") == (
        "Noted. Attached list.md, 4 bytes."
    )
    assert "It is doing, held by scout." in tools["task_get"](id="T-1")
    assert tools["task_submit"](summary="Forty.") == "T-1 is handed in and validating now."
    assert tools["task_get"](id="T-1").endswith("Result: Forty.")


def test_answers_say_which_criteria_are_met(baton: Baton, tools: Tools) -> None:
    baton.create_task(title="Write it", acceptance=["It is short", "It is true"])
    tools["task_claim"]()
    tools["task_submit"](summary="Done.", answers=[{"met": True}, {"met": False, "note": "Nearly."}])
    assert [(one.met, one.note) for one in baton.get_task("T-1").reviews[0].answers] == [(True, ""), (False, "Nearly.")]


def test_what_stands_in_the_way_gives_the_task_back_until_it_is_gone(baton: Baton, tools: Tools) -> None:
    baton.create_task(title="Choose")
    tools["task_claim"](id="T-1")
    said = tools["task_update"](blocked_kind="question", blocked_reason="Which colour?")
    assert said == "T-1 waits now and is no longer yours. Stop working on it." and baton.get_task("T-1").status == "blocked"
    baton.create_task(title="Paint")
    tools["task_claim"](id="T-2")
    tools["task_update"](blocked_kind="dependency", blocked_reason="The colour.", blocked_on="T-1")
    assert baton.get_task("T-2").status == "blocked"


def test_a_model_judges_what_another_handed_in(baton: Baton, server: Server, tools: Tools) -> None:
    with pytest.raises(ToolRefused, match="no review in hand.*Next: "):
        tools["review"](action="approve")
    assert tools["review"](action="next") == "There is nothing to review now."
    with Baton("ada", url=server.url) as ada:
        ada.create_task(title="Write it")
        for summary in ("Version one.", "Version two."):
            with ada.claim("T-1") as claim:
                claim.submit(summary)
            assert summary in tools["review"](action="next")
            if summary == "Version one.":
                with pytest.raises(ToolRefused, match="There is no note"):
                    tools["review"](action="request_changes")
                assert tools["review"](action="request_changes", note="Shorter.") == "T-1 goes back to its author."
        assert tools["review"](action="approve") == "T-1 is approved."
    assert baton.get_task("T-1").status == "done"


def test_messages_are_read_acknowledged_and_sent(baton: Baton, server: Server, tools: Tools) -> None:
    with Baton("ada", url=server.url) as ada:
        ada.connect()
        assert tools["inbox"](action="read") == "There are no new messages."
        ada.send_message(to={"agent": "scout"}, body="Look in the header too.")  # type: ignore[arg-type]
        said = tools["inbox"](action="read")
        number, message = re.findall(r"^\[(\d+)\] Message (\S+) from ada", said)[0]
        assert tools["inbox"](action="read") == said, "reading acknowledges nothing"
        assert tools["inbox"](action="ack", up_to=int(number)) == f"Acknowledged up to {number}."
        assert baton.list_inbox().unacked == 0
        tools["inbox"](action="send", to="ada", body="I do.")
        tools["inbox"](action="send", reply_to=message, body="I did.")
        tools["inbox"](action="send", to="@all", body="Found.")
        assert [one.message.body for one in ada.list_inbox().items] == ["I do.", "I did.", "Found."]


def test_a_review_that_a_run_leaves_in_hand_goes_back_at_its_end(baton: Baton, server: Server, tools: Tools) -> None:
    with Baton("ada", url=server.url) as ada:
        ada.create_task(title="Write it", assignee="ada")
        with ada.claim("T-1") as claim:
            claim.submit("Written.")
    run = Run(desk_of(baton), baton.claim(baton.create_task(title="Mine").id))
    with Step(run, pause=KeyboardInterrupt):
        tools["review"](action="next")
    assert as_lead(server).list_reviews().items[0].holder is not None
    run.finish("Done.")
    assert as_lead(server).list_reviews().items[0].holder is None and outcome(baton, "T-2")[0] == "validating"
