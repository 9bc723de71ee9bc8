"""Every header spelling of registers.md §2, by what the column holds."""

from __future__ import annotations

ORDINAL = ("STT", "TT", "Số TT", "#", "Stt", "S.T.T", "Số thứ tự", "SốTT")
NAME = (
    "Danh mục dự án",
    "DANH MỤC",
    "Danh mục ngành/dự án",
    "Nội dung",
    "Tên công trình",
    "Tên dự án",
    "Tên danh mục công trình/dự án",
    "Dự án",
    "Danh mục công trình, dự án",
    "Tên công trình, dự án",
    "Tên dự án/công trình",
    "Nguồn vốn/Danh mục dự án",
    "Chương trình/dự án",
    "Danh mục",
    "Công trình",
)
CODE = (
    "Mã dự án",
    "Mã số dự án",
    "Mã dự án đầu tư",
    "Mã DA",
    "Mã số DA",
    "Mã TABMIS",
    "Mã số dự án đầu tư",
)
SECTOR = (
    "Mã ngành kinh tế/khoản",
    "Mã ngành KT",
    "Ngành",
    "Loại-khoản",
    "Mã L-K",
    "Khoản",
    "Lĩnh vực",
    "Mã ngành, lĩnh vực",
)
OWNER = (
    "Chủ đầu tư",
    "Chủ Đầu Tư",
    "Chủ đầu tư / Ban QLDA",
    "Chủ đầu tư/Ban QLDA",
    "Chủ đầu tư /\nĐơn vị GPMB",
    "CĐT",
    "Đơn vị thực hiện",
    "Đơn vị quản lý",
    "Đầu mối giao KH",
)
LOCATION = (
    "Địa điểm XD",
    "Địa bàn\n(Phường/Xã)",
    "Địa điểm xây dựng",
    "Địa điểm",
    "Địa điểm thực hiện",
    "Xã/thôn",
    "ĐĐXD",
)
TIER = ("Nhóm dự án", "Nhóm DA", "Nhóm (A,B,C)", "Phân nhóm", "Loại/nhóm")
SCALE = ("Năng lực thiết kế", "Loại CT", "Quy mô", "NLTK", "Quy mô đầu tư", "Cấp CT")
TIMESPAN = (
    "Thời gian KC-HT",
    "TG KC-HT",
    "Thời gian KC - HT",
    "Thời gian khởi công - hoàn thành",
    "Thời gian thực hiện",
    "TGTH",
    "Năm KC-HT",
)
STARTED = ("KC", "Khởi công")
COMPLETED = ("HT", "Hoàn thành")
DECISION = (
    "Quyết định đầu tư",
    "Số quyết định ngày, tháng, năm ban hành",
    "Số QĐ, Ngày tháng năm",
    "Số QĐ Phê Duyệt",
    "Số QĐ; ngày, tháng, năm",
    "QĐ phê duyệt dự án",
    "QĐĐT",
    "Số, ngày QĐ",
    "Quyết định phê duyệt BCKTKT/TKBVTC-DT",
)
INVESTMENT = (
    "TMĐT",
    "TMDT",
    "TMĐT/ TDT",
    "Tổng mức đầu tư",
    "Tổng giá trị",
    "Dự toán được duyệt",
    "TM ĐT",
    "T.M.Đ.T",
    "Tổng mức ĐT",
    "Tổng MĐT",
    "TMĐT được duyệt",
    "Dự toán",
    "GT quyết toán được duyệt",
)
ALLOCATED = (
    "Lũy kế vốn đã bố trí đến hết năm trước năm kế hoạch",
    "Đã bố trí đến hết KH năm {last}",
    "Lũy kế vốn đã bố trí từ khởi công đến hết năm {last}",
    "Lũy kế bố trí vốn đến hết kế hoạch năm {last}",
    "LK vốn đã bố trí đến 31/12/{last}",
    "Vốn đã bố trí đến hết 31/12/{last}",
    "Luỹ kế vốn đã giao",
    "Đã cấp đến hết {last}",
)
MEDIUM_TERM = (
    "KH đầu tư trung hạn vốn NSTW giai đoạn 2026-2030",
    "Kế hoạch trung hạn 5 năm",
    "KHTH 2026-2030",
    "KH ĐTC trung hạn",
    "KHĐTCTH",
)
PLAN = (
    "Kế hoạch năm {year}",
    "KH vốn năm {year}",
    "Kế hoạch vốn (Triệu đồng)",
    "Kế hoạch vốn giao",
    "Vốn Phân Bổ",
    "Vốn kế hoạch năm {year}",
    "Vốn kế hoạch giao trong năm",
    "Kế hoạch(dự toán) được sử dụng trong năm",
    "Kế hoạch được giao năm hiện hành",
    "Kế hoạch vốn năm",
    "KHV {year}",
    "KH {year}",
    "Kế hoạch vốn {year}",
    "KH vốn giao năm {year}",
    "KH vốn được giao",
    "KH vốn sau điều chỉnh",
    "Tổng KHV",
    "KH vốn {year} (đã điều chỉnh)",
    "Dự kiến KH",
    "Kế hoạch năm",
    "Kế hoạch năm kế hoạch",
)
CARRYOVER = (
    "Kế hoạch vốn năm trước được cấp có thẩm quyền cho phép kéo dài sang năm KH (nếu có)",
    "Vốn kế hoạch năm trước được phép kéo dài (nếu có)",
    "KH vốn kéo dài",
    "Số vốn kéo dài các năm trước sang năm hiện hành",
    "Vốn kéo dài",
    "KHV kéo dài {last} sang {year}",
    "Vốn chuyển nguồn",
)
WORK_DONE = (
    "Khối lượng thực hiện từ khởi công đến hết {date}",
    "Khối lượng thực hiện từ đầu năm đến ngày 15 của tháng báo cáo",
    "Giá trị thực hiện đã nghiệm thu A-B",
    "Lũy kế phiếu giá",
    "Lũy kế thực hiện",
    "GTKLTH",
    "KLHT",
    "Giá trị KLTH lũy kế",
    "GT nghiệm thu",
)
DISBURSED = (
    "Lũy kế giải ngân từ đầu năm đến tháng báo cáo",
    "Đã giải ngân",
    "Đã Giải Ngân (đ)",
    "Kinh phí đã thanh toán, giải ngân",
    "Giá trị giải ngân lũy kế trong năm (triệu đồng)",
    "GN đến {day}",
    "Giải ngân đến nay",
    "GN lũy kế",
    "Số đã giải ngân",
    "Thanh toán",
    "Cấp phát",
    "KBNN đã thanh toán",
    "Giải ngân đến ngày {date}",
    "Lũy kế GN",
    "Lũy kế giải ngân đến {date}",
    "Giải ngân từ 1/1 đến {day}",
)
RATE = (
    "Tỷ lệ (%)",
    "Tỷ Lệ Giải Ngân (%)",
    "Tỷ lệ % giải ngân vốn so với KH năm",
    "Tỉ lệ",
    "TL %",
    "Tỷ lệ GN",
    "% giải ngân",
    "Đạt %",
    "Tỷ lệ % so KHV",
)
REMAINING = (
    "Còn lại",
    "Số kinh phí chưa GN",
    "Số vốn còn lại chưa thanh toán hủy bỏ",
    "Vốn còn lại chưa giải ngân",
    "Còn phải giải ngân",
)
NOTE = (
    "Ghi chú",
    "Tình hình thực hiện dự án",
    "Nhà Thầu Thi Công",
    "Nội dung vướng mắc, khó khăn",
    "Khó khăn, vướng mắc",
    "Ghi chú/ Vướng mắc",
    "Kiến nghị",
    "Cán bộ phụ trách",
)
