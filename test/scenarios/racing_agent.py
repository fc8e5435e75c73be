"""An agent in Python as a process of its own, for the race of the languages; it does what racing-agent.ts does."""

import json
import sys

from batonpass import Baton

WAIT_S = 2


def say(**line: object) -> None:
    """One line of JSON for the test."""
    print(json.dumps(line), flush=True)


def main() -> None:
    """Plays one round for each line on standard input."""
    url, token = sys.argv[1:]
    with Baton(url=url, token=token) as baton:
        say(reply="connected", agent=baton.agent)
        for order in sys.stdin:
            claim = baton.try_claim(wait=WAIT_S)
            if claim is None:
                say(reply="none")
                continue
            say(reply="claimed", task=claim.id, epoch=claim.epoch)
            if order.strip() == "hold":
                continue
            claim.progress("racing", percent=50)
            task = claim.submit("Done in Python.")
            say(reply="submitted", task=claim.id, epoch=claim.epoch, status=task.status)


main()
