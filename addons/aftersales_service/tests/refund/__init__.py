from . import test_return_credit
