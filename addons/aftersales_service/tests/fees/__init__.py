from . import test_fees
from . import test_quotation
from . import test_collect
from . import test_handin
from . import test_discount
from . import test_invoicing_party
from . import test_cash_papers
from . import test_ask_guard
