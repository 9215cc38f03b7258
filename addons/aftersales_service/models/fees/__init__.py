from . import (
    dispatch,
    fee,
    fee_share,
    fee_settle,
    old_part,
    order,
    order_merge,
    requisition,
    sale_order,
    sale_order_line,
    visit,
    technician_day,
)
