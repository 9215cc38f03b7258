from . import test_custody
from . import test_return_dispositions
from . import test_return_papers
from . import test_return_receipt
from . import test_return_card
from . import test_return_damage
from . import test_return_inspection
from . import test_return_loan
