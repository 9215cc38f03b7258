from . import (
    device,
    device_import,
    device_link_mixin,
    product_template,
    res_partner,
    sale_order,
    stock_lot,
    stock_move,
    stock_move_line,
)
