from . import project
from . import project_clocks
