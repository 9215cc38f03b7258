from . import (
    dispatch,
    fee,
    fee_share,
    fee_settle,
    order,
    requisition,
    sale_order,
    sale_order_line,
    visit,
)
