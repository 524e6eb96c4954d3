"""What the demo's letters say, who writes and signs them, and how far each has come. All invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Script:
    """One letter of the demo. ``until`` is the status it rests at; ``dossier`` the code it is filed under, if it is.

    ``second`` signs beside the signer; ``partner`` is another office that issues it together: its code, its clerk,
    its signer.
    """

    subject: str
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    drafter: str
    head: str
    signer: str
    until: str = "issued"
    dossier: str = ""
    urgency: str = "normal"
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ("Như trên", "Giám đốc, các Phó Giám đốc Sở")
    kind: str = "cong_van"
    office: str = "SNV"
    chief: str = "dung"
    clerk: str = "lan"
    keep_line: str = ""
    particulars: tuple[tuple[str, str], ...] = ()
    second: str = ""
    partner: tuple[str, str, str] | None = None


_COMMUNES = "Ủy ban nhân dân các xã, phường, đặc khu"
_BOARDS = "Các sở, ban, ngành cấp tỉnh"

SCRIPTS = (
    Script(
        "hướng dẫn đánh giá, xếp loại chất lượng công chức năm 2026",
        ("Các phòng, đơn vị thuộc Sở", _COMMUNES),
        (
            "Sở Nội vụ hướng dẫn một số nội dung đánh giá, xếp loại chất lượng công chức năm 2026 như sau:",
            "1. Đối tượng đánh giá là công chức trong biên chế tính đến ngày 30 tháng 11 năm 2026, kể cả người được cử"
            " đi học dưới 06 tháng trong năm.",
            "2. Việc đánh giá hoàn thành trước ngày 15 tháng 12 năm 2026 và gắn với kết quả thực hiện nhiệm vụ.",
            "3. Bảng tổng hợp gửi về Sở Nội vụ trước ngày 20 tháng 12 năm 2026; không gửi bản giấy.",
        ),
        "minh",
        "hoa",
        "binh",
        dossier="02.CCHC",
        bases=("Căn cứ Kế hoạch công tác năm 2026 của Sở Nội vụ",),
    ),
    Script(
        "báo cáo kết quả cải cách hành chính quý IV năm 2026",
        (_BOARDS, _COMMUNES),
        (
            "Để tổng hợp báo cáo Ủy ban nhân dân tỉnh, Sở Nội vụ đề nghị các cơ quan, địa phương báo cáo kết quả cải"
            " cách hành chính quý IV năm 2026.",
            "Báo cáo gửi về Sở Nội vụ trước ngày 10 tháng 12 năm 2026.",
        ),
        "nhung",
        "hoa",
        "yen",
        dossier="01.CCHC",
    ),
    Script(
        "rà soát vị trí việc làm sau sắp xếp tổ chức bộ máy",
        (_BOARDS,),
        (
            "Sở Nội vụ đề nghị các sở, ban, ngành rà soát vị trí việc làm, cơ cấu ngạch công chức sau sắp xếp tổ chức"
            " bộ máy và gửi kết quả về Sở.",
        ),
        "vy",
        "khoa",
        "binh",
        dossier="02.TCBC",
    ),
    Script(
        "hướng dẫn giao nộp hồ sơ, tài liệu vào lưu trữ hiện hành",
        (_BOARDS, _COMMUNES),
        (
            "Sở Nội vụ hướng dẫn các cơ quan, đơn vị giao nộp hồ sơ, tài liệu của công việc đã kết thúc vào lưu trữ"
            " hiện hành, thời hạn không quá 01 năm kể từ ngày công việc kết thúc.",
        ),
        "phuc",
        "thu",
        "yen",
        dossier="01.VTLT",
        recipients=("Như trên", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "Giám đốc, các Phó Giám đốc Sở"),
    ),
    Script(
        "cử công chức tham gia lớp bồi dưỡng kỹ năng soạn thảo văn bản",
        (_COMMUNES,),
        (
            "Sở Nội vụ đề nghị các địa phương cử công chức tham gia lớp bồi dưỡng từ ngày 07 đến ngày 09"
            " tháng 12 năm 2026.",
        ),
        "minh",
        "hoa",
        "yen",
        urgency="urgent",
    ),
    Script(
        "thống kê số lượng người làm việc trong đơn vị sự nghiệp công lập",
        (_BOARDS,),
        (
            "Sở Nội vụ đề nghị các cơ quan thống kê số lượng người làm việc có mặt đến ngày 30 tháng 11 năm 2026.",
        ),
        "vy",
        "khoa",
        "binh",
        until="signed",
    ),
    Script(
        "kiểm tra công vụ đợt 2 năm 2026",
        ("Ủy ban nhân dân phường Hưng Sơn",),
        (
            "Sở Nội vụ thông báo nội dung và thời gian kiểm tra công vụ đợt 2 năm 2026.",
            "Đề nghị đơn vị chuẩn bị báo cáo và bố trí thành phần làm việc với Đoàn kiểm tra.",
        ),
        "nhung",
        "hoa",
        "binh",
        until="approval",
        urgency="very_urgent",
    ),
    Script(
        "trả lời kiến nghị về chế độ phụ cấp của công chức cấp xã",
        ("Ủy ban nhân dân xã Sơn Tân",),
        (
            "Sở Nội vụ trả lời kiến nghị của Ủy ban nhân dân xã Sơn Tân về chế độ phụ cấp của công chức cấp xã.",
        ),
        "minh",
        "hoa",
        "binh",
        until="approval",
    ),
    Script(
        "góp ý dự thảo quy chế phối hợp quản lý cán bộ",
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy",),
        ("Sở Nội vụ cơ bản thống nhất với dự thảo quy chế và có một số ý kiến góp ý.",),
        "minh",
        "hoa",
        "son",
        until="approval",
    ),
    Script(
        "chuẩn bị nội dung giao ban tháng 12 năm 2026",
        ("Các phòng, đơn vị thuộc Sở",),
        ("Đề nghị các phòng, đơn vị gửi nội dung giao ban về Văn phòng Sở trước ngày 30 tháng 11 năm 2026.",),
        "nhung",
        "hoa",
        "yen",
        until="format_check",
    ),
    Script(
        "xin ý kiến về danh mục hồ sơ năm 2027",
        ("Các phòng, đơn vị thuộc Sở",),
        ("Phòng Văn thư, lưu trữ xin ý kiến các phòng, đơn vị về dự thảo danh mục hồ sơ năm 2027.",),
        "minh",
        "hoa",
        "yen",
        until="content_check",
    ),
    Script(
        "bố trí, sử dụng viên chức dôi dư sau sắp xếp",
        (_BOARDS,),
        (
            "Sở Nội vụ hướng dẫn các cơ quan bố trí, sử dụng viên chức dôi dư sau sắp xếp đơn vị sự nghiệp công lập.",
        ),
        "vy",
        "khoa",
        "yen",
        until="content_check",
    ),
    Script(
        "phối hợp tổ chức hội nghị tổng kết phong trào thi đua năm 2026",
        (_BOARDS,),
        (
            "Sở Nội vụ đề nghị các sở, ban, ngành phối hợp tổ chức hội nghị tổng kết phong trào thi đua năm 2026.",
        ),
        "minh",
        "hoa",
        "binh",
        until="draft",
    ),
    Script(
        "tổ chức Hội nghị báo cáo viên tháng 12 năm 2026",
        ("Ban Thường vụ các đảng ủy xã, phường", "Đảng ủy các cơ quan Đảng tỉnh"),
        (
            "Thực hiện Chương trình công tác năm 2026, Ban Tuyên giáo và Dân vận Tỉnh ủy tổ chức Hội nghị báo cáo viên"
            " tháng 12 năm 2026 bằng hình thức trực tuyến.",
            "Đề nghị các đảng ủy cử báo cáo viên dự đủ thành phần và gửi danh sách về Ban (qua Văn phòng) trước ngày"
            " 10 tháng 12 năm 2026",
        ),
        "ngan",
        "tung",
        "truong",
        recipients=("Như trên", "Thường trực Tỉnh ủy (để báo cáo)", "Lãnh đạo Ban"),
        office="BTGDVTU",
        chief="hanh",
        clerk="loan",
        keep_line="Văn phòng Ban",
    ),
    Script(
        "công tác tuyên truyền miệng quý I năm 2027",
        (),
        (
            "Để nâng cao chất lượng tuyên truyền miệng, Ban Tuyên giáo và Dân vận Tỉnh ủy xây dựng kế hoạch quý I năm"
            " 2027 như sau:",
            "1. Tuyên truyền kết quả phát triển kinh tế - xã hội năm 2026 của tỉnh.",
            "2. Tổ chức thực hiện: Văn phòng Ban theo dõi, tổng hợp kết quả.",
        ),
        "ngan",
        "tung",
        "kieu",
        recipients=("Thường trực Tỉnh ủy (để báo cáo)", "Các phòng thuộc Ban"),
        kind="ke_hoach",
        office="BTGDVTU",
        chief="hanh",
        clerk="loan",
        keep_line="Văn phòng Ban",
    ),
    Script(
        "Họp triển khai nhiệm vụ năm 2027",
        (),
        ("Đề nghị các đại biểu gửi ý kiến về Văn phòng Sở trước ngày 12 tháng 12 năm 2026",),
        "minh",
        "hoa",
        "yen",
        recipients=("Như thành phần mời", "Văn phòng Sở"),
        kind="giay_moi",
        particulars=(
            ("invited", "Trưởng các phòng, đơn vị thuộc Sở"),
            ("occasion", "Hội nghị triển khai nhiệm vụ năm 2027"),
            ("time", "08 giờ 00, ngày 15 tháng 12 năm 2026"),
            ("place", "Phòng họp số 1, Sở Nội vụ"),
        ),
    ),
    Script(
        "họp giao ban tháng 11 năm 2026",
        (),
        (
            "1. Giám đốc Sở nghe Văn phòng báo cáo kết quả công tác tháng 11 năm 2026.",
            "2. Kết luận: các phòng hoàn thành báo cáo năm trước ngày 10 tháng 12 năm 2026.",
        ),
        "minh",
        "hoa",
        "binh",
        recipients=("Lãnh đạo Sở", "Các phòng, đơn vị thuộc Sở"),
        kind="bien_ban",
        particulars=(
            ("began", "08 giờ 00, ngày 24 tháng 11 năm 2026"),
            ("place", "Phòng họp số 1, Sở Nội vụ"),
            ("attended", "Lãnh đạo Sở\nTrưởng các phòng, đơn vị"),
            ("ended", "11 giờ 30 cùng ngày"),
        ),
        second="dung",
    ),
    Script(
        "phối hợp tuyên truyền cải cách hành chính năm 2027",
        (),
        (
            "Sở Nội vụ và Ban Tuyên giáo và Dân vận Tỉnh ủy thống nhất kế hoạch phối hợp tuyên truyền cải cách hành"
            " chính năm 2027 như sau:",
            "1. Mỗi quý tổ chức một hội nghị báo cáo viên về cải cách hành chính.",
            "2. Kinh phí thực hiện từ nguồn chi thường xuyên của mỗi cơ quan.",
        ),
        "nhung",
        "hoa",
        "yen",
        recipients=("Ủy ban nhân dân tỉnh (để b/c)", "Thường trực Tỉnh ủy (để b/c)", _BOARDS),
        kind="ke_hoach",
        partner=("BTGDVTU", "loan", "kieu"),
    ),
    Script(
        "phối hợp kiểm tra công tác dân vận chính quyền năm 2027",
        (),
        (
            "Sở Nội vụ và Ban Tuyên giáo và Dân vận Tỉnh ủy phối hợp kiểm tra công tác dân vận chính quyền năm 2027 tại"
            " một số xã, phường.",
        ),
        "nhung",
        "hoa",
        "binh",
        until="cosignature",
        recipients=("Ủy ban nhân dân tỉnh (để b/c)", _COMMUNES),
        kind="ke_hoach",
        partner=("BTGDVTU", "loan", "kieu"),
    ),
)
