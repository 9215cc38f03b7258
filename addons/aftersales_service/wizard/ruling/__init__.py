from . import order_doubt
from . import order_redecide
