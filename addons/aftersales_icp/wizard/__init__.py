from . import aftersales_icp_stop
from . import aftersales_icp_prove
from . import aftersales_icp_import
from . import aftersales_icp_paste
from . import aftersales_icp_letter
from . import partner_merge
