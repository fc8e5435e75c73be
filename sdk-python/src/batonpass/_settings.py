"""Where to connect, and with what: found on the machine when it is not given."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

URL_DEFAULT = "http://localhost:4445"
PROJECT_DEFAULT = "main"
SETTINGS_FILE = ".baton.json"
"""The file of a project that says where its board is, and perhaps with which token."""
ADMIN_KEY_FILE = "admin.key"


_TOKEN = re.compile(r"[\x21-\x7e]+")


class SettingsError(ValueError):
    """What was given or found cannot be used, or nothing was found. The message says what to do."""


@dataclass(frozen=True)
class Surroundings:
    """What is looked at; for tests it is not the process's own."""

    env: Mapping[str, str]
    cwd: Path
    home: Path | None
    """None: this user has none."""

    @classmethod
    def own(cls) -> Surroundings:
        """Those of this process."""
        try:
            home: Path | None = Path.home()
        except RuntimeError:
            home = None
        return cls(env=os.environ, cwd=Path.cwd(), home=home)

    def get_home(self) -> Path:
        """The folder of this user. Raises SettingsError where there is none."""
        if self.home is None:
            raise SettingsError("This user has no home folder to look into: set HOME, or pass the url and the agent's own token.")
        return self.home


@dataclass(frozen=True)
class Settings:
    """Where to connect. `token` is None where none was found that may go there."""

    url: str
    origin: str
    token: str | None = field(repr=False)
    token_from: str
    missed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # The errors of HTTP libraries for a header that they refuse print all of it.
        if self.token is not None and not _TOKEN.fullmatch(self.token):
            raise SettingsError(
                f"The token of {self.token_from} has characters that none has, such as a line break: copy it again."
            )


def find_settings(
    url: str | None,
    token: str | None,
    around: Surroundings,
    *,
    allow_insecure_http: bool = False,
) -> Settings:
    """Url and token: as given, else from the environment, else from `.baton.json` upward, else of a server on this machine.

    A token goes only where it belongs: that of the file to the url of the file, the key of a local server to this
    machine, and to a foreign server that only a file names none that comes from elsewhere. Raises SettingsError.
    """
    file = _find_file(around.cwd)

    def env(name: str) -> str | None:
        return around.env.get(name, "").strip() or None

    said = url or env("BATON_URL")
    address = said or (file.url if file else None) or URL_DEFAULT
    origin = check_url(address, allow_insecure_http=allow_insecure_http)
    local = is_loopback(urlsplit(origin).hostname or "")
    outer = token or env("BATON_TOKEN")
    if outer is not None:
        if said is None and file is not None and file.url is not None and not local:
            raise SettingsError(
                f"{file.path} alone names {origin}, and a file of a project does not decide where your token goes. "
                "Say so yourself: set BATON_URL to that address, or pass url."
            )
        return Settings(address, origin, outer, "the argument token" if token else "BATON_TOKEN")
    if file is not None and file.token is not None and _origin(file.url or URL_DEFAULT) == origin:
        return Settings(address, origin, file.token, str(file.path))
    missed = ("the argument token", "BATON_TOKEN", f"{SETTINGS_FILE} in {around.cwd} and above")
    if not local:
        return Settings(address, origin, None, "", missed)
    folder = env("BATON_DATA_DIR")
    key_file = (Path(folder) if folder else around.get_home() / ".batonpass") / ADMIN_KEY_FILE
    key = (_read_if_there(key_file) or "").strip()
    return Settings(address, origin, key or None, str(key_file), () if key else (*missed, str(key_file)))


def check_url(url: str, *, allow_insecure_http: bool) -> str:
    """The origin of an address that may be used. Raises SettingsError, whose message does not repeat what may be secret."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SettingsError(f"The url cannot be read; it looks like {URL_DEFAULT}.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"The url must begin with http:// or https://; it looks like {URL_DEFAULT}.")
    if parts.username is not None or parts.password is not None:
        raise SettingsError("The url must hold no user name or password; pass the token.")
    if parts.query or parts.fragment:
        raise SettingsError("The url must have no query and no fragment.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if parts.scheme == "http" and not allow_insecure_http and not is_loopback(parts.hostname):
        raise SettingsError(
            f"{host} is beyond this machine and http shows the token to all on the way: "
            "use https, or allow_insecure_http=True."
        )
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" if port in (None, usual) else f"{parts.scheme}://{host}:{port}"


def is_loopback(host: str) -> bool:
    """Whether a host name is always this machine. Of what ends in `.localhost` the name servers may be asked."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class TokenOwner:
    """Whose token it is: one agent of one project on one server."""

    origin: str
    project: str
    agent: str


class TokenStore:
    """Keeps the tokens of agents in the user's state folder, a file for each; the TypeScript SDK has the same files."""

    def __init__(self, around: Surroundings) -> None:
        state = around.env.get("XDG_STATE_HOME", "")
        base = Path(state) if os.path.isabs(state) else around.get_home() / ".local" / "state"
        self._folder = base / "batonpass" / "tokens"

    def find(self, owner: TokenOwner) -> str | None:
        """The kept token; None where there is none, or the file is not what was kept."""
        try:
            kept = json.loads(_read_if_there(self._file(owner)) or "null")
        except ValueError:
            return None
        if not isinstance(kept, dict) or {**_fields(owner), "token": kept.get("token")} != kept:
            return None
        token = kept["token"]
        return token if isinstance(token, str) else None

    def prepare(self) -> None:
        """Makes the folder, before there is a token to lose. Raises SettingsError where this user cannot."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._folder.chmod(0o700)
        except OSError as failure:
            raise SettingsError(
                f"The tokens of agents are kept in {self._folder}, which cannot be written ({failure.strerror}): "
                "set XDG_STATE_HOME to a folder that can be, or pass the agent's own token."
            ) from None

    def keep(self, owner: TokenOwner, token: str) -> None:
        """Keeps a token in the folder that was prepared, readable by this user alone; renamed into place, so that nobody
        reads half of one."""
        file = self._file(owner)
        fresh = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                out.write(json.dumps({**_fields(owner), "token": token}) + "\n")
            fresh.replace(file)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise

    def _file(self, owner: TokenOwner) -> Path:
        text = f"{owner.origin}\n{owner.project}\n{owner.agent}"
        return self._folder / f"{hashlib.sha256(text.encode()).hexdigest()}.json"


def _fields(owner: TokenOwner) -> dict[str, str]:
    return {"origin": owner.origin, "project": owner.project, "agent": owner.agent}


@dataclass(frozen=True)
class _SettingsFile:
    path: Path
    url: str | None
    token: str | None = field(repr=False)


def _find_file(cwd: Path) -> _SettingsFile | None:
    for folder in (cwd, *cwd.parents):
        path = folder / SETTINGS_FILE
        text = _read_if_there(path)
        if text is not None:
            return _read_file(path, text)
    return None


def _read_file(path: Path, text: str) -> _SettingsFile:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    url = value.get("url") if isinstance(value, dict) else 0
    token = value.get("token") if isinstance(value, dict) else 0
    if not (url is None or isinstance(url, str)) or not (token is None or isinstance(token, str)):
        # The stock message would repeat the text, which may hold a token.
        raise SettingsError(f'{path} cannot be read; it looks like {{"url": "{URL_DEFAULT}", "token": "…"}}.')
    return _SettingsFile(path, url or None, token or None)


def _origin(url: str) -> str | None:
    try:
        return check_url(url, allow_insecure_http=True)
    except SettingsError:
        return None


def _read_if_there(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
        return None
