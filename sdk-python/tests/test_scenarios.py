"""What may befall an agent while it holds a task: the same of both clients, on both engines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from both import Blocking, Kind, wait_lost
from conftest import EXPIRY_S, LEASE_S, PATIENCE_S, PROGRAM_S, Server, as_lead, until, until_renewed
from contract_server import Answer, Dropped, standing_before

from batonpass import LeaseLost


def test_a_claim_outlives_a_computation_that_yields_to_nobody(server: Server, kind: Kind) -> None:
    with kind.open("scout", url=server.url) as baton:
        baton.create_task(title="Compute", lease_ttl_seconds=LEASE_S)
        with baton.claim() as task:

            def compute() -> None:
                end = time.monotonic() + LEASE_S + 3
                while time.monotonic() < end:
                    sum(range(1000))

            kind.compute(compute)
            task.check()
            assert task.submit("computed").status == "validating"
    assert as_lead(server).get_task("T-1").epoch == 1


def test_a_claim_lives_on_over_a_restart_of_the_server(
    server: Server, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    with kind.open("scout", url=server.url) as baton:
        # Long enough for a server that starts slowly.
        baton.create_task(title="Hold it", lease_ttl_seconds=40)
        with baton.claim() as task:
            server.end()
            # A restart between two heartbeats would be noticed by nobody.
            until(lambda: "A heartbeat failed" in caplog.text)
            server.start()
            until_renewed(task)
            assert task.submit("done").status == "validating"
    assert as_lead(server).get_task("T-1").epoch == 1


def test_a_server_that_is_away_for_longer_than_the_lease_costs_the_claim_but_not_the_client(server: Server, kind: Kind) -> None:
    with kind.open("scout", url=server.url) as baton:
        baton.create_task(title="Hold it", lease_ttl_seconds=10)
        task = baton.claim()
        server.end(kill=True)
        assert "no renewal came in time" in str(wait_lost(task))
        with pytest.raises(LeaseLost):
            task.progress("still here")
        server.start()
        # Nobody has taken the task, so what was done counts (SPEC LE3).
        assert task.submit("done all the same").status == "validating"
        assert task.outcome == "submitted"
        baton.create_task(title="And on")
        with baton.claim(wait=60) as another:
            another.submit("done")


def test_a_call_that_waits_at_a_server_that_is_killed_goes_on_at_the_next(server: Server, kind: Kind) -> None:
    waiting = threading.Event()

    def instead(path: str) -> Answer | None:
        if path.startswith("/v1/tasks/claim-next"):
            waiting.set()
        return None

    # As many repeats as the start of a server may take on a busy machine.
    with standing_before(server.url, instead) as url, kind.open("scout", url=url, token=server.key, retries=8) as baton:
        claims: list[Any] = []
        claimer = threading.Thread(target=lambda: claims.append(baton.claim(wait=60)), daemon=True)
        baton.connect()
        claimer.start()
        assert waiting.wait(PATIENCE_S)
        server.end(kill=True)
        server.start()
        as_lead(server).create_task(title="Late")
        claimer.join(PATIENCE_S)
        (task,) = claims
        assert (task.id, task.epoch, task.submit("done").status) == ("T-1", 1, "validating")


def test_a_call_that_a_killed_server_had_carried_out_counts_once(server: Server, kind: Kind) -> None:
    carried_out: list[str] = []

    def then(path: str) -> None:
        if path.endswith("/submit"):
            carried_out.append(path)
            if len(carried_out) == 1:
                server.end(kill=True)
                server.start()
                raise Dropped

    with standing_before(server.url, lambda path: None, then) as url, kind.open("scout", url=url, token=server.key) as baton:
        baton.create_task(title="Do it")
        with baton.claim() as task:
            assert task.submit("done").status == "validating"
        assert len(carried_out) == 2
        (attempt,) = baton.get_task("T-1").attempt_log
        assert (attempt.outcome, baton.get_task("T-1").epoch) == ("submitted", 1)
        submitted = [one for one in baton.list_events(limit=200).items if one.type == "task.submitted"]
        assert len(submitted) == 1


PROGRAMS = {
    "blocking": """
import signal, sys, time
from batonpass import Baton

def hold(baton, *, wait=60):
    with baton.claim(wait=wait):
        print("held", flush=True)
        time.sleep(300)

def main():
    with Baton("mortal") as baton:
        baton.connect()
        print("connected", flush=True)
        hold(baton)

signal.signal(signal.SIGINT, signal.default_int_handler)  # one started in the background would not hear it
main()
""",
    "async": """
