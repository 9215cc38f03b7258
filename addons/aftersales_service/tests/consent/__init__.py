from . import test_consent_proof
