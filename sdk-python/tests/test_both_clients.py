"""What both clients offer beside the life of a claim: whole lists, a claim moved, paths, mail to a role, the next review."""

from __future__ import annotations

import pytest
from both import Awaiting, Blocking, Kind, wait_lost
from conftest import LEASE_S, Server, as_lead, until_renewed

from batonpass import Baton, LeaseLost, MessageTaken, NothingClaimable, PathsReserved, TaskHeld
from batonpass._generated.models import ToRole

TASKS = 450
"""More than two pages of the greatest size, and nine of the usual one."""
REVIEWS = 120
AGENTS = 120


def test_lists_come_whole_page_by_page(baton: Baton, server: Server) -> None:
    lead = as_lead(server)
    for number in range(TASKS):
        lead.create_task(title=f"Task {number}", labels=["even"] if number % 2 == 0 else [], acceptance=[])
    for number in range(AGENTS):
        lead.register_agent(name=f"agent-{number}")
    for number in range(1, REVIEWS + 1):
        with baton.claim(f"T-{number}") as task:
            task.submit("done")
    expected = [f"T-{number}" for number in range(1, TASKS + 1)]
    for kind in (Blocking(), Awaiting()):
        with kind.open("ada", url=server.url) as ada:
            # In which order, the list says; each once is what paging promises.
            assert sorted((task.id for task in ada.iter_tasks()), key=number_of) == expected
            assert len({task.id for task in ada.iter_tasks("label:even")}) == TASKS // 2
            agents = [agent.name for agent in ada.iter_agents()]
            assert len(agents) == len(set(agents)) and set(agents) >= {f"agent-{number}" for number in range(AGENTS)}
            reviews = [review.task_id for review in ada.iter_reviews(mine=True)]
            assert sorted(reviews, key=number_of) == expected[:REVIEWS]
        kind.close()
    assert list(baton.iter_reviews(mine=True)) == [] and len(list(baton.iter_reviews())) == REVIEWS


def number_of(task_id: str) -> int:
    return int(task_id.removeprefix("T-"))


def test_a_claim_moves_to_a_new_session_of_its_agent_and_to_no_other(server: Server, kind: Kind) -> None:
    with kind.open("scout", url=server.url) as before, kind.open("scout", url=server.url) as after:
        before.create_task(title="Move it", lease_ttl_seconds=LEASE_S)
        old = before.claim()
        with kind.open("ada", url=server.url) as ada, pytest.raises(TaskHeld):
            ada.take_over("T-1")
        with after.take_over("T-1") as task:
            assert (task.id, task.epoch, task.held) == ("T-1", old.epoch + 1, True)
            assert "another session took it over" in str(wait_lost(old))
            until_renewed(task)
            assert task.submit("done").status == "validating"
        with pytest.raises(LeaseLost):
            old.progress("still here")


def test_a_claim_holds_paths_that_no_other_may_hold_meanwhile(server: Server, kind: Kind) -> None:
    with kind.open("scout", url=server.url) as scout, kind.open("ada", url=server.url) as ada:
        scout.create_task(title="One")
        scout.create_task(title="Two")
        with scout.claim() as one, ada.claim() as two:
            assert one.reserve(["src/**"]).paths == ["src/**"]
            with pytest.raises(PathsReserved):
                two.reserve(["src/main.py"])
            assert two.reserve(["docs/*.md"], mode="shared").mode == "shared"
            one.submit("done")
            with pytest.raises(LeaseLost):
                one.reserve(["src/late.py"])
            assert two.reserve(["src/main.py"]).paths == ["src/main.py"]
            two.submit("done")


def test_a_message_to_a_role_is_for_whoever_takes_it(server: Server, kind: Kind) -> None:
    with kind.open("scout", url=server.url) as scout, kind.open("ada", url=server.url) as ada:
        scout.connect()
        ada.connect()
        sent = as_lead(server).send_message(to=ToRole(role="agent"), body="Who can?")
        assert ada.inbox.take(sent.id).message.body == "Who can?"
        with pytest.raises(MessageTaken):
            scout.inbox.take(sent.id)
        with pytest.raises(MessageTaken):
            scout.inbox.finish(sent.id)
        ada.inbox.finish(sent.id)
        assert [one.state for one in as_lead(server).get_message(sent.id).receipts] == ["acked"]


def test_the_next_review_is_none_where_there_is_none(server: Server, kind: Kind) -> None:
    with kind.open("scout", url=server.url) as scout, kind.open("ada", url=server.url) as ada:
        assert ada.reviews.try_claim() is None
        with pytest.raises(NothingClaimable):
            ada.reviews.claim()
        scout.create_task(title="Judge it", acceptance=[])
        with scout.claim() as task:
            task.submit("done")
        assert scout.reviews.try_claim() is None  # nobody judges their own work
        review = ada.reviews.try_claim()
        assert review is not None and review.task.id == "T-1" and review.held
        assert review.approve("Good.").status == "done"
        assert review.outcome == "decided" and ada.reviews.try_claim() is None
