from . import test_return_dispositions
