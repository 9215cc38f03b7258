from . import process_step
from . import inspection
from . import inspection_party
from . import inspection_measure
from . import return_inspection
from . import return_unit
from . import inspection_flow
from . import inspection_seal
