"""Every program of docs/python.md is run, and the index of names is that of the source."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROGRAM_S, ROOT, Server, until
from snippets import run_connect_program

from batonpass import Baton

ALL = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text(), re.DOTALL)


def goes_on(program: str) -> bool:
    """Whether only a signal ends it."""
    return any(call in program for call in ("research.run()", ".work(research", "baton.review(judge)"))


@pytest.mark.parametrize("program", [one for one in ALL if not goes_on(one)])
def test_a_program_of_the_docs_does_what_it_shows(server: Server, program: str) -> None:
    here(server)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PROGRAM_S)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("program", [one for one in ALL if goes_on(one)])
def test_a_worker_of_the_docs_works_until_it_is_told_to_end(server: Server, program: str) -> None:
    here(server)
    with Baton("lead", url=server.url) as baton:
        baton.create_task(title="badgers", labels=["research"], acceptance=[])
        judges = "judge" in program
        if judges:
            with baton.claim() as task:
                task.submit("Read all about badgers.")
        child = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True)
        until(lambda: baton.get_task("T-1").status == ("done" if judges else "validating"))
        child.send_signal(signal.SIGTERM)
        assert (child.wait(PROGRAM_S), child.stderr and child.stderr.read()) == (0, "")


def test_the_docs_show_a_program_for_each_goal() -> None:
    assert len(ALL) >= 11 and sum(goes_on(one) for one in ALL) == 3


def test_what_the_dashboard_shows_to_connect_with_works(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_connect_program(server, monkeypatch, "PYTHON") == [("done", "Hello.")]


def test_the_index_of_names_is_that_of_the_source() -> None:
    check = [sys.executable, str(ROOT / "sdk-python" / "api_index.py"), "--check"]
    said = "docs/api-python.md is old: run `python sdk-python/api_index.py` with the SDK installed"
    assert subprocess.run(check, timeout=PROGRAM_S).returncode == 0, said


def here(server: Server) -> None:
    """The port of the tests is not the default one: the address is all that is said."""
    (Path.cwd() / ".baton.json").write_text(f'{{"url": "{server.url}"}}')
