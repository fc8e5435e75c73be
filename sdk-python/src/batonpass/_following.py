"""What is followed as it comes: the log, the news. Shared by the blocking and the async client."""

from __future__ import annotations

import json
import random
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from ._call import NOT_GIVEN, query_of
from ._generated import models
from ._generated.errors import BatonError, CursorExpired, LogReset
from ._holding import CLAIM_WAIT_MAX_S, EMPTY_TOO_SOON_S
from ._io import Api, Io
from ._retry import ConnectionFailed, backoff_s
from ._sse import SseMessage, parse_sse
from ._wire import unreadable

HOLES_MAX = 5
"""So many holes at the same place are no accident of a connection: the log itself has one."""


class LiveEvent(models.Event):
    """An event, and the cursor after it: pass it as `after` to go on from there, also in another process."""

    cursor: str


async def follow_events(io: Io, after: str | None, project: str | None = None) -> AsyncGenerator[LiveEvent, None]:
    """Every event after the cursor, in order, each once, across lost connections and restarts of the server (SPEC EV3).

    The numbers of a log are dense, so a hole or a repeat is seen here and mended by asking again. Ends when the client is
    closed. Raises CursorExpired and LogReset, which only the caller can answer.
    """
    await io.connect()
    closing = io.session.closing
    cursor, seq, failures, holes = after, None, 0, 0
    while not closing.fired:
        try:
            async with aclosing(_open(io, cursor, project)) as feed:
                async for event in feed:
                    if closing.fired:
                        return
                    if seq is not None and event.seq <= seq:
                        continue
                    if seq is not None and event.seq > seq + 1:
                        holes += 1
                        break
                    cursor, seq, failures, holes = event.cursor, event.seq, 0, 0
                    yield event
        except BatonError as error:
            if closing.fired:
                return
            if not error.retryable:
                raise
        if holes >= HOLES_MAX:
            raise ConnectionFailed(f"The server's log skips the event after number {seq}.")
        failures += 1
        await io.sleep(backoff_s(failures, random.random()), closing)


async def follow_news(
    io: Io, kinds: Sequence[models.NewsKind], labels: Sequence[str]
) -> AsyncGenerator[models.News, None]:
    """What concerns the agent, as it comes, each once: first what is there already. Ends when the client is closed."""
    await io.connect()
    closing = io.session.closing
    cursor: str | None = None
    failures = 0
    while not closing.fired:
        sent_at = time.monotonic()
        try:
            result = await Api(io).wait(
                wait_seconds=CLAIM_WAIT_MAX_S,
                cursor=cursor or NOT_GIVEN,
                kinds=list(kinds) or NOT_GIVEN,
                labels=list(labels) or NOT_GIVEN,
            )
        except (CursorExpired, LogReset):
            # The log does not reach back so far, or has begun anew: what is there now is all that there is to tell.
            cursor = None
            failures += 1
            await io.sleep(backoff_s(failures, random.random()), closing)
            continue
        except BatonError as error:
            if closing.fired:
                return
            if not error.retryable:
                raise
            failures += 1
            await io.sleep(backoff_s(failures, random.random()), closing)
            continue
        cursor, failures = result.cursor, 0
        for news in result.news:
            yield news
        if not result.news and time.monotonic() - sent_at < EMPTY_TOO_SOON_S:
            await io.sleep(EMPTY_TOO_SOON_S, closing)


async def _open(io: Io, after: str | None, project: str | None) -> AsyncGenerator[LiveEvent, None]:
    await io.connect()
    async with io.stream("/v1/events/stream", query_of({"after": after, "project": project})) as chunks:
        async with aclosing(parse_sse(chunks)) as messages:
            async for message in messages:
                if message.id is not None and message.event != "bookmark":
                    yield _event_of(message)


def _event_of(message: SseMessage) -> LiveEvent:
    try:
        return LiveEvent.model_validate({**json.loads(message.data), "cursor": message.id})
    except (ValueError, TypeError):
        pass
    raise unreadable(200, message.data.encode())
