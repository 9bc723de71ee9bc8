"""Faults in what tells a project: codes, names, ordinals, dates, classes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bench.recognition.faults.damage import (
    Damage,
    Fault,
    cell,
    columns_of,
    fields_of,
    set_cell,
    single_rows,
)  # fmt: skip
from bench.recognition.truth import YEAR

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from bench.recognition.drawing import Drawn
    from bench.recognition.expected import ExpectedProject


def _rename(drawn: Drawn, project: ExpectedProject, key: str) -> None:
    drawn.expected.projects.pop(project.key)
    project.key = key
    drawn.expected.projects[key] = project


def _code_shared(drawn: Drawn, dice: Random) -> Damage | None:
    """Two different projects with one code."""
    places = fields_of(drawn, "code", "project")
    if len({cell(drawn, place) for place in places}) <= 1:
        return None
    first = dice.choice(places)
    second = dice.choice([p for p in places if cell(drawn, p) != cell(drawn, first)])
    set_cell(drawn, second, cell(drawn, first))
    return Damage((first, second), must_report=True, anywhere=True)


def _code_lost(drawn: Drawn, dice: Random) -> Damage | None:
    """A project without its code; its name still tells it."""
    rows = [(p, place) for p, place in single_rows(drawn) if columns_of(drawn, place[0], "code")]
    if not rows:
        return None
    project, (sheet, row) = dice.choice(rows)
    column = columns_of(drawn, sheet, "code")[0]
    set_cell(drawn, (sheet, row, column), None)
    _rename(drawn, project, str(project.texts["name"]))
    project.texts["code"] = None
    return Damage(((sheet, row, column),))


def _code_written(form: str) -> Callable[[Drawn, Random], Damage | None]:
    """A code with spaces or marks in it."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = [p for p in fields_of(drawn, "code", "project") if isinstance(cell(drawn, p), str)]
        if not places:
            return None
        place = dice.choice(places)
        code = str(cell(drawn, place)).strip()
        set_cell(drawn, place, form.format(code, code[:1], code[1:4], code[4:]))
        return Damage((place,))

    return strike


def _code_as_number(drawn: Drawn, _: Random) -> Damage | None:
    """Every code a number, leading zeros gone."""
    places = fields_of(drawn, "code", "project", "split")
    for place in places:
        set_cell(drawn, place, int(str(cell(drawn, place)).strip()))
    return Damage(tuple(places)) if places else None


def _name_lost(drawn: Drawn, dice: Random) -> Damage | None:
    """A coded project without its name."""
    rows = [
        (project, place)
        for project, place in single_rows(drawn)
        if columns_of(drawn, place[0], "code") and columns_of(drawn, place[0], "name")
    ]
    if not rows:
        return None
    _, (sheet, row) = dice.choice(rows)
    place = (sheet, row, columns_of(drawn, sheet, "name")[0])
    set_cell(drawn, place, None)
    return Damage((place,), must_report=True)


def _ordinals(change: str) -> Callable[[Drawn, Random], Damage | None]:
    """The number of a project repeated, missing, or written as text."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = [
            p for p in fields_of(drawn, "ordinal", "project") if isinstance(cell(drawn, p), int)
        ]
        if not places[1:]:
            return None
        place = dice.choice(places[1:])
        value = {
            "repeated": cell(drawn, places[0]),
            "missing": None,
            "text": f"{cell(drawn, place)}.",
        }
        set_cell(drawn, place, value[change])
        return Damage((place,))

    return strike


def _decimal_as_date(drawn: Drawn, dice: Random) -> Damage | None:
    """A number such as 1.10 or 3.2 taken for a date by the spreadsheet."""
    places = [
        place
        for place in fields_of(drawn, "ordinal", "project")
        if isinstance(text := cell(drawn, place), str)
        and text.count(".") == 1
        and text[-1].isdigit()
    ]
    if not places:
        return None
    place = dice.choice(places)
    day, month = str(cell(drawn, place)).split(".")
    if not day.isdigit() or int(month) not in range(1, 13):
        return None
    set_cell(drawn, place, date(YEAR, int(month), int(day)))
    return Damage((place,))


def _dates(text: str) -> Callable[[Drawn, Random], Damage | None]:
    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = fields_of(drawn, "construction_start", "project")
        if not places:
            return None
        place = dice.choice(places)
        set_cell(drawn, place, text)
        return Damage((place,), must_report=True)

    return strike


def _completion_before_start(drawn: Drawn, dice: Random) -> Damage | None:
    places = fields_of(drawn, "timespan", "project")
    if not places:
        return None
    place = dice.choice(places)
    set_cell(drawn, place, "2027-2024")
    return Damage((place,), must_report=True)


def _class_unreadable(drawn: Drawn, dice: Random) -> Damage | None:
    places = fields_of(drawn, "class", "project")
    if not places:
        return None
    place = dice.choice(places)
    set_cell(drawn, place, "???")
    return Damage((place,), must_report=True)


def _heading_misspelt(drawn: Drawn, dice: Random) -> Damage | None:
    """A letter missing in a class heading."""
    places = [
        place
        for place in (*fields_of(drawn, "name", "heading"), *fields_of(drawn, "ordinal", "heading"))
        if (group := drawn.rows[place[:2]].group) is not None and group.by == "class"
    ]
    if not places:
        return None
    place = dice.choice(places)
    text = str(cell(drawn, place))
    for word in ("chuyển tiếp", "khởi công", "hoàn thành", "mở mới", "xây dựng mới"):
        for spelled in (word, word.upper(), word.capitalize()):
            if spelled in text:
                set_cell(drawn, place, text.replace(spelled, spelled[:2] + spelled[3:]))
                return Damage((place,))
    return None


IDENTITY_FAULTS = (
    Fault("code shared by two projects", _code_shared),
    Fault("code lost", _code_lost),
    Fault("code with spaces", _code_written("{1} {2} {3}")),
    Fault("code with a remark", _code_written("{0} (TABMIS)")),
    Fault("code with a stray point", _code_written("{0}.")),
    Fault("codes as numbers", _code_as_number),
    Fault("name lost", _name_lost),
    Fault("ordinal repeated", _ordinals("repeated")),
    Fault("ordinal missing", _ordinals("missing")),
    Fault("ordinal with a point", _ordinals("text")),
    Fault("ordinal 1.2 turned into a date", _decimal_as_date),
    Fault("impossible date", _dates("31/06/2026")),
    Fault("date in words", _dates("dự kiến tháng tới")),
    Fault("completion before start", _completion_before_start),
    Fault("class unreadable", _class_unreadable),
    Fault("class heading misspelt", _heading_misspelt),
)
