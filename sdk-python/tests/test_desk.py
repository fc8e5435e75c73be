"""What the tools of an agent see of what its client has in hand."""

from __future__ import annotations

from conftest import Server, as_lead, until

from batonpass import Baton, Claim, LeaseLost
from batonpass._desk import desk_of
from batonpass._tools import tools_of


def test_a_tool_of_a_handler_works_on_what_its_worker_has_claimed(baton: Baton) -> None:
    baton.create_task(title="Do it")
    (update,) = tools_of(baton, ["task_update"])
    said: list[str] = []

    @baton.worker()
    def crew(task: Claim) -> str:
        said.append(update.call(progress="half"))
        crew.stop()
        return "done"

    assert crew.run().submitted == 1
    assert said == ["Noted."]


def test_a_listener_may_look_at_the_desk_when_the_desk_finds_out(baton: Baton, server: Server) -> None:
    baton.create_task(title="Hold it", lease_ttl_seconds=60)
    desk = desk_of(baton)
    claim = desk.claim()
    seen: list[list[Claim]] = []

    def look(lost: LeaseLost) -> None:
        seen.append(desk.held())

    claim.on_lost(look)
    as_lead(server).force_release_task(claim.id, reason="Stop it.")
    # As after a process was stopped for longer than the lease: the next to ask looks at the clock.
    claim._lease._trusted_until = 0
    assert desk.held() == []
    until(lambda: len(seen) == 1)  # where the heartbeat was the next to ask, it may just be telling
    assert seen == [[]]
