"""The package as its users get it: built, installed in an empty environment, and run there on every Python of this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conftest import PROGRAM_S, ROOT, Server

PYTHONS = ("3.10", "3.11", "3.12", "3.13")
SDK = ROOT / "sdk-python"
QUIET = ("--quiet", "--disable-pip-version-check")
TELLING = """
import pathlib, sys, batonpass
here = pathlib.Path(batonpass.__file__).parent
print(*sys.version_info[:2], sep=".")
print(here)
print((here / "py.typed").exists())
print(Baton(f"scout-{sys.version_info[0]}.{sys.version_info[1]}").get_task(task.id).status)
"""


def find_pythons() -> dict[str, str]:
    """The interpreters that the path leads to, and those that pyenv keeps, by version."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found: dict[str, str] = {}
    for version in PYTHONS:
        kept = [str(one) for one in sorted(pyenv.glob(f"{version}.*/bin/python{version}"))]
        for python in filter(None, [shutil.which(f"python{version}"), *kept]):
            # What pyenv puts into the path may lead to nothing.
            if subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True).returncode == 0:
                found.setdefault(version, python)
    return found or {"{}.{}".format(*sys.version_info): sys.executable}


def fresh(python: str, folder: Path) -> str:
    """The interpreter of an empty environment."""
    run(python, "-m", "venv", str(folder))
    return str(folder / "bin" / "python")


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=PROGRAM_S)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(folder: Path) -> tuple[Path, Path]:
    """The source distribution, and the wheel that pip makes of it, which is what it installs of either."""
    source = folder / "sdk-python"
    shutil.copytree(SDK, source, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    python = fresh(sys.executable, folder / "build")
    (backend,) = re.findall(r'requires = \["(.*)"\]', (SDK / "pyproject.toml").read_text())
    run(python, "-m", "pip", "install", *QUIET, backend)
    run(python, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder), cwd=source)
    (sdist,) = folder.glob("*.tar.gz")
    run(python, "-m", "pip", "wheel", *QUIET, "--no-deps", "--no-build-isolation", "-w", str(folder), str(sdist))
    (wheel,) = folder.glob("*.whl")
    return sdist, wheel


def test_the_ten_lines_do_a_task_where_only_the_package_is_installed(server: Server, tmp_path: Path) -> None:
    sdist, wheel = build(tmp_path)
    names = {str(one.relative_to(SDK / "src")) for one in (SDK / "src").rglob("*") if one.suffix in (".py", ".typed")}
    with zipfile.ZipFile(wheel) as shipped:
        assert {one for one in shipped.namelist() if ".dist-info/" not in one} == names
    with tarfile.open(sdist) as kept:
        beside = {path for one in kept.getnames() if not (path := one.partition("/")[2]).startswith("src/")}
    assert beside <= {"PKG-INFO", "README.md", "pyproject.toml", ".gitignore"}
    # The port of the tests is not the default one: the address is all that is said.
    (tmp_path / ".baton.json").write_text(f'{{"url": "{server.url}"}}')
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda found: do_a_task(*found, wheel), find_pythons().items()))
    print(f"the package works on Python {', '.join(done)}")


def do_a_task(version: str, base: str, wheel: Path) -> str:
    """Installs the package in an environment of its own, and runs there what the README shows; the version that ran."""
    folder = wheel.parent / version
    python = fresh(base, folder)
    run(python, "-m", "pip", "install", *QUIET, str(wheel))
    (program,) = re.findall(r"```python\n(.*?)```", (SDK / "README.md").read_text(), re.DOTALL)
    told = program.replace('"scout"', f'"scout-{version}"') + TELLING
    ran, where, typed, status = run(python, "-c", told, cwd=wheel.parent).splitlines()
    assert (ran, typed, status) == (version, "True", "validating") and Path(where).is_relative_to(folder), told
    return ran
