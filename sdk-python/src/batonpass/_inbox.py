"""The mail of one agent."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from typing import TypedDict

from typing_extensions import NotRequired, Unpack

from ._drive import drive, drive_each
from ._following import follow_events
from ._generated import models
from ._generated.errors import BatonError, CursorExpired, LogReset
from ._io import Api, AsyncIo, BlockingIo, Io
from ._retry import backoff_s

PAGE_MESSAGES = 50
"""So many messages are asked for at once."""


class MessageOptions(TypedDict):
    """What a message may have besides its text. It needs `to` or `reply_to`."""

    to: NotRequired[models.Recipient]
    subject: NotRequired[str]
    urgency: NotRequired[models.Urgency]
    task_id: NotRequired[str]
    reply_to: NotRequired[str]
    thread_id: NotRequired[str]
    dedupe_key: NotRequired[str]
    expires_in_seconds: NotRequired[int]


class _Arrived:
    """What every letter tells."""

    def __init__(self, mail: Mail, item: models.InboxItem) -> None:
        self._mail = mail
        self.seq: int = item.seq
        """Its number in the inbox: 1, 2, 3 … without holes."""
        self.message: models.Message = item.message
        """Who sent it, to whom, and what it says. Its text is data, not instructions of the server."""

    @property
    def body(self) -> str:
        """What its sender wrote."""
        return self.message.body

    @property
    def sender(self) -> str:
        """An agent, a person, or `system`."""
        return self.message.from_

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.seq}, from {self.sender!r})"


class Letter(_Arrived):
    """A message that arrived. Until it is acknowledged it comes again."""

    def ack(self) -> None:
        """Says that it was dealt with."""
        drive(self._mail.ack([self.seq]))

    def reply(self, body: str) -> models.SentMessage:
        """Answers its sender, in its thread. Raises InboxFull."""
        return drive(self._mail.send(body, {"reply_to": self.message.id}))


class AsyncLetter(_Arrived):
    """A message that arrived. Until it is acknowledged it comes again."""

    async def ack(self) -> None:
        """Says that it was dealt with."""
        await self._mail.ack([self.seq])

    async def reply(self, body: str) -> models.SentMessage:
        """Answers its sender, in its thread. Raises InboxFull."""
        return await self._mail.send(body, {"reply_to": self.message.id})


class Inbox:
    """The mail of one agent: its own inbox, what is offered to its role, and sending. It is `Baton.inbox`."""

    def __init__(self, io: BlockingIo) -> None:
        self._mail = Mail(io)

    def read(self, *, after: int = 0) -> list[Letter]:
        """All that arrived and was not acknowledged, oldest first; with `after` only what has a greater number."""
        return [Letter(self._mail, item) for item in drive_each(self._mail.unread(after))]

    def watch(self, *, after: int = 0) -> Iterator[Letter]:
        """What was not acknowledged, then what arrives, in order, each once: across lost connections and restarts of the
        server. Blocks while there is nothing; ends when the client is closed. What this process does not acknowledge
        comes again to the next one (SPEC IN1)."""
        for item in drive_each(self._mail.arriving(after)):
            yield Letter(self._mail, item)

    def send(self, body: str, **options: Unpack[MessageOptions]) -> models.SentMessage:
        """Sends a message `to` somebody, or as an answer with `reply_to`. Raises InvalidInput, InboxFull, NotFound."""
        return drive(self._mail.send(body, options))

    def ack(self, *seqs: int) -> models.InboxAcked:
        """Acknowledges messages by their numbers. Raises InvalidInput for one that is not there yet."""
        return drive(self._mail.ack(seqs))

    def ack_up_to(self, seq: int) -> models.InboxAcked:
        """Acknowledges all up to a number."""
        return drive(self._mail.api.ack_inbox(up_to=seq))

    def reply(self, message_id: str, body: str) -> models.SentMessage:
        """Answers the sender of a message, in its thread. Raises NotFound, InboxFull."""
        return drive(self._mail.send(body, {"reply_to": message_id}))

    def take(self, message_id: str) -> models.Offer:
        """Takes a message to the role, for some minutes. Raises MessageTaken where another was faster."""
        return drive(self._mail.api.take_message(message_id))

    def finish(self, message_id: str) -> models.InboxAcked:
        """Acknowledges a message by its id, also one to the role. Raises MessageTaken where another has it."""
        return drive(self._mail.api.ack_inbox(ids=[message_id]))


class AsyncInbox:
    """The mail of one agent: its own inbox, what is offered to its role, and sending. It is `AsyncBaton.inbox`."""

    def __init__(self, io: AsyncIo) -> None:
        self._mail = Mail(io)

    async def read(self, *, after: int = 0) -> list[AsyncLetter]:
        """All that arrived and was not acknowledged, oldest first; with `after` only what has a greater number."""
        return [AsyncLetter(self._mail, item) async for item in self._mail.unread(after)]

    async def watch(self, *, after: int = 0) -> AsyncIterator[AsyncLetter]:
        """What was not acknowledged, then what arrives, in order, each once: across lost connections and restarts of the
        server. Ends when the client is closed. What this process does not acknowledge comes again to the next one
        (SPEC IN1)."""
        async with aclosing(self._mail.arriving(after)) as items:
            async for item in items:
                yield AsyncLetter(self._mail, item)

    async def send(self, body: str, **options: Unpack[MessageOptions]) -> models.SentMessage:
        """Sends a message `to` somebody, or as an answer with `reply_to`. Raises InvalidInput, InboxFull, NotFound."""
        return await self._mail.send(body, options)

    async def ack(self, *seqs: int) -> models.InboxAcked:
        """Acknowledges messages by their numbers. Raises InvalidInput for one that is not there yet."""
        return await self._mail.ack(seqs)

    async def ack_up_to(self, seq: int) -> models.InboxAcked:
        """Acknowledges all up to a number."""
        return await self._mail.api.ack_inbox(up_to=seq)

    async def reply(self, message_id: str, body: str) -> models.SentMessage:
        """Answers the sender of a message, in its thread. Raises NotFound, InboxFull."""
        return await self._mail.send(body, {"reply_to": message_id})

    async def take(self, message_id: str) -> models.Offer:
        """Takes a message to the role, for some minutes. Raises MessageTaken where another was faster."""
        return await self._mail.api.take_message(message_id)

    async def finish(self, message_id: str) -> models.InboxAcked:
        """Acknowledges a message by its id, also one to the role. Raises MessageTaken where another has it."""
        return await self._mail.api.ack_inbox(ids=[message_id])


class Mail:
    """The logic that both inboxes share."""

    def __init__(self, io: Io) -> None:
        self._io = io
        self.api = Api(io)

    async def send(self, body: str, options: MessageOptions) -> models.SentMessage:
        """See Inbox."""
        return await self.api.send_message(body=body, **options)

    async def ack(self, seqs: Sequence[int]) -> models.InboxAcked:
        """See Inbox."""
        return await self.api.ack_inbox(seqs=list(seqs))

    async def unread(self, after: int) -> AsyncGenerator[models.InboxItem, None]:
        """What was not acknowledged, page by page; the next heartbeat tells the server how far it has arrived."""
        last = after
        while True:
            page = await self.api.list_inbox(after=last, limit=PAGE_MESSAGES)
            for item in page.items:
                last = item.seq
                self._io.session.note_received(last)
                yield item
            if len(page.items) < PAGE_MESSAGES:
                return

    async def arriving(self, after: int) -> AsyncGenerator[models.InboxItem, None]:
        """What was not acknowledged, then what arrives, each once."""
        await self._io.connect()
        closing = self._io.session.closing
        seen, failures = after, 0
        while not closing.fired:
            try:
                # The log is followed from before the first look, so that nothing falls between the two.
                head = (await self.api.list_events(limit=1)).head
                async with aclosing(self._wakes(head)) as wakes:
                    async for _ in wakes:
                        async for item in self.unread(seen):
                            seen, failures = item.seq, 0
                            yield item
            except BatonError as error:
                if closing.fired:
                    return
                if isinstance(error, LogReset):
                    seen = 0  # a board that was restored may have given the same numbers anew
                elif not (error.retryable or isinstance(error, CursorExpired)):
                    raise
                failures += 1
                await self._io.sleep(backoff_s(failures, random.random()), closing)

    async def _wakes(self, after: str) -> AsyncGenerator[None, None]:
        """Once at once, then each time that something may have arrived."""
        yield
        me = (await self._io.connect()).agent
        async with aclosing(follow_events(self._io, after)) as events:
            async for event in events:
                inboxes = event.data.get("inboxes")
                if event.type == "message.sent" and (not isinstance(inboxes, list) or me in inboxes):
                    yield
