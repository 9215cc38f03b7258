from . import test_voucher_before
from . import test_voucher_entries
from . import test_voucher_layouts
from . import test_voucher_request
