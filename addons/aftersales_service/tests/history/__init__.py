from . import test_intake_correction
