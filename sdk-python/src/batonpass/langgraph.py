"""Batonpass for LangGraph: nodes that claim a task, work on it, and wait for its review."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from typing import Any

from typing_extensions import NotRequired, TypedDict

from ._call import NOT_GIVEN
from ._claim import Claim
from ._client import Baton
from ._desk import Desk, desk_of, say_task
from ._generated.errors import NotClaimable, TaskHeld
from ._generated.models import TaskDetail
from ._holding import CLAIM_WAIT_MAX_S
from ._lease import lease_lost
from ._run import Run, Step
from ._tools import missing

try:
    from langchain_core.runnables import RunnableConfig
    from langgraph.errors import GraphBubbleUp
    from langgraph.types import interrupt
except ModuleNotFoundError as error:
    raise missing("LangGraph", "langgraph", error) from error

__all__ = ["BatonTask", "claim_node", "claim_of", "review_gate", "wait_for_decision", "work_node"]

Node = Callable[[Any, RunnableConfig], dict[str, Any]]


class BatonTask(TypedDict):
    """What the nodes keep under the key `baton` of the graph's state."""

    task_id: str
    epoch: int
    text: str
    """The task as a model reads it, with what earlier attempts left."""
    revision: NotRequired[int]
    """Set once it is handed in."""
    decision: NotRequired[str]
    """`approved`, `changes_requested`, or `closed` where the task was cancelled or taken elsewhere."""
    note: NotRequired[str]
    """What the reviewer said."""


def claim_node(baton: Baton, *, labels: Sequence[str] = (), wait: float = 0) -> Node:
    """A node that claims the next task, or the same again when changes were requested, and sets `baton`.

    Where there is none, `baton` is None: route by that. The claim carries a key made from the checkpoint, so that a node that
    runs again, in another process too, has the same task and not a second one. `wait` is in seconds, 25 at most.
    """
    desk = desk_of(baton)

    def claim(state: Any, config: RunnableConfig) -> dict[str, Any]:
        before: BatonTask | None = state.get("baton")
        again = before["task_id"] if before is not None and before.get("decision") == "changes_requested" else None
        key = _key(config, "claim")
        if again is not None:
            granted = [baton.claim_task(again, idempotency_key=key)]
        else:
            given, seconds = list(labels) or NOT_GIVEN, min(int(wait), CLAIM_WAIT_MAX_S)
            granted = baton.claim_next_task(count=1, labels=given, wait_seconds=seconds, idempotency_key=key).claims
        if not granted:
            return {"baton": None}
        try:
            # Held by this session now, unless this is a repeat in a process that came later.
            return _claimed(desk.claim(granted[0].task.id))
        except (TaskHeld, NotClaimable):
            mine = _moved_here(desk, granted[0].task.id, granted[0].epoch)
            if mine is None and again is not None:
                raise
            next_claim = mine or baton.try_claim(labels=labels)
            return {"baton": None} if next_claim is None else _claimed(desk.keep(next_claim))

    return claim


def work_node(baton: Baton, work: Callable[[Any, Claim], dict[str, Any]]) -> Node:
    """A node that works on the claimed task: `work` gets the state and the claim, and may hand in or give back itself.

    When it raises, the task is released with that as the reason; when the lease was lost meanwhile, its result is dropped and
    LeaseLost raised. An interrupt in it keeps the task. What a model in it claims by tools goes back at its end.
    """

    def run(state: Any, config: RunnableConfig) -> dict[str, Any]:
        going = Run(desk_of(baton), claim_of(baton, state))
        with Step(going, pause=GraphBubbleUp):
            result = work(state, going.claim)
            going.check()
        going.give_back("no result")
        return result

    return run


def claim_of(baton: Baton, state: Any) -> Claim:
    """The claim that `claim_node` made, moved here from a process before this one. Raises LeaseLost where it is over."""
    task: BatonTask | None = state.get("baton")
    if task is None:
        raise lease_lost(("A task", None), "this graph has claimed none")
    desk = desk_of(baton)
    id, epoch = task["task_id"], task["epoch"]
    claim = desk.find(f"{id}:{epoch}") or _moved_here(desk, id, epoch)
    if claim is None:
        raise lease_lost((id, None), "the claim of this graph is over")
    claim.check()
    return claim


