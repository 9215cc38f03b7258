from . import project
from . import project_clocks
from . import switch
