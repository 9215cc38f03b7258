from . import aftersales_order
from . import helpdesk_ticket
from . import helpdesk_ticket_index
