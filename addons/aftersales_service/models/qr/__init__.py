from . import device_token
from . import public_attempt
from . import device_portal
from . import scan
