"""The footer that a site must show: items with text, address and kind.

>>> [item["text"] for item in items("京ICP备12345678号-1", "京公网安备11010502030143号")]
['京ICP备12345678号-1', '京公网安备11010502030143号']
"""

import re
from html import escape

MIIT_URL = "https://beian.miit.gov.cn/"
PSB_URL = "https://beian.mps.gov.cn/#/query/webSearch?code=%s"


def items(number, psb="", licence=""):
    """What stands in the footer, in its order; empty numbers are left out."""
    found = []
    if number:
        found.append({"kind": "icp", "text": number, "url": MIIT_URL})
    if licence and licence != number:
        found.append({"kind": "licence", "text": licence, "url": MIIT_URL})
    if psb:
        digits = re.sub(r"\D", "", psb)
        found.append({"kind": "psb", "text": psb, "url": PSB_URL % digits})
    return found


def snippet(parts, icon=""):
    """HTML to paste into a site that is not ours.

    >>> print(snippet(items("京ICP备12345678号-1")))
    <div style="text-align:center">
      <a href="https://beian.miit.gov.cn/" rel="noreferrer" target="_blank">京ICP备12345678号-1</a>
    </div>
    """
    lines = []
    for part in parts:
        image = ""
        if part["kind"] == "psb" and icon:
            image = f'<img src="{escape(icon)}" width="16" height="16" alt=""/>'
        lines.append(
            f'  <a href="{escape(part["url"])}" rel="noreferrer" target="_blank">'
            f"{image}{escape(part['text'])}</a>"
        )
    return "\n".join(['<div style="text-align:center">', *lines, "</div>"])
