from . import portal_parcels
