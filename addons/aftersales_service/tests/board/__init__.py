from . import test_day_board
from . import test_tour_day_board
from . import test_board_shift
from . import test_board_guards
