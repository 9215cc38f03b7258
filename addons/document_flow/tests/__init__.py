from . import test_alone
