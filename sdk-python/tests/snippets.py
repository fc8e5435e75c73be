"""Runs what docs/frameworks.md and the dashboard show of a framework, as it is written; the model alone is given."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
from board import as_lead
from conftest import PROGRAM_S, ROOT, Server

from batonpass import Baton


def run_snippet(server: Server, framework: str, model: Any) -> tuple[str, str | None]:
    """Runs it on a board with one task labelled research; the status and the summary of what was handed in."""
    (program,) = re.findall(rf"```python {framework}\n(.*?)```", (ROOT / "docs/frameworks.md").read_text(), re.DOTALL)
    with Baton("lead", url=server.url) as lead:
        if framework != "crewai":
            lead.create_task(title="Find it", labels=["research"])
        exec(compile(program, f"frameworks.md, {framework}", "exec"), {"model": model, "__name__": "snippet"})
        (task,) = lead.iter_tasks("label:research")
        return task.status, task.summary


def run_connect_program(
    server: Server, monkeypatch: pytest.MonkeyPatch, harness: str, model: Any = None, instead: tuple[str, str] = ("", "")
) -> list[tuple[str, str | None]]:
    """Runs what Connect shows of a harness, in the shell that it shows, on a board with one task.

    The status and the summary of each task then. `instead`: what names a model that costs money, and what names `model`.
    """
    found = (ROOT / "web/pages/connect/snippets.ts").read_text()
    (program,) = re.findall(rf"^const {harness} = `(.*?)`;$", found, re.DOTALL | re.MULTILINE)
    lead = as_lead(server)
    token = lead.register_agent(name="new-1").token
    lead.create_task(title="Say hello", assignee="new-1", reviewer="none")
    monkeypatch.setenv("BATON_URL", server.url)
    monkeypatch.setenv("BATON_TOKEN", token)
    if model is None:
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PROGRAM_S)
        assert done.returncode == 0, done.stderr
    else:
        assert program.count(instead[0]) == 1
        program = program.replace(*instead)
        exec(compile(program, f"connect, {harness}", "exec"), {"model": model, "__name__": "snippet"})
    return [(task.status, task.summary) for task in lead.list_tasks().items]
