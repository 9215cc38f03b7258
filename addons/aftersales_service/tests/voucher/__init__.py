from . import test_voucher_entries
from . import test_voucher_request
