"""When a page would send passwords readable over a network."""

from __future__ import annotations

import pytest

from disburse.web.settings import WebSettings

HERE = ("127.0.0.1", "127.8.9.1", "::1", "localhost")
NETWORKS = ("0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "fe80::1")  # noqa: S104 - what is judged
BEYOND = (*NETWORKS, "giaingan.example.vn", "", "127.0.0.1.evil")


@pytest.mark.parametrize("host", HERE)
def test_this_computer_alone_needs_no_protection(host: str) -> None:
    assert not WebSettings().exposed(host)


@pytest.mark.parametrize("host", BEYOND)
def test_beyond_it_protection_or_a_word_is_needed(host: str) -> None:
    assert WebSettings().exposed(host)
    assert not WebSettings(certificate="a.pem", certificate_key="a.key").exposed(host)
    assert not WebSettings(proxy="10.0.0.2").exposed(host)
    assert not WebSettings(plain_http=True).exposed(host)


def test_plain_http_is_not_taken_for_https() -> None:
    assert not WebSettings(plain_http=True).encrypted
    assert WebSettings(proxy="10.0.0.2").encrypted
    assert WebSettings(certificate="a.pem", certificate_key="a.key").encrypted
