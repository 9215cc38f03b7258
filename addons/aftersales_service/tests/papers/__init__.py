from . import test_letters
from . import test_letter_page
from . import test_fee_sheets
from . import test_repair_quotation
from . import test_receipts
