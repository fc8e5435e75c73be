"""The blocking transport: one call, sent as often as it may be."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import httpx
from pydantic import TypeAdapter

from ._call import Call
from ._generated.errors import BatonError
from ._retry import RETRIES_DEFAULT, ConnectionFailed, retry_delay_s
from ._settings import is_loopback
from ._wire import TIMEOUT_DEFAULT_S, Request, error_of, read_answer, request_of, retry_after_s

T = TypeVar("T")


class HttpTransport:
    """Sends calls to one address with one token. The token is in no repr and goes to no other address."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        session: str | None = None,
        timeout_s: float = TIMEOUT_DEFAULT_S,
        retries: int = RETRIES_DEFAULT,
    ) -> None:
        self.url = url.rstrip("/")
        self.session = session
        self.timeout_s = timeout_s
        self.retries = retries
        self._token = token
        self._client = new_client(self.url)

    def call(self, call: Call, response: type[T] | TypeAdapter[T]) -> T:
        """Sends the call and reads its answer. Raises BatonError, ConnectionFailed where there was no answer."""
        request = request_of(call, session=self.session, timeout_s=self.timeout_s)
        attempt = 0
        while True:
            attempt += 1
            try:
                answer = self._send(request)
                if answer.status_code < 300:
                    return read_answer(answer.status_code, answer.content, response)
                error: BatonError = error_of(answer.status_code, answer.content)
                after = retry_after_s(answer.headers.get("Retry-After"))
            except httpx.TransportError as failure:
                error, after = connection_failed(self.url, failure), None
            retries = self.retries if request.may_repeat else 0
            delay = retry_delay_s(error, attempt, retries=retries, retry_after=after, random=random.random())
            if delay is None:
                raise error
            time.sleep(delay)

    @contextmanager
    def stream(self, path: str, query: list[tuple[str, str]]) -> Iterator[httpx.Response]:
        """Opens a stream of events. Raises like `call`, once."""
        headers = {**self._headers(), "Accept": "text/event-stream"}
        timeout = httpx.Timeout(self.timeout_s, read=STREAM_SILENCE_S)
        try:
            with self._client.stream("GET", self.url + path, params=_params(query), headers=headers, timeout=timeout) as answer:
                if answer.status_code >= 300:
                    raise error_of(answer.status_code, answer.read())
                yield answer
        except httpx.TransportError as failure:
            raise connection_failed(self.url, failure) from None

    def sibling(self, *, timeout_s: float, retries: int) -> HttpTransport:
        """The same address, token and session over connections of its own."""
        return HttpTransport(self.url, self._token, session=self.session, timeout_s=timeout_s, retries=retries)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def reopen(self) -> None:
        """Leaves the connections to the process that this one was forked from, and has its own."""
        self._client = new_client(self.url)

    def _send(self, request: Request) -> httpx.Response:
        return self._client.request(
            request.method,
            self.url + request.path,
            params=_params(request.query),
            headers={**request.headers, **self._headers()},
            content=request.body,
            timeout=request.timeout_s,
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}

    def __repr__(self) -> str:
        return f"HttpTransport({self.url!r})"


STREAM_SILENCE_S = 45.0
"""The server says something every 15 s; after three times that a stream is dead."""


def new_client(url: str) -> httpx.Client:
    """A client that follows no redirect, and takes no proxy to this machine."""
    return httpx.Client(follow_redirects=False, trust_env=not is_loopback(httpx.URL(url).host))


def connection_failed(url: str, failure: httpx.TransportError) -> ConnectionFailed:
    """What a failure of the connection is to a caller."""
    if isinstance(failure, httpx.TimeoutException):
        return ConnectionFailed(f"{url} did not answer in time.", "Ask again, or give it more time with `timeout`.")
    return ConnectionFailed(f"{url} could not be reached ({type(failure).__name__}: {failure}).")


def _params(query: list[tuple[str, str]]) -> httpx.QueryParams:
    return httpx.QueryParams([(name, value) for name, value in query])
