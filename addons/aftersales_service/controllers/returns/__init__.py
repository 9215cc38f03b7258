from . import portal_returns
