"""Small real HTTP servers: one that only refuses, and one that stands before a server and makes it a later one."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOP_HEADERS = {"connection", "transfer-encoding", "content-length", "keep-alive", "date", "host"}


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
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


@contextmanager
def refusing(problem: dict[str, Any]) -> Iterator[str]:
    """A server that answers every call with one problem document."""

    class Refuse(_Quiet):
        def serve(self) -> None:
            self.body()
            self.answer(problem["status"], json.dumps(problem).encode(), {"Content-Type": "application/problem+json"})

    with _served(Refuse) as url:
        yield url


@contextmanager
def later_server(of: str) -> Iterator[str]:
    """Stands before a server and answers as its next minor version may: more fields, more values, more types."""
    host = of.removeprefix("http://")

    class Later(_Quiet):
        def serve(self) -> None:
            upstream = http.client.HTTPConnection(host, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_HEADERS}
            upstream.request(self.command, self.path, self.body(), headers)
            answer = upstream.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in HOP_HEADERS}
            if answer.headers.get_content_type() == "text/event-stream":
                self._stream(answer, kept)
                return
            body = answer.read()
            if answer.headers.get_content_type() == "application/json":
                body = json.dumps(grown(json.loads(body))).encode()
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
                        line = b"data: " + json.dumps(grown(json.loads(line[6:]))).encode() + b"\n"
                    self.wfile.write(line)
                    self.wfile.flush()
            except OSError:
                pass  # the client has gone

    with _served(Later) as url:
        yield url


ENUMS = {"urgency", "kind", "priorityName", "mode", "role", "category"}
"""Fields whose value an enumeration names, and in which this library decides nothing by it."""


def grown(value: Any) -> Any:
    """A JSON value with a field that nobody knows in every object, and unknown values and types of events."""
    if isinstance(value, list):
        return [grown(one) for one in value]
    if not isinstance(value, dict):
        return value
    more = {name: grown(one) for name, one in value.items()}
    for name in ENUMS & more.keys():
        if isinstance(more[name], str):
            more[name] = "of_a_later_version"
    if {"seq", "type", "actor", "data"} <= more.keys():
        more["type"] = f"{more['type']}.anew" if more["type"] != "message.sent" else more["type"]
    return {**more, "ofALaterVersion": {"deep": [1, None]}}


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
