from . import order_doubt
