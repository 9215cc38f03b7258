from . import test_fees
from . import test_quotation
