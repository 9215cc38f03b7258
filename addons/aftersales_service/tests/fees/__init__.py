from . import test_fees
from . import test_invoicing_party
from . import test_ask_guard
from . import test_owed
from . import test_fee_stand
from . import test_unpriced
from . import test_responsible_pays
