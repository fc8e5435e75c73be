"""What the READMEs show is what works."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROGRAM_S, ROOT, Server, until

from batonpass import Baton


@pytest.mark.parametrize("path", ["README.md", "sdk-python/README.md"])
def test_the_first_program_does_a_task_with_no_configuration_at_all(server: Server, path: str) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (ROOT / path).read_text(), re.DOTALL)
    # The port of the tests is not the default one: the address is all that is said.
    (Path.cwd() / ".baton.json").write_text(f'{{"url": "{server.url}"}}')
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PROGRAM_S)
    assert (done.returncode, done.stderr) == (0, "")
    listing = "from batonpass import Baton\nprint([task.status for task in Baton('ada').iter_tasks()])"
    listed = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, timeout=PROGRAM_S)
    assert listed.stdout.strip() == "['validating']", listed.stderr


def test_the_worker_does_what_comes_until_it_is_told_to_end(server: Server) -> None:
    (worker,) = re.findall(r"```py\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert "your_agent(" in worker
    (Path.cwd() / ".baton.json").write_text(f'{{"url": "{server.url}"}}')
    own = "def your_agent(brief, earlier):\n    return f'{brief}, after {len(earlier.attempts)} attempts'\n"
    with Baton("lead", url=server.url) as baton:
        for brief in ("badgers", "moles"):
            baton.create_task(title=f"Read about {brief}", brief=brief, labels=["docs"], acceptance=[])
        baton.create_task(title="Of others", labels=["code"])
        child = subprocess.Popen([sys.executable, "-c", own + worker], stderr=subprocess.PIPE, text=True)
        summaries = lambda: {task.summary for task in baton.iter_tasks("status:validating")}
        until(lambda: summaries() == {"badgers, after 0 attempts", "moles, after 0 attempts"})
        child.send_signal(signal.SIGTERM)
        _, complaints = child.communicate(timeout=PROGRAM_S)
        assert (child.returncode, complaints) == (0, "")
        assert [task.status for task in baton.iter_tasks("label:code")] == ["todo"]
