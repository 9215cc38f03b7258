from . import aftersales_order
from . import aftersales_icp_finding
from . import stock_picking
