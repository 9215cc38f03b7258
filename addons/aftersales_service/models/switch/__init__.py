from . import switch
from . import open_work
from . import landing
