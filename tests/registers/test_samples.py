"""The samples of ``data/samples/`` are read as the table they were made from."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from disburse.intake.reading import ReadingOptions, read_register
from disburse.model import Severity
from disburse.paths import SAMPLES
from disburse.render.import_contract import import_document

EXPECTED = tomllib.loads((Path(__file__).parent / "expected.toml").read_text(encoding="utf-8"))
TOTALS = ("plan", "disbursed", "plan_carryover", "disbursed_carryover")
CLASSES = {row["code"]: row["class"] for row in EXPECTED["truth"]}


def document_of(name: str) -> dict[str, Any]:
    register = read_register(SAMPLES / name, ReadingOptions())
    assert [f for f in register.findings if f.severity is Severity.ERROR] == []
    return import_document(register, None, None)


@pytest.mark.parametrize("file", EXPECTED["file"], ids=lambda file: file["name"])
def test_a_sample_is_read_without_a_word_of_configuration(file: dict[str, Any]) -> None:
    document = document_of(file["name"])
    assert document["kind"] == file["kind"]
    assert date.fromisoformat(document["as_of"]) == file["as_of"]
    [sheet] = document["sheets"]
    assert (sheet["name"], sheet["unit"]) == (file["sheet"], file["unit"])
    assert list(sheet["header_rows"]) == file["header_rows"]
    assert document["totals"]["projects"] == file["projects"]
    for total in TOTALS:
        assert (document["totals"][total] or 0) == file.get(total, 0), total


@pytest.mark.parametrize("file", EXPECTED["file"], ids=lambda file: file["name"])
def test_projects_of_a_sample(file: dict[str, Any]) -> None:
    projects = document_of(file["name"])["projects"]
    for expected in file["project"]:
        [found] = [project for project in projects if project["name"] == expected["name"]]
        for field in {"code", "name", "owner", "class", *TOTALS} & set(expected):
            assert found[field] == expected[field], field
        stated = {(row["source"], row["tranche"]): row for row in found["by_source"]}
        for row in expected.get("by_source", ()):
            read = stated[row.get("source"), row["tranche"]]
            assert {key: read[key] for key in row if key != "source"} == {
                key: value for key, value in row.items() if key != "source"
            }


def test_the_plan_register_gives_every_project_its_class() -> None:
    projects = document_of("ke-hoach-dau-tu-cong-2026.xlsx")["projects"]
    assert {project["code"]: project["class"] for project in projects} == CLASSES
