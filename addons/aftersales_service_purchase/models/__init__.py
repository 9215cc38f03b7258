from . import res_company
from . import purchase_order
from . import owed_work
from . import visit
from . import requisition
from . import expected_day
