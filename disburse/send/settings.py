"""What an office may set about its mail."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where mail is handed over, who it comes from, and how long a server may take.

    ``smtp_url`` is ``smtp://[user:password@]host:port`` or ``smtps://``, with
    ``?starttls=required`` or ``?starttls=no``; left empty, mails become files in ``outbox``.
    ``credential_file`` holds the password where the URL does not. ``authority`` is a PEM file of
    who vouches for the server's certificate, where the computer itself does not know. Relative
    paths count from the database's folder. ``answer_seconds``: RFC 5321 gives a server ten minutes
    to answer the end of a mail; giving up earlier leaves nobody knowing whether it was accepted.
    """

    smtp_url: str = field(
        default="", repr=False, metadata={"secret": True, "variable": "DISBURSE_SMTP_URL"}
    )
    sender: str = field(default="", metadata={"variable": "DISBURSE_MAIL_FROM"})
    reply_to: str = ""
    credential_file: str = ""
    authority: str = ""
    outbox: str = "outbox"
    timeout_seconds: int = 60
    answer_seconds: int = 600
