from . import test_return_loan
