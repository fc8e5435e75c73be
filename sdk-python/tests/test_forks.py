"""A forked process has no thread of its parent, and none of its claims: what it does then is its own."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import traceback
from collections.abc import Callable

from conftest import LEASE_S, PATIENCE_S, Server, as_lead, until_renewed

from batonpass import AsyncBaton, AsyncClaim, Baton, LeaseLost


def fork(work: Callable[[], None]) -> int:
    """Does it in a forked process, which then ends; its id."""
    child = os.fork()
    if child != 0:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def exit_code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def two_tasks(server: Server, baton: Baton) -> None:
    """Two, both of which the agent may hold, with leases that end soon where nobody renews them."""
    for title in ("Of the parent", "Of the child"):
        baton.create_task(title=title, lease_ttl_seconds=LEASE_S)
    as_lead(server).update_agent("scout", max_concurrent=2)


def expect_both_done(server: Server) -> None:
    lead = as_lead(server)
    tasks = [lead.get_task(id) for id in ("T-1", "T-2")]
    assert [(task.status, task.epoch, task.summary) for task in tasks] == [
        ("validating", 1, "by the parent"),
        ("validating", 1, "by the child"),
    ]
    sessions = {str(one.data["set"]["holder"]["session"]) for one in lead.list_events(limit=200).items if one.type == "task.claimed"}
    assert len(sessions) == 2


def hold_past_a_beat(baton: Baton) -> None:
    with baton.claim("T-2") as task:
        until_renewed(task)
        task.submit("by the child")
    baton.close()


def test_a_fork_has_a_session_of_its_own_and_no_claim_of_its_parent(baton: Baton) -> None:
    baton.create_task(title="Hold it")
    claim = baton.claim()
    parent = baton.connect().id

    def child() -> None:
        assert claim.lost.is_set() and baton.connect().id != parent
        assert baton.get_task(claim.id).status == "doing"

    assert exit_code(fork(child)) == 0
    assert baton.connect().id == parent
    claim.submit("still mine")


def test_a_fork_holds_what_it_claims_past_a_beat_beside_its_parent(baton: Baton, server: Server) -> None:
    two_tasks(server, baton)
    with baton.claim("T-1") as task:
        child = fork(lambda: hold_past_a_beat(baton))
        until_renewed(task)
        assert exit_code(child) == 0
        task.submit("by the parent")
    expect_both_done(server)


def test_a_process_that_multiprocessing_forks_holds_what_it_claims_past_a_beat(baton: Baton, server: Server) -> None:
    two_tasks(server, baton)
    with baton.claim("T-1") as task:
        child = multiprocessing.get_context("fork").Process(target=hold_past_a_beat, args=(baton,))
        child.start()
        until_renewed(task)
        child.join(PATIENCE_S)
        assert child.exitcode == 0
        task.submit("by the parent")
    expect_both_done(server)


def test_a_fork_out_of_an_event_loop_holds_what_it_claims_past_a_beat(baton: Baton, server: Server) -> None:
    two_tasks(server, baton)
    baton.close()

    async def child(scout: AsyncBaton, of_parent: AsyncClaim) -> None:
        assert of_parent.lost.is_set()
        async with scout.claim("T-2") as task:
            await asyncio.to_thread(until_renewed, task)
            await task.submit("by the child")
        try:
            of_parent.check()
        except LeaseLost as lost:
            assert "forked from" in str(lost)
        await scout.close()

    async def main() -> None:
        async with AsyncBaton("scout", url=server.url) as scout, scout.claim("T-1") as task:
            pid = fork(lambda: asyncio.run(child(scout, task)))
            await asyncio.to_thread(until_renewed, task)
            assert await asyncio.to_thread(exit_code, pid) == 0
            await task.submit("by the parent")

    asyncio.run(main())
    expect_both_done(server)
