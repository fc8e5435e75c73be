"""What is found on the machine, and where a token goes."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from conftest import Server, as_lead
from contract_server import Answer, answering

from batonpass import Baton, ConnectionFailed, Forbidden, SettingsError, Unauthenticated
from batonpass._settings import Surroundings, TokenOwner, TokenStore, check_url, find_settings, is_loopback
from batonpass._transport import BareOperations, HttpTransport


def around(tmp_path: Path, **env: str) -> Surroundings:
    (tmp_path / "project" / "deep").mkdir(parents=True, exist_ok=True)
    return Surroundings(env=env, cwd=tmp_path / "project" / "deep", home=tmp_path / "home")


def settings_file(tmp_path: Path, **content: str) -> None:
    (tmp_path / "project").mkdir(exist_ok=True)
    (tmp_path / "project" / ".baton.json").write_text(json.dumps(content))


def test_arguments_go_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    settings_file(tmp_path, url="http://localhost:3", token="c")
    env = around(tmp_path, BATON_URL="http://localhost:2", BATON_TOKEN="b")
    assert find_settings("http://localhost:1", "a", env).url == "http://localhost:1"
    assert (find_settings(None, None, env).url, find_settings(None, None, env).token) == ("http://localhost:2", "b")
    found = find_settings(None, None, around(tmp_path))
    assert (found.url, found.token, found.token_from) == (
        "http://localhost:3",
        "c",
        str(tmp_path / "project" / ".baton.json"),
    )


def test_a_token_goes_only_where_it_belongs(tmp_path: Path) -> None:
    settings_file(tmp_path, url="https://board.example", token="c")
    key = tmp_path / "home" / ".batonpass" / "admin.key"
    key.parent.mkdir(parents=True)
    key.write_text("k\n")
    assert find_settings("https://other.example", None, around(tmp_path)).token is None
    assert find_settings("http://localhost:9", None, around(tmp_path)).token == "k"
    with pytest.raises(SettingsError, match="set BATON_URL"):
        find_settings(None, "mine", around(tmp_path))
    assert find_settings("https://board.example", "mine", around(tmp_path)).token == "mine"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://localhost", "http:// or https://"),
        ("http://ann:secret@localhost", "user name or password"),
        ("http://localhost/?a=1", "no query"),
        ("http://board.example", "allow_insecure_http=True"),
        ("http://localhost:x", "cannot be read"),
    ],
)
def test_an_address_that_cannot_be_is_refused_without_repeating_it(url: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        check_url(url, allow_insecure_http=False)
    assert said in str(refused.value) and "secret" not in str(refused.value)


def test_a_file_that_cannot_be_read_is_named_without_its_text(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / ".baton.json").write_text('{"token": "bat_secret"')
    with pytest.raises(SettingsError) as refused:
        find_settings(None, None, around(tmp_path))
    assert ".baton.json cannot be read" in str(refused.value) and "bat_secret" not in str(refused.value)


def test_a_token_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    store = TokenStore(around(tmp_path, XDG_STATE_HOME=str(tmp_path / "state")))
    owner = TokenOwner("http://localhost:4445", "main", "scout")
    assert store.find(owner) is None
    store.prepare()
    store.keep(owner, "t")
    assert store.find(owner) == "t"
    assert store.find(TokenOwner("http://localhost:4446", "main", "scout")) is None
    (file,) = (tmp_path / "state" / "batonpass" / "tokens").iterdir()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    file.write_text("{")
    assert store.find(owner) is None


def test_with_nothing_but_a_name_beside_a_server(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_URL", server.url)
    with Baton("scout") as first, Baton("scout") as second:
        assert (first.agent, second.agent) == ("scout", "scout")
        assert first.connect().id != second.connect().id
    assert len(list((server.home / "state" / "batonpass" / "tokens").iterdir())) == 1
    log = BareOperations(HttpTransport(server.url, server.key)).list_events(limit=200).items
    assert [event.type for event in log if event.type.startswith("session.")] == ["session.started"] * 2 + ["session.ended"] * 2


def test_a_kept_token_that_works_no_more_is_replaced(server: Server) -> None:
    with Baton("scout", url=server.url):
        pass
    (file,) = (server.home / "state" / "batonpass" / "tokens").iterdir()
    kept = json.loads(file.read_text())
    file.write_text(json.dumps({**kept, "token": kept["token"][:-1] + "0"}))
    with Baton("scout", url=server.url) as again:
        assert again.agent == "scout"


def test_a_token_of_another_agent_registers_nobody(server: Server) -> None:
    with Baton("scout", url=server.url):
        pass
    (file,) = (server.home / "state" / "batonpass" / "tokens").iterdir()
    token = json.loads(file.read_text())["token"]
    with pytest.raises(Forbidden, match="not that of ada"):
        Baton("ada", url=server.url, token=token).connect()
    with Baton(url=server.url, token=token) as nameless:
        assert nameless.agent == "scout"
    with pytest.raises(SettingsError, match="pass a name"):
        Baton(url=server.url).connect()


def test_no_token_is_in_a_repr_a_log_or_an_error(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Baton("scout", url=server.url) as baton:
        shown = [repr(baton), repr(baton._own.http), repr(vars(baton)), repr(vars(baton._own))]
        with pytest.raises(LookupError) as nothing:
            baton.claim()
        shown.append(repr(nothing.value))
        server.end(kill=True)
        with pytest.raises(Exception) as failed:
            baton.list_tasks(timeout=1)
        shown += [repr(failed.value), str(failed.value)]
    assert not [text for text in [*shown, caplog.text] if "bat_" in text]


def test_space_around_what_the_environment_says_is_not_part_of_it(tmp_path: Path) -> None:
    env = around(tmp_path, BATON_URL=" http://localhost:2\n", BATON_TOKEN="bat_secret\r\n")
    assert (find_settings(None, None, env).url, find_settings(None, None, env).token) == ("http://localhost:2", "bat_secret")
    key = tmp_path / "admin.key"
    key.write_text("k")
    assert find_settings(None, None, around(tmp_path, BATON_TOKEN=" ", BATON_DATA_DIR=f"{tmp_path}\n")).token == "k"


@pytest.mark.parametrize("token", ["bat_secret\n", "bat_secret é", "bat secret", " bat_secret"])
def test_what_is_no_token_is_refused_without_being_shown(tmp_path: Path, token: str) -> None:
    settings_file(tmp_path, url="http://localhost:3", token=token)
    given = lambda: find_settings("http://localhost:1", token, around(tmp_path))
    for find, where in ((given, "argument"), (lambda: find_settings(None, None, around(tmp_path)), ".baton.json")):
        with pytest.raises(SettingsError) as refused:
            find()
        assert where in str(refused.value) and "secret" not in repr(refused.value)


def test_a_header_that_cannot_be_sent_is_not_shown_and_not_sent_again() -> None:
    with answering(Answer()) as (url, asked), pytest.raises(ConnectionFailed) as failed:
        BareOperations(HttpTransport(url, "bat_secret\n")).list_tasks()
    assert asked == [] and not failed.value.retryable and "secret" not in repr(failed.value) + str(failed.value)


def test_without_a_project_an_agent_is_on_the_board_of_its_key(server: Server) -> None:
    keys = {}
    for board in ("alpha", "beta"):
        as_lead(server).create_project(name=board)
        keys[board] = as_lead(server).register_agent(name="lead", role="lead", project=board).token
        as_lead(server).create_task(title=f"Of {board}", project=board)
    for board in ("alpha", "beta", "alpha"):
        with Baton("scout", url=server.url, token=keys[board]) as baton:
            assert [task.title for task in baton.iter_tasks()] == [f"Of {board}"]
    tokens = server.home / "state" / "batonpass" / "tokens"
    kept = {found["project"]: found for found in (json.loads(file.read_text()) for file in tokens.iterdir())}
    assert sorted(kept) == ["alpha", "beta"]
    # A token that lies under another board than its own is not taken.
    for file in tokens.iterdir():
        found = json.loads(file.read_text())
        if found["project"] == "beta":
            file.write_text(json.dumps({**found, "token": kept["alpha"]["token"]}))
    with Baton("scout", url=server.url, token=keys["beta"]) as baton:
        assert [task.title for task in baton.iter_tasks()] == ["Of beta"]


def test_a_token_that_is_good_no_more_is_not_passed_over(server: Server) -> None:
    with Baton("scout", url=server.url):
        pass
    with pytest.raises(Unauthenticated):
        Baton("scout", url=server.url, token="bat_agent_0123456789_" + 48 * "0" + "_00000000").connect()


def test_where_no_token_can_be_kept_nobody_is_registered(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = server.home / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(in_the_way))
    with pytest.raises(SettingsError, match="cannot be written .* set XDG_STATE_HOME"):
        Baton("scout", url=server.url).connect()
    assert as_lead(server).list_agents().items == []


def test_a_user_without_a_home_needs_none_where_url_and_token_are_said(tmp_path: Path) -> None:
    nobody = Surroundings(env={}, cwd=tmp_path, home=None)
    assert find_settings("http://localhost:1", "bat_agent", nobody).token == "bat_agent"
    with pytest.raises(SettingsError, match="no home folder .* set HOME"):
        find_settings(None, None, nobody)


def test_only_what_no_name_server_is_asked_for_is_this_machine() -> None:
    hosts = ["localhost", "127.0.0.1", "127.9.9.9", "::1", "board.localhost", "localhost.example", "10.0.0.1"]
    assert [is_loopback(host) for host in hosts] == [True] * 4 + [False] * 3
