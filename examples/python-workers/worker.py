"""A pool of processes in plain Python: each claims the next task until there is none."""

import multiprocessing

from batonpass import Baton

PROCESSES = 3


def work(number: int) -> None:
    with Baton() as baton:
        while (claim := baton.try_claim(labels=["count"])) is not None:
            with claim as task:
                words = len(task.task.brief.split())
                task.submit(f"{words} words, counted by process {number}")


if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(work, range(1, PROCESSES + 1), chunksize=1)
