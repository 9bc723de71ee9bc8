"""The reconciliation in the workbook and on the page: from the samples, and one row of each state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from disburse.intake.options import ReadingOptions
from disburse.intake.reading import read_register
from disburse.ledger.imports import store
from disburse.ledger.schema import open_ledger
from disburse.monitor.assess import assess
from disburse.monitor.reconciliation import Agreement, Hint
from disburse.paths import SAMPLES
from disburse.pipeline import evaluate
from disburse.progress import Stopwatch
from disburse.render import messages
from disburse.render.excel import write_summary
from disburse.render.office import Office
from disburse.render.pages import warning_page
from disburse.render.reconciliation import LISTED, STATES, differences, notes
from disburse.rules import Thresholds
from disburse.zone import VIETNAM
from tests.monitor.evidence import Behind, Given, Paid, Plan, Snapshot, build_evidence
from tests.render.conftest import DECISION, imports
from tests.render.test_excel import cells, numbered, opened, rules, settings
from tests.render.test_excel_recalculated import formulas, recalculated, results
from tests.render.test_pages import text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from disburse.frames import Assessment

SHEET = "Đối chiếu"
NOTHING = (
    "Chưa có chứng từ hoặc số liệu của Kho bạc Nhà nước trong các tệp đã nhập nên chưa có gì để"
    " đối chiếu."
)
MILLION = 1_000_000
JUNE, SEPTEMBER, OCTOBER = date(2026, 6, 30), date(2026, 9, 30), date(2026, 10, 31)


def named(number: int, **given: Any) -> Given:  # noqa: ANN401 - parts of the evidence
    says = {"code": f"80741{number:02}", "name": f"Đường thôn số {number}"}
    plans = given.pop("plans", [Plan(900 * MILLION)])
    return Given(says, plans=plans, **given)


def paid(amount: int, **more: Any) -> Paid:  # noqa: ANN401 - the same
    return Paid(date(2026, 5, 4), amount * MILLION, **more)


def stated(to: date, amount: int, **more: Any) -> Snapshot:  # noqa: ANN401 - the same
    return Snapshot(to, amount * MILLION, **more)


EACH_STATE = [
    named(1, snapshots=[stated(OCTOBER, 450)], vouchers=[paid(450)]),
    named(
        2,
        plans=[Plan(900 * MILLION, source="NSX")],
        snapshots=[stated(OCTOBER, 450, source="NSX")],
        vouchers=[paid(350, source="NSX")],
        parts=[
            Behind(OCTOBER, advance_recovered=100 * MILLION, advances=120 * MILLION, source="NSX")
        ],
    ),
    named(
        3,
        snapshots=[
            stated(OCTOBER, 450),
            Snapshot(OCTOBER, 449_999_999, treasury=True, cell="KBNN!H9"),
        ],
    ),
    named(4, snapshots=[stated(SEPTEMBER, 450), stated(JUNE, 300, treasury=True)]),
    named(5, snapshots=[stated(OCTOBER, 450)]),
    named(
        6,
        plans=[Plan(80 * MILLION, tranche="carryover")],
        vouchers=[paid(80, tranche="carryover")],
        parts=[Behind(JUNE, repeated=2, repeated_amount=5)],
    ),
    named(7, snapshots=[stated(date(2026, 11, 18), 500)], vouchers=[paid(400)]),
]
LAST = named(8, vouchers=[Paid(date(2026, 11, 10), 1)])


@pytest.fixture
def reconciled() -> Assessment:
    """A row of every state on 20 November, vouchers listed to the 10th."""
    evidence = build_evidence([*EACH_STATE, LAST], date(2026, 11, 20), DECISION)
    listed = pd.concat([imports(), imports().tail(1).rename(index={2: 3})])
    return assess(replace(evidence, imports=listed), DECISION, Thresholds())


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """The samples on 15 November."""
    folder = tmp_path_factory.mktemp("samples")
    ledger = open_ledger(folder / "disburse.db")
    files = [
        one for one in sorted(SAMPLES.iterdir()) if one.suffix in {".xlsx", ".xls", ".ods", ".csv"}
    ]
    for path in files:
        store(
            ledger,
            read_register(path, ReadingOptions()),
            path,
            uploads=folder / "uploads",
            uploaded_by="test",
            recorded_at=datetime(2026, 11, 20, 8, tzinfo=VIETNAM),
        )
    judged = evaluate(ledger, date(2026, 11, 15), Thresholds(), Stopwatch())
    ledger.close()
    return judged


def written(assessment: Assessment, folder: Path) -> Path:
    path = folder / "tong-hop.xlsx"
    write_summary(assessment, Office(), path)
    return path


def test_the_samples_reconciled(
    samples: Assessment, tmp_path: Path, snapshot: Callable[[str, str], None]
) -> None:
    path = written(samples, tmp_path)
    sheet, stored = opened(path, results=False)[SHEET], opened(path)[SHEET]
    lines = [*settings(sheet), *cells(sheet, stored), *rules(sheet)]
    snapshot("reconciliation_sheet.txt", "\n".join(lines) + "\n")


def test_differences_stand_first_and_every_state_has_its_word(
    reconciled: Assessment, tmp_path: Path
) -> None:
    rows = numbered(opened(written(reconciled, tmp_path))[SHEET])
    words = [row[12] for row in rows]
    assert [words.index(messages.label("reconciliation_state", one)) for one in STATES] == [
        0, 2, 3, 4, 7
    ]  # fmt: skip
    assert [row[10] for row in rows] == [-100 * MILLION, -1, -100 * MILLION, *[None] * 4, 0]


def test_column_11_is_column_8_less_column_4_where_both_are_of_one_day(
    samples: Assessment, reconciled: Assessment, tmp_path: Path
) -> None:
    compared = 0
    for assessment in (samples, reconciled):
        for row in numbered(opened(written(assessment, tmp_path))[SHEET]):
            if row[10] is not None:
                assert row[10] == row[7] - row[3]
                compared += 1
            else:
                assert row[3] is None or row[7] is None or row[12] == "? Khác ngày"
    assert compared > 40


def test_libreoffice_computes_what_is_stored(reconciled: Assessment, tmp_path: Path) -> None:
    path = written(reconciled, tmp_path)
    (computed,) = (results(one)[SHEET] for one in recalculated(tmp_path, path))
    stored = results(path)[SHEET]
    places = [(row, column) for sheet, row, column in formulas(path) if sheet == SHEET]
    assert len(places) > 20
    assert [computed[row][column] for row, column in places] == [
        stored[row][column] for row, column in places
    ]


def test_notes_tell_what_differs_and_what_to_look_for(reconciled: Assessment) -> None:
    rows = reconciled.reconciliation
    assert dict(zip(rows["project_id"], notes(rows), strict=True)) == {
        1: "✓ Khớp đến hết 31/10/2026.",
        2: "✗ Chênh lệch đến hết 31/10/2026. Chứng từ nhỏ hơn số chủ đầu tư 100.000.000 đồng."
        " Bằng đúng số thu hồi tạm ứng: kiểm tra số báo cáo đã trừ thu hồi chưa.",
        3: "✗ Chênh lệch đến hết 31/10/2026. Số Kho bạc nhỏ hơn số chủ đầu tư 1 đồng.",
        4: "? Khác ngày: số chủ đầu tư đến 30/09/2026, số Kho bạc đến 30/06/2026.",
        5: "– Chưa có số thứ hai: chỉ có số chủ đầu tư đến 31/10/2026.",
        6: "– Chưa có số thứ hai: chỉ có chứng từ đến 10/11/2026.",
        7: "? Chưa đủ chứng từ: chứng từ mới có đến 10/11/2026, số chủ đầu tư đến 18/11/2026.",
        8: "– Chưa có số thứ hai: chỉ có chứng từ đến 10/11/2026.",
    }


def test_the_words_cover_every_code() -> None:
    assert set(STATES) == set(messages.labels("reconciliation_state")) == set(Agreement)
    assert set(messages.labels("reconciliation_hint")) == set(Hint)
    kinds = {"owner", "treasury", "vouchers"}
    assert set(messages.labels("reconciliation_figure")) == kinds
    assert set(messages.labels("reconciliation_counts")) == kinds


def test_where_each_figure_comes_from(reconciled: Assessment, tmp_path: Path) -> None:
    rows = {row[1]: row for row in numbered(opened(written(reconciled, tmp_path))[SHEET])}
    september = "giai-ngan-thang-9-2026.xlsx"
    assert rows["Đường thôn số 3 (8074103)"][21:] == (
        "ke-hoach-von-2026.xlsx, KH!F12",
        f"{september}, GN!G12; đến hết 31/10/2026",
        f"{september}, KBNN!H9; đến hết 31/10/2026",
        None,
    )
    assert rows["Đường thôn số 2 (8074102) – NSX"][24] == (
        f"{september} (lần nhập 3); đến hết 31/10/2026"
    )
    carried = rows["Đường thôn số 6 (8074106) – vốn kéo dài"]
    assert carried[13:15] == ("Vốn kéo dài", "Cộng các nguồn")


def test_without_anything_to_compare_the_sheet_is_one_line(
    assessment: Assessment, tmp_path: Path
) -> None:
    sheet = opened(written(assessment, tmp_path))[SHEET]
    below = [row for row in sheet.iter_rows(min_row=4, values_only=True) if any(row)]
    assert [row[0] for row in below] == [NOTHING]


def test_the_page_lists_differences_only_where_there_are_any(
    assessment: Assessment, reconciled: Assessment
) -> None:
    assert "Đối chiếu với Kho bạc" not in warning_page(assessment, Office())
    text = text_of(warning_page(reconciled, Office()))
    assert "Đối chiếu với Kho bạc Nhà nước: có chênh lệch (2 dự án)" in text
    assert (
        "| Đường thôn số 3 / 8074103 · Vốn giao trong năm | 450.000.000 | 449.999.999 | ✗ -1 | "
        "Đến hết 31/10/2026. Số Kho bạc nhỏ hơn số chủ đầu tư 1 đồng."
    ) in text
    assert "Xem đủ 2 dòng chênh lệch, nguồn từng số liệu ở trang tính “Đối chiếu”" in text


def test_the_page_lists_the_largest_and_counts_the_rest(reconciled: Assessment) -> None:
    wrong = reconciled.reconciliation[reconciled.reconciliation["state"] == "differs"]
    many = pd.concat([wrong.assign(difference=number) for number in range(1, LISTED + 1)])
    found = differences(replace(reconciled, reconciliation=many))
    assert found is not None
    assert [one.amount for one in found.listed] == [10, 10, 9, 9, 8, 8, 7, 7, 6, 6]
    assert (found.rows, found.projects, found.left_out) == (2 * LISTED, 2, LISTED)
