from . import account_analytic_line
from . import aftersales_technician
from . import aftersales_visit
from . import res_company
