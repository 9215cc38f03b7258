from . import order, technician, visit, visit_flow
