"""Claims, leases and heartbeats against the real server."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from conftest import LEASE_S, PATIENCE_S, Server, as_lead, until, until_run_down

from batonpass import Baton, ConnectionFailed, LeaseLost, NothingClaimable, TaskHeld, models
from batonpass._lease import LEASE_MARGIN_S


def test_a_claim_is_worked_on_and_handed_in_and_then_over(baton: Baton) -> None:
    baton.create_task(title="Write it", acceptance=[])
    with baton.claim(wait=5) as claim:
        claim.progress("half", percent=50)
        claim.attach("notes.txt", b"found it", media_type="text/plain")
        assert claim.submit("done").status == "validating"
        assert not claim.held and not claim.lost.is_set()
    with pytest.raises(LeaseLost):
        claim.progress("too late")
    assert baton.get_artifact(claim.id, "notes.txt") == b"found it"


def test_nothing_to_claim_is_said_at_once_or_after_the_wait(baton: Baton) -> None:
    with pytest.raises(NothingClaimable):
        baton.claim()
    began = time.monotonic()
    assert baton.try_claim(wait=1) is None
    assert time.monotonic() - began >= 1


def test_a_claim_that_waits_gets_a_task_that_comes_later(baton: Baton, server: Server) -> None:
    program = "from batonpass import Baton; b = Baton('maker'); b.create_task(title='later'); b.close()"
    maker = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "BATON_URL": server.url})
    with baton.claim(wait=90) as claim:
        assert claim.task.title == "later"
        claim.submit("seen")
    assert maker.wait() == 0


@pytest.mark.parametrize("error", [ValueError("no luck"), KeyboardInterrupt()])
def test_an_exception_releases_with_its_reason(baton: Baton, error: BaseException) -> None:
    baton.create_task(title="Break it")
    with pytest.raises(type(error)), baton.claim() as claim:
        raise error
    task = baton.get_task(claim.id)
    assert (task.status, task.attempt_log[0].outcome) == ("todo", "released")
    assert type(error).__name__ in (task.attempt_log[0].reason or "")


def test_a_claim_left_without_a_result_is_released_as_such(baton: Baton) -> None:
    baton.create_task(title="Look at it")
    with baton.claim() as claim:
        pass
    assert baton.get_task(claim.id).attempt_log[0].reason == "no result"


def test_a_question_gives_the_task_back_and_its_answer_comes_with_the_next_claim(baton: Baton, server: Server) -> None:
    baton.create_task(title="Choose")
    with baton.claim() as claim:
        claim.block("Which colour?", options=["red", "blue"])
    assert baton.get_task(claim.id).status == "blocked"
    as_lead(server).unblock_task(claim.id, answer="blue")
    with baton.claim(wait=5) as again:
        assert again.handover.blocks[0].answer == "blue"
        again.submit("blue")


def test_a_claim_that_another_took_back_is_lost_and_says_why(baton: Baton, server: Server) -> None:
    baton.create_task(title="Hold it", lease_ttl_seconds=LEASE_S)
    told: list[LeaseLost] = []
    claim = baton.claim()
    claim.on_lost(told.append)
    as_lead(server).force_release_task(claim.id, reason="Stop it.")
    assert claim.lost.wait(PATIENCE_S)
    with pytest.raises(LeaseLost, match="a lead took it back"):
        claim.check()
    until(lambda: len(told) == 1)  # the listeners are called after it is set
    claim.on_lost(told.append)
    assert len(told) == 2


def test_a_call_that_finds_the_claim_gone_ends_it_before_the_heartbeat_does(baton: Baton, server: Server) -> None:
    baton.create_task(title="Hold it")
    claim = baton.claim()
    as_lead(server).force_release_task(claim.id, reason="Stop it.")
    with pytest.raises(LeaseLost):
        claim.submit("mine")
    assert claim.lost.is_set() and not claim.held


def test_without_the_server_a_lease_is_trusted_no_longer_than_it_was_granted(baton: Baton, server: Server) -> None:
    baton.create_task(title="Hold it", lease_ttl_seconds=10)
    claim = baton.claim()
    assert claim.remaining_s <= 10 - LEASE_MARGIN_S
    server.end(kill=True)
    baton._own.beat_now()  # after this, no answer of the server is under way any more
    until_run_down(claim)
    with pytest.raises(LeaseLost, match="no renewal came in time"):
        claim.check()
    with pytest.raises(ConnectionFailed):
        baton.get_task(claim.id, timeout=1)


def test_another_agent_is_told_who_holds_the_task(baton: Baton, server: Server) -> None:
    baton.create_task(title="Hold it")
    claim = baton.claim()
    with Baton("ada", url=server.url) as ada, pytest.raises(TaskHeld) as refused:
        ada.claim(claim.id)
    assert "scout" in str(refused.value) and refused.value.request_id


RACERS = {
    "blocking": """
import sys
from batonpass import Baton
with Baton(sys.argv[1]) as baton:
    while (claim := baton.try_claim()) is not None:
        with claim:
            print(claim.id, claim.epoch)
            claim.submit("done")
""",
    "async": """
import asyncio, sys
from batonpass import AsyncBaton
async def main():
    async with AsyncBaton(sys.argv[1]) as baton:
        while (claim := await baton.try_claim()) is not None:
            async with claim:
                print(claim.id, claim.epoch)
                await claim.submit("done")
asyncio.run(main())
""",
}


@pytest.mark.parametrize("racer", RACERS)
def test_of_eight_processes_each_task_goes_to_one(baton: Baton, server: Server, racer: str) -> None:
    for number in range(40):
        baton.create_task(title=f"Task {number}")
    after = baton.list_events(limit=1).head
    env = {**os.environ, "BATON_URL": server.url}
    run = [[sys.executable, "-c", RACERS[racer], f"worker-{number}"] for number in range(8)]
    children = [subprocess.Popen(one, env=env, stdout=subprocess.PIPE, text=True) for one in run]
    lines = [line for child in children for line in child.communicate()[0].splitlines()]
    assert [child.returncode for child in children] == [0] * 8
    assert sorted(lines) == sorted(f"T-{number} 1" for number in range(1, 41))
    # The server's own history says the same: each task was claimed once, and handed in by whoever had claimed it.
    history = history_after(baton, after)
    claimed = {(event.task_id, event.actor) for event in history if event.type == "task.claimed"}
    submitted = {(event.task_id, event.actor) for event in history if event.type == "task.submitted"}
    assert len(claimed) == len([event for event in history if event.type == "task.claimed"]) == 40
    assert claimed == submitted and len({task for task, _ in claimed}) == 40


def history_after(baton: Baton, cursor: str) -> list[models.Event]:
    """All events after a cursor."""
    found: list[models.Event] = []
    while (page := baton.list_events(after=cursor, limit=200)).items:
        found += page.items
        cursor = page.next_cursor
    return found
