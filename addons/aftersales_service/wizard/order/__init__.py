from . import order_phone
from . import order_promise
