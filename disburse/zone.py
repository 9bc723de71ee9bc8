"""The one time zone of the project, from the ``tzdata`` package itself.

So neither ``TZ`` nor ``PYTHONTZPATH`` nor a Windows setting can move a due date.
"""

from __future__ import annotations

from importlib.resources import files
from zoneinfo import ZoneInfo

_NAME = "Asia/Ho_Chi_Minh"

with (files("tzdata.zoneinfo") / _NAME).open("rb") as _rules:
    VIETNAM = ZoneInfo.from_file(_rules, key=_NAME)
