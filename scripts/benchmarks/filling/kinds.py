"""Which jobs the story has; a program that goes before `story`."""

WEEKS = 156  # three years
PART = "demo_part_01"
# (what is done, product, days since the sale, fault, cause, area); what brings more visits
# and fees comes first, so that N jobs always have at least N of each.
CELLS = (
    ("paid_twice", "YJ-90L", 500, "过载跳闸", "wear", "city"),
    ("free_parts", "YJ-90L", 40, "运行异响，轴承端发热", "material", "city"),
    ("misuse", "YJ-90L", 100, "进水烧毁绕组", "misuse", "suburb"),
    ("sold", "ZJ-2000", 30, "右灶点不着火", "material", "city"),
    ("paid", "FC-800", 900, "门锁打不开", "wear", "city"),
    ("free_twice", "JK-16", 300, "误报频繁", "material", "suburb"),
    ("free_parts", "JK-16", 700, "红外探测器失灵", "material", "city"),
    ("paid", "YJ-132", 800, "风叶碰罩", "wear", "suburb"),
    ("free", "FC-800", 200, "把手松动", "material", "city"),
    ("paid_twice", "ZJ-2000", 600, "炉头火焰发黄", "wear", "suburb"),
    ("sold", "YJ-90L", 120, "振动大", "material", "city"),
    ("free_parts", "YJ-132", 250, "轴承卡滞", "material", "city"),
    ("paid", "JK-16", 1300, "主机不布防", "wear", "city"),
    ("misuse", "ZJ-2000", 90, "面板被砸裂", "misuse", "city"),
    ("free", "YJ-90L", 330, "接线盒漏水", "material", "suburb"),
    ("free_twice", "FC-800", 150, "门扇下沉", "material", "city"),
    ("paid", "YJ-90L", 420, "热继电器跳", "outside", "city"),
    ("free_parts", "ZJ-2000", 80, "点火针断", "material", "suburb"),
    ("sold", "YJ-132", 45, "运行电流偏大", "material", "city"),
    ("paid", "FC-800", 760, "闭门器漏油", "wear", "city"),
    ("free", "JK-16", 500, "蜂鸣器不响", "material", "city"),
    ("finished", "YJ-90L", 480, "换轴承后仍响", "wear", "city"),
    ("sent", "YJ-132", 60, "电机不启动", "unknown", "suburb"),
    ("called", "ZJ-2000", 400, "漏气报警", "unknown", "city"),
    ("cancelled", "FC-800", 300, "客户自己修好了", "unknown", "city"),
)
# For what needs many machines and no work on them.
MACHINES = tuple(("machine", *cell[1:]) for cell in CELLS)
OPEN = frozenset({"finished", "sent", "called"})
