from . import qr
from . import portal
from . import returns
from . import settlement
from . import monthly
from . import contractor
from . import dealer
from . import papers
