from . import icp_number_mixin
from . import icp_subject
from . import icp_subject_flow
from . import icp_service
from . import res_partner
from . import res_company
