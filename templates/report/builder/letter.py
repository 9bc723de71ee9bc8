"""The reminder letter to an owner: ``cong-van-don-doc.docx``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from builder.page import new_document, start_annex
from builder.parts import (
    Column,
    add_annex_heading,
    add_letterhead,
    add_signature,
    add_table,
    speaker,
)

if TYPE_CHECKING:
    from docx.document import Document as Word

_BASIS = (
    "Thực hiện {{ decision }}, {{ office.authority }} yêu cầu các chủ đầu tư bảo đảm các mốc "
    "sau đây đối với nhóm dự án có tên trong công văn này:"
)
_RESULT = (
    "{{ letter.figures }}, {{ letter.owner }} được giao kế hoạch vốn năm {{ budget_year }} là "
    "{{ letter.plan|amount }} triệu đồng cho {{ letter.total|count }} dự án; đã giải ngân "
    "{{ letter.disbursed|amount }} triệu đồng, đạt {{ letter.rate|percent }} kế hoạch."
)
_SILENT = (
    "{{ letter.figures }}; {{ letter.owner }} được giao kế hoạch vốn năm {{ budget_year }} là "
    "{{ letter.plan|amount }} triệu đồng cho {{ letter.total|count }} dự án."
)
_CARRYOVER = (
    "Vốn các năm trước kéo dài (theo dõi riêng): kế hoạch {{ letter.plan_carryover|amount }} triệu "
    "đồng, đã giải ngân {{ letter.disbursed_carryover|amount }} triệu đồng."
)
_SLOW = (
    "Đến ngày {{ letter.as_of|day }}, {{ letter.projects|length }} dự án chậm tiến độ, trong đó "
    "{{ letter.missed|count }} dự án không đạt mốc, {{ letter.at_risk|count }} dự án có nguy cơ "
    "không đạt mốc sắp tới:"
)
_REQUESTS = (
    (
        "- Lập kế hoạch giải ngân từng tháng đến hết năm {{ budget_year }} cho từng dự án nêu trên "
        "và cam kết thực hiện; phân công lãnh đạo theo dõi, chịu trách nhiệm từng dự án."
    ),
    (
        "- Đôn đốc nhà thầu đẩy nhanh tiến độ thi công gắn với chất lượng công trình; nghiệm thu "
        "khối lượng hoàn thành và lập hồ sơ thanh toán gửi Kho bạc Nhà nước ngay khi đủ điều kiện."
    ),
    "- Rà soát, thu hồi đầy đủ, kịp thời các khoản tạm ứng quá hạn theo quy định.",
)
_START = (
    "- Đối với dự án chưa khởi công đúng hạn: báo cáo rõ nguyên nhân, khẩn trương hoàn thành thủ "
    "tục, giải phóng mặt bằng để khởi công."
)
_DATA = (
    "- Bổ sung số liệu của {{ letter.awaiting|count }} dự án chưa đủ số liệu để kết luận mốc đã "
    "qua (đối chiếu với Kho bạc Nhà nước)."
)
_UNIT = "Đơn vị tính: triệu đồng; tỷ lệ tính trên kế hoạch vốn giao trong năm"
_MOVE = (
    "- Đối với dự án không có khả năng giải ngân hết kế hoạch vốn: đề xuất điều chỉnh, điều chuyển "
    "vốn cho dự án có khả năng giải ngân{% if letter.adjust_before %}, kịp thời hạn điều chỉnh kế "
    "hoạch năm (trước ngày {{ letter.adjust_before|day }}){% endif %}."
)
_REPLY = (
    "- Báo cáo bằng văn bản nguyên nhân chậm, giải pháp khắc phục và cam kết giải ngân về "
    "{{ office.authority }} (qua {{ office.department }}) chậm nhất ngày "
    "{{ letter.reply_due|day }}."
)
_HEAD = (
    "Người đứng đầu {{ letter.owner }} chịu trách nhiệm về tiến độ thực hiện và giải ngân các dự "
    "án nêu trên; kết quả giải ngân là một căn cứ đánh giá mức độ hoàn thành nhiệm vụ năm "
    "{{ budget_year }}."
)
_COLUMNS = (
    Column("TT", 9, "{{ loop.index }}", "Bảng giữa"),
    Column("Dự án (mã dự án)", 46, "{{ one.title }}", total="Tổng cộng"),
    Column("Kế hoạch vốn năm", 21, "{{ one.plan|amount }}", "Bảng số", "{{ slow.plan|amount }}"),
    Column(
        "Đã giải ngân", 20, "{{ one.disbursed|amount }}", "Bảng số", "{{ slow.disbursed|amount }}"
    ),
    Column("Tỷ lệ", 14, "{{ one.rate|percent }}", "Bảng số", "{{ slow.rate|percent }}"),
    Column("Mốc phải đạt", 23, "{{ one.demand }}", "Bảng giữa"),
    Column("Căn cứ", 17, "{{ one.clause }}", "Bảng giữa"),
    Column("Phải giải ngân", 20, "{{ one.required|amount }}", "Bảng số"),
    Column("Còn thiếu", 20, "{{ one.shortfall|amount }}", "Bảng số", "{{ slow.shortfall|amount }}"),
    Column("Cần mỗi tuần đến mốc tiếp theo", 22, "{{ one.pace }}", "Bảng giữa"),
    Column("Vướng mắc, giải trình đã ghi nhận", 40, "{{ one.remarks }}"),
)


def slow_columns(*, with_owner: bool = False) -> tuple[Column, ...]:
    """Columns of a list of slow projects; with their owners where they are not of one alone."""
    if not with_owner:
        return _COLUMNS
    number, project, *others, remarks = _COLUMNS
    project = replace(project, width=38)
    owner = Column("Chủ đầu tư", 22, "{{ one.owner or '' }}")
    return number, project, owner, *others, replace(remarks, width=26)


def letter() -> Word:
    """Build the letter and its annex."""
    document = new_document("Công văn đôn đốc giải ngân")
    add_letterhead(
        document,
        symbol="{{ head.letter_symbol }}",
        subject="đôn đốc đẩy nhanh tiến độ giải ngân vốn đầu tư công năm {{ budget_year }}",
    )
    document.add_paragraph("Kính gửi: {{ letter.owner }}", "Kính gửi")
    _body(document)
    add_signature(document, "head.letter_recipients")
    start_annex(document)
    _annex(document)
    return document


def _body(document: Word) -> None:
    say = speaker(document)
    say(_BASIS)
    say("{%p for one in letter.demands %}")
    say("- {{ one }}{% if loop.last %}.{% else %};{% endif %}")
    say("{%p endfor %}")
    say("{%p if letter.follows %}", "{{ letter.follows }}", "{%p endif %}")
    say("1. Kết quả giải ngân", style="Đề mục")
    say("{%p if letter.disbursed is not none %}", _RESULT)
    say("{%p else %}", _SILENT, "{%p endif %}")
    say("{%p if letter.plan_carryover is not none %}", _CARRYOVER, "{%p endif %}")
    say("2. Dự án chậm tiến độ", style="Đề mục")
    say(_SLOW)
    say("{%p for one in letter.listed %}")
    end = "{% if loop.last and not letter.left_out %}.{% else %};{% endif %}"
    say("- {{ one.title }}: {{ one.sentence }}" + end)
    say("{%p endfor %}")
    say(
        "{%p if letter.left_out %}",
        "- {{ letter.left_out|count }} dự án khác nêu tại Phụ lục.",
        "{%p endif %}",
    )
    say("Số liệu, căn cứ của từng dự án tại Phụ lục kèm theo.")
    say("3. Yêu cầu đối với chủ đầu tư", style="Đề mục")
    say(*_REQUESTS)
    say("{%p if letter.not_started %}", _START, "{%p endif %}")
    say("{%p if letter.awaiting %}", _DATA, "{%p endif %}")
    say(_MOVE, _REPLY)
    say("4. Trách nhiệm", style="Đề mục")
    say(_HEAD)
    say("{{ office.authority }} đề nghị {{ letter.owner }} nghiêm túc thực hiện./.")


def _annex(document: Word) -> None:
    add_annex_heading(
        document,
        "PHỤ LỤC",
        "DANH MỤC DỰ ÁN CHẬM TIẾN ĐỘ GIẢI NGÂN CỦA {{ letter.owner|upper }}",
        "Công văn",
        "{{ head.letter_symbol }}",
    )
    document.add_paragraph(_UNIT, "Đơn vị tính")
    add_table(document, slow_columns(), "one in letter.projects")
    document.add_paragraph("{%p if letter.notes %}", "Ghi chú bảng")
    document.add_paragraph("Ghi chú: {{ letter.notes }}", "Ghi chú bảng")
    document.add_paragraph("{%p endif %}", "Ghi chú bảng")
