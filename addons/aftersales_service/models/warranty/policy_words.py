"""How registers of policies write levels, costs, scopes, events, payers and periods."""

import re

from ...kernel.text import clean


def _table(**words):
    """{every spelling, also the code itself: code}."""
    return {
        word: code
        for code, text in words.items()
        for word in (code, *text.split(","))
        if word
    }


LEVELS = _table(
    contract_id="合同,销售订单,contract",
    partner_id="客户,customer",
    product_tmpl_id="产品,商品,型号,product",
    categ_id="类别,产品类别,分类,category",
    brand_id="品牌,brand",
    state_id="地区,区域,省份,region",
    company="公司,全部,通用",
)
COSTS = _table(
    part="配件,零配件,材料,配件费,材料费,零件,parts",
    labour="工时,人工,工时费,人工费,维修费,labor",
    travel="差旅,差旅费,交通,交通费,上门,上门费",
    freight="运费,运输,运输费",
    inspection="检测,检测费,检验,检验费,鉴定",
    other="其他,其它",
    all="全部,所有",
)
SCOPES = _table(
    machine="整机,整机(不含易损件)",
    main="主要部件,主要零部件,主件,主要配件",
    all="全部,全部(含易损件),含易损件",
)
EVENTS = _table(
    delivery_date="交货,交付,到货,收货,delivery",
    ship_date="发货,出库,发运,shipment",
    invoice_date="开票,发票,开具发票,invoice",
    installation_date="安装,安装完成,installation",
    acceptance_date="验收,最终验收,acceptance",
    registration_date="登记,用户登记,注册,registration",
    production_date="生产,出厂,制造,production",
)
PAYERS = _table(
    company="公司,本公司,我司,我方",
    manufacturer="厂家,制造商,生产厂家,原厂",
    agent="代理商,经销商",
    supplier="供方,供应商,外协厂,委外厂家",
)
UNITS = _table(day="天,日,days", month="月,个月,months", year="年,years")
_PERIOD = re.compile(r"(\d+)\s*(\D*)")


def read_period(amount, unit):
    """(whole number or 0, unit code or None); the unit may stand in the same cell.

    >>> read_period("3年", None), read_period(12.0, ""), read_period("一年", "")
    ((3, 'year'), (12, 'month'), (0, None))
    """
    found = _PERIOD.fullmatch(clean(amount))
    if not found:
        return 0, None
    text = clean(unit).lower() or found[2].strip().lower() or "month"
    number = int(found[1])
    return number if number <= 36500 else 0, UNITS.get(text)


def read_percent(value):
    """A share above 0 and up to 100; 100 for an empty cell, 0 when it is none.

    A number up to 1 is what a workbook holds where it shows percents.

    >>> read_percent(None), read_percent("80%"), read_percent(0.8), read_percent("all")
    (100.0, 80.0, 80.0, 0.0)
    """
    text = clean(value).removesuffix("%")
    try:
        share = float(text) if text else 100.0
    except ValueError:
        return 0.0
    if isinstance(value, (int, float)) and share <= 1:
        share *= 100
    return share if 0 < share <= 100 else 0.0
