"""What is no more worked on is renewed no more, also where the server could not be told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator

import pytest
from conftest import EXPIRY_S, Server, as_lead
from contract_server import Answer, standing_before

from batonpass import AsyncBaton, Baton, BatonError
from batonpass._desk import desk_of

REFUSED = Answer(503, json.dumps({"code": "unavailable", "detail": "Not now.", "retryable": False}).encode())


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    """Of a server that can give everything, but take nothing back."""
    refuse = lambda path: REFUSED if path.endswith("/release") else None
    with standing_before(server.url, refuse) as before:
        yield before


def renewed(baton: Baton | AsyncBaton) -> list[str]:
    """What the next heartbeat would renew."""
    assert baton._own._heartbeat is not None
    return [lease.key for lease in baton._own._heartbeat.leases]


def left_by_an_error(baton: Baton) -> None:
    with pytest.raises(ValueError), baton.claim():
        raise ValueError("no luck")


def left_without_a_result(baton: Baton) -> None:
    with pytest.raises(BatonError, match="Not now"), baton.claim():
        pass


def failed_by_an_agent(baton: Baton) -> None:
    desk = desk_of(baton)
    desk.fail(desk.claim(), "no luck")


def failed_by_a_handler(baton: Baton) -> None:
    told: list[Exception] = []

    @baton.worker(on_error=told.append)
    def crew(task: object) -> str:
        crew.stop()
        raise ValueError("no luck")

    assert crew.run().lost == 1
    assert sorted(type(error).__name__ for error in told) == ["Unavailable", "ValueError"]


def failed_by_a_judge(baton: Baton) -> None:
    with baton.claim() as task:
        task.submit("done")
    with Baton("judge", url=baton._own.where) as judge:

        def handler(review: object) -> None:
            reviewer.stop()

        reviewer = judge.reviewer(handler, look_seconds=1)
        assert reviewer.run() == 0
        assert renewed(judge) == []


Leaving = Callable[[Baton], None]


@pytest.mark.parametrize(
    "leave", [left_by_an_error, left_without_a_result, failed_by_an_agent, failed_by_a_handler, failed_by_a_judge]
)
def test_what_could_not_be_given_back_is_renewed_no_more(url: str, leave: Leaving) -> None:
    with Baton("scout", url=url) as baton:
        baton.create_task(title="Leave it")
        leave(baton)
        assert renewed(baton) == []


def test_what_could_not_be_given_back_is_free_once_its_lease_is_over(server: Server, url: str) -> None:
    async def main() -> None:
        async with AsyncBaton("scout", url=url) as baton:
            await baton.create_task(title="Leave it", lease_ttl_seconds=10)
            with pytest.raises(ValueError):
                async with baton.claim() as task:
                    raise ValueError("no luck")
            assert task.lost.is_set() and renewed(baton) == []
            async with AsyncBaton("ada", url=server.url) as ada, ada.claim(wait=EXPIRY_S) as again:
                assert again.handover.attempts[0].agent == "scout"
                await again.submit("done")

    asyncio.run(main())
    assert as_lead(server).get_task("T-1").status == "validating"
