"""What an office may set about its web page."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit


def _web_address(text: str) -> None:
    """Raise ValueError for what is neither empty nor the address of a page."""
    parts = urlsplit(text)
    if text and not (parts.scheme in {"http", "https"} and parts.hostname and parts.query == ""):
        raise ValueError(text)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Where the page is served and how it is protected.

    Beyond this computer passwords must not travel readable: ``certificate`` and
    ``certificate_key`` serve https; ``proxy`` is the address of a proxy that does; or
    ``plain_http`` says on purpose that the network is trusted. ``public_url`` is the address people
    reach the page at, for links in mails; without it mails have none.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    certificate: str = ""
    certificate_key: str = ""
    proxy: str = ""
    plain_http: bool = False
    upload_megabytes: int = 50
    public_url: str = field(default="", metadata={"check": _web_address, "problem": "url"})

    @property
    def encrypted(self) -> bool:
        """Whether people reach the page by https, from here or from the proxy."""
        return bool(self.certificate or self.proxy)

    def exposed(self, host: str) -> bool:
        """Whether serving on ``host`` would send passwords readable beyond this computer."""
        return not (self.encrypted or self.plain_http or _loopback(host))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
