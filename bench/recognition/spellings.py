"""How registers spell funding sources and headings (registers.md §2, §4)."""

from __future__ import annotations

from disburse.model import ProjectClass, Tranche
from disburse.text import fold

SOURCES: dict[str, dict[str, str]] = {
    "short": {
        "NSTW": "NSTW",
        "NS tỉnh": "NS tỉnh",
        "NS xã": "NS xã",
        "Tiền sử dụng đất": "Tiền SDĐ",
        "XSKT": "XSKT",
    },
    "abbreviated": {
        "NSTW": "Vốn NSTW",
        "NS tỉnh": "NST",
        "NS xã": "NSX",
        "Tiền sử dụng đất": "Thu SDĐ",
        "XSKT": "Vốn XSKT",
    },
    "long": {
        "NSTW": "Ngân sách trung ương",
        "NS tỉnh": "Ngân sách tỉnh",
        "NS xã": "Ngân sách xã",
        "Tiền sử dụng đất": "Nguồn thu tiền sử dụng đất",
        "XSKT": "Xổ số kiến thiết",
    },
    "capital": {
        "NSTW": "Vốn ngân sách trung ương",
        "NS tỉnh": "Vốn ngân sách tỉnh",
        "NS xã": "Vốn ngân sách xã",
        "Tiền sử dụng đất": "Vốn tiền sử dụng đất",
        "XSKT": "Vốn xổ số kiến thiết",
    },
    "origin": {
        "NSTW": "Nguồn vốn NSTW",
        "NS tỉnh": "Nguồn vốn ngân sách tỉnh",
        "NS xã": "Nguồn vốn ngân sách xã",
        "Tiền sử dụng đất": "Nguồn vốn thu tiền sử dụng đất",
        "XSKT": "Nguồn vốn xổ số kiến thiết",
    },
    "codes": {"NSTW": "43", "NS tỉnh": "42", "NS xã": "41", "Tiền sử dụng đất": "49", "XSKT": "29"},
}
_LEADS = ("nguon von ", "nguon ", "von ")
_CANONICAL = {
    fold(spelling): source
    for name, spelled in SOURCES.items()
    if name != "codes"
    for source, spelling in spelled.items()
} | {fold(source): source for source in SOURCES["short"]}

CLASSES: dict[str, dict[ProjectClass, str]] = {
    "": {
        ProjectClass.COMPLETED: (
            "Các dự án hoàn thành, bàn giao, đưa vào sử dụng trước ngày 31/12/{last}"
        ),
        ProjectClass.CONTINUING: "Các dự án chuyển tiếp hoàn thành sau năm {year}",
        ProjectClass.NEW_START: "Các dự án khởi công mới năm {year}",
    },
    "short": {
        ProjectClass.COMPLETED: "Dự án hoàn thành",
        ProjectClass.CONTINUING: "Dự án chuyển tiếp",
        ProjectClass.NEW_START: "Dự án mở mới",
    },
    "works": {
        ProjectClass.COMPLETED: "Vốn trả nợ các công trình hoàn thành",
        ProjectClass.CONTINUING: "Các công trình chuyển tiếp",
        ProjectClass.NEW_START: "Vốn đầu tư các công trình xây dựng mới",
    },
    "bare": {
        ProjectClass.COMPLETED: "Hoàn thành",
        ProjectClass.CONTINUING: "Chuyển tiếp",
        ProjectClass.NEW_START: "Khởi công mới",
    },
    "year": {
        ProjectClass.COMPLETED: "Các dự án đã hoàn thành trước năm {year}",
        ProjectClass.CONTINUING: "Các dự án dự kiến hoàn thành năm {year}",
        ProjectClass.NEW_START: "Các dự án khởi công mới trong năm {year}",
    },
    "column": {
        ProjectClass.COMPLETED: "HT",
        ProjectClass.CONTINUING: "CT",
        ProjectClass.NEW_START: "KCM",
    },
}

TRANCHES: dict[str, dict[Tranche, str]] = {
    "": {
        Tranche.CURRENT: "Vốn kế hoạch năm {year}",
        Tranche.CARRYOVER: "Vốn kế hoạch năm {last} kéo dài sang năm {year}",
    },
    "works": {
        Tranche.CURRENT: "Vốn các công trình kế hoạch năm {year}",
        Tranche.CARRYOVER: "Vốn các công trình kéo dài ({last} sang {year})",
    },
    "column": {Tranche.CURRENT: "Vốn trong năm", Tranche.CARRYOVER: "Kéo dài"},
}


def same_source(text: str | None) -> str | None:
    """The source a text stands for, whatever its spelling; the text itself where unknown."""
    if text is None:
        return None
    folded = fold(text)
    for lead in ("", *_LEADS):
        known = _CANONICAL.get(folded.removeprefix(lead))
        if known is not None:
            return known
    return text
