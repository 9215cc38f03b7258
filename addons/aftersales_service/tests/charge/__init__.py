from . import test_extra_fee
