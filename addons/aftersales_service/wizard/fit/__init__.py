from . import device_place
