from . import portal_activation
from . import portal_claim
