from . import device
from . import cost_kind
from . import product_template
from . import policy
from . import policy_version
from . import policy_term
from . import policy_import
from . import maker_terms
