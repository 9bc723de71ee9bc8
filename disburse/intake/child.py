"""The process that reads one file and is gone: started by `disburse.intake.isolation`.

Nothing it or its libraries print reaches anybody. It ends when its time is up, and when the
process that started it is gone, for then its standard input closes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from disburse.intake.exchange import LENGTH_BYTES, Answer, Outcome
from disburse.intake.reading import read_register
from disburse.intake.sending import Sender
from disburse.intake.vocabulary import vocabulary

if TYPE_CHECKING:
    from types import TracebackType

    from disburse.intake.exchange import Request

_PANIC = "PanicException"
"""What the library of the formats raises where its own checks fail; its type has no public name."""
_INPUT, _OUTPUT, _ERRORS = 0, 1, 2


def main() -> None:
    """Answer the request on standard input; the process ends here."""
    channel = os.dup(_OUTPUT)
    os.dup2(_ERRORS, _OUTPUT)
    gc.disable()  # reading makes no cycles to speak of, and the process is soon gone
    vocabulary()  # now, for the process may have been started before there is a request
    request: Request = pickle.loads(_request())  # noqa: S301 - from the process that started us
    faulthandler.dump_traceback_later(request.seconds, exit=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    cap_memory(request.memory)
    with contextlib.suppress(BrokenPipeError), os.fdopen(channel, "wb") as stream:
        _answer(request, Sender(stream))
    os._exit(0)


def _request() -> bytes:
    length = int.from_bytes(_read(LENGTH_BYTES), "big")
    return _read(length)


def _read(length: int) -> bytes:
    content = b""
    while len(content) < length:
        part = os.read(_INPUT, length - len(content))
        if not part:
            os._exit(1)
        content += part
    return content


def _end_with_parent() -> None:
    os.read(_INPUT, 1)
    os._exit(1)


def cap_memory(memory: int) -> None:
    """Let the system itself enforce the bound where it can; elsewhere we are only watched."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _answer(request: Request, sender: Sender) -> None:
    """Read the file and send what came of it; a fault takes back what was sent before."""
    try:
        sender.register(read_register(request.path, request.options, sender.early))
    except MemoryError:
        sender.answer(Answer(Outcome.HEAVY))
    except OSError as error:
        sender.answer(Answer(Outcome.UNREADABLE, detail=str(error.errno or 0)))
    except BaseException as error:  # noqa: BLE001 - a library's panic is no Exception
        if type(error).__name__ == _PANIC:
            sender.answer(Answer(Outcome.REFUSED, detail="file_damaged"))
        else:
            sender.answer(Answer(Outcome.FAILED, detail=_told(error)))


def _told(error: BaseException) -> str:
    """Kind and place of a fault, for whoever mends it: ``KeyError columns.py:120``."""
    place: TracebackType | None = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(error).__name__
    file = Path(place.tb_frame.f_code.co_filename).name
    return f"{type(error).__name__} {file}:{place.tb_lineno}"
