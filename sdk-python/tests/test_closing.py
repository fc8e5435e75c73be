"""What is closed stays closed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import NoneType
from typing import Any

import pytest
from conftest import PATIENCE_S, Server, as_lead, until
from contract_server import Answer, answering

from batonpass import AsyncBaton, Baton, BatonError, ConnectionFailed
from batonpass._call import Call
from batonpass._transport import HttpTransport


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
        one.join(PATIENCE_S)
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

    asyncio.run(asyncio.wait_for(main(), 2 * PATIENCE_S))


def test_closing_ends_what_another_thread_waits_for(server: Server) -> None:
    baton = Baton("scout", url=server.url)
    after = baton.list_events(limit=1).head
    news = baton.news.watch(kinds=["task"])
    baton.create_task(title="Seen")
    assert next(news).kind == "task"
    ended: list[str] = []
    following = threading.Event()

    def watch() -> None:
        ended.append(f"news {list(news)}")

    def claim() -> None:
        # The connection ends under it, or the server says first that the session has ended.
        with suppress(BatonError):
            baton.claim(labels=["none"], wait=300)
        ended.append("claim")

    def follow() -> None:
        for _ in baton.events.watch(after=after):
            following.set()
        ended.append("events")

    waiting = [threading.Thread(target=one, daemon=True) for one in (watch, claim, follow)]
    for one in waiting:
        one.start()
    assert following.wait(PATIENCE_S)
    for _ in range(5):
        baton.list_tasks()  # by then the others have asked, too
    baton.close()
    for one in waiting:
        one.join(PATIENCE_S)
    assert sorted(ended) == ["claim", "events", "news []"]


def test_many_calls_that_wait_for_an_answer_keep_out_no_other() -> None:
    slow = [Answer(hangs=True) for _ in range(105)]
    with answering(*slow, Answer()) as (url, asked):
        transport = HttpTransport(url, "bat_key", retries=0)

        def call() -> None:
            with suppress(ConnectionFailed):
                transport.call(Call("getTask", "GET", "/v1/tasks/T-1"), NoneType)

        for _ in slow:
            threading.Thread(target=call, daemon=True).start()
        until(lambda: len(asked) == len(slow))
        transport.call(Call("getTask", "GET", "/v1/tasks/T-1", timeout_s=PATIENCE_S), NoneType)
        transport.close()


def test_closing_ends_a_call_that_is_about_to_connect() -> None:
    with answering(Answer(hangs=True)) as (url, _):
        transport = HttpTransport(url, "bat_key", retries=0)
        note = transport._note_socket

        def closing(event: str, info: Mapping[str, Any]) -> None:
            if event == "connection.connect_tcp.started":
                transport.close()
            note(event, info)

        transport._note_socket = closing  # type: ignore[method-assign]
        with pytest.raises(ConnectionFailed) as ended:
            transport.call(Call("getTask", "GET", "/v1/tasks/T-1", timeout_s=10), NoneType)
    assert "did not answer in time" not in str(ended.value)
