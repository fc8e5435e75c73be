"""Small real HTTP servers: one that answers what it was told to, and one that stands before a server and changes what it answers."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOP_HEADERS = {"connection", "transfer-encoding", "content-length", "keep-alive", "date", "host"}


class _Serving(ThreadingHTTPServer):
    daemon_threads = True
    # Of many that connect at once the system would leave the sixth to try again after one second, three, seven.
    request_queue_size = 128


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        if "Date" in headers:
            self.send_response_only(status)
        else:
            self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.serve()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def serve(self) -> None:
        raise NotImplementedError


@dataclass(frozen=True)
class Answer:
    """What a server answers. `hangs`: not before the test is over."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False


@dataclass(frozen=True)
class Asked:
    """A request as it came, and when, on the monotonic clock."""

    at: float
    method: str
    path: str
    headers: dict[str, str]


@contextmanager
def answering(*answers: Answer) -> Iterator[tuple[str, list[Asked]]]:
    """A server that gives these answers one after the other, the last one again and again, and keeps what it was asked."""
    asked: list[Asked] = []
    over = threading.Event()

    class Answering(_Quiet):
        def serve(self) -> None:
            self.body()
            asked.append(Asked(time.monotonic(), self.command, self.path, dict(self.headers.items())))
            answer = answers[min(len(asked), len(answers)) - 1]
            if answer.hangs:
                over.wait(60)
            self.answer(answer.status, answer.body, answer.headers)

    with _served(Answering) as url:
        try:
            yield url, asked
        finally:
            over.set()


@contextmanager
def refusing(problem: dict[str, Any]) -> Iterator[str]:
    """A server that answers every call with one problem document."""
    told = Answer(problem["status"], json.dumps(problem).encode(), {"Content-Type": "application/problem+json"})
    with answering(told) as (url, _):
        yield url


class Dropped(Exception):
    """The connection ends, and the answer is lost with it."""


Instead = Callable[[str], "Answer | None"]


@contextmanager
def standing_before(of: str, instead: Instead, then: Callable[[str], None] = lambda path: None) -> Iterator[str]:
    """Stands before a server. `instead` is told the path of each call and may answer in its place; `then` is told the path
    of each that the server has answered, and the answer waits for it; it may raise Dropped."""
    with _before(of, lambda body: body, instead, then) as url:
        yield url


@contextmanager
def later_server(of: str) -> Iterator[str]:
    """Stands before a server and answers as its next minor version may: more fields, more values, more types."""
    with _before(of, grown, lambda path: None, lambda path: None) as url:
        yield url


@contextmanager
def _before(of: str, change: Callable[[Any], Any], instead: Instead, then: Callable[[str], None]) -> Iterator[str]:
    host = of.removeprefix("http://")

    class Before(_Quiet):
        def serve(self) -> None:
            replaced = instead(self.path)
            if replaced is not None:
                self.body()
                self.answer(replaced.status, replaced.body, replaced.headers)
                return
            try:
                self._pass_on()
            except (Dropped, OSError, http.client.HTTPException):
                # What is asked of a server that is gone is not answered.
                self.close_connection = True

        def _pass_on(self) -> None:
            upstream = http.client.HTTPConnection(host, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_HEADERS}
            upstream.request(self.command, self.path, self.body(), headers)
            answer = upstream.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in HOP_HEADERS}
            if answer.headers.get_content_type() == "text/event-stream":
                self._stream(answer, kept)
                return
            body = answer.read()
            then(self.path)
            if answer.headers.get_content_type() in ("application/json", "application/problem+json"):
                body = json.dumps(change(json.loads(body))).encode()
            self.answer(answer.status, body, kept)

        def _stream(self, answer: http.client.HTTPResponse, headers: dict[str, str]) -> None:
            self.send_response(answer.status)
            for name, value in {**headers, "Connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            self.close_connection = True
            try:
                while line := answer.readline():
                    if line.startswith(b"data: {"):
                        line = b"data: " + json.dumps(change(json.loads(line[6:]))).encode() + b"\n"
                    self.wfile.write(line)
                    self.wfile.flush()
            except OSError:
                pass  # the client has gone

    with _served(Before) as url:
        yield url


ENUMS = {"urgency", "kind", "priorityName", "mode", "role", "category", "status", "outcome", "connection", "work", "engine"}
"""Fields whose value an enumeration names, and in which this library decides nothing by it."""
LATER = "of_a_later_version"
LATER_NEWS = {"kind": LATER, "because": "The moon is full."}
LATER_REPORT = {"taskId": "T-999", "state": LATER}


def grown(value: Any) -> Any:
    """A JSON value with a field that nobody knows in every object, also of an error, and with unknown values, types of events,
    news and reports on a lease."""
    if isinstance(value, list):
        return [grown(one) for one in value]
    if not isinstance(value, dict):
        return value
    more = {name: grown(one) for name, one in value.items()}
    for name in ENUMS & more.keys():
        if isinstance(more[name], str):
            more[name] = LATER
    if value.get("news"):
        known = [{**one, "kind": asked["kind"]} for one, asked in zip(more["news"], value["news"])]
        more["news"] = [LATER_NEWS, *known]
    if "nextHeartbeatMs" in value:
        more["leases"] = [LATER_REPORT, *more["leases"]]
    if {"seq", "type", "actor", "data"} <= more.keys():
        more["type"] = f"{more['type']}.anew" if more["type"] != "message.sent" else more["type"]
    return {**more, "ofALaterVersion": {"deep": [1, None]}}


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = _Serving(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
