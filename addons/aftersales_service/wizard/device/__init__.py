from . import device_products
from . import device_step
