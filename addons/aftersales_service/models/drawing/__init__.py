from . import drawing
from . import spot
from . import finding
from . import stock
from . import viewer
from . import doors
