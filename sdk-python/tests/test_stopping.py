"""How workers and reviewers stop: signals of the system at any moment, handlers that cancel, listeners that fail."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from conftest import PROGRAM_S, Server

from batonpass import Approve, AsyncBaton, AsyncClaim, AsyncReviewClaim, Baton, ReviewClaim

STOPPED = "The worker was stopped."

KINDS = {
    "worker": """
from batonpass import Baton
import sys, time
baton = Baton('crew')
def handler(held):
    if sys.argv[1] == 'stopped':
        crew.stop()
    print('began', flush=True)
    time.sleep(600)
crew = baton.worker(drain_seconds=0.5)(handler)
crew.run()
print('ended', flush=True)
""",
    "reviewer": """
from batonpass import Baton
import sys, time
baton = Baton('crew')
def handler(held):
    if sys.argv[1] == 'stopped':
        crew.stop()
    print('began', flush=True)
    time.sleep(600)
crew = baton.reviewer(handler, drain_seconds=0.5)
crew.run()
print('ended', flush=True)
""",
    "async worker": """
import asyncio, sys
from batonpass import AsyncBaton
async def main():
    baton = AsyncBaton('crew')
    async def handler(held):
        if sys.argv[1] == 'stopped':
            crew.stop()
        print('began', flush=True)
        await asyncio.sleep(600)
    crew = baton.worker(drain_seconds=0.5)(handler)
    await crew.run()
    print('ended', flush=True)
asyncio.run(main())
""",
    "async reviewer": """
import asyncio, sys
from batonpass import AsyncBaton
async def main():
    baton = AsyncBaton('crew')
    async def handler(held):
        if sys.argv[1] == 'stopped':
            crew.stop()
        print('began', flush=True)
        await asyncio.sleep(600)
    crew = baton.reviewer(handler, drain_seconds=0.5)
    await crew.run()
    print('ended', flush=True)
asyncio.run(main())
""",
}


def spawn(server: Server, program: str, *args: str) -> subprocess.Popen[str]:
    env = {**os.environ, "BATON_URL": server.url}
    return subprocess.Popen([sys.executable, "-c", program, *args], env=env, stdout=subprocess.PIPE, text=True)


def prepare(baton: Baton, kind: str) -> None:
    """A task to do, or one to judge."""
    baton.create_task(title="Endless", acceptance=[])
    if "reviewer" in kind:
        with baton.claim() as task:
            task.submit("done")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("before", ["running", "stopped"])
def test_a_signal_limits_how_long_a_handler_may_go_on_also_after_a_stop(
    baton: Baton, server: Server, kind: str, before: str
) -> None:
    prepare(baton, kind)
    child = spawn(server, KINDS[kind], before)
    assert child.stdout is not None
    assert child.stdout.readline() == "began\n"
    child.send_signal(signal.SIGTERM)
    # Long before the handler ends, and by itself: the default of SIGTERM would say nothing.
    assert child.communicate(timeout=PROGRAM_S)[0] == "ended\n"
    assert child.returncode == 0
    if "reviewer" in kind:
        assert baton.list_reviews().items[0].holder is None
    else:
        assert (STOPPED, "released") in [(one.reason, one.outcome) for one in baton.get_task("T-1").attempt_log]


FORKING = """
import os, time
from batonpass import Baton
baton = Baton('crew')
@baton.worker()
def crew(held):
    child = os.fork()
    if child == 0:
        print('forked', os.getpid(), flush=True)
        time.sleep(600)
        os._exit(0)
    crew.stop()
    return f'ended by {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}'
crew.run()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_process_that_a_handler_forked_ends_with_its_first_sigterm(baton: Baton, server: Server) -> None:
    baton.create_task(title="Fork", acceptance=[])
    worker = spawn(server, FORKING)
    assert worker.stdout is not None
    said, child = worker.stdout.readline().split()
    assert said == "forked"
    os.kill(int(child), signal.SIGTERM)
    try:
        assert worker.wait(PROGRAM_S) == 0
    finally:
        worker.kill()
    assert baton.get_task("T-1").status == "validating"
    with Baton("judge", url=server.url) as judge:
        assert judge.list_reviews().items[0].summary == f"ended by {-signal.SIGTERM}"


