from . import test_closing
from . import test_intake
from . import test_intake_correction
from . import test_intake_damage
from . import test_intake_duplicates
from . import test_intake_escalate
from . import test_intake_faults
from . import test_intake_merge
from . import test_intake_phone
from . import test_intake_promise
from . import test_intake_why
from . import test_day_end
from . import test_decision_facts
from . import test_desk
from . import test_desk_presets
from . import test_desk_found
from . import test_doubt
from . import test_region
from . import test_sampling
from . import (
    test_mail_broken,
    test_mail_confirm,
    test_mail_files,
    test_mail_handle,
    test_mail_hold,
    test_mail_kernel,
    test_mail_open,
)
from . import test_signed_facts
