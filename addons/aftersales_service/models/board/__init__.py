from . import day_board
from . import landing
