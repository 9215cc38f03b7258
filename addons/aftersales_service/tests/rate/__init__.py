from . import test_fee_card_import
from . import test_fee_cards
from . import test_fee_currency
from . import test_fee_derive
from . import test_rate_kernel
from . import test_golden_jobs
