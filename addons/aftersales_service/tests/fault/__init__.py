from . import test_intake_faults
