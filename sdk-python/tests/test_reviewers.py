"""Reviewers, blocking and async, against the real server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
from conftest import PATIENCE_S, Server

from batonpass import Approve, AsyncBaton, AsyncReviewClaim, Baton, RequestChanges, ReviewClaim


def review_blocking(server: Server, bad: list[str]) -> int:
    with Baton("judge", url=server.url) as baton:

        def judge(review: ReviewClaim) -> Approve | RequestChanges:
            if review.task.id not in bad:
                bad.append(review.task.id)
                raise ValueError("cannot judge it yet")
            if review.review.summary == "poor":
                return RequestChanges("Say more.")
            reviewer.stop()
            return Approve("Good.")

        reviewer = baton.reviewer(judge, look_seconds=1)
        return reviewer.run()


def review_async(server: Server, bad: list[str]) -> int:
    async def main() -> int:
        async with AsyncBaton("judge", url=server.url) as baton:

            async def judge(review: AsyncReviewClaim) -> Approve | RequestChanges:
                if review.task.id not in bad:
                    bad.append(review.task.id)
                    raise ValueError("cannot judge it yet")
                if review.review.summary == "poor":
                    return RequestChanges("Say more.")
                reviewer.stop()
                return Approve("Good.")

            reviewer = baton.reviewer(judge, look_seconds=1)
            return await reviewer.run()

    return asyncio.run(main())


@pytest.mark.parametrize("review", [review_blocking, review_async])
def test_a_reviewer_judges_what_comes_and_gives_back_what_it_cannot(
    baton: Baton, server: Server, review: Callable[[Server, list[str]], int]
) -> None:
    decided: list[int] = []
    judge = threading.Thread(target=lambda: decided.append(review(server, [])), daemon=True)
    judge.start()
    baton.create_task(title="Judge it", acceptance=[])
    with baton.claim() as task:
        task.submit("poor")
    with baton.claim("T-1" if baton.get_task("T-1").status == "todo" else None, wait=90) as task:
        assert task.task.revision >= 1
        task.submit("rich")
    judge.join(PATIENCE_S)
    assert decided == [2] and baton.get_task("T-1").status == "done"
