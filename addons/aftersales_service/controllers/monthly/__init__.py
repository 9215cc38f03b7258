from . import portal_monthly
