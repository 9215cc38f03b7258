from . import return_receipt
from . import custody
from . import custody_flow
from . import custody_seal
from . import custody_late
from . import visit_take_in
from . import portal_words
from . import return_consent
