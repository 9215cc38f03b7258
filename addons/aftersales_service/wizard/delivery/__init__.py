from . import device_catchup
