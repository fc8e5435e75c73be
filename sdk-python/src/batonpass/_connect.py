"""From a name to a transport with a token."""

from __future__ import annotations

import re

from ._generated import models
from ._generated.errors import Forbidden, Unauthenticated
from ._settings import PROJECT_DEFAULT, Settings, SettingsError, Surroundings, TokenOwner, TokenStore, find_settings
from ._transport import BareOperations, HttpTransport

_ADMIN_TOKEN = re.compile(r"^bat_admin_")


def connect(
    agent: str | None,
    *,
    url: str | None,
    token: str | None,
    project: str | None,
    timeout_s: float,
    retries: int,
    allow_insecure_http: bool,
    around: Surroundings | None = None,
) -> HttpTransport:
    """A transport with the token of the agent: its own, the kept one, or one that the found key registers it for.

    Raises SettingsError where nothing was found, Forbidden where the key may not register, NameTaken where another
    registered the agent, ConnectionFailed.
    """
    around = around or Surroundings.own()
    settings = find_settings(url, token, around, allow_insecure_http=allow_insecure_http)

    def open_with(secret: str) -> HttpTransport:
        return HttpTransport(settings.url, secret, timeout_s=timeout_s, retries=retries)

    key = settings.token
    if agent is None:
        if key is None:
            raise _no_token(settings)
        if _ADMIN_TOKEN.match(key):
            raise SettingsError(f"The token of {settings.token_from} is an admin's, which holds no tasks: pass a name.")
        return open_with(key)
    board = project
    # A token that is some agent's may be this one's own; one that is another's may still be a lead's.
    if key is not None and not _ADMIN_TOKEN.match(key):
        me = _owner(open_with(key))
        if me.agent == agent and project in (None, me.project):
            return open_with(key)
        board = project or me.project
    owner = TokenOwner(settings.origin, board or PROJECT_DEFAULT, agent)
    store = TokenStore(around)
    kept = store.find(owner)
    if kept is not None and _is_still_of(owner, open_with(kept), has_key=key is not None):
        return open_with(kept)
    if key is None:
        raise _no_token(settings)
    store.prepare()
    fresh = _register(open_with(key), agent, project, settings)
    store.keep(owner, fresh)
    return open_with(fresh)


def _owner(transport: HttpTransport) -> models.Me:
    """Whose token it is. Raises Unauthenticated."""
    try:
        return BareOperations(transport).get_me()
    finally:
        transport.close()


def _is_still_of(owner: TokenOwner, transport: HttpTransport, *, has_key: bool) -> bool:
    """Whether a kept token is good, and that of the agent and the board under which it lies. Without a key that could
    register another, what is wrong with it is the answer."""
    try:
        me = _owner(transport)
    except Unauthenticated:
        if not has_key:
            raise
        return False
    return (me.agent, me.project) == (owner.agent, owner.project)


def _register(transport: HttpTransport, agent: str, project: str | None, settings: Settings) -> str:
    try:
        return BareOperations(transport).register_agent(name=agent, rejoin=True, project=project).token
    except Forbidden as refused:
        raise Forbidden(
            {
                "code": "forbidden",
                "detail": f"The token of {settings.token_from} is not that of {agent}, and may register nobody.",
                "hint": f"Pass the token of {agent} itself, or a lead's or the admin's, which may register it.",
                "requestId": refused.request_id,
            },
            refused.status,
        ) from None
    finally:
        transport.close()


def _no_token(settings: Settings) -> SettingsError:
    return SettingsError(
        f"There is no token for {settings.origin}. Looked at {', '.join(settings.missed)}. "
        "Start a server on this machine (npx batonpass), or set BATON_URL and BATON_TOKEN."
    )
