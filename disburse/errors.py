"""What an operator can put right: the entry points print it instead of a traceback."""

from __future__ import annotations


class OperatorError(Exception):
    """A wrong use or a broken environment; the message is Vietnamese and says what to do."""
