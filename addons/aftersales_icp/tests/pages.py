"""Pages to be judged: name → (html, content type, expected, result, finding codes)."""

from dataclasses import replace

from odoo.addons.aftersales_icp.kernel.page import Expected

SERVICE = "京ICP备12345678号-1"
SUBJECT = "京ICP备12345678号"
PSB = "京公网安备11010502030143号"
EXPECTED = Expected(SERVICE, SUBJECT, hosts=frozenset({"example.cn"}))
WITH_PSB = replace(EXPECTED, psb=PSB)
LICENCE = replace(EXPECTED, licence="京ICP证030173号")
UTF = "text/html; charset=utf-8"
MIIT = "https://beian.miit.gov.cn/"
LINK = f'<a href="{MIIT}">{SERVICE}</a>'
ICON = '<img src="/psb.png" alt="">'
PSB_LINK = (
    '<a href="https://beian.mps.gov.cn/#/query/webSearch?code=11010502030143">'
    f"{ICON}{PSB}</a>"
)
FILLER = "<p>" + "产品介绍与服务说明。" * 60 + "</p>"


def foot(inside, before=FILLER):
    return f"<html><body>{before}<footer>{inside}</footer></body></html>"


def page(html, result, codes=(), expected=EXPECTED, kind=UTF):
    return html, kind, expected, result, codes


GBK = foot(LINK).encode("gbk")
PAGES = {
    "right": page(foot(LINK), "pass"),
    "number in other spelling": page(
        foot(LINK.replace(SERVICE, "京 icp 备 12345678 号—1")), "pass"
    ),
    "full width": page(foot(LINK.replace("ICP", "ＩＣＰ")), "pass"),
    "traditional": page(foot(LINK.replace("备", "備").replace("号", "號")), "pass"),
    "GBK by header": page(GBK, "pass", kind="text/html; charset=GBK"),
    "GBK by meta": page(b'<meta charset="gbk">' + GBK, "pass", kind="text/html"),
    "GBK without a word": page(GBK, "pass", kind="text/html"),
    "GBK with a wrong header": page(GBK, "pass", kind="text/html; charset=utf-8"),
    "GB18030 letters": page(
        foot("㐂" + LINK).encode("gb18030"), "pass", kind="text/html; charset=gb2312"
    ),
    "split spans": page(
        foot(f'<a href="{MIIT}"><span>京ICP备</span><b>12345</b>678号<i>-1</i></a>'),
        "pass",
    ),
    "link beside the number": page(
        foot(f'<p>{SERVICE} <a href="{MIIT}">工信部</a></p>'), "pass"
    ),
    "copyright year behind": page(
        foot(LINK.replace("</a>", "</a> 2026 版权所有")), "pass"
    ),
    "upper-case tags, no quotes": page(foot(f"<A HREF={MIIT}>{SERVICE}</A>"), "pass"),
    "unclosed comment behind": page(foot(LINK) + "<!-- the end", "pass"),
    "entities": page(foot(LINK.replace("京", "&#20140;")), "pass"),
    "hidden twin, visible one": page(
        foot(f'<div style="display:none">{SERVICE}</div>{LINK}'), "pass"
    ),
    "missing": page(foot("版权所有"), "fail", ["C01"]),
    "in a comment": page(foot(f"<!-- {LINK} -->"), "fail", ["C01"]),
    "in a script": page(foot(f"<script>var a='{SERVICE}'</script>"), "fail", ["C01"]),
    "placeholder": page(foot("京ICP备XXXXXXXX号"), "fail", ["C02"]),
    "letter of the police": page(foot("川ICP备12345678号-1"), "fail", ["C02"]),
    "nine digits": page(foot("京ICP备123456789号-1"), "fail", ["C02"]),
    "wrong sibling": page(foot(LINK.replace("-1<", "-2<")), "fail", ["C03"]),
    "of the agency": page(foot("沪ICP备10046444号-9"), "fail", ["C03"]),
    "both": page(foot(f"{LINK} 沪ICP备10046444号-9"), "fail", ["C03", "C09"]),
    "subject number": page(foot(LINK.replace("-1<", "<")), "pass", ["C04"]),
    "hidden by style": page(
        foot(f'<div style="display: none">{LINK}</div>'), "fail", ["C05"]
    ),
    "hidden by attribute": page(foot(f"<div hidden>{LINK}</div>"), "fail", ["C05"]),
    "hidden by class": page(foot(f'<div class="d-none">{LINK}</div>'), "fail", ["C05"]),
    "hidden by style sheet": page(
        foot(f'<style>.icp{{display:none}}</style><div class="icp">{LINK}</div>'),
        "fail",
        ["C05"],
    ),
    "hidden on telephones only": page(
        foot(
            "<style>@media (max-width:600px){.icp{display:none}}</style>"
            f'<div class="icp">{LINK}</div>'
        ),
        "pass",
    ),
    "size zero": page(foot(f'<p style="font-size:0px">{LINK}</p>'), "fail", ["C05"]),
    "not linked": page(foot(SERVICE), "fail", ["C06"]),
    "linked to nowhere": page(
        foot(LINK.replace(MIIT, "javascript:void(0)")), "fail", ["C06"]
    ),
    "linked elsewhere": page(
        foot(LINK.replace(MIIT, "https://beian.miit.gov.cn.evil.cn/")), "fail", ["C06"]
    ),
    "old address": page(
        foot(LINK.replace(MIIT, "http://www.miitbeian.gov.cn/")), "pass", ["C07"]
    ),
    "at the top": page(f"<p>{LINK}</p>{FILLER}", "pass", ["C08"]),
    "public security right": page(foot(LINK + PSB_LINK), "pass", (), WITH_PSB),
    "public security missing": page(foot(LINK), "fail", ["C10"], WITH_PSB),
    "public security old platform": page(
        foot(
            LINK + '<a href="http://www.beian.gov.cn/portal/registerSystemInfo?'
            f'recordcode=11010502030143">{ICON}{PSB}</a>'
        ),
        "pass",
        ["C11"],
        WITH_PSB,
    ),
    "public security other code": page(
        foot(LINK + PSB_LINK.replace("code=1101", "code=1102")),
        "pass",
        ["C11"],
        WITH_PSB,
    ),
    "public security without icon": page(
        foot(LINK + f"<p>{PSB_LINK.replace(ICON, '')}</p>"), "pass", ["C12"], WITH_PSB
    ),
    "licence missing": page(foot(LINK), "fail", ["C13"], LICENCE),
    "licence shown": page(foot(f"{LINK} 京ICP证030173号"), "pass", (), LICENCE),
    "blocked": page("<h1>网站暂时无法访问</h1>未备案", "fail", ["C01", "C17"]),
    "script page": page(
        '<div id="root"></div><script src="/main.js"></script>', "inconclusive", ["C18"]
    ),
    "shop": page(foot(LINK, "<b>加入购物车</b>" + FILLER), "pass", ["C23"]),
    "pre-approval word": page(
        f"<title>网上药房</title>{foot(LINK)}",
        "pass",
        ["C22"],
        replace(EXPECTED, preapproval_words=("药房",)),
    ),
    "in an image": page(foot(f'<img alt="{SERVICE}">'), "fail", ["C01", "C24"]),
}
