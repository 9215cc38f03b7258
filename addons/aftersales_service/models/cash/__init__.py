from . import res_company
from . import collection
from . import collect
from . import collect_phone
from . import handin
from . import handin_post
from . import collectable
from . import switch
