from . import qr
from . import portal
from . import returns
from . import settlement
from . import papers
