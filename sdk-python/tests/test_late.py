"""What is granted in the very moment in which its caller is cancelled is nobody's to work on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest
from conftest import PATIENCE_S, Server, as_lead
from contract_server import standing_before

from batonpass import AsyncBaton, Baton
from batonpass._late import _going_back

REASON = "Its caller was cancelled before it came."

Taking = Callable[[AsyncBaton], Awaitable[object]]


async def never(held: object) -> None:
    raise AssertionError("its worker was cancelled before it came")


class Granting:
    """Stands before a server and keeps back the answer to a claim until its caller was cancelled."""

    def __init__(self, server: Server) -> None:
        self._granted = asyncio.Event()
        self._cancelled = threading.Event()
        self._loop = asyncio.get_running_loop()
        self.before = standing_before(server.url, lambda path: None, self._then)

    def _then(self, path: str) -> None:
        if "/claim" in path:
            self._loop.call_soon_threadsafe(self._granted.set)
            self._cancelled.wait(PATIENCE_S)

    async def cancel(self, taking: Awaitable[object]) -> None:
        """Cancels what takes something once it is granted."""
        request = asyncio.ensure_future(taking)
        await asyncio.wait_for(self._granted.wait(), PATIENCE_S)
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        self._cancelled.set()


def test_a_claim_that_was_cancelled_waits_on_the_server_no_more(server: Server) -> None:
    async def main() -> None:
        async with AsyncBaton("scout", url=server.url) as scout, AsyncBaton("ada", url=server.url) as ada:
            for _ in range(6):
                waiting = asyncio.ensure_future(scout.try_claim(wait=60))
                for _ in range(5):
                    await scout.list_tasks()  # what was begun before it is under way
                waiting.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await waiting
            await asyncio.gather(*_going_back)  # the server has been told
            await scout.create_task(title="Do it")
            async with ada.claim(wait=60) as task:
                assert task.epoch == 1
                await task.submit("done")

    asyncio.run(main())
    assert len(as_lead(server).get_task("T-1").attempt_log) == 1


@pytest.mark.parametrize(
    "take",
    [
        pytest.param(lambda baton: baton.try_claim(wait=60), id="next"),
        pytest.param(lambda baton: baton.try_claim(), id="at once"),
        pytest.param(lambda baton: baton.claim("T-1").__aenter__(), id="named"),
        pytest.param(lambda baton: baton.work(never), id="worker"),
    ],
)
def test_a_task_that_is_granted_while_its_caller_is_cancelled_goes_back(server: Server, take: Taking) -> None:
    async def main() -> None:
        granting = Granting(server)
        with granting.before as url:
            async with AsyncBaton("scout", url=url, token=server.key) as scout:
                await scout.create_task(title="Do it")
                await granting.cancel(take(scout))
                log = lambda: scout.get_task("T-1")
                while not (task := await log()).attempt_log or task.status != "todo":
                    await asyncio.sleep(0.02)
                assert [attempt.reason for attempt in task.attempt_log] == [REASON]

    asyncio.run(asyncio.wait_for(main(), 2 * PATIENCE_S))


def test_a_review_that_is_granted_while_its_reviewer_is_cancelled_goes_back(baton: Baton, server: Server) -> None:
    baton.create_task(title="Judge it", acceptance=[])
    with baton.claim() as task:
        task.submit("done")

    async def main() -> None:
        granting = Granting(server)
        with granting.before as url:
            async with AsyncBaton("judge", url=url, token=server.key) as judge:
                await granting.cancel(judge.review(never))
                while (await judge.list_reviews()).items[0].holder is not None:
                    await asyncio.sleep(0.02)
                log = as_lead(server).list_events(limit=200).items
                assert "review.released" in [event.type for event in log], [event.type for event in log]

    asyncio.run(asyncio.wait_for(main(), 2 * PATIENCE_S))
