"""What a header of a mail, a file's name and an SMTP command can carry."""

from __future__ import annotations

import re
from urllib.parse import quote

import idna

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_MEDIA_TYPE = re.compile(r"(?!multipart/|message/)[a-z0-9.+-]+/[a-z0-9.+-]+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LONGEST_LINE = 500
# Of a line of 998 octets, which is as long as RFC 5322 allows; not every mail program joins the
# pieces of a name that was cut.
_LONGEST_NAME = 900
_WEB_ADDRESS = re.compile(r"https?://[!-;=?-~]+")


def demand_line(what: str, text: str) -> None:
    """Raise ValueError unless ``text`` is one line of text that says something."""
    if not text.strip() or len(text) > _LONGEST_LINE or _CONTROL.search(text):
        raise ValueError(f"{what} is not one line of text: {text!r}")


def demand_file_name(text: str) -> None:
    """Raise ValueError unless ``text`` is one line that a header takes in one piece."""
    demand_line("name", text)
    if len(quote(text)) > _LONGEST_NAME:
        raise ValueError(f"the name of a file is too long: {text!r}")


def demand_word(what: str, text: str) -> None:
    """Raise ValueError unless ``text`` is ASCII letters, digits, dots, hyphens, underscores."""
    if not _WORD.fullmatch(text):
        raise ValueError(f"{what} is not a plain word: {text!r}")


def demand_media_type(text: str) -> None:
    """Raise ValueError unless ``text`` is the media type of one file."""
    if not _MEDIA_TYPE.fullmatch(text):
        raise ValueError(f"not the media type of a file: {text!r}")


def demand_address(text: str) -> None:
    """Raise ValueError unless ``text`` has the form of an address whose local part is ASCII."""
    if not _ADDRESS.fullmatch(ascii_address(text)):
        raise ValueError(f"not an address mail can go to: {text!r}")


def ascii_address(address: str) -> str:
    """Write the domain of an address in ASCII, as servers know it. Raises ValueError."""
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"


def demand_web_address(text: str) -> None:
    """Raise ValueError unless ``text`` has the form of a web address, without angle brackets."""
    if not _WEB_ADDRESS.fullmatch(text):
        raise ValueError(f"not a web address: {text!r}")
