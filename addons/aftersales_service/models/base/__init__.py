from . import (
    flow_mixin,
    approval,
    approval_mixin,
    form,
    operating_unit,
    role,
    res_company,
    res_config_settings,
    stock_warehouse,
)
