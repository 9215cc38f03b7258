from . import device, order, order_flow
