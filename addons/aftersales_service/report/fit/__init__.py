from . import device_parts
