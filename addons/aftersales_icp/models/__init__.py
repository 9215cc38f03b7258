from . import aftersales_icp_number_mixin
from . import aftersales_icp_subject
from . import aftersales_icp_subject_flow
from . import aftersales_icp_service
from . import res_partner
from . import res_company
