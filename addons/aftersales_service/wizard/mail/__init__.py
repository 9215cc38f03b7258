from . import mail_discard
