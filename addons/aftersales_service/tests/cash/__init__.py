from . import test_collect
from . import test_handin
from . import test_cash_papers
from . import test_handin_books
from . import test_payment_stands
from . import test_bounced
