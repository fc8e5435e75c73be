"""How a call is sent and its answer read: repeats, waits, redirects, answers that are none. Blocking and async alike."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import traceback
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import pytest
from conftest import LEASE_S, Server, as_lead, until, until_renewed
from contract_server import Answer, answering, standing_before

from batonpass import Baton, BatonError, Claim, ConnectionFailed, LeaseLost, NotFound, RateLimited
from batonpass._holding import SLOW_GRANT_S
from batonpass._retry import backoff_s, retry_delay_s
from batonpass._transport import AsyncHttpTransport, BareAsyncOperations, BareOperations, HttpTransport
from batonpass._wire import retry_after_s

SECRET = "bat_agent_k1_secret_0"
TASK_PAGE = b'{"items":[],"nextCursor":null}'
ACKED = b'{"head":1,"acked":1,"unacked":0}'


def problem(code: str, status: int, *, retryable: bool, **headers: str) -> Answer:
    said = {"code": code, "status": status, "detail": "No.", "hint": "Wait.", "retryable": retryable}
    return Answer(status, json.dumps(said).encode(), {name.replace("_", "-"): value for name, value in headers.items()})


Ask = Callable[..., Any]
"""Makes one call of an operation with a transport of its own: `ask(url, "list_tasks")`."""


def ask_blocking(url: str, operation: str, **arguments: Any) -> Any:
    return getattr(BareOperations(HttpTransport(url, SECRET)), operation)(**arguments)


def ask_async(url: str, operation: str, **arguments: Any) -> Any:
    async def main() -> Any:
        transport = AsyncHttpTransport(HttpTransport(url, SECRET))
        try:
            return await getattr(BareAsyncOperations(transport), operation)(**arguments)
        finally:
            await transport.close()

    return asyncio.run(main())


asks = pytest.mark.parametrize("ask", [ask_blocking, ask_async])


@asks
def test_a_call_that_fails_is_sent_three_times_with_one_key_and_growing_waits(ask: Ask) -> None:
    away = problem("unavailable", 503, retryable=True)
    with answering(away, away, Answer(body=ACKED)) as (url, asked):
        assert ask(url, "ack_inbox", up_to=1).acked == 1
    assert [one.method for one in asked] == ["POST"] * 3
    assert len({one.headers["Idempotency-Key"] for one in asked}) == 1
    first, second = (later.at - earlier.at for earlier, later in itertools.pairwise(asked))
    assert first >= 0.5 and second >= 0.75
    with answering(away) as (url, asked), pytest.raises(BatonError) as refused:
        ask(url, "ack_inbox", up_to=1, idempotency_key="mine")
    assert (refused.value.code, [one.headers["Idempotency-Key"] for one in asked]) == ("unavailable", ["mine"] * 3)


def test_the_waits_double_up_to_their_bound_and_are_spread_by_a_quarter() -> None:
    assert [backoff_s(attempt, 0.0) for attempt in (1, 2, 3, 4, 5, 6, 60)] == [0.5, 1, 2, 4, 8, 8, 8]
    assert [backoff_s(attempt, 1.0) for attempt in (1, 2, 5)] == [0.5, 0.75, 6]


@asks
@pytest.mark.parametrize("as_date", [False, True])
def test_a_server_that_says_when_to_come_again_is_obeyed(ask: Ask, as_date: bool) -> None:
    # A time of day is one of the server's clock, whatever ours says.
    after = {"Retry_After": formatdate(1_000_000_003, usegmt=True), "Date": formatdate(1_000_000_000, usegmt=True)}
    said = after if as_date else {"Retry_After": "3"}
    with answering(problem("rate_limited", 429, retryable=True, **said), Answer(body=TASK_PAGE)) as (url, asked):
        assert ask(url, "list_tasks").items == []
    assert asked[1].at - asked[0].at >= 3


@asks
def test_a_wait_beyond_the_limit_is_left_to_the_caller(ask: Ask) -> None:
    with answering(problem("rate_limited", 429, retryable=True, Retry_After="31")) as (url, asked):
        with pytest.raises(RateLimited):
            ask(url, "list_tasks")
    assert len(asked) == 1


def test_how_long_to_wait_is_read_from_seconds_and_from_a_time_of_day() -> None:
    date = "Wed, 21 Oct 2026 07:28:00 GMT"
    later, earlier = "Wed, 21 Oct 2026 07:28:12 GMT", "Wed, 21 Oct 2026 07:27:00 GMT"
    assert [retry_after_s(said, date) for said in ("7", "-1", later, earlier)] == [7, 0, 12, 0]
    assert [retry_after_s(said, date) for said in (None, "", "soon")] == [None, None, None]
    assert retry_after_s(earlier, None) == 0
    error = RateLimited({"code": "rate_limited", "retryable": True}, 429)
    waits = [retry_delay_s(error, 1, retries=2, retry_after=after, random=0.0) for after in (None, 0.1, 30.0, 30.1)]
    assert waits == [0.5, 0.5, 30.0, None]
    assert retry_delay_s(error, 3, retries=2, retry_after=None, random=0.0) is None


@asks
def test_what_was_not_found_is_not_asked_for_again(ask: Ask) -> None:
    with answering(problem("not_found", 404, retryable=False)) as (url, asked), pytest.raises(NotFound):
        ask(url, "get_task", id="T-1")
    assert len(asked) == 1


@asks
def test_what_is_the_same_done_twice_needs_no_key_to_be_sent_again(ask: Ask) -> None:
    away = problem("unavailable", 503, retryable=True)
    with answering(away) as (url, asked), pytest.raises(BatonError):
        ask(url, "end_session", id="S-1")
    assert len(asked) == 3 and not any("Idempotency-Key" in one.headers for one in asked)


@asks
def test_a_server_that_does_not_answer_in_time_is_asked_again_and_then_given_up(ask: Ask) -> None:
    with answering(Answer(hangs=True)) as (url, asked):
        with pytest.raises(ConnectionFailed, match="did not answer in time"):
            ask(url, "list_tasks", timeout=3)
        # The last may be read only when its caller has gone.
        until(lambda: len(asked) >= 3)
    assert len(asked) == 3
    with answering(Answer(hangs=True), Answer(body=TASK_PAGE)) as (url, asked):
        assert ask(url, "list_tasks", timeout=5).items == []


@asks
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_with_the_token(ask: Ask, status: int) -> None:
    with answering(Answer(body=TASK_PAGE)) as (elsewhere, led):
        with answering(Answer(status, b"", {"Location": elsewhere})) as (url, asked), pytest.raises(BatonError) as refused:
            ask(url, "list_tasks")
    assert led == [] and len(asked) == 1
    assert (refused.value.code, refused.value.status) == ("no_problem", status)


UNREADABLE = {
    "a page of a proxy": (Answer(body=b"<html>Down for maintenance</html>"), True, 3),
    "nothing at all": (Answer(body=b""), True, 3),
    "no text": (Answer(body=b'{"token":"\xff"}'), True, 3),
    "another shape": (Answer(body=b'["' + SECRET.encode() + b'"]'), False, 1),
    "a token of a wrong type": (Answer(body=b'{"agent":{},"token":["' + SECRET.encode() + b'"]}'), False, 1),
    "a token beside what is missing": (Answer(body=b'{"token":"' + SECRET.encode() + b'"}'), False, 1),
}


@asks
@pytest.mark.parametrize("case", UNREADABLE)
def test_a_success_that_cannot_be_read_is_an_error_of_ours_and_shows_nothing_of_it(ask: Ask, case: str) -> None:
    answer, retryable, sent = UNREADABLE[case]
    with answering(answer) as (url, asked), pytest.raises(BatonError) as refused:
        ask(url, "register_agent", name="scout")
    error = refused.value
    assert (error.code, error.status, error.retryable, len(asked)) == ("unreadable_answer", 200, retryable, sent)
    assert (error.__context__, error.__cause__) == (None, None)
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert SECRET not in shown and SECRET[-6:] not in shown and "html" not in shown


def test_a_page_of_a_proxy_ends_neither_a_worker_nor_a_feed(server: Server) -> None:
    pages = {"/v1/tasks/claim-next": 4, "/v1/wait": 4}

    def instead(path: str) -> Answer | None:
        asked_for = path.partition("?")[0]
        pages[asked_for] = pages.get(asked_for, 0) - 1
        return Answer(body=b"<html>Back soon</html>") if pages[asked_for] >= 0 else None

    with standing_before(server.url, instead) as url, Baton("scout", url=url, token=server.key) as baton:
        told: list[Exception] = []

        @baton.worker(on_error=told.append)
        def crew(task: Claim) -> str:
            crew.stop()
            return "done"

        baton.create_task(title="Do it")
        assert next(baton.news.watch(kinds=["task"])).kind == "task"
        assert crew.run().submitted == 1
        assert [getattr(one, "code", "") for one in told] == ["unreadable_answer"]


class LateGrant:
    """A claim whose answer comes so late that its lease is asked after, and what becomes of that."""

    def __init__(self, server: Server, then: str) -> None:
        self.server = server
        self.then = then
        self.asked = 0
        self.granted = False

    def instead(self, path: str) -> Answer | None:
        if not (self.granted and path.endswith("/heartbeat")):
            return None
        self.asked += 1
        return problem("rate_limited", 429, retryable=False) if self.then == "out of reach" and self.asked == 1 else None

    def after(self, path: str) -> None:
        if path.startswith("/v1/tasks/claim-next"):
            time.sleep(SLOW_GRANT_S + 0.2)
            if self.then == "taken back":
                as_lead(self.server).force_release_task("T-1", reason="Stop it.")
            self.granted = True


def test_a_grant_that_came_late_and_was_taken_back_is_no_claim(server: Server) -> None:
    late = LateGrant(server, "taken back")
    with standing_before(server.url, late.instead, late.after) as url, Baton("scout", url=url, token=server.key) as baton:
        baton.create_task(title="Hold it")
        with pytest.raises(LeaseLost, match="a lead took it back"):
            baton.claim()
        assert baton._own._heartbeat is not None and baton._own._heartbeat.leases == []


def test_a_grant_that_came_late_and_cannot_be_asked_after_is_held_and_renewed(server: Server) -> None:
    late = LateGrant(server, "out of reach")
    with standing_before(server.url, late.instead, late.after) as url, Baton("scout", url=url, token=server.key) as baton:
        baton.create_task(title="Hold it", lease_ttl_seconds=LEASE_S)
        with baton.claim() as task:
            # More than once where a beat was due, too.
            assert late.asked >= 1
            until_renewed(task)
            assert task.submit("done").status == "validating"
