from . import (
    portal_returns,
    portal,
    portal_devices,
    portal_report,
    portal_dealer,
    portal_quotes,
    public_device,
)
