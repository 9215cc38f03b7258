from . import day_board
