from . import repair_consent
