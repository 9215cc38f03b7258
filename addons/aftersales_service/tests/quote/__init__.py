from . import test_quotation
from . import test_discount
from . import test_open_quotation
from . import test_exchange_price
from . import test_return_requote
from . import test_quote_waits
from . import test_answer_first
from . import test_cost_approval
