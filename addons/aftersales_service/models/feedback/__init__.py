from . import switch
from . import quality_fact
from . import unit
from . import sheet
from . import sheet_flow
from . import outside_maker