import asyncio, signal, sys
from batonpass import AsyncBaton

async def hold(baton, *, wait=60):
    async with baton.claim(wait=wait):
        print("held", flush=True)
        await asyncio.sleep(300)

async def main():
    async with AsyncBaton("mortal") as baton:
        print("connected", flush=True)
        await hold(baton)

signal.signal(signal.SIGINT, signal.default_int_handler)  # one started in the background would not hear it
asyncio.run(main())
""",
}

programs = pytest.mark.parametrize("program", PROGRAMS)


def spawn(url: str, program: str) -> subprocess.Popen[str]:
    env = {**os.environ, "BATON_URL": url}
    command = [sys.executable, "-c", PROGRAMS[program]]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


@programs
def test_a_killed_process_loses_its_task_to_another(server: Server, program: str) -> None:
    as_lead(server).create_task(title="Die with it", lease_ttl_seconds=10)
    child = spawn(server.url, program)
    assert (said(child), said(child)) == ("connected", "held")
    child.kill()
    child.wait()
    with Blocking().open("scout", url=server.url) as baton:
        task = baton.claim(wait=EXPIRY_S)
        assert (task.epoch, task.handover.attempts[0].agent) == (3, "mortal")


@programs
def test_an_interrupt_gives_back_what_a_process_holds_and_ends_it(server: Server, program: str) -> None:
    lead = as_lead(server)
    lead.create_task(title="Stop it")
    child = spawn(server.url, program)
    assert (said(child), said(child)) == ("connected", "held")
    child.send_signal(signal.SIGINT)
    expect_interrupted(child)
    task = lead.get_task("T-1")
    assert (task.status, [one.outcome for one in task.attempt_log]) == ("todo", ["released"])
    assert any(word in (task.attempt_log[0].reason or "") for word in ("KeyboardInterrupt", "CancelledError"))


@programs
def test_an_interrupt_ends_a_process_that_waits_for_a_task_and_leaves_nothing_behind(server: Server, program: str) -> None:
    lead = as_lead(server)
    waiting = threading.Event()

    def instead(path: str) -> Answer | None:
        if path.startswith("/v1/tasks/claim-next"):
            waiting.set()
        return None

    with standing_before(server.url, instead) as url:
        child = spawn(url, program)
        assert said(child) == "connected" and waiting.wait(PATIENCE_S)
        child.send_signal(signal.SIGINT)
        expect_interrupted(child)
    assert [one.agent for one in lead.list_events(limit=200).items if one.type == "session.ended"] == ["mortal"]
    lead.create_task(title="Not for the dead")
    with Blocking().open("scout", url=server.url) as baton, baton.claim() as task:
        assert task.epoch == 1
        task.submit("done")


def expect_interrupted(child: subprocess.Popen[str]) -> None:
    """Ended by the signal, as a shell expects it, with nothing left over that it complains of."""
    _, complaints = child.communicate(timeout=PATIENCE_S)
    assert child.returncode in (-signal.SIGINT, 130), complaints
    assert complaints.strip().endswith("KeyboardInterrupt") and "never awaited" not in complaints
    assert "Exception ignored" not in complaints


CLOCK = """
import sys, time
true_time, moved = time.time, [0.0]
time.time = lambda: true_time() + moved[0]  # before anything of the library could take it
sys.path[:0] = sys.argv[2:]
from both import Awaiting, Blocking
from conftest import LEASE_S, until_renewed

kind = {"Blocking": Blocking, "Awaiting": Awaiting}[sys.argv[1]]()
with kind.open("scout") as baton:
    baton.create_task(title="Hold it", lease_ttl_seconds=LEASE_S)
    with baton.claim() as task:
        for step in (-86_400, 86_400):
            moved[0] += step
            # A beat may come between any two of these lines, and the machine stand still.
            assert task.held and 0 < task.remaining_s <= LEASE_S, (step, task.remaining_s)
            until_renewed(task)
            assert task.held and 0 < task.remaining_s <= LEASE_S, (step, task.remaining_s)
        task.submit("done")
    print(baton.get_task("T-1").status, baton.get_task("T-1").epoch)
"""


def test_a_wall_clock_that_is_set_matters_to_no_lease(server: Server, kind: Kind) -> None:
    command = [sys.executable, "-c", CLOCK, type(kind).__name__, os.path.dirname(__file__)]
    env = {**os.environ, "BATON_URL": server.url}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=PROGRAM_S)
    assert (done.stdout.strip(), done.returncode) == ("validating 1", 0), done.stderr
