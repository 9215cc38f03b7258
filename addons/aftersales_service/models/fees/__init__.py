from . import (
    fee,
    fee_share,
    fee_settle,
    old_part,
    order,
    requisition,
    sale_order,
    sale_order_line,
    visit,
)
