"""Whose reports these are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Office:
    """The office in whose name the report is made, as its letterhead writes it."""

    authority: str = "Ủy ban nhân dân xã Bằng Mạc"
    department: str = "Phòng Kinh tế"
    place: str = "xã Bằng Mạc"
