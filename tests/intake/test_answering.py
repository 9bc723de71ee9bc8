"""Answers of earlier files: used for their very layout, told of each time, never a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from disburse.answers import RememberedAnswer, of_one_size
from disburse.intake.reading import ReadingOptions
from disburse.model import Severity
from tests.intake.drawn import MILLION, codes, disbursed, plans, table

if TYPE_CHECKING:
    from disburse.model import Finding, Register
    from tests.intake.conftest import Read

UNKNOWN = """
KẾ HOẠCH NĂM {year}
ĐVT: triệu đồng
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm {year} | Số KBNN đến {day}/{year}
1 | Đường A | 7000001 | 300 | 120
2 | Trường B | 7000002 | 500 | 80
"""
UNITLESS = """
KẾ HOẠCH NĂM 2026
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2026 | Giải ngân đến 30/9/2026
1 | Đường A | 7000001 | {first} | {paid}
2 | Trường B | 7000002 | 500 | 80
"""
HEADING = "Số KBNN đến 30/9/2026"
SEPTEMBER = UNKNOWN.format(year=2026, day="30/9")
OCTOBER = UNKNOWN.format(year=2026, day="31/10")


def told(*mapping: tuple[str, str], unit: str | None = None) -> ReadingOptions:
    return ReadingOptions(mapping=mapping, unit=unit)


def kept(register: Register) -> ReadingOptions:
    """What a ledger would give back of the answers a register was read by."""
    return ReadingOptions(
        remembered=tuple(
            RememberedAnswer(
                answer_id=number,
                import_id=1,
                file=register.file,
                sheet=sheet.name,
                fingerprint=sheet.fingerprint,
                heading=answer.heading,
                heading_key=answer.heading_key,
                value=answer.value,
                usual_amount=answer.usual_amount,
                answered_by="Phòng Kinh tế",
                answered_at="2026-10-02T08:15:00+07:00",
                withdrawn_at=None,
                withdrawn_by=None,
                uses=(1,),
            )
            for sheet in register.sheets
            for number, answer in enumerate(sheet.answers, start=7)
        )
    )


def found(register: Register, code: str) -> Finding:
    (one,) = [finding for finding in register.findings if finding.code == code]
    return one


def test_an_answer_is_used_again_next_month_and_told_of(read: Read) -> None:
    answers = kept(read(SEPTEMBER, options=told((HEADING, "disbursed_current"))))
    assert found(read(OCTOBER), "column_unknown").value == "Số KBNN đến 31/10/2026"
    again = read(OCTOBER, options=answers)
    assert disbursed(again.projects[0]) == {(None, "current", "2026-10-31"): 120}
    note = found(again, "answer_used_again")
    assert (note.severity, note.sheet, note.cell) == (Severity.INFO, "Bảng 1", "E3")
    assert note.value == "Số KBNN đến 31/10/2026"
    assert all(
        part in note.message for part in ("disbursed_current", "Phòng Kinh tế", "02/10/2026")
    )
    assert "answers --remove 7" in note.fix
    assert "column_unknown" not in codes(again)
    (answer,) = again.sheets[0].answers
    assert (answer.answer_id, answer.heading) == (7, "Số KBNN đến 31/10/2026")


def test_it_holds_in_the_next_year_too(read: Read) -> None:
    answers = kept(read(SEPTEMBER, options=told((HEADING, "disbursed_current"))))
    later = read(UNKNOWN.format(year=2027, day="28/2"), options=answers)
    assert disbursed(later.projects[0]) == {(None, "current", "2027-02-28"): 120}


@pytest.mark.parametrize(
    "change",
    [
        ("Mã dự án", "Mã số dự án"),
        ("Số KBNN đến", "Số KBNN trả đến"),
        ("STT |", "STT | Địa điểm |"),
    ],
)
def test_another_layout_is_asked_again(read: Read, change: tuple[str, str]) -> None:
    answers = kept(read(SEPTEMBER, options=told((HEADING, "disbursed_current"))))
    other = read(
        OCTOBER.replace(*change).replace("\n1 |", "\n1 |" + " |" * change[1].count("|")),
        options=answers,
    )
    assert "answer_used_again" not in codes(other)
    assert other.sheets[0].answers == ()


def test_what_is_said_of_this_file_goes_first(read: Read) -> None:
    answers = kept(read(SEPTEMBER, options=told((HEADING, "disbursed_current"))))
    now = ReadingOptions(
        mapping=(("Số KBNN đến 31/10/2026", "note"),), remembered=answers.remembered
    )
    register = read(OCTOBER, options=now)
    assert register.projects[0].disbursements == ()
    assert [(one.value, one.answer_id) for one in register.sheets[0].answers] == [("note", None)]
    assert "answer_used_again" not in codes(register)


def test_an_answer_that_contradicts_the_heading_is_used_with_a_warning(read: Read) -> None:
    plain = SEPTEMBER.replace(HEADING, "Lũy kế giải ngân")
    answers = kept(read(plain, options=told(("Lũy kế giải ngân", "note"))))
    again = read(plain, options=answers)
    assert again.projects[0].disbursements == ()
    note = found(again, "answer_against_heading")
    assert note.severity is Severity.WARNING
    assert "note" in note.message
    assert "disbursed_current" in note.message


def test_an_answer_that_says_what_the_heading_says_is_not_kept(read: Read) -> None:
    register = read(SEPTEMBER, options=told(("Kế hoạch vốn năm 2026", "plan_current")))
    assert register.sheets[0].answers == ()


def test_it_may_take_back_a_remembered_one_though(read: Read) -> None:
    heading = "Kế hoạch vốn năm 2026"
    answers = kept(read(SEPTEMBER, options=told((heading, "note"))))
    now = ReadingOptions(mapping=((heading, "plan_current"),), remembered=answers.remembered)
    register = read(SEPTEMBER, options=now)
    assert plans(register.projects[0]) == {(None, "current"): 300}
    assert [one.value for one in register.sheets[0].answers] == ["plan_current"]


def test_of_two_headings_alike_but_for_their_dates_none_is_answered_again(read: Read) -> None:
    two = SEPTEMBER.replace(HEADING, f"Số KBNN đến 31/8/2026 | {HEADING}").replace(
        "| 120", "| 110 | 120"
    )
    register = read(two, options=told((HEADING, "disbursed_current")))
    assert disbursed(register.projects[0]) == {(None, "current", "2026-09-30"): 120}
    (answer,) = register.sheets[0].answers
    assert answer.heading_key == ""
    assert "answer_used_again" not in codes(read(two, options=kept(register)))


def test_a_heading_that_several_columns_end_in_must_be_told_in_full(read: Read) -> None:
    drawing = """
