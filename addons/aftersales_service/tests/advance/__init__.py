from . import test_deposit_bounce
