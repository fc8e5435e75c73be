"""What is followed: the log, the mail, the news, the reviews; blocking and async."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from both import Kind
from conftest import LEASE_S, PATIENCE_S, Server, as_lead, fresh_database, until, until_renewed
from contract_server import Answer, standing_before

from batonpass import AsyncBaton, BadRequest, Baton, LeaseLost, LiveEvent, LogReset, NothingClaimable, models
from batonpass._generated.models import ToAgent, ToAll
from batonpass._sse import SseMessage, parse_sse

T = TypeVar("T")


def take(items: Iterator[T], count: int) -> list[T]:
    return list(itertools.islice(items, count))


async def take_async(items: AsyncIterator[T], count: int) -> list[T]:
    found: list[T] = []
    async for item in items:
        found.append(item)
        if len(found) == count:
            break
    return found


Watching = Callable[[Server, str, int, list[LiveEvent]], None]


def watch_blocking(server: Server, after: str, count: int, found: list[LiveEvent]) -> None:
    with Baton("watcher", url=server.url) as baton:
        for event in itertools.islice(baton.events.watch(after=after), count):
            found.append(event)


def watch_async(server: Server, after: str, count: int, found: list[LiveEvent]) -> None:
    async def main() -> None:
        async with AsyncBaton("watcher", url=server.url) as baton:
            async for event in baton.events.watch(after=after):
                found.append(event)
                if len(found) == count:
                    break

    asyncio.run(main())


@pytest.mark.parametrize("watch", [watch_blocking, watch_async])
def test_events_come_in_order_each_once_over_a_restart_of_the_server(baton: Baton, server: Server, watch: Watching) -> None:
    after = baton.list_events(limit=1).head
    for number in range(3):
        baton.create_task(title=f"Before {number}")
    found: list[LiveEvent] = []
    reader = threading.Thread(target=watch, args=(server, after, 60, found), daemon=True)
    reader.start()
    until(lambda: len(found) >= 3)  # it is connected, and reads
    server.end()
    server.start()
    for number in range(60):
        baton.create_task(title=f"After {number}")
    reader.join(PATIENCE_S)
    seqs = [event.seq for event in found]
    assert len(found) == 60 and seqs == list(range(seqs[0], seqs[0] + 60))
    assert [event.task_id for event in found if event.type == "task.created"][:3] == ["T-1", "T-2", "T-3"]
    # The cursor of an event is where to go on.
    following: list[LiveEvent] = []
    watch(server, found[9].cursor, 1, following)
    assert [event.seq for event in following] == [found[10].seq]


def test_closing_the_client_ends_a_watch_in_another_thread_at_once(server: Server) -> None:
    baton = Baton("watcher", url=server.url)
    after = baton.list_events(limit=1).head
    seen: list[LiveEvent] = []
    reader = threading.Thread(target=lambda: seen.extend(baton.events.watch(after=after)), daemon=True)
    reader.start()
    baton.create_task(title="Seen")
    until(lambda: bool(baton._own.http and baton._own.http._sockets))
    baton.close()
    reader.join(PATIENCE_S)
    assert not reader.is_alive()


@pytest.mark.parametrize("watch", [watch_blocking, watch_async])
def test_a_cursor_of_another_log_and_what_is_no_cursor_are_told_apart(server: Server, tmp_path: Path, watch: Watching) -> None:
    with fresh_database() as database_url:
        other = Server(tmp_path / "other", database_url=database_url)
        other.start()
        try:
            head = as_lead(other).list_events(limit=1).head
        finally:
            other.leave()
    with pytest.raises(LogReset) as reset:
        watch(server, head, 1, [])
    assert reset.value.code == "log_reset" and reset.value.status == 410
    with pytest.raises(BadRequest):
        watch(server, "nonsense", 1, [])


def test_mail_is_read_watched_answered_and_acknowledged(baton: Baton, server: Server) -> None:
    with Baton("ada", url=server.url) as ada:
        ada.inbox.send("first", to=ToAgent(agent="scout"), subject="Hello")
        (letter,) = baton.inbox.read()
        assert (letter.seq, letter.body, letter.sender, letter.message.subject) == (1, "first", "ada", "Hello")
        letter.reply("thanks")
        watched = baton.inbox.watch()
        assert next(watched).seq == 1
        ada.inbox.send("second", to=ToAll(all=True))
        second = next(watched)
        assert (second.seq, second.body) == (2, "second")
        (answer,) = ada.inbox.read()
        assert (answer.body, answer.message.thread_id) == ("thanks", letter.message.id)
        letter.ack()
        assert [one.seq for one in baton.inbox.read()] == [2]
        baton.inbox.ack_up_to(2)
        assert baton.inbox.read() == [] and baton.list_inbox().acked == 2


def test_mail_comes_to_code_that_awaits_over_a_restart_of_the_server(baton: Baton, server: Server) -> None:
    async def main() -> list[str]:
        async with AsyncBaton("ada", url=server.url) as ada:
            await ada.connect()
            baton.inbox.send("first", to=ToAgent(agent="ada"))
            bodies: list[str] = []
            async for letter in ada.inbox.watch():
                bodies.append(letter.body)
                await letter.ack()
                if len(bodies) == 1:
                    server.end()
                    server.start()
                    baton.inbox.send("second", to=ToAgent(agent="ada"))
                else:
                    await letter.reply("done")
                    break
            assert await ada.inbox.read() == []
            return bodies

    assert asyncio.run(main()) == ["first", "second"]
    assert [letter.body for letter in baton.inbox.read()] == ["done"]


def test_the_next_heartbeat_says_how_far_the_mail_has_arrived(baton: Baton, server: Server) -> None:
    with Baton("ada", url=server.url) as ada:
        sent = ada.inbox.send("seen?", to=ToAgent(agent="scout"))

        def state() -> str:
            return ada.get_message(sent.id).receipts[0].state

        baton._own.beat_now()
        assert state() == "queued"
        assert [letter.seq for letter in baton.inbox.read()] == [1]

        def is_delivered_after_a_beat() -> bool:
            baton._own.beat_now()
            return state() == "delivered"

        until(is_delivered_after_a_beat)  # a beat that fails tells nothing, and is not the last


def test_news_come_as_they_are_made(baton: Baton, server: Server) -> None:
    news = baton.news.watch(kinds=["task", "message"])
    baton.create_task(title="Something to do")
    assert next(news).kind == "task"
    as_lead(server).send_message(to=ToAgent(agent="scout"), body="Hello")
    assert next(news).kind == "message"

    async def main() -> models.News:
        async with AsyncBaton("ada", url=server.url) as ada:
            return (await take_async(ada.news.watch(kinds=["task"]), 1))[0]

    assert asyncio.run(main()).kind == "task"


def test_news_come_over_a_restart_of_the_server(baton: Baton, server: Server, kind: Kind) -> None:
    with kind.open("ada", url=server.url) as ada:
        news = ada.news.watch(kinds=["task", "message"])
        baton.create_task(title="Before", labels=["docs"])
        assert next(news).title == "Before"
        following: list[models.News] = []
        reader = threading.Thread(target=lambda: following.extend(take(news, 2)), daemon=True)
        reader.start()
        server.end(kill=True)
        server.start()
        as_lead(server).send_message(to=ToAgent(agent="ada"), body="Still there?")
        baton.create_task(title="After", labels=["docs"])
        reader.join(PATIENCE_S)
        assert sorted(one.kind for one in following) == ["message", "task"]
        assert [one.title for one in following if isinstance(one, models.TaskNews)] == ["After"]


EXPIRED = Answer(410, json.dumps({"code": "cursor_expired", "detail": "It is gone.", "retryable": False}).encode())


class Expiring:
    """Stands before a server whose log does not reach back far enough for some calls, and keeps which came when."""

    def __init__(self, server: Server, path: str, *expired: int) -> None:
        self.asked: list[tuple[float, str]] = []
        self.before = standing_before(server.url, self._instead)
        self._path = path
        self._left = list(expired)
        """Which calls of this path find nothing, the first is 1."""
        self._calls = 0

    def _instead(self, path: str) -> Answer | None:
        if "/heartbeat" not in path:
            self.asked.append((time.monotonic(), path))
        if not path.startswith(self._path):
            return None
        self._calls += 1
        return EXPIRED if self._calls in self._left else None


def test_news_begin_anew_after_growing_pauses_where_their_cursor_has_expired(server: Server, kind: Kind) -> None:
    expiring = Expiring(server, "/v1/wait", 2, 3)
    with expiring.before as url, kind.open("ada", url=url, token=server.key) as ada:
        ada.create_task(title="There")
        news: list[models.News] = []
        reader = threading.Thread(target=lambda: news.extend(take(ada.news.watch(kinds=["task"]), 2)), daemon=True)
        reader.start()
        reader.join(PATIENCE_S)
    # What is there now, and not only what comes after the cursor that was lost.
    assert [one.title for one in news if isinstance(one, models.TaskNews)] == ["There"] * 2
    _, expired, again, last = [at for at, path in expiring.asked if path.startswith("/v1/wait")][:4]
    assert again - expired >= 0.5 and last - again >= 0.75


def test_mail_goes_on_after_a_pause_where_the_log_does_not_reach_back(baton: Baton, server: Server, kind: Kind) -> None:
    expiring = Expiring(server, "/v1/events/stream", 1)
    with expiring.before as url, kind.open("ada", url=url, token=server.key) as ada:
        ada.connect()
        baton.inbox.send("first", to=ToAgent(agent="ada"))
        letters = ada.inbox.watch()
        assert next(letters).body == "first"
        baton.inbox.send("second", to=ToAgent(agent="ada"))
        assert next(letters).body == "second"
    paths = [path.partition("?")[0] for _, path in expiring.asked]
    at = paths.index("/v1/events/stream")
    # It looks again from where the log is now.
    assert paths[at + 1] == "/v1/events" and expiring.asked[at + 1][0] - expiring.asked[at][0] >= 0.5


def test_a_review_is_taken_in_hand_and_decided(baton: Baton, server: Server) -> None:
    hand_in(baton)
    with Baton("ada", url=server.url) as ada:
        with ada.reviews.claim() as review:
            assert (review.task.id, review.review.summary) == ("T-1", "done")
            with pytest.raises(NothingClaimable):
                ada.reviews.claim()
            assert review.request_changes("Say more.").status == "todo"
        assert review.outcome == "decided" and not review.lost.is_set()
        with pytest.raises(LeaseLost):
            review.approve()
    with baton.claim("T-1") as task:
        assert task.handover.attempts[0].outcome is not None
        task.submit("more")

    async def main() -> None:
        async with AsyncBaton("eve", url=server.url) as eve:
            async with eve.reviews.claim() as review:
                assert (await review.approve("Good.")).status == "done"

    asyncio.run(main())


def test_a_review_that_is_left_undecided_goes_back(baton: Baton, server: Server) -> None:
    hand_in(baton)
    with Baton("ada", url=server.url) as ada:
        with pytest.raises(ValueError), ada.reviews.claim():
            raise ValueError("I cannot judge it")
        assert ada.list_reviews().items[0].holder is None
        review = ada.reviews.claim(ada.list_reviews().items[0].id)
        assert review.held and review.epoch == 3


def test_the_heartbeat_renews_a_review_beyond_its_lease(baton: Baton, server: Server) -> None:
    hand_in(baton, lease_ttl_seconds=LEASE_S)
    with Baton("ada", url=server.url) as ada, ada.reviews.claim() as review:
        until_renewed(review)
        review.approve()


def hand_in(baton: Baton, **more: int) -> None:
    """One task, done and waiting for review."""
    baton.create_task(title="Judge it", acceptance=[], **more)  # type: ignore[arg-type]
    with baton.claim() as task:
        task.submit("done")


async def parsed(chunks: list[bytes]) -> list[SseMessage]:
    async def source() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    return [message async for message in parse_sse(source())]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_stream_is_read_alike_however_it_is_cut(size: int) -> None:
    text = ": ping\r\n\r\nid: 7\r\ndata: {\r\ndata: }\r\n\r\nevent: bookmark\nid:8\ndata:a\u2028b\n\ndata: c\r\rdata: cut off".encode()
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    assert asyncio.run(parsed(chunks)) == [
        SseMessage("message", "7", "{\n}"),
        SseMessage("bookmark", "8", "a\u2028b"),
        SseMessage("message", None, "c"),
    ]