INTERRUPTED = """
import random, signal, time
from batonpass._signal import Signal
signal.signal(signal.SIGALRM, lambda number, frame: current.fire("signal"))
end = time.monotonic() + 8
while time.monotonic() < end:
    current = Signal()
    heard = []
    signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-5, 4e-4))
    current.listen(lambda: heard.append(1))
    while not current.wait(0.00005):
        pass
    assert heard == [1], heard
print("went on")
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no timer that interrupts")
def test_a_signal_of_the_system_that_interrupts_any_line_is_heard_and_locks_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=PROGRAM_S)
    assert (done.stdout, done.stderr) == ("went on\n", "")


def fails(error: Exception) -> None:
    raise OSError("the listener's own") from error


def raise_error(held: object) -> None:
    raise ValueError("no luck")


async def raise_error_async(held: object) -> None:
    raise ValueError("no luck")


def run_async(server: Server, act: Callable[[AsyncBaton], Any]) -> Any:
    async def main() -> Any:
        async with AsyncBaton("crew", url=server.url) as crew:
            return await act(crew)

    return asyncio.run(main())


LISTENING: dict[str, Callable[[Server, Baton], Any]] = {
    "worker": lambda server, crew: crew.work(raise_error, on_error=fails),  # type: ignore[arg-type]
    "reviewer": lambda server, crew: crew.review(raise_error, on_error=fails),
    "async worker": lambda server, _: run_async(server, lambda crew: crew.work(raise_error_async, on_error=fails)),
    "async reviewer": lambda server, _: run_async(server, lambda crew: crew.review(raise_error_async, on_error=fails)),
}


@pytest.mark.parametrize("kind", LISTENING)
def test_a_listener_of_errors_that_fails_ends_it_and_leaves_nothing_held(baton: Baton, server: Server, kind: str) -> None:
    prepare(baton, kind)
    with Baton("crew" if "async" not in kind else "other", url=server.url) as crew:
        with pytest.raises(OSError, match="the listener's own"):
            LISTENING[kind](server, crew)
        if "reviewer" in kind:
            assert baton.list_reviews().items[0].holder is None
        else:
            (attempt,) = baton.get_task("T-1").attempt_log
            assert (attempt.outcome, attempt.reason) == ("released", "ValueError: no luck")


def test_a_handler_that_cancels_what_it_awaits_does_not_end_its_worker(baton: Baton, server: Server) -> None:
    for title in ("first", "last"):
        baton.create_task(title=title, acceptance=[])
    told: list[str] = []

    async def act(crew: AsyncBaton) -> Any:
        @crew.worker(on_error=lambda error: told.append(str(error)))
        async def worker(task: AsyncClaim) -> str:
            if task.task.title == "first" and task.epoch == 1:
                inner = asyncio.ensure_future(asyncio.sleep(600))
                inner.cancel()
                await inner
            if task.task.title == "last":
                worker.stop()
            return "done"

        return await worker.run()

    report = run_async(server, act)
    assert (report.released, report.stopped_because) == (1, "stopped")
    assert told == ["A handler raised CancelledError."]


def test_a_judge_that_cancels_what_it_awaits_does_not_end_its_reviewer(baton: Baton, server: Server) -> None:
    prepare(baton, "reviewer")
    tries: list[str] = []

    async def act(crew: AsyncBaton) -> Any:
        async def judge(review: AsyncReviewClaim) -> Approve:
            tries.append(review.id)
            if len(tries) == 1:
                raise asyncio.CancelledError
            reviewer.stop()
            return Approve()

        reviewer = crew.reviewer(judge, look_seconds=1, on_error=lambda error: tries.append(str(error)))
        return await reviewer.run()

    assert run_async(server, act) == 1
    assert tries[1] == "A handler raised CancelledError."


def test_a_handler_that_goes_on_when_it_is_cancelled_holds_nothing_up(
    baton: Baton, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batonpass._async_worker._CANCEL_S", 0.5)
    baton.create_task(title="Endless")

    async def act(crew: AsyncBaton) -> None:
        began, go = asyncio.Event(), asyncio.Event()

        async def handler(task: AsyncClaim) -> None:
            began.set()
            while not go.is_set():
                try:
                    await go.wait()
                except asyncio.CancelledError:
                    pass

        working = asyncio.ensure_future(crew.work(handler))  # type: ignore[arg-type]
        await began.wait()
        working.cancel()
        await asyncio.wait_for(asyncio.gather(working, return_exceptions=True), PROGRAM_S)
        assert working.cancelled()
        (attempt,) = (await crew.get_task("T-1")).attempt_log
        assert (attempt.outcome, attempt.reason) == ("released", STOPPED)
        go.set()

    run_async(server, act)


def test_a_reviewer_reports_what_it_goes_on_after(baton: Baton, server: Server) -> None:
    prepare(baton, "reviewer")
    told: list[Exception] = []
    with Baton("judge", url=server.url) as crew:

        def judge(review: ReviewClaim) -> Approve:
            if not told:
                raise ValueError("cannot judge it yet")
            reviewer.stop()
            return Approve()

        reviewer = crew.reviewer(judge, look_seconds=1, on_error=told.append)
        assert reviewer.run() == 1
    assert [str(error) for error in told] == ["cannot judge it yet"]
