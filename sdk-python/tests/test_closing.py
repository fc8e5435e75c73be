"""What is closed stays closed."""

from __future__ import annotations

import asyncio
import threading

import pytest
from conftest import Server, as_lead

from batonpass import AsyncBaton, Baton, ConnectionFailed


def test_a_call_that_still_runs_does_not_open_a_closed_client_again(server: Server) -> None:
    with Baton("scout", url=server.url) as baton:
        ended: list[BaseException] = []

        def ask() -> None:
            try:
                while True:
                    baton.list_tasks(limit=1)
            except BaseException as error:
                ended.append(error)

        asking = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
        for one in asking:
            one.start()
    for one in asking:
        one.join(30)
    assert [isinstance(error, ConnectionFailed) for error in ended] == [True] * 3, ended
    with pytest.raises(ConnectionFailed, match="The client is closed") as refused:
        baton.claim()
    assert not refused.value.retryable and baton._own.current is None
    log = [event.type for event in as_lead(server).list_events(limit=200).items]
    assert (log.count("session.started"), log.count("session.ended")) == (1, 1)


def test_a_closed_client_that_awaits_stays_closed(server: Server) -> None:
    async def main() -> None:
        async with AsyncBaton("scout", url=server.url) as baton:

            async def ask() -> None:
                while True:
                    await baton.list_tasks(limit=1)

            asking = [asyncio.ensure_future(ask()) for _ in range(3)]
            await baton.list_tasks(limit=1)
        for error in await asyncio.gather(*asking, return_exceptions=True):
            assert isinstance(error, ConnectionFailed)
        with pytest.raises(ConnectionFailed, match="The client is closed"):
            await baton.list_tasks()
        assert baton._own.current is None

    asyncio.run(asyncio.wait_for(main(), 60))


