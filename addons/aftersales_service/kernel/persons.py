"""Whether a name in a register is a person's; a register itself does not say."""

import re
from functools import lru_cache

_SURNAMES = set(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武"
    "乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂"
    "谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵"
    "解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜"
    "晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌"
    "银扬明沙薄伏岑习胥保和蔺闫肖付"
)
_DOUBLE = (
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "夏侯", "诸葛", "尉迟",
    "皇甫", "令狐", "公孙", "慕容", "司徒", "司空", "轩辕", "长孙", "宇文", "闻人", "澹台",
)  # fmt: skip
_FIRM = (
    "公司", "集团", "银行", "酒店", "宾馆", "学校", "中学", "小学", "大学", "医院", "中心", "商场",
    "超市", "商行", "协会", "机电", "电机", "电器", "泵业", "矿业", "建材", "五金", "贸易", "水厂",
    "厂", "店", "院", "校", "局", "所", "部", "站", "馆", "场", "社", "铺",
)  # fmt: skip
_TITLES = ("先生", "女士", "小姐", "师傅", "经理", "老师", "老板", "主任")
_HAN = re.compile("[\u4e00-\u9fff]{2,4}")
_JOINED = re.compile("[\u4e00-\u9fff]{1,8}[·•・][\u4e00-\u9fff]{1,8}")


def is_firm(name):
    """Whether ``name`` says of itself that it is a firm's."""
    return name.endswith(_FIRM)


@lru_cache(maxsize=1 << 14)
def is_person(name):
    """Whether ``name`` is more likely a person's than a firm's.

    >>> [is_person(n) for n in ("王建国", "欧阳小红", "李师傅", "买买提·艾山")]
    [True, True, True, True]
    >>> [is_person(n) for n in ("王府井商场", "张店水厂", "示例客户020有限公司", "Siemens", "")]
    [False, False, False, False, False]
    """
    if _JOINED.fullmatch(name):
        return True
    if not _HAN.fullmatch(name) or is_firm(name):
        return False
    if name[:2] in _DOUBLE:
        return len(name) > 2
    stem = name
    for title in _TITLES:
        stem = stem.removesuffix(title)
    if stem != name:
        return stem[:1] in _SURNAMES and len(stem) <= 3
    return name[0] in _SURNAMES and len(name) <= 3
