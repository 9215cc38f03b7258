from . import test_treasury
