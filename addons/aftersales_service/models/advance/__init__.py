from . import deposit
from . import advance
