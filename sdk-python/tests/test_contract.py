"""Every error of the contract arrives as its class, and a later server breaks nothing."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from collections.abc import Callable

import pytest
from both import Kind, wait_lost
from conftest import LEASE_S, ROOT, Server, as_lead, until_renewed
from contract_server import LATER, later_server, refusing

import batonpass
from batonpass import BatonError, TaskHeld
from batonpass._generated.models import ToAgent
from batonpass._transport import AsyncHttpTransport, BareAsyncOperations, BareOperations, HttpTransport


def codes() -> list[str]:
    """All codes of the document."""
    found: list[str] = json.loads((ROOT / "openapi" / "openapi.json").read_text())["components"]["schemas"]["ErrorCode"]["enum"]
    return found


def statuses() -> dict[str, int]:
    """The status of each code, as its class says it."""
    text = (ROOT / "sdk-python/src/batonpass/_generated/errors.py").read_text()
    return {code: int(status) for code, status in re.findall(r'"""`(\w+)`, status (\d+)\."""', text)}


def ask_blocking(url: str) -> None:
    BareOperations(HttpTransport(url, "bat_secret", retries=0)).list_tasks()


def ask_async(url: str) -> None:
    async def main() -> None:
        transport = AsyncHttpTransport(HttpTransport(url, "bat_secret", retries=0))
        try:
            await BareAsyncOperations(transport).list_tasks()
        finally:
            await transport.close()

    asyncio.run(main())


@pytest.mark.parametrize("ask", [ask_blocking, ask_async])
@pytest.mark.parametrize("code", codes())
def test_every_code_of_the_contract_arrives_as_its_class(code: str, ask: Callable[[str], None]) -> None:
    known = statuses()
    problem = {
        "type": f"about:{code}",
        "title": "A title",
        "status": known[code],
        "code": code,
        "detail": "What happened.",
        "hint": "What to do.",
        "retryable": False,
        "requestId": "req_1",
        "current": {"epoch": 7},
    }
    with refusing(problem) as url, pytest.raises(BatonError) as refused:
        ask(url)
    error = refused.value
    assert type(error).__name__ == "".join(word.capitalize() for word in code.split("_"))
    assert isinstance(error, getattr(batonpass, type(error).__name__))
    assert (error.code, error.status, error.hint, error.request_id) == (code, known[code], "What to do.", "req_1")
    assert error.current == {"epoch": 7} and "bat_secret" not in repr(error) + str(error)


def test_the_table_of_codes_is_whole() -> None:
    assert set(codes()) == set(statuses()) and len(codes()) >= 25


def test_a_code_of_a_later_server_is_a_baton_error() -> None:
    with refusing({"code": "eclipse", "status": 418, "detail": "The moon."}) as url, pytest.raises(BatonError) as refused:
        ask_blocking(url)
    assert (type(refused.value), refused.value.code) == (BatonError, "eclipse")


def test_a_server_of_the_next_minor_version_breaks_nothing(server: Server, kind: Kind) -> None:
    lead = as_lead(server)
    with later_server(server.url) as url, kind.open("scout", url=url, token=server.key) as baton:
        baton.create_task(title="Do it", acceptance=[], lease_ttl_seconds=LEASE_S)
        assert [one.kind for one in itertools.islice(baton.news.watch(), 2)] == [LATER, "task"]
        with baton.claim() as task, kind.open("ada", url=url, token=server.key) as ada:
            task.progress("half")
            task.attach("notes.txt", b"x")
            until_renewed(task)
            with pytest.raises(TaskHeld) as refused:
                ada.claim(task.id)
            assert refused.value.current["ofALaterVersion"] == {"deep": [1, None]} and refused.value.hint
            assert task.submit("done").status == LATER
            with ada.reviews.claim() as review:
                assert review.approve().status == LATER
        assert [one.status for one in baton.iter_tasks()] == [LATER] and lead.get_task("T-1").status == "done"
        assert [one.presence.work for one in baton.iter_agents()] == [LATER] * 2
        lead.send_message(to=ToAgent(agent="scout"), body="Hello")
        letter = baton.inbox.read()[-1]
        assert (letter.body, letter.message.urgency) == ("Hello", LATER)
        letter.ack()
        events = list(itertools.islice(baton.events.watch(), 5))
        assert all(event.type.endswith(".anew") for event in events)
        lost = baton.create_task(title="Lose it", lease_ttl_seconds=LEASE_S)
        with baton.claim(lost.id) as task:
            lead.force_release_task(lost.id, reason="Stop it.")
            assert "a lead took it back" in str(wait_lost(task))
