"""The generated code against what a later server, or a careless caller, may do."""

from __future__ import annotations

import asyncio
import pickle
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import TypeAdapter

from batonpass._call import NOT_GIVEN, Call
from batonpass._generated import errors, models
from batonpass._generated.operations import AsyncOperations, Operations

AT = "2026-01-02T03:04:05Z"


class Recorder(Operations):
    """Keeps the call and answers what it was told to."""

    def __init__(self, answer: Any = None) -> None:
        self._transport = self
        self.answer = answer
        self.response: Any = None

    def call(self, call: Call, response: Any) -> Any:
        self.made, self.response = call, response
        return self.answer


class AsyncRecorder(AsyncOperations):
    def __init__(self) -> None:
        self._transport = self

    async def call(self, call: Call, response: Any) -> Any:
        self.made = call
        return None


def event(**more: Any) -> dict[str, Any]:
    return {"seq": 1, "type": "task.created", "at": AT, "actor": "scout", "data": {}, **more}


def test_a_type_of_event_and_a_field_of_a_later_server_pass() -> None:
    one = models.Event.model_validate(event(type="task.dreamt", mood="blue"))
    assert one.type == "task.dreamt"
    assert "mood" not in one.model_dump()
    assert one.at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)


def test_fields_are_read_by_the_names_of_the_wire_and_written_by_them() -> None:
    one = models.Event.model_validate(event(taskId="T-1"))
    assert one.task_id == "T-1"
    assert one.model_dump(by_alias=True, exclude_unset=True, mode="json") == event(taskId="T-1")
    assert models.Event(seq=1, type="task.created", at=one.at, actor="a", data={}).task_id is None


def test_a_known_variant_is_its_class_and_an_unknown_one_keeps_its_fields() -> None:
    news: TypeAdapter[Any] = TypeAdapter(models.News)
    cancelled = {"kind": "cancelled", "taskId": "T-1", "by": "ana", "because": "No need."}
    assert isinstance(news.validate_python(cancelled), models.CancelledNews)
    later = news.validate_python({"kind": "eclipse", "because": "The moon."})
    assert isinstance(later, models.UnknownNews)
    assert (later.kind, later.model_extra) == ("eclipse", {"because": "The moon."})


def test_an_address_of_a_later_kind_passes() -> None:
    address: TypeAdapter[Any] = TypeAdapter(models.Address)
    assert isinstance(address.validate_python({"role": "lead"}), models.SentToRole)
    assert isinstance(address.validate_python({"team": "blue"}), models.UnknownAddress)


def test_what_is_not_given_is_not_sent_and_none_is_sent_as_null() -> None:
    api = Recorder()
    api.update_task("T-1", if_match=3, assignee=None, title="New")
    assert api.made.body == {"assignee": None, "title": "New"}
    assert api.made.headers["If-Match"] == "3"
    api.update_task("T-1", if_match=3, assignee=NOT_GIVEN)
    assert api.made.body == {}


def test_times_go_out_in_utc_and_a_time_without_zone_is_refused() -> None:
    api = Recorder()
    api.create_task(title="x", due_at=datetime(2026, 1, 2, 5, 4, 5, tzinfo=timezone(timedelta(hours=2))))
    assert api.made.body == {"title": "x", "dueAt": AT}
    with pytest.raises(ValueError, match="time zone"):
        api.create_task(title="x", due_at=datetime(2026, 1, 2))


def test_models_within_a_body_send_only_what_was_set() -> None:
    api = Recorder()
    api.submit_task(
        "T-1", epoch=2, summary="Done", evidence=[models.CommitEvidenceInput(type="commit", sha="abcdef1")]
    )
    assert api.made.body == {"epoch": 2, "summary": "Done", "evidence": [{"type": "commit", "sha": "abcdef1"}]}
    api.send_message(to=models.ToAll(all=True), body="Hello")
    assert api.made.body == {"to": {"all": True}, "body": "Hello"}


def test_queries_are_text_and_names_in_paths_are_escaped() -> None:
    api = Recorder()
    api.list_inbox(acked=True, limit=5)
    assert api.made.query == [("acked", "true"), ("limit", "5")]
    api.get_artifact("T-1", "a/b ?.txt")
    assert (api.made.path, api.response) == ("/v1/tasks/T-1/artifacts/a%2Fb%20%3F.txt", bytes)
    for name in ("..", ".", ""):
        with pytest.raises(ValueError, match="part of an address"):
            api.get_agent(name)


def test_bytes_go_as_they_are() -> None:
    api = Recorder()
    api.attach_artifact("T-1", "log.txt", content=b"\x00", epoch=2, content_type="text/plain")
    assert (api.made.body, api.made.content_type) == (b"\x00", "text/plain")
    assert not api.made.has_idempotency


def test_a_post_takes_a_key_and_a_call_without_body_has_none() -> None:
    api = Recorder()
    api.claim_task("T-1", idempotency_key="k", session="S-1", timeout=3)
    made = api.made
    assert (made.has_idempotency, made.idempotency_key, made.body, made.timeout_s) == (True, "k", None, 3)
    assert made.headers == {"Baton-Session": "S-1"}


def test_both_kinds_make_the_same_call() -> None:
    blocking, awaited = Recorder(), AsyncRecorder()
    blocking.wait(kinds=["task"], wait_seconds=1)
    asyncio.run(awaited.wait(kinds=["task"], wait_seconds=1))
    assert awaited.made == blocking.made
    names = {name for name in vars(Operations) if not name.startswith("_")}
    assert names == {name for name in vars(AsyncOperations) if not name.startswith("_")}


def test_an_error_is_of_the_class_of_its_code_and_a_later_code_is_a_baton_error() -> None:
    problem = {
        "code": "task_held",
        "detail": "T-1 is held.",
        "hint": "Take another.",
        "requestId": "r",
        "current": {"epoch": 3},
    }
    error = errors.error_from_problem(problem, 409)
    assert isinstance(error, errors.TaskHeld)
    assert (error.status, error.request_id, error.current, error.retryable) == (409, "r", {"epoch": 3}, False)
    assert str(error) == "T-1 is held. Take another."
    assert type(errors.error_from_problem({"code": "moonstruck"}, 418)) is errors.BatonError
    assert pickle.loads(pickle.dumps(error)).__dict__ == error.__dict__


def test_no_secret_is_in_a_repr() -> None:
    info = {name: None for name in ("project", "agent", "role", "expiresAt", "revokedAt")}
    info |= {"id": "K-1", "purpose": "bearer", "label": "ci", "createdBy": "ana", "createdAt": AT}
    made = models.TokenCreated.model_validate({"info": info, "token": "bt_secret"})
    assert made.token == "bt_secret"
    assert "bt_secret" not in repr(made) + str(made)
    # A link to sign in with lets in whoever has it, once.
    link = {"name": "ana", "role": "lead", "code": "bt_once", "path": "/login#bt_once", "expiresAt": AT}
    shown = models.LoginLink.model_validate(link)
    assert shown.path == "/login#bt_once"
    assert "bt_once" not in repr(shown) + str(shown) + repr(models.Login(code="bt_once"))