def review_gate(baton: Baton, summary: Callable[[Any], str]) -> Node:
    """A node that hands the task in and interrupts the graph until it is decided; then it sets `decision` and `note`.

    Resume the graph with any value: what counts is the decision on the board, and until there is one the node interrupts again.
    The code before an interrupt runs again with each resume; what was handed in is not handed in twice, because the submission
    carries a key made from the checkpoint, and what the board has already is not sent at all. Needs a checkpointer.
    """

    def gate(state: Any, config: RunnableConfig) -> dict[str, Any]:
        task: BatonTask = state["baton"]
        revision = _revision_of(baton, task)
        if revision is None:
            claim = claim_of(baton, state)
            revision = claim.submit(summary(state), idempotency_key=_key(config, "submit")).revision
        while True:
            decision = _decision(baton, task["task_id"], revision)
            if decision is not None:
                return {"baton": {**task, "revision": revision, **decision}}
            interrupt({"baton_review": task["task_id"], "revision": revision})

    return gate


def wait_for_decision(baton: Baton, task_id: str, revision: int, *, timeout_s: float = 60.0) -> bool:
    """Waits until that revision is decided; False where it was not within the time, in seconds. Then resume the graph."""
    end = time.monotonic() + timeout_s
    cursor: str | None = None
    while _decision(baton, task_id, revision) is None:
        left = end - time.monotonic()
        if left <= 0:
            return False
        seconds = max(1, min(CLAIM_WAIT_MAX_S, int(left)))
        cursor = baton.wait(kinds=["decision"], cursor=cursor or NOT_GIVEN, wait_seconds=seconds).cursor
    return True


def _claimed(claim: Claim) -> dict[str, Any]:
    return {"baton": BatonTask(task_id=claim.id, epoch=claim.epoch, text=say_task(claim))}


def _moved_here(desk: Desk, task_id: str, epoch: int) -> Claim | None:
    """The claim with that epoch, if this agent still has it, though an older session of it made it."""
    task = desk.baton.get_task(task_id)
    current = _current_epoch(task, epoch)
    claim = desk.find(f"{task_id}:{current}")
    if claim is not None or task.epoch != current or task.holder is None or task.holder.agent != desk.baton.agent:
        return claim
    return desk.keep(desk.baton.take_over(task_id))


def _current_epoch(task: TaskDetail, epoch: int) -> int:
    """The epoch that a claim has by now: each take-over by a new session of the agent gives it the next."""
    taken_over = False
    for attempt in sorted(task.attempt_log, key=lambda one: one.epoch):
        epoch = attempt.epoch if taken_over else epoch
        taken_over = attempt.epoch == epoch and attempt.outcome == "taken_over"
    return epoch


def _revision_of(baton: Baton, task: BatonTask) -> int | None:
    """The revision that this claim handed in, if it has."""
    if "revision" in task:
        return task["revision"]
    now = baton.get_task(task["task_id"])
    epoch = _current_epoch(now, task["epoch"])
    submitted = [attempt.epoch for attempt in now.attempt_log if attempt.outcome == "submitted" and attempt.epoch <= epoch]
    return len(submitted) if epoch in submitted else None


def _decision(baton: Baton, task_id: str, revision: int) -> dict[str, str] | None:
    task = baton.get_task(task_id)
    review = next((one for one in task.reviews if one.revision == revision), None)
    if task.status == "validating" and task.revision == revision:
        return None
    if review is not None and review.status == "changes_requested":
        return {"decision": "changes_requested", "note": review.note or ""}
    if task.status == "done" and task.revision == revision:
        return {"decision": "approved", "note": (review.note if review is not None else None) or ""}
    return {"decision": "closed", "note": f"{task_id} is {task.status}."}


def _key(config: RunnableConfig, what: str) -> str:
    """The same for every run of a node from one checkpoint: the thread, and the checkpoint's name for this run of the node."""
    inner = config.get("configurable", {})
    names = [what, inner.get("thread_id"), inner.get("checkpoint_ns") or inner.get("langgraph_checkpoint_ns")]
    return hashlib.sha256("\n".join(str(name) for name in names).encode()).hexdigest()
