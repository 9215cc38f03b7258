from . import fee_audit
