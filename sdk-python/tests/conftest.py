"""The real server, on a port and a folder of its own."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from both import Awaiting, Blocking, Kind

from batonpass import Baton
from batonpass._generated.operations import Operations
from batonpass._transport import BareOperations, HttpTransport

ROOT = Path(__file__).parents[2]

LEASE_S = 20
"""Of what has to be kept: it is renewed every seven seconds, and a machine that stands still for ten loses nothing."""
PATIENCE_S = 90.0
"""So long a test waits for what has to come; it takes so long only where it fails."""
EXPIRY_S = 300.0
"""The same for a lease of ten seconds to run out: each time that the server stands still for two, that begins anew (SPEC LE6)."""
PROGRAM_S = 400.0
"""The same for a program that has to start, and reads much of what is installed before it does anything."""


@dataclass
class Server:
    """A server as a process; it can be ended and started again at the same place."""

    home: Path
    port: int = 0
    database_url: str | None = None
    """Of its Postgres; None: SQLite in its folder."""
    child: subprocess.Popen[str] | None = field(default=None, repr=False)
    _place: socket.socket | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def key(self) -> str:
        return (self.home / ".batonpass" / "admin.key").read_text().strip()

    def start(self) -> None:
        if self._place is None:
            self._place, self.port = hold_port()
        command = [str(ROOT / "node_modules/.bin/node"), str(ROOT / "dist/server/main.js")]
        flags = ["--port", str(self.port), "--data-dir", str(self.home / ".batonpass")]
        engine = {} if self.database_url is None else {"DATABASE_URL": self.database_url}
        self.child = subprocess.Popen(command + flags, stdout=subprocess.PIPE, text=True, env={**os.environ, **engine})
        assert self.child.stdout is not None
        for line in self.child.stdout:
            if "is ready on http://" in line:
                return
        raise AssertionError("the server ended before it was ready")

    def end(self, *, kill: bool = False) -> None:
        if self.child is None:
            return
        (self.child.kill if kill else self.child.terminate)()
        self.child.wait()
        self.child = None

    def leave(self) -> None:
        """Ends it for good: its place is anybody's."""
        self.end(kill=True)
        if self._place is not None:
            self._place.close()


def hold_port() -> tuple[socket.socket, int]:
    """A free port, which no other program is given while the socket is open; a server that is told it may listen there all
    the same. Else another could have it by the time that an ended server is to start again."""
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind(("127.0.0.1", 0))
    return place, int(place.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("BATON_URL", "BATON_TOKEN", "BATON_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with fresh_database() as database_url:
        running = Server(tmp_path, database_url=database_url)
        running.start()
        yield running
        running.leave()


@contextmanager
def fresh_database() -> Iterator[str | None]:
    """A database of its own on the Postgres of this run; None where the run is one on SQLite."""
    if os.environ.get("BATON_TEST_ENGINE") != "postgres":
        yield None
        return
    admin = os.environ["BATON_TEST_DATABASE_URL"]
    name = f"baton_test_python_{secrets.token_hex(6)}"
    _sql(admin, f"create database {name} template template0")
    yield urlsplit(admin)._replace(path=f"/{name}").geturl()
    _sql(admin, f"drop database if exists {name} with (force)")


def _sql(url: str, statement: str) -> None:
    """Runs a statement with the driver that the server has."""
    program = (
        "const { Client } = require('pg'); const [url, sql] = JSON.parse(process.argv[1]); const client = new Client(url);"
        "client.connect().then(() => client.query(sql)).then(() => client.end())"
    )
    node = str(ROOT / "node_modules/.bin/node")
    subprocess.run([node, "-e", program, json.dumps([url, statement])], cwd=ROOT, check=True, timeout=PROGRAM_S)


@pytest.fixture
def baton(server: Server) -> Iterator[Baton]:
    with Baton("scout", url=server.url) as client:
        yield client


@pytest.fixture(params=[Blocking, Awaiting], ids=["blocking", "async"])
def kind(request: pytest.FixtureRequest) -> Iterator[Kind]:
    """Each of the two clients."""
    made: Kind = request.param()
    yield made
    made.close()


def until(holds: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    """Waits for a condition, which is looked at every 20 ms."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


def until_renewed(task: Any) -> None:
    """Waits until what is left of a lease, which only runs down by itself, is seen to grow."""
    lowest = task.remaining_s

    def has_grown() -> bool:
        nonlocal lowest
        left = task.remaining_s
        lowest = min(lowest, left)
        return bool(left > lowest + 0.5)

    until(has_grown)


def until_run_down(task: Any) -> None:
    """Waits until a lease that nobody can renew is lost, and sees that what is left of it never grows meanwhile."""
    lowest = task.remaining_s

    def is_lost() -> bool:
        nonlocal lowest
        left = task.remaining_s
        assert left <= lowest, "it was trusted anew"
        lowest = left
        return bool(task.lost.is_set())

    until(is_lost)
    assert not task.held


def as_lead(server: Server) -> Operations:
    """The operations with the server's own key."""
    return BareOperations(HttpTransport(server.url, server.key))
