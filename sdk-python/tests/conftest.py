"""The real server, on a port and a folder of its own."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from batonpass import Baton

ROOT = Path(__file__).parents[2]


@dataclass
class Server:
    """A server as a process; it can be ended and started again at the same place."""

    home: Path
    port: int = 0
    child: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def key(self) -> str:
        return (self.home / ".batonpass" / "admin.key").read_text().strip()

    def start(self) -> None:
        command = [str(ROOT / "node_modules/.bin/node"), str(ROOT / "dist/server/main.js")]
        flags = ["--port", str(self.port), "--data-dir", str(self.home / ".batonpass")]
        self.child = subprocess.Popen(command + flags, stdout=subprocess.PIPE, text=True)
        assert self.child.stdout is not None
        for line in self.child.stdout:
            if found := re.search(r"is ready on http://[^:\s]+:(\d+)", line):
                self.port = int(found[1])
                return
        raise AssertionError("the server ended before it was ready")

    def end(self, *, kill: bool = False) -> None:
        if self.child is None:
            return
        (self.child.kill if kill else self.child.terminate)()
        self.child.wait()
        self.child = None


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("BATON_URL", "BATON_TOKEN", "BATON_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    running = Server(tmp_path)
    running.start()
    yield running
    running.end(kill=True)


@pytest.fixture
def baton(server: Server) -> Iterator[Baton]:
    with Baton("scout", url=server.url) as client:
        yield client


def until(holds: Callable[[], bool], seconds: float = 30.0) -> None:
    """Waits for a condition, which is looked at every 20 ms."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)
