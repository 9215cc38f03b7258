from . import test_mail_broken
from . import test_mail_confirm
from . import test_mail_files
from . import test_mail_handle
from . import test_mail_hold
from . import test_mail_kernel
from . import test_mail_open
