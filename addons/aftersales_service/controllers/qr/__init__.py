from . import public_device
