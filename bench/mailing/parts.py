"""One measured part in a process of its own: ``python parts.py PART DATABASE COUNT PORT``.

``fill`` makes the run and stores it; ``deliver`` hands it over; ``bare`` sends the same mails,
made beforehand, by a loop over `smtplib`; ``noted`` is that loop with one line put safely on disk
before each mail, without which nobody can know what a crash left undone; ``naive`` makes and sends
each mail in the loop. Prints the seconds of the part alone.
"""

from __future__ import annotations

import smtplib
import sys
import time
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.mailing.letters import AT, letters
from bench.mailing.worker import SENDER
from disburse.ledger.schema import open_ledger
from disburse.send import contents
from disburse.send.delivery import deliver
from disburse.send.mime import built
from disburse.send.outbox import enqueue
from disburse.send.server import Server
from disburse.send.smtp import ToServer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from disburse.send.records import NewMessage

_HOST = "127.0.0.1"


def fill(database: Path, count: int, port: int) -> float:
    """Make and store the run's messages."""
    del port
    with closing(open_ledger(database)) as ledger:
        begun = time.perf_counter()
        if enqueue(ledger, letters(count), at=AT).new != count:
            raise ValueError("the outbox was not empty")
        return time.perf_counter() - begun


def deliver_all(database: Path, count: int, port: int) -> float:
    """Hand everything over."""
    with closing(open_ledger(database)) as ledger:
        begun = time.perf_counter()
        with closing(ToServer(Server(_HOST, port), SENDER)) as carrier:
            done = deliver(ledger, carrier, lambda: AT)
        seconds = time.perf_counter() - begun
    if done.sent != count:
        raise ValueError(f"not everything was sent: {done}")
    return seconds


def bare(database: Path, count: int, port: int) -> float:
    """Send the same octets in the shortest loop there is."""
    ready = _ready(database, count)
    begun = time.perf_counter()
    with smtplib.SMTP(_HOST, port) as smtp:
        for address, content in ready:
            smtp.sendmail(SENDER.address, [address], content)
    return time.perf_counter() - begun


def noted(database: Path, count: int, port: int) -> float:
    """Send them in that loop, each noted on disk before."""
    ready = _ready(database, count)
    with closing(open_ledger(database)) as ledger:
        ledger.execute("CREATE TABLE note (address TEXT)")
        begun = time.perf_counter()
        with smtplib.SMTP(_HOST, port) as smtp:
            for address, content in ready:
                ledger.execute("INSERT INTO note VALUES (?)", (address,))
                smtp.sendmail(SENDER.address, [address], content)
        return time.perf_counter() - begun


def _ready(database: Path, count: int) -> list[tuple[str, bytes]]:
    with closing(open_ledger(database)) as ledger:
        mails = [contents.mail(ledger, number) for number in range(1, count + 1)]
    return [(mail.address, built(mail, SENDER)) for mail in mails]


def naive(database: Path, count: int, port: int) -> float:
    """Make every mail and send it, as a script would."""
    del database
    begun = time.perf_counter()
    with smtplib.SMTP(_HOST, port) as smtp:
        for one in letters(count):
            smtp.send_message(_composed(one))
    return time.perf_counter() - begun


def _composed(one: NewMessage) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = SENDER.address, one.address
    message["Subject"] = one.subject
    message.set_content(one.text)
    message.add_alternative(one.html or "", subtype="html")
    for picture in one.inline:
        message.add_attachment(
            picture.content, maintype="image", subtype="png", filename=picture.name
        )
    for file in one.attachments:
        maintype, _, subtype = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=file.name)
    return message


PARTS: dict[str, Callable[[Path, int, int], float]] = {
    "fill": fill,
    "deliver": deliver_all,
    "bare": bare,
    "noted": noted,
    "naive": naive,
}


def main(arguments: Sequence[str]) -> int:
    """Run the part that is named."""
    part, database, count, port = arguments
    print(PARTS[part](Path(database), int(count), int(port)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
