from . import correction
from . import order_import
