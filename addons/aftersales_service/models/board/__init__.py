from . import day_board
from . import day_drop
from . import visit
from . import landing
