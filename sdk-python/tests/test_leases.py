"""What waits for a lease to be lost, and how long a claim may wait."""

from __future__ import annotations

import asyncio
import math

from conftest import Server

from batonpass import AsyncBaton, Baton


def test_who_waits_for_a_loss_no_more_is_not_kept(server: Server) -> None:
    async def main() -> None:
        async with AsyncBaton("scout", url=server.url) as baton:
            await baton.create_task(title="Hold it")
            async with baton.claim() as task:
                waiting = [asyncio.ensure_future(task.lost.wait()) for _ in range(20)]
                await asyncio.sleep(0)
                for one in waiting:
                    one.cancel()
                await asyncio.gather(*waiting, return_exceptions=True)
                assert task._lease._listeners == []

    asyncio.run(main())


def test_a_claim_may_wait_without_end(baton: Baton) -> None:
    baton.create_task(title="Do it")
    with baton.claim(wait=math.inf) as task:
        task.submit("done")
