from . import approval_refuse
