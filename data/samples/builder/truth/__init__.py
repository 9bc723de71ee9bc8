"""The whole truth table, in the order of the annual plan."""

from __future__ import annotations

from builder.model import Group, Sector
from builder.truth.completed import ENTRIES as COMPLETED
from builder.truth.continuing_buildings import ENTRIES as CONTINUING_BUILDINGS
from builder.truth.continuing_works import ENTRIES as CONTINUING_WORKS
from builder.truth.new_buildings import ENTRIES as NEW_BUILDINGS
from builder.truth.new_works import ENTRIES as NEW_WORKS
from builder.truth.preparation import ENTRIES as PREPARATION

ENTRIES = tuple(
    sorted(
        COMPLETED
        + CONTINUING_WORKS
        + CONTINUING_BUILDINGS
        + NEW_WORKS
        + NEW_BUILDINGS
        + PREPARATION,
        key=lambda entry: (list(Group).index(entry.group), list(Sector).index(entry.sector)),
    )
)
