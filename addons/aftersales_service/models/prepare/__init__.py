from . import readiness
from . import coming
from . import order
from . import proposal
from . import dispatch
from . import clock
from . import screens
