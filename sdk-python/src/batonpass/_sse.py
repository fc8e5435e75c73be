"""Server-sent events, as the HTML standard reads them."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field

SSE_LINE_MAX_BYTES = 4 * 1024 * 1024
"""A line of a stream may not be longer than this: an event is far smaller."""

# A carriage return at the very end may be the first half of a line's end, so it waits for the next chunk.
_LINE_END = re.compile(rb"\r\n|\n|\r(?!\Z)")


@dataclass(frozen=True)
class SseMessage:
    """One message of a text/event-stream."""

    event: str
    id: str | None
    data: str


@dataclass
class _Fields:
    event: str = "message"
    id: str | None = None
    data: list[str] = field(default_factory=list)

    def apply(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        text = value.removeprefix(b" ").decode("utf-8", "replace")
        if name == b"data":
            self.data.append(text)
        elif name == b"event":
            self.event = text
        elif name == b"id":
            self.id = text


async def parse_sse(chunks: AsyncIterator[bytes]) -> AsyncGenerator[SseMessage, None]:
    """The messages of a stream; comments and unknown fields are passed over. Raises ValueError for an endless line."""
    fields = _Fields()
    rest = b""
    async for chunk in chunks:
        *lines, rest = _LINE_END.split(rest + chunk)
        if len(rest) > SSE_LINE_MAX_BYTES:
            raise ValueError("A line of the event stream is too long.")
        for line in lines:
            if line:
                fields.apply(line)
                continue
            if fields.data:
                yield SseMessage(fields.event, fields.id, "\n".join(fields.data))
            fields = _Fields()
