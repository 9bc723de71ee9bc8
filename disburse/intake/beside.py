"""A call in a thread of its own, for what may be done while a library works outside Python."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


class Beside(Generic[Result]):
    """The call is under way from the start; whatever it raises, `result` raises.

    Used as a context, which the call does not outlive.
    """

    def __init__(self, call: Callable[[], Result]) -> None:
        """Start the call. Raises MemoryError where there is no room for a thread."""
        self._call = call
        self._results: list[Result] = []
        self._error: BaseException | None = None
        self._done = Event()
        try:
            Thread(target=self._run, daemon=True).start()
        except RuntimeError as error:
            raise MemoryError from error

    def _run(self) -> None:
        try:
            self._results.append(self._call())
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            self._error = error
        self._done.set()

    def result(self) -> Result:
        """Wait for what the call returns."""
        self._done.wait()
        if self._error is not None:
            raise self._error
        return self._results[0]

    def __enter__(self) -> Self:
        """Give the call itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until the call is done."""
        self._done.wait()
