"""The heartbeat goes on, whatever those do who listen to it."""

from __future__ import annotations

import time

import pytest
from conftest import LEASE_S, PATIENCE_S, Server, as_lead, until, until_renewed

from batonpass import Baton, LeaseLost, models
from batonpass._heartbeat import Heartbeat
from batonpass._lease import Lease


def fail(lost: LeaseLost | None = None) -> None:
    raise RuntimeError("a listener's own mistake")


def test_a_listener_that_raises_costs_no_other_claim(
    baton: Baton, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    baton.connect()
    as_lead(server).update_agent("scout", max_concurrent=2)
    for title in ("first", "second"):
        baton.create_task(title=title, lease_ttl_seconds=LEASE_S)
    told: list[LeaseLost] = []
    first, second = baton.claim(), baton.claim()
    first.on_lost(fail)
    first.on_lost(told.append)
    as_lead(server).force_release_task(first.id, reason="Stop it.")
    assert first.lost.wait(PATIENCE_S)
    until_renewed(second)
    assert second.held and len(told) == 1
    assert "A listener of T-1 failed" in caplog.text


def test_a_beat_that_fails_in_this_process_is_not_the_last(
    baton: Baton, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    baton.create_task(title="Hold it", lease_ttl_seconds=LEASE_S)
    with baton.claim() as task:
        baton._own.on_drain(fail)
        as_lead(server).pause_agent("scout", reason="Maintenance.", drain=True)
        until(lambda: "The heartbeat goes on after" in caplog.text)
        until_renewed(task)
        task.submit("done")


def test_a_machine_that_slept_beats_at_once() -> None:
    beats: list[float] = []
    slept_s = 0.0

    def send(leases: list[Lease]) -> models.HeartbeatResult:
        beats.append(slept_s)
        raise RuntimeError("there is no server")

    heartbeat = Heartbeat(60, send, wall=lambda: time.time() + slept_s)
    try:
        slept_s = 30.0
        until(lambda: len(beats) > 0)
    finally:
        heartbeat.stop()
    assert beats[0] == 30.0
