from . import test_claim_check_kernel
from . import test_claim_findings
