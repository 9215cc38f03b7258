from . import visit_sign
from . import visit_seal
from . import survey
from . import pre_signature
from . import closing_paper
from . import technician_day