KẾ HOẠCH NĂM 2026, SỐ LIỆU ĐẾN NGÀY 30/9/2026
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026 | < | Phần lạ | <
^ | ^ | Tổng số | Đợt 1 | Tổng số | Đợt 1
1 | Đường A | 300 | 100 | 50 | 20
"""
    for header in ("Tổng số", "Đợt 1"):
        short = read(drawing, options=told((header, "disbursed_current")))
        assert found(short, "map_heading_ambiguous").value == header
        assert short.sheets[0].answers == ()
    full = read(drawing, options=told(("Phần lạ › Tổng số", "disbursed_current")))
    assert "map_heading_ambiguous" not in codes(full)
    assert sum(row.amount for row in full.projects[0].disbursements) == 50 * MILLION


def test_the_word_of_a_person_stands_against_a_neighbouring_column(read: Read) -> None:
    """A label missing under a shared heading is asked about; the answer ends the question."""
    drawing = """
KẾ HOẠCH NĂM 2026
ĐVT: triệu đồng
STT | Tên dự án | Phần lạ | < | Kế hoạch vốn năm 2026
^ | ^ | Đợt 1 | | ^
1 | Đường A | 20 | 120 | 300
"""
    asked = [f.value for f in read(drawing).findings if f.code == "column_unknown"]
    assert asked == ["Phần lạ › Đợt 1", "Phần lạ"]
    register = read(drawing, options=told(*((value or "", "note") for value in asked)))
    assert "column_unknown" not in codes(register)


def unitless(first: float = 300, paid: float = 120) -> str:
    return UNITLESS.format(first=first, paid=paid)


def test_a_missing_unit_is_remembered_and_told_of(read: Read) -> None:
    assert found(read(unitless()), "unit_missing").candidates == (
        "đồng", "nghìn đồng", "triệu đồng", "tỷ đồng",
    )  # fmt: skip
    answers = kept(read(unitless(), options=told(unit="triệu đồng")))
    later = read(unitless(paid=250), options=answers)
    assert table(later)[0][1] == 300
    note = found(later, "unit_used_again")
    assert (note.severity, note.cell, note.value) == (Severity.INFO, "A2", "triệu đồng")
    assert "Phòng Kinh tế" in note.message
    assert codes(later, Severity.ERROR) == []


def test_amounts_of_another_size_are_asked_about_again(read: Read) -> None:
    answers = kept(read(unitless(), options=told(unit="triệu đồng")))
    every = (
        unitless(300_000_000, 120_000_000).replace("500", "500000000").replace("| 80", "| 80000000")
    )
    one_column = unitless(paid=120_000_000).replace("| 80", "| 80000000")
    for drawing in (every, one_column):
        later = read(drawing, options=answers)
        assert codes(later, Severity.ERROR) == ["unit_missing"]
        assert found(later, "unit_not_used_again").value == "triệu đồng"
        assert all(project.plans == () for project in later.projects)


def test_a_unit_is_remembered_only_where_the_file_states_none(read: Read) -> None:
    stated = unitless().replace("STT |", "ĐVT: nghìn đồng\nSTT |", 1)
    register = read(stated, options=told(unit="triệu đồng"))
    assert register.sheets[0].answers == ()
    answers = kept(read(unitless(), options=told(unit="triệu đồng")))
    own = read(stated, options=answers)
    assert own.sheets[0].unit == "nghìn đồng"
    assert own.sheets[0].answers == ()


def test_unit_and_headings_are_asked_about_at_once(read: Read) -> None:
    both = SEPTEMBER.replace("ĐVT: triệu đồng\n", "")
    assert {"unit_missing", "column_unknown"} <= set(codes(read(both)))
    answers = kept(read(both, options=told((HEADING, "disbursed_current"), unit="triệu đồng")))
    assert len(answers.remembered) == 2
    later = read(OCTOBER.replace("ĐVT: triệu đồng\n", ""), options=answers)
    assert disbursed(later.projects[0]) == {(None, "current", "2026-10-31"): 120}


def test_questions_carry_what_may_be_answered(read: Read) -> None:
    question = found(read(SEPTEMBER), "column_unknown")
    assert {"plan_current", "disbursed_current", "note"} <= set(question.candidates)
    long = "Số liệu do Kho bạc Nhà nước khu vực cung cấp " * 4
    asked = found(read(SEPTEMBER.replace(HEADING, long)), "column_unknown")
    answer = told((asked.value or "", "disbursed_current"))
    assert "map_heading_missing" not in codes(
        read(SEPTEMBER.replace(HEADING, long), options=answer)
    )


@pytest.mark.parametrize(
    ("amount", "usual", "same"),
    [(100, 100, True), (100, 1000, True), (1000, 100, True), (100, 1001, False), (None, 1, False)],
)
def test_sizes_within_ten_times_are_one(amount: int | None, usual: int, *, same: bool) -> None:
    assert of_one_size(amount, usual) is same
