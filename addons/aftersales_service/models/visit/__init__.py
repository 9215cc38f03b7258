from . import coverage, order, technician, visit, visit_flow, visit_intake
from . import (
    res_company,
    technician_training,
    technician_authority,
    technician_dispatch,
    order_dispatch,
    desk_dispatch,
    order_quality,
    visit_plan,
    visit_event,
    visit_stamp,
    visit_work,
    visit_sign,
    visit_approval,
    call_attempt,
    checklist,
    day_board,
)
