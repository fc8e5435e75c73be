"""The async client against the real server: the same promises as the blocking one, and those of an event loop."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from conftest import LEASE_S, PATIENCE_S, Server, as_lead, until_run_down

from batonpass import AsyncBaton, AsyncClaim, LeaseLost, NothingClaimable, TaskHeld
from batonpass._lease import LEASE_MARGIN_S

T = TypeVar("T")


def run(server: Server, act: Callable[[AsyncBaton], Awaitable[T]]) -> T:
    """Does something with a client in a loop of its own."""

    async def main() -> T:
        async with AsyncBaton("scout", url=server.url) as baton:
            return await act(baton)

    return asyncio.run(main())


def test_a_claim_is_worked_on_and_handed_in_and_then_over(server: Server) -> None:
    async def act(baton: AsyncBaton) -> None:
        await baton.create_task(title="Write it", acceptance=[])
        async with baton.claim(wait=5) as task:
            await task.progress("half", percent=50)
            await task.attach("notes.txt", b"found it", media_type="text/plain")
            assert await task.fetch("notes.txt") == b"found it"
            assert (await task.submit("done")).status == "validating"
            assert (task.held, task.outcome, task.lost.is_set()) == (False, "submitted", False)
        with pytest.raises(LeaseLost):
            await task.progress("too late")

    run(server, act)


def test_nothing_to_claim_is_said_at_once_and_a_wait_gets_what_comes_later(server: Server) -> None:
    async def act(baton: AsyncBaton) -> None:
        with pytest.raises(NothingClaimable):
            await baton.claim()
        assert await baton.try_claim() is None
        waiting = asyncio.ensure_future(baton.try_claim(wait=60))
        # The same loop goes on while the claim waits on the server.
        await baton.create_task(title="later")
        task = await waiting
        assert task is not None and task.task.title == "later"

    run(server, act)


def test_an_event_loop_that_a_tool_blocks_beyond_the_lease_keeps_the_task(server: Server) -> None:
    async def act(baton: AsyncBaton) -> None:
        await baton.create_task(title="Compute", lease_ttl_seconds=LEASE_S)
        async with baton.claim() as task:
            time.sleep(LEASE_S + 3)  # what a synchronous tool does to its loop
            task.check()
            await task.submit("computed")

    run(server, act)


def test_a_claim_that_nobody_awaits_is_warned_of_in_words_of_the_user(server: Server) -> None:
    async def act(baton: AsyncBaton) -> None:
        with pytest.warns(RuntimeWarning) as warned:
            baton.claim("T-1")
            baton.reviews.claim()
        # What other tests left behind may be collected, and warned of, in the same moment.
        here = [str(one.message).partition(",")[0] for one in warned if one.filename == __file__]
        assert here == ["A claim was never awaited"] * 2

    run(server, act)


@pytest.mark.parametrize("error", [ValueError("no luck"), KeyboardInterrupt()])
def test_an_exception_releases_with_its_reason(server: Server, error: BaseException) -> None:
    async def act(baton: AsyncBaton) -> None:
        await baton.create_task(title="Break it")
        async with baton.claim():
            raise error

    with pytest.raises(type(error)):
        run(server, act)
    (attempt,) = as_lead(server).get_task("T-1").attempt_log
    assert attempt.outcome == "released" and type(error).__name__ in (attempt.reason or "")


def test_a_cancelled_holder_releases_what_it_holds(server: Server) -> None:
    async def act(baton: AsyncBaton) -> None:
        await baton.create_task(title="Stop it")
        entered = asyncio.Event()

        async def hold() -> None:
            async with baton.claim():
                entered.set()
                await asyncio.Event().wait()

        holder = asyncio.ensure_future(hold())
        await entered.wait()
        holder.cancel()
        with pytest.raises(asyncio.CancelledError):
            await holder
        task = await baton.get_task("T-1")
        assert (task.status, task.attempt_log[0].reason) == ("todo", "CancelledError: ")

    run(server, act)


def test_a_claim_that_is_taken_back_wakes_who_waits_for_the_loss(server: Server) -> None:
    async def act(baton: AsyncBaton) -> None:
        await baton.create_task(title="Hold it", lease_ttl_seconds=LEASE_S)
        task = await baton.claim()
        lead = as_lead(server)
        await asyncio.to_thread(lambda: lead.force_release_task(task.id, reason="Stop it."))
        assert await asyncio.wait_for(task.lost.wait(), PATIENCE_S)
        assert task.lost.is_set() and task.outcome == "lost"
        with pytest.raises(LeaseLost, match="a lead took it back"):
            task.check()

    run(server, act)


def test_without_the_server_a_lease_is_trusted_no_longer_than_it_was_granted(server: Server) -> None:
    async def act(baton: AsyncBaton) -> None:
        await baton.create_task(title="Hold it", lease_ttl_seconds=10)
        task = await baton.claim()
        assert task.remaining_s <= 10 - LEASE_MARGIN_S
        await asyncio.to_thread(lambda: server.end(kill=True))
        await asyncio.to_thread(baton._own.beat_now)  # after this, no answer of the server is under way any more
        told = asyncio.ensure_future(task.lost.wait())
        await asyncio.to_thread(until_run_down, task)
        assert await asyncio.wait_for(told, PATIENCE_S)
        with pytest.raises(LeaseLost, match="no renewal came in time"):
            await task.progress("still here")

    run(server, act)


def test_one_client_in_two_loops_after_each_other(server: Server) -> None:
    baton = AsyncBaton("scout", url=server.url)

    async def claim_one() -> AsyncClaim:
        await baton.create_task(title="One")
        return await baton.claim()

    first = asyncio.run(claim_one())

    async def submit() -> None:
        await first.submit("from another loop")
        await baton.close()

    asyncio.run(submit())
    assert first.outcome == "submitted"


def test_another_agent_is_told_who_holds_the_task_and_no_token_is_shown(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []

    async def act(baton: AsyncBaton) -> None:
        await baton.create_task(title="Hold it")
        async with baton.claim() as task, AsyncBaton("ada", url=server.url) as ada:
            with pytest.raises(TaskHeld) as refused:
                await ada.claim(task.id)
            assert "scout" in str(refused.value) and refused.value.request_id
            await task.submit("done")
            shown.extend([repr(refused.value), repr(task), repr(vars(task)), repr(baton), repr(vars(baton))])
        shown.extend([repr(vars(baton._own)), repr(vars(baton._io)), repr(baton._io.transport)])
        server.end(kill=True)
        with pytest.raises(Exception) as failed:
            await baton.list_tasks(timeout=1)
        shown.extend([repr(failed.value), str(failed.value)])

    run(server, act)
    assert not [text for text in [*shown, caplog.text] if "bat_" in text]
