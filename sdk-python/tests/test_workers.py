"""Workers, blocking and async, against the real server."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from conftest import LEASE_S, PATIENCE_S, Server, as_lead, until

from batonpass import (
    AsyncBaton,
    AsyncClaim,
    Baton,
    Claim,
    LeaseLost,
    Submission,
    WorkReport,
)

Runs = Callable[[Server], WorkReport]
"""Works until every task of the board was claimed once, and one of them failed."""


def run_blocking(server: Server) -> WorkReport:
    with Baton("crew", url=server.url) as baton:
        together = threading.Barrier(3, timeout=PATIENCE_S)

        @baton.worker(labels=["docs"], concurrency=3, on_error=lambda error: None)
        def crew(task: Claim) -> str | Submission | None:
            if task.task.title == "last":
                crew.stop()
                return Submission("the last one")
            if task.task.title == "broken":
                if task.epoch > 1:
                    return "second try"
                raise ValueError("no luck")
            if task.task.title == "question":
                task.block("Which one?")
                return None
            together.wait()  # comes true only when three run at once
            return f"did {task.task.title}"

        return crew.run()


def run_async(server: Server) -> WorkReport:
    async def main() -> WorkReport:
        async with AsyncBaton("crew", url=server.url) as baton:
            waiting: list[str] = []
            together = asyncio.Event()

            @baton.worker(labels=["docs"], concurrency=3, on_error=lambda error: None)
            async def crew(task: AsyncClaim) -> str | Submission | None:
                if task.task.title == "last":
                    crew.stop()
                    return Submission("the last one")
                if task.task.title == "broken":
                    if task.epoch > 1:
                        return "second try"
                    raise ValueError("no luck")
                if task.task.title == "question":
                    await task.block("Which one?")
                    return None
                waiting.append(task.id)
                if len(waiting) == 3:
                    together.set()
                await asyncio.wait_for(together.wait(), PATIENCE_S)
                return f"did {task.task.title}"

            return await crew.run()

    return asyncio.run(main())


@pytest.mark.parametrize("run", [run_blocking, run_async])
def test_a_worker_runs_tasks_at_once_and_settles_each_as_its_handler_left_it(baton: Baton, server: Server, run: Runs) -> None:
    baton.create_task(title="of others", labels=["code"])
    for title in ["one", "two", "three", "broken", "question"]:
        baton.create_task(title=title, labels=["docs"])
    reports: list[WorkReport] = []
    worker = threading.Thread(target=lambda: reports.append(run(server)), daemon=True)
    worker.start()
    statuses = lambda: {task.title: task.status for task in baton.iter_tasks()}
    expected = {
        "of others": "todo",
        "one": "validating",
        "two": "validating",
        "three": "validating",
        "broken": "validating",
        "question": "blocked",
    }
    until(lambda: statuses() == expected)
    broken = next(task.id for task in baton.iter_tasks() if task.title == "broken")
    assert baton.get_task(broken).attempt_log[-1].reason == "ValueError: no luck"
    baton.create_task(title="last", labels=["docs"])
    worker.join(PATIENCE_S)
    (report,) = reports
    assert report == WorkReport(7, submitted=5, released=1, blocked=1, lost=0, stopped_because="stopped")


PROGRAMS = {
    "blocking": """
import sys, time
from batonpass import Baton
baton = Baton('crew')
@baton.worker(concurrency=2, drain_seconds=float(sys.argv[1]))
def crew(task):
    print('began', flush=True)
    crew._work.stop.wait()
    print('stopped', flush=True)
    sys.stdin.readline()
    return 'finished after the signal'
report = crew.run()
print(report.stopped_because, report.submitted, report.lost, flush=True)
""",
    "async": """
