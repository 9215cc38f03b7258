"""The text of the authority's result page, copied by hand: organiser and services.

A person looks the number up and pastes what he sees; nothing is fetched from the
authority. Both shapes are read: label and value on the detail page, a table row per
service in the list.

>>> text = '''主办单位名称： 杭州云帆网络科技有限公司
... 主办单位性质：企业
... ICP备案/许可证号：浙ICP备2021004518号
... 服务备案号：浙ICP备2021004518号-1
... 服务域名（网站首页网址）：yunfan.example
... 审核通过日期：2021-03-18'''
>>> result = parse(text)
>>> result.organiser, result.nature, result.number, str(result.passed_on)
('杭州云帆网络科技有限公司', '企业', '浙ICP备2021004518号', '2021-03-18')
>>> [(one.number, one.domain) for one in result.services]
[('浙ICP备2021004518号-1', 'yunfan.example')]
"""

import re
from dataclasses import dataclass, field
from datetime import date

from .icp_number import scan

LABELS = {
    "organiser": ("主办单位名称", "单位名称", "主体名称", "主办者名称"),
    "nature": ("主办单位性质", "单位性质", "主体性质"),
    "name": ("网站名称", "服务名称", "互联网信息服务名称", "APP名称", "小程序名称"),
    "domain": ("网站域名", "服务域名", "网站首页网址", "首页网址", "域名"),
    "passed": ("审核通过日期", "审核通过时间", "审核时间", "审核日期", "备案时间"),
}
NATURES = ("企业", "个人", "政府机关", "事业单位", "社会团体", "民办非企业单位")
LIMIT = 200_000
_DOMAIN = re.compile(
    r"(?<![\w.-])((?:[\w-]{1,63}\.){1,6}[a-zA-Z\u4e00-\u9fff][\w-]{1,62})(?![\w-])"
)
_DATE = re.compile(r"(20\d\d)[-./年](\d{1,2})[-./月](\d{1,2})")


@dataclass
class Service:
    number: str
    name: str = ""
    domain: str = ""
    passed_on: date | None = None


@dataclass
class Result:
    organiser: str = ""
    nature: str = ""
    number: str = ""
    passed_on: date | None = None
    services: list = field(default_factory=list)


def parse(text, *, bounds=None):
    """Everything that the text tells; what it does not tell stays empty."""
    lines = [line.strip() for line in (text or "")[:LIMIT].splitlines() if line.strip()]
    result, current = Result(), {}
    for index, line in enumerate(lines):
        label, value = _labelled(line, lines, index)
        if label:
            current[label] = value
        _numbers(line, result, current, bounds)
    result.organiser = result.organiser or current.get("organiser", "")
    result.nature = result.nature or current.get("nature", "")
    _complete(result, current)
    return result


def _labelled(line, lines, index):
    """The field a line names, with the value behind it or on the next line."""
    head, colon, value = re.sub(r"[（(].*?[)）]", "", line).partition(
        "：" if "：" in line else ":"
    )
    for name, labels in LABELS.items():
        if head.strip() in labels:
            if colon and value.strip():
                return name, value.strip()
            following = lines[index + 1] if index + 1 < len(lines) else ""
            return name, "" if "：" in following else following
    return None, ""


def _numbers(line, result, current, bounds):
    """Numbers of a line: a service takes what stands beside it in the same row."""
    for hit in scan(line, bounds=bounds):
        number = hit.number
        if not number or number.kind == "psb":
            continue
        result.number = result.number or number.main
        if number.kind != "service" or _known(result, number.canonical):
            continue
        service = Service(number.canonical)
        cells = [cell.strip() for cell in re.split(r"\t| {2,}", line)]
        if len(cells) > 2:
            _row(cells, line, service, result)
        result.services.append(service)


def _known(result, number):
    return any(service.number == number for service in result.services)


def _row(cells, line, service, result):
    service.domain = _domain(line)
    service.passed_on = _day(line)
    for index, cell in enumerate(cells):
        if cell in NATURES:
            result.nature = result.nature or cell
            if index and not result.organiser:
                result.organiser = cells[index - 1]


def _complete(result, current):
    result.passed_on = _day(current.get("passed", ""))
    if len(result.services) == 1:
        service = result.services[0]
        service.name = service.name or current.get("name", "")
        service.domain = service.domain or _domain(current.get("domain", ""))
        service.passed_on = service.passed_on or result.passed_on
    days = [one.passed_on for one in result.services if one.passed_on]
    result.passed_on = result.passed_on or (min(days) if days else None)


def _domain(text):
    found = _DOMAIN.search(text)
    return found[1].lower() if found else ""


def _day(text):
    found = _DATE.search(text or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
