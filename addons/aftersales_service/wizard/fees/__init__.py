from . import order_free
