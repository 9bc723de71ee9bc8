from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from disburse.monitor.selection import of_owner
from disburse.render.office import Office
from disburse.render.word.letters import LISTED, due_round, file_name, letters, write_letter
from disburse.render.word.settings import LetterSettings
from tests.render.conftest import AS_OF, DECISION
from tests.render.word.conftest import SENT, kept, reply
from tests.render.word.reading import text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from disburse.casework_model import Casework
    from disburse.correspondence import KeptLetter
    from disburse.frames import Assessment
    from disburse.render.word.letters import Letter

BOARD = "Ban QLDA xã Bằng Mạc"
KEY = "ban qlda xa bang mac"


def of(assessment: Assessment, earlier: KeptLetter | None = None) -> Letter:
    before = {KEY: earlier} if earlier else {}
    made = letters(assessment, Office(), LetterSettings(), {}, before)
    return next(one for one in made if one.owner == BOARD)


def test_a_letter_reads_as_agreed(
    drafted: tuple[Letter, ...], snapshot: Callable[[str, str], None], tmp_path: Path
) -> None:
    [board] = [one for one in drafted if one.owner == BOARD]
    write_letter(board, tmp_path / "a.docx")
    snapshot("reminder_letter.txt", text_of(tmp_path / "a.docx"))


def test_the_same_letter_is_the_same_file(drafted: tuple[Letter, ...], tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_letter(drafted[0], tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_only_owners_with_slow_projects_are_written_to(
    assessment: Assessment, drafted: tuple[Letter, ...]
) -> None:
    table = assessment.milestones
    slow = table.loc[(table["state"] == "missed") | (table["risk"] == "at_risk"), "project_id"]
    owners = set(assessment.projects.loc[slow.unique(), "owner"].dropna())
    everybody = set(assessment.projects["owner"].dropna())
    assert {one.owner for one in drafted} == owners
    assert everybody - owners


def test_nobody_is_written_to_when_all_is_well(assessment: Assessment) -> None:
    table = assessment.milestones
    met = table.assign(state="met", risk=None)
    calm = replace(assessment, milestones=met)
    assert letters(calm, Office(), LetterSettings(), {}, {}) == ()


def test_projects_without_an_owner_have_nobody_to_ask(assessment: Assessment) -> None:
    nameless = replace(assessment, projects=assessment.projects.assign(owner=None))
    assert letters(nameless, Office(), LetterSettings(), {}, {}) == ()


def test_spellings_of_one_owner_are_one_letter(assessment: Assessment) -> None:
    projects = assessment.projects.copy()
    own = projects.index[projects["owner"] == BOARD]
    projects.loc[own[0], "owner"] = BOARD.upper()
    made = letters(replace(assessment, projects=projects), Office(), LetterSettings(), {}, {})
    assert sum(one.total for one in made if one.owner.lower().translate(_PLAIN) == KEY) == len(own)


_PLAIN = str.maketrans("ãằạ", "aaa")


def test_sums_are_of_all_projects_of_the_owner(assessment: Assessment) -> None:
    own = assessment.projects[assessment.projects["owner"] == BOARD]
    letter = of(assessment)
    assert (letter.total, letter.plan) == (len(own), own["plan"].sum())
    assert letter.disbursed == own["disbursed"].sum()
    assert letter.rate == round(own["disbursed"].sum() * 10_000 / own["plan"].sum())


def test_an_owner_sees_his_own_letter_alone(
    assessment: Assessment, casework: dict[int, Casework], tmp_path: Path
) -> None:
    [letter] = letters(of_owner(assessment, BOARD), Office(), LetterSettings(), casework, {})
    write_letter(letter, tmp_path / "a.docx")
    text = text_of(tmp_path / "a.docx")
    others = assessment.projects[assessment.projects["owner"] != BOARD]
    assert letter.owner == BOARD
    assert not any(name in text for name in others["name"])
    assert not any(owner in text for owner in others["owner"].dropna().unique())


def test_a_project_is_held_against_the_last_milestone_it_missed(assessment: Assessment) -> None:
    road = next(one for one in of(assessment).projects if one.project_id == 1)
    assert road.held.missed
    assert road.held.missed.milestone_id == "continuing-2026-09-30"
    assert (road.required, road.shortfall) == (3_000_000_000, 812_500_000)
    assert road.demand == "60% đến hết ngày 30/09/2026"
    assert road.pace.endswith("(đến 31/12/2026: 100%)")
    assert "2.187,5/5.000 triệu đồng, đạt 43,8%" in road.sentence
    assert "còn thiếu 812,5 triệu đồng so với mốc 30/09/2026" in road.sentence


def test_an_event_that_did_not_happen_is_told_apart(assessment: Assessment) -> None:
    made = letters(assessment, Office(), LetterSettings(), {}, {})
    late = [one for letter in made for one in letter.projects if one.held.event]
    assert [one.project_id for one in late] == [5]
    assert "chưa khởi công đúng hạn" in late[0].sentence
    assert "khởi công chậm nhất ngày 30/06/2026" in late[0].demand
    assert [one.not_started for one in made if late[0] in one.projects] == [1]


def test_every_slow_project_stands_in_the_annex(
    build_assessment: Callable[[int], Assessment], tmp_path: Path
) -> None:
    letter = of(build_assessment(160))
    write_letter(letter, tmp_path / "a.docx")
    text = text_of(tmp_path / "a.docx")
    assert len(letter.projects) > LISTED == len(letter.listed)
    assert all(one.title in text for one in letter.projects)
    assert f"- {letter.left_out} dự án khác nêu tại Phụ lục;" not in text
    assert f"- {letter.left_out} dự án khác nêu tại Phụ lục." in text


@pytest.mark.parametrize(
    ("earlier", "said", "unsaid"),
    [
        (kept(dispatch=SENT), "Công văn số 123/UBND-KT ngày 02/07/2026", "đã trả lời"),
        (kept(dispatch=SENT), "chưa nhận được báo cáo", "Bỏ câu này"),
        (kept(), "dự thảo lập ngày 01/07/2026", "123/UBND-KT"),
        (kept(), "[Bỏ câu này nếu công văn trước chưa ban hành.]", "đã trả lời"),
        (
            kept(dispatch=SENT, replies=(reply(None),)),
            "đã trả lời: “sẽ nghiệm thu xong trong tháng 7”",
            "cam kết",
        ),
        (kept(replies=(reply(date(2026, 7, 31)),)), "thời hạn này đã qua", "123/UBND-KT"),
        (
            kept(dispatch=SENT, replies=(reply(date(2026, 10, 31)),)),
            "cam kết là ngày 31/10/2026",
            "đã qua",
        ),
    ],
)
def test_a_letter_refers_to_the_one_before(
    assessment: Assessment, earlier: KeptLetter, said: str, unsaid: str
) -> None:
    follows = of(assessment, earlier).follows
    assert said in follows
    assert unsaid not in follows


def test_a_letter_still_to_be_answered_is_no_reproach(assessment: Assessment) -> None:
    due_later = replace(kept().draft, reply_due=date(2026, 10, 9))
    follows = of(assessment, replace(kept(dispatch=SENT), draft=due_later)).follows
    assert "thời hạn báo cáo: ngày 09/10/2026" in follows
    assert "chưa nhận được" not in follows


def test_a_first_letter_refers_to_nothing(assessment: Assessment) -> None:
    assert of(assessment).follows == ""


def test_reply_is_due_after_the_days_set(assessment: Assessment) -> None:
    [letter] = letters(of_owner(assessment, BOARD), Office(), LetterSettings(reply_days=10), {}, {})
    assert letter.reply_due == date(2026, 10, 15)


def test_figures_nobody_controlled_are_not_called_so(assessment: Assessment) -> None:
    assert of(assessment).figures.startswith("Theo số liệu hiện có")
    held = assessment.projects.index.to_frame(name="project_id").assign(counts="treasury")
    by_treasury = replace(assessment, reconciliation=held.reset_index(drop=True))
    assert of(by_treasury).figures.startswith("Theo số liệu đã kiểm soát chi")


def test_rounds_begin_after_due_dates() -> None:
    assert due_round(DECISION, AS_OF) == date(2026, 9, 30)
    assert due_round(DECISION, date(2026, 9, 30)) == date(2026, 6, 30)
    assert due_round(DECISION, date(2026, 3, 1)) == date(2026, 1, 1)


def test_names_of_files_hold_nothing_odd() -> None:
    assert file_name(BOARD) == "don-doc-ban-qlda-xa-bang-mac.docx"
    assert file_name("../Ban <A>:*? 100%") == "don-doc-ban-a-100.docx"
    assert len(file_name("Ban quản lý " * 40)) < 100


def test_the_plan_can_no_longer_be_adjusted(assessment: Assessment) -> None:
    assert of(assessment).adjust_before == date(2026, 12, 15)
    late = replace(assessment, as_of=date(2026, 12, 20))
    assert of(late).adjust_before is None
