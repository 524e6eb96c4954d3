"""Names of offices that stand on many letters, to put wrongly read letters right. Names of the country's own organs."""

from __future__ import annotations

from dispatch.reading.proposing import plain

_NAMES = """Ủy ban nhân dân|Hội đồng nhân dân|Văn phòng|Văn phòng Tỉnh ủy|Ban Tổ chức|Ban Tuyên giáo|Ban Dân vận
Ban Tuyên giáo và Dân vận|Ban Nội chính|Ủy ban Kiểm tra|Sở Nội vụ|Sở Tài chính|Sở Tư pháp|Sở Xây dựng|Sở Công Thương
Sở Y tế|Sở Giáo dục và Đào tạo|Sở Khoa học và Công nghệ|Sở Nông nghiệp và Môi trường|Sở Văn hóa, Thể thao và Du lịch
Sở Ngoại vụ|Sở Dân tộc và Tôn giáo|Thanh tra tỉnh|Bộ Nội vụ|Bộ Tài chính|Bộ Tư pháp|Bộ Xây dựng|Bộ Công Thương|Bộ Y tế
Bộ Giáo dục và Đào tạo|Bộ Khoa học và Công nghệ|Bộ Nông nghiệp và Môi trường|Bộ Văn hóa, Thể thao và Du lịch
Bộ Ngoại giao|Bộ Quốc phòng|Bộ Công an|Văn phòng Chính phủ|Văn phòng Trung ương Đảng|Ủy ban Mặt trận Tổ quốc Việt Nam"""
COMMON = {plain(name): name for line in _NAMES.splitlines() for name in line.split("|")}
