from . import test_fee_audit
