from . import ir_sequence
from . import (
    flow_mixin,
    approval,
    approval_mixin,
    filing_mixin,
    form,
    ir_cron_fault,
    ir_http,
    operating_unit,
    overdue_mixin,
    policy_mixin,
    role,
    res_company,
    res_config_settings,
    stock_location,
    stock_warehouse,
    version_mixin,
)
