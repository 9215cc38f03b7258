from . import order_merge
