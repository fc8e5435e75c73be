"""What the READMEs show is what works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Server


@pytest.mark.parametrize("path", ["README.md", "sdk-python/README.md"])
def test_the_first_program_does_a_task_with_no_configuration_at_all(server: Server, path: str) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (ROOT / path).read_text(), re.DOTALL)
    # The port of the tests is not the default one: the address is all that is said.
    (Path.cwd() / ".baton.json").write_text(f'{{"url": "{server.url}"}}')
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    listing = "from batonpass import Baton\nprint([task.status for task in Baton('ada').iter_tasks()])"
    listed = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, timeout=60)
    assert listed.stdout.strip() == "['validating']", listed.stderr
