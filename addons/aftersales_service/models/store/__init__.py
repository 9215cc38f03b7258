from . import res_company
from . import stock_location
from . import stock_picking_type
from . import stock_warehouse
