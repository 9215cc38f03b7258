from . import statement
from . import statement_seal
from . import res_company
from . import plan
from . import van_plan
from . import zero_km
from . import switch
