from . import deposit
from . import bounced
from . import advance
