from . import test_return_walk_round
