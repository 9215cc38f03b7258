from . import event
from . import policy
from . import version
from . import rule
from . import event_home
from . import rule_words
from . import preset
from . import switch
