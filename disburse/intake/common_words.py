"""Everyday words of registers and reports: they settle what spelling alone leaves open.

"công trình" may be Unicode, or TCVN3 for "cụng trỡnh": both are spelt as Vietnamese, but only one
reading is made of words that offices write. Only words with marks are listed, and none that read
as legacy text gives another listed word.
"""

from __future__ import annotations

_WORDS = """
    biên biển biểu bàn báo bãi bù bước bản bảng bằng bến bể bệnh bố bồi bổ bộ bờ chuyên chuyển
    chuẩn chính chú chưa chất chậm chế chỉ chỉnh chống chợ chủ chức chứng chữa cuối cáo cây có
    công cũ cơ cải cảnh cấp cấu cầu cố cổ cộng cục cụm của cứ diện dài dân dưới dưỡng dầu dẫn
    dịch dồn dục dụng dự giá giám giáo giải giảm giới gái gói gần gốc gồm hiểm hiện hiệu hoàn
    hoá hoạch hoạt huyện hàng hành hòa hóa hưởng hạ hạn hạng hết hệ học hỏng hồ hỗ hộ hội hợp
    khoán khoản khác khám khó khóa khô không khẩn khẩu khối khởi kiến kiểm kiệm kiện kéo kênh
    kế kết kỳ kỹ liệu loại luỹ làm làng lãi lãnh lên lý lũy lưu lương lượng lại lấy lập lắp
    lớp lợi lực miền mã mình mía môi mương mại mạng mạnh mầm mẫu mặt một mới mở mục mức nghiệm
    nghiệp nghèo nghìn nghề nghị ngoài nguyên nguồn ngành ngày ngân người ngập nhiên nhiều
    nhiệm nhiệt nhà nhân nhóm nhất nhận nhập nâng nông năm nước nắng nội nợ phá phát phân phê
    phí phòng phó phương phường phạm phải phần phố phối phụ phục phủ quyết quyền quán quý quả
    quản quận quốc quỹ rà rác rãnh rộng rừng suối sách sông sơ sạch sản số sổ sở sức sử sửa sự
    thiết thiếu thiểu thoát thuận thuật thuế thuộc thuỷ thành tháng tháp thân thích thôn thông
    thương thường thấp thất thầu thẩm thế thể thị thống thời thủ thủy thực tiêu tiến tiếp tiết
    tiền tiểu toàn toán triển triệu trách trái trên trì trình trí trước trường trại trạm trả
    trồng trợ trụ trực tuyến tuyển tài tác tái tên tình tích tính tăng tư tượng tại tạm tạo
    tải tất tầm tầng tập tế tỉ tỉnh tố tốc tốt tổ tổng tới từ tự tỷ uỷ viên việc viện và vàng
    vào vùng văn vườn vượt vận về vệ vị vốn vụ xuất xuống xây xã xóa xóm xử yêu yếu án âm ôn ý
    đang đi điều điểm điện đoạn đài đào đây đã đèn đê đình đô đúng đơn đường được đại đạt đất
    đấu đầu đầy đến đề để địa định đối đồng độ đội động đợt ưu ước ấp ổn ở ủy ứng
"""

COMMON_WORDS = frozenset(_WORDS.split())


def common_words(words: frozenset[str]) -> int:
    """How many of the words are everyday ones."""
    return sum(word.lower() in COMMON_WORDS for word in words)
