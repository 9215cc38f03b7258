from . import website
from . import website_page
from . import res_config_settings
from . import register
from . import aftersales_icp_service