import asyncio, sys
from batonpass import AsyncBaton
async def main():
    baton = AsyncBaton('crew')
    @baton.worker(concurrency=2, drain_seconds=float(sys.argv[1]))
    async def crew(task):
        print('began', flush=True)
        await crew._work.stop.wait_async()
        print('stopped', flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
        return 'finished after the signal'
    report = await crew.run()
    print(report.stopped_because, report.submitted, report.lost, flush=True)
    sys.stdin.close()
    __import__('os')._exit(0)
asyncio.run(main())
""",
}


def spawn(server: Server, program: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAMS[program], *args],
        env={**os.environ, "BATON_URL": server.url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_a_worker_finish_what_it_holds_and_ends_its_session(
    baton: Baton, server: Server, program: str, number: int
) -> None:
    baton.create_task(title="Under way")
    child = spawn(server, program, "30")
    assert child.stdout is not None and child.stdin is not None
    assert child.stdout.readline() == "began\n"
    child.send_signal(number)
    # Until it has heard the signal, its other place takes what comes.
    assert child.stdout.readline() == "stopped\n"
    baton.create_task(title="Not for one that stops")
    child.stdin.write("go on\n")
    child.stdin.flush()
    assert child.stdout.readline() == "signal 1 0\n"
    assert child.wait(PATIENCE_S) == 0
    tasks = {task.title: task.status for task in baton.iter_tasks()}
    assert tasks == {"Under way": "validating", "Not for one that stops": "todo"}
    ended = [event for event in as_lead(server).list_events(limit=200).items if event.type == "session.ended"]
    assert [event.agent for event in ended] == ["crew"]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_worker_that_cannot_finish_in_time_releases_what_it_holds(baton: Baton, server: Server, program: str) -> None:
    baton.create_task(title="Endless")
    child = spawn(server, program, "0.5")
    assert child.stdout is not None and child.stdin is not None
    assert child.stdout.readline() == "began\n"
    child.send_signal(signal.SIGTERM)
    said = [child.stdout.readline(), child.stdout.readline()]
    assert "stopped\n" in said and any(line.startswith("signal 0 ") for line in said), said
    child.stdin.close()
    assert child.wait(PATIENCE_S) == 0
    # The place that still waited may have been given the task again, and gave it back.
    attempts = [(attempt.outcome, attempt.reason) for attempt in baton.get_task("T-1").attempt_log]
    assert ("released", "The worker was stopped.") in attempts


class Outage:
    """A server that goes away while a worker holds its first task, and comes back when that is lost."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.lost = threading.Event()

    def run_blocking(self) -> WorkReport:
        with Baton("crew", url=self.server.url) as baton:

            @baton.worker(on_error=lambda error: None)
            def crew(task: Claim) -> str:
                if task.task.title == "Hold it" and not self.lost.is_set():
                    self.server.end(kill=True)
                    assert task.lost.wait(PATIENCE_S)
                    self.server.start()
                    self.lost.set()
                if task.task.title == "after":
                    crew.stop()
                return f"did {task.task.title}"

            return crew.run()

    def run_async(self) -> WorkReport:
        async def main() -> WorkReport:
            async with AsyncBaton("crew", url=self.server.url) as baton:

                @baton.worker(on_error=lambda error: None)
                async def crew(task: AsyncClaim) -> str:
                    if task.task.title == "Hold it" and not self.lost.is_set():
                        await asyncio.to_thread(lambda: self.server.end(kill=True))
                        await asyncio.wait_for(task.lost.wait(), PATIENCE_S)
                        await asyncio.to_thread(self.server.start)
                        self.lost.set()
                    if task.task.title == "after":
                        crew.stop()
                    return f"did {task.task.title}"

                return await crew.run()

        return asyncio.run(main())


@pytest.mark.parametrize("run", [Outage.run_blocking, Outage.run_async])
def test_a_worker_outlives_a_server_that_is_away_for_longer_than_the_lease(
    baton: Baton, server: Server, run: Callable[[Outage], WorkReport]
) -> None:
    baton.create_task(title="Hold it", lease_ttl_seconds=10)
    outage = Outage(server)
    reports: list[WorkReport] = []
    worker = threading.Thread(target=lambda: reports.append(run(outage)), daemon=True)
    worker.start()
    assert outage.lost.wait(2 * PATIENCE_S)
    until(lambda: as_lead(server).get_task("T-1").status == "validating")
    baton.create_task(title="after")
    worker.join(PATIENCE_S)
    assert reports and reports[0].submitted >= 1 and reports[0].stopped_because == "stopped"


class Checking:
    """A worker whose first handler computes, and looks in its loop whether it still should."""

    def __init__(self, server: Server) -> None:
        self.url = server.url
        self.began = threading.Event()
        self.told: list[Exception] = []

    def compute(self, check: Callable[[], None]) -> None:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            check()
            self.began.set()
            sum(range(1000))

    def run_blocking(self) -> WorkReport:
        with Baton("crew", url=self.url) as baton:

            @baton.worker(on_error=self.told.append)
            def crew(task: Claim) -> str:
                if not self.began.is_set():
                    self.compute(task.check)
                crew.stop()
                return "done"

            return crew.run()

    def run_async(self) -> WorkReport:
        async def main() -> WorkReport:
            async with AsyncBaton("crew", url=self.url) as baton:

                @baton.worker(on_error=self.told.append)
                async def crew(task: AsyncClaim) -> str:
                    if not self.began.is_set():
                        self.compute(task.check)  # which lets nothing else of the loop run
                    crew.stop()
                    return "done"

                return await crew.run()

        return asyncio.run(main())


@pytest.mark.parametrize("run", [Checking.run_blocking, Checking.run_async])
def test_a_handler_that_checks_while_it_computes_is_stopped_when_its_task_is_taken_away(
    server: Server, run: Callable[[Checking], WorkReport]
) -> None:
    lead = as_lead(server)
    lead.create_task(title="Compute", lease_ttl_seconds=LEASE_S)
    checking = Checking(server)
    taker = threading.Thread(target=lambda: checking.began.wait(PATIENCE_S) and lead.force_release_task("T-1", reason="Stop it."))
    taker.start()
    report = run(checking)
    taker.join()
    assert report == WorkReport(2, submitted=1, released=0, blocked=0, lost=1, stopped_because="stopped")
    assert [type(one) for one in checking.told] == [LeaseLost]


def test_a_worker_that_may_not_work_says_so(server: Server) -> None:
    with Baton("scout", url=server.url) as baton:
        as_lead(server).retire_agent("scout", reason="No more.")
        with pytest.raises(Exception) as refused:
            baton.work(lambda task: "never")
        assert getattr(refused.value, "status", 0) in (401, 403, 404)
    with pytest.raises(ValueError, match="from 1 to 100"):
        baton.worker(concurrency=0)


def test_the_servers_wish_to_drain_stops_a_worker(baton: Baton, server: Server) -> None:
    began = threading.Event()
    go = threading.Event()
    baton.create_task(title="Under way", lease_ttl_seconds=LEASE_S)

    def handler(task: Claim) -> str:
        began.set()
        assert go.wait(2 * PATIENCE_S)
        return "done"

    reports: list[WorkReport] = []
    worker = threading.Thread(target=lambda: reports.append(baton.work(handler)), daemon=True)
    worker.start()
    assert began.wait(PATIENCE_S)
    as_lead(server).pause_agent("scout", reason="Maintenance.", drain=True)
    until(lambda: baton.draining)
    go.set()
    worker.join(PATIENCE_S)
    assert reports == [WorkReport(1, submitted=1, released=0, blocked=0, lost=0, stopped_because="drain")]


def test_cancelling_an_async_worker_releases_what_it_holds(baton: Baton, server: Server) -> None:
    baton.create_task(title="Under way")

    async def main() -> None:
        async with AsyncBaton("crew", url=server.url) as crew:
            began = asyncio.Event()

            async def handler(task: AsyncClaim) -> str:
                began.set()
                await asyncio.Event().wait()
                return "never"

            working = asyncio.ensure_future(crew.work(handler))
            await began.wait()
            working.cancel()
            with pytest.raises(asyncio.CancelledError):
                await working

    asyncio.run(main())
    (attempt,) = baton.get_task("T-1").attempt_log
    assert attempt.outcome == "released" and "CancelledError" in (attempt.reason or "")
