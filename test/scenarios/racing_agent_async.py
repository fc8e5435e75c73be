"""An agent in Python that awaits, as a process of its own, for the race of the languages; it does what racing-agent.ts does."""

import asyncio
import json
import sys

from batonpass import AsyncBaton

WAIT_S = 2


def say(**line: object) -> None:
    """One line of JSON for the test."""
    print(json.dumps(line), flush=True)


async def main() -> None:
    """Plays one round for each line on standard input."""
    url, token = sys.argv[1:]
    async with AsyncBaton(url=url, token=token) as baton:
        say(reply="connected", agent=(await baton.connect()).agent)
        while order := await asyncio.to_thread(sys.stdin.readline):
            claim = await baton.try_claim(wait=WAIT_S)
            if claim is None:
                say(reply="none")
                continue
            say(reply="claimed", task=claim.id, epoch=claim.epoch)
            if order.strip() == "hold":
                continue
            await claim.progress("racing", percent=50)
            task = await claim.submit("Done in Python.")
            say(reply="submitted", task=claim.id, epoch=claim.epoch, status=task.status)


asyncio.run(main())
