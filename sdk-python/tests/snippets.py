"""Runs what docs/frameworks.md shows of a framework, as it is written; the model alone is given."""

from __future__ import annotations

import re
from typing import Any

from conftest import ROOT, Server

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
