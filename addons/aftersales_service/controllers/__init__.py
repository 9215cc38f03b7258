from . import qr
from . import portal
from . import returns
