from . import portal, portal_devices, public_device
