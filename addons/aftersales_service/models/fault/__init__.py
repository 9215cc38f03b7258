from . import res_company
from . import complaint_category
from . import fault
from . import damage_mixin
from . import fault_import
