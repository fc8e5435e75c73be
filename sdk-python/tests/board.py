"""What the tests of the frameworks ask the board."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from conftest import PROGRAM_S, Server

from batonpass import Baton, Unavailable
from batonpass._generated.operations import Operations
from batonpass._transport import BareOperations, HttpTransport


def as_lead(server: Server) -> Operations:
    """The operations with the server's own key."""
    return BareOperations(HttpTransport(server.url, server.key))


def events(server: Server, task_id: str) -> list[str]:
    """What befell a task, by the log; the messages about it are left out."""
    log = as_lead(server).list_events(limit=200).items
    return [event.type for event in log if event.task_id == task_id and event.type.startswith("task.")]


def outcome(baton: Baton, task_id: str) -> tuple[str, str, str]:
    """The status of a task, and how and why its last attempt ended."""
    task = baton.get_task(task_id)
    return task.status, str(task.attempt_log[0].outcome), task.attempt_log[0].reason or ""


@contextmanager
def refusing(monkeypatch: pytest.MonkeyPatch, *operations: str) -> Iterator[None]:
    """Meanwhile these operations of a client fail as when the server is out of reach."""

    def fail(*rest: Any, **given: Any) -> Any:
        raise Unavailable({"code": "unavailable", "detail": "It is out of reach."}, 503)

    with monkeypatch.context() as meanwhile:
        for name in operations:
            meanwhile.setattr(Baton, name, fail)
        yield


class LoopWatch:
    """Keeps which of these methods were called, and which of them where an event loop runs, which they hold up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *methods: tuple[type, str]) -> None:
        self.called: set[str] = set()
        self.in_loop: list[str] = []
        for owner, name in methods:
            monkeypatch.setattr(owner, name, self._watched(name, getattr(owner, name)))

    def _watched(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def inner(*rest: Any, **given: Any) -> Any:
            self.called.add(name)
            try:
                asyncio.get_running_loop()
            except RuntimeError:
                return method(*rest, **given)
            self.in_loop.append(name)
            return method(*rest, **given)

        return inner


def import_without(framework: str, module: str) -> str:
    """What the import of `module` says where `framework` is not there. `import batonpass` works all the same."""
    program = f"import sys, batonpass; sys.modules[{framework!r}] = None; import {module}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PROGRAM_S)
    assert done.returncode != 0
    return done.stderr
