"""The disbursement report of a period: ``bao-cao-giai-ngan.docx``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from builder.letter import slow_columns
from builder.page import new_document, start_annex
from builder.parts import (
    Column,
    add_annex_heading,
    add_form_table,
    add_letterhead,
    add_signature,
    add_table,
    add_title,
    speaker,
)

if TYPE_CHECKING:
    from docx.document import Document as Word

FORM = Path(__file__).resolve().parents[1] / "form_01a.toml"
_BASIS = (
    "Thực hiện {{ decision }}, {{ office.authority }} báo cáo tình hình thực hiện và giải ngân vốn "
    "đầu tư công {{ report.title }} như sau:"
)
_PLAN = (
    "Kế hoạch vốn đầu tư công năm {{ budget_year }} đã giao cho {{ headline.projects|count }} dự "
    "án, nhiệm vụ là {{ headline.plan|amount }} triệu đồng. Kế hoạch theo nguồn vốn, chủ đầu tư "
    "nêu tại mục II."
)
_CARRYOVER = (
    "Vốn các năm trước kéo dài sang năm {{ budget_year }} (theo dõi riêng): kế hoạch "
    "{{ headline.plan_carryover|amount }} triệu đồng, đã giải ngân "
    "{{ headline.disbursed_carryover|amount }} triệu đồng."
)
_RESULT = (
    "{{ report.figures }}, đã giải ngân {{ headline.disbursed|amount }} triệu đồng, đạt "
    "{{ headline.rate|percent }} kế hoạch vốn{% if report.gain %}; so với ngày "
    "{{ report.gain.since|day }} thêm {{ report.gain.amount|amount }} triệu đồng{% endif %}."
)
_TARGET = (
    "Để đạt mục tiêu giải ngân {{ target.required_basis_points|required }} kế hoạch vốn đến hết "
    "ngày {{ target.due|day }} ({{ target.clause }}) còn phải giải ngân "
    "{{ target.shortfall|amount }} triệu đồng{% if target.per_week is not none %}, bình quân "
    "{{ target.per_week|amount(decimals=1) }} triệu đồng/tuần{% endif %}."
)
_JUDGED = (
    "Đến ngày {{ report.as_of|day }}: {{ headline.missed|count }} dự án không đạt mốc đã đến hạn; "
    "{{ headline.awaiting_data|count }} dự án chờ số liệu để kết luận; "
    "{{ headline.at_risk|count }} dự án có nguy cơ không đạt mốc sắp tới; "
    "{{ report.overview.without_milestone|count }} dự án, nhiệm vụ chưa có mốc. Danh mục dự án "
    "chậm tiến độ tại Phụ lục II."
)
_NEXT = (
    "- Tập trung cho mốc ngày {{ next_due.due|day }}: {{ next_due.projects|count }} dự án còn phải "
    "giải ngân {{ next_due.shortfall|amount }} triệu đồng trong {{ next_due.days_left|count }} "
    "ngày{% if next_due.per_week is not none %}, bình quân "
    "{{ next_due.per_week|amount(decimals=1) }} triệu đồng/tuần{% endif %}."
)
_TASKS = (
    (
        "- Đôn đốc các chủ đầu tư đẩy nhanh thi công, nghiệm thu khối lượng hoàn thành và lập hồ "
        "sơ thanh toán ngay khi đủ điều kiện; thu hồi tạm ứng quá hạn."
    ),
    (
        "- Rà soát, điều chuyển vốn của dự án không có khả năng giải ngân cho dự án có khả năng và "
        "có nhu cầu bổ sung vốn."
    ),
    "- Tháo gỡ các vướng mắc nêu tại mục III theo đúng trách nhiệm và thời hạn đã giao.",
)
_REQUEST = (
    "Đề nghị các cơ quan nhận báo cáo xem xét, chỉ đạo tháo gỡ khó khăn, vướng mắc nêu tại mục III."
)
_SOURCES = (
    Column("TT", 12, "{{ loop.index }}", "Bảng giữa"),
    Column("Nguồn vốn", 60, "{{ one.name }}"),
    Column("Số dự án", 18, "{{ one.projects|count }}", "Bảng số"),
    Column("Kế hoạch vốn", 28, "{{ one.plan|amount }}", "Bảng số"),
    Column("Đã giải ngân", 28, "{{ one.disbursed|amount }}", "Bảng số"),
    Column("Tỷ lệ", 19, "{{ one.rate|percent }}", "Bảng số"),
)
_OWNERS = (
    Column("TT", 10, "{{ loop.index }}", "Bảng giữa"),
    Column("Chủ đầu tư", 56, "{{ one.name }}", total="Tổng cộng"),
    Column("Số dự án", 16, "{{ one.projects|count }}", "Bảng số", "{{ headline.projects|count }}"),
    Column("Kế hoạch vốn", 26, "{{ one.plan|amount }}", "Bảng số", "{{ headline.plan|amount }}"),
    Column(
        "Đã giải ngân",
        26,
        "{{ one.disbursed|amount }}",
        "Bảng số",
        "{{ headline.disbursed|amount }}",
    ),
    Column("Tỷ lệ", 15, "{{ one.rate|percent }}", "Bảng số", "{{ headline.rate|percent }}"),
    Column("Dự án chậm", 16, "{{ one.slow|count }}", "Bảng số", "{{ report.slow|length }}"),
)
_MILESTONES = (
    Column("Nhóm dự án", 25, "{{ label('project_class', one.milestone.project_class) }}"),
    Column("Mốc đến hết ngày", 22, "{{ one.milestone.due|day }}", "Bảng giữa"),
    Column(
        "Yêu cầu",
        24,
        "{% if one.milestone.event %}{{ label('event', one.milestone.event) }}{% else %}"
        "{{ one.milestone.required_basis_points|required }}{% endif %}",
        "Bảng giữa",
    ),
    Column("Số dự án", 14, "{{ one.projects|count }}", "Bảng số"),
    Column("Đạt", 13, "{{ (one.states['met'] + one.states['met_late'])|count }}", "Bảng số"),
    Column("Không đạt", 14, "{{ one.states['missed']|count }}", "Bảng số"),
    Column("Chờ số liệu", 14, "{{ one.states['awaiting_data']|count }}", "Bảng số"),
    Column("Chưa đến hạn", 15, "{{ one.states['pending']|count }}", "Bảng số"),
    Column("Còn thiếu", 24, "{{ one.shortfall|amount }}", "Bảng số"),
)


def report() -> Word:
    """Build the report and its two annexes."""
    document = new_document("Báo cáo giải ngân vốn đầu tư công")
    add_letterhead(document, symbol="{{ head.report_symbol }}")
    add_title(
        document,
        "BÁO CÁO",
        "Tình hình thực hiện và giải ngân vốn đầu tư công {{ report.title }}",
    )
    _addressees(document)
    _set_names(document)
    _assigned(document)
    _results(document)
    _assessment(document)
    _tasks(document)
    add_signature(document, "head.report_recipients")
    start_annex(document)
    _form(document)
    start_annex(document)
    _slow(document)
    return document


def _addressees(document: Word) -> None:
    document.add_paragraph("Kính gửi:", "Kính gửi")
    document.add_paragraph("{%p for one in head.report_addressees %}", "Nơi kính gửi")
    document.add_paragraph("- {{ one }}{% if loop.last %}.{% else %};{% endif %}", "Nơi kính gửi")
    document.add_paragraph("{%p endfor %}", "Nơi kính gửi")


def _set_names(document: Word) -> None:
    """Shorten what the sentences name often."""
    for name in ("headline", "target", "next_due"):
        document.add_paragraph(f"{{%p set {name} = report.overview.{name} %}}", "Thân bài")


def _assigned(document: Word) -> None:
    say = speaker(document)
    say(_BASIS)
    say("I. KẾ HOẠCH VỐN ĐƯỢC GIAO", style="Đề mục")
    say(_PLAN)
    say("{%p if headline.plan_carryover is not none %}", _CARRYOVER, "{%p endif %}")


def _results(document: Word) -> None:
    say = speaker(document)
    say("II. KẾT QUẢ GIẢI NGÂN", "1. Kết quả chung", style="Đề mục")
    say("{%p if headline.disbursed is not none %}", _RESULT)
    say("{%p else %}", "{{ report.figures }}.", "{%p endif %}")
    say("{%p if target %}", _TARGET, "{%p endif %}")
    for title, columns, loop in (
        ("2. Theo nguồn vốn (vốn giao trong năm)", _SOURCES, "one in report.sources"),
        ("3. Theo chủ đầu tư", _OWNERS, "one in report.owners"),
        ("4. Theo nhóm dự án và mốc giải ngân", _MILESTONES, "one in report.overview.milestones"),
    ):
        say(title, style="Đề mục")
        document.add_paragraph("Đơn vị tính: triệu đồng", "Đơn vị tính")
        add_table(document, columns, loop)
        document.add_paragraph(style="Đường kẻ")


def _assessment(document: Word) -> None:
    say = speaker(document)
    say("III. ĐÁNH GIÁ; KHÓ KHĂN, VƯỚNG MẮC", "1. Đánh giá", style="Đề mục")
    say(_JUDGED)
    say("2. Khó khăn, vướng mắc", style="Đề mục")
    say("{%p for group in report.obstacles %}")
    say("{{ group.cause }} ({{ group.sentences|length }} vướng mắc):")
    say("{%p for one in group.sentences %}", "- {{ one }}.", "{%p endfor %}")
    say("{%p endfor %}")
    say("{%p if not report.obstacles %}")
    say("Đến ngày lập báo cáo chưa ghi nhận vướng mắc nào đang mở.", "{%p endif %}")
    say("{%p if report.explanations %}")
    say("3. Giải trình của chủ đầu tư", style="Đề mục")
    say("{%p for one in report.explanations %}", "- {{ one }}.", "{%p endfor %}", "{%p endif %}")


def _tasks(document: Word) -> None:
    say = speaker(document)
    say("IV. NHIỆM VỤ, GIẢI PHÁP THỜI GIAN TỚI", style="Đề mục")
    say("{%p if next_due %}", _NEXT, "{%p endif %}", *_TASKS)
    say("V. ĐỀ XUẤT, KIẾN NGHỊ", style="Đề mục")
    say("{%p if report.proposals %}", "Chủ đầu tư đề xuất điều chỉnh kế hoạch vốn:")
    say("{%p for one in report.proposals %}", "- {{ one }}.", "{%p endfor %}", "{%p endif %}")
    say(_REQUEST, "{{ office.authority }} báo cáo./.")


def _form(document: Word) -> None:
    words = tomllib.loads(FORM.read_text(encoding="utf-8"))
    title = words["title"].format(period="{{ report.title|upper }}")
    add_annex_heading(document, "PHỤ LỤC I", title, "Báo cáo", "{{ head.report_symbol }}")
    document.add_paragraph(words["form"], "Kèm theo")
    document.add_paragraph(words["unit"], "Đơn vị tính")
    add_form_table(document, words["column"])
    document.add_paragraph("{%p if report.shortened %}", "Ghi chú bảng")
    document.add_paragraph("{{ report.left_out }}", "Ghi chú bảng")
    document.add_paragraph("{%p endif %}", "Ghi chú bảng")
    document.add_paragraph("{{ form.remarks }}", "Ghi chú bảng")


def _slow(document: Word) -> None:
    title = "DANH MỤC DỰ ÁN CHẬM TIẾN ĐỘ GIẢI NGÂN"
    add_annex_heading(document, "PHỤ LỤC II", title, "Báo cáo", "{{ head.report_symbol }}")
    document.add_paragraph("Đơn vị tính: triệu đồng", "Đơn vị tính")
    add_table(document, slow_columns(with_owner=True), "one in report.slow")
