from . import visit_step
