from . import (
    link_mixin,
    order,
    requisition,
    requisition_flow,
    requisition_line,
    requisition_stock,
    stock_move,
    stock_picking,
    visit,
)
