from . import coverage, order, technician, visit, visit_flow, visit_intake
