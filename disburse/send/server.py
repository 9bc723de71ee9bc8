"""The mail server and the sender that the settings name."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import parseaddr
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from disburse.send.checks import demand_address
from disburse.send.errors import SendError
from disburse.send.mime import Sender

if TYPE_CHECKING:
    from pathlib import Path
    from urllib.parse import SplitResult

    from disburse.send.settings import MailSettings

_SCHEMES = {"smtp": 587, "smtps": 465}
_NOBODY = "disburse@localhost"


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how it is spoken to.

    ``starttls``: the connection is encrypted before anything else or not used at all; with
    ``smtps`` it is so from its first octet.
    """

    host: str
    port: int
    smtps: bool = False
    starttls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str | None = None
    timeout_seconds: float = 60
    answer_seconds: float = 600


def server_of(settings: MailSettings, folder: Path) -> Server | None:
    """Read the server from the settings; None where none is set.

    Without a word on STARTTLS it is required, but on this computer itself, where nobody listens.
    Raises SendError ``smtp_url``, ``smtp_scheme``, ``smtp_option``, ``smtp_password``,
    ``smtp_ascii``, ``credential_file`` or ``authority``; none of them shows the URL, which holds
    a password.
    """
    if not settings.smtp_url:
        return None
    url, host, port = _split(settings.smtp_url)
    if url.scheme not in _SCHEMES:
        raise SendError("smtp_scheme", "the URL of the mail server is neither smtp nor smtps")
    user, password = unquote(url.username or ""), unquote(url.password or "")
    if user and not password:
        password = _credential(settings, folder)
    if not (user + password).isascii():
        raise SendError("smtp_ascii", "user or password is not ASCII, which SMTP cannot carry")
    return Server(
        host=host,
        port=port or _SCHEMES[url.scheme],
        smtps=url.scheme == "smtps",
        starttls=_starttls(url, host),
        user=user,
        password=password,
        authority=_authority(settings, folder),
        timeout_seconds=settings.timeout_seconds,
        answer_seconds=settings.answer_seconds,
    )


def sender_of(settings: MailSettings, name: str) -> Sender:
    """Read the sender, shown as ``name`` unless the settings name it otherwise.

    Raises SendError ``sender``, or ``no_sender`` where mail goes to a server and none is set.
    """
    if not settings.sender:
        if settings.smtp_url:
            raise SendError("no_sender", "no sender is set")
        return Sender(name, _NOBODY, settings.reply_to)
    shown, address = parseaddr(settings.sender)
    for one in (address, settings.reply_to or address):
        try:
            demand_address(one)
        except ValueError as error:
            raise SendError("sender", str(error), address=one or settings.sender) from error
    return Sender(shown or name, address, settings.reply_to)


def _split(text: str) -> tuple[SplitResult, str, int | None]:
    try:
        url = urlsplit(text)
        host, port = url.hostname, url.port
    except ValueError:
        host = None
    if not host or url.path.strip("/") or url.fragment:
        raise SendError("smtp_url", "the URL of the mail server cannot be read")
    return url, host, port


def _starttls(url: SplitResult, host: str) -> bool:
    options = parse_qsl(url.query, keep_blank_values=True)
    if not options:
        return url.scheme == "smtp" and not _loopback(host)
    if url.scheme == "smtps" or len(options) > 1 or options[0][0] != "starttls":
        raise SendError("smtp_option", "an option of the mail server's URL is unknown")
    if options[0][1] not in {"required", "no"}:
        raise SendError("smtp_option", "starttls is neither required nor no")
    return options[0][1] == "required"


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _credential(settings: MailSettings, folder: Path) -> str:
    if not settings.credential_file:
        raise SendError("smtp_password", "the mail server's user has no password")
    path = folder / settings.credential_file
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SendError("credential_file", f"cannot read {path}: {error}", path=path) from error
    if not text:
        raise SendError("credential_file", f"{path} is empty", path=path)
    return text


def _authority(settings: MailSettings, folder: Path) -> str | None:
    if not settings.authority:
        return None
    path = folder / settings.authority
    if not path.is_file():
        raise SendError("authority", f"no file {path}", path=path)
    return str(path)
